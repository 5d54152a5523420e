//! Objects: one visitor for all structs, one loop over the keys per struct.

use super::from_json;
use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, Error, IgnoredAny, MapAccess, Visitor,
};
use std::{borrow::Cow, collections::BTreeMap, fmt, marker::PhantomData};

/// A struct that reads itself from the entries of a map.
pub trait Object<'de>: Sized {
    /// Its name, for error messages.
    const NAME: &'static str;

    /// Reads every entry.
    fn read<A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// Reads a struct.
pub fn object<'de, T: Object<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(Fields(PhantomData))
}

struct Fields<T>(PhantomData<T>);

impl<'de, T: Object<'de>> Visitor<'de> for Fields<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::read(map)
    }
}

/// A key of an object, borrowed where the format allows.
pub struct Key<'de>(Cow<'de, str>);

impl<'de> Key<'de> {
    /// Returns the key.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the key, still borrowed if it is.
    pub(super) fn into_text(self) -> Cow<'de, str> {
        self.0
    }

    /// Returns the key as a text of its own.
    pub fn into_string(self) -> String {
        self.0.into_owned()
    }
}

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text).map(Key)
    }
}

/// Reads a text without copying it where the format allows.
pub(super) struct Text;

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text))
    }
}

/// Reads the value of an entry into its place; an error says under which key.
pub fn value<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    name: &'static str,
    place: &mut Option<T>,
) -> Result<(), A::Error> {
    match map.next_value() {
        Ok(value) => {
            *place = Some(value);
            Ok(())
        }
        Err(error) => Err(within(name, error)),
    }
}

/// Makes the error of a key that must have been there.
#[cold]
pub fn missing<E: Error>(name: &'static str) -> E {
    E::missing_field(name)
}

/// Puts the name of the key in front of an error's message.
#[cold]
fn within<E: Error>(name: &'static str, error: E) -> E {
    E::custom(format_args!("`{name}`: {error}"))
}

/// Passes over the value of an entry.
pub fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(drop)
}

/// Keeps the value of an entry that is no field.
pub fn keep<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    key: Key<'de>,
    rest: &mut BTreeMap<String, T>,
) -> Result<(), A::Error> {
    let value = map.next_value()?;
    rest.insert(key.into_string(), value);
    Ok(())
}

/// Keeps the value of an entry that is no field where it has the type of those that are kept.
pub fn keep_matching<'de, A: MapAccess<'de>, T: DeserializeOwned>(
    map: &mut A,
    key: Key<'de>,
    rest: &mut BTreeMap<String, T>,
) -> Result<(), A::Error> {
    if let Some(value) = from_json(&map.next_value()?) {
        rest.insert(key.into_string(), value);
    }
    Ok(())
}

/// Implements serde's traits for a struct; see [`codec`](super).
///
/// Errors are returned by hand, once for all fields where it can be: what `?` stands for, for each
/// field, would be half of what the compiler spends on a whole client.
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_object {
    (read write $($table:tt)*) => {
        $crate::__runtime_object! { read $($table)* }
        $crate::__runtime_object! { write $($table)* }
    };
    (read $name:ident {
        $(= $constant:literal : $fixed:expr,)*
        $($kind:ident $field:ident : $wire:literal,)*
        $(.. $([$matching:ident])? $rest:ident $(,)?)?
    }) => {
        impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
            fn deserialize<D: $crate::runtime::codec::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::codec::object(deserializer)
            }
        }

        impl<'de> $crate::runtime::codec::Object<'de> for $name {
            const NAME: &'static str = stringify!($name);

            fn read<A: $crate::runtime::codec::MapAccess<'de>>(
                mut map: A,
            ) -> ::core::result::Result<Self, A::Error> {
                $(let mut $field = ::core::option::Option::None;)*
                $(let mut $rest = ::std::collections::BTreeMap::new();)?
                loop {
                    let key = match map.next_key::<$crate::runtime::codec::Key<'de>>() {
                        ::core::result::Result::Ok(::core::option::Option::Some(key)) => key,
                        ::core::result::Result::Ok(::core::option::Option::None) => break,
                        ::core::result::Result::Err(error) => {
                            return ::core::result::Result::Err(error);
                        }
                    };
                    let read = match key.as_str() {
                        $($wire => $crate::runtime::codec::value(&mut map, $wire, &mut $field),)*
                        $($constant => $crate::runtime::codec::skip(&mut map),)*
                        _ => $crate::__runtime_object!(@other map key $($rest $($matching)?)?),
                    };
                    if let ::core::result::Result::Err(error) = read {
                        return ::core::result::Result::Err(error);
                    }
                }
                ::core::result::Result::Ok(Self {
                    $($field: $crate::__runtime_object!(@$kind $field $wire),)*
                    $($rest,)?
                })
            }
        }
    };
    (write $name:ident {}) => {
        impl $crate::runtime::codec::Serialize for $name {
            fn serialize<S: $crate::runtime::codec::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::runtime::codec::SerializeMap::end(
                    serializer.serialize_map(::core::option::Option::Some(0))?,
                )
            }
        }
    };
    (write $name:ident {
        $(= $constant:literal : $fixed:expr,)*
        $($kind:ident $field:ident : $wire:literal,)*
        $(.. $([$matching:ident])? $rest:ident $(,)?)?
    }) => {
        impl $crate::runtime::codec::Serialize for $name {
            fn serialize<S: $crate::runtime::codec::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(::core::option::Option::None)?;
                $(if let ::core::result::Result::Err(error) =
                    $crate::runtime::codec::write::required(&mut map, $constant, &$fixed)
                {
                    return ::core::result::Result::Err(error);
                })*
                $(if let ::core::result::Result::Err(error) =
                    $crate::runtime::codec::write::$kind(&mut map, $wire, &self.$field)
                {
                    return ::core::result::Result::Err(error);
                })*
                $($crate::runtime::codec::write::rest(&mut map, &self.$rest)?;)?
                $crate::runtime::codec::SerializeMap::end(map)
            }
        }
    };
    (@required $field:ident $wire:literal) => {
        match $field {
            ::core::option::Option::Some(value) => value,
            ::core::option::Option::None => {
                return ::core::result::Result::Err($crate::runtime::codec::missing($wire));
            }
        }
    };
    (@optional $field:ident $wire:literal) => {
        ::core::option::Option::flatten($field)
    };
    (@nullable $field:ident $wire:literal) => {
        ::core::option::Option::flatten($field)
    };
    (@any $field:ident $wire:literal) => {
        $field
    };
    (@patch $field:ident $wire:literal) => {
        ::core::option::Option::unwrap_or($field, $crate::runtime::Patch::Absent)
    };
    (@other $map:ident $key:ident) => {
        $crate::runtime::codec::skip(&mut $map)
    };
    (@other $map:ident $key:ident $rest:ident) => {
        $crate::runtime::codec::keep(&mut $map, $key, &mut $rest)
    };
    (@other $map:ident $key:ident $rest:ident matching) => {
        $crate::runtime::codec::keep_matching(&mut $map, $key, &mut $rest)
    };
}

/// Implements serde's traits for a struct around one value; see [`codec`](super).
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_newtype {
    (read write $name:ident) => {
        $crate::__runtime_newtype! { read $name }
        $crate::__runtime_newtype! { write $name }
    };
    (read $name:ident) => {
        impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
            fn deserialize<D: $crate::runtime::codec::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::codec::Deserialize::deserialize(deserializer).map(Self)
            }
        }
    };
    (write $name:ident) => {
        impl $crate::runtime::codec::Serialize for $name {
            fn serialize<S: $crate::runtime::codec::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::runtime::codec::Serialize::serialize(&self.0, serializer)
            }
        }
    };
}
