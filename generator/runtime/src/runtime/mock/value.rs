//! Values in the path and the query of a request.

use crate::runtime::header;
use serde::de::DeserializeOwned;

/// Reads a text as whatever is asked for.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    header::from_text(text)
}

/// Names and values, decoded.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    raw_pairs(text).map(|(name, value)| (decode_field(name), decode_field(value))).collect()
}

/// All values under a name, decoded; a comma that is part of a value is escaped.
pub(super) fn in_query(query: &str, name: &str) -> Vec<String> {
    let values = raw_pairs(query).filter(|(key, _)| {
        let key = decode_field(key);
        key == name || key.strip_suffix("[]") == Some(name)
    });
    values.flat_map(|(_, value)| value.split(',')).map(decode_field).collect()
}

fn raw_pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// What stands for a parameter of a template, as it was sent. The path may begin with that of the
/// server, so segments are counted from the end.
pub(super) fn in_path<'t>(template: &str, path: &'t str, name: &str) -> Option<&'t str> {
    let template = template.split('?').next().unwrap_or_default();
    let wanted = format!("{{{name}}}");
    let mut segments = template.rsplit('/').zip(path.rsplit('/'));
    let (template, text) = segments.find(|(template, _)| template.contains(&wanted))?;
    in_segment(template, text, name)
}

/// The same of one segment, which may have several parameters with texts between them.
fn in_segment<'t>(mut template: &str, mut text: &'t str, name: &str) -> Option<&'t str> {
    loop {
        let (before, rest) = template.split_once('{')?;
        let (parameter, after) = rest.split_once('}')?;
        text = text.strip_prefix(before)?;
        let literal = after.split('{').next().unwrap_or_default();
        let end = match (literal.is_empty(), literal.len() == after.len()) {
            (true, _) => text.len(),
            (false, true) => text.rfind(literal)?,
            (false, false) => text.find(literal)?,
        };
        if parameter == name {
            return text.get(..end);
        }
        (template, text) = (after, text.get(end..)?);
    }
}

/// Decodes a name or a value of a form or a query, where `+` is a space.
fn decode_field(text: &str) -> String {
    decode(&text.replace('+', " "))
}

/// Decodes percent-encoded text.
pub(super) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        match after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(b'%');
                rest = after;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}
