//! Reading a whole text, with integers that are written like `7.0`.

use serde::de::DeserializeOwned;
use serde_json::{Number, Result, Value};

/// The integers that a double holds exactly lie within this.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Reads a value.
///
/// To JSON, `7.0` is the integer 7, and servers whose language has no integers write it so. Text
/// that does not read as it is gets a second look, with such numbers written as integers.
///
/// # Errors
///
/// The text is no JSON, or no `T`.
pub fn from_slice<T: DeserializeOwned>(text: &[u8]) -> Result<T> {
    serde_json::from_slice(text).or_else(|error| match serde_json::from_slice::<Value>(text) {
        Ok(value) if has_fraction(&value) => T::deserialize(&integral(value)).or(Err(error)),
        _ => Err(error),
    })
}

/// Reads a variant, or nothing where the value does not fit.
pub fn from_json<T: DeserializeOwned>(value: &Value) -> Option<T> {
    match T::deserialize(value) {
        Ok(variant) => Some(variant),
        Err(_) if has_fraction(value) => T::deserialize(&integral(value.clone())).ok(),
        Err(_) => None,
    }
}

/// Whether some number in it is written like `7.0`.
fn has_fraction(value: &Value) -> bool {
    match value {
        Value::Number(number) => whole(number).is_some(),
        Value::Array(items) => items.iter().any(has_fraction),
        Value::Object(entries) => entries.values().any(has_fraction),
        _ => false,
    }
}

/// The value with such numbers as integers.
fn integral(value: Value) -> Value {
    match value {
        Value::Number(number) => whole(&number).map_or(Value::Number(number), Value::from),
        Value::Array(items) => items.into_iter().map(integral).collect(),
        Value::Object(entries) => {
            entries.into_iter().map(|(key, value)| (key, integral(value))).collect()
        }
        other => other,
    }
}

/// The integer that a number with a fraction of zero is.
fn whole(number: &Number) -> Option<i64> {
    let float = number.as_f64().filter(|_| number.is_f64())?;
    (float.fract() == 0.0 && float.abs() < EXACT).then_some(float as i64)
}
