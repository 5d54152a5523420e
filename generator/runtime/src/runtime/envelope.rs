//! The error envelope of an API: where its errors say what.

use serde::de::DeserializeOwned;
use serde_json::Value;
use std::{any::Any, fmt};

/// A decoded error body of the type that the API's table names.
pub type AnyEnvelope = Box<dyn Any + Send + Sync>;

/// Decodes a body into the API's own error type.
pub type DecodeEnvelope = fn(&[u8]) -> Option<AnyEnvelope>;

/// How the errors of an API are written; an empty path means that they do not say.
#[derive(Clone, Copy)]
pub struct ErrorEnvelope {
    /// Decodes a body into the API's own error type: [`envelope`] of it.
    pub decode: Option<DecodeEnvelope>,
    /// Keys to the machine-readable code.
    pub code: &'static [&'static str],
    /// Keys to the message for people.
    pub message: &'static [&'static str],
    /// Keys to the flag that says whether a repetition can succeed.
    pub retryable: &'static [&'static str],
    /// Keys to the id of the request.
    pub request_id: &'static [&'static str],
}

impl ErrorEnvelope {
    /// No common error envelope.
    pub const NONE: Self =
        Self { decode: None, code: &[], message: &[], retryable: &[], request_id: &[] };
}

impl fmt::Debug for ErrorEnvelope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ErrorEnvelope").field("code", &self.code).finish_non_exhaustive()
    }
}

/// Decodes an error body as `T`, the entry of [`ErrorEnvelope::decode`].
pub fn envelope<T: DeserializeOwned + Send + Sync + 'static>(body: &[u8]) -> Option<AnyEnvelope> {
    super::codec::from_slice::<T>(body).ok().map(|value| Box::new(value) as AnyEnvelope)
}

/// What the body of an error says in the terms of its envelope.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) code: Option<Box<str>>,
    pub(super) message: Option<Box<str>>,
    pub(super) retryable: Option<bool>,
    pub(super) request_id: Option<Box<str>>,
}

impl ErrorEnvelope {
    /// Reads what a body says; a body that is no JSON says nothing.
    pub(super) fn read(&self, body: &[u8]) -> Said {
        let Ok(body) = super::codec::from_slice::<Value>(body) else {
            return Said::default();
        };
        Said {
            code: text(&body, self.code),
            message: text(&body, self.message),
            retryable: at(&body, self.retryable).and_then(Value::as_bool),
            request_id: text(&body, self.request_id),
        }
    }
}

/// The text at the end of some keys of a JSON body.
pub(super) fn text_at(body: &[u8], keys: &[&str]) -> Option<Box<str>> {
    if keys.is_empty() {
        return None;
    }
    text(&super::codec::from_slice::<Value>(body).ok()?, keys)
}

fn at<'a>(body: &'a Value, keys: &[&str]) -> Option<&'a Value> {
    if keys.is_empty() {
        return None;
    }
    keys.iter().try_fold(body, |value, key| value.get(key))
}

fn text(body: &Value, keys: &[&str]) -> Option<Box<str>> {
    match at(body, keys)? {
        Value::String(text) => Some(text.as_str().into()),
        Value::Number(number) => Some(number.to_string().into()),
        _ => None,
    }
}
