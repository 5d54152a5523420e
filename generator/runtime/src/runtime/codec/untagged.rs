//! Unions told apart by what a value looks like.

use serde::de::{Deserialize, Deserializer};
use serde_json::Value;

/// A set of JSON kinds.
pub type Kinds = fn(&Value) -> bool;

/// The kinds of JSON values, by the names that the table uses.
pub mod kind {
    use serde_json::Value;

    /// `null`
    pub fn null(value: &Value) -> bool {
        value.is_null()
    }

    /// `true` or `false`
    pub fn boolean(value: &Value) -> bool {
        value.is_boolean()
    }

    /// A number without a fraction.
    pub fn integer(value: &Value) -> bool {
        value.is_i64()
            || value.is_u64()
            || value.as_f64().is_some_and(|number| number.fract() == 0.0)
    }

    /// Any number.
    pub fn number(value: &Value) -> bool {
        value.is_number()
    }

    /// A string.
    pub fn string(value: &Value) -> bool {
        value.is_string()
    }

    /// An array.
    pub fn array(value: &Value) -> bool {
        value.is_array()
    }

    /// An object.
    pub fn object(value: &Value) -> bool {
        value.is_object()
    }
}

/// Whether a value has one of the kinds, all of the required keys and none of the absent ones.
pub fn guard(value: &Value, kinds: &[Kinds], required: &[&str], absent: &[&str]) -> bool {
    kinds.iter().any(|kind| kind(value))
        && required.iter().all(|key| value.get(key).is_some())
        && absent.iter().all(|key| value.get(key).is_none())
}

/// Whether an object has no keys but these.
pub fn knows_all(value: &Value, known: &[&str]) -> bool {
    value.as_object().is_none_or(|object| object.keys().all(|key| known.contains(&key.as_str())))
}

/// Reads any JSON.
pub fn json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    Value::deserialize(deserializer)
}

/// Implements serde's traits for a union without a tag; see [`codec`](super).
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_untagged {
    (read write $($table:tt)*) => {
        $crate::__runtime_untagged! { read $($table)* }
        $crate::__runtime_untagged! { write $($table)* }
    };
    (read $name:ident $rows:tt) => {
        impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
            fn deserialize<D: $crate::runtime::codec::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let value = $crate::runtime::codec::json(deserializer)?;
                $crate::__runtime_untagged! { @find value $rows }
                ::core::result::Result::Ok(Self::Unknown(value))
            }
        }
    };
    (@find $value:ident { $(
        $variant:ident : $($kind:ident)|+
        $([$($required:literal),* $(,)?])?
        $({$($key:literal : [$($constant:expr),* $(,)?]),* $(,)?})?
        $(![$($absent:literal),* $(,)?])?
        $(= [$($known:literal),* $(,)?])?
    ),* $(,)? }) => {
        $(if $crate::runtime::codec::guard(
            &$value,
            &[$($crate::runtime::codec::kind::$kind),+],
            &[$($($required),*)?],
            &[$($($absent),*)?],
        ) $(&& $crate::runtime::codec::knows_all(&$value, &[$($known),*]))?
        $($(&& $value.get($key).is_none_or(|found| {
            [$($crate::runtime::Json::from($constant)),*].contains(found)
        }))*)?
            && let ::core::option::Option::Some(variant) =
                $crate::runtime::codec::from_json(&$value)
        {
            return ::core::result::Result::Ok(Self::$variant(variant));
        })*
    };
    (write $name:ident { $(
        $variant:ident : $($kind:ident)|+
        $([$($required:literal),* $(,)?])?
        $({$($key:literal : [$($constant:expr),* $(,)?]),* $(,)?})?
        $(![$($absent:literal),* $(,)?])?
        $(= [$($known:literal),* $(,)?])?
    ),* $(,)? }) => {
        impl $crate::runtime::codec::Serialize for $name {
            fn serialize<S: $crate::runtime::codec::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                // A variant that several guards lead to has several rows.
                $(if let Self::$variant(value) = self {
                    return $crate::runtime::codec::Serialize::serialize(value, serializer);
                })*
                match self {
                    Self::Unknown(value) => {
                        $crate::runtime::codec::Serialize::serialize(value, serializer)
                    }
                    _ => $crate::runtime::codec::Serializer::serialize_unit(serializer),
                }
            }
        }
    };
}
