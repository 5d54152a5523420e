//! The fields of an object, each read as the type it should have.

use crate::diag::{Code, Diagnostics, Pointer, code};
use crate::source::Node;
use serde_json::{Map, Number, Value};

/// The most fields of an object that are compared one by one.
const FEW: usize = 16;

/// An object of the document and what to report its fields' faults as.
pub(super) struct Fields<'a> {
    pub(super) object: &'a Map<String, Value>,
    pub(super) at: Pointer,
    wrong: Code,
}

impl<'a> Fields<'a> {
    /// The fields of an object; reports a value that is none.
    pub(super) fn of(node: &Node<'a>, what: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        match node.value {
            Value::Object(object) => {
                Some(Self { object, at: node.at.clone(), wrong: code::WRONG_TYPE })
            }
            other => {
                let message = format!("{what} is {}, not an object; it is left out", kind(other));
                diagnostics.report(code::WRONG_TYPE, &node.at, message);
                None
            }
        }
    }

    /// The fields of an object of the specification.
    pub(super) fn of_object(object: &'a Map<String, Value>, at: &Pointer) -> Self {
        Self { object, at: at.clone(), wrong: code::WRONG_TYPE }
    }

    /// The keywords of a schema.
    pub(super) fn of_schema(object: &'a Map<String, Value>, at: &Pointer) -> Self {
        Self { object, at: at.clone(), wrong: code::WRONG_KEYWORD_TYPE }
    }

    /// The value of a field; `null` counts as absent.
    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        self.find(key).filter(|value| !value.is_null())
    }

    /// The value of a field, `null` too. Objects have few fields, and many are asked for: comparing
    /// them all costs less than a hash of the key.
    pub(super) fn find(&self, key: &str) -> Option<&'a Value> {
        match self.object.len() {
            0..=FEW => self.object.iter().find(|(own, _)| *own == key).map(|(_, value)| value),
            _ => self.object.get(key),
        }
    }

    /// The value of a field with its place; `null` counts as absent.
    pub(super) fn node(&self, key: &str) -> Option<Node<'a>> {
        self.get(key).map(|value| Node { value, at: self.at.key(key) })
    }

    /// Reports a field that is not what it should be.
    pub(super) fn wrong(&self, key: &str, expected: &str, diagnostics: &mut Diagnostics) {
        let found = self.object.get(key).map_or("nothing", kind);
        let message = format!("`{key}` is {found}, not {expected}; it is ignored");
        diagnostics.report(self.wrong, &self.at.key(key), message);
    }

    /// Reports a field that is not what it should be, and is taken for what it plainly means.
    pub(super) fn taken(&self, key: &str, as_what: &str, diagnostics: &mut Diagnostics) {
        let found = self.object.get(key).map_or("nothing", kind);
        let message = format!("`{key}` is {found}; it is taken as {as_what}");
        diagnostics.report(self.wrong, &self.at.key(key), message);
    }

    /// A text.
    pub(super) fn text(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<&'a str> {
        match self.get(key)? {
            Value::String(text) => Some(text),
            _ => {
                self.wrong(key, "a text", diagnostics);
                None
            }
        }
    }

    /// A text for people; numbers and the like are taken as they are written in JSON.
    pub(super) fn prose(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<String> {
        match self.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Array(_) | Value::Object(_) => {
                self.wrong(key, "a text", diagnostics);
                None
            }
            scalar => Some(scalar.to_string()),
        }
    }

    /// `true` or `false`; absent is `None`.
    pub(super) fn flag(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<bool> {
        match self.get(key)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) if matches!(text.as_str(), "true" | "false") => {
                self.taken(key, text, diagnostics);
                Some(text == "true")
            }
            _ => {
                self.wrong(key, "true or false", diagnostics);
                None
            }
        }
    }

    /// A number; one in quotes is taken, too.
    pub(super) fn number(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<Number> {
        match self.get(key)? {
            Value::Number(number) => Some(number.clone()),
            Value::String(text) if text.trim().parse::<Number>().is_ok() => {
                self.taken(key, "the number it writes", diagnostics);
                text.trim().parse().ok()
            }
            _ => {
                self.wrong(key, "a number", diagnostics);
                None
            }
        }
    }

    /// A count: an integer that is not negative.
    pub(super) fn count(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<u64> {
        let number = self.number(key, diagnostics)?;
        let whole = number.as_u64().or_else(|| {
            let float = number.as_f64().filter(|float| float.fract() == 0.0 && *float >= 0.0)?;
            (float <= 9_007_199_254_740_992.0).then_some(float as u64)
        });
        if whole.is_none() {
            self.wrong(key, "a count", diagnostics);
        }
        whole
    }

    /// A list.
    pub(super) fn list(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<&'a [Value]> {
        match self.find(key)? {
            Value::Array(items) => Some(items),
            _ => {
                self.wrong(key, "a list", diagnostics);
                None
            }
        }
    }

    /// The items of a list, with their places.
    pub(super) fn items(&self, key: &str, diagnostics: &mut Diagnostics) -> Vec<Node<'a>> {
        let Some(items) = self.list(key, diagnostics) else {
            return Vec::new();
        };
        let at = self.at.key(key);
        items.iter().enumerate().map(|(index, value)| Node { value, at: at.index(index) }).collect()
    }

    /// The texts of a list.
    pub(super) fn texts(&self, key: &str, diagnostics: &mut Diagnostics) -> Vec<&'a str> {
        let Some(items) = self.list(key, diagnostics) else {
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            match item {
                Value::String(text) => texts.push(text.as_str()),
                other => {
                    let message = format!("an item of `{key}` is {}, not a text", kind(other));
                    diagnostics.report(self.wrong, &self.at.key(key).index(index), message);
                }
            }
        }
        texts
    }

    /// The members of an object, with their places; extensions are left out where they are no
    /// names of the author's choice.
    pub(super) fn members(
        &self,
        key: &str,
        diagnostics: &mut Diagnostics,
    ) -> Vec<(&'a str, Node<'a>)> {
        let object = match self.find(key) {
            None => return Vec::new(),
            Some(Value::Object(object)) => object,
            Some(_) => {
                self.wrong(key, "an object", diagnostics);
                return Vec::new();
            }
        };
        let at = self.at.key(key);
        let node =
            |(key, value): (&'a String, &'a Value)| (key.as_str(), Node { value, at: at.key(key) });
        object.iter().map(node).collect()
    }

    /// Reports fields that are not known here.
    pub(super) fn expect(&self, known: &[&str], what: &str, diagnostics: &mut Diagnostics) {
        for key in self.object.keys() {
            if !known.contains(&key.as_str()) && !key.starts_with("x-") {
                let message = format!("{what} has no field `{key}`");
                diagnostics.report(code::UNKNOWN_FIELD, &self.at.key(key), message).on_key().near(
                    key,
                    known.iter().copied().filter(|name| !self.object.contains_key(*name)),
                );
            }
        }
    }
}

/// What a value is, with its article.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(true) => "true",
        Value::Bool(false) => "false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
