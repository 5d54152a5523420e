//! A transport that answers from a script, for tests without a socket.

use super::{Attempt, Body, Chunks, Sending, Transport, TransportError};
use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    collections::{BTreeMap, VecDeque},
    fmt,
    future::{pending, poll_fn},
    io,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

/// A transport that answers from a script and remembers what was asked. Clones share both.
///
/// ```text
/// let mock = Mock::new();
/// mock.on("getThing", MockReply::json(200, &json!({"id": "t1"})));
/// let client = Client::builder().transport(mock.clone()).build()?;
/// ```
#[derive(Clone, Debug, Default)]
pub struct Mock(Arc<Mutex<Script>>);

#[derive(Debug, Default)]
struct Script {
    replies: BTreeMap<String, VecDeque<MockReply>>,
    requests: Vec<MockRequest>,
}

impl Mock {
    /// Starts without replies: every request is refused with 501.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a reply to an operation, by its id. Replies are given in order, the last again and
    /// again.
    pub fn on(&self, operation: &str, reply: MockReply) -> &Self {
        self.script().replies.entry(operation.to_owned()).or_default().push_back(reply);
        self
    }

    /// Returns every request so far.
    pub fn requests(&self) -> Vec<MockRequest> {
        self.script().requests.clone()
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: MockRequest) -> MockReply {
        let mut script = self.script();
        let replies = script.replies.get_mut(&request.operation);
        let reply = replies.and_then(|replies| match replies.len() {
            0 | 1 => replies.front().cloned(),
            _ => replies.pop_front(),
        });
        script.requests.push(request);
        reply.unwrap_or_else(|| MockReply::status(501))
    }
}

impl Transport for Mock {
    fn send(&self, request: Request<Body>) -> Sending {
        let mock = self.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = collect(body).await.map_err(TransportError::broken)?;
            let operation = parts.extensions.get::<Attempt>().map(|attempt| attempt.operation);
            let reply = mock.answer(MockRequest {
                operation: operation.unwrap_or_default().to_owned(),
                method: parts.method,
                uri: parts.uri,
                headers: parts.headers,
                body,
            });
            match reply.fault {
                None => Ok(reply.into_response()),
                Some(Fault::Connect) => Err(TransportError::connect("refused by the mock")),
                Some(Fault::Broken) => Err(TransportError::broken("broken by the mock")),
                Some(Fault::Silent) => pending().await,
                Some(Fault::Cut) => Ok(reply.into_response()),
            }
        })
    }
}

async fn collect(body: Body) -> io::Result<Bytes> {
    let mut chunks = body.into_stream();
    let mut all = Vec::new();
    while let Some(chunk) = poll_fn(|context| chunks.as_mut().poll_next(context)).await {
        all.extend_from_slice(&chunk?);
    }
    Ok(all.into())
}

/// A request as a [`Mock`] got it.
#[derive(Clone)]
#[non_exhaustive]
pub struct MockRequest {
    /// The id of the operation.
    pub operation: String,
    /// The method.
    pub method: Method,
    /// The URL.
    pub uri: Uri,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// Shows no value, as any may be a secret.
impl fmt::Debug for MockRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.keys().map(HeaderName::as_str).collect();
        formatter
            .debug_struct("MockRequest")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("headers", &headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

impl MockRequest {
    /// Returns the segments of the path, decoded.
    pub fn segments(&self) -> Vec<String> {
        self.uri.path().split('/').skip(1).map(decode).collect()
    }

    /// Returns the names and values of the query, decoded.
    pub fn query(&self) -> Vec<(String, String)> {
        let pairs = self.uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        pairs
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(name, value)| (decode(name), decode(value)))
            .collect()
    }

    /// Returns a header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        super::headers::text(&self.headers, name)
    }

    /// Decodes the body.
    ///
    /// # Errors
    ///
    /// It is not a `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }
}

/// Decodes percent-encoded text.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        match after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(b'%');
                rest = after;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What a [`Mock`] answers.
#[derive(Clone)]
pub struct MockReply {
    status: StatusCode,
    headers: HeaderMap,
    chunks: VecDeque<Bytes>,
    fault: Option<Fault>,
}

/// Shows no value, as any may be a secret.
impl fmt::Debug for MockReply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("MockReply")
            .field("status", &self.status)
            .field("chunks", &self.chunks.len())
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Connect,
    Broken,
    Silent,
    Cut,
}

impl MockReply {
    fn new(status: u16, fault: Option<Fault>) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, headers: HeaderMap::new(), chunks: VecDeque::new(), fault }
    }

    /// Answers with a status and no body.
    pub fn status(status: u16) -> Self {
        Self::new(status, None)
    }

    /// Answers with JSON; a value that cannot be written gives an empty body.
    pub fn json<T: Serialize + ?Sized>(status: u16, body: &T) -> Self {
        let body = serde_json::to_vec(body).unwrap_or_default();
        Self::status(status).header("content-type", "application/json").chunk(body)
    }

    /// Does not let the client connect.
    pub fn no_connection() -> Self {
        Self::new(200, Some(Fault::Connect))
    }

    /// Breaks the connection after the request.
    pub fn broken() -> Self {
        Self::new(200, Some(Fault::Broken))
    }

    /// Never answers.
    pub fn silence() -> Self {
        Self::new(200, Some(Fault::Silent))
    }

    /// Breaks the connection behind the chunks of the body.
    #[must_use]
    pub fn cut(self) -> Self {
        Self { fault: Some(Fault::Cut), ..self }
    }

    /// Adds a header; one that is none is left out.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            self.headers.append(name, value);
        }
        self
    }

    /// Adds a chunk to the body.
    #[must_use]
    pub fn chunk(mut self, chunk: impl Into<Bytes>) -> Self {
        self.chunks.push_back(chunk.into());
        self
    }

    fn into_response(self) -> Response<Chunks> {
        let is_cut = self.fault == Some(Fault::Cut);
        let chunks: Chunks = Box::pin(Scripted { chunks: self.chunks, is_cut });
        let mut response = Response::new(chunks);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

/// The chunks of a reply.
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
