//! Constraints on values, for documentation and client-side checks.

use std::ops::Deref;

/// Constraints on a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bounds {
    /// Least value.
    pub minimum: Option<Bound>,
    /// Greatest value.
    pub maximum: Option<Bound>,
    /// The value is a multiple of this.
    pub multiple_of: Option<serde_json::Number>,
    /// Least length: characters, items or properties.
    pub min_length: Option<u64>,
    /// Greatest length: characters, items or properties.
    pub max_length: Option<u64>,
    /// A regular expression (ECMA-262) that the text matches somewhere.
    pub pattern: Option<String>,
    /// Whether the items of a list differ.
    pub unique: bool,
    /// The format, as the document names it.
    pub format: Option<String>,
    /// The constraints on each item of a list, or each value of a map.
    pub each: RareBounds,
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// The end.
    pub value: serde_json::Number,
    /// Whether the end itself is left out.
    pub exclusive: bool,
}

/// Constraints that most values do not have; then they take the room of a pointer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RareBounds(Option<Box<Bounds>>);

/// No constraints.
static NONE: Bounds = Bounds {
    minimum: None,
    maximum: None,
    multiple_of: None,
    min_length: None,
    max_length: None,
    pattern: None,
    unique: false,
    format: None,
    each: RareBounds(None),
};

impl RareBounds {
    /// Nothing is constrained.
    pub const NONE: Self = Self(None);

    /// The constraints, where there are any.
    pub fn some(&self) -> Option<&Bounds> {
        self.0.as_deref()
    }

    /// Whether nothing is constrained.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

impl Deref for RareBounds {
    type Target = Bounds;

    fn deref(&self) -> &Bounds {
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl From<Bounds> for RareBounds {
    fn from(bounds: Bounds) -> Self {
        Self((bounds != NONE).then(|| Box::new(bounds)))
    }
}

impl From<RareBounds> for Bounds {
    fn from(bounds: RareBounds) -> Self {
        bounds.0.map_or_else(Self::default, |bounds| *bounds)
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounds, RareBounds};

    #[test]
    fn what_constrains_nothing_takes_no_room() {
        let none = RareBounds::from(Bounds::default());
        assert!(none.is_empty() && none == RareBounds::NONE && *none == Bounds::default());
        let unique = Bounds { unique: true, ..Bounds::default() };
        let some = RareBounds::from(unique.clone());
        assert!(!some.is_empty() && some.unique && Bounds::from(some) == unique);
        assert_eq!(size_of::<RareBounds>(), size_of::<usize>());
    }
}
