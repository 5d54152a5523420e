//! How much a document may hold. Honest documents stay far below, hostile ones stop early.

/// The deepest nesting of values. Everything that walks values recursively relies on it.
pub const MAX_DEPTH: usize = 512;

/// The most bytes of one file.
pub(super) const MAX_FILE_BYTES: usize = 128 << 20;

/// The most files of a document.
pub(super) const MAX_FILES: usize = 10_000;

/// The most values of one file, keys not counted: several times what the largest documents have.
pub(super) const MAX_NODES: usize = 3_000_000;

/// The most memory, roughly, that the copies made by YAML aliases may take.
pub(super) const MAX_ALIAS_WEIGHT: usize = 48 << 20;

/// The longest key of a YAML map, in characters.
pub(super) const MAX_YAML_KEY: usize = 4096;
