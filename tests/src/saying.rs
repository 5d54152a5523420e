//! Texts that say their own name.

use serde_json::Value;

/// The text that a full call gives for what has this name and schema, if it is free to say
/// anything: its name, and characters that every kind of place has to escape. So arguments that
/// are mixed up, cut or escaped twice are noticed.
pub fn saying(name: &str, header: bool, schema: &Value) -> Option<String> {
    let is_text = match schema.get("type")? {
        Value::String(kind) => kind == "string",
        Value::Array(kinds) => {
            kinds.iter().all(|kind| kind == "string" || kind == "null")
                && kinds.iter().any(|kind| kind == "string")
        }
        _ => false,
    };
    let bound = ["enum", "const", "format", "pattern", "contentEncoding"];
    if !is_text || bound.iter().any(|key| schema.get(key).is_some()) {
        return None;
    }
    let wanted = if header { format!("{name}-\"1\",2") } else { said(name) };
    let length = |key: &str| schema.get(key).and_then(Value::as_u64).map(|count| count as usize);
    let missing = length("minLength").unwrap_or(0).saturating_sub(wanted.chars().count());
    let padded = wanted.chars().chain(std::iter::repeat_n('x', missing));
    Some(padded.take(length("maxLength").unwrap_or(usize::MAX)).collect())
}

/// A text that says a name.
pub(crate) fn said(name: &str) -> String {
    format!("{name} \"\u{fc}\\\u{2603}\" 1/2?&=%2F+#")
}
