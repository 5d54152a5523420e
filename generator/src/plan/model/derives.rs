//! What a model derives.

use crate::name::RustIdent;
use std::fmt;

/// A trait or macro in `#[derive(…)]`, in the order in which they are written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Derive {
    /// `Clone`.
    Clone,
    /// `Copy`.
    Copy,
    /// `Debug`.
    Debug,
    /// `Default`.
    Default,
    /// `PartialEq`.
    PartialEq,
    /// `Eq`.
    Eq,
    /// `Hash`.
    Hash,
    /// `PartialOrd`.
    PartialOrd,
    /// `Ord`.
    Ord,
    /// One of another crate, by its path, such as `schemars`, `JsonSchema`.
    External(Vec<RustIdent>),
}

impl Derive {
    /// Those that a person may ask for, beside what every model derives.
    pub const OPTIONAL: [Self; 6] =
        [Self::Copy, Self::Default, Self::Eq, Self::Hash, Self::PartialOrd, Self::Ord];

    /// The name of one that Rust itself has.
    pub fn own(&self) -> Option<&'static str> {
        match self {
            Self::Clone => Some("Clone"),
            Self::Copy => Some("Copy"),
            Self::Debug => Some("Debug"),
            Self::Default => Some("Default"),
            Self::PartialEq => Some("PartialEq"),
            Self::Eq => Some("Eq"),
            Self::Hash => Some("Hash"),
            Self::PartialOrd => Some("PartialOrd"),
            Self::Ord => Some("Ord"),
            Self::External(_) => None,
        }
    }

    /// What has to be derived beside it.
    pub fn needs(&self) -> &'static [Self] {
        match self {
            Self::Ord => &[Self::Eq, Self::PartialOrd],
            _ => &[],
        }
    }
}

/// As people write it, and as it stands in code but for the first `::` of a path.
impl fmt::Display for Derive {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::External(path) = self else { return fmt::Debug::fmt(self, formatter) };
        let segments: Vec<String> = path.iter().map(RustIdent::to_string).collect();
        formatter.write_str(&segments.join("::"))
    }
}
