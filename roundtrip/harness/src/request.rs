//! A request as it came.

use bytes::Bytes;
use http::{HeaderMap, Method, request::Parts};
use percent_encoding::percent_decode_str;

/// What was sent.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) method: Method,
    /// The path as it stood in the request.
    pub(crate) path: String,
    /// Names and values of the query as they stood in the request.
    pub(crate) query: Vec<(String, String)>,
    /// The query as it stood in the request.
    pub(crate) whole_query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Recorded {
    pub(crate) fn new(parts: &Parts, body: Bytes) -> Self {
        let whole_query = parts.uri.query().unwrap_or_default().to_owned();
        Self {
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            query: pairs(&whole_query),
            whole_query,
            headers: parts.headers.clone(),
            body,
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| std::str::from_utf8(value.as_bytes()).ok())
    }

    /// The media type of the body, without parameters.
    pub(crate) fn media(&self) -> String {
        let media = self.header("content-type").unwrap_or_default();
        media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// The cookies, as they stood in the request.
    pub(crate) fn cookies(&self) -> Vec<(String, String)> {
        let all = self.headers.get_all("cookie").iter();
        let texts = all.filter_map(|value| std::str::from_utf8(value.as_bytes()).ok());
        let pairs = texts.flat_map(|text| text.split("; "));
        pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(owned).collect()
    }
}

/// The pairs of a query or form; names are decoded, values are as they stood.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    let parts = text.split('&').filter(|part| !part.is_empty());
    let pair = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (form_decoded(name), value.to_owned())
    };
    parts.map(pair).collect()
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// A text of a query or form, as servers decode it.
pub(crate) fn form_decoded(text: &str) -> String {
    decoded(&text.replace('+', " "))
}

/// A text without percent-encoding.
pub(crate) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
