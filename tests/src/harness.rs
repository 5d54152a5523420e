//! The test of one operation: what is sent, judged by the document, and what comes back, decoded.

use std::{
    fmt::{Debug, Display},
    future::IntoFuture,
};

use serde_json::Value;

use crate::{
    document::Document,
    lenient::followed,
    operation::{Operation, Parameter},
    server::{MAILBOX_KEY, ROOT_KEY, Recorded, Server, Shape},
};

/// The header that a client adds by itself where it is declared.
const KEY: &str = "Idempotency-Key";

/// A server that expects calls of one operation and judges them.
pub struct Check {
    server: Server,
    operation: &'static Operation,
}

/// Starts a server for the test of one operation.
///
/// # Panics
///
/// Panics when the document has no such operation.
pub async fn operation(id: &str) -> Check {
    Check { server: Server::stateless().await, operation: Document::sendmux().operation(id) }
}

impl Check {
    /// The base URL for the client.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// A key of the kind that the operation wants.
    pub fn key(&self) -> &'static str {
        if self.operation.tag == "Mailbox API" { MAILBOX_KEY } else { ROOT_KEY }
    }

    /// Judges a call with every argument that the document has: each parameter and each property of
    /// the body has to arrive and to be valid. The answers are full ones, also with unknown fields
    /// and unknown enum values.
    ///
    /// # Panics
    ///
    /// Panics when the request is not what the document says or the answer is not decoded.
    pub async fn full<T, E: Debug>(&self, call: impl Call<T, E>) {
        for shape in [Shape::Full, Shape::UnknownFields, Shape::UnknownValues] {
            let sent = self.answered(shape, &call).await;
            let missing: Vec<&str> = self.optional(&sent, false).collect();
            assert!(missing.is_empty(), "{}: not sent: {missing:?}", self.operation.id);
            let body = self.body(&sent).unwrap_or_default();
            let missing = self.differing(&body, Wanted::All);
            assert!(missing.is_empty(), "{}: not in the body: {missing:?}", self.operation.id);
            let expects_body = self.operation.body.is_some();
            assert_eq!(!sent.body.is_empty(), expects_body, "{}: body", self.operation.id);
        }
    }

    /// Judges a call with nothing but what the document requires; only an idempotency key comes by
    /// itself. The answer is a minimal one.
    ///
    /// # Panics
    ///
    /// Panics when the request is not what the document says or the answer is not decoded.
    pub async fn minimal<T, E: Debug>(&self, call: impl Call<T, E>) {
        let sent = self.answered(Shape::Minimal, &call).await;
        let extra: Vec<&str> = self.optional(&sent, true).filter(|name| *name != KEY).collect();
        assert!(extra.is_empty(), "{}: sent unasked: {extra:?}", self.operation.id);
        if let Some(body) = self.body(&sent) {
            let extra = self.differing(&body, Wanted::Required);
            assert!(extra.is_empty(), "{}: in the body unasked: {extra:?}", self.operation.id);
        }
        let key = sent.header(KEY).map(is_uuid);
        let expected = self.operation.declares("header", KEY).then_some(true);
        assert_eq!(key, expected, "{}: {:?}", self.operation.id, sent.header(KEY));
    }

    /// Judges the errors: each documented status above 399 has to come out with its code. The
    /// client must not retry.
    ///
    /// # Panics
    ///
    /// Panics when a refused call is a success, or its error does not name status and code.
    pub async fn refused<T, E: Display>(&self, call: impl Call<T, E>) {
        let documented = self.operation.responses.iter().filter_map(|answer| answer.status);
        for status in documented.filter(|status| status.as_u16() >= 400) {
            self.server.fail_next(status.as_u16(), None);
            let id = &self.operation.id;
            let Err(error) = call.again().await else { panic!("{id}: {status} is no error") };
            let text = error.to_string();
            let code = self.server.last_code().unwrap_or_default();
            let named = text.contains(status.as_str()) && text.contains(&code);
            assert!(named, "{id}: {status} {code} is not told by {text:?}");
        }
    }

    /// Judges the walk over a list: served in three pages, each has to be asked for by its cursor.
    ///
    /// # Panics
    ///
    /// Panics when an item is lost or come twice.
    pub async fn pages<T, E: Debug>(&self, call: impl Call<Vec<T>, E>) {
        self.server.serve_pages(3);
        let before = self.server.requests().len();
        let id = &self.operation.id;
        let items = call.again().await.unwrap_or_else(|error| panic!("{id}: {error:?}"));
        let sent = self.server.requests().split_off(before);
        let cursors: Vec<_> = sent.iter().map(|request| request.query("cursor")).collect();
        assert_eq!(cursors, [None, Some("page-2"), Some("page-3")], "{id}");
        assert_eq!(items.len(), 6, "{id}: every page has two items");
    }

    /// Makes a call and gives what was sent, once, for this operation, without a violation.
    async fn answered<T, E: Debug>(&self, shape: Shape, call: &impl Call<T, E>) -> Recorded {
        let id = &self.operation.id;
        self.server.answer_with(shape);
        let before = self.server.requests().len();
        let result = call.again().await.map(drop);
        let mut sent = self.server.requests().split_off(before);
        let violations: Vec<_> = sent.iter().flat_map(|request| &request.violations).collect();
        assert!(violations.is_empty(), "{id}: {violations:#?}");
        assert!(result.is_ok(), "{id}: the {shape:?} answer gives {result:?}");
        assert_eq!(sent.len(), 1, "{id}: sends one request");
        let sent = sent.remove(0);
        assert_eq!(sent.operation.as_ref(), Some(id), "{} {}", sent.method, sent.target);
        sent
    }

    /// The optional parameters that were sent, or were not.
    fn optional<'c>(&'c self, sent: &'c Recorded, arrived: bool) -> impl Iterator<Item = &'c str> {
        let is_there = move |parameter: &Parameter| match parameter.place.as_str() {
            "query" => sent.query(&parameter.name).is_some(),
            "header" => sent.header(&parameter.name).is_some(),
            _ => !arrived,
        };
        let optional = self.operation.parameters.iter().filter(|parameter| !parameter.required);
        let wanted = optional.filter(move |parameter| is_there(parameter) == arrived);
        wanted.map(|parameter| parameter.name.as_str())
    }

    fn body(&self, sent: &Recorded) -> Option<Value> {
        let is_json = sent.header("content-type").is_some_and(|media| media.contains("json"));
        is_json.then(|| sent.json())
    }

    /// The properties of a body that are missing from a full one, or too many in a minimal one.
    fn differing(&self, body: &Value, wanted: Wanted) -> Vec<String> {
        let contents = self.operation.body.iter().flat_map(|body| &body.contents);
        let schema = contents.filter(|content| content.media == "application/json");
        let mut found = Vec::new();
        for pointer in schema.filter_map(|content| content.schema.as_ref()) {
            compare(Document::sendmux().at(pointer), body, wanted, "", &mut found);
        }
        found
    }
}

/// Which properties a body is to have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    All,
    Required,
}

/// Walks properties and items; the branches of unions are left to validation.
fn compare(schema: &Value, value: &Value, wanted: Wanted, at: &str, found: &mut Vec<String>) {
    let schema = followed(schema, Document::sendmux().root());
    for branch in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        compare(branch, value, wanted, at, found);
    }
    let required = |name: &str| {
        let listed = schema.get("required").and_then(Value::as_array);
        listed.is_some_and(|listed| listed.iter().any(|one| one == name))
    };
    let properties = schema.get("properties").and_then(Value::as_object);
    for (name, schema) in properties.into_iter().flatten() {
        let at = format!("{at}/{name}");
        match value.get(name) {
            Some(_) if wanted == Wanted::Required && !required(name) => found.push(at),
            Some(value) => compare(schema, value, wanted, &at, found),
            None if wanted == Wanted::All => found.push(at),
            None => {}
        }
    }
    if let (Some(schema), Some(item)) = (schema.get("items"), value.get(0)) {
        compare(schema, item, wanted, &format!("{at}/0"), found);
    }
}

/// Whether a text is a UUID of version 4.
fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let is_hex = parts.iter().all(|part| part.chars().all(|digit| digit.is_ascii_hexdigit()));
    lengths == [8, 4, 4, 4, 12] && is_hex && parts[2].starts_with('4')
}

/// A call that can be made again: a closure that gives a future or a request builder.
pub trait Call<T, E> {
    /// Makes the call.
    fn again(&self) -> impl Future<Output = Result<T, E>>;
}

impl<F, I, T, E> Call<T, E> for F
where
    F: Fn() -> I,
    I: IntoFuture<Output = Result<T, E>>,
{
    fn again(&self) -> impl Future<Output = Result<T, E>> {
        self().into_future()
    }
}
