//! Decoding of whatever a schema allows, and of what it will allow tomorrow.

use std::any::type_name;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::document::Document;

/// Failures shown of one schema.
const SHOWN: usize = 5;

/// Shows that a type decodes every instance of a schema and encodes to the same JSON again: full,
/// minimal, each optional property absent, each nullable null, each branch and each enum value, an
/// unknown field in every object, an unknown value in every text enum, and each example that the
/// document gives (the published document's examples too, where a copy of it is at hand).
///
/// Null and absent are the same where the type does not tell them apart; unknown fields may be lost.
///
/// # Panics
///
/// Panics when one does not.
pub fn round_trips<T: DeserializeOwned + Serialize + PartialEq>(pointer: &str) {
    report(pointer, type_name::<T>(), &|label, text, value| {
        let decoded: T = serde_json::from_slice(text)?;
        let encoded = serde_json::to_vec(&decoded)?;
        if serde_json::from_slice::<T>(&encoded)? != decoded {
            return Err(serde::de::Error::custom("is another when it is read again"));
        }
        let encoded: Value = serde_json::from_slice(&encoded)?;
        if label == "unknown fields" || without_nulls(&encoded) == without_nulls(value) {
            return Ok(());
        }
        Err(serde::de::Error::custom(format!("becomes {encoded}")))
    });
}

/// Shows that text of the document decodes as a type.
///
/// # Panics
///
/// Panics when it does not.
pub fn decodes_example<T: DeserializeOwned>(example: &str) {
    let decoded = serde_json::from_str::<T>(example).map(drop);
    assert!(decoded.is_ok(), "{} from {example}: {decoded:?}", type_name::<T>());
}

/// What is tried with an instance: its label, its text and its value.
type Trial<'t> = &'t dyn Fn(&str, &[u8], &Value) -> serde_json::Result<()>;

fn report(pointer: &str, name: &str, check: Trial<'_>) {
    let mut failures = Vec::new();
    for (label, value) in instances(pointer) {
        if let Err(error) = check(&label, value.to_string().as_bytes(), &value) {
            failures.push(format!("{label}: {error}\n    {value}"));
        }
    }
    let count = failures.len();
    failures.truncate(SHOWN);
    assert!(count == 0, "{name}: {count} instances of {pointer} fail:\n{}", failures.join("\n"));
}

/// All instances of the schema at a pointer, each with what sets it apart.
fn instances(pointer: &str) -> Vec<(String, Value)> {
    let pointer = pointer.trim_start_matches('#');
    let own = Document::sendmux().instances(pointer);
    let mut all = vec![
        ("full".to_owned(), own.full()),
        ("minimal".to_owned(), own.minimal()),
        ("unknown fields".to_owned(), own.with_unknown_fields()),
        ("unknown values".to_owned(), own.with_unknown_values()),
    ];
    let published = Document::published().filter(|document| document.has(pointer));
    let published = published.map(|document| document.instances(pointer).examples());
    let varied = own.variants().into_iter().chain(own.examples());
    let varied = varied.chain(published.into_iter().flatten());
    all.extend(varied.map(|variant| (variant.label, variant.value)));
    // A type never holds null itself: it stands in an `Option` where its schema allows null.
    all.retain(|(_, value)| !value.is_null());
    all
}

/// The value without nulls, and with whole numbers as integers: to JSON, `10` and `10.0` are one.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => {
                Value::from(float as i64)
            }
            _ => Value::from(number.clone()),
        },
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        Value::Object(object) => {
            let kept = object.iter().filter(|(_, value)| !value.is_null());
            let mut kept: Vec<_> =
                kept.map(|(key, value)| (key.clone(), without_nulls(value))).collect();
            kept.sort_by(|one, other| one.0.cmp(&other.0));
            Value::Object(kept.into_iter().collect::<Map<_, _>>())
        }
        scalar => scalar.clone(),
    }
}
