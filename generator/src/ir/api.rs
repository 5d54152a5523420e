//! An API as a whole: what it is called, where it is, what it asks of callers.

use super::{Docs, ErrorEnvelope, Operation, Place, Ty, TypeGraph};
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
