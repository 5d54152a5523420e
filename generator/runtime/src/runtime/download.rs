//! Bodies that are read in chunks, and go on where they broke off.

use super::{
    ETag, Error, ErrorKind, HeaderKey, Request, Result,
    exchange::Exchange,
    headers,
    send::{self, Exchanging},
};
use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use std::{
    fmt,
    future::poll_fn,
    path::Path,
    pin::Pin,
    task::{Context, Poll, ready},
};
use tokio::io::{AsyncWrite, AsyncWriteExt};

/// Bytes that arrive in chunks.
///
/// When the connection breaks and the server has said which version it sends, the rest is asked
/// for on a new one, if it is still the same version.
pub struct Download {
    exchange: Exchange,
    resuming: Option<Exchanging>,
    start: u64,
    received: u64,
    failures: u32,
    progress: Option<Progress>,
}

/// What is called with the bytes received and, where it is known, their total.
type Progress = Box<dyn FnMut(u64, Option<u64>) + Send>;

impl Download {
    pub(super) fn new(exchange: Exchange) -> Self {
        let start = content_range(&exchange.head.headers).map_or(0, |(start, _)| start);
        Self { exchange, resuming: None, start, received: 0, failures: 0, progress: None }
    }

    /// Returns the status: 206 for a part of the bytes.
    pub fn status(&self) -> StatusCode {
        self.exchange.head.status
    }

    /// Returns all headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.exchange.head.headers
    }

    /// Returns a header: as text by its name, or as the type that the document gives it.
    pub fn header<K: HeaderKey>(&self, key: K) -> Option<K::Value<'_>> {
        key.find(self.headers())
    }

    /// Returns the id that the server gave to the request.
    pub fn request_id(&self) -> Option<&str> {
        self.exchange.head.names.request_id(self.headers())
    }

    /// Returns the version of the resource.
    pub fn etag(&self) -> Option<ETag> {
        headers::etag(self.headers())
    }

    /// Returns the number of bytes that come, if the server says it.
    pub fn content_length(&self) -> Option<u64> {
        headers::text(self.headers(), "content-length")?.parse().ok()
    }

    /// Returns the media type.
    pub fn content_type(&self) -> Option<&str> {
        headers::text(self.headers(), "content-type")
    }

    /// Calls a function after each chunk, with the bytes received and their total.
    #[must_use]
    pub fn on_progress(self, report: impl FnMut(u64, Option<u64>) + Send + 'static) -> Self {
        Self { progress: Some(Box::new(report)), ..self }
    }

    /// Returns the next chunk, or nothing after the last.
    ///
    /// # Errors
    ///
    /// The connection broke or stalled, and the rest could not be had.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Reads all chunks into memory.
    ///
    /// # Errors
    ///
    /// The rest could not be had, or it is larger than the client takes.
    pub async fn bytes(mut self) -> Result<Bytes> {
        let limit = self.exchange.request.0.client.shared().settings.max_body;
        let mut all = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            if all.len() + chunk.len() > limit {
                let message = format!("the body is larger than {limit} bytes");
                return Err(self.exchange.fail(ErrorKind::BodyTooLarge, &message));
            }
            all.extend_from_slice(&chunk);
        }
        Ok(all.into())
    }

    /// Writes all chunks and returns their number of bytes.
    ///
    /// # Errors
    ///
    /// The rest could not be had, or the writer failed.
    pub async fn write_to(&mut self, writer: &mut (impl AsyncWrite + Unpin + Send)) -> Result<u64> {
        let mut writer = Pin::new(writer as &mut (dyn AsyncWrite + Unpin + Send));
        let mut written = 0;
        while let Some(chunk) = self.chunk().await? {
            writer.write_all(&chunk).await.map_err(unwritten)?;
            written += chunk.len() as u64;
        }
        writer.flush().await.map_err(unwritten)?;
        Ok(written)
    }

    /// Writes all chunks to a new file and returns their number of bytes.
    ///
    /// # Errors
    ///
    /// The rest could not be had, or the file could not be written.
    pub async fn save(&mut self, path: impl AsRef<Path>) -> Result<u64> {
        let mut file = tokio::fs::File::create(path).await.map_err(unwritten)?;
        self.write_to(&mut file).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>>> {
        loop {
            if let Some(resuming) = &mut self.resuming {
                let outcome = ready!(resuming.as_mut().poll(context));
                self.resuming = None;
                self.go_on(outcome?)?;
            }
            let Some(intake) = &mut self.exchange.intake else {
                return Poll::Ready(Ok(None));
            };
            match ready!(intake.poll(context)) {
                Some(Ok(chunk)) => return Poll::Ready(Ok(Some(self.take(chunk)))),
                None => return Poll::Ready(Ok(None)),
                Some(Err(error)) => {
                    let Some((request, failures)) = self.rest(&error) else {
                        return Poll::Ready(Err(self.exchange.broke(error)));
                    };
                    self.failures = failures;
                    let shared = request.0.client.shared();
                    let wait = shared.settings.retry.backoff(&*shared.environment, failures);
                    self.resuming = Some(send::resume(request, wait));
                }
            }
        }
    }

    fn take(&mut self, chunk: Bytes) -> Bytes {
        // A chunk of nothing is no progress.
        if !chunk.is_empty() {
            self.failures = 0;
        }
        self.received += chunk.len() as u64;
        let total = self.content_length();
        if let Some(report) = &mut self.progress {
            report(self.received, total);
        }
        chunk
    }

    /// Returns the request for what is missing, if it can be asked for.
    fn rest(&self, error: &Error) -> Option<(Request, u32)> {
        let request = &self.exchange.request;
        let options = &request.0.options;
        let policy = options.retry.as_ref().unwrap_or(&request.0.client.shared().settings.retry);
        let failures = self.failures + 1;
        let may_pass = matches!(error.kind(), ErrorKind::Protocol | ErrorKind::Timeout);
        if !may_pass || failures >= policy.attempts || !request.0.op.method.is_safe() {
            return None;
        }
        let strong = self.etag().filter(|etag| !etag.is_weak()).map(|etag| etag.to_string());
        let modified = || headers::text(self.headers(), "last-modified").map(str::to_owned);
        let version = strong.or_else(modified)?;
        let next = self.start + self.received;
        let rest = request.clone().extra_header("if-range", &version);
        let rest = match self.content_length().map(|length| self.start + length) {
            Some(end) if next >= end => return None,
            Some(end) => rest.range(next..end),
            // Of a part it is not known where it ends.
            None if self.status() == StatusCode::PARTIAL_CONTENT => return None,
            None => rest.range(next..),
        };
        Some((rest, failures))
    }

    /// Takes the rest from another answer, if it is the rest.
    fn go_on(&mut self, exchange: Exchange) -> Result<()> {
        let next = self.start + self.received;
        let starts = content_range(&exchange.head.headers).map(|(start, _)| start);
        if exchange.head.status != StatusCode::PARTIAL_CONTENT || starts != Some(next) {
            let message = "the resource changed while it was downloaded";
            return Err(exchange.fail(ErrorKind::Protocol, message));
        }
        self.exchange.intake = exchange.intake;
        Ok(())
    }
}

/// The first and the last byte of a part.
fn content_range(headers: &HeaderMap) -> Option<(u64, u64)> {
    let range = headers::text(headers, "content-range")?.strip_prefix("bytes ")?;
    let (start, rest) = range.split_once('-')?;
    let (end, _) = rest.split_once('/')?;
    Some((start.parse().ok()?, end.parse().ok()?))
}

fn unwritten(error: std::io::Error) -> Error {
    Error::new(ErrorKind::Output, "the bytes could not be written").because(error)
}

impl Stream for Download {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context).map(Result::transpose)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Download")
            .field("status", &self.status())
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}
