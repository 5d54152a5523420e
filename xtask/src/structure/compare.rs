//! Two documents side by side, without their text.

use std::fmt;

use serde_json::{Map, Value};

/// A place where two documents differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// The JSON pointer.
    at: String,
    /// What is there in each; nothing where the place does not exist.
    old: Option<String>,
    new: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, old, new } = self;
        match (old, new) {
            (Some(old), Some(new)) => write!(formatter, "#{at}: {old} became {new}"),
            (Some(old), None) => write!(formatter, "#{at}: removed {old}"),
            (None, new) => write!(formatter, "#{at}: added {}", new.as_deref().unwrap_or_default()),
        }
    }
}

/// How the members of an object are to be read. Without it, a property that is called
/// `description` would pass for text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Keys are words of OpenAPI or JSON Schema.
    Words,
    /// Keys are names that the author chose; values are objects of words.
    Names,
    /// Keys are names; values are text.
    Texts,
    /// Plain values, compared as they are.
    Data,
    /// Plain values whose order means nothing.
    Set,
}

impl Kind {
    /// The kind of the value under a word; nothing for text.
    fn under(word: &str) -> Option<Self> {
        Some(match word {
            "description" | "summary" | "title" | "example" | "examples" | "externalDocs"
            | "$comment" => return None,
            "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas"
            | "schemas" | "responses" | "headers" | "requestBodies" | "securitySchemes"
            | "links" | "callbacks" | "pathItems" | "mediaTypes" | "paths" | "webhooks"
            | "content" | "encoding" | "variables" => Self::Names,
            "scopes" => Self::Texts,
            "required" | "enum" | "type" => Self::Set,
            "const" | "default" | "mapping" | "security" | "dependentRequired" => Self::Data,
            extension if extension.starts_with("x-") => Self::Data,
            _ => Self::Words,
        })
    }
}

/// Every difference between two documents that is not one of text.
pub(super) fn documents(old: &Value, new: &Value) -> Vec<Difference> {
    let mut differences = Vec::new();
    values(Kind::Words, old, new, "", &mut differences);
    differences
}

fn values(kind: Kind, old: &Value, new: &Value, at: &str, found: &mut Vec<Difference>) {
    match (kind, old, new) {
        (Kind::Set, Value::Array(old), Value::Array(new)) => sets(old, new, at, found),
        (Kind::Data | Kind::Set, ..) if old == new => {}
        (Kind::Words | Kind::Names | Kind::Texts, Value::Object(old), Value::Object(new)) => {
            objects(kind, old, new, at, found);
        }
        // `parameters` is a list in operations and a map in components.
        (Kind::Words, Value::Array(old), Value::Array(new)) => lists(old, new, at, found),
        _ if old == new => {}
        _ => found.push(Difference { at: at.to_owned(), old: show(old), new: show(new) }),
    }
}

type Object = Map<String, Value>;

fn objects(kind: Kind, old: &Object, new: &Object, at: &str, found: &mut Vec<Difference>) {
    let added = new.keys().filter(|key| !old.contains_key(*key));
    for key in old.keys().chain(added) {
        let Some(inner) = inner(kind, key, old.get(key).or(new.get(key))) else {
            continue;
        };
        let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        match (old.get(key), new.get(key)) {
            (Some(_), Some(_)) if kind == Kind::Texts => {}
            (Some(old), Some(new)) => values(inner, old, new, &at, found),
            (old, new) => {
                found.push(Difference { at, old: old.and_then(show), new: new.and_then(show) })
            }
        }
    }
}

/// The kind of a member's value; nothing for text.
fn inner(kind: Kind, key: &str, value: Option<&Value>) -> Option<Kind> {
    match kind {
        Kind::Names | Kind::Texts => Some(Kind::Words),
        Kind::Words if key == "parameters" && value.is_some_and(Value::is_object) => {
            Some(Kind::Names)
        }
        // The examples of a link's or a server's word are lists or maps; `required: true` is data.
        Kind::Words => Kind::under(key),
        Kind::Data | Kind::Set => Some(kind),
    }
}

fn sets(old: &[Value], new: &[Value], at: &str, found: &mut Vec<Difference>) {
    for value in old.iter().filter(|value| !new.contains(value)) {
        found.push(Difference { at: at.to_owned(), old: show(value), new: None });
    }
    for value in new.iter().filter(|value| !old.contains(value)) {
        found.push(Difference { at: at.to_owned(), old: None, new: show(value) });
    }
}

fn lists(old: &[Value], new: &[Value], at: &str, found: &mut Vec<Difference>) {
    for (index, value) in old.iter().enumerate() {
        let at = format!("{at}/{index}");
        match counterpart(index, value, old, new) {
            Some(other) => values(Kind::Words, value, other, &at, found),
            None => found.push(Difference { at, old: show(value), new: None }),
        }
    }
    for (index, value) in new.iter().enumerate() {
        if counterpart(index, value, new, old).is_none() {
            let at = format!("{at}/{index}");
            found.push(Difference { at, old: None, new: show(value) });
        }
    }
}

/// The element of the other list that means the same: by what identifies it, else by position.
fn counterpart<'a>(
    index: usize,
    value: &Value,
    here: &[Value],
    there: &'a [Value],
) -> Option<&'a Value> {
    let identity = identity(value);
    let unique = here.iter().filter(|other| self::identity(other) == identity).count() == 1;
    match identity {
        Some(_) if unique => there.iter().find(|other| self::identity(other) == identity),
        _ => there.get(index),
    }
}

/// What identifies a parameter, a tag, a server or a reference.
fn identity(value: &Value) -> Option<(&str, &str)> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    text("$ref")
        .or_else(|| text("url"))
        .map(|target| (target, ""))
        .or_else(|| Some((text("name")?, text("in").unwrap_or_default())))
}

/// A value in short.
fn show(value: &Value) -> Option<String> {
    const LONGEST: usize = 80;
    let text = value.to_string();
    Some(match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    })
}

#[cfg(test)]
mod tests {
    use super::documents;
    use serde_json::{Value, json};

    fn differences(old: Value, new: Value) -> Vec<String> {
        documents(&old, &new).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn text_does_not_count() {
        let old = json!({
            "info": { "title": "A", "version": "1" },
            "paths": { "/a": { "get": { "summary": "Reads", "responses": {
                "200": { "description": "Fine", "content": { "text/plain": { "example": "x" } } }
            } } } },
            "components": { "securitySchemes": { "o": { "flows": { "implicit": {
                "scopes": { "read": "Reads" } } } } } }
        });
        let new = json!({
            "info": { "title": "B", "version": "1", "description": "More" },
            "paths": { "/a": { "get": { "responses": {
                "200": { "description": "Good", "content": { "text/plain": {} } }
            } } } },
            "components": { "securitySchemes": { "o": { "flows": { "implicit": {
                "scopes": { "read": "Looks" } } } } } }
        });
        assert_eq!(differences(old, new), Vec::<String>::new());
    }

    #[test]
    fn names_that_look_like_text_count() {
        let schema = |property: &str, inner: Value| json!({ "schemas": { "title": { "properties": { property: inner } } } });
        let old = schema("description", json!({ "type": "string", "description": "x" }));
        let new = schema("description", json!({ "type": "integer" }));
        assert_eq!(
            differences(old, new),
            ["#/schemas/title/properties/description/type: \"string\" became \"integer\""]
        );
        let nested = |kind: &str| {
            schema("properties", json!({ "properties": { "summary": { "type": kind } } }))
        };
        assert_eq!(differences(nested("string"), nested("null")).len(), 1);
    }

    #[test]
    fn order_counts_only_where_it_means_something() {
        let old = json!({ "required": ["a", "b"], "enum": ["x", "y"], "type": ["string", "null"],
            "parameters": [{ "name": "a", "in": "query" }, { "name": "b", "in": "query" }] });
        let new = json!({ "required": ["b", "a"], "enum": ["y", "x"], "type": ["null", "string"],
            "parameters": [{ "name": "b", "in": "query" }, { "name": "a", "in": "query" }] });
        assert_eq!(differences(old, new), Vec::<String>::new());
        let more = json!({ "parameters": [{ "name": "c", "in": "query" }], "enum": ["x"] });
        let less = json!({ "parameters": [], "enum": ["x", "y"] });
        assert_eq!(
            differences(more, less),
            ["#/parameters/0: removed {\"name\":\"c\",\"in\":\"query\"}", "#/enum: added \"y\""]
        );
    }

    #[test]
    fn each_difference_has_its_pointer() {
        let old = json!({ "paths": { "/a~b": { "get": {} } }, "anyOf": [{ "maxLength": 1 }] });
        let new = json!({ "paths": { "/a~b": { "put": {} } }, "anyOf": [{ "maxLength": 2 }] });
        assert_eq!(
            differences(old, new),
            [
                "#/paths/~1a~0b/get: removed {}",
                "#/paths/~1a~0b/put: added {}",
                "#/anyOf/0/maxLength: 1 became 2"
            ]
        );
    }
}
