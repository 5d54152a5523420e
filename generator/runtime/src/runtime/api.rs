//! The tables that describe an API: plain constants, filled in by generated code.

use super::{envelope::ErrorEnvelope, headers::HeaderNames};

/// What the runtime knows about a whole API.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    /// The title of its document.
    pub title: &'static str,
    /// The version of its document.
    pub version: &'static str,
    /// The `User-Agent` that clients send.
    pub user_agent: &'static str,
    /// Absolute base URLs, first the one used unless told otherwise; empty where the document
    /// names none.
    pub servers: &'static [&'static str],
    /// Ways to authenticate.
    pub security: &'static [SecurityScheme],
    /// How errors are written.
    pub error: ErrorEnvelope,
    /// Where answers say what many APIs say.
    pub headers: HeaderNames,
}

/// A way to authenticate, under the name that the document gives it.
#[derive(Clone, Copy, Debug)]
pub struct SecurityScheme {
    /// Its name.
    pub name: &'static str,
    /// What it does to a request.
    pub kind: SecurityKind,
}

/// What a security scheme does to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// `Authorization: Bearer …`.
    Bearer,
    /// `Authorization: Basic …`.
    Basic,
    /// A key in a header, the query or a cookie of this name.
    ApiKey(Place, &'static str),
    /// Another scheme of the `Authorization` header, by its name.
    Http(&'static str),
    /// Client certificates, a matter of the transport.
    MutualTls,
}

/// Where a parameter or a key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
    /// Into a cookie.
    Cookie,
    /// The whole query is the value.
    QueryString,
}

/// An HTTP method, `Copy` and usable in constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `PUT`
    Put,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
    /// `HEAD`
    Head,
    /// `PATCH`
    Patch,
    /// `TRACE`
    Trace,
    /// `QUERY`: safe like `GET`, with a body.
    Query,
    /// Any other, upper case.
    Custom(&'static str),
}

impl Method {
    /// Returns the method as it is sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Custom(name) => name,
        }
    }

    /// Whether sending twice has the effect of sending once (RFC 9110, section 9.2.2).
    pub const fn is_idempotent(self) -> bool {
        !matches!(self, Self::Post | Self::Patch | Self::Custom(_))
    }

    /// Whether it only reads (RFC 9110, section 9.2.1).
    pub const fn is_safe(self) -> bool {
        matches!(self, Self::Get | Self::Head | Self::Options | Self::Trace | Self::Query)
    }
}

/// One row of an API's table: all that the runtime must know about an operation.
#[derive(Clone, Copy, Debug)]
pub struct Op {
    pub(super) id: &'static str,
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) accept: &'static str,
    pub(super) key: Option<&'static str>,
    pub(super) security: Option<&'static [&'static [&'static str]]>,
    pub(super) server: Option<&'static str>,
    pub(super) last_event_id: Option<&'static str>,
}

impl Op {
    /// Names an operation, its method and its path with parameters in braces.
    pub const fn new(id: &'static str, method: Method, path: &'static str) -> Self {
        let (accept, key, security, server) = ("", None, None, None);
        Self { id, method, path, accept, key, security, server, last_event_id: None }
    }

    /// Sets the `Accept` header.
    pub const fn accept(self, accept: &'static str) -> Self {
        Self { accept, ..self }
    }

    /// Names the header that makes a repetition safe.
    pub const fn idempotency_key(self, header: &'static str) -> Self {
        Self { key: Some(header), ..self }
    }

    /// Lists the alternatives of security schemes that go together; an empty list needs none.
    pub const fn security(self, alternatives: &'static [&'static [&'static str]]) -> Self {
        Self { security: Some(alternatives), ..self }
    }

    /// Sets a base URL of the operation's own.
    pub const fn server(self, server: &'static str) -> Self {
        Self { server: Some(server), ..self }
    }

    /// Names the query parameter behind whose event a stream starts.
    pub const fn last_event_id(self, parameter: &'static str) -> Self {
        Self { last_event_id: Some(parameter), ..self }
    }

    /// Returns the operation's id in the document.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// Returns the method.
    pub const fn method(&self) -> Method {
        self.method
    }

    /// Returns the path with its parameters in braces.
    pub const fn path(&self) -> &'static str {
        self.path
    }
}
