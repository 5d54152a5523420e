//! How parameters and forms are written: every style of OpenAPI, for scalars, lists and objects.

use super::{api::Place, scalar};
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;

/// How a parameter's value is written (OpenAPI 3.1, section 4.8.12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b`
    Simple,
    /// `.a.b`
    Label,
    /// `;name=a`
    Matrix,
    /// `name=a`
    Form,
    /// `name=a%20b`
    SpaceDelimited,
    /// `name=a%7Cb`
    PipeDelimited,
    /// `name[key]=a`
    DeepObject,
    /// `name=a`, unescaped, for cookies.
    Cookie,
}

/// Where a parameter goes and how it is written.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    pub(super) place: Place,
    pub(super) name: &'static str,
    pub(super) style: Style,
    pub(super) explode: bool,
    pub(super) escape: Escape,
    pub(super) content: Option<&'static str>,
}

impl Parameter {
    const fn new(place: Place, name: &'static str, style: Style, explode: bool) -> Self {
        Self { place, name, style, explode, escape: Escape::Component, content: None }
    }

    /// A parameter of the path: simple unless told otherwise.
    pub const fn path(name: &'static str) -> Self {
        Self::new(Place::Path, name, Style::Simple, false)
    }

    /// A parameter of the query: form, exploded, unless told otherwise.
    pub const fn query(name: &'static str) -> Self {
        Self::new(Place::Query, name, Style::Form, true)
    }

    /// A header: simple.
    pub const fn header(name: &'static str) -> Self {
        Self { escape: Escape::None, ..Self::new(Place::Header, name, Style::Simple, false) }
    }

    /// A cookie: form, exploded, unless told otherwise.
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(Place::Cookie, name, Style::Form, true)
    }

    /// The whole query: form fields, or JSON after [`content`](Self::content).
    pub const fn query_string(name: &'static str) -> Self {
        Self::new(Place::QueryString, name, Style::Form, true)
    }

    /// Sets the style; exploding follows it (only `Form` and `Cookie` do) until set.
    pub const fn style(self, style: Style) -> Self {
        let escape = if matches!(style, Style::Cookie) { Escape::None } else { self.escape };
        Self { style, explode: matches!(style, Style::Form | Style::Cookie), escape, ..self }
    }

    /// Sets whether a list or an object repeats the name.
    pub const fn explode(self, explode: bool) -> Self {
        Self { explode, ..self }
    }

    /// Leaves reserved characters as they are; in the path, those that can stand there.
    pub const fn allow_reserved(self) -> Self {
        let escape = match self.place {
            Place::Path => Escape::Segments,
            _ => Escape::Reserved,
        };
        Self { escape, ..self }
    }

    /// Writes the value in a media type; all but text and forms are written as JSON.
    pub const fn content(self, media_type: &'static str) -> Self {
        Self { content: Some(media_type), ..self }
    }

    /// Whether the value goes out as JSON text.
    pub(super) fn is_json(&self) -> bool {
        self.content.is_some_and(|media_type| {
            !media_type.starts_with("text/") && media_type != "application/x-www-form-urlencoded"
        })
    }
}

/// How one field of a form is written.
#[derive(Clone, Copy, Debug)]
pub struct FieldEncoding {
    /// The field.
    pub name: &'static str,
    /// Its style.
    pub style: Style,
    /// Whether a list or object repeats the name.
    pub explode: bool,
    /// Whether it is written as JSON instead.
    pub json: bool,
}

/// Which characters of a text are percent-encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escape {
    /// All but letters, digits and `-._~`.
    Component,
    /// Those that cannot stand in a value; `%` stays only before two hex digits.
    Reserved,
    /// Those that cannot stand in a path; `%` stays only before two hex digits.
    Path,
    /// Like `Path`, but `/` stays too.
    Segments,
    /// Those that cannot stand in a query; `%` stays only before two hex digits.
    Query,
    /// Like `Component`, but a space becomes `+`.
    Form,
    /// None.
    None,
}

impl Escape {
    /// Appends a text.
    pub(super) fn push(self, text: &str, out: &mut String) {
        const HEX: &[u8; 16] = b"0123456789ABCDEF";
        if self == Self::None {
            return out.push_str(text);
        }
        let bytes = text.as_bytes();
        out.reserve(bytes.len());
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b' ' && self == Self::Form {
                out.push('+');
            } else if self.keeps(byte, &bytes[at + 1..]) {
                out.push(char::from(byte));
            } else {
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }

    fn keeps(self, byte: u8, after: &[u8]) -> bool {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => true,
            b'%' => {
                matches!(self, Self::Reserved | Self::Path | Self::Segments | Self::Query)
                    && after.len() > 1
                    && after[..2].iter().all(u8::is_ascii_hexdigit)
            }
            byte => match self {
                Self::Reserved => b":/?@!$'()*,;=".contains(&byte),
                Self::Path => b":@!$&'()*+,;=".contains(&byte),
                Self::Query => b":/?@!$&'()*+,;=".contains(&byte),
                Self::Segments => b":@!$&'()*+,;=/".contains(&byte),
                Self::Component | Self::Form | Self::None => false,
            },
        }
    }

    /// How the name of a value is written.
    fn of_names(self) -> Self {
        if self == Self::Reserved { Self::Component } else { self }
    }

    /// Returns a text, encoded.
    pub(super) fn text(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        self.push(text, &mut out);
        out
    }
}

/// One `name=value` of a query, a form or a cookie header, encoded.
pub(super) type Pair = (String, String);

/// Writes a value without a name: `simple`, `label` and `matrix`.
pub(super) fn expand(parameter: &Parameter, value: &Value) -> String {
    let Parameter { name, style, explode, escape, .. } = *parameter;
    let (start, separator) = match (style, explode) {
        (Style::Label, true) => (".", "."),
        (Style::Label, false) => (".", ","),
        (Style::Matrix, true) => (";", ";"),
        (Style::Matrix, false) => (";", ","),
        _ => ("", ","),
    };
    let named = style == Style::Matrix && (!explode || !value.is_object());
    let items = items(value, explode, escape);
    if items.is_empty() {
        return String::new();
    }
    let items = items.into_iter().map(|item| match named && explode {
        true => assign(name, item),
        false => item,
    });
    let joined = items.collect::<Vec<_>>().join(separator);
    match named && !explode {
        true => format!("{start}{}", assign(name, joined)),
        false => format!("{start}{joined}"),
    }
}

/// `name=value`, or the name alone for an empty value, as matrix parameters are written.
fn assign(name: &str, value: String) -> String {
    let name = Escape::Component.text(name);
    if value.is_empty() { name } else { format!("{name}={value}") }
}

/// The items of a value: one for a scalar, one each of a list, `key=value` or key and value of an
/// object.
fn items(value: &Value, explode: bool, escape: Escape) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(list) => list.iter().map(|item| escape.text(&text(item))).collect(),
        Value::Object(fields) if explode => fields
            .iter()
            .map(|(key, value)| format!("{}={}", escape.text(key), escape.text(&text(value))))
            .collect(),
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, value)| [escape.text(key), escape.text(&text(value))])
            .collect(),
        scalar => vec![escape.text(&text(scalar))],
    }
}

/// Writes a value as pairs: `form`, the delimited styles and `deepObject`.
pub(super) fn pairs(
    name: &str,
    style: Style,
    explode: bool,
    escape: Escape,
    value: &Value,
) -> Vec<Pair> {
    let names = escape.of_names();
    let name = names.text(name);
    match (style, value) {
        (_, Value::Null) => Vec::new(),
        (Style::DeepObject, value) => {
            let mut out = Vec::new();
            deep(name, value, escape, &mut out);
            out
        }
        (_, Value::Array(list)) if explode => {
            list.iter().map(|item| (name.clone(), escape.text(&text(item)))).collect()
        }
        (_, Value::Object(fields)) if explode => fields
            .iter()
            .flat_map(|(key, value)| {
                let values = repeated(value).iter().filter(|value| !value.is_null());
                values.map(|value| (names.text(key), escape.text(&text(value))))
            })
            .collect(),
        (_, Value::Array(_) | Value::Object(_)) => {
            let items = items(value, false, escape);
            if items.is_empty() {
                Vec::new()
            } else {
                vec![(name, items.join(separator(style, escape)))]
            }
        }
        (_, scalar) => vec![(name, escape.text(&text(scalar)))],
    }
}

/// What one property of an exploded object is written with: a list repeats the name. The
/// specification leaves this open, and it is what servers read into a list.
fn repeated(value: &Value) -> &[Value] {
    match value {
        Value::Array(list) => list,
        other => std::slice::from_ref(other),
    }
}

fn separator(style: Style, escape: Escape) -> &'static str {
    match style {
        Style::SpaceDelimited if escape == Escape::Form => "+",
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        _ => ",",
    }
}

/// `name[key]=value`, at any depth; the items of a list go by their position.
fn deep(name: String, value: &Value, escape: Escape, out: &mut Vec<Pair>) {
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            for (key, value) in fields {
                deep(format!("{name}%5B{}%5D", escape.text(key)), value, escape, out);
            }
        }
        Value::Array(list) => {
            for (at, item) in list.iter().enumerate() {
                deep(format!("{name}%5B{at}%5D"), item, escape, out);
            }
        }
        scalar => out.push((name, escape.text(&text(scalar)))),
    }
}

/// The text of a scalar; lists and objects inside of others are written as JSON.
pub(super) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}

/// Writes the fields of an object as a form.
pub(super) fn form(value: &Value, fields: &[FieldEncoding], escape: Escape) -> Vec<Pair> {
    let Value::Object(object) = value else {
        return Vec::new();
    };
    object
        .iter()
        .flat_map(|(name, value)| match fields.iter().find(|field| field.name == name) {
            Some(field) if field.json && !value.is_null() => {
                vec![(escape.text(name), escape.text(&value.to_string()))]
            }
            Some(field) => pairs(name, field.style, field.explode, escape, value),
            None => pairs(name, Style::Form, true, escape, value),
        })
        .collect()
}

/// Writes a scalar without a value of JSON in between; nothing else, and no style that adds to it.
pub(super) fn scalar<T: Serialize + ?Sized>(parameter: &Parameter, value: &T) -> Option<String> {
    let Parameter { place, name, style, escape, content, .. } = *parameter;
    if content.is_some() || !matches!(style, Style::Simple | Style::Form) {
        return None;
    }
    let mut out = String::with_capacity(name.len() + 24);
    match place {
        Place::Path | Place::Header => {}
        Place::Query => {
            escape.of_names().push(name, &mut out);
            out.push('=');
        }
        Place::Cookie | Place::QueryString => return None,
    }
    scalar::push(value, escape, &mut out).then_some(out)
}

/// Joins pairs; a value without a name stands alone.
pub(super) fn query(pairs: &[Pair]) -> String {
    match pairs {
        [(name, value)] if name.is_empty() => value.clone(),
        pairs => join(pairs),
    }
}

/// Joins pairs.
pub(super) fn join(pairs: &[Pair]) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}
