//! Values at the ends of what is allowed: where a limit gets tighter, only these are refused.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// The limits that a document names, whatever for.
#[derive(Clone, Debug, Default)]
pub(super) struct Ends {
    lengths: BTreeSet<u64>,
    counts: BTreeSet<u64>,
    numbers: Vec<Value>,
}

/// The longest text that is tried where there is no limit.
const LONG: u64 = 70_000;
/// The longest list.
const MANY: u64 = 2_000;

impl Ends {
    /// The limits of a document.
    pub(super) fn of(root: &Value) -> Self {
        let mut ends = Self::default();
        ends.lengths.extend([0, LONG]);
        ends.collect(root);
        ends
    }

    fn collect(&mut self, value: &Value) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    match (key.as_str(), value.as_u64()) {
                        ("minLength" | "maxLength", Some(it)) => {
                            _ = self.lengths.insert(it.min(LONG))
                        }
                        ("minItems" | "maxItems", Some(it)) => _ = self.counts.insert(it.min(MANY)),
                        ("minimum" | "maximum", _) if value.is_number() => {
                            self.numbers.push(value.clone())
                        }
                        _ => self.collect(value),
                    }
                }
            }
            Value::Array(list) => list.iter().for_each(|it| self.collect(it)),
            _ => {}
        }
        self.numbers.dedup();
    }
}

/// The value with each of its parts at each of the ends.
pub(super) fn stretched(value: &Value, ends: &Ends) -> Vec<Value> {
    let mut places = Vec::new();
    parts(value, String::new(), &mut places);
    let mut all = Vec::new();
    for place in places {
        let Some(part) = value.pointer(&place) else { continue };
        for other in others(part, ends) {
            let mut whole = value.clone();
            if let Some(target) = whole.pointer_mut(&place) {
                *target = other;
                all.push(whole);
            }
        }
    }
    all
}

fn others(part: &Value, ends: &Ends) -> Vec<Value> {
    match part {
        Value::String(_) => {
            let text = |length: &u64| json!("x".repeat(usize::try_from(*length).unwrap_or(0)));
            ends.lengths.iter().map(text).collect()
        }
        Value::Number(_) => ends.numbers.clone(),
        Value::Array(items) => {
            let Some(first) = items.first() else { return Vec::new() };
            let list =
                |count: &u64| json!(vec![first.clone(); usize::try_from(*count).unwrap_or(0)]);
            ends.counts.iter().map(list).collect()
        }
        _ => Vec::new(),
    }
}

fn parts(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let key = key.replace('~', "~0").replace('/', "~1");
                parts(value, format!("{at}/{key}"), places);
            }
        }
        Value::Array(list) => {
            if let Some(first) = list.first() {
                parts(first, format!("{at}/0"), places);
            }
        }
        _ => {}
    }
    places.push(at);
}

#[cfg(test)]
mod tests {
    use super::{Ends, stretched};
    use serde_json::json;

    #[test]
    fn each_part_is_tried_at_each_end() {
        let ends = Ends::of(&json!({"maxLength": 3, "items": {"maxItems": 2, "maximum": 9}}));
        let all = stretched(&json!({"a": "b", "c": [1]}), &ends);
        assert!(all.contains(&json!({"a": "xxx", "c": [1]})));
        assert!(all.contains(&json!({"a": "b", "c": [1, 1]})));
        assert!(all.contains(&json!({"a": "b", "c": [9]})));
    }
}
