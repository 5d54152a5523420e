//! The body of an answer while it arrives, watched for stalls.

use super::{
    Error, ErrorKind,
    environment::{Environment, Sleep},
    transport::{Incoming, TransportError},
};
use bytes::Bytes;
use std::{
    future::poll_fn,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

/// The chunks of a body; an error where none comes for too long.
pub(super) struct Intake {
    chunks: Option<Incoming>,
    environment: Arc<dyn Environment>,
    patience: Duration,
    deadline: Option<Instant>,
    timer: Option<Sleep>,
}

impl Intake {
    pub(super) fn new(
        chunks: Incoming,
        environment: Arc<dyn Environment>,
        patience: Duration,
        deadline: Option<Instant>,
    ) -> Self {
        Self { chunks: Some(chunks), environment, patience, deadline, timer: None }
    }

    /// Waits this long for a chunk from now on.
    pub(super) fn set_patience(&mut self, patience: Duration) {
        self.patience = patience;
        self.timer = None;
    }

    /// Returns the next chunk, or nothing after the last.
    pub(super) async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(chunks) = &mut self.chunks else {
            return Poll::Ready(None);
        };
        match chunks.poll_next(context) {
            // One that comes too fast to wait for has a deadline too.
            Poll::Ready(Some(Ok(_))) if self.is_late() => Poll::Ready(Some(Err(self.late()))),
            Poll::Ready(Some(Ok(chunk))) => {
                self.timer = None;
                Poll::Ready(Some(Ok(chunk)))
            }
            Poll::Ready(end) => {
                self.chunks = None;
                Poll::Ready(end.map(|chunk| {
                    chunk.map_err(|error| from_transport(error, "the body broke off"))
                }))
            }
            Poll::Pending => self.poll_timer(context).map(|error| Some(Err(error))),
        }
    }

    fn poll_timer(&mut self, context: &mut Context<'_>) -> Poll<Error> {
        let left = self.deadline.map(|at| at.saturating_duration_since(self.environment.now()));
        let wait = left.map_or(self.patience, |left| left.min(self.patience));
        let timer = self.timer.get_or_insert_with(|| self.environment.sleep(wait));
        if timer.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        Poll::Ready(self.late())
    }

    fn is_late(&self) -> bool {
        self.deadline.is_some_and(|at| self.environment.now() >= at)
    }

    /// Ends the body, as it took too long.
    fn late(&mut self) -> Error {
        self.chunks = None;
        match self.is_late() {
            true => Error::new(ErrorKind::Deadline, "the deadline passed while the body arrived"),
            false => {
                Error::new(ErrorKind::Timeout, format!("the body stalled for {:?}", self.patience))
            }
        }
    }
}

/// Makes an error of a transport's.
pub(super) fn from_transport(error: TransportError, broken: &str) -> Error {
    let message = match error.kind {
        ErrorKind::Build => return Error::build(format!("the request cannot be sent: {error}")),
        ErrorKind::Connect => "no connection to the server",
        ErrorKind::Tls => "the TLS handshake failed",
        ErrorKind::Timeout => "the server did not answer in time",
        ErrorKind::Upload => "the body to send could not be read",
        ErrorKind::Decode => "the body could not be decompressed",
        _ => broken,
    };
    let mut made = Error::new(error.kind, message).because(error.source);
    made.report_mut().maybe_sent = error.maybe_sent;
    made
}
