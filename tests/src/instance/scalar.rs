//! Values without parts.

use serde_json::{Value, json};

use super::view::View;
use crate::saying::said;

/// The largest integer that every JSON reader keeps exactly.
const LARGE: i64 = 9_007_199_254_740_991;

/// Whether a value is of one of these kinds.
pub(super) fn is(value: &Value, kinds: &[&str]) -> bool {
    let fits = |kind: &&str| match *kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        _ => false,
    };
    kinds.iter().any(fits)
}

/// What stands where a schema says nothing.
pub(super) fn anything() -> Value {
    json!({"any": [1, -2.5, true, null, "text"], "deep": {"er": {}}})
}

/// A text, of the demanded format and length.
pub(super) fn text(view: &View<'_>, label: &str, full: bool) -> Value {
    if view.all("pattern").next().is_some()
        && let Some(example) = example(view)
    {
        return example;
    }
    let format = view.all("format").next().and_then(Value::as_str).unwrap_or_default();
    if let Some(sample) = sample(format, full) {
        return json!(sample);
    }
    let (least, most) = (view.at_least("minLength"), view.at_most("maxLength"));
    let wanted = if full { said(label) } else { String::new() };
    let padding = std::iter::repeat_n('x', least.saturating_sub(wanted.chars().count()));
    json!(wanted.chars().chain(padding).take(most).collect::<String>())
}

fn sample(format: &str, full: bool) -> Option<&'static str> {
    Some(match format {
        "date-time" if full => "2026-05-25T02:18:00.123Z",
        "date-time" => "2026-05-25T02:18:00Z",
        "date" => "2026-05-25",
        "time" => "02:18:00Z",
        "duration" => "P1DT2H",
        "email" | "idn-email" if full => "first.last+tag@mail.example.com",
        "email" | "idn-email" => "a@example.com",
        "hostname" | "idn-hostname" => "mail.example.com",
        "ipv4" => "192.0.2.7",
        "ipv6" => "2001:db8::7",
        "uri" | "url" | "iri" if full => "https://example.com/a%20b?c=d&e#f",
        "uri" | "url" | "iri" => "https://example.com",
        "uri-reference" | "iri-reference" => "/a?b",
        "uuid" => "6f2c1c9e-3f0e-4b62-9d6c-0d8b6a1f9e55",
        "byte" => "aGVsbG8=",
        "json-pointer" => "/a/b",
        "regex" => "^a+$",
        _ => return None,
    })
}

fn example(view: &View<'_>) -> Option<Value> {
    let first = |all: &Value| all.get(0).cloned();
    let listed = view.all("examples").next().and_then(first);
    listed
        .or_else(|| view.all("example").next().cloned())
        .or_else(|| view.all("default").next().cloned())
        .filter(Value::is_string)
}

/// Numbers within the bounds: an ordinary one, the smallest and the largest.
pub(super) fn numbers(view: &View<'_>, integer: bool) -> Vec<Value> {
    let step = view.number("multipleOf", f64::max).unwrap_or(if integer { 1.0 } else { 0.25 });
    let above = view.number("exclusiveMinimum", f64::max).map(|bound| next_up(bound, step));
    let below = view.number("exclusiveMaximum", f64::min).map(|bound| next_down(bound, step));
    let width = if integer { width(view) } else { (None, None) };
    let low = view.number("minimum", f64::max).into_iter().chain(above);
    let low = low.chain(width.0).reduce(f64::max);
    let high = view.number("maximum", f64::min).into_iter().chain(below);
    let high = high.chain(width.1).reduce(f64::min);
    let low = low.map(|bound| (bound / step).ceil() * step);
    let high = high.map(|bound| (bound / step).floor() * step);
    let usual = (7.0 / step).ceil() * step;
    let usual = usual.max(low.unwrap_or(f64::MIN)).min(high.unwrap_or(f64::MAX));
    let usual = if integer { usual } else { usual + 0.0 };
    let lowest = low.unwrap_or(if integer { -3.0 } else { -2.5 });
    let highest = high.unwrap_or(if integer { LARGE as f64 } else { 1e15 });
    let mut values: Vec<Value> = Vec::new();
    for number in [usual, lowest, highest] {
        let value = match number {
            _ if !integer => json!(number),
            negative if negative < 0.0 => json!(negative as i64),
            positive => json!(positive as u64),
        };
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// The ends of the integers that a format names.
fn width(view: &View<'_>) -> (Option<f64>, Option<f64>) {
    let format = view.all("format").next().and_then(Value::as_str).unwrap_or_default();
    let signed = |bits: i32| (Some(-(2f64.powi(bits - 1))), Some(2f64.powi(bits - 1) - 1.0));
    let unsigned = |bits: i32| (Some(0.0), Some(2f64.powi(bits) - 1.0));
    match format {
        "int8" => signed(8),
        "int16" => signed(16),
        "int32" => signed(32),
        "uint8" => unsigned(8),
        "uint16" => unsigned(16),
        "uint32" => unsigned(32),
        "uint" | "uint64" => (Some(0.0), None),
        _ => (None, None),
    }
}

fn next_up(bound: f64, step: f64) -> f64 {
    ((bound / step).floor() + 1.0) * step
}

fn next_down(bound: f64, step: f64) -> f64 {
    ((bound / step).ceil() - 1.0) * step
}
