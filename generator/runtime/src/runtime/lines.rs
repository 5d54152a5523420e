//! Streams of JSON values, one a line.

use super::{ErrorKind, HeaderKey, Result, exchange::Exchange};
use futures_core::Stream;
use http::HeaderMap;
use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
};

/// A stream of JSON values, one a line.
///
/// A line that is not what the document says gives an error, and the stream goes on behind it.
pub struct Lines<T> {
    exchange: Exchange,
    read: fn(&str) -> Result<T>,
    buffer: Vec<u8>,
    start: usize,
    searched: usize,
}

impl<T> Lines<T> {
    pub(super) fn new(exchange: Exchange, read: fn(&str) -> Result<T>) -> Self {
        Self { exchange, read, buffer: Vec::new(), start: 0, searched: 0 }
    }

    /// Returns all headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.exchange.head.headers
    }

    /// Returns a header: as text by its name, or as the type that the document gives it.
    pub fn header<K: HeaderKey>(&self, key: K) -> Option<K::Value<'_>> {
        key.find(self.headers())
    }

    /// Returns the next value, or nothing after the last.
    ///
    /// # Errors
    ///
    /// The stream broke, or a line is not what the document says.
    pub async fn try_next(&mut self) -> Result<Option<T>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<T>>> {
        loop {
            while let Some(length) = self.buffer[self.searched..].iter().position(|&b| b == b'\n') {
                let end = self.searched + length;
                let value = self.line(&self.buffer[self.start..end]);
                (self.start, self.searched) = (end + 1, end + 1);
                if let Some(value) = value {
                    return Poll::Ready(value.map(Some));
                }
            }
            self.searched = self.buffer.len();
            let Some(intake) = &mut self.exchange.intake else {
                let value = self.line(&self.buffer[self.start..]);
                self.start = self.searched;
                return Poll::Ready(value.transpose());
            };
            match ready!(intake.poll(context)) {
                Some(Ok(chunk)) => self.take(&chunk)?,
                Some(Err(error)) => {
                    self.close();
                    return Poll::Ready(Err(self.exchange.broke(error)));
                }
                None => self.exchange.intake = None,
            }
        }
    }

    /// Adds a chunk to what is left of the one before, which is an unfinished line.
    fn take(&mut self, chunk: &[u8]) -> Result<()> {
        let limit = self.exchange.request.0.client.shared().settings.max_body;
        self.buffer.drain(..self.start);
        self.searched -= self.start;
        self.start = 0;
        if self.buffer.len() <= limit {
            self.buffer.extend_from_slice(chunk);
            return Ok(());
        }
        self.close();
        let message = format!("a line is larger than {limit} bytes");
        Err(self.exchange.fail(ErrorKind::BodyTooLarge, &message))
    }

    /// Ends the stream; what is not complete is dropped.
    fn close(&mut self) {
        self.exchange.intake = None;
        self.buffer.clear();
        (self.start, self.searched) = (0, 0);
    }

    /// Reads a line; an empty one holds nothing.
    fn line(&self, line: &[u8]) -> Option<Result<T>> {
        // A record separator starts each value of `application/json-seq`.
        let line = line.strip_prefix(b"\x1e").unwrap_or(line).trim_ascii();
        if line.is_empty() {
            return None;
        }
        Some(match std::str::from_utf8(line) {
            Ok(text) => (self.read)(text).map_err(|error| self.exchange.broke(error)),
            Err(error) => {
                let message = "a line is no UTF-8";
                Err(self.exchange.fail_because(ErrorKind::Decode, message, error))
            }
        })
    }
}

impl<T> Stream for Lines<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context).map(Result::transpose)
    }
}

impl<T> fmt::Debug for Lines<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Lines")
            .field("operation", &self.exchange.request.0.op.id)
            .finish_non_exhaustive()
    }
}
