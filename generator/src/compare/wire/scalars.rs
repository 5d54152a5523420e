//! Scalars and the constraints on them.

use super::super::WireLevel::{Breaking, Caution, Compatible};
use super::{Spot, Walk, Way};
use crate::ir::{Bound, Bounds, Integer, Prim, Text};

/// What a scalar is, in a word.
pub(super) fn word(prim: Prim) -> &'static str {
    match prim {
        Prim::Bool => "a boolean",
        Prim::Integer(_) => "an integer",
        Prim::Number => "a number",
        Prim::Text(Text::Plain) => "a text",
        Prim::Text(Text::DateTime) => "an instant",
        Prim::Text(Text::Date) => "a day",
        Prim::Text(Text::Uuid) => "a UUID",
        Prim::Text(Text::Decimal) => "a decimal",
        Prim::Text(Text::Base64) => "Base64",
        Prim::Bytes => "bytes",
    }
}

impl Walk<'_> {
    pub(super) fn scalars(&mut self, old: Prim, new: Prim, way: Way, spot: &Spot) {
        if old == new {
            return;
        }
        let what = match (old, new) {
            (Prim::Integer(_), Prim::Integer(_)) => "an integer of another width".to_owned(),
            _ => format!("{}, was {}", word(new), word(old)),
        };
        let (written, read) = if way == Way::Request { (old, new) } else { (new, old) };
        let level = match (written, read) {
            (Prim::Integer(_), Prim::Number) => Compatible,
            (Prim::Integer(written), Prim::Integer(read)) if fits(written, read) => Compatible,
            (Prim::Text(_), Prim::Text(Text::Plain)) => Compatible,
            (Prim::Text(_), Prim::Text(_)) if way != Way::Request => Caution,
            _ => Breaking,
        };
        self.found(spot, way, level, what);
    }

    /// Constraints: those of a request may refuse what was accepted.
    pub(super) fn bounds(&mut self, old: &Bounds, new: &Bounds, way: Way, spot: &Spot) {
        if way != Way::Request {
            return;
        }
        let mut tell = |(name, tighter, looser): (&str, bool, bool)| {
            if tighter {
                self.found(spot, way, Breaking, format!("{name} is tighter"));
            } else if looser {
                self.found(spot, way, Compatible, format!("{name} is looser"));
            }
        };
        let ends = [
            ("the least value", order(&old.minimum, &new.minimum, 1.0)),
            ("the greatest value", order(&old.maximum, &new.maximum, -1.0)),
            ("the least length", count(old.min_length, new.min_length, false)),
            ("the greatest length", count(old.max_length, new.max_length, true)),
        ];
        ends.into_iter().for_each(|(name, (tighter, looser))| tell((name, tighter, looser)));
        let other = |changed: bool, gone: bool| (changed && !gone, changed && gone);
        let (tighter, looser) = other(old.pattern != new.pattern, new.pattern.is_none());
        tell(("the pattern", tighter, looser));
        let (tighter, looser) =
            other(old.multiple_of != new.multiple_of, new.multiple_of.is_none());
        tell(("the step", tighter, looser));
        tell(("uniqueness", !old.unique && new.unique, old.unique && !new.unique));
        if !old.each.is_empty() || !new.each.is_empty() {
            self.bounds(&old.each, &new.each, way, spot);
        }
    }
}

/// Whether every integer of one width is one of the other.
fn fits(written: Integer, read: Integer) -> bool {
    use Integer::{I32, I64, I128, U32, U64};
    matches!((written, read), (I32, I64 | I128) | (U32, I64 | U64 | I128) | (I64 | U64, I128))
        || written == read
}

/// Whether an end of a range is tighter, or looser; `sign` is 1 for the lower end.
fn order(old: &Option<Bound>, new: &Option<Bound>, sign: f64) -> (bool, bool) {
    let value = |bound: &Option<Bound>| {
        let bound = bound.as_ref();
        bound.and_then(|it| Some((it.value.as_f64()? * sign, it.exclusive)))
    };
    match (value(old), value(new)) {
        (None, None) => (false, false),
        (None, Some(_)) => (true, false),
        (Some(_), None) => (false, true),
        (Some(old), Some(new)) => (new > old, new < old),
    }
}

/// The same of a length; `upper` says that the end is the greatest.
fn count(old: Option<u64>, new: Option<u64>, upper: bool) -> (bool, bool) {
    match (old, new, upper) {
        (None, Some(0), false) | (Some(0), None, false) => (false, false),
        (None, None, _) => (false, false),
        (None, Some(_), _) => (true, false),
        (Some(_), None, _) => (false, true),
        (Some(old), Some(new), true) => (new < old, new > old),
        (Some(old), Some(new), false) => (new > old, new < old),
    }
}
