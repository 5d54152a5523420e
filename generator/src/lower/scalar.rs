//! Scalars: width and sign of integers, formats of texts.

use super::Lowering;
use super::flat::Flat;
use crate::ir::{Bound, Bounds, Integer, Kind, Prim, Text, Ty};

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
fn integer(format: Option<&str>, bounds: &Bounds) -> Integer {
    let named = match format {
        Some("int32" | "int16" | "int8") => Integer::I32,
        Some("uint32" | "uint16" | "uint8") => Integer::U32,
        Some("uint64" | "uint") => Integer::U64,
        _ => Integer::I64,
    };
    let fits = |range: (f64, f64)| {
        let inside = |bound: &Option<Bound>| {
            bound.as_ref().is_none_or(|bound| {
                bound.value.as_f64().is_some_and(|value| range.0 <= value && value <= range.1)
            })
        };
        inside(&bounds.minimum) && inside(&bounds.maximum)
    };
    let widths = [
        (Integer::I32, (f64::from(i32::MIN), f64::from(i32::MAX))),
        (Integer::U32, (0.0, f64::from(u32::MAX))),
        (Integer::I64, (i64::MIN as f64, i64::MAX as f64)),
        (Integer::U64, (0.0, u64::MAX as f64)),
    ];
    let from = widths.iter().position(|(width, _)| *width == named).unwrap_or_default();
    let past = |bound: &Option<Bound>| {
        bound.as_ref().is_some_and(|bound| {
            let exact = bound.value.as_i64().is_some() || bound.value.as_u64().is_some();
            !exact && bound.value.as_f64().is_some_and(|value| value.abs() > i64::MAX as f64)
        })
    };
    if past(&bounds.minimum) || past(&bounds.maximum) {
        return Integer::I128;
    }
    let rest = widths[from..].iter().chain(&widths[2..]);
    let mut fitting = rest.filter(|(width, range)| {
        let unsigned = matches!(width, Integer::U32 | Integer::U64);
        let never_negative = bounds
            .minimum
            .as_ref()
            .is_some_and(|least| least.value.as_f64().is_some_and(|value| value >= 0.0));
        fits(*range) && (*width == named || !unsigned || never_negative)
    });
    fitting.next().map_or(Integer::I128, |(width, _)| *width)
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
