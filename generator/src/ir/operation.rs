//! Operations: what can be asked of an API, and what comes back.

use super::{Bounds, Docs, Ty, TypeGraph};
use crate::diag::Pointer;

/// A whole API.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// What the API is.
    pub info: Info,
    /// Where it is served, first the one that clients use unless told otherwise.
    pub servers: Vec<Server>,
    /// Every type.
    pub types: TypeGraph,
    /// Every operation, in document order.
    pub operations: Vec<Operation>,
    /// Requests that the server makes: webhooks and callbacks.
    pub events: Vec<Event>,
    /// Ways to authenticate.
    pub security_schemes: Vec<SecurityScheme>,
    /// Tags, in the order of the document's list, then of first use.
    pub tags: Vec<Tagged>,
    /// The document's error envelope, where all operations share one.
    pub error_envelope: Option<ErrorEnvelope>,
    /// Headers of answers that a person named; the usual ones are known without.
    pub headers: AnswerHeaders,
}

/// Headers of answers that mean the same for every operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerHeaders {
    /// The id of the request.
    pub request_id: Option<String>,
    /// The number of requests in a window.
    pub limit: Option<String>,
    /// The number of requests left in this window.
    pub remaining: Option<String>,
    /// When the next window starts.
    pub reset: Option<String>,
}

/// What an API is.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// Its name.
    pub title: String,
    /// Its version.
    pub version: String,
    /// What it says about itself.
    pub docs: Docs,
}

/// A place where the API is served.
#[derive(Clone, Debug)]
pub struct Server {
    /// An absolute URL, or a path relative to the document's own URL; variables are filled in with
    /// their defaults.
    pub url: String,
    /// What the document says about it.
    pub docs: Docs,
}

/// A tag with its documentation.
#[derive(Clone, Debug)]
pub struct Tagged {
    /// The tag as operations name it.
    pub name: String,
    /// What the document says about it.
    pub docs: Docs,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `operationId`, where the document gives one.
    pub id: Option<String>,
    /// The method, upper case.
    pub method: String,
    /// The path.
    pub path: PathTemplate,
    /// The first tag, which groups it.
    pub tag: Option<String>,
    /// Parameters in document order, those of the path item first.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// Every documented response.
    pub responses: Vec<Response>,
    /// Alternatives of security requirements; each is a list of scheme names that go together. An
    /// empty list needs no credential.
    pub security: Vec<Vec<String>>,
    /// Servers of its own, where it does not use the API's.
    pub servers: Vec<Server>,
    /// How its pages follow each other.
    pub pagination: Option<Pagination>,
    /// Its header parameter that makes a repetition safe.
    pub idempotency: Option<String>,
    /// Which conditional requests it takes.
    pub conditional: Conditional,
    /// What the document says about it.
    pub docs: Docs,
    /// Where it stands.
    pub origin: Pointer,
}

/// A path with its parameters, such as `/domains/{public_id}/verify`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathTemplate {
    /// The key as the document writes it: what the operation is known by.
    pub text: String,
    /// What is sent: without a fragment, with the query that the key has.
    pub sent: String,
    /// The names in braces, in order.
    pub parameters: Vec<String>,
}

/// One parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Where it goes.
    pub place: Place,
    /// Its name on the wire.
    pub wire: String,
    /// Its type.
    pub ty: Ty,
    /// Whether it must be given.
    pub required: bool,
    /// How its value is written.
    pub style: Style,
    /// Whether a list or object repeats the name.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
    /// The media type its value is written in, for `content` parameters.
    pub media_type: Option<String>,
    /// What else the runtime does with it.
    pub role: Role,
    /// The constraints on its value.
    pub bounds: Bounds,
    /// What the document says about it.
    pub docs: Docs,
    /// Where it stands.
    pub origin: Pointer,
}

/// What a parameter is for, as far as the runtime is concerned; filled by passes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// The caller's business.
    #[default]
    Plain,
    /// The key that makes a repetition safe.
    IdempotencyKey,
    /// `If-Match`.
    IfMatch,
    /// `If-None-Match`.
    IfNoneMatch,
    /// The runtime or the transport writes it (`Accept`, `Content-Type`, `Authorization`): ignored
    /// as OpenAPI 3.1, section 4.8.12.1 says.
    Ignored,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
    /// Into a cookie.
    Cookie,
    /// The whole query (`querystring`, OpenAPI 3.2).
    QueryString,
}

/// How a parameter's value is written (OpenAPI 3.1, section 4.8.12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `a,b`: the default in paths and headers.
    Simple,
    /// `.a.b`.
    Label,
    /// `;name=a`.
    Matrix,
    /// `name=a`: the default in queries and cookies.
    Form,
    /// `name=a%20b`.
    SpaceDelimited,
    /// `name=a|b`.
    PipeDelimited,
    /// `name[key]=a`.
    DeepObject,
    /// `name=a`, unescaped, for cookies (OpenAPI 3.2).
    Cookie,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether it must be given.
    pub required: bool,
    /// Ways to write it, in the order of the document; the first is the one that clients use.
    pub contents: Vec<Content>,
    /// What the document says about it.
    pub docs: Docs,
    /// Where it stands.
    pub origin: Pointer,
}

/// One representation of a body.
#[derive(Clone, Debug)]
pub struct Content {
    /// The media type as the document writes it, such as `application/json; charset=utf-8`.
    pub media_type: String,
    /// How it is read and written.
    pub format: Format,
    /// Where it stands.
    pub origin: Pointer,
}

/// How a representation is read and written.
#[derive(Clone, Debug, PartialEq)]
pub enum Format {
    /// JSON of a type.
    Json(Ty),
    /// `application/x-www-form-urlencoded` fields of an object type, with the encoding of those
    /// that differ from the default.
    Form(Ty, Vec<FieldEncoding>),
    /// `multipart/*` parts.
    Multipart(Vec<Part>),
    /// Text as it is (also XML and other formats that have no type here).
    Text,
    /// Bytes as they are.
    Bytes,
    /// `text/event-stream`, the data of whose events is JSON of this type, or text.
    Events(Option<Ty>),
    /// One JSON value a line (`application/jsonl`, `application/x-ndjson`, `application/json-seq`).
    JsonLines(Ty),
}

/// How one field of a form is written (OpenAPI 3.1, section 4.8.15).
#[derive(Clone, Debug, PartialEq)]
pub struct FieldEncoding {
    /// The field.
    pub wire: String,
    /// Its style.
    pub style: Style,
    /// Whether a list or object repeats the name.
    pub explode: bool,
    /// Whether it is written as JSON instead.
    pub json: bool,
}

/// One part of a multipart body.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its name on the wire.
    pub wire: String,
    /// Its type: of one part, where it repeats.
    pub ty: Ty,
    /// Whether it must be given.
    pub required: bool,
    /// Whether it may come several times.
    pub repeated: bool,
    /// How it is written.
    pub format: PartFormat,
    /// The content type, where the document gives one.
    pub media_type: Option<String>,
    /// What the document says about it.
    pub docs: Docs,
}

/// How a part is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartFormat {
    /// A file: bytes with an optional name and content type.
    File,
    /// The text of a scalar.
    Text,
    /// JSON.
    Json,
}

/// One documented response.
#[derive(Clone, Debug)]
pub struct Response {
    /// The statuses it is for.
    pub status: Status,
    /// Ways it is written, in the order of the document; empty for no body.
    pub contents: Vec<Content>,
    /// Headers it carries.
    pub headers: Vec<Header>,
    /// What the document says about it.
    pub docs: Docs,
    /// Where it stands.
    pub origin: Pointer,
}

/// The statuses of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// One status.
    Code(u16),
    /// A hundred statuses: 4 for `4XX`.
    Range(u8),
    /// All that are not listed.
    Default,
}

impl Status {
    /// Whether a 2xx status is among them, `default` left aside.
    pub fn is_success(self) -> bool {
        match self {
            Self::Code(code) => (200..300).contains(&code),
            Self::Range(class) => class == 2,
            Self::Default => false,
        }
    }
}

/// A response header.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its name as the document writes it.
    pub wire: String,
    /// Its type.
    pub ty: Ty,
    /// Whether it is always there.
    pub required: bool,
    /// Whether an object is written as `key=value`.
    pub explode: bool,
    /// The media type that it is written in, where there is one.
    pub media_type: Option<String>,
    /// What the document says about it.
    pub docs: Docs,
    /// Where it stands.
    pub origin: Pointer,
}

/// A request that the server makes: a webhook, or a callback of an operation.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its name in the document.
    pub name: String,
    /// The payload.
    pub payload: Option<Ty>,
    /// What the document says about it.
    pub docs: Docs,
    /// Where it stands.
    pub origin: Pointer,
}

/// A way to authenticate.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: String,
    /// What it does.
    pub kind: SecurityKind,
    /// Where a token is had: of no use to the client, and shown to whoever asks for one.
    pub urls: Vec<String>,
    /// What the document says about it.
    pub docs: Docs,
}

/// What a security scheme does to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// `Authorization: Bearer …`: http bearer, oauth2 and openIdConnect.
    Bearer,
    /// `Authorization: Basic …`.
    Basic,
    /// A key in a header, the query or a cookie under this name.
    ApiKey(Place, String),
    /// Another scheme of the `Authorization` header, by its name.
    Http(String),
    /// Client certificates: a matter of the transport.
    MutualTls,
}

/// How the pages of a list follow each other; filled by passes.
#[derive(Clone, Debug, PartialEq)]
pub struct Pagination {
    /// Keys from the response to its list of items.
    pub items: Vec<String>,
    /// The type of an item.
    pub item: Ty,
    /// How the next page is asked for.
    pub next: NextPage,
}

/// How the next page is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum NextPage {
    /// A cursor of this page goes into a query parameter of the next.
    Cursor {
        /// The query parameter.
        parameter: String,
        /// Keys from the response to the cursor.
        cursor: Vec<String>,
        /// Keys from the response to the flag that says whether there is more.
        more: Option<Vec<String>>,
    },
    /// A query parameter counts items from zero.
    Offset {
        /// The query parameter.
        parameter: String,
        /// The query parameter that caps a page.
        limit: Option<String>,
    },
    /// A query parameter counts pages.
    Page {
        /// The query parameter.
        parameter: String,
        /// The number of the first page.
        first: i64,
    },
    /// The response names the URL of the next page.
    Url {
        /// Keys from the response to the URL.
        url: Vec<String>,
    },
    /// The `Link` header names the next page (RFC 8288, `rel="next"`).
    Link,
}

/// Which conditional requests an operation takes (RFC 9110, section 13); filled by passes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Conditional {
    /// `If-None-Match`, answered with 304.
    pub if_none_match: bool,
    /// `If-Match`, answered with 409 or 412.
    pub if_match: bool,
}

/// The error envelope that all operations share; filled by passes.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorEnvelope {
    /// Its type.
    pub ty: Ty,
    /// Keys to the machine-readable code.
    pub code: Option<Vec<String>>,
    /// Keys to the message for people.
    pub message: Option<Vec<String>>,
    /// Keys to the flag that says whether a repetition can succeed.
    pub retryable: Option<Vec<String>>,
    /// Keys to the id of the request.
    pub request_id: Option<Vec<String>>,
}
