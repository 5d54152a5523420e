//! What carries requests: reqwest, or anything else that implements [`Transport`].

use super::{Body, ErrorKind, body::Upload, error::Source};
use bytes::Bytes;
use futures_core::Stream;
use http::{Request, Response};
use std::{
    error, fmt,
    pin::Pin,
    sync::{Mutex, PoisonError},
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

/// Sends by reqwest.
#[derive(Clone, Debug)]
pub(super) struct Http(pub(super) reqwest::Client);

impl Transport for Http {
    fn send(&self, request: Request<Body>) -> Sending {
        let client = self.0.clone();
        Box::pin(async move {
            let request =
                reqwest::Request::try_from(request.map(into_reqwest)).map_err(classify)?;
            let response = client.execute(request).await.map_err(classify)?;
            Ok(Response::from(response).map(|body| Box::pin(Incoming(body)) as Chunks))
        })
    }
}

fn into_reqwest(body: Body) -> reqwest::Body {
    if let Some(bytes) = body.as_bytes() {
        return bytes.clone().into();
    }
    let length = body.length();
    reqwest::Body::wrap(Outgoing { chunks: Mutex::new(body.into_stream()), left: length })
}

/// A streamed upload as reqwest wants it.
struct Outgoing {
    chunks: Mutex<Upload>,
    left: Option<u64>,
}

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = UploadError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        let chunks = this.chunks.get_mut().unwrap_or_else(PoisonError::into_inner);
        let chunk = ready!(chunks.as_mut().poll_next(context));
        if let (Some(left), Some(Ok(chunk))) = (&mut this.left, &chunk) {
            *left = left.saturating_sub(chunk.len() as u64);
        }
        Poll::Ready(chunk.map(|chunk| chunk.map(http_body::Frame::data).map_err(UploadError)))
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

/// A body as reqwest gives it.
struct Incoming(reqwest::Body);

impl Stream for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let frame = ready!(http_body::Body::poll_frame(Pin::new(&mut self.0), context));
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
