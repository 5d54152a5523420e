//! Types for texts of a format that are written into the output where they are chosen.

use super::Derive;
use crate::plan::Dependency;

/// A type in the root of the crate that texts of a format become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OwnText {
    /// An instant of the crate `time` that reads and writes RFC 3339.
    DateTime,
    /// An instant that keeps its text.
    Timestamp,
}

impl OwnText {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::DateTime => "DateTime",
            Self::Timestamp => "Timestamp",
        }
    }

    /// Its module, a file of its own.
    pub fn module(self) -> &'static str {
        match self {
            Self::DateTime => "date_time",
            Self::Timestamp => "timestamp",
        }
    }

    /// What it has of the traits that a model may derive.
    pub(crate) fn derives(self) -> &'static [Derive] {
        use Derive::{Copy, Eq, Hash, Ord, PartialOrd};
        match self {
            Self::DateTime => &[Copy, Eq, Hash, PartialOrd, Ord],
            Self::Timestamp => &[Eq, Hash],
        }
    }

    /// The crate that it needs.
    pub(crate) fn dependency(self) -> Option<Dependency> {
        match self {
            Self::DateTime => Some(Dependency {
                name: "time".to_owned(),
                version: "0.3".to_owned(),
                features: ["formatting", "parsing"].map(str::to_owned).into(),
            }),
            Self::Timestamp => None,
        }
    }
}
