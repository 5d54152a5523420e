//! A generated crate and what is on disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use generator::build;
use generator::compare::Compiled;
use generator::source::Source;
use generator::tree;
use serde_json::{Value, json};

use super::{Findings, effective};
use crate::digest::{self, sha256};
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
    pub(crate) tree: Tree,
    /// What is compared with another document.
    pub(crate) compiled: Compiled,
    /// The names that the next run has to remember, by what they name.
    pub(crate) kept_names: BTreeMap<String, String>,
    /// The files of its tests, if they are wanted.
    pub(crate) checks: Option<Tree>,
    /// How many milliseconds each stage took.
    pub(crate) stages: Vec<(&'static str, f64)>,
    /// The document as it was compiled, after the overlay.
    pub(super) source: Rc<Source>,
}

impl Output {
    /// What became what, with what the compiler has to say.
    pub(crate) fn manifest(&self, findings: &Findings) -> Value {
        let mut manifest = json!(build::manifest(&self.compiled.api, &self.compiled.plan));
        manifest["diagnostics"] = json!(findings.json());
        manifest
    }

    /// Everything that the next run has to be given so that it gives the same names again.
    pub(crate) fn names(&self) -> impl Iterator<Item = (String, String)> {
        let names = self.compiled.plan.names.to_remember();
        names.map(|(what, name)| (what.clone(), name.clone()))
    }

    /// The public API as signatures.
    pub(crate) fn surface(&self) -> String {
        build::surface(&self.compiled.plan)
    }

    /// The files that the document refers to, each with its digest; `None` where one of them
    /// could not be read.
    pub(crate) fn further_files(&self) -> Option<Vec<(PathBuf, String)>> {
        let files = self.source.further_files()?.into_iter();
        Some(files.map(|(path, text)| (path.to_owned(), sha256(text.as_bytes()))).collect())
    }

    /// The document as it was compiled, after the overlay, as JSON.
    pub(crate) fn effective(&self) -> String {
        effective::text(&self.source)
    }
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
    pub(super) fn new(mut generated: tree::Tree, added: &toml::Table) -> Result<Self> {
        const MANIFEST: &str = "Cargo.toml";
        if let Some(bytes) = generated.get(MANIFEST) {
            let text = manifest::extend(&String::from_utf8_lossy(bytes), added)?;
            generated.replace(MANIFEST, text);
        }
        Ok(Self(generated))
    }

    /// The generated tests.
    pub(super) fn checks(generated: tree::Tree) -> Self {
        Self(generated)
    }

    /// The number of lines of Rust that describe the API: the runtime's are left out.
    pub(super) fn lines(&self) -> usize {
        let own = |path: &str| path.ends_with(".rs") && !path.starts_with("src/runtime/");
        let files = self.0.iter().filter(|(path, _)| own(path));
        files.map(|(_, bytes)| memchr::memchr_iter(b'\n', bytes).count()).sum()
    }

    /// The files with their bytes.
    pub(crate) fn files(&self) -> BTreeMap<&str, &[u8]> {
        self.0.iter().collect()
    }

    /// The digest of all files, as [`digest_of_ours`] finds them once they are written.
    pub(crate) fn digest(&self) -> String {
        digest::of_files(self.0.read(digest::digest))
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

/// The digest of the generated files that a folder holds, and their number.
pub(crate) fn digest_of_ours(folder: &Path) -> Result<(String, usize)> {
    let files = tree::ours(folder, &tree::Owned::Crate, digest::digest).map_err(refused)?;
    let count = files.len();
    Ok((digest::of_files(files), count))
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
