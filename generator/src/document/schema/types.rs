//! `type`, `nullable` and `enum`, with the mistakes that are made about them.

use super::super::fields::{Fields, kind};
use super::Schema;
use crate::diag::{Diagnostics, Pointer, code};
use crate::document::Version;
use crate::ir::{Kind, Kinds};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The types there are.
const NAMES: &[&str] = &["null", "boolean", "integer", "number", "string", "array", "object"];

/// Reads `type` and `nullable`.
pub(super) fn kinds<'a>(
    schema: &mut Schema<'a>,
    fields: &Fields<'a>,
    version: Version,
    diagnostics: &mut Diagnostics,
) {
    schema.kinds = match fields.find("type") {
        None => None,
        Some(Value::Array(list)) => {
            let mut kinds = Kinds::NONE;
            for (index, value) in list.iter().enumerate() {
                let at = || fields.at.key("type").index(index);
                match one(schema, value, at, diagnostics) {
                    Some(kind) => kinds = kinds.join(kind),
                    None => return,
                }
            }
            Some(kinds).filter(|kinds| !kinds.is_empty())
        }
        Some(value) => one(schema, value, || fields.at.key("type"), diagnostics),
    };
    schema.nullable = fields.flag("nullable", diagnostics).unwrap_or(false);
    if !schema.nullable {
        return;
    }
    schema.kinds = schema.kinds.map(|kinds| kinds.with(Kind::Null));
    if version > Version::V30 {
        let message = "`nullable` is no keyword of OpenAPI 3.1 and later; it is honoured";
        diagnostics
            .report(code::NULLABLE_IN_31, &fields.at.key("nullable"), message)
            .remedy("add `null` to the list of types");
    }
}

/// The kinds that one entry of `type` names; `None` where it says nothing.
fn one(
    schema: &mut Schema<'_>,
    value: &Value,
    at: impl Fn() -> Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<Kinds> {
    let name = match value {
        Value::String(name) => name.as_str(),
        // YAML reads the word null as the value null.
        Value::Null => "null",
        other => {
            let message = format!("`type` is {}, not the name of a type", kind(other));
            diagnostics.report(code::WRONG_KEYWORD_TYPE, &at(), message);
            return None;
        }
    };
    if let Some(kind) = of_name(name) {
        return Some(Kinds::NONE.with(kind));
    }
    let meant = meaning(&name.trim().to_ascii_lowercase());
    let diagnostic = match meant {
        Some((_, "")) | None => {
            let message = format!("the type `{name}` is unknown; the value is left untyped");
            diagnostics.report(code::UNKNOWN_TYPE, &at(), message)
        }
        Some((_, meaning)) => {
            let message = format!("the type `{name}` is unknown; it is taken as {meaning}");
            diagnostics.report(code::UNKNOWN_TYPE, &at(), message)
        }
    };
    diagnostic.one_of(name, NAMES);
    let ((kind, format), _) = meant?;
    schema.format = schema.format.or(format);
    kind.map(|kind| Kinds::NONE.with(kind))
}

fn of_name(name: &str) -> Option<Kind> {
    Some(match name {
        "null" => Kind::Null,
        "boolean" => Kind::Bool,
        "integer" => Kind::Integer,
        "number" => Kind::Number,
        "string" => Kind::Text,
        "array" => Kind::List,
        "object" => Kind::Object,
        _ => return None,
    })
}

type Meaning = (Option<Kind>, Option<&'static str>);

/// What a wrong name plainly means, in kind and format, and in words.
fn meaning(name: &str) -> Option<(Meaning, &'static str)> {
    let kind = |kind| Some((Some(kind), None));
    let text = |format| Some((Some(Kind::Text), Some(format)));
    let meant: Option<Meaning> = match name {
        "bool" => kind(Kind::Bool),
        "int" | "int32" | "int64" | "long" | "short" | "uint" | "bigint" => kind(Kind::Integer),
        "float" | "double" | "decimal" | "numeric" | "float32" | "float64" => kind(Kind::Number),
        "str" | "text" | "char" | "varchar" | "enum" => kind(Kind::Text),
        "list" | "set" | "tuple" => kind(Kind::List),
        "map" | "dict" | "hash" | "dictionary" | "json" | "struct" => kind(Kind::Object),
        "nil" | "none" => kind(Kind::Null),
        "file" | "binary" | "bytes" | "stream" => text("binary"),
        "date" => text("date"),
        "datetime" | "date-time" | "timestamp" => text("date-time"),
        "uuid" | "guid" => text("uuid"),
        "uri" | "url" => text("uri"),
        "email" => text("email"),
        "any" | "mixed" => Some((None, None)),
        other => of_name(other).map(|kind| (Some(kind), None)),
    };
    meant.map(|meant| {
        let words = match meant {
            (None, _) => "",
            (Some(Kind::Text), Some(format)) => match format {
                "binary" => "a string of the format binary",
                "date" => "a string of the format date",
                "date-time" => "a string of the format date-time",
                _ => "a string of that format",
            },
            (Some(Kind::Null), _) => "null",
            (Some(Kind::Bool), _) => "boolean",
            (Some(Kind::Integer), _) => "integer",
            (Some(Kind::Number), _) => "number",
            (Some(Kind::Text), None) => "string",
            (Some(Kind::List), _) => "array",
            (Some(Kind::Object), _) => "object",
        };
        (meant, words)
    })
}

/// Reads `enum`, and the names and texts that authors put beside it.
pub(super) fn enumeration<'a>(
    schema: &mut Schema<'a>,
    fields: &Fields<'a>,
    diagnostics: &mut Diagnostics,
) {
    schema.enumeration = match fields.find("enum") {
        None => None,
        Some(Value::Array(values)) if values.is_empty() => {
            let message = "`enum` is empty, so nothing would be allowed; it is ignored";
            diagnostics.report(code::EMPTY_ENUM, &fields.at.key("enum"), message);
            None
        }
        Some(Value::Array(values)) => Some(values),
        Some(Value::Null | Value::Object(_)) => {
            fields.wrong("enum", "a list", diagnostics);
            None
        }
        Some(single) => {
            fields.taken("enum", "the only value", diagnostics);
            Some(std::slice::from_ref(single))
        }
    };
    let Some(values) = schema.enumeration else {
        return;
    };
    report_repetitions(fields, values, diagnostics);
    schema.enum_names = beside(fields, values, &["x-enum-varnames", "x-enumNames", "x-enum-names"]);
    schema.enum_descriptions =
        beside(fields, values, &["x-enum-descriptions", "x-enumDescriptions"]);
    microsoft(schema, fields, values);
}

/// Tells of the first value that an enumeration has twice.
fn report_repetitions(fields: &Fields<'_>, values: &[Value], diagnostics: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    let repeated = values.iter().position(|value| match value {
        Value::String(text) => !seen.insert(Cow::Borrowed(text.as_str())),
        other => !seen.insert(Cow::Owned(format!("\0{other}"))),
    });
    if let Some(index) = repeated {
        let message = format!("`{}` is listed twice; the first one counts", values[index]);
        let at = fields.at.key("enum").index(index);
        diagnostics.report(code::DUPLICATE_ENUM_VALUE, &at, message);
    }
}

/// Texts beside the values of an enumeration: a list in the same order, or a map from values.
fn beside<'a>(fields: &Fields<'a>, values: &[Value], keys: &[&str]) -> Vec<Option<&'a str>> {
    match keys.iter().find_map(|key| fields.get(key)) {
        Some(Value::Array(texts)) => {
            (0..values.len()).map(|index| texts.get(index).and_then(Value::as_str)).collect()
        }
        Some(Value::Object(texts)) => {
            let text = |value: &Value| match value {
                Value::String(value) => texts.get(value).and_then(Value::as_str),
                other => texts.get(&other.to_string()).and_then(Value::as_str),
            };
            values.iter().map(text).collect()
        }
        _ => Vec::new(),
    }
}

/// `x-ms-enum: {values: [{value, name, description}]}`.
fn microsoft<'a>(schema: &mut Schema<'a>, fields: &Fields<'a>, values: &[Value]) {
    let entries = fields.get("x-ms-enum").and_then(|found| found.get("values"));
    let Some(entries) = entries.and_then(Value::as_array) else {
        return;
    };
    let column = |field: &str| {
        let of = |value: &Value| {
            let entry = entries.iter().find(|entry| entry.get("value") == Some(value))?;
            entry.get(field).and_then(Value::as_str)
        };
        values.iter().map(of).collect::<Vec<_>>()
    };
    if schema.enum_names.is_empty() {
        schema.enum_names = column("name");
    }
    if schema.enum_descriptions.is_empty() {
        schema.enum_descriptions = column("description");
    }
}
