//! An answer before it is HTTP.

use std::time::Duration;

use axum::{body::Body, response::Response};
use bytes::Bytes;
use futures_util::stream::{self, BoxStream, StreamExt};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde_json::Value;

/// A status, headers and a body.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) payload: Payload,
}

/// The body of an answer.
pub(super) enum Payload {
    None,
    Json(Value),
    Bytes { media: String, bytes: Bytes },
    Stream(BoxStream<'static, Result<Bytes, std::io::Error>>),
}

impl Answer {
    pub(super) fn json(status: StatusCode, value: Value) -> Self {
        Self::new(status, Payload::Json(value))
    }

    pub(super) fn bytes(status: StatusCode, media: &str, bytes: impl Into<Bytes>) -> Self {
        Self::new(status, Payload::Bytes { media: media.to_owned(), bytes: bytes.into() })
    }

    pub(super) fn new(status: StatusCode, payload: Payload) -> Self {
        Self { status, headers: HeaderMap::new(), payload }
    }

    /// Sets a header.
    pub(super) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.set(name, value);
        self
    }

    pub(super) fn set(&mut self, name: &str, value: impl ToString) {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("the server's own header name");
        let value = HeaderValue::from_str(&value.to_string()).expect("the server's own value");
        self.headers.insert(name, value);
    }

    /// A copy to keep; a stream cannot be kept.
    pub(super) fn copy(&self) -> Option<Self> {
        let payload = match &self.payload {
            Payload::None => Payload::None,
            Payload::Json(value) => Payload::Json(value.clone()),
            Payload::Bytes { media, bytes } => {
                Payload::Bytes { media: media.clone(), bytes: bytes.clone() }
            }
            Payload::Stream(_) => return None,
        };
        Some(Self { status: self.status, headers: self.headers.clone(), payload })
    }

    /// Makes it HTTP; a cut answer breaks off.
    pub(super) fn into_response(self, cut: Cut) -> Response {
        let (media, body) = match self.payload {
            Payload::None => (None, Body::empty()),
            Payload::Json(value) => {
                (Some("application/json".to_owned()), whole(value.to_string().into(), cut))
            }
            Payload::Bytes { media, bytes } => (Some(media), whole(bytes, cut)),
            Payload::Stream(stream) => {
                (Some("text/event-stream".to_owned()), Body::from_stream(stream))
            }
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        if let Some(media) = media.and_then(|media| HeaderValue::from_str(&media).ok()) {
            response.headers_mut().insert(header::CONTENT_TYPE, media);
        }
        response
    }
}

/// Where the connection breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    Nowhere,
    /// Before the head is sent: a body that fails at once takes the connection with it.
    AtStart,
    /// In the middle of the body.
    Halfway,
}

fn whole(bytes: Bytes, cut: Cut) -> Body {
    let broken = std::io::Error::other("cut on purpose");
    match cut {
        Cut::Nowhere => Body::from(bytes),
        Cut::AtStart => Body::from_stream(stream::iter([Err::<Bytes, _>(broken)])),
        Cut::Halfway => {
            let half = stream::iter([Ok(bytes.slice(..bytes.len() / 2))]);
            let end = stream::once(async {
                // Until then the first half has left.
                tokio::time::sleep(Duration::from_millis(20)).await;
                Err(broken)
            });
            Body::from_stream(half.chain(end))
        }
    }
}
