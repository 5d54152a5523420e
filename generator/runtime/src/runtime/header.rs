//! Response headers with the type that the document gives them.

use super::headers;
use http::{HeaderMap, HeaderValue};
use serde::de::{
    self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor,
    value::{MapDeserializer, SeqDeserializer},
};
use std::{borrow::Cow, fmt, marker::PhantomData};

/// A response header and the type that the document gives it.
///
/// Requests have one for each header that is described for what they give:
/// `response.header(GetReport::X_TOTAL)`.
pub struct Header<T> {
    name: &'static str,
    form: Form,
    value: PhantomData<fn() -> T>,
}

/// How a value is written in a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `a,b`, and an object as `key,value`.
    Simple,
    /// `a,b`, and an object as `key=value`.
    Exploded,
    /// JSON.
    Json,
}

impl<T> Header<T> {
    const fn of(name: &'static str, form: Form) -> Self {
        Self { name, form, value: PhantomData }
    }

    /// A header: a scalar, or what commas part.
    #[doc(hidden)]
    pub const fn simple(name: &'static str) -> Self {
        Self::of(name, Form::Simple)
    }

    /// A header whose object is written as `key=value,key=value`.
    #[doc(hidden)]
    pub const fn exploded(name: &'static str) -> Self {
        Self::of(name, Form::Exploded)
    }

    /// A header that holds JSON.
    #[doc(hidden)]
    pub const fn json(name: &'static str) -> Self {
        Self::of(name, Form::Json)
    }

    /// Returns the name of the header.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

impl<T: DeserializeOwned> Header<T> {
    /// Reads the header; nothing where it is missing, or is not what the document says.
    pub fn read(&self, headers: &HeaderMap) -> Option<T> {
        let mut texts = headers.get_all(self.name).iter().map(HeaderValue::to_str);
        let first = texts.next()?.ok()?;
        if self.form == Form::Json {
            return serde_json::from_str(first).ok();
        }
        // A list may be spread over several headers of the name (RFC 9110, section 5.3).
        let mut text = Cow::Borrowed(first);
        for more in texts {
            text = Cow::Owned(format!("{text},{}", more.ok()?));
        }
        T::deserialize(Text { text: &text, exploded: self.form == Form::Exploded }).ok()
    }
}

impl<T> Clone for Header<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Header<T> {}

impl<T> fmt::Debug for Header<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Header").field(&self.name).finish()
    }
}

/// What a header can be asked for by: its name, or what the document says about it.
pub trait HeaderKey {
    /// What is found.
    type Value<'h>;

    /// Finds it.
    fn find<'h>(&self, headers: &'h HeaderMap) -> Option<Self::Value<'h>>;
}

impl HeaderKey for &str {
    type Value<'h> = &'h str;

    fn find<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        headers::text(headers, self)
    }
}

impl<T: DeserializeOwned> HeaderKey for Header<T> {
    type Value<'h> = T;

    fn find(&self, headers: &HeaderMap) -> Option<T> {
        self.read(headers)
    }
}

/// The text of a header, as whatever is asked for.
#[derive(Clone, Copy)]
struct Text<'t> {
    text: &'t str,
    exploded: bool,
}

type Error = de::value::Error;

/// Reads a text as whatever is asked for.
#[cfg(feature = "mock")]
pub(super) fn from_text<T: DeserializeOwned>(text: &str) -> Option<T> {
    T::deserialize(Text { text, exploded: false }).ok()
}

impl<'t> Text<'t> {
    fn parts(self) -> impl Iterator<Item = Text<'t>> {
        let parts = self.text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(move |text| Text { text, ..self })
    }

    fn number<N: std::str::FromStr>(self) -> Result<N, Error> {
        self.text.parse().map_err(|_| de::Error::custom("another form"))
    }
}

macro_rules! numbers {
    ($($method:ident: $number:ty, $visit:ident;)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.$visit(self.number::<$number>()?)
        })*
    };
}

impl<'de> Deserializer<'de> for Text<'de> {
    type Error = Error;

    numbers! {
        deserialize_bool: bool, visit_bool;
        deserialize_i8: i8, visit_i8;
        deserialize_i16: i16, visit_i16;
        deserialize_i32: i32, visit_i32;
        deserialize_i64: i64, visit_i64;
        deserialize_u8: u8, visit_u8;
        deserialize_u16: u16, visit_u16;
        deserialize_u32: u32, visit_u32;
        deserialize_u64: u64, visit_u64;
        deserialize_i128: i128, visit_i128;
        deserialize_u128: u128, visit_u128;
        deserialize_f32: f32, visit_f32;
        deserialize_f64: f64, visit_f64;
    }

    /// What is asked for says nothing: numbers and flags are taken as such.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if let Ok(integer) = self.number::<i64>() {
            return visitor.visit_i64(integer);
        }
        match (self.number::<bool>(), self.number::<f64>()) {
            (Ok(flag), _) => visitor.visit_bool(flag),
            (_, Ok(number)) if number.is_finite() => visitor.visit_f64(number),
            _ => visitor.visit_borrowed_str(self.text),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(SeqDeserializer::new(self.parts()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let mut parts = self.parts();
        let pairs = std::iter::from_fn(|| {
            let part = parts.next()?;
            let (key, value) = match self.exploded {
                true => part.text.split_once('=')?,
                false => (part.text, parts.next()?.text),
            };
            Some((key, Text { text: value, ..self }))
        });
        visitor.visit_map(MapDeserializer::new(pairs))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.text)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.text)
    }

    serde::forward_to_deserialize_any! {
        char bytes byte_buf unit unit_struct tuple_struct enum identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Error> for Text<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
