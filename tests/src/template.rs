//! Path templates: matching a path that came over the wire.

use std::cmp::Ordering;

use indexmap::IndexMap;
use percent_encoding::percent_decode_str;

/// A path such as `/providers/{public_id}/activate`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    text: String,
    segments: Vec<Segment>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Literal(String),
    /// `before{name}after`.
    Variable {
        before: String,
        name: String,
        after: String,
    },
}

impl Template {
    /// Reads a template as it stands in the document.
    pub fn parse(text: &str) -> Self {
        let segment = |part: &str| match (part.find('{'), part.rfind('}')) {
            (Some(open), Some(close)) if open < close => Segment::Variable {
                before: part[..open].to_owned(),
                name: part[open + 1..close].to_owned(),
                after: part[close + 1..].to_owned(),
            },
            _ => Segment::Literal(part.to_owned()),
        };
        Self { text: text.to_owned(), segments: text.split('/').map(segment).collect() }
    }

    /// The template as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The decoded path parameters, if an encoded path fits.
    pub fn matches(&self, path: &str) -> Option<IndexMap<String, String>> {
        let parts: Vec<&str> = path.split('/').collect();
        if parts.len() != self.segments.len() {
            return None;
        }
        let mut values = IndexMap::new();
        for (segment, part) in self.segments.iter().zip(parts) {
            let part = percent_decode_str(part).decode_utf8().ok()?;
            match segment {
                Segment::Literal(text) if *text == part => {}
                Segment::Literal(_) => return None,
                Segment::Variable { before, name, after } => {
                    let value = part.strip_prefix(before.as_str())?.strip_suffix(after.as_str())?;
                    if value.is_empty() {
                        return None;
                    }
                    values.insert(name.clone(), value.to_owned());
                }
            }
        }
        Some(values)
    }

    /// Orders templates that fit the same path: literal segments before variables.
    pub fn precedence(&self, other: &Self) -> Ordering {
        let is_variable = |segment: &Segment| matches!(segment, Segment::Variable { .. });
        let mine = self.segments.iter().map(is_variable);
        mine.cmp(other.segments.iter().map(is_variable))
    }
}
