//! What a mock answers.

use super::{super::Chunks, MockOperation, unexpected};
use crate::runtime::{ErrorKind, TransportError};
use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;
use std::{
    collections::VecDeque,
    fmt,
    future::pending,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

/// How a network fails. Each is told to the client as the same failure of a real connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// No connection is made; nothing was sent.
    Refused,
    /// The TLS handshake fails; nothing was sent.
    Tls,
    /// The connection breaks after the request was sent.
    Reset,
    /// No answer comes in the time of an attempt; the time does not pass.
    TimedOut,
    /// No answer comes at all: the client waits for as long as it has patience.
    Silent,
}

impl Fault {
    fn error(self) -> Option<TransportError> {
        let (kind, maybe_sent, text) = match self {
            Self::Refused => (ErrorKind::Connect, false, "refused by the mock"),
            Self::Tls => (ErrorKind::Tls, false, "the mock has no certificate"),
            Self::Reset => (ErrorKind::Protocol, true, "reset by the mock"),
            Self::TimedOut => (ErrorKind::Timeout, true, "no answer of the mock"),
            Self::Silent => return None,
        };
        Some(TransportError { kind, maybe_sent, source: text.into() })
    }
}

/// An answer of an operation; without one, of any request.
pub struct MockReply<O = ()> {
    status: StatusCode,
    headers: HeaderMap,
    chunks: VecDeque<Bytes>,
    fault: Option<Fault>,
    is_cut: bool,
    problem: Option<String>,
    operation: PhantomData<fn() -> O>,
}

impl<O: MockOperation> MockReply<O> {
    /// Answers with the operation's own response type, under the status that the document gives it.
    pub fn answer(answer: O::Answer) -> Self {
        O::reply(answer)
    }
}

impl<O> MockReply<O> {
    /// Answers with a status and no body.
    pub fn status(status: u16) -> Self {
        let known = StatusCode::from_u16(status);
        let problem = known.is_err().then(|| format!("{status} is no status"));
        Self {
            status: known.unwrap_or_default(),
            headers: HeaderMap::new(),
            chunks: VecDeque::new(),
            fault: None,
            is_cut: false,
            problem,
            operation: PhantomData,
        }
    }

    /// Answers with JSON: an error of the API, or what the document does not say.
    pub fn json<T: Serialize + ?Sized>(status: u16, body: &T) -> Self {
        let reply = Self::status(status).header("content-type", "application/json");
        match serde_json::to_vec(body) {
            Ok(body) => reply.chunk(body),
            Err(error) => reply.fail(format!("the answer: {error}")),
        }
    }

    /// Fails as a network does.
    pub fn fault(fault: Fault) -> Self {
        Self { fault: Some(fault), ..Self::status(200) }
    }

    /// Says that nothing has changed, to a conditional request.
    pub fn not_modified() -> Self {
        Self::status(304)
    }

    /// Sets another status.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        match StatusCode::from_u16(status) {
            Ok(status) => Self { status, ..self },
            Err(_) => self.fail(format!("{status} is no status")),
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            (Ok(name), Ok(value)) => {
                self.headers.append(name, value);
                self
            }
            _ => self.fail(format!("the header `{name}` cannot have this value")),
        }
    }

    /// Adds a chunk to the body.
    #[must_use]
    pub fn chunk(mut self, chunk: impl Into<Bytes>) -> Self {
        self.chunks.push_back(chunk.into());
        self
    }

    /// Breaks the connection behind the chunks of the body.
    #[must_use]
    pub fn cut(self) -> Self {
        Self { is_cut: true, ..self }
    }

    /// Keeps the first problem, which the call will tell.
    pub(super) fn fail(mut self, problem: String) -> Self {
        self.problem.get_or_insert(problem);
        self
    }

    /// Returns the same answer of any request.
    pub(super) fn untyped(self) -> MockReply {
        self.of()
    }

    fn of<P>(self) -> MockReply<P> {
        let Self { status, headers, chunks, fault, is_cut, problem, operation: _ } = self;
        MockReply { status, headers, chunks, fault, is_cut, problem, operation: PhantomData }
    }

    /// Gives the answer as a transport does.
    pub(super) async fn send(self) -> Result<Response<Chunks>, TransportError> {
        if let Some(problem) = self.problem {
            return Err(unexpected(problem));
        }
        if let Some(fault) = self.fault {
            return match fault.error() {
                Some(error) => Err(error),
                None => pending().await,
            };
        }
        let chunks: Chunks = Box::pin(Scripted { chunks: self.chunks, is_cut: self.is_cut });
        let mut response = Response::new(chunks);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        Ok(response)
    }
}

impl<O> Clone for MockReply<O> {
    fn clone(&self) -> Self {
        Self {
            status: self.status,
            headers: self.headers.clone(),
            chunks: self.chunks.clone(),
            fault: self.fault,
            is_cut: self.is_cut,
            problem: self.problem.clone(),
            operation: PhantomData,
        }
    }
}

/// Shows no value, as any may be a secret.
impl<O> fmt::Debug for MockReply<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("MockReply")
            .field("status", &self.status)
            .field("chunks", &self.chunks.len())
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}

/// The chunks of an answer.
struct Scripted {
    chunks: VecDeque<Bytes>,
    is_cut: bool,
}

impl Stream for Scripted {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.chunks.pop_front().map(Ok);
        let cut = || Some(Err(TransportError::broken("cut by the mock")));
        let is_cut = next.is_none() && std::mem::take(&mut self.is_cut);
        Poll::Ready(if is_cut { cut() } else { next })
    }
}
