//! JSON text to values.

mod parts;

use super::harvest::Harvest;
use super::limits::MAX_DEPTH;
use super::text::Problem;
use crate::diag::{Position, code};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::error::Category;
use std::fmt;

/// Reads JSON. The last of several equal keys counts; the others are in the harvest.
pub(super) fn read(text: &str, harvest: &mut Harvest) -> Result<Value, Problem> {
    if let Some((value, found)) = parts::read(text) {
        *harvest = found;
        return Ok(value);
    }
    // serde_json stops at 128 levels on its own. Only a text that it refuses is looked at for its
    // depth, and read again without that limit where ours allows it.
    let error = match read_with(text, harvest, true) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    if harvest.overflow {
        return Err(Problem::too_many_nodes());
    }
    match deepest(text) {
        Depth::TooDeep(offset) => Err(Problem::too_deep(position(text, offset))),
        Depth::Levels(levels) if levels > 120 => {
            *harvest = Harvest::default();
            read_with(text, harvest, false).map_err(|error| refused(&error, text))
        }
        Depth::Levels(_) => Err(refused(&error, text)),
    }
}

fn read_with(text: &str, harvest: &mut Harvest, limited: bool) -> serde_json::Result<Value> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    if !limited {
        deserializer.disable_recursion_limit();
    }
    let value = Seed(harvest).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

fn refused(error: &serde_json::Error, text: &str) -> Problem {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(first, _)| first);
    // At a line break, serde_json counts the next line as begun, with nothing of it read.
    let (line, column) = match error.column() {
        0 if error.line() > 1 => {
            let line = text.split('\n').nth(error.line() - 2).unwrap_or_default();
            (error.line() - 1, line.chars().count() + 1)
        }
        column => (error.line(), column),
    };
    let position = Position { line: line.max(1), column: column.max(1) };
    let mut problem = Problem::new(code::INVALID_JSON, format!("invalid JSON: {message}"));
    problem.remedy = match error.classify() {
        Category::Eof => Some("the file ends too early: fetch or save it again"),
        _ => None,
    };
    problem.at(position)
}

/// How deeply the brackets of a text nest.
enum Depth {
    Levels(usize),
    /// Too deeply, from this byte on.
    TooDeep(usize),
}

fn deepest(text: &str) -> Depth {
    let (mut depth, mut deepest, mut quoted, mut escaped) = (0usize, 0, false, false);
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                depth += 1;
                deepest = deepest.max(depth);
                if depth > MAX_DEPTH {
                    return Depth::TooDeep(offset);
                }
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Depth::Levels(deepest)
}

fn position(text: &str, offset: usize) -> Position {
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Position {
        line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

/// Builds values as `serde_json::Value` itself does, and fills the harvest on the way.
struct Seed<'h>(&'h mut Harvest);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if !self.0.count(1) {
            return Err(D::Error::custom("too many values"));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let harvest = self.0;
        let mut list = Vec::new();
        loop {
            let known = harvest.duplicates.len();
            let Some(item) = items.next_element_seed(Seed(harvest))? else {
                break;
            };
            harvest.under(known, || list.len().to_string());
            list.push(item);
        }
        list.shrink_to_fit();
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let harvest = self.0;
        let since = harvest.members.len();
        while let Some(key) = members.next_key::<String>()? {
            let known = harvest.duplicates.len();
            let value = members.next_value_seed(Seed(harvest))?;
            harvest.under(known, || key.clone());
            harvest.look(&key, &value);
            harvest.members.push((key, value));
        }
        Ok(Value::Object(harvest.object(since)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Harvest, read};
    use crate::diag::{Position, code};
    use serde_json::json;

    #[test]
    fn depth_has_one_limit() {
        let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        assert!(read(&nested(127), &mut Harvest::default()).is_ok());
        assert!(read(&nested(512), &mut Harvest::default()).is_ok());
        for depth in [513, 100_000] {
            let problem = read(&nested(depth), &mut Harvest::default()).expect_err("too deep");
            assert_eq!(problem.code, code::TOO_DEEP);
            assert_eq!(problem.position, Some(Position { line: 1, column: 513 }));
        }
        let unclosed = read(&"{\"a\":".repeat(100_000), &mut Harvest::default());
        assert_eq!(unclosed.expect_err("too deep").code, code::TOO_DEEP);
    }

    #[test]
    fn the_last_of_equal_keys_counts_and_all_are_told() {
        let mut harvest = Harvest::default();
        let text = r#"{"a": [0, {"b": 1, "b": 2}], "c": {}, "c": 3}"#;
        assert_eq!(read(text, &mut harvest).expect("valid"), json!({"a": [0, {"b": 2}], "c": 3}));
        assert_eq!(harvest.duplicates, [vec!["b", "1", "a"], vec!["c"]]);
    }

    #[test]
    fn files_that_are_referred_to_are_noticed() {
        let mut harvest = Harvest::default();
        let text = r##"{"a": {"$ref": "pets.yaml#/Cat"}, "b": {"$ref": "#/a"},
            "discriminator": {"propertyName": "x", "mapping": {"d": "Dog", "e": "e.json"}},
            "properties": {"$ref": {"type": "string"}}}"##;
        read(text, &mut harvest).expect("valid");
        assert_eq!(harvest.references.into_iter().collect::<Vec<_>>(), ["e.json", "pets.yaml"]);
        assert!(!harvest.anchors);
    }

    #[test]
    fn an_error_has_its_place() {
        let problem = read("{\n  \"a\": tru\n}", &mut Harvest::default()).expect_err("broken");
        assert_eq!(problem.code, code::INVALID_JSON);
        assert_eq!(problem.position.map(|position| position.line), Some(2));
    }
}
