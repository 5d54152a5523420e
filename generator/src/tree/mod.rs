//! Files on disk: what is written, what is removed, what is left alone.
//!
//! Every generated file bears a mark near its start (a comment with [`MARK`] in it). The mark is
//! what makes a file ours: only files with it are changed or removed, and a folder that has files
//! but none of ours is refused. So nothing that a person wrote is ever lost, and no list of files
//! has to be kept beside them.

mod disk;
mod ours;
mod path;

pub use crate::mark::MARK;
pub use disk::{Difference, Failure, Written};
pub use ours::ours;
pub use path::BadPath;

use crate::parallel;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// How far into a file the mark is looked for.
const MARK_WITHIN: usize = 512;

/// The generated files of one crate, by their paths relative to its folder.
#[derive(Clone, Debug)]
pub struct Tree {
    owned: Owned,
    files: BTreeMap<String, Vec<u8>>,
    /// The paths in lower case, because some file systems know no other.
    folded: BTreeSet<String>,
}

/// Which part of a crate's folder belongs to the tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owned {
    /// All of it, but for files without the mark.
    Crate,
    /// These folders in it, such as `src`; what stands beside them is not even looked at.
    Folders(Vec<String>),
}

impl Tree {
    /// An empty tree.
    pub fn new(owned: Owned) -> Self {
        Self { owned, files: BTreeMap::new(), folded: BTreeSet::new() }
    }

    /// Adds a file; its path has `/` between the names.
    ///
    /// # Errors
    ///
    /// Where the path could lead out of the owned folders or is not the same everywhere, where
    /// the tree has it already, and where the file has no mark.
    pub fn insert(&mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Result<(), BadPath> {
        path::check(path)?;
        let bytes = bytes.into();
        let bad = |reason| Err(BadPath { path: path.to_owned(), reason });
        if !self.owned.contains(path) {
            return bad("it is outside the folders that are generated");
        }
        if !is_marked(&bytes) {
            return bad("the file does not bear the mark of generated files");
        }
        if !self.folded.insert(path.to_lowercase()) {
            return bad("another file has the same path, or one that differs only in case");
        }
        self.files.insert(path.to_owned(), bytes);
        Ok(())
    }

    /// Gives a file another content, which has to bear the mark too; false where there is none.
    pub fn replace(&mut self, path: &str, bytes: impl Into<Vec<u8>>) -> bool {
        let bytes = bytes.into();
        match self.files.get_mut(path) {
            Some(file) if is_marked(&bytes) => *file = bytes,
            _ => return false,
        }
        true
    }

    /// Every path and content, sorted by path.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Every path with what `read` makes of the content, sorted by path, by as many threads as
    /// there are cores.
    pub fn read<R: Send>(&self, read: impl Fn(&[u8]) -> R + Sync) -> Vec<(&str, R)> {
        parallel::each(self.iter().collect(), |(path, bytes)| (path, read(bytes)))
    }

    /// The content of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl Owned {
    /// The folders to look at, relative to the crate's.
    fn roots(&self) -> Vec<&str> {
        match self {
            Self::Crate => vec![""],
            Self::Folders(folders) => folders.iter().map(String::as_str).collect(),
        }
    }

    fn contains(&self, path: &str) -> bool {
        match self {
            Self::Crate => true,
            Self::Folders(folders) => folders.iter().any(|folder| {
                path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
            }),
        }
    }
}

/// Whether a file's content bears the mark.
fn is_marked(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(MARK_WITHIN)];
    start.windows(MARK.len()).any(|window| window == MARK.as_bytes())
}
