//! What a scalar is, by the core schema of YAML 1.2 (section 10.3.2).

use serde_json::{Number, Value};
use serde_yaml::granit_parser::{ScalarStyle, Tag};

/// The value of a scalar. Words of YAML 1.1 (`yes`, `on`), dates and the like are text.
pub(super) fn resolve(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    match tag.map(|tag| tag.core_suffix()) {
        None if style == ScalarStyle::Plain => plain(text),
        Some(Some("null" | "bool" | "int" | "float")) => plain(text),
        _ => Value::String(text.to_owned()),
    }
}

fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number),
    }
}

fn number(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        return integer(text.strip_prefix('+').unwrap_or(text));
    }
    is_float(unsigned).then(|| text.parse().ok().and_then(Number::from_f64)).flatten()
}

fn integer(text: &str) -> Option<Number> {
    let whole = text.parse::<u64>().map(Number::from);
    whole
        .or_else(|_| text.parse::<i64>().map(Number::from))
        .ok()
        .or_else(|| text.parse().ok().and_then(Number::from_f64))
}

fn radix(digits: &str, radix: u32) -> Option<Number> {
    let signed = digits.starts_with(['+', '-']);
    (!signed).then(|| u64::from_str_radix(digits, radix).ok().map(Number::from)).flatten()
}

/// `[0-9]+ ( \. [0-9]* )? | \. [0-9]+`, then `( [eE] [-+]? [0-9]+ )?`.
fn is_float(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_holds = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent_holds
}

#[cfg(test)]
mod tests {
    use super::plain;
    use serde_json::{Value, json};

    #[test]
    fn the_core_schema_decides() {
        for text in [
            "yes",
            "No",
            "on",
            "off",
            "y",
            "2024-05-01",
            "12:30:45",
            "1_000",
            "0b11",
            ".inf",
            "-.INF",
            ".nan",
            "1.2.3",
            "3.1.0",
            ".",
            "-",
            "+",
            "1e",
            "e5",
            "0x",
            "0o8",
            "0xg",
            "1e999",
            "infinity",
            "NaN",
            "tRUE",
            "-0x1",
            "0o+7",
            "١٢",
        ] {
            assert_eq!(plain(text), Value::String(text.into()));
        }
        for (text, value) in [
            ("", json!(null)),
            ("~", json!(null)),
            ("True", json!(true)),
            ("0o17", json!(15)),
            ("0xFF", json!(255)),
            ("-12", json!(-12)),
            ("+12", json!(12)),
            ("007", json!(7)),
            ("18446744073709551615", json!(u64::MAX)),
            ("18446744073709551616", json!(18446744073709551616.0)),
            ("-9223372036854775808", json!(i64::MIN)),
            (".5", json!(0.5)),
            ("5.", json!(5.0)),
            ("-1.5E+3", json!(-1500.0)),
        ] {
            assert_eq!(plain(text), value, "{text}");
        }
    }
}
