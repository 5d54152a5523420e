//! What becomes of a field when its object has been read, by the kind of the field.

use super::super::Patch;
use serde::de::Error;

/// A field that must have been there.
pub fn required<T, E: Error>(name: &'static str, value: Option<T>) -> Result<T, E> {
    value.ok_or_else(|| E::missing_field(name))
}

/// A field that may be absent or null.
pub fn optional<T, E: Error>(_: &'static str, value: Option<Option<T>>) -> Result<Option<T>, E> {
    Ok(value.flatten())
}

/// A field that may be null; an absent one is taken for null.
pub fn nullable<T, E: Error>(_: &'static str, value: Option<Option<T>>) -> Result<Option<T>, E> {
    Ok(value.flatten())
}

/// A field that may be absent, and null like any other JSON.
pub fn any<T, E: Error>(_: &'static str, value: Option<T>) -> Result<Option<T>, E> {
    Ok(value)
}

/// A field with three states.
pub fn patch<T, E: Error>(_: &'static str, value: Option<Patch<T>>) -> Result<Patch<T>, E> {
    Ok(value.unwrap_or(Patch::Absent))
}
