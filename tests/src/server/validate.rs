//! Judges a request by the document.

use serde_json::Value;

use super::record::{Recorded, Violation};
use crate::{
    document::Document,
    operation::{Operation, Parameter},
};

/// Headers that HTTP itself and the security scheme bring.
const UNDECLARED: [&str; 10] = [
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "te",
    "transfer-encoding",
    "user-agent",
];

/// Everything about a request that the document does not allow.
pub(super) fn violations(
    document: &Document,
    operation: &Operation,
    request: &Recorded,
) -> Vec<Violation> {
    let mut found = Vec::new();
    for parameter in &operation.parameters {
        found.extend(parameter_violations(document, parameter, request));
    }
    found.extend(undeclared(operation, request));
    found.extend(body_violations(document, operation, request));
    found
}

fn violation(about: &str, message: impl Into<String>) -> Violation {
    Violation {
        about: about.to_owned(),
        missing: false,
        undeclared: false,
        message: message.into(),
    }
}

fn parameter_violations(
    document: &Document,
    parameter: &Parameter,
    request: &Recorded,
) -> Vec<Violation> {
    let Parameter { name, place, required, schema } = parameter;
    let sent = sent(parameter, request);
    if sent.is_empty() {
        let message = format!("{name} is required in the {place}");
        let missing = Violation { missing: true, ..violation(name, message) };
        return required.then_some(missing).into_iter().collect();
    }
    let list = is_of_type(document, schema, "array");
    if sent.len() > 1 && !list {
        return vec![violation(name, format!("{name} comes {} times", sent.len()))];
    }
    let item = if list { format!("{schema}/items") } else { schema.clone() };
    let read = |text: &&str| typed(document, &item, text);
    let value = match sent.as_slice() {
        [text] if !list => typed(document, schema, text),
        texts => Value::Array(texts.iter().map(read).collect()),
    };
    let wrong = document.violations(schema, &value);
    wrong.into_iter().map(|message| violation(name, message)).collect()
}

/// The texts that were sent for a parameter.
fn sent<'r>(parameter: &Parameter, request: &'r Recorded) -> Vec<&'r str> {
    let name = &parameter.name;
    match parameter.place.as_str() {
        "path" => request.path.get(name).map(String::as_str).into_iter().collect(),
        "query" => {
            let same = request.query.iter().filter(|(key, _)| key == name);
            same.map(|(_, value)| value.as_str()).collect()
        }
        "header" => {
            let values = request.headers.get_all(name.as_str()).iter();
            values.filter_map(|value| std::str::from_utf8(value.as_bytes()).ok()).collect()
        }
        _ => Vec::new(),
    }
}

/// What a text of a URL or header stands for.
fn typed(document: &Document, schema: &str, text: &str) -> Value {
    let numeric = is_of_type(document, schema, "integer") || is_of_type(document, schema, "number");
    let literal = match text {
        "true" | "false" if is_of_type(document, schema, "boolean") => serde_json::from_str(text),
        _ if numeric => serde_json::from_str(text),
        _ => Ok(Value::from(text)),
    };
    literal.unwrap_or_else(|_| Value::from(text))
}

fn is_of_type(document: &Document, schema: &str, name: &str) -> bool {
    let schema = crate::lenient::followed(document.at(schema), document.root());
    match schema.get("type") {
        Some(Value::String(only)) => only == name,
        Some(Value::Array(names)) => names.iter().any(|listed| listed == name),
        _ => false,
    }
}

fn undeclared(operation: &Operation, request: &Recorded) -> Vec<Violation> {
    let query = request.query.iter().map(|(name, _)| ("query", name.as_str()));
    let headers = request.headers.keys().map(|name| ("header", name.as_str()));
    let undeclared = |(place, name): &(&str, &str)| {
        let known = *place == "header" && UNDECLARED.contains(name);
        !known && !operation.declares(place, name)
    };
    let report = |(place, name): (&str, &str)| {
        let message = format!("{name} is not declared in the {place}");
        Violation { undeclared: true, ..violation(name, message) }
    };
    query.chain(headers).filter(undeclared).map(report).collect()
}

fn body_violations(
    document: &Document,
    operation: &Operation,
    request: &Recorded,
) -> Vec<Violation> {
    let media = request.header("content-type").unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim();
    let Some(body) = &operation.body else {
        let sent = !request.body.is_empty();
        return sent.then(|| violation("body", "takes no body")).into_iter().collect();
    };
    if request.body.is_empty() && media.is_empty() {
        let missing = Violation { missing: true, ..violation("body", "a body is required") };
        return body.required.then_some(missing).into_iter().collect();
    }
    let Some(content) = body.contents.iter().find(|content| content.media == media) else {
        return vec![violation("Content-Type", format!("{media:?} is not declared"))];
    };
    if content.media != "application/json" {
        return Vec::new();
    }
    let value: Value = match serde_json::from_slice(&request.body) {
        Ok(value) => value,
        Err(error) => return vec![violation("body", format!("is no JSON: {error}"))],
    };
    let Some(schema) = &content.schema else {
        return Vec::new();
    };
    let wrong = document.violations(schema, &value);
    wrong.into_iter().map(|message| violation("body", message)).collect()
}
