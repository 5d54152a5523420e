//! The compiler as the commands see it: the one place that knows `generator`.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

mod stub;

pub(crate) use stub::{Tree, compile, explain, is_foreign, parse};

/// A document to compile.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Input<'a> {
    /// A file, which may refer to others in its folder.
    File(&'a Path),
    /// Bytes, and the name to call them by.
    Bytes(&'a str, &'a [u8]),
}

/// What the crate is to be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// The name of the package; without one, the document's title gives it.
    pub(crate) package: Option<String>,
    /// Its version.
    pub(crate) version: Option<String>,
    /// What its `Cargo.toml` says beside what is generated.
    pub(crate) manifest: toml::Table,
    /// JSON pointer → Rust name.
    pub(crate) rename: BTreeMap<String, String>,
}

/// What came of a document.
#[derive(Debug)]
pub(crate) struct Compilation {
    /// What the compiler has to say.
    pub(crate) findings: Findings,
    /// The crate; nothing if the document cannot be read as OpenAPI.
    pub(crate) output: Option<Output>,
}

/// What the compiler has to say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    /// As people read it: message, place, line and remedy of each.
    pub(crate) text: String,
    /// As programs read it, each an object.
    pub(crate) json: Vec<Value>,
    /// How many parts of the document were left out.
    pub(crate) rejected: usize,
    /// How many parts mean less or other than in the document.
    pub(crate) warnings: usize,
}

/// A generated crate, not written yet.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) package: String,
    /// The version of OpenAPI that the document follows.
    pub(crate) openapi: String,
    /// The number of lines of Rust, the runtime left out.
    pub(crate) lines: usize,
    pub(crate) tree: Tree,
    pub(crate) operations: usize,
    pub(crate) types: usize,
    /// Places whose type is any JSON.
    pub(crate) untyped: usize,
    pub(crate) stages: Vec<(String, f64)>,
    pub(crate) manifest: Value,
}

/// What writing a crate did, in paths relative to its folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) written: Vec<String>,
    pub(crate) unchanged: usize,
    pub(crate) removed: Vec<String>,
}

/// A file that is not as it would be generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stale {
    pub(crate) path: String,
    /// Why, to follow the path in a sentence: `is missing`.
    pub(crate) why: String,
}
