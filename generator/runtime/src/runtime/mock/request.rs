//! What a mock was asked.

use super::{MockOperation, MockPart, part, value};
use crate::runtime::{Error, ErrorKind, Result, headers};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, Method, Uri};
use serde::de::DeserializeOwned;
use std::{fmt, marker::PhantomData, ops::Deref};

/// A request as a [`Mock`](super::Mock) got it.
#[derive(Clone)]
#[non_exhaustive]
pub struct MockRequest {
    /// The id of the operation.
    pub operation: &'static str,
    /// The path of the operation with its parameters in braces.
    pub template: &'static str,
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// The method.
    pub method: Method,
    /// The URL.
    pub uri: Uri,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// Shows no value, as any may be a secret.
impl fmt::Debug for MockRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.keys().map(HeaderName::as_str).collect();
        formatter
            .debug_struct("MockRequest")
            .field("operation", &self.operation)
            .field("attempt", &self.attempt)
            .field("method", &self.method)
            .field("headers", &headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

impl MockRequest {
    /// Returns the segments of the path, decoded.
    pub fn segments(&self) -> Vec<String> {
        self.uri.path().split('/').skip(1).map(value::decode).collect()
    }

    /// Returns the names and values of the query, decoded.
    pub fn query(&self) -> Vec<(String, String)> {
        value::pairs(self.uri.query().unwrap_or_default())
    }

    /// Returns a header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        headers::text(&self.headers, name)
    }

    /// Returns a parameter of the path.
    ///
    /// # Errors
    ///
    /// The path has no such parameter, or it is no `T`.
    pub fn path_value<T: DeserializeOwned>(&self, name: &str) -> Result<T> {
        match value::in_path(self.template, self.uri.path(), name) {
            Some(text) => self.read("path", name, &value::decode(text)),
            None => Err(self.fail(format!("there is no `{name}` in `{}`", self.template))),
        }
    }

    /// Returns a parameter of the query, if it was sent.
    ///
    /// # Errors
    ///
    /// It is no `T`.
    pub fn query_value<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let value = self.query().into_iter().find(|(key, _)| key == name);
        value.map(|(_, text)| self.read("query", name, &text)).transpose()
    }

    /// Returns all values of a parameter of the query, whether it was repeated or commas part them.
    ///
    /// # Errors
    ///
    /// One is no `T`.
    pub fn query_values<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<T>> {
        let texts = value::in_query(self.uri.query().unwrap_or_default(), name);
        texts.iter().map(|text| self.read("query", name, text)).collect()
    }

    /// Returns a header as a type, if it was sent.
    ///
    /// # Errors
    ///
    /// It is no `T`.
    pub fn header_value<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        self.header(name).map(|text| self.read("header", name, text)).transpose()
    }

    /// Decodes the body as JSON.
    ///
    /// # Errors
    ///
    /// It is not a `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body)
            .map_err(|error| self.fail(format!("the body: {error}")).because(error))
    }

    /// Returns the body as text.
    ///
    /// # Errors
    ///
    /// It is no UTF-8.
    pub fn text(&self) -> Result<String> {
        let text = std::str::from_utf8(&self.body).map(str::to_owned);
        text.map_err(|error| self.fail("the body is no UTF-8".to_owned()).because(error))
    }

    /// Returns the lines of the body, each decoded as JSON.
    ///
    /// # Errors
    ///
    /// One is not a `T`.
    pub fn json_lines<T: DeserializeOwned>(&self) -> Result<Vec<T>> {
        let lines = self.body.split(|byte| matches!(byte, b'\n' | 0x1e));
        let lines = lines.filter(|line| !line.trim_ascii().is_empty());
        let read = |line| serde_json::from_slice(line);
        lines
            .map(read)
            .collect::<serde_json::Result<_>>()
            .map_err(|error| self.fail(format!("a line of the body: {error}")).because(error))
    }

    /// Returns the fields of a form, decoded.
    ///
    /// # Errors
    ///
    /// It is no UTF-8.
    pub fn form(&self) -> Result<Vec<(String, String)>> {
        self.text().map(|text| value::pairs(&text))
    }

    /// Returns the parts of a form of several parts.
    ///
    /// # Errors
    ///
    /// The body is no such form.
    pub fn parts(&self) -> Result<Vec<MockPart>> {
        let media_type = self.header("content-type").unwrap_or_default();
        part::parts(media_type, &self.body)
            .ok_or_else(|| self.fail("the body is no form of several parts".to_owned()))
    }

    fn read<T: DeserializeOwned>(&self, place: &str, name: &str, text: &str) -> Result<T> {
        value::read(text).ok_or_else(|| {
            self.fail(format!("`{name}` in the {place} is no {}", std::any::type_name::<T>()))
        })
    }

    fn fail(&self, problem: String) -> Error {
        let mut error = Error::new(ErrorKind::Decode, problem);
        error.report_mut().operation = self.operation;
        error
    }
}

/// A request of an operation; it derefs to the [`MockRequest`].
pub struct MockCall<O> {
    request: MockRequest,
    operation: PhantomData<fn() -> O>,
}

impl<O: MockOperation> MockCall<O> {
    pub(super) fn new(request: MockRequest) -> Self {
        Self { request, operation: PhantomData }
    }

    /// Returns the body as the type that the operation takes: JSON and its lines as values, a form
    /// as the names and values of its fields, one of several parts as these.
    ///
    /// # Errors
    ///
    /// There is none, or it is another one.
    pub fn body(&self) -> Result<O::Body> {
        O::body(&self.request)
    }

    /// Returns the key that makes a repetition safe, if the operation takes one.
    pub fn idempotency_key(&self) -> Option<&str> {
        self.request.header(O::OP.key?)
    }
}

impl<O> Deref for MockCall<O> {
    type Target = MockRequest;

    fn deref(&self) -> &MockRequest {
        &self.request
    }
}

impl<O> Clone for MockCall<O> {
    fn clone(&self) -> Self {
        Self { request: self.request.clone(), operation: PhantomData }
    }
}

impl<O> fmt::Debug for MockCall<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(formatter)
    }
}
