//! Scalars as text, written where they go without a value of JSON in between.

use super::encode::Escape;
use serde::ser::{Error, Impossible, Serialize, Serializer};
use serde_json::Value;
use std::fmt::{self, Display, Write};

/// Appends a scalar as a parameter's text has it, or returns false, where the text is of no use:
/// for null, lists and objects.
pub(super) fn push<T: Serialize + ?Sized>(value: &T, escape: Escape, out: &mut String) -> bool {
    value.serialize(Scalar { escape, out }).is_ok()
}

/// Takes a scalar and nothing else.
struct Scalar<'a> {
    escape: Escape,
    out: &'a mut String,
}

impl Scalar<'_> {
    /// Appends what has no character that needs an escape.
    fn plain(self, value: impl Display) -> Result<(), NoScalar> {
        write!(self.out, "{value}").map_err(|_| NoScalar)
    }

    /// Appends a number as JSON writes it.
    fn float(self, value: Value) -> Result<(), NoScalar> {
        if value.is_null() {
            return Err(NoScalar);
        }
        self.serialize_str(&value.to_string())
    }
}

/// A value is no scalar.
#[derive(Debug)]
struct NoScalar;

impl Display for NoScalar {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("no scalar")
    }
}

impl std::error::Error for NoScalar {}

impl Error for NoScalar {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// Methods for kinds of numbers whose `Display` is what JSON writes.
macro_rules! plain {
    ($($method:ident: $kind:ty,)*) => { $(
        fn $method(self, value: $kind) -> Result<(), NoScalar> {
            self.plain(value)
        }
    )* };
}

impl Serializer for Scalar<'_> {
    type Ok = ();
    type Error = NoScalar;
    type SerializeSeq = Impossible<(), NoScalar>;
    type SerializeTuple = Impossible<(), NoScalar>;
    type SerializeTupleStruct = Impossible<(), NoScalar>;
    type SerializeTupleVariant = Impossible<(), NoScalar>;
    type SerializeMap = Impossible<(), NoScalar>;
    type SerializeStruct = Impossible<(), NoScalar>;
    type SerializeStructVariant = Impossible<(), NoScalar>;

    plain! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
    }

    fn serialize_f32(self, value: f32) -> Result<(), NoScalar> {
        self.float(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), NoScalar> {
        self.float(value.into())
    }

    fn serialize_char(self, value: char) -> Result<(), NoScalar> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), NoScalar> {
        self.escape.push(value, self.out);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), NoScalar> {
        Err(NoScalar)
    }

    fn serialize_none(self) -> Result<(), NoScalar> {
        Err(NoScalar)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NoScalar> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), NoScalar> {
        Err(NoScalar)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), NoScalar> {
        Err(NoScalar)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), NoScalar> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), NoScalar> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), NoScalar> {
        Err(NoScalar)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, NoScalar> {
        Err(NoScalar)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, NoScalar> {
        Err(NoScalar)
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, NoScalar> {
        Err(NoScalar)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, NoScalar> {
        Err(NoScalar)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, NoScalar> {
        Err(NoScalar)
    }

    fn serialize_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStruct, NoScalar> {
        Err(NoScalar)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, NoScalar> {
        Err(NoScalar)
    }
}

#[cfg(test)]
mod tests {
    use super::super::encode::{Escape, text};
    use super::push;
    use serde::Serialize;
    use serde_json::{Value, json};

    fn pushed<T: Serialize + ?Sized>(value: &T) -> Option<String> {
        let mut out = "before=".to_owned();
        let is_scalar = push(value, Escape::Component, &mut out);
        assert!(is_scalar || out == "before=", "{out}");
        is_scalar.then(|| out["before=".len()..].to_owned())
    }

    fn by_json<T: Serialize + ?Sized>(value: &T) -> Option<String> {
        match serde_json::to_value(value).expect("JSON") {
            Value::Null | Value::Array(_) | Value::Object(_) => None,
            scalar => Some(Escape::Component.text(&text(&scalar))),
        }
    }

    #[test]
    fn scalars_are_written_as_their_json_is() {
        assert_eq!(pushed("a b/ä").as_deref(), Some("a%20b%2F%C3%A4"));
        assert_eq!(pushed("a b/ä"), by_json("a b/ä"));
        for number in [0.0, -1.5, 7.0, 1e300, 1e21, 0.1, f64::NAN, f64::INFINITY] {
            assert_eq!(pushed(&number), by_json(&number), "{number}");
            assert_eq!(pushed(&(number as f32)), by_json(&(number as f32)), "{number}");
        }
        assert_eq!(pushed(&i64::MIN), by_json(&i64::MIN));
        assert_eq!(pushed(&u64::MAX), by_json(&u64::MAX));
        assert_eq!(pushed(&true), by_json(&true));
        assert_eq!(pushed(&'%'), by_json(&'%'));
        assert_eq!(pushed(&Some("x")), by_json(&Some("x")));
    }

    #[test]
    fn everything_else_is_left_to_others() {
        for value in [json!(null), json!([1]), json!({ "a": 1 }), json!([])] {
            assert_eq!(pushed(&value), None);
        }
        assert_eq!(pushed(&None::<i64>), None);
        assert_eq!(pushed(&("a", 1)), None);
    }
}
