//! Streams of events, which reconnect.

use super::{
    Error, ErrorKind, HeaderKey, Request, Result,
    environment::jitter,
    exchange::Exchange,
    headers, retry,
    send::{self, Exchanging},
    sse::{Frame, Parser},
};
use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

/// An event of a stream.
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

/// Shows the data as it was decoded: what came may hold secrets that its type keeps to itself.
impl<T: fmt::Debug> fmt::Debug for Event<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Event")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("text", &format_args!("{} bytes", self.text.len()))
            .field("data", &self.data)
            .finish()
    }
}

/// A stream of events.
///
/// When the connection ends, breaks or falls silent, the stream goes on with a new one behind the
/// last event that was complete. It ends when the server answers 204.
pub struct EventStream<T> {
    exchange: Exchange,
    resuming: Option<Exchanging>,
    parser: Parser,
    read: fn(&str) -> Result<T>,
    reconnects: bool,
    silence: Duration,
    failures: u32,
}

impl<T> EventStream<T> {
    /// How often in a row a connection may bring nothing.
    const FAILURES: u32 = 5;
    /// The wait before a reconnection, unless the server names one.
    const WAIT: Duration = Duration::from_secs(1);
    /// The bounds of what the server may name.
    const FLOOR: Duration = Duration::from_millis(100);
    const CEILING: Duration = Duration::from_secs(60);
    /// How long a connection may be silent.
    const SILENCE: Duration = Duration::from_secs(90);
    const LARGEST_EVENT: usize = 4 * 1024 * 1024;

    pub(super) fn new(exchange: Exchange, read: fn(&str) -> Result<T>) -> Result<Self> {
        let last_id = given_id(&exchange.request);
        let mut stream = Self {
            exchange,
            resuming: None,
            parser: Parser::new(last_id, Self::LARGEST_EVENT),
            read,
            reconnects: true,
            silence: Self::SILENCE,
            failures: 0,
        };
        stream.begin()?;
        Ok(stream)
    }

    /// Sets whether the stream goes on with a new connection; it does by default.
    #[must_use]
    pub fn reconnect(self, reconnects: bool) -> Self {
        Self { reconnects, ..self }
    }

    /// Takes a connection for dead that is silent this long; 90 seconds by default.
    #[must_use]
    pub fn silence(mut self, silence: Duration) -> Self {
        self.silence = silence;
        if let Some(intake) = &mut self.exchange.intake {
            intake.set_patience(silence);
        }
        self
    }

    /// Caps the size of an event; 4 MiB by default.
    #[must_use]
    pub fn largest_event(mut self, bytes: usize) -> Self {
        self.parser.limit = bytes;
        self
    }

    /// Returns all headers of the answer that is being read.
    pub fn headers(&self) -> &HeaderMap {
        &self.exchange.head.headers
    }

    /// Returns a header: as text by its name, or as the type that the document gives it.
    pub fn header<K: HeaderKey>(&self, key: K) -> Option<K::Value<'_>> {
        key.find(self.headers())
    }

    /// Returns the id of the last event that was complete: where to go on from later.
    pub fn last_event_id(&self) -> Option<&str> {
        self.parser.last_id.as_deref().filter(|id| !id.is_empty())
    }

    /// Returns the next event, or nothing after the last.
    ///
    /// # Errors
    ///
    /// The stream could not be resumed, or an event is too large.
    pub async fn try_next(&mut self) -> Result<Option<Event<T>>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Event<T>>>> {
        loop {
            if let Some(frame) = self.parser.frames.pop_front() {
                return Poll::Ready(Ok(Some(self.event(frame))));
            }
            if let Some(resuming) = &mut self.resuming {
                let outcome = ready!(resuming.as_mut().poll(context));
                self.resuming = None;
                match outcome {
                    Ok(exchange) => {
                        self.exchange = exchange;
                        self.begin()?;
                    }
                    Err(error) if retry::may_pass(&error) => {
                        self.end(Some(error))?;
                        continue;
                    }
                    Err(error) => return Poll::Ready(Err(error)),
                }
            }
            let Some(intake) = &mut self.exchange.intake else {
                return Poll::Ready(Ok(None));
            };
            match ready!(intake.poll(context)) {
                Some(Ok(chunk)) => {
                    // A chunk of nothing is no sign of life.
                    if !chunk.is_empty() {
                        self.failures = 0;
                    }
                    if !self.parser.push(&chunk) {
                        self.exchange.intake = None;
                        let message =
                            format!("an event is larger than {} bytes", self.parser.limit);
                        let error = self.exchange.fail(ErrorKind::BodyTooLarge, &message);
                        return Poll::Ready(Err(error));
                    }
                }
                end => {
                    self.exchange.intake = None;
                    self.end(end.and_then(Result::err))?;
                }
            }
        }
    }

    /// Looks at the head of an answer.
    fn begin(&mut self) -> Result<()> {
        self.parser.restart();
        let head = &self.exchange.head;
        if head.status == StatusCode::NO_CONTENT {
            self.exchange.intake = None;
            return Ok(());
        }
        let media_type =
            headers::text(&head.headers, "content-type").unwrap_or("text/event-stream");
        if !media_type.trim_start().to_ascii_lowercase().starts_with("text/event-stream") {
            let message = format!("the body is {media_type} where events are documented");
            self.exchange.intake = None;
            return Err(self.exchange.fail(ErrorKind::Decode, &message));
        }
        if let Some(intake) = &mut self.exchange.intake {
            intake.set_patience(self.silence);
        }
        Ok(())
    }

    /// Starts a new connection after the end of one, if there is to be one.
    fn end(&mut self, error: Option<Error>) -> Result<()> {
        let is_late = error.as_ref().is_some_and(|error| error.kind() == ErrorKind::Deadline);
        self.failures += 1;
        if !self.reconnects || is_late || self.failures > Self::FAILURES {
            return match error {
                // One of a connection that could not be made says all about it.
                Some(error) if !error.operation().is_empty() => Err(error),
                Some(error) => Err(self.exchange.broke(error)),
                None if self.reconnects => Err(self
                    .exchange
                    .fail(ErrorKind::Protocol, "the stream ends at once each time")),
                None => Ok(()),
            };
        }
        let request = self.behind_the_last();
        let asked = error.and_then(|error| error.retry_after()).unwrap_or_default();
        let wait = self.wait(&request).max(asked).min(Self::CEILING);
        self.resuming = Some(send::resume(request, wait));
        Ok(())
    }

    /// Returns the request for the events behind the last one that was complete.
    fn behind_the_last(&self) -> Request {
        let mut request = self.exchange.request.clone();
        let named = request.0.op.last_event_id;
        // An event without an id may have taken back the one that this request names.
        let parts = request.parts();
        parts.headers.remove("last-event-id");
        parts.query.retain(|(name, _)| Some(&**name) != named);
        let Some(id) = self.last_event_id() else {
            return request;
        };
        // Spaces around the value of a header are no part of it, wherever it is read.
        let request = request.extra_header("last-event-id", id.trim_matches([' ', '\t']));
        match named {
            Some(name) => request.query(name, id),
            None => request,
        }
    }

    /// Returns how long to wait for the next connection: what the server wants, and up to twice as
    /// long with each failure in a row.
    fn wait(&self, request: &Request) -> Duration {
        let wait = self.parser.retry.unwrap_or(Self::WAIT).max(Self::FLOOR);
        let longest = wait.saturating_mul(2u32.saturating_pow(self.failures.saturating_sub(1)));
        wait + jitter(&*request.0.client.shared().environment, longest - wait)
    }

    fn event(&self, frame: Frame) -> Event<T> {
        let data = (self.read)(&frame.data);
        let data = data.map_err(|error| self.exchange.broke(error));
        Event { id: frame.id, name: frame.name, text: frame.data, data }
    }
}

/// The id behind which the stream was asked to start.
fn given_id(request: &Request) -> Option<String> {
    let header = request.0.headers.get("last-event-id").map(|id| id.as_bytes());
    header.and_then(|id| std::str::from_utf8(id).ok()).map(str::to_owned)
}

impl<T> Stream for EventStream<T> {
    type Item = Result<Event<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context).map(Result::transpose)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("EventStream")
            .field("operation", &self.exchange.request.0.op.id)
            .field("last_event_id", &self.last_event_id())
            .finish_non_exhaustive()
    }
}
