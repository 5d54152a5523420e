//! A request while it is built.

mod bodies;

use super::{
    Body, Client, ETag, Error, ErrorKind, Multipart, RetryPolicy, Secret,
    api::{Op, Place},
    encode::{self, Escape, Pair, Parameter, Style},
    headers, secret,
};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::Serialize;
use serde_json::Value;
use std::{
    borrow::Cow,
    fmt,
    ops::{Bound, RangeBounds},
    sync::Arc,
    time::{Duration, Instant},
};

/// A request while it is built.
///
/// Values are encoded as they are set; setting a name again replaces its value. The first value
/// that does not fit its place is kept as the error of the call.
#[derive(Clone)]
pub struct Request(pub(super) Arc<Parts>);

#[derive(Clone)]
pub(super) struct Parts {
    pub(super) client: Client,
    pub(super) op: &'static Op,
    pub(super) path: Vec<(&'static str, String)>,
    /// Names, each with all of its pairs.
    pub(super) query: Vec<(Cow<'static, str>, String)>,
    pub(super) cookies: Vec<(Cow<'static, str>, Vec<Pair>)>,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Body>,
    pub(super) form: Option<Multipart>,
    pub(super) url: Option<Box<str>>,
    /// Whether the page is one that is counted to, so that a server can pass over which.
    pub(super) is_counted: bool,
    pub(super) options: Options,
    /// Secrets among the arguments.
    pub(super) secrets: Vec<Secret>,
    pub(super) problem: Option<(ErrorKind, Arc<str>)>,
}

/// What one call does otherwise than its client.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    pub(super) timeout: Option<Duration>,
    pub(super) deadline: Option<Instant>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) key: Option<Box<str>>,
}

impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No value: any of them may be a secret.
        formatter
            .debug_struct("Request")
            .field("operation", &self.0.op.id)
            .field("method", &self.0.op.method.as_str())
            .field("path", &self.0.op.path)
            .finish_non_exhaustive()
    }
}

impl Request {
    pub(super) fn new(client: Client, op: &'static Op) -> Self {
        Self(Arc::new(Parts {
            client,
            op,
            path: Vec::new(),
            query: Vec::new(),
            cookies: Vec::new(),
            headers: HeaderMap::new(),
            body: None,
            form: None,
            url: None,
            is_counted: false,
            options: Options::default(),
            secrets: Vec::new(),
            problem: None,
        }))
    }

    /// Returns the parts to change; clones of the request keep theirs.
    pub(super) fn parts(&mut self) -> &mut Parts {
        Arc::make_mut(&mut self.0)
    }

    /// Sets a parameter of the path, in the simple style.
    #[must_use]
    pub fn path<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.set(&Parameter::path(name), value)
    }

    /// Sets a parameter of the query, in the exploded form style.
    #[must_use]
    pub fn query<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.set(&Parameter::query(name), value)
    }

    /// Sets a header, in the simple style.
    #[must_use]
    pub fn header<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.set(&Parameter::header(name), value)
    }

    /// Sets a cookie, in the exploded form style.
    #[must_use]
    pub fn cookie<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.set(&Parameter::cookie(name), value)
    }

    /// Sets a parameter in any other way.
    #[must_use]
    pub fn parameter<T: Serialize + ?Sized>(self, parameter: &Parameter, value: &T) -> Self {
        self.set(parameter, value)
    }

    fn set<T: Serialize + ?Sized>(self, parameter: &Parameter, value: &T) -> Self {
        secret::note();
        match encode::scalar(parameter, value) {
            Some(text) => self.with_written().set_text(parameter, text),
            None => self.set_value(parameter, written(value)),
        }
    }

    /// Sets a parameter to its text, encoded.
    fn set_text(mut self, parameter: &Parameter, text: String) -> Self {
        let name = parameter.name;
        match parameter.place {
            Place::Path => replace(&mut self.parts().path, name, text),
            Place::Header => return self.put(name, &text),
            _ => replace(&mut self.parts().query, name.into(), text),
        }
        self
    }

    fn set_value(mut self, parameter: &Parameter, value: serde_json::Result<Value>) -> Self {
        let name = parameter.name;
        self.keep_written();
        let value = match value {
            Ok(value) if parameter.is_json() => Value::String(value.to_string()),
            Ok(value) => value,
            Err(error) => return self.fail(format!("parameter `{name}`: {error}")),
        };
        let Parameter { style, explode, escape, .. } = *parameter;
        let pairs = |name| encode::pairs(name, style, explode, escape, &value);
        match parameter.place {
            Place::Path => replace(&mut self.parts().path, name, encode::expand(parameter, &value)),
            Place::Query => {
                replace(&mut self.parts().query, name.into(), encode::query(&pairs(name)))
            }
            Place::Cookie => replace(&mut self.parts().cookies, name.into(), pairs(name)),
            Place::Header => {
                return if value.is_null() {
                    self
                } else {
                    self.put(name, &encode::expand(parameter, &value))
                };
            }
            Place::QueryString => {
                let pairs = encode::query(&query_string(&value, escape));
                replace(&mut self.parts().query, "".into(), pairs)
            }
        }
        self
    }

    /// Adds a header under any name; it replaces what the client would send.
    #[must_use]
    pub fn extra_header(self, name: &str, value: &str) -> Self {
        self.put(name, value)
    }

    /// Adds a pair to the query under any name.
    #[must_use]
    pub fn extra_query(mut self, name: &str, value: &str) -> Self {
        let [escaped, value] = [name, value].map(|text| Escape::Component.text(text));
        replace(&mut self.parts().query, name.to_owned().into(), format!("{escaped}={value}"));
        self
    }

    fn put(mut self, name: &str, value: &str) -> Self {
        if value.trim_matches([' ', '\t']) != value {
            return self.fail(format!("header `{name}`: the value starts or ends with a space"));
        }
        let Ok(header) = HeaderName::from_bytes(name.as_bytes()) else {
            return self.fail(format!("`{name}` is no name of a header"));
        };
        match HeaderValue::from_bytes(value.as_bytes()) {
            Ok(mut value) => {
                value.set_sensitive(headers::is_secret(&header, self.0.client.shared().api));
                self.parts().headers.insert(header, value);
                self
            }
            Err(_) => self.fail(format!("header `{name}`: the value has control characters")),
        }
    }

    /// Asks that nothing be done unless the resource is still this version.
    #[must_use]
    pub fn if_match(self, etag: &ETag) -> Self {
        self.put("if-match", etag.as_str())
    }

    /// Asks only for what is another version than this.
    #[must_use]
    pub fn if_none_match(self, etag: &ETag) -> Self {
        self.put("if-none-match", etag.as_str())
    }

    /// Sets the key that makes a repetition safe: 1 to 255 visible characters.
    #[must_use]
    pub fn idempotency_key(mut self, key: &str) -> Self {
        self.parts().options.key = Some(key.into());
        self
    }

    /// Asks for a part of the bytes only.
    #[must_use]
    pub fn range(self, range: impl RangeBounds<u64>) -> Self {
        let start = match range.start_bound() {
            Bound::Included(&start) => start,
            Bound::Excluded(&start) => start.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let last = match range.end_bound() {
            Bound::Included(&last) => Some(last),
            Bound::Excluded(&end) => end.checked_sub(1),
            Bound::Unbounded => {
                return self.put(header::RANGE.as_str(), &format!("bytes={start}-"));
            }
        };
        match last {
            Some(last) if last >= start => {
                self.put(header::RANGE.as_str(), &format!("bytes={start}-{last}"))
            }
            _ => self.fail("the range of bytes is empty"),
        }
    }

    /// Gives up when the call takes longer.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts().options.timeout = Some(timeout);
        self
    }

    /// Gives up at a point in time; pages and reconnections that follow keep to it.
    #[must_use]
    pub fn deadline(mut self, deadline: Instant) -> Self {
        self.parts().options.deadline = Some(deadline);
        self
    }

    /// Repeats by another policy than the client's.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.parts().options.retry = Some(policy);
        self
    }

    /// Remembers the secrets among what was written last, so that no error shows them.
    fn keep_written(&mut self) {
        let secrets = secret::written();
        if !secrets.is_empty() {
            self.parts().secrets.extend(secrets);
        }
    }

    fn with_written(mut self) -> Self {
        self.keep_written();
        self
    }

    /// Keeps the first problem.
    pub(super) fn fail(self, problem: impl Into<Arc<str>>) -> Self {
        self.fail_as(ErrorKind::Build, problem)
    }

    pub(super) fn fail_as(mut self, kind: ErrorKind, problem: impl Into<Arc<str>>) -> Self {
        self.parts().problem.get_or_insert_with(|| (kind, problem.into()));
        self
    }

    /// Returns the error of a value that did not fit.
    pub(super) fn checked(&self) -> Result<(), Error> {
        match &self.0.problem {
            Some((kind, problem)) => Err(Error::new(*kind, &**problem)),
            None => Ok(()),
        }
    }
}

/// Writes a value, and notes the secrets in it.
fn written<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<Value> {
    secret::note();
    serde_json::to_value(value)
}

/// Sets the value of a name, in its old place.
fn replace<K: PartialEq, V>(list: &mut Vec<(K, V)>, name: K, value: V) {
    match list.iter_mut().find(|entry| entry.0 == name) {
        Some(entry) => entry.1 = value,
        None => list.push((name, value)),
    }
}

/// The whole query from one value.
fn query_string(value: &Value, escape: Escape) -> Vec<Pair> {
    match value {
        Value::Object(_) => encode::form(value, &[], Escape::Form),
        other => encode::pairs("", Style::Form, false, escape, other),
    }
}
