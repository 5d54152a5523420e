//! Unions told apart by the value of one property.

use super::{decode::whole, from_json, object::Key};
use serde::{
    de::{
        Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Error, IntoDeserializer,
        MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
    ser::{Error as _, Serialize, Serializer},
};
use serde_json::Value;
use std::{borrow::Cow, fmt, marker::PhantomData, vec};

/// A union that picks its variant by a tag.
pub trait Tagged<'de>: Sized {
    /// Its name, for error messages.
    const NAME: &'static str;
    /// The property whose value is the tag.
    const TAG: &'static str;

    /// Reads the variant of the tag from the whole object.
    fn read<D: Deserializer<'de>>(tag: Option<&Tag<'_>>, object: D) -> Result<Self, D::Error>;
}

/// A tag as it came.
#[derive(Clone, Debug)]
pub enum Tag<'de> {
    /// A text.
    Text(Cow<'de, str>),
    /// An integer.
    Integer(i64),
    /// `true` or `false`.
    Flag(bool),
    /// Something that no tag is.
    Other,
}

impl Tag<'_> {
    fn of(value: &Value) -> Self {
        match value {
            Value::Bool(flag) => Self::Flag(*flag),
            Value::Number(number) => match number.as_i64() {
                Some(number) => Self::Integer(number),
                None => whole(number).and_then(|it| it.as_i64()).map_or(Self::Other, Self::Integer),
            },
            _ => Self::Other,
        }
    }
}

impl PartialEq<&str> for Tag<'_> {
    fn eq(&self, text: &&str) -> bool {
        matches!(self, Self::Text(tag) if tag == text)
    }
}

impl PartialEq<i64> for Tag<'_> {
    fn eq(&self, number: &i64) -> bool {
        matches!(self, Self::Integer(tag) if tag == number)
    }
}

impl PartialEq<bool> for Tag<'_> {
    fn eq(&self, flag: &bool) -> bool {
        matches!(self, Self::Flag(tag) if tag == flag)
    }
}

/// Reads a union; only the keys before the tag are buffered.
pub fn tagged<'de, T: Tagged<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(Union(PhantomData))
}

struct Union<T>(PhantomData<T>);

impl<'de, T: Tagged<'de>> Visitor<'de> for Union<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut before = Vec::new();
        while let Some(key) = map.next_key::<Key<'de>>()? {
            let is_tag = key.as_str() == T::TAG;
            let key = key.into_text();
            let value = map.next_value::<Early<'de>>()?;
            let tag = match &value {
                _ if !is_tag => None,
                Early::Text(tag) => Some(Tag::Text(tag.clone())),
                Early::Other(Value::Null) => None,
                Early::Other(value) => Some(Tag::of(value)),
            };
            match tag {
                Some(tag) => {
                    return T::read(Some(&tag), Replay::new(before, Some((key, value)), map));
                }
                None => before.push((key, value)),
            }
        }
        T::read(None, Replay::new(before, None, map))
    }
}

/// A value that stands before the tag, or is it; a text is borrowed where the format allows.
enum Early<'de> {
    Text(Cow<'de, str>),
    Other(Value),
}

impl<'de> Deserialize<'de> for Early<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyEarly)
    }
}

struct AnyEarly;

impl<'de> Visitor<'de> for AnyEarly {
    type Value = Early<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Early<'de>, E> {
        Ok(Early::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Early<'de>, E> {
        Ok(Early::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Early<'de>, E> {
        Ok(Early::Text(Cow::Owned(text)))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Early<'de>, E> {
        Ok(Early::Other(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Early<'de>, E> {
        Ok(Early::Other(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Early<'de>, E> {
        Ok(Early::Other(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Early<'de>, E> {
        Ok(Early::Other(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Early<'de>, E> {
        Ok(Early::Other(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Early<'de>, E> {
        Ok(Early::Other(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, some: D) -> Result<Early<'de>, D::Error> {
        Early::deserialize(some)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Early<'de>, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(items)).map(Early::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Early<'de>, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(entries)).map(Early::Other)
    }
}

type Entry<'de> = (Cow<'de, str>, Early<'de>);

/// An object of which the first entries have been read already.
struct Replay<'de, A> {
    before: vec::IntoIter<Entry<'de>>,
    tag: Option<Entry<'de>>,
    value: Option<Early<'de>>,
    map: A,
}

impl<'de, A> Replay<'de, A> {
    fn new(before: Vec<Entry<'de>>, tag: Option<Entry<'de>>, map: A) -> Self {
        Self { before: before.into_iter(), tag, value: None, map }
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Replay<'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let Some((key, value)) = self.before.next().or_else(|| self.tag.take()) else {
            return self.map.next_key_seed(seed);
        };
        self.value = Some(value);
        seed.deserialize(Text(key, PhantomData)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            Some(Early::Text(value)) => seed.deserialize(Text(value, PhantomData)),
            Some(Early::Other(value)) => seed.deserialize(value).map_err(A::Error::custom),
            None => self.map.next_value_seed(seed),
        }
    }
}

/// A text as a format of its own, which is not copied where it is borrowed.
struct Text<'de, E>(Cow<'de, str>, PhantomData<E>);

impl<'de, E: Error> Deserializer<'de> for Text<'de, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        self.0.into_deserializer().deserialize_enum(name, variants, visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de, A: MapAccess<'de>> Deserializer<'de> for Replay<'de, A> {
    type Error = A::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_map(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// Writes a variant whose own type does not say the tag, or would say anything.
pub fn write_tagged<T: Serialize, S: Serializer>(
    serializer: S,
    property: &'static str,
    tag: impl Into<Value>,
    value: &T,
) -> Result<S::Ok, S::Error> {
    let mut value = serde_json::to_value(value).map_err(S::Error::custom)?;
    if let Some(object) = value.as_object_mut() {
        object.insert(property.to_owned(), tag.into());
    }
    value.serialize(serializer)
}

/// Reads the variant for values whose tag is absent or unknown, or keeps what came.
pub fn fallback<T: DeserializeOwned, U>(
    value: Value,
    variant: fn(T) -> U,
    unknown: fn(Value) -> U,
) -> U {
    from_json(&value).map_or_else(|| unknown(value), variant)
}

/// Implements serde's traits for a union with a tag; see [`codec`](super).
#[doc(hidden)]
#[macro_export]
macro_rules! __runtime_tagged {
    (read write $($table:tt)*) => {
        $crate::__runtime_tagged! { read $($table)* }
        $crate::__runtime_tagged! { write $($table)* }
    };
    (read $name:ident by $property:literal {
        $($variant:ident $(: $($tag:literal)|+ $($written:ident)?)?),* $(,)?
        $(? $absent:ident ($($guard:tt)*),)*
    } $(fallback $fallback:ident)?) => {
        impl<'de> $crate::runtime::codec::Deserialize<'de> for $name {
            fn deserialize<D: $crate::runtime::codec::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::codec::tagged(deserializer)
            }
        }

        impl<'de> $crate::runtime::codec::Tagged<'de> for $name {
            const NAME: &'static str = stringify!($name);
            const TAG: &'static str = $property;

            fn read<D: $crate::runtime::codec::Deserializer<'de>>(
                tag: ::core::option::Option<&$crate::runtime::codec::Tag<'_>>,
                object: D,
            ) -> ::core::result::Result<Self, D::Error> {
                match tag {
                    $($(::core::option::Option::Some(tag) if $(*tag == $tag)||+ => {
                        $crate::runtime::codec::Deserialize::deserialize(object).map(Self::$variant)
                    })?)*
                    _ => {
                        let value = $crate::runtime::codec::json(object)?;
                        $crate::__runtime_tagged! {
                            @absent tag value { $({ $absent: $($guard)* })* }
                        }
                        ::core::result::Result::Ok(
                            $crate::__runtime_tagged!(@other value $($fallback)?),
                        )
                    }
                }
            }
        }
    };
    (write $name:ident by $property:literal {
        $($variant:ident $(: $($tag:literal)|+ $($written:ident)?)?),* $(,)?
        $(? $absent:ident ($($guard:tt)*),)*
    } $(fallback $fallback:ident)?) => {
        impl $crate::runtime::codec::Serialize for $name {
            fn serialize<S: $crate::runtime::codec::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => $crate::__runtime_tagged!(
                        @write value serializer $property $($($tag)+ $($written)?)?
                    ),)*
                    Self::Unknown(value) => {
                        $crate::runtime::codec::Serialize::serialize(value, serializer)
                    }
                }
            }
        }
    };
    (@absent $tag:ident $value:ident {}) => {};
    // A row that takes several lines ends with a comma, so that each stands alone.
    (@absent $tag:ident $value:ident { $($row:tt)+ }) => {
        if $tag.is_none() {
            $($crate::__runtime_untagged! { @find $value $row })+
        }
    };
    (@other $value:ident) => {
        Self::Unknown($value)
    };
    (@other $value:ident $fallback:ident) => {
        $crate::runtime::codec::fallback($value, Self::$fallback, Self::Unknown)
    };
    (@write $value:ident $serializer:ident $property:literal
        $tag:literal $($other:literal)* written) => {
        $crate::runtime::codec::write_tagged($serializer, $property, $tag, $value)
    };
    (@write $value:ident $serializer:ident $property:literal $($tag:literal)*) => {
        $crate::runtime::codec::Serialize::serialize($value, $serializer)
    };
}
