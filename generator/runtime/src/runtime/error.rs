//! The one error of all calls.

use super::{
    ETag, HeaderKey, RateLimit, codec,
    envelope::AnyEnvelope,
    headers::{self, HeaderNames},
};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use std::{error, fmt, time::Duration};

/// What a call gives.
pub type Result<T> = std::result::Result<T, Error>;

/// Any other error, as the source of ours.
pub(super) type Source = Box<dyn error::Error + Send + Sync>;

/// Why a call failed; a pointer wide, the same type for all operations.
pub struct Error(Box<Report>);

/// What is known of a failure.
pub(super) struct Report {
    pub(super) kind: ErrorKind,
    pub(super) operation: &'static str,
    pub(super) message: Box<str>,
    pub(super) source: Option<Source>,
    pub(super) status: Option<StatusCode>,
    pub(super) headers: HeaderMap,
    pub(super) names: &'static HeaderNames,
    pub(super) body: Bytes,
    pub(super) envelope: Option<AnyEnvelope>,
    pub(super) code: Option<Box<str>>,
    pub(super) retryable: Option<bool>,
    pub(super) request_id: Option<Box<str>>,
    pub(super) retry_after: Option<Duration>,
    pub(super) idempotency_key: Option<Box<str>>,
    pub(super) attempts: u32,
    pub(super) elapsed: Duration,
    pub(super) maybe_sent: bool,
}

/// The kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request or the client could not be built: an argument that does not fit its place.
    Build,
    /// An argument breaks a constraint of the API's document; nothing was sent.
    Invalid,
    /// No credential could be had.
    Credential,
    /// No connection was made; nothing was sent.
    Connect,
    /// The TLS handshake failed; nothing was sent.
    Tls,
    /// The server did not answer, or stopped answering, in the time of an attempt.
    Timeout,
    /// The time for the whole call ran out.
    Deadline,
    /// The server points elsewhere, and the client does not follow.
    Redirect,
    /// The connection broke, or what came is no HTTP.
    Protocol,
    /// The body to send could not be read.
    Upload,
    /// What was received could not be written to where it should go.
    Output,
    /// The server answered with a status that is no success.
    Status,
    /// The resource has changed since the version that the request named.
    LostUpdate,
    /// The body is not what the document says.
    Decode,
    /// The body is larger than the client takes.
    BodyTooLarge,
    /// The pages of a list do not end.
    Pagination,
    /// A webhook's signature or its age is not right.
    Signature,
}

impl ErrorKind {
    /// Returns the kind as a word, as metrics want it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::Invalid => "invalid",
            Self::Credential => "credential",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::Deadline => "deadline",
            Self::Redirect => "redirect",
            Self::Protocol => "protocol",
            Self::Upload => "upload",
            Self::Output => "output",
            Self::Status => "status",
            Self::LostUpdate => "lost_update",
            Self::Decode => "decode",
            Self::BodyTooLarge => "body_too_large",
            Self::Pagination => "pagination",
            Self::Signature => "signature",
        }
    }
}

impl Error {
    /// Makes an error of a kind.
    pub(super) fn new(kind: ErrorKind, message: impl Into<Box<str>>) -> Self {
        Self(Box::new(Report {
            kind,
            operation: "",
            message: message.into(),
            source: None,
            status: None,
            headers: HeaderMap::new(),
            names: &HeaderNames::USUAL,
            body: Bytes::new(),
            envelope: None,
            code: None,
            retryable: None,
            request_id: None,
            retry_after: None,
            idempotency_key: None,
            attempts: 0,
            elapsed: Duration::ZERO,
            maybe_sent: false,
        }))
    }

    /// Makes an error about an argument.
    pub(super) fn build(message: impl Into<Box<str>>) -> Self {
        Self::new(ErrorKind::Build, message)
    }

    /// Adds the error behind this one.
    pub(super) fn because(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(super) fn report_mut(&mut self) -> &mut Report {
        &mut self.0
    }

    /// Returns what kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the id of the operation, empty where the failure belongs to none.
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// Returns what happened, in words: the server's own where it gives them.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the status, if the server answered.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// Returns the headers of the answer; empty if there was none.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Returns a header: as text by its name, or as the type that the document gives it.
    pub fn header<K: HeaderKey>(&self, key: K) -> Option<K::Value<'_>> {
        key.find(self.headers())
    }

    /// Returns the body of the answer as it came, cut where it is very long.
    pub fn raw_body(&self) -> &Bytes {
        &self.0.body
    }

    /// Decodes the body of the answer, as the error type that the operation documents for its
    /// status.
    ///
    /// # Errors
    ///
    /// The body is not a `T`.
    pub fn body<T: DeserializeOwned>(&self) -> std::result::Result<T, serde_json::Error> {
        codec::from_slice(&self.0.body)
    }

    /// Returns the body of the answer as the API's own error type.
    #[doc(hidden)]
    pub fn envelope<T: 'static>(&self) -> Option<&T> {
        self.0.envelope.as_ref()?.downcast_ref()
    }

    /// Returns the code that the server gives, as it came.
    pub fn code_text(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// Returns the id that the server gave to the request.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Returns what the server says about its rate limit.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.0.names.rate_limit(&self.0.headers)
    }

    /// Returns the version of the resource that the server names.
    pub fn etag(&self) -> Option<ETag> {
        headers::etag(&self.0.headers)
    }

    /// Returns how long the server asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Whether the same request can succeed later: by the server's word, else by the kind and the
    /// status. Whether it is safe to send again is another question:
    /// [`may_have_been_sent`](Self::may_have_been_sent).
    pub fn is_retryable(&self) -> bool {
        use ErrorKind::{Connect, Deadline, Protocol, Status, Timeout};
        match self.0.kind {
            Connect | Timeout | Deadline | Protocol => true,
            Status => self.0.retryable.unwrap_or_else(|| self.has_transient_status()),
            _ => false,
        }
    }

    fn has_transient_status(&self) -> bool {
        self.0
            .status
            .is_some_and(|status| matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502..=504))
    }

    /// Whether the server may have acted on the request although the call failed. `false` is
    /// certain; after `true` only the server knows, and the same
    /// [`idempotency_key`](Self::idempotency_key) asks it.
    pub fn may_have_been_sent(&self) -> bool {
        self.0.maybe_sent
    }

    /// Returns the key that the request carried, with which it can be sent again.
    pub fn idempotency_key(&self) -> Option<&str> {
        self.0.idempotency_key.as_deref()
    }

    /// Returns the number of times that the request was sent, or tried to be.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the time from the call to its failure.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = &*self.0;
        if !report.operation.is_empty() {
            write!(formatter, "{}: ", report.operation)?;
        }
        match (report.status, &report.code) {
            (Some(status), Some(code)) => write!(formatter, "{} {code}: ", status.as_u16())?,
            (Some(status), None) => write!(formatter, "{}: ", status.as_u16())?,
            (None, _) => {}
        }
        formatter.write_str(&report.message)?;
        if let Some(id) = &report.request_id {
            write!(formatter, " (request {id})")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = &*self.0;
        formatter
            .debug_struct("Error")
            .field("kind", &report.kind)
            .field("operation", &report.operation)
            .field("message", &report.message)
            .field("status", &report.status)
            .field("code", &report.code)
            .field("request_id", &report.request_id)
            .field("attempts", &report.attempts)
            .field("elapsed", &report.elapsed)
            .field("may_have_been_sent", &report.maybe_sent)
            .field("body", &Excerpt(&report.body, report.status))
            .field("source", &report.source)
            .finish()
    }
}

/// The start of a body, as text. That of a success may hold what its type keeps to itself.
struct Excerpt<'a>(&'a [u8], Option<StatusCode>);

impl fmt::Debug for Excerpt<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 512;
        if self.1.is_some_and(|status| status.is_success()) {
            return write!(formatter, "{} bytes", self.0.len());
        }
        let shown = &self.0[..self.0.len().min(SHOWN)];
        let more = if self.0.len() > SHOWN { "…" } else { "" };
        write!(formatter, "{:?}{more}", String::from_utf8_lossy(shown))
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn error::Error + 'static))
    }
}
