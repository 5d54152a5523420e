//! Operations: what can be asked of an API.

use super::{Body, Conditional, Docs, Pagination, RareBounds, Response, Server, Ty};
use crate::diag::Pointer;

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
    pub bounds: RareBounds,
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
