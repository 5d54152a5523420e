//! The codes of diagnostics: stable names that people look up and scripts match.
//!
//! Adding one takes three lines in one of the tables below: constant and id, title, explanation.
//! An id never changes its meaning and is never used again.

mod document;
mod operation;
mod output;
mod schema;

pub use document::*;
pub use operation::*;
pub use output::*;
pub use schema::*;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// What a diagnostic means for the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// A part of the document, or all of it, has no counterpart in the output.
    Error,
    /// The output says less or other than the document.
    Warning,
    /// The output is as the document says; the reader may want to know how.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        })
    }
}

/// One kind of diagnostic.
#[derive(Clone, Copy)]
pub struct Code {
    /// The stable name: the letter of its [`Severity`] and four digits.
    pub id: &'static str,
    /// The kind in a few words.
    pub title: &'static str,
    /// What it means and what to do about it, in paragraphs.
    pub explanation: &'static str,
}

impl Code {
    /// The code of that id, in either case.
    pub fn find(id: &str) -> Option<Self> {
        Self::all().find(|code| code.id.eq_ignore_ascii_case(id))
    }

    /// Every code, in the order of the tables.
    pub fn all() -> impl Iterator<Item = Self> {
        [document::TABLE, schema::TABLE, operation::TABLE, output::TABLE]
            .into_iter()
            .flatten()
            .copied()
    }

    /// What diagnostics of this kind mean for the output, as the letter of the id says.
    pub fn severity(self) -> Severity {
        match self.id.as_bytes().first() {
            Some(b'E') => Severity::Error,
            Some(b'W') => Severity::Warning,
            _ => Severity::Note,
        }
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Code {}

impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> Ordering {
        self.id.cmp(other.id)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id)
    }
}

/// Declares codes as constants, and the table of them.
macro_rules! codes {
    ($($name:ident $id:literal $title:literal $explanation:literal;)*) => {
        $(
            #[doc = concat!("`", $id, "`: ", $title, ".")]
            pub const $name: $crate::diag::Code =
                $crate::diag::Code { id: $id, title: $title, explanation: $explanation };
        )*
        pub(super) const TABLE: &[$crate::diag::Code] = &[$($name),*];
    };
}
use codes;

#[cfg(test)]
mod tests {
    use super::{Code, Severity};
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_unique_and_of_the_stated_form() {
        let mut seen = BTreeSet::new();
        for code in Code::all() {
            assert!(seen.insert(code.id), "{code} is declared twice");
            let (letter, digits) = code.id.split_at(1);
            assert!(matches!(letter, "E" | "W" | "N"), "{code}");
            assert!(digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()), "{code}");
        }
    }

    #[test]
    fn every_code_explains_itself() {
        for code in Code::all() {
            assert!(!code.title.ends_with('.') && code.title.len() < 80, "{code}: {}", code.title);
            assert!(code.explanation.ends_with('.'), "{code}");
            assert!(code.explanation.len() > code.title.len(), "{code}");
        }
    }

    #[test]
    fn an_id_finds_its_code() {
        let code = Code::find("e0101").expect("E0101 exists");
        assert_eq!(code.severity(), Severity::Error);
        assert_eq!(Code::find("E9999"), None);
    }
}
