//! The test of one operation: what is sent, judged by the document, and what comes back, decoded.

use std::fmt::{Debug, Display};

use serde_json::Value;

use crate::{
    call::{Again, Call, debugged, displayed},
    document::Document,
    lenient::followed,
    operation::{Operation, Parameter},
    saying,
    server::{MAILBOX_KEY, ROOT_KEY, Recorded, Server, Shape},
};

/// The header that a client adds by itself where it is declared.
const KEY: &str = "Idempotency-Key";

/// Headers that have a syntax of their own.
const CONDITIONS: [&str; 3] = ["If-Match", "If-None-Match", "Range"];

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
    /// The operation that is judged.
    pub(crate) fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The base URL for the client.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// A key of the kind that the operation wants.
    pub fn key(&self) -> &'static str {
        if self.operation.tag == "Mailbox API" { MAILBOX_KEY } else { ROOT_KEY }
    }

    /// Judges a call with every argument that the document has: each parameter and each property of
    /// the body has to arrive and to be valid, and each free text has to say its own name, as
    /// [`saying`](crate::saying) writes it. The answers are full ones, also with unknown fields
    /// and unknown enum values.
    ///
    /// # Panics
    ///
    /// Panics when the request is not what the document says or the answer is not decoded.
    pub async fn full<T, E: Debug>(&self, call: impl Call<T, E>) {
        let call = debugged(&call);
        self.judge_full(&call).await;
    }

    async fn judge_full(&self, call: Again<'_, '_>) {
        for shape in [Shape::Full, Shape::UnknownFields, Shape::UnknownValues] {
            let sent = self.answered(shape, call).await;
            let missing: Vec<&str> = self.optional(&sent, false).collect();
            assert!(missing.is_empty(), "{}: not sent: {missing:?}", self.operation.id);
            let wrong: Vec<String> = self.mistaken(&sent).collect();
            assert!(wrong.is_empty(), "{}: {wrong:?}", self.operation.id);
            let body = self.body(&sent).unwrap_or_default();
            let wrong = self.differing(&body, Wanted::All);
            assert!(wrong.is_empty(), "{}: not as given in the body: {wrong:?}", self.operation.id);
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
        let call = debugged(&call);
        self.judge_minimal(&call).await;
    }

    async fn judge_minimal(&self, call: Again<'_, '_>) {
        let sent = self.answered(Shape::Minimal, call).await;
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
        let call = displayed(&call);
        self.judge_refused(&call).await;
    }

    async fn judge_refused(&self, call: Again<'_, '_>) {
        let documented = self.operation.responses.iter().filter_map(|answer| answer.status);
        for status in documented.filter(|status| status.as_u16() >= 400) {
            self.server.fail_next(status.as_u16(), None);
            let id = &self.operation.id;
            let Err(text) = call().await else { panic!("{id}: {status} is no error") };
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
    async fn answered(&self, shape: Shape, call: Again<'_, '_>) -> Recorded {
        let id = &self.operation.id;
        self.server.answer_with(shape);
        let before = self.server.requests().len();
        let result = call().await;
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

    /// The free texts among the parameters that do not say what they should.
    fn mistaken(&self, sent: &Recorded) -> impl Iterator<Item = String> {
        self.operation.parameters.iter().filter_map(|parameter| {
            let Parameter { name, place, schema, .. } = parameter;
            let value = match place.as_str() {
                "path" => sent.path.get(name).map(String::as_str),
                "query" => sent.query(name),
                "header" if !CONDITIONS.contains(&name.as_str()) => sent.header(name),
                _ => None,
            }?;
            let document = Document::sendmux();
            let schema = followed(document.at(schema), document.root());
            let expected = saying(name, place == "header", schema)?;
            (value != expected).then(|| format!("{name} is {value:?}, not {expected:?}"))
        })
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
            let mut walk = Walk { wanted, open: Vec::new(), found: &mut found };
            walk.compare(Document::sendmux().at(pointer), body, "");
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

/// A walk over properties and items; the branches of unions are left to validation.
struct Walk<'w> {
    wanted: Wanted,
    /// The schemas around the value: what stands within itself may be left out.
    open: Vec<*const Value>,
    found: &'w mut Vec<String>,
}

impl Walk<'_> {
    fn compare(&mut self, schema: &Value, value: &Value, at: &str) {
        let schema = followed(schema, Document::sendmux().root());
        self.open.push(std::ptr::from_ref(schema));
        for branch in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.compare(branch, value, at);
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            self.property(schema, name, property, value.get(name), &format!("{at}/{name}"));
        }
        if let (Some(schema), Some(item)) = (schema.get("items"), value.get(0)) {
            self.text(at.rsplit('/').next().unwrap_or_default(), schema, item, at);
            self.compare(schema, item, &format!("{at}/0"));
        }
        self.open.pop();
    }

    fn property(
        &mut self,
        owner: &Value,
        name: &str,
        schema: &Value,
        value: Option<&Value>,
        at: &str,
    ) {
        let listed = owner.get("required").and_then(Value::as_array);
        let required = listed.is_some_and(|listed| listed.iter().any(|one| one == name));
        match value {
            Some(_) if self.wanted == Wanted::Required && !required => {
                self.found.push(at.to_owned());
            }
            Some(value) => {
                self.text(name, schema, value, at);
                self.compare(schema, value, at);
            }
            None if self.wanted == Wanted::All && !self.is_within_itself(schema) => {
                self.found.push(at.to_owned());
            }
            None => {}
        }
    }

    /// Notes a free text of a full body that does not say its own name.
    fn text(&mut self, name: &str, schema: &Value, value: &Value, at: &str) {
        let schema = followed(schema, Document::sendmux().root());
        if let (Wanted::All, Some(expected)) = (self.wanted, saying(name, false, schema))
            && *value != *expected
        {
            self.found.push(format!("{at} is {value}, not {expected:?}"));
        }
    }

    fn is_within_itself(&self, schema: &Value) -> bool {
        let schema = followed(schema, Document::sendmux().root());
        self.open.contains(&std::ptr::from_ref(schema))
    }
}

/// Whether a text is a UUID of version 4.
fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let is_hex = parts.iter().all(|part| part.chars().all(|digit| digit.is_ascii_hexdigit()));
    lengths == [8, 4, 4, 4, 12] && is_hex && parts[2].starts_with('4')
}
