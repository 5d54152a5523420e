//! Bodies that are read in chunks.

use super::{ETag, Error, ErrorKind, Result, exchange::Exchange, headers};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use std::{future::poll_fn, pin::Pin};
use tokio::io::{AsyncWrite, AsyncWriteExt};

/// Bytes that arrive.
#[derive(Debug)]
pub struct Download {
    exchange: Exchange,
}

impl Download {
    pub(super) fn new(exchange: Exchange) -> Self {
        Self { exchange }
    }

    /// Returns the status: 206 for a part of the bytes.
    pub fn status(&self) -> StatusCode {
        self.exchange.head.status
    }

    /// Returns all headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.exchange.head.headers
    }

    /// Returns the version of the resource.
    pub fn etag(&self) -> Option<ETag> {
        headers::etag(self.headers())
    }

    /// Returns the number of bytes that come, if the server says it.
    pub fn content_length(&self) -> Option<u64> {
        headers::text(self.headers(), "content-length")?
            .parse()
            .ok()
    }

    /// Returns the media type.
    pub fn content_type(&self) -> Option<&str> {
        headers::text(self.headers(), "content-type")
    }

    /// Returns the next chunk, or nothing after the last.
    ///
    /// # Errors
    ///
    /// The connection broke or stalled.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>> {
        let Some(chunks) = &mut self.exchange.chunks else {
            return Ok(None);
        };
        let chunk = poll_fn(|context| chunks.as_mut().poll_next(context)).await;
        chunk.transpose().map_err(|error| {
            self.exchange
                .fail(ErrorKind::Protocol, "the body broke off")
                .because(error)
        })
    }

    /// Writes all chunks and returns their number of bytes.
    ///
    /// # Errors
    ///
    /// The connection broke or stalled, or the writer failed.
    pub async fn write_to(&mut self, writer: &mut (impl AsyncWrite + Unpin + Send)) -> Result<u64> {
        let mut writer = Pin::new(writer);
        let mut written = 0;
        while let Some(chunk) = self.chunk().await? {
            writer.write_all(&chunk).await.map_err(failed)?;
            written += chunk.len() as u64;
        }
        writer.flush().await.map_err(failed)?;
        Ok(written)
    }
}

fn failed(error: std::io::Error) -> Error {
    Error::new(ErrorKind::Upload, "the bytes could not be written").because(error)
}
