//! A generated crate and what is on disk.

use std::collections::BTreeMap;
use std::path::Path;

use generator::compare::Compiled;
use generator::tree::{self, Owned};
use serde_json::Value;

use crate::failure::{Failure, Result};
use crate::manifest;

/// A generated crate, not written yet.
#[derive(Debug)]
pub(crate) struct Output {
    /// The name of the package.
    pub(crate) package: String,
    /// The version of OpenAPI that the document follows.
    pub(crate) openapi: String,
    /// The number of lines of Rust, the runtime left out.
    pub(crate) lines: usize,
    pub(crate) operations: usize,
    pub(crate) types: usize,
    /// The number of places whose type is any JSON.
    pub(crate) untyped: usize,
    /// What became what.
    pub(crate) manifest: Value,
    pub(crate) tree: Tree,
    /// What is compared with another document.
    pub(crate) compiled: Compiled,
    /// The names that the next run has to remember, by what they name.
    pub(crate) kept_names: BTreeMap<String, String>,
    /// The document as it was compiled, after the overlay.
    pub(crate) effective: String,
    /// The public API as signatures.
    pub(crate) surface: String,
    /// The files of its tests, if they are wanted.
    pub(crate) checks: Option<Tree>,
    /// How many milliseconds each stage took.
    pub(crate) stages: Vec<(&'static str, f64)>,
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

/// The generated files.
#[derive(Debug)]
pub(crate) struct Tree(tree::Tree);

impl Tree {
    /// The generated files, with what a person adds to `Cargo.toml`.
    pub(super) fn new(generated: &tree::Tree, added: &toml::Table) -> Result<Self> {
        let mut tree = tree::Tree::new(Owned::Crate);
        for (path, bytes) in generated.iter() {
            let bytes = match path {
                "Cargo.toml" => manifest::extend(&String::from_utf8_lossy(bytes), added)?.into(),
                _ => bytes.to_vec(),
            };
            tree.insert(path, bytes).map_err(|error| Failure::new(error.to_string()))?;
        }
        Ok(Self(tree))
    }

    /// The generated tests.
    pub(super) fn checks(generated: tree::Tree) -> Self {
        Self(generated)
    }

    /// The number of lines of Rust that describe the API: the runtime's are left out.
    pub(super) fn lines(&self) -> usize {
        let own = |path: &str| path.ends_with(".rs") && !path.starts_with("src/runtime/");
        let files = self.0.iter().filter(|(path, _)| own(path));
        files.map(|(_, bytes)| bytes.iter().filter(|byte| **byte == b'\n').count()).sum()
    }

    /// Brings a folder to this state.
    pub(crate) fn write(&self, folder: &Path) -> Result<Written> {
        let written = self.0.write(folder).map_err(refused)?;
        let tree::Written { written, unchanged, removed } = written;
        Ok(Written { written, unchanged, removed })
    }

    /// How a folder differs from this state; nothing is written.
    pub(crate) fn compare(&self, folder: &Path) -> Result<Vec<Stale>> {
        let differences = self.0.compare(folder).map_err(refused)?;
        Ok(differences.iter().map(stale).collect())
    }
}

fn stale(difference: &tree::Difference) -> Stale {
    let path = difference.path().to_owned();
    let text = difference.to_string();
    let why = text.strip_prefix(&path).unwrap_or(&text).trim_start().to_owned();
    Stale { path, why }
}

fn refused(failure: tree::Failure) -> Failure {
    let result = Failure::new(failure.to_string());
    match failure {
        tree::Failure::Foreign(_) => result.help("name a folder that is empty or not there yet"),
        tree::Failure::NotOurs(_) | tree::Failure::InTheWay(_) => result.help("move it elsewhere"),
        tree::Failure::Io(..) => result,
    }
}
