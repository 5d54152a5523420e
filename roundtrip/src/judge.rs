//! What came back, compared with what was given.

use serde_json::{Number, Value};

/// How an instance fared.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// It came back the same.
    Same,
    /// It was read and came back different, from this place on.
    Differs(String),
    /// It was not read.
    Unread(String),
}

/// An answer of the program.
pub(crate) struct Answer {
    pub(crate) verdict: Verdict,
    /// The first part that was read as something unknown, in Rust.
    pub(crate) unknown: Option<String>,
}

/// Judges an answer.
pub(crate) fn judge(given: &Value, answer: &str) -> Answer {
    let Ok(answer) = serde_json::from_str::<Value>(answer) else {
        return Answer { verdict: Verdict::Unread(format!("no answer: {answer}")), unknown: None };
    };
    if let Some(error) = answer["error"].as_str() {
        return Answer { verdict: Verdict::Unread(error.to_owned()), unknown: None };
    }
    let unknown = answer["unknown"].as_str().map(str::to_owned);
    let verdict = match difference(given, &answer["value"], "") {
        None => Verdict::Same,
        Some(place) => Verdict::Differs(place),
    };
    Answer { verdict, unknown }
}

/// The first place where two values differ; numbers are compared as numbers.
fn difference(one: &Value, other: &Value, at: &str) -> Option<String> {
    match (one, other) {
        (Value::Object(left), Value::Object(right)) => {
            for (key, value) in left {
                match right.get(key) {
                    Some(found) => {
                        if let Some(place) = difference(value, found, &format!("{at}/{key}")) {
                            return Some(place);
                        }
                    }
                    None => return Some(format!("{at}/{key}: {} is lost", shown(value))),
                }
            }
            let more = right.iter().find(|(key, _)| !left.contains_key(*key))?;
            Some(format!("{at}/{}: {} is added", more.0, shown(more.1)))
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let mut pairs = left.iter().zip(right).enumerate();
            pairs.find_map(|(index, (one, other))| difference(one, other, &format!("{at}/{index}")))
        }
        (Value::Number(left), Value::Number(right)) if equal(left, right) => None,
        _ if one == other => None,
        _ => Some(format!("{at}: {} becomes {}", shown(one), shown(other))),
    }
}

fn equal(one: &Number, other: &Number) -> bool {
    one == other || (one.is_f64() || other.is_f64()) && one.as_f64() == other.as_f64()
}

/// The beginning of a value.
pub(crate) fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(160) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{Verdict, judge};
    use serde_json::json;

    #[test]
    fn answers_are_compared_as_json() {
        let given = json!({"a": [1, 2.0], "b": null});
        let verdict = |answer: serde_json::Value| judge(&given, &answer.to_string()).verdict;
        assert_eq!(verdict(json!({"value": {"b": null, "a": [1.0, 2]}})), Verdict::Same);
        let lost = Verdict::Differs("/b: null is lost".to_owned());
        assert_eq!(verdict(json!({"value": {"a": [1, 2]}})), lost);
        let changed = Verdict::Differs("/a/1: 2.0 becomes 3".to_owned());
        assert_eq!(verdict(json!({"value": {"a": [1, 3], "b": null}})), changed);
        assert_eq!(verdict(json!({"error": "no"})), Verdict::Unread("no".to_owned()));
    }
}
