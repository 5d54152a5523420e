//! References that lead to a thing of another kind than is wanted there.

use crate::source::Node;
use serde_json::{Map, Value};

/// Keys that say what a schema allows, but for those that parameters and bodies have as well.
const OF_SCHEMAS: &[&str] = &[
    "type",
    "properties",
    "additionalProperties",
    "items",
    "allOf",
    "anyOf",
    "oneOf",
    "enum",
    "const",
    "format",
    "not",
    "$ref",
];

/// Keys of documents, path items, operations, parameters, bodies and responses.
const OF_OTHERS: &[&str] = &[
    "openapi",
    "get",
    "put",
    "post",
    "delete",
    "patch",
    "head",
    "responses",
    "in",
    "schema",
    "content",
    "headers",
    "links",
];

/// Whether what a schema refers to is something else.
pub fn is_no_schema(node: &Node<'_>) -> bool {
    // Most have a type, which ends it.
    !has_one(node, OF_SCHEMAS) && has_one(node, OF_OTHERS)
}

/// Whether what something else refers to is a schema.
pub(super) fn is_schema(node: &Node<'_>) -> bool {
    node.at.path().starts_with("/components/schemas/")
        && has_one(node, OF_SCHEMAS)
        && !has_one(node, OF_OTHERS)
}

fn has_one(node: &Node<'_>, keys: &[&str]) -> bool {
    let has = |object: &Map<String, Value>| keys.iter().any(|key| object.contains_key(*key));
    node.value.as_object().is_some_and(has)
}
