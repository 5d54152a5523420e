//! Paths of generated files.

use std::fmt;

/// Why a file cannot be part of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPath {
    /// The path.
    pub path: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl fmt::Display for BadPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cannot generate the file {:?}: {}", self.path, self.reason)
    }
}

impl std::error::Error for BadPath {}

/// Refuses paths that are absolute, that leave their folder, or that some system cannot have.
pub(super) fn check(path: &str) -> Result<(), BadPath> {
    match path.split('/').find_map(fault) {
        None => Ok(()),
        Some(reason) => Err(BadPath { path: path.to_owned(), reason }),
    }
}

fn fault(name: &str) -> Option<&'static str> {
    match name {
        "" => Some("a name is empty, or the path is absolute"),
        "." | ".." => Some("`.` and `..` are no names"),
        _ if name.len() > 200 => Some("a name is too long"),
        _ if name.ends_with(['.', ' ']) => Some("a name ends with a dot or a space"),
        _ if name.chars().any(|c| c.is_control() || "\\:*?\"<>|".contains(c)) => {
            Some("a name has a character that some systems do not allow")
        }
        _ => None,
    }
}
