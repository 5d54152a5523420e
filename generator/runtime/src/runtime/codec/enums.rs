//! Open enums: known values, and whatever else comes.

use super::object::Text;
use serde::de::{Deserializer, Error, Visitor};
use std::{borrow::Cow, fmt};

/// Reads a text and turns it into a value.
pub fn text<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    read: fn(Cow<'de, str>) -> T,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(Text).map(read)
}

/// Reads an integer and turns it into a value; `2.0` counts as one.
pub fn integer<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    read: fn(i64) -> T,
) -> Result<T, D::Error> {
    deserializer.deserialize_any(Integer).map(read)
}

struct Integer;

impl Visitor<'_> for Integer {
    type Value = i64;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an integer")
    }

    fn visit_i64<E>(self, value: i64) -> Result<i64, E> {
        Ok(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<i64, E> {
        i64::try_from(value).map_err(E::custom)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<i64, E> {
        let integer = value as i64;
        if integer as f64 == value && integer != i64::MAX {
            Ok(integer)
        } else {
            Err(E::custom(format_args!("{value} is no integer of 64 bits")))
        }
    }
}

/// Implements an open enum of texts; see [`codec`](super).
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_text_enum {
    ($name:ident { $($variant:ident : $wire:literal),* $(,)? }) => {
        impl $name {
            /// Returns the value as it is on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($wire => Self::$variant,)*
                    _ => Self::Unknown(text.into()),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl $crate::runtime::codec::Serialize for $name {
            fn serialize<S: $crate::runtime::codec::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
            fn deserialize<D: $crate::runtime::codec::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::codec::text(deserializer, |text| Self::from(&*text))
            }
        }
    };
}

/// Implements an open enum of integers; see [`codec`](super).
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_integer_enum {
    ($name:ident { $($variant:ident : $wire:literal),* $(,)? }) => {
        impl $name {
            /// Returns the value as it is on the wire.
            pub fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => *value,
                }
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), formatter)
            }
        }

        impl ::core::convert::From<i64> for $name {
            fn from(value: i64) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    _ => Self::Unknown(value),
                }
            }
        }

        impl $crate::runtime::codec::Serialize for $name {
            fn serialize<S: $crate::runtime::codec::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.as_i64())
            }
        }

        impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
            fn deserialize<D: $crate::runtime::codec::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::codec::integer(deserializer, Self::from)
            }
        }
    };
}
