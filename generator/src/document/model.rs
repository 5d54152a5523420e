//! Everything of a document but its schemas.

use crate::diag::Pointer;
use crate::ir::{Docs, Place, Status, Style};
use crate::source::{Node, Source};

/// The version of the OpenAPI Specification that a document follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 3.0.x: schemas are a dialect of JSON Schema draft 5.
    V30,
    /// 3.1.x: schemas are JSON Schema 2020-12.
    V31,
    /// 3.2.x: adds `querystring`, `itemSchema`, `additionalOperations` and more.
    V32,
}

/// A document, its references to parameters, bodies, responses and headers resolved.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// The files that it is read from.
    pub source: &'a Source,
    /// The version.
    pub version: Version,
    /// `info`.
    pub info: openapiv3::Info,
    /// `servers` of the document.
    pub servers: Vec<openapiv3::Server>,
    /// `tags`.
    pub tags: Vec<openapiv3::Tag>,
    /// Every operation of `paths`, in document order.
    pub operations: Vec<Operation<'a>>,
    /// `components/schemas`.
    pub schemas: Vec<(&'a str, Node<'a>)>,
    /// `components/securitySchemes`, without those that cannot be understood.
    pub security_schemes: Vec<SecurityScheme<'a>>,
    /// `webhooks`, and `x-webhooks`: name, and the operation the server calls.
    pub webhooks: Vec<(&'a str, Operation<'a>)>,
}

/// A way to authenticate.
///
/// `openapiv3` has a type for it that knows neither `mutualTLS` nor a flow without its URLs; a
/// client only needs what changes a request.
#[derive(Clone, Debug)]
pub struct SecurityScheme<'a> {
    /// Its name in the document.
    pub name: &'a str,
    /// What it does.
    pub kind: SecurityType<'a>,
    /// `description`.
    pub description: Option<String>,
    /// Where it stands.
    pub at: Pointer,
    /// Where a token is had.
    pub urls: Vec<&'a str>,
}

/// What a security scheme does to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecurityType<'a> {
    /// `http` with a scheme of the `Authorization` header.
    Http(&'a str),
    /// `apiKey`: a query parameter, header or cookie of that name.
    ApiKey(Place, &'a str),
    /// `oauth2`.
    OAuth2,
    /// `openIdConnect`.
    OpenIdConnect,
    /// `mutualTLS`.
    MutualTls,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation<'a> {
    /// `operationId`.
    pub id: Option<&'a str>,
    /// The method, upper case; as it is written in `additionalOperations`.
    pub method: String,
    /// The key under `paths`, or a callback's expression.
    pub path: &'a str,
    /// `tags`.
    pub tags: Vec<&'a str>,
    /// The operation's parameters, then those of the path item that it does not override.
    pub parameters: Vec<Parameter<'a>>,
    /// `requestBody`.
    pub body: Option<RequestBody<'a>>,
    /// `responses`.
    pub responses: Vec<Response<'a>>,
    /// `callbacks`: name, and the operation the server calls.
    pub callbacks: Vec<(&'a str, Operation<'a>)>,
    /// `security`, the document's where the operation has none.
    pub security: Vec<Vec<&'a str>>,
    /// `servers` of the operation or its path item.
    pub servers: Vec<openapiv3::Server>,
    /// `summary`, `description`, `deprecated`.
    pub docs: Docs,
    /// Where it stands.
    pub at: Pointer,
}

/// One parameter, or one header (whose place is [`Place::Header`]).
#[derive(Clone, Debug)]
pub struct Parameter<'a> {
    /// `name`.
    pub name: &'a str,
    /// `in`.
    pub place: Place,
    /// `required`; always true in a path.
    pub required: bool,
    /// `style`, or the default of the place.
    pub style: Style,
    /// `explode`, or the default of the style.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// `schema`.
    pub schema: Option<Node<'a>>,
    /// The one entry of `content`.
    pub content: Option<MediaType<'a>>,
    /// The name of the component it was referenced by.
    pub component: Option<&'a str>,
    /// `description`, `deprecated`.
    pub docs: Docs,
    /// Where it stands.
    pub at: Pointer,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct RequestBody<'a> {
    /// `required`.
    pub required: bool,
    /// `content`.
    pub contents: Vec<MediaType<'a>>,
    /// The name of the component it was referenced by.
    pub component: Option<&'a str>,
    /// `description`.
    pub docs: Docs,
    /// Where it stands.
    pub at: Pointer,
}

/// One representation of a body.
#[derive(Clone, Debug)]
pub struct MediaType<'a> {
    /// The media type as written.
    pub name: &'a str,
    /// `schema`.
    pub schema: Option<Node<'a>>,
    /// `itemSchema` (3.2), or `x-` forms of it.
    pub item_schema: Option<Node<'a>>,
    /// `encoding`.
    pub encodings: Vec<(&'a str, Encoding<'a>)>,
    /// Where it stands.
    pub at: Pointer,
}

/// How one property of a form or multipart body is written.
#[derive(Clone, Debug)]
pub struct Encoding<'a> {
    /// `contentType`.
    pub content_type: Option<&'a str>,
    /// `style`, where written.
    pub style: Option<Style>,
    /// `explode`, where written.
    pub explode: Option<bool>,
    /// `allowReserved`.
    pub allow_reserved: bool,
}

/// One response.
#[derive(Clone, Debug)]
pub struct Response<'a> {
    /// The key under `responses`.
    pub status: Status,
    /// `content`.
    pub contents: Vec<MediaType<'a>>,
    /// `headers`.
    pub headers: Vec<Parameter<'a>>,
    /// The name of the component it was referenced by.
    pub component: Option<&'a str>,
    /// `description`.
    pub docs: Docs,
    /// Where it stands.
    pub at: Pointer,
}

/// How a union names its branches.
#[derive(Clone, Debug)]
pub struct Discriminator<'a> {
    /// `propertyName`.
    pub property: &'a str,
    /// `mapping`: tag value to schema name or reference.
    pub mapping: Vec<(&'a str, &'a str)>,
    /// `defaultMapping` (3.2).
    pub fallback: Option<&'a str>,
}
