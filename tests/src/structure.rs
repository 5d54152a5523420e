//! The structure of a document: what is left of it when its texts are dropped.

use serde_json::{Map, Value};

/// Keys that hold text for people.
const TEXTS: [&str; 5] = ["summary", "description", "title", "example", "examples"];

/// Keys whose objects have names for keys, so that `title` in them is a name.
const NAMED: [&str; 18] = [
    "properties",
    "patternProperties",
    "$defs",
    "dependentSchemas",
    "paths",
    "webhooks",
    "schemas",
    "responses",
    "headers",
    "content",
    "requestBodies",
    "securitySchemes",
    "callbacks",
    "links",
    "variables",
    "encoding",
    "parameters",
    "pathItems",
];

/// Keys whose values are data, taken as they are.
const VERBATIM: [&str; 6] = ["enum", "const", "default", "required", "security", "tags"];

/// A copy without texts.
pub fn of(node: &Value) -> Value {
    match node {
        Value::Array(items) => items.iter().map(of).collect(),
        Value::Object(object) => Value::Object(of_object(object)),
        scalar => scalar.clone(),
    }
}

fn of_object(object: &Map<String, Value>) -> Map<String, Value> {
    let kept = object.iter().filter(|(key, _)| !TEXTS.contains(&key.as_str()));
    let child = |(key, value): (&String, &Value)| {
        let child = match value {
            _ if is_verbatim(key, value) => value.clone(),
            Value::Object(names) if NAMED.contains(&key.as_str()) => {
                names.iter().map(|(name, value)| (name.clone(), of(value))).collect()
            }
            _ => of(value),
        };
        (key.clone(), child)
    };
    kept.map(child).collect()
}

/// The tags of a document are objects with texts; those of an operation are names.
fn is_verbatim(key: &str, value: &Value) -> bool {
    let of_objects = key == "tags" && value.get(0).is_some_and(Value::is_object);
    VERBATIM.contains(&key) && !of_objects
}

/// Each difference between two structures, with its place. The order of keys does not matter, the
/// order of items does.
pub fn differences(ours: &Value, theirs: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare(ours, theirs, "#", &mut found);
    found
}

fn compare(ours: &Value, theirs: &Value, at: &str, found: &mut Vec<String>) {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for (key, value) in ours {
                let at = format!("{at}/{}", crate::operation::escaped(key));
                match theirs.get(key) {
                    Some(other) => compare(value, other, &at, found),
                    None => found.push(format!("{at}: only in the first")),
                }
            }
            let missing = theirs.keys().filter(|key| !ours.contains_key(*key));
            found.extend(missing.map(|key| format!("{at}/{key}: only in the second")));
        }
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
            for (index, (one, other)) in ours.iter().zip(theirs).enumerate() {
                compare(one, other, &format!("{at}/{index}"), found);
            }
        }
        (one, other) if one == other => {}
        (one, other) => found.push(format!("{at}: {one} is not {other}")),
    }
}
