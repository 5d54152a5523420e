//! Places of a document, and which values describe which.

use serde_json::Value;
use std::collections::BTreeSet;

/// The operations that a path item names by keys of its own.
pub(crate) const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// A value of an enumeration, apart from names of fields.
pub(crate) fn shown(value: &Value) -> String {
    format!("={}", value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// Named schemas, operations and webhooks.
pub(crate) fn starts(root: &Value) -> Vec<(String, &Value)> {
    let schemas = root["components"]["schemas"].as_object().into_iter().flatten();
    let mut starts: Vec<(String, &Value)> = schemas
        .map(|(name, value)| (format!("/components/schemas/{}", escaped(name)), value))
        .collect();
    for part in ["paths", "webhooks"] {
        for (path, item) in root[part].as_object().into_iter().flatten() {
            for method in METHODS {
                if let Some(operation) = item.get(method) {
                    starts.push((format!("/{part}/{}/{method}", escaped(path)), operation));
                }
            }
        }
    }
    starts
}

/// The place of the value that a schema describes: parts and branches describe that of the whole.
pub(crate) fn value_at(pointer: &str) -> String {
    let tokens: Vec<&str> = pointer.split('/').collect();
    let mut place = String::new();
    let mut at = 1;
    while let Some(token) = tokens.get(at) {
        let named = tokens[at - 1] == "properties" && tokens.get(at - 2) != Some(&"properties");
        let counted = tokens.get(at + 1).is_some_and(|next| next.parse::<usize>().is_ok());
        match *token {
            "allOf" | "oneOf" | "anyOf" if counted && !named => at += 2,
            "if" | "then" | "else" if !named => at += 1,
            _ => {
                place.push('/');
                place.push_str(token);
                at += 1;
            }
        }
    }
    place
}

/// Every reference, with the place of the schema that is one.
pub(crate) fn described(value: &Value, at: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(entries) => {
            if let Some(target) = entries.get("$ref").and_then(Value::as_str)
                && let Some(target) = target.strip_prefix('#')
            {
                found.push((at.to_owned(), target.to_owned()));
            }
            for (key, inner) in entries {
                described(inner, &format!("{at}/{}", escaped(key)), found);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                described(inner, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

pub(crate) fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            if let Some(to) = value.get("$ref").and_then(Value::as_str) {
                found.extend(to.strip_prefix('#').map(str::to_owned));
            }
            entries.values().for_each(|inner| references(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| references(inner, found)),
        _ => {}
    }
}

pub(crate) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
