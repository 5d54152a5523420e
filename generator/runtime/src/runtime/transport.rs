//! What carries requests: reqwest, or anything else that implements [`Transport`].

use super::{Body, ErrorKind, body::Upload, error::Source, prepare::Prepared};
use bytes::Bytes;
use futures_core::Stream;
use http::{Request, Response};
use std::{
    error, fmt,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
};

/// The chunks of a body that is received.
pub type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The answer to come.
pub type Sending = Pin<Box<dyn Future<Output = Result<Response<Chunks>, TransportError>> + Send>>;

/// Sends one request and gives the answer as soon as its headers are there.
///
/// Everything that is sent goes through it: middleware wraps another transport, a test answers
/// itself. Retries, timeouts, limits and credentials are above it, so they hold for all of them.
/// The request's extensions hold an [`Attempt`].
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends one request.
    fn send(&self, request: Request<Body>) -> Sending;
}

/// What a request is an attempt of; in the extensions of every request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// The id of the operation.
    pub operation: &'static str,
    /// The path of the operation with its parameters in braces.
    pub path: &'static str,
    /// The number of the attempt, from 1.
    pub number: u32,
}

/// Why a transport could not send or receive.
#[derive(Debug)]
pub struct TransportError {
    pub(super) kind: ErrorKind,
    pub(super) maybe_sent: bool,
    pub(super) source: Source,
}

impl TransportError {
    /// Makes an error that came before anything was sent.
    pub fn connect(source: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        Self { kind: ErrorKind::Connect, maybe_sent: false, source: source.into() }
    }

    /// Makes an error that came when some or all of the request may have been sent.
    pub fn broken(source: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        Self { kind: ErrorKind::Protocol, maybe_sent: true, source: source.into() }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.source, formatter)
    }
}

impl error::Error for TransportError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.source.source()
    }
}

/// The answer of whichever carries a request.
pub(super) type Carried = Result<Response<Incoming>, TransportError>;

/// What carries the requests of a client.
#[derive(Debug)]
pub(super) enum Carrier {
    /// reqwest, without the boxes that the seam takes.
    Http(reqwest::Client),
    /// A transport of the caller's.
    Other(Arc<dyn Transport>),
}

impl Carrier {
    /// Sends one request.
    pub(super) fn send(
        &self,
        prepared: Prepared,
        attempt: Attempt,
    ) -> impl Future<Output = Carried> + Send {
        match self {
            Self::Http(client) => Carrying::Http(client.execute(into_reqwest(prepared))),
            Self::Other(transport) => match into_http(prepared, attempt) {
                Ok(request) => Carrying::Other(transport.send(request)),
                Err(error) => Carrying::Failed(Some(error)),
            },
        }
    }
}

/// The answer to come.
enum Carrying<F> {
    Http(F),
    Other(Sending),
    Failed(Option<TransportError>),
}

impl<F> Future for Carrying<F>
where
    F: Future<Output = reqwest::Result<reqwest::Response>> + Unpin,
{
    type Output = Carried;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Self::Http(executing) => {
                let response = ready!(Pin::new(executing).poll(context)).map_err(classify)?;
                Poll::Ready(Ok(Response::from(response).map(Incoming::Http)))
            }
            Self::Other(sending) => {
                sending.as_mut().poll(context).map_ok(|response| response.map(Incoming::Other))
            }
            Self::Failed(error) => {
                error.take().map_or(Poll::Pending, |error| Poll::Ready(Err(error)))
            }
        }
    }
}

/// A request as reqwest takes it.
fn into_reqwest(prepared: Prepared) -> reqwest::Request {
    let mut request = reqwest::Request::new(prepared.method, prepared.url);
    *request.headers_mut() = prepared.headers;
    *request.body_mut() = Some(into_reqwest_body(prepared.body));
    request
}

/// A request as transports take it.
fn into_http(prepared: Prepared, attempt: Attempt) -> Result<Request<Body>, TransportError> {
    let uri = prepared.url.as_str().parse::<http::Uri>().map_err(|error| TransportError {
        kind: ErrorKind::Build,
        maybe_sent: false,
        source: error.into(),
    })?;
    let mut request = Request::new(prepared.body);
    *request.uri_mut() = uri;
    *request.method_mut() = prepared.method;
    *request.headers_mut() = prepared.headers;
    request.extensions_mut().insert(attempt);
    Ok(request)
}

fn into_reqwest_body(body: Body) -> reqwest::Body {
    if let Some(bytes) = body.as_bytes() {
        return bytes.clone().into();
    }
    let length = body.length();
    reqwest::Body::wrap(Outgoing::new(body.into_stream(), length))
}

/// A streamed upload as reqwest wants it.
struct Outgoing {
    chunks: Mutex<Upload>,
    left: Option<u64>,
    is_over: bool,
}

impl Outgoing {
    fn new(chunks: Upload, length: Option<u64>) -> Self {
        Self { chunks: Mutex::new(chunks), left: length, is_over: false }
    }

    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<std::io::Result<Bytes>>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        let chunks = self.chunks.get_mut().unwrap_or_else(PoisonError::into_inner);
        let chunk = chunks.as_mut().poll_next(context);
        self.is_over = matches!(chunk, Poll::Ready(None | Some(Err(_))));
        chunk
    }

    /// Whether the body is longer or shorter than was said, after this chunk. Who sends asks for no
    /// more than the length, so what comes behind it is looked for here.
    fn is_other(&mut self, chunk: Option<&Bytes>, context: &mut Context<'_>) -> bool {
        let Some(left) = self.left else { return false };
        let Some(chunk) = chunk else { return left > 0 };
        let Some(rest) = left.checked_sub(chunk.len() as u64) else { return true };
        self.left = Some(rest);
        rest == 0
            && matches!(self.poll_chunk(context), Poll::Ready(Some(Ok(more))) if !more.is_empty())
    }
}

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = UploadError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        let chunk = match ready!(this.poll_chunk(context)).transpose() {
            Ok(chunk) => chunk,
            Err(error) => return Poll::Ready(Some(Err(UploadError(error)))),
        };
        if this.is_other(chunk.as_ref(), context) {
            this.is_over = true;
            let error = std::io::Error::other("the body has another length than was said");
            return Poll::Ready(Some(Err(UploadError(error))));
        }
        Poll::Ready(chunk.map(|chunk| Ok(http_body::Frame::data(chunk))))
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.left.map_or_else(http_body::SizeHint::default, http_body::SizeHint::with_exact)
    }
}

/// The chunks to send could not be had.
#[derive(Debug)]
struct UploadError(std::io::Error);

impl fmt::Display for UploadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the body to send could not be read")
    }
}

impl error::Error for UploadError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&self.0)
    }
}

/// A body that arrives, of whichever carries it.
pub(super) enum Incoming {
    Http(reqwest::Body),
    Other(Chunks),
}

impl Incoming {
    /// Returns the next chunk, or nothing after the last.
    pub(super) fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let body = match self {
            Self::Http(body) => body,
            Self::Other(chunks) => return chunks.as_mut().poll_next(context),
        };
        loop {
            let frame = ready!(http_body::Body::poll_frame(Pin::new(&mut *body), context));
            return Poll::Ready(match frame {
                None => None,
                Some(Err(error)) => Some(Err(classify(error))),
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => Some(Ok(data)),
                    Err(_trailers) => continue,
                },
            });
        }
    }
}

/// Says what kind of failure an error of reqwest is.
fn classify(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let (kind, maybe_sent) = if error.is_builder() {
        (ErrorKind::Build, false)
    } else if error.is_connect() {
        (if is_tls(&error) { ErrorKind::Tls } else { ErrorKind::Connect }, false)
    } else if error.is_timeout() {
        (ErrorKind::Timeout, true)
    } else if error.is_redirect() {
        (ErrorKind::Redirect, true)
    } else if chain(&error).any(|cause| cause.is::<UploadError>()) {
        (ErrorKind::Upload, true)
    } else if error.is_decode() {
        (ErrorKind::Decode, true)
    } else {
        (ErrorKind::Protocol, true)
    };
    TransportError { kind, maybe_sent, source: error.into() }
}

/// Whether TLS is behind an error; errors of input and output hide theirs one in the other.
fn is_tls(error: &(dyn error::Error + 'static)) -> bool {
    chain(error).any(|cause| {
        let inner = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        cause.is::<rustls::Error>() || inner.is_some_and(|inner| is_tls(inner))
    })
}

fn chain<'a>(
    error: &'a (dyn error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn error::Error + 'static)> {
    std::iter::successors(Some(error), |cause| cause.source())
}
