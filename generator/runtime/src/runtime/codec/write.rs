//! How a field is written, by the kind of the field.

use super::super::Patch;
use serde::{Serialize, ser::SerializeMap};
use std::collections::BTreeMap;

/// A field that is always there.
pub fn required<M: SerializeMap, T: Serialize>(
    map: &mut M,
    name: &'static str,
    value: &T,
) -> Result<(), M::Error> {
    map.serialize_entry(name, value)
}

/// A field that is left out when it has no value.
pub fn optional<M: SerializeMap, T: Serialize>(
    map: &mut M,
    name: &'static str,
    value: &Option<T>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => map.serialize_entry(name, value),
        None => Ok(()),
    }
}

/// A field of any JSON that is left out when it has no value.
pub fn any<M: SerializeMap, T: Serialize>(
    map: &mut M,
    name: &'static str,
    value: &Option<T>,
) -> Result<(), M::Error> {
    optional(map, name, value)
}

/// A field that is null when it has no value.
pub fn nullable<M: SerializeMap, T: Serialize>(
    map: &mut M,
    name: &'static str,
    value: &Option<T>,
) -> Result<(), M::Error> {
    map.serialize_entry(name, value)
}

/// A field with three states.
pub fn patch<M: SerializeMap, T: Serialize>(
    map: &mut M,
    name: &'static str,
    value: &Patch<T>,
) -> Result<(), M::Error> {
    if value.is_absent() { Ok(()) } else { map.serialize_entry(name, value) }
}

/// The keys that are no field.
pub fn rest<M: SerializeMap, T: Serialize>(
    map: &mut M,
    rest: &BTreeMap<String, T>,
) -> Result<(), M::Error> {
    rest.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))
}
