//! Schemas by their pointers.

use std::sync::LazyLock;

use serde_json::Value;
use tests::document::Document;

use crate::request::decoded;

/// How many references and combinations lead to what is looked for.
const DEPTH: usize = 8;

/// The variable with the path of the document that requests are judged by.
pub const DOCUMENT: &str = "WIRE_DOCUMENT";

/// The variable with the path of the same document as answers are made by.
pub const ANSWERS: &str = "WIRE_ANSWERS";

/// The document that requests are judged by, read once.
pub(crate) fn document() -> &'static Document {
    static READ: LazyLock<Document> = LazyLock::new(|| read(DOCUMENT).ignoring_formats());
    &READ
}

/// The document that answers are made by, read once.
pub(crate) fn answers() -> &'static Document {
    static READ: LazyLock<Document> = LazyLock::new(|| read(ANSWERS).ignoring_formats());
    &READ
}

#[cfg(not(test))]
fn read(variable: &str) -> Document {
    let path = std::env::var_os(variable).unwrap_or_else(|| panic!("{variable} is not set"));
    Document::read(std::path::Path::new(&path))
}

#[cfg(test)]
fn read(_variable: &str) -> Document {
    let text = include_str!("trials/document.json");
    Document::new(&serde_json::from_str(text).expect("the tests' document is JSON"))
}

/// The pointer of what stands at a place, or of what it refers to.
pub(crate) fn resolved(pointer: &str) -> String {
    let mut at = pointer.to_owned();
    for _ in 0..DEPTH {
        if !document().has(&at) {
            break;
        }
        let reference = document().at(&at).get("$ref").and_then(Value::as_str);
        match reference.and_then(target) {
            Some(target) => at = target,
            None => break,
        }
    }
    at
}

/// The pointer that a reference within the document has in its fragment.
fn target(reference: &str) -> Option<String> {
    reference.strip_prefix('#').map(decoded)
}

/// The schemas that describe one value: the one at a place, what it refers to and its branches.
pub(crate) fn facets(pointer: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect(pointer, DEPTH, &mut found);
    found
}

fn collect(pointer: &str, depth: usize, found: &mut Vec<String>) {
    if depth == 0 || found.iter().any(|known| known == pointer) || !document().has(pointer) {
        return;
    }
    found.push(pointer.to_owned());
    let schema = document().at(pointer);
    if let Some(target) = schema.get("$ref").and_then(Value::as_str).and_then(target) {
        collect(&target, depth - 1, found);
    }
    for key in ["allOf", "anyOf", "oneOf"] {
        let branches = schema.get(key).and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..branches {
            collect(&format!("{pointer}/{key}/{index}"), depth - 1, found);
        }
    }
}

/// Whether a value may be of a type.
pub(crate) fn may_be(facets: &[String], name: &str) -> bool {
    let implied: &[&str] = match name {
        "array" => &["items", "prefixItems"],
        "object" => &["properties", "additionalProperties"],
        _ => &[],
    };
    facets.iter().any(|facet| {
        let schema = document().at(facet);
        match schema.get("type") {
            Some(Value::String(only)) => only == name,
            Some(Value::Array(names)) => names.iter().any(|listed| listed == name),
            _ => implied.iter().any(|key| schema.get(key).is_some()),
        }
    })
}

/// The schemas of an array's items.
pub(crate) fn items(facets: &[String]) -> Vec<String> {
    below(facets, |facet| vec![format!("{facet}/items")])
}

/// The schemas of a property.
pub(crate) fn property(facets: &[String], name: &str) -> Vec<String> {
    let token = name.replace('~', "~0").replace('/', "~1");
    let named = below(facets, |facet| vec![format!("{facet}/properties/{token}")]);
    if named.is_empty() {
        below(facets, |facet| vec![format!("{facet}/additionalProperties")])
    } else {
        named
    }
}

fn below(facets: &[String], pointers: impl Fn(&str) -> Vec<String>) -> Vec<String> {
    let all = facets.iter().flat_map(|facet| pointers(facet));
    all.filter(|pointer| document().has(pointer))
        .flat_map(|pointer| self::facets(&pointer))
        .collect()
}

/// The names of the declared properties.
pub(crate) fn properties(facets: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for facet in facets {
        let own = document().at(facet).get("properties").and_then(Value::as_object);
        for name in own.into_iter().flat_map(|own| own.keys()) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    names
}

/// Whether properties may come that are not declared.
pub(crate) fn is_open(facets: &[String]) -> bool {
    facets.iter().any(|facet| {
        let more = document().at(facet).get("additionalProperties");
        more.is_some_and(|more| *more != Value::Bool(false))
    })
}

/// A text as the value that it stands for.
pub(crate) fn scalar(facets: &[String], text: &str) -> Value {
    let literal = serde_json::from_str::<Value>(text).ok();
    let literal =
        literal.filter(|value| value.is_number() || value.is_boolean() || value.is_null());
    let text = Value::from(text);
    let fits = |value: &Value| {
        facets.is_empty()
            || facets.iter().any(|facet| document().violations(facet, value).is_empty())
    };
    match literal {
        _ if facets.is_empty() => text,
        Some(_) if may_be(facets, "string") && fits(&text) && !may_be_literal(facets) => text,
        Some(literal) if fits(&literal) => literal,
        _ => text,
    }
}

/// A text within a list as the value that it stands for: lists and objects have no style there, and
/// are JSON.
pub(crate) fn inner(facets: &[String], text: &str) -> Value {
    let is_one = |value: &Value| match value {
        Value::Array(_) => may_be(facets, "array"),
        Value::Object(_) => may_be(facets, "object"),
        _ => false,
    };
    let json = serde_json::from_str(text).ok().filter(is_one);
    json.filter(|_| !may_be(facets, "string")).unwrap_or_else(|| scalar(facets, text))
}

/// Whether a value may be a text or number.
pub(crate) fn may_be_scalar(facets: &[String]) -> bool {
    ["string", "integer", "number", "boolean"].iter().any(|name| may_be(facets, name))
}

fn may_be_literal(facets: &[String]) -> bool {
    ["integer", "number", "boolean", "array", "object"].iter().any(|name| may_be(facets, name))
}
