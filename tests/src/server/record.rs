//! What came over the wire.

use bytes::Bytes;
use http::{HeaderMap, Method, request::Parts};
use indexmap::IndexMap;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::PREFIX;
use crate::{document::Document, operation::Operation};

/// A request as the server understood it.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The operation it is for.
    pub operation: Option<String>,
    /// Its method.
    pub method: Method,
    /// Its path and query as they were written.
    pub target: String,
    /// Its decoded path parameters.
    pub path: IndexMap<String, String>,
    /// Its decoded query, in order.
    pub query: Vec<(String, String)>,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
    /// What the document does not allow about it.
    pub violations: Vec<Violation>,
    /// The status that it was answered with; 0 until then.
    pub status: u16,
}

/// Something about a request that the document does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The parameter, or `body`.
    pub about: String,
    /// Whether it is missing, rather than wrong.
    pub missing: bool,
    /// Whether nothing of its name is declared: most servers would not look at it.
    pub undeclared: bool,
    /// What is wrong.
    pub message: String,
}

impl Recorded {
    /// Reads a request and finds its operation.
    pub(super) fn new(document: &Document, parts: &Parts, body: Bytes) -> Self {
        let path = parts.uri.path();
        let path = path.strip_prefix(PREFIX).unwrap_or_default();
        let found = find(document, &parts.method, path);
        let (operation, path) = match found {
            Some((operation, path)) => (Some(operation.id.clone()), path),
            None => (None, IndexMap::new()),
        };
        Self {
            operation,
            method: parts.method.clone(),
            target: parts.uri.to_string(),
            path,
            query: pairs(parts.uri.query().unwrap_or_default()),
            headers: parts.headers.clone(),
            body,
            violations: Vec::new(),
            status: 0,
        }
    }

    /// A header's text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok())
    }

    /// The first value of a query parameter.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    ///
    /// # Panics
    ///
    /// Panics when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the request has a JSON body")
    }
}

/// The operation that a path belongs to: literal segments go before variables.
fn find<'d>(
    document: &'d Document,
    method: &Method,
    path: &str,
) -> Option<(&'d Operation, IndexMap<String, String>)> {
    let fits = |operation: &'d Operation| {
        let same_method = operation.method == *method;
        same_method
            .then(|| operation.template.matches(path))
            .flatten()
            .map(|path| (operation, path))
    };
    let fitting = document.operations().iter().filter_map(fits);
    fitting.min_by(|(one, _), (other, _)| one.template.precedence(&other.template))
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    let pair = |part: &str| {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        (decoded(key), decoded(value))
    };
    query.split('&').filter(|part| !part.is_empty()).map(pair).collect()
}
