//! Documentation: what the document says, made safe for rustdoc.

mod ahead;
mod inline;
mod markdown;

#[cfg(test)]
mod tests;

use crate::ir::{Bound, Bounds, Docs, Prim, Ty};
use serde_json::Value;

pub(crate) use ahead::{TypeDocs, of_types};
pub(crate) use inline::code_span;
pub(crate) use markdown::paragraphs;

/// The summary and the description, with a note on deprecation.
pub(crate) fn of(docs: &Docs) -> Vec<String> {
    let mut lines = Vec::new();
    let description = docs.description.as_deref().map(str::trim).filter(|text| !text.is_empty());
    if let Some(summary) = docs.summary.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        let repeated = description.is_some_and(|text| text.starts_with(summary));
        if !repeated {
            append(&mut lines, paragraphs(summary));
        }
    }
    if let Some(description) = description {
        append(&mut lines, paragraphs(description));
    }
    if docs.deprecated {
        append(&mut lines, vec!["**Deprecated.**".to_owned()]);
    }
    lines
}

/// The documentation of a value: what it is, what bounds it, what it defaults to.
pub(crate) fn of_value(docs: &Docs, bounds: &Bounds, ty: &Ty) -> Vec<String> {
    let mut lines = of(docs);
    let facts = facts(docs, bounds, ty);
    if !facts.is_empty() {
        append(&mut lines, vec![facts.join(" ")]);
    }
    lines
}

/// Adds paragraphs after an empty line.
pub(crate) fn append(lines: &mut Vec<String>, more: Vec<String>) {
    if !lines.is_empty() && !more.is_empty() {
        lines.push(String::new());
    }
    lines.extend(more);
}

fn facts(docs: &Docs, bounds: &Bounds, ty: &Ty) -> Vec<String> {
    let mut facts = Vec::new();
    let unit = length_unit(ty);
    if let Some(fact) = range(bounds.minimum.as_ref(), bounds.maximum.as_ref()) {
        facts.push(fact);
    }
    if let Some(fact) = length(bounds.min_length, bounds.max_length, unit) {
        facts.push(fact);
    }
    if let Some(factor) = &bounds.multiple_of {
        facts.push(format!("A multiple of {factor}."));
    }
    if bounds.unique {
        facts.push("Without repetition.".to_owned());
    }
    if let Some(pattern) = &bounds.pattern {
        facts.push(format!("Matches {}.", code_span(pattern)));
    }
    if let Some(format) = &bounds.format {
        facts.push(format!("Format: {}.", code_span(format)));
    }
    if let Some(default) = docs.default.as_deref() {
        facts.push(format!("Default: {}.", code_span(&shown(default))));
    }
    facts
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) if !text.is_empty() => text.clone(),
        other => other.to_string(),
    }
}

fn length_unit(ty: &Ty) -> [&'static str; 2] {
    match ty {
        Ty::Nullable(inner) => length_unit(inner),
        Ty::List(_) | Ty::Tuple(_) => ["item", "items"],
        Ty::Map(_) | Ty::Named(_) | Ty::Boxed(_) | Ty::Json => ["entry", "entries"],
        Ty::Prim(Prim::Bytes) => ["byte", "bytes"],
        Ty::Prim(_) | Ty::Null => ["character", "characters"],
    }
}

fn range(minimum: Option<&Bound>, maximum: Option<&Bound>) -> Option<String> {
    let fact = match (minimum, maximum) {
        (None, None) => return None,
        (Some(low), Some(high)) if !low.exclusive && !high.exclusive => {
            format!("From {} to {}.", low.value, high.value)
        }
        (Some(low), Some(high)) => format!("{} and {}.", lower(low), upper(high)),
        (Some(low), None) => format!("{}.", lower(low)),
        (None, Some(high)) => capitalised(&format!("{}.", upper(high))),
    };
    Some(fact)
}

fn lower(bound: &Bound) -> String {
    let word = if bound.exclusive { "More than" } else { "At least" };
    format!("{word} {}", bound.value)
}

fn upper(bound: &Bound) -> String {
    let word = if bound.exclusive { "less than" } else { "at most" };
    format!("{word} {}", bound.value)
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

fn length(least: Option<u64>, most: Option<u64>, unit: [&str; 2]) -> Option<String> {
    let noun = |count: u64| if count == 1 { unit[0] } else { unit[1] };
    match (least.filter(|least| *least > 0), most) {
        (None, None) => None,
        (Some(least), Some(most)) if least == most => Some(format!("{most} {}.", noun(most))),
        (Some(least), Some(most)) => Some(format!("{least} to {most} {}.", noun(most))),
        (Some(least), None) => Some(format!("At least {least} {}.", noun(least))),
        (None, Some(most)) => Some(format!("At most {most} {}.", noun(most))),
    }
}

/// The first paragraph as one line, if it is plain text.
pub(crate) fn one_line(lines: &[String]) -> Option<String> {
    let paragraph: Vec<&str> =
        lines.iter().take_while(|line| !line.is_empty()).map(|line| line.trim()).collect();
    let first = paragraph.first()?;
    let plain = !first.starts_with(['-', '>', '#', '|', '`', '~', '*'])
        || first.starts_with("**")
        || !first.starts_with("``") && first.starts_with('`');
    let table = paragraph.iter().any(|line| line.starts_with('|') || line.contains("--"));
    (plain && !table).then(|| paragraph.join(" "))
}
