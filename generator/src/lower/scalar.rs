//! Scalars: width and sign of integers, formats of texts.

use super::Lowering;
use super::flat::Flat;
use crate::ir::{Bound, Bounds, Integer, Kind, Prim, Text, Ty};
use serde_json::{Number, Value};
use std::ops::RangeInclusive;

impl<'a> Lowering<'a, '_> {
    /// The primitive of a kind.
    pub(super) fn scalar(&mut self, kind: Kind, flat: &Flat<'a>) -> Ty {
        let format = flat.bounds.format.as_deref();
        Ty::Prim(match kind {
            Kind::Bool => Prim::Bool,
            Kind::Integer => Prim::Integer(integer(format, &flat.bounds)),
            Kind::Number => Prim::Number,
            _ => Prim::Text(text(format, flat.base64)),
        })
    }
}

/// The narrowest integer that the format names, widened until the bounds fit.
pub(super) fn integer(format: Option<&str>, bounds: &Bounds) -> Integer {
    let named = match format {
        Some("int32" | "int16" | "int8") => Integer::I32,
        Some("uint32" | "uint16" | "uint8") => Integer::U32,
        Some("uint64" | "uint") => Integer::U64,
        _ => Integer::I64,
    };
    let widths = [
        (Integer::I32, i128::from(i32::MIN)..=i128::from(i32::MAX)),
        (Integer::U32, 0..=i128::from(u32::MAX)),
        (Integer::I64, i128::from(i64::MIN)..=i128::from(i64::MAX)),
        (Integer::U64, 0..=i128::from(u64::MAX)),
    ];
    let end = |bound: &Option<Bound>, inwards: i128| {
        let bound = bound.as_ref()?;
        Some(whole(&bound.value) + if bound.exclusive { inwards } else { 0 })
    };
    let ends = [end(&bounds.minimum, 1), end(&bounds.maximum, -1)];
    let fits = |range: &RangeInclusive<i128>| ends.iter().flatten().all(|end| range.contains(end));
    let never_negative = ends[0].is_some_and(|least| least >= 0);
    let from = widths.iter().position(|(width, _)| *width == named).unwrap_or_default();
    let mut rest = widths[from..].iter().chain(&widths[2..]);
    let fitting = rest.find(|(width, range)| {
        let unsigned = matches!(width, Integer::U32 | Integer::U64);
        fits(range) && (*width == named || !unsigned || never_negative)
    });
    fitting.map_or(Integer::I128, |(width, _)| *width)
}

/// The integer that holds all of some values.
pub(super) fn integer_of<'v>(values: impl Iterator<Item = &'v Value>, bounds: &Bounds) -> Integer {
    let format = bounds.format.as_deref();
    let bound = |number: &Number| Bound { value: number.clone(), exclusive: false };
    let numbers = values.filter_map(Value::as_number).map(bound);
    let one = |bound: Bound| {
        let (minimum, maximum) = (Some(bound.clone()), Some(bound));
        integer(format, &Bounds { minimum, maximum, ..Bounds::default() })
    };
    numbers.map(one).reduce(wider).unwrap_or(Integer::I64)
}

/// The integer that holds the values of both.
pub(super) fn wider(one: Integer, other: Integer) -> Integer {
    use Integer::{I32, I64, I128, U32, U64};
    match (one, other) {
        (one, other) if one == other => one,
        (I128, _) | (_, I128) => I128,
        (U64, U32) | (U32, U64) => U64,
        (U64, I32 | I64) | (I32 | I64, U64) => I128,
        _ => I64,
    }
}

/// A bound as an integer. One that is past 64 bits is only known roughly, and taken to be past what
/// 64 bits hold.
fn whole(number: &Number) -> i128 {
    let exact = number.as_i64().map(i128::from).or(number.as_u64().map(i128::from));
    exact.unwrap_or_else(|| match number.as_f64().unwrap_or_default() {
        float if float <= i64::MIN as f64 => {
            (float.max(-1e38) as i128).min(i128::from(i64::MIN) - 1)
        }
        float => float.min(1e38) as i128,
    })
}

fn text(format: Option<&str>, base64: bool) -> Text {
    match format {
        _ if base64 => Text::Base64,
        Some("date-time") => Text::DateTime,
        Some("date") => Text::Date,
        Some("uuid") => Text::Uuid,
        Some("decimal") => Text::Decimal,
        Some("byte" | "base64") => Text::Base64,
        _ => Text::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(minimum: Option<&str>, maximum: Option<&str>) -> Bounds {
        let bound = |text: &str| Bound {
            value: serde_json::from_str(text).expect("a number"),
            exclusive: false,
        };
        Bounds { minimum: minimum.map(bound), maximum: maximum.map(bound), ..Bounds::default() }
    }

    #[test]
    fn widths_follow_the_format_until_the_bounds_do_not_fit() {
        let cases = [
            (None, None, None, Integer::I64),
            (Some("int32"), None, None, Integer::I32),
            (Some("int32"), None, Some("4294967295"), Integer::I64),
            (Some("uint64"), None, None, Integer::U64),
            (None, Some("0"), Some("18446744073709551615"), Integer::U64),
            (None, None, Some("18446744073709551615"), Integer::I128),
            (None, Some("0"), Some("1e30"), Integer::I128),
            (Some("uint32"), Some("-1"), None, Integer::I64),
            (None, Some("-9223372036854775808"), Some("9223372036854775807"), Integer::I64),
            (None, Some("-9223372036854775808"), Some("9223372036854775808"), Integer::I128),
            (None, Some("-9223372036854776000"), Some("9223372036854776000"), Integer::I128),
            (Some("int64"), Some("0"), Some("9223372036854775808"), Integer::U64),
            (Some("uint64"), Some("0"), Some("18446744073709551616"), Integer::I128),
            (None, Some("-1.5"), Some("1e3"), Integer::I64),
        ];
        for (format, least, most, expected) in cases {
            assert_eq!(
                integer(format, &bounds(least, most)),
                expected,
                "{format:?} {least:?} {most:?}"
            );
        }
    }
}
