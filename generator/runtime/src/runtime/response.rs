//! What comes back when all went well.

use super::{
    ETag, HeaderKey,
    envelope::text_at,
    headers::{self, HeaderNames},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, StatusCode};
use std::{
    fmt,
    ops::Deref,
    sync::OnceLock,
    time::{Duration, SystemTime},
};

/// A decoded response; it derefs to its value.
#[derive(Clone, Debug)]
pub struct Response<T> {
    value: T,
    head: Box<Head>,
}

/// What precedes the body of a response.
#[derive(Clone)]
pub(super) struct Head {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) names: &'static HeaderNames,
    pub(super) attempts: u32,
    pub(super) elapsed: Duration,
    pub(super) told: Told,
    /// The digest of the body, where it is a page that is counted to.
    pub(super) digest: Option<u64>,
}

/// What a body says of itself, read when somebody asks.
#[derive(Clone, Default)]
pub(super) struct Told {
    keys: &'static [&'static str],
    body: Bytes,
    id: OnceLock<Option<Box<str>>>,
}

impl Told {
    /// Keeps a body at whose end of these keys the id of the request stands.
    pub(super) fn new(keys: &'static [&'static str], body: &Bytes) -> Self {
        Self { keys, body: body.clone(), id: OnceLock::new() }
    }

    fn request_id(&self) -> Option<&str> {
        self.id.get_or_init(|| text_at(&self.body, self.keys)).as_deref()
    }
}

/// Shows no value of a header: a server may send back what it was sent.
impl fmt::Debug for Head {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.keys().map(HeaderName::as_str).collect();
        formatter
            .debug_struct("Head")
            .field("status", &self.status)
            .field("headers", &names)
            .field("attempts", &self.attempts)
            .field("elapsed", &self.elapsed)
            .finish()
    }
}

impl<T> Response<T> {
    pub(super) fn new(value: T, head: Box<Head>) -> Self {
        Self { value, head }
    }

    pub(super) fn digest(&self) -> Option<u64> {
        self.head.digest
    }

    /// Returns the value.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Turns the value into another.
    pub fn map<U>(self, turn: impl FnOnce(T) -> U) -> Response<U> {
        Response { value: turn(self.value), head: self.head }
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// Returns all headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Returns a header: as text by its name, or as the type that the document gives it.
    pub fn header<K: HeaderKey>(&self, key: K) -> Option<K::Value<'_>> {
        key.find(&self.head.headers)
    }

    /// Returns the id that the server gave to the request: in a header, else where the body has
    /// it, as the API's errors do.
    pub fn request_id(&self) -> Option<&str> {
        let named = self.head.names.request_id(&self.head.headers);
        named.or_else(|| self.head.told.request_id())
    }

    /// Returns the version of the resource.
    pub fn etag(&self) -> Option<ETag> {
        headers::etag(&self.head.headers)
    }

    /// Returns what the server says about its rate limit.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.head.names.rate_limit(&self.head.headers)
    }

    /// Returns the number of times that the request was sent.
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }

    /// Returns the time from the call to the end of the response.
    pub fn elapsed(&self) -> Duration {
        self.head.elapsed
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// The answer to a conditional request.
#[derive(Clone, Debug)]
#[must_use]
pub enum Conditional<T> {
    /// The resource is another version than the one named.
    Modified(Response<T>),
    /// The resource is still the version named.
    NotModified,
}

impl<T> Conditional<T> {
    /// Returns the response, if the resource has changed.
    pub fn modified(self) -> Option<Response<T>> {
        match self {
            Self::Modified(response) => Some(response),
            Self::NotModified => None,
        }
    }

    /// Whether the resource is still the version named.
    pub fn is_not_modified(&self) -> bool {
        matches!(self, Self::NotModified)
    }
}

/// What a server says about its rate limit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Requests in a window.
    pub limit: Option<u64>,
    /// Requests left in this window.
    pub remaining: Option<u64>,
    /// When the next window starts.
    pub reset: Option<SystemTime>,
}
