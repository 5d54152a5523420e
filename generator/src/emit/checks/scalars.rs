//! Texts and numbers that a schema allows.

use crate::ir::{Bound, Bounds};
use serde_json::Number;

/// What a value is for.
#[derive(Clone, Copy, Debug)]
pub(super) struct About<'a> {
    /// Its name on the wire.
    pub(super) label: &'a str,
    /// What it has to keep to.
    pub(super) bounds: &'a Bounds,
    /// Whether it travels in a header.
    pub(super) header: bool,
}

/// A text. In a full call a free text says its own name, so that mixed-up arguments are noticed,
/// and has characters that every kind of place has to escape.
pub(super) fn text(about: About<'_>, full: bool) -> String {
    let format = about.bounds.format.as_deref().unwrap_or_default();
    if let Some(sample) = sample(format) {
        return sample.to_owned();
    }
    let label = about.label;
    let wanted = match (full, about.header) {
        (true, true) => format!("{label}-\"1\",2"),
        (true, false) => format!("{label} \"\u{fc}\\\u{2603}\" 1/2?&=%2F+#"),
        (false, _) => label.to_owned(),
    };
    let count = |bound: Option<u64>| bound.and_then(|bound| usize::try_from(bound).ok());
    let least = count(about.bounds.min_length).unwrap_or(0).saturating_sub(wanted.chars().count());
    let most = count(about.bounds.max_length).unwrap_or(usize::MAX);
    wanted.chars().chain(std::iter::repeat_n('x', least)).take(most).collect()
}

/// A text of a format.
fn sample(format: &str) -> Option<&'static str> {
    Some(match format {
        "date-time" => "2026-05-25T02:18:00.123Z",
        "date" => "2026-05-25",
        "time" => "02:18:00Z",
        "duration" => "P1DT2H",
        "email" | "idn-email" => "first.last+tag@mail.example.com",
        "hostname" | "idn-hostname" => "mail.example.com",
        "ipv4" => "192.0.2.7",
        "ipv6" => "2001:db8::7",
        "uri" | "url" | "iri" => "https://example.com/a%20b?c=d&e#f",
        "uri-reference" | "iri-reference" => "/a?b",
        "uuid" => "6f2c1c9e-3f0e-4b62-9d6c-0d8b6a1f9e55",
        "byte" | "base64" => "aGVsbG8=",
        "decimal" => "12.5",
        "json-pointer" => "/a/b",
        "regex" => "^a+$",
        _ => return None,
    })
}

/// An integer within bounds.
pub(super) fn integer(bounds: &Bounds) -> i64 {
    within(bounds, 1.0, 7.0) as i64
}

/// A number within bounds.
pub(super) fn number(bounds: &Bounds) -> f64 {
    within(bounds, 0.25, 7.5)
}

fn within(bounds: &Bounds, smallest_step: f64, usual: f64) -> f64 {
    let float = |number: &Number| number.as_f64();
    let step = bounds.multiple_of.as_ref().and_then(float).filter(|step| *step > 0.0);
    let step = step.map_or(smallest_step, |step| step.max(smallest_step));
    let end = |bound: &Option<Bound>, inside: fn(f64) -> f64, past: fn(f64) -> f64| {
        let bound = bound.as_ref()?;
        let steps = float(&bound.value)? / step;
        Some(if bound.exclusive { past(steps) } else { inside(steps) })
    };
    let low = end(&bounds.minimum, f64::ceil, |steps| steps.floor() + 1.0);
    let high = end(&bounds.maximum, f64::floor, |steps| steps.ceil() - 1.0);
    let steps = (usual / step).ceil();
    steps.max(low.unwrap_or(f64::MIN)).min(high.unwrap_or(f64::MAX)) * step
}

#[cfg(test)]
mod tests {
    use super::{About, integer, number, text};
    use crate::ir::{Bound, Bounds};

    fn bound(value: i64, exclusive: bool) -> Option<Bound> {
        Some(Bound { value: value.into(), exclusive })
    }

    #[test]
    fn numbers_keep_to_their_bounds() {
        let plain = Bounds::default();
        assert_eq!((integer(&plain), number(&plain)), (7, 7.5));
        let high = Bounds { minimum: bound(10, true), ..Bounds::default() };
        assert_eq!((integer(&high), number(&high)), (11, 10.25));
        let low = Bounds { maximum: bound(-1, true), ..Bounds::default() };
        assert_eq!((integer(&low), number(&low)), (-2, -1.25));
        let steps = Some(5.into());
        let steps = Bounds { multiple_of: steps, maximum: bound(9, false), ..Bounds::default() };
        assert_eq!((integer(&steps), number(&steps)), (5, 5.0));
    }

    #[test]
    fn texts_keep_to_their_length_and_format() {
        let made = |bounds: &Bounds| text(About { label: "id", bounds, header: false }, true);
        let short = made(&Bounds { max_length: Some(4), ..Bounds::default() });
        assert_eq!(short, "id \"");
        let long = made(&Bounds { min_length: Some(64), ..Bounds::default() });
        assert_eq!(long.chars().count(), 64);
        let email = made(&Bounds { format: Some("email".to_owned()), ..Bounds::default() });
        assert!(email.contains('@'));
    }
}
