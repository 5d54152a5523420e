//! Reading a whole text, with integers that are written like `7.0`.

use serde::de::DeserializeOwned;
use serde_json::{Number, Result, Value};

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
        Value::Number(number) => Value::Number(whole(&number).unwrap_or(number)),
        Value::Array(items) => items.into_iter().map(integral).collect(),
        Value::Object(entries) => {
            entries.into_iter().map(|(key, value)| (key, integral(value))).collect()
        }
        other => other,
    }
}

/// The integer that a number with a fraction of zero is, where 64 bits hold it.
pub(super) fn whole(number: &Number) -> Option<Number> {
    let float = number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0)?;
    let (least, past) = (i64::MIN as f64, u64::MAX as f64);
    match float {
        float if float < least || float >= past => None,
        float if float < 0.0 => Some((float as i64).into()),
        float => Some((float as u64).into()),
    }
}
