//! Calls: one future for all of them, and a function that reads what came.

use super::{
    Conditional, Download, Error, ErrorKind, EventStream, Lines, Request, Response, Result, codec,
    exchange::{Exchange, Mode},
    send,
};
use bytes::Bytes;
use http::StatusCode;
use serde::de::DeserializeOwned;
use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

/// The future of a call. The request goes out when it is first polled.
#[must_use = "a call does nothing until awaited"]
pub struct Call<T> {
    exchange: Pin<Box<dyn Future<Output = Result<Exchange>> + Send>>,
    read: fn(Exchange) -> Result<T>,
}

impl<T> Call<T> {
    fn new(request: Request, mode: Mode, read: fn(Exchange) -> Result<T>) -> Self {
        Self { exchange: Box::pin(send::send(request, mode)), read }
    }
}

impl<T> Future for Call<T> {
    type Output = Result<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T>> {
        let this = self.get_mut();
        let exchange = ready!(this.exchange.as_mut().poll(context))?;
        Poll::Ready((this.read)(exchange))
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Call").finish_non_exhaustive()
    }
}

/// One case of a response that has several.
pub struct Case<T> {
    statuses: std::ops::RangeInclusive<u16>,
    read: fn(&Payload) -> Result<T>,
}

impl<T> Case<T> {
    /// A case for one status.
    pub const fn status(status: u16, read: fn(&Payload) -> Result<T>) -> Self {
        Self { statuses: status..=status, read }
    }

    /// A case for a hundred statuses: 2 for `2XX`.
    pub const fn range(class: u16, read: fn(&Payload) -> Result<T>) -> Self {
        Self { statuses: class * 100..=class * 100 + 99, read }
    }
}

/// An enum of the bodies that several successful statuses have.
pub trait ByStatus: Sized + 'static {
    /// Its cases, the more particular ones first.
    const CASES: &'static [Case<Self>];
}

/// A body that has been read whole.
#[derive(Debug)]
pub struct Payload(Exchange);

impl Payload {
    /// Decodes the body as JSON.
    ///
    /// # Errors
    ///
    /// It is not a `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        json(&self.0)
    }

    /// Returns the body as text.
    ///
    /// # Errors
    ///
    /// It is no UTF-8.
    pub fn text(&self) -> Result<String> {
        text(&self.0)
    }

    /// Returns the body.
    pub fn bytes(&self) -> Bytes {
        self.0.body.clone()
    }
}

impl Request {
    /// Sends the request; the body of the answer is JSON.
    pub fn send_json<T: DeserializeOwned>(self) -> Call<Response<T>> {
        Call::new(self, Mode::WHOLE, |exchange| exchange.respond(json))
    }

    /// Sends the request; the answer has no body, or one that says nothing.
    pub fn send_empty(self) -> Call<Response<()>> {
        Call::new(self, Mode::WHOLE, |exchange| exchange.respond(|_| Ok(())))
    }

    /// Sends the request; the body of the answer is text.
    pub fn send_text(self) -> Call<Response<String>> {
        Call::new(self, Mode::WHOLE, |exchange| exchange.respond(text))
    }

    /// Sends the request; the body of the answer is bytes, read whole.
    pub fn send_bytes(self) -> Call<Response<Bytes>> {
        Call::new(self, Mode::WHOLE, |exchange| exchange.respond(|it| Ok(it.body.clone())))
    }

    /// Sends the request; the body of the answer is JSON where there is one.
    pub fn send_optional_json<T: DeserializeOwned>(self) -> Call<Response<Option<T>>> {
        Call::new(self, Mode::WHOLE, |exchange| {
            exchange.respond(|it| if it.body.is_empty() { Ok(None) } else { json(it).map(Some) })
        })
    }

    /// Sends the request; the answer is JSON, or that nothing has changed.
    pub fn send_conditional_json<T: DeserializeOwned>(self) -> Call<Conditional<T>> {
        Call::new(self, Mode::CONDITIONAL, |exchange| {
            if exchange.head.status == StatusCode::NOT_MODIFIED {
                return Ok(Conditional::NotModified);
            }
            exchange.respond(json).map(Conditional::Modified)
        })
    }

    /// Sends the request; the body of the answer depends on its status.
    pub fn send_by_status<T: ByStatus>(self) -> Call<Response<T>> {
        Call::new(self, Mode::WHOLE, |exchange| {
            let status = exchange.head.status.as_u16();
            match T::CASES.iter().find(|case| case.statuses.contains(&status)) {
                Some(case) => {
                    let payload = Payload(exchange);
                    let value = (case.read)(&payload)?;
                    Ok(Response::new(value, payload.0.head))
                }
                None => {
                    Err(exchange.fail(ErrorKind::Decode, "the API does not document this status"))
                }
            }
        })
    }

    /// Sends the request; the body of the answer is bytes, read in chunks.
    pub fn send_download(self) -> Call<Download> {
        Call::new(self, Mode::STREAM, |exchange| Ok(Download::new(exchange)))
    }

    /// Sends the request; the answer is a stream of events whose data is JSON.
    pub fn send_events<T: DeserializeOwned>(self) -> Call<EventStream<T>> {
        Call::new(self, Mode::STREAM, |exchange| EventStream::new(exchange, from_text))
    }

    /// Sends the request; the answer is a stream of events whose data is text.
    pub fn send_text_events(self) -> Call<EventStream<String>> {
        Call::new(self, Mode::STREAM, |exchange| EventStream::new(exchange, |it| Ok(it.to_owned())))
    }

    /// Sends the request; the answer is a stream of JSON values, one a line.
    pub fn send_lines<T: DeserializeOwned>(self) -> Call<Lines<T>> {
        Call::new(self, Mode::STREAM, |exchange| Ok(Lines::new(exchange, from_text)))
    }
}

fn from_text<T: DeserializeOwned>(text: &str) -> Result<T> {
    codec::from_slice(text.as_bytes())
        .map_err(|error| Error::new(ErrorKind::Decode, error.to_string()).because(error))
}

fn json<T: DeserializeOwned>(exchange: &Exchange) -> Result<T> {
    codec::from_slice(&exchange.body).map_err(|error| exchange.undecodable(error))
}

fn text(exchange: &Exchange) -> Result<String> {
    match std::str::from_utf8(&exchange.body) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(exchange.fail_because(ErrorKind::Decode, "the body is no UTF-8", error)),
    }
}
