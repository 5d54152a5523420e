//! A value that may be `false`.

use std::fmt;
use std::marker::PhantomData;

use generator::passes::Choice;
use serde::de::value::{MapAccessDeserializer, StringDeserializer};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use crate::failure::Result;

/// A value, or `false`: expressly nothing.
#[derive(Debug)]
pub(super) struct Off<T>(pub(super) Choice<T>);

impl<T> Off<T> {
    pub(super) fn map<U>(self, turn: impl FnOnce(T) -> Result<U>) -> Off<Result<U>> {
        Off(match self.0 {
            Choice::Off => Choice::Off,
            Choice::On(value) => Choice::On(turn(value)),
        })
    }
}

impl<T> Off<Result<T>> {
    pub(super) fn transpose(self) -> Result<Choice<T>> {
        match self.0 {
            Choice::Off => Ok(Choice::Off),
            Choice::On(value) => value.map(Choice::On),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Off<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(OffVisitor(PhantomData)).map(Off)
    }
}

struct OffVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OffVisitor<T> {
    type Value = Choice<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value or `false`")
    }

    fn visit_bool<E: Error>(self, on: bool) -> std::result::Result<Self::Value, E> {
        match on {
            false => Ok(Choice::Off),
            true => Err(E::custom("say how, or `false`")),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> std::result::Result<Self::Value, E> {
        T::deserialize(StringDeserializer::new(text.to_owned())).map(Choice::On)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> std::result::Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Choice::On)
    }
}
