//! Constraints that are checked before a request leaves.

/// A constraint on a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// The least and the greatest number of characters, items or entries.
    Length(u64, Option<u64>),
    /// The ends of a range of numbers.
    Range(Option<End>, Option<End>),
    /// A number that divides the value.
    Multiple(f64),
    /// A regular expression of Rust.
    Pattern(String),
    /// The items of a list differ.
    Unique,
    /// The type of the value has constraints of its own.
    Inside,
    /// Each item of a list, or each value of a map, has this constraint.
    Each(Box<Rule>),
}

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// The number.
    pub value: f64,
    /// Whether the number itself is out of the range.
    pub exclusive: bool,
}
