//! Rewrites a document so that a strict validator reads it as its authors mean it.
//!
//! Taken literally, some schemas of the real API admit nothing at all. Three readings are
//! relaxed, everywhere in the document and before anything else reads it:
//!
//! 1. `allOf` of objects of which one, or the whole, is closed (`additionalProperties: false`): each
//!    would refuse the properties of the others. They are opened and the whole is closed by
//!    `unevaluatedProperties: false`, so a property that none declares is still refused.
//! 2. `allOf [X, {type: [object, null]}]` where `X` is an object: means "`X` or null".
//! 3. `type: [string, null]` with an `enum` that lacks null: null is allowed.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

/// Rewrites a whole document.
pub fn relaxed(root: &Value) -> Value {
    rewrite(root, root)
}

fn rewrite(node: &Value, root: &Value) -> Value {
    match node {
        Value::Array(items) => items.iter().map(|item| rewrite(item, root)).collect(),
        Value::Object(schema) if schema.contains_key("allOf") || schema.contains_key("enum") => {
            let schema = with_null_in_enum(schema.clone());
            let schema = with_null_beside_all_of(schema, root);
            rewrite_values(&with_open_branches(schema, root), root)
        }
        Value::Object(object) => rewrite_values(object, root),
        scalar => scalar.clone(),
    }
}

fn rewrite_values(object: &Map<String, Value>, root: &Value) -> Value {
    let rewritten = object.iter().map(|(key, value)| (key.clone(), rewrite(value, root)));
    Value::Object(rewritten.collect())
}

fn with_null_in_enum(mut schema: Map<String, Value>) -> Map<String, Value> {
    if lists_null(&schema)
        && let Some(Value::Array(values)) = schema.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    schema
}

fn with_null_beside_all_of(mut schema: Map<String, Value>, root: &Value) -> Map<String, Value> {
    let Some(Value::Array(branches)) = schema.get("allOf") else {
        return schema;
    };
    let offers = branches.iter().any(|branch| branch.as_object().is_some_and(lists_null));
    if !offers || !branches.iter().any(|branch| refuses_null(branch, root)) {
        return schema;
    }
    let branches: Vec<Value> = branches.iter().map(without_null).collect();
    let position = schema.keys().position(|key| key == "allOf").unwrap_or_default();
    schema.shift_insert(position, "anyOf".into(), json!([{"allOf": branches}, {"type": "null"}]));
    schema.shift_remove("allOf");
    schema
}

fn with_open_branches(mut schema: Map<String, Value>, root: &Value) -> Map<String, Value> {
    let Some(Value::Array(branches)) = schema.get("allOf") else {
        return schema;
    };
    let closed = branches.iter().any(|branch| is_closed(branch, root));
    let declaring = branches.iter().filter(|branch| declares_properties(branch, root)).count();
    let whole = schema.get("additionalProperties") == Some(&Value::Bool(false)) && declaring > 0;
    if !whole && (!closed || declaring < 2) {
        return schema;
    }
    let open = branches.iter().map(|branch| opened(branch, root)).collect();
    schema.insert("allOf".into(), Value::Array(open));
    if whole {
        schema.shift_remove("additionalProperties");
    }
    schema.insert("unevaluatedProperties".into(), Value::Bool(false));
    schema
}

/// A copy of a branch that tolerates the properties of its neighbours.
fn opened(branch: &Value, root: &Value) -> Value {
    let Value::Object(schema) = followed(branch, root) else {
        return branch.clone();
    };
    let mut schema = schema.clone();
    for key in ["additionalProperties", "unevaluatedProperties"] {
        if schema.get(key) == Some(&Value::Bool(false)) {
            schema.shift_remove(key);
        }
    }
    if let Some(Value::Array(inner)) = schema.get_mut("allOf") {
        *inner = inner.iter().map(|branch| opened(branch, root)).collect();
    }
    Value::Object(schema)
}

fn is_closed(branch: &Value, root: &Value) -> bool {
    let schema = followed(branch, root);
    let closes = |key: &str| schema.get(key) == Some(&Value::Bool(false));
    closes("additionalProperties")
        || closes("unevaluatedProperties")
        || branches_of(schema).any(|branch| is_closed(branch, root))
}

fn declares_properties(branch: &Value, root: &Value) -> bool {
    let schema = followed(branch, root);
    let own = schema.get("properties").and_then(Value::as_object);
    own.is_some_and(|properties| !properties.is_empty())
        || branches_of(schema).any(|branch| declares_properties(branch, root))
}

fn refuses_null(branch: &Value, root: &Value) -> bool {
    let schema = followed(branch, root);
    let by_type = match schema.get("type") {
        Some(Value::String(name)) => name != "null",
        Some(Value::Array(names)) => !names.contains(&json!("null")),
        _ => false,
    };
    by_type || branches_of(schema).any(|branch| refuses_null(branch, root))
}

fn lists_null(schema: &Map<String, Value>) -> bool {
    matches!(schema.get("type"), Some(Value::Array(names)) if names.contains(&json!("null")))
}

fn without_null(branch: &Value) -> Value {
    let mut branch = branch.clone();
    if let Some(Value::Array(names)) = branch.get_mut("type") {
        names.retain(|name| name != "null");
    }
    branch
}

fn branches_of(schema: &Value) -> impl Iterator<Item = &Value> {
    schema.get("allOf").and_then(Value::as_array).into_iter().flatten()
}

/// Follows references within the document to the schema that they name.
pub(crate) fn followed<'a>(mut schema: &'a Value, root: &'a Value) -> &'a Value {
    for _ in 0..16 {
        let Some(Value::String(reference)) = schema.get("$ref") else {
            break;
        };
        let Some(pointer) = reference.strip_prefix('#') else { break };
        let pointer = percent_decode_str(pointer).decode_utf8_lossy();
        let Some(target) = root.pointer(&pointer) else { break };
        schema = target;
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::{followed, relaxed};
    use serde_json::json;

    #[test]
    fn a_closed_whole_takes_what_its_parts_declare() {
        let root = json!({
            "A": { "properties": { "a": {} }, "additionalProperties": false },
            "B": { "allOf": [{ "$ref": "#/A" }], "additionalProperties": false },
        });
        let open = json!({ "properties": { "a": {} } });
        assert_eq!(relaxed(&root)["B"], json!({ "allOf": [open], "unevaluatedProperties": false }));
        let nothing = json!({ "allOf": [{ "type": "object" }], "additionalProperties": false });
        assert_eq!(relaxed(&nothing), nothing);
    }

    #[test]
    fn references_may_be_percent_encoded() {
        let root = json!({ "paths": { "/a/{id}": { "type": "string" } } });
        let reference = json!({ "$ref": "#/paths/~1a~1%7Bid%7D" });
        assert_eq!(followed(&reference, &root), &json!({ "type": "string" }));
    }
}
