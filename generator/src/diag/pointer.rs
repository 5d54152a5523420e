//! Places in a document.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// A file of a document that spans several; the entry file is [`FileId::ENTRY`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub(crate) u32);

impl FileId {
    /// The file that the document starts from.
    pub const ENTRY: Self = Self(0);

    /// The position in the list of files, from zero.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A place in a document: a file and a JSON pointer (RFC 6901) into it. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer {
    file: FileId,
    path: Arc<str>,
}

impl Pointer {
    /// The whole of a file.
    pub fn root(file: FileId) -> Self {
        Self { file, path: "".into() }
    }

    /// The place that a JSON pointer names in a file, such as `/components/schemas/Pet`.
    pub fn new(file: FileId, path: impl Into<Arc<str>>) -> Self {
        Self { file, path: path.into() }
    }

    /// The value under a key.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut path = String::with_capacity(self.path.len() + key.len() + 1);
        path.push_str(&self.path);
        path.push('/');
        match key.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
            false => path.push_str(key),
            true => path.push_str(&key.replace('~', "~0").replace('/', "~1")),
        }
        Self { file: self.file, path: path.into() }
    }

    /// The value at a position of an array.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self { file: self.file, path: format!("{}/{index}", self.path).into() }
    }

    /// The file.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The JSON pointer.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The unescaped tokens of the pointer.
    pub fn tokens(&self) -> impl Iterator<Item = String> {
        self.path.split('/').skip(1).map(|token| unescaped(token).into_owned())
    }

    /// The value around, and the key or position in it; `None` for the whole of a file.
    pub fn parent(&self) -> Option<(Self, Cow<'_, str>)> {
        let (parent, token) = self.path.rsplit_once('/')?;
        Some((Self::new(self.file, parent), unescaped(token)))
    }
}

/// The key that a token of a pointer stands for. Few have anything to escape.
fn unescaped(token: &str) -> Cow<'_, str> {
    match token.contains('~') {
        false => Cow::Borrowed(token),
        true => Cow::Owned(token.replace("~1", "/").replace("~0", "~")),
    }
}

impl Default for Pointer {
    fn default() -> Self {
        Self::root(FileId::ENTRY)
    }
}

/// Writes the JSON pointer as a URI fragment would show it: `#/components/schemas/Pet`.
impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.path)
    }
}
