//! Files of a document: bytes to values, references to values, values to lines and columns.
//!
//! A [`Source`] holds every file of a document, read once when it is made: the first file and,
//! within its folder, the files that it refers to. Nothing else is ever read, and nothing is ever
//! fetched. Files that cannot be read are reported in [`Source::diagnostics`]; the rest can be
//! used.

mod address;
mod anchors;
mod harvest;
mod json;
mod limits;
mod load;
mod locate;
mod parts;
mod resolve;
mod scan;
mod text;
mod yaml;

pub use limits::MAX_DEPTH;
pub use load::Loader;
pub use resolve::Unresolved;
pub use text::Format;

use crate::diag::{Diagnostics, FileId, Location, Part, Places, Pointer, Position};
use address::Address;
use anchors::Anchors;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// A value of the document and where it stands.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    /// The value.
    pub value: &'a Value,
    /// Its place.
    pub at: Pointer,
}

/// Every file of a document.
#[derive(Debug, Default)]
pub struct Source {
    files: Vec<File>,
    index: BTreeMap<Address, Result<FileId, Unresolved>>,
    anchors: Anchors,
    diagnostics: Diagnostics,
    comparisons: resolve::Comparisons,
    /// Files that were read because another refers to them, by their position in `files`.
    further: Vec<(usize, PathBuf)>,
    /// Whether a file that another refers to could not be read.
    misses: bool,
}

/// One file of a document.
#[derive(Debug)]
struct File {
    address: Address,
    /// The name that people know the file by.
    name: String,
    text: String,
    format: Format,
    /// The values; null where the file could not be read.
    value: Value,
    /// How many there are.
    count: usize,
    readable: bool,
    /// Whether schemas of the file name themselves.
    anchors: bool,
    /// Whether a reference leads to something other than a component.
    deep: bool,
    /// Whether the file was read in parts, which can be found again.
    in_parts: bool,
}

impl Source {
    /// A document of one file. References to other files are refused.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Self {
        Loader::default().read_bytes(name, bytes)
    }

    /// A document that starts from a file and may refer to others in that file's folder.
    ///
    /// # Errors
    ///
    /// Where the first file cannot be read from disk. What is wrong with its content, or with
    /// other files, is in [`Source::diagnostics`].
    pub fn from_path(path: &Path) -> io::Result<Self> {
        Loader::default().read_path(path)
    }

    /// What is wrong with the files.
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }

    /// The whole first file; `None` where it could not be read.
    pub fn entry(&self) -> Option<Node<'_>> {
        let file = self.files.first().filter(|file| file.readable)?;
        Some(Node { value: &file.value, at: Pointer::root(FileId::ENTRY) })
    }

    /// The whole first file, to be changed; null where it could not be read.
    pub fn into_entry(mut self) -> Value {
        self.files.first_mut().map(|file| std::mem::take(&mut file.value)).unwrap_or_default()
    }

    /// Gives away the values of all files, which take more room than all else; texts and places
    /// stay.
    pub fn take_values(&mut self) -> Vec<Value> {
        self.files.iter_mut().map(|file| std::mem::take(&mut file.value)).collect()
    }

    /// The whole first file, read again from its text.
    pub fn entry_again(&self) -> Option<Value> {
        let file = self.files.first().filter(|file| file.readable)?;
        let read = text::read(&file.name, &file.text, &mut harvest::Harvest::default());
        read.ok().map(|(_, value)| value)
    }

    /// The names of the files, the first one first.
    pub fn file_names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.name.as_str())
    }

    /// The name of a file.
    pub fn file_name(&self, file: FileId) -> Option<&str> {
        self.files.get(file.index()).map(|file| file.name.as_str())
    }

    /// The format of a file.
    pub fn format(&self, file: FileId) -> Option<Format> {
        self.files.get(file.index()).map(|file| file.format)
    }

    /// The files on disk that were read because the document refers to them, with their texts;
    /// `None` where one could not be read, so that what is there does not tell all.
    pub fn further_files(&self) -> Option<Vec<(&Path, &str)>> {
        let further = self.further.iter();
        let further = further.map(|(at, path)| (path.as_path(), self.files[*at].text.as_str()));
        (!self.misses).then(|| further.collect())
    }

    /// How many values the files hold.
    pub fn count(&self) -> usize {
        self.files.iter().map(|file| file.count).sum()
    }

    /// Whether any reference may lead to something other than a component of the same file.
    pub fn refers_beyond_components(&self) -> bool {
        self.files.len() > 1 || self.files.iter().any(|file| file.deep)
    }

    /// The value at a place.
    pub fn value(&self, at: &Pointer) -> Option<&Value> {
        let mut value = &self.files.get(at.file().index())?.value;
        for token in at.tokens() {
            value = resolve::child(value, &token)?;
        }
        Some(value)
    }

    /// The line and column of a value, or of the closest value around one that does not exist.
    pub fn locate(&self, at: &Pointer) -> Option<Location> {
        self.locate_all(&[(at, Part::Value)]).pop().flatten()
    }

    /// A number, or another plain value, as the file writes it: `1.10`, where the value is 1.1.
    pub fn written(&self, at: &Pointer) -> Option<String> {
        self.value(at).filter(|value| !value.is_object() && !value.is_array())?;
        let location = self.locate(at)?;
        let from = location.position.column - 1;
        Some(location.text.chars().skip(from).take(location.length).collect())
    }
}

impl Places for Source {
    fn locate_all(&self, places: &[(&Pointer, Part)]) -> Vec<Option<Location>> {
        let mut found = vec![None; places.len()];
        for (id, file) in (0..).map(FileId).zip(&self.files) {
            let (indices, wanted): (Vec<usize>, Vec<(&Pointer, Part)>) = (0..)
                .zip(places.iter().copied())
                .filter(|(_, (pointer, _))| pointer.file() == id)
                .unzip();
            if wanted.is_empty() {
                continue;
            }
            for (index, location) in indices.into_iter().zip(locate::locate(file, &wanted)) {
                found[index] = location;
            }
        }
        found
    }

    fn locate_position(&self, file: FileId, position: Position) -> Option<Location> {
        locate::at_position(self.files.get(file.index())?, position)
    }
}
