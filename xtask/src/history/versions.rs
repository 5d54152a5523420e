//! The documents of a folder, compiled as `codegen` would do one after the other.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::compile::{self, Compilation, Input, Options, Output};
use crate::corpus::documents;
use crate::failure::{Failure, Result};
use crate::files;
use crate::project::Project;
use crate::target::Target;

/// One document.
#[derive(Debug)]
pub(super) struct Version {
    /// What it is called.
    pub(super) name: String,
    pub(super) document: Value,
    pub(super) output: Output,
}

impl Version {
    /// Its number, where its name starts with one.
    pub(super) fn short(&self) -> &str {
        self.name.split(['-', '_', '.']).next().unwrap_or(&self.name)
    }

    /// The folder of its crate.
    pub(super) fn folder(&self, target: &Target) -> PathBuf {
        target.folder.join("versions").join(&self.name)
    }

    /// Writes its crate: a workspace of its own, because all have the same name.
    pub(super) fn write(&self, target: &Target) -> Result<()> {
        let folder = self.folder(target);
        self.output.tree.write(&folder)?;
        target.lock(&folder)
    }
}

/// Every document, by its name.
pub(super) fn compiled(folder: &Path, config: Option<&Path>) -> Result<Vec<Version>> {
    let mut chain = Chain::open(config)?;
    let documents = documents::find(folder, &[])?;
    documents.iter().map(|it| chain.next(&it.name, &it.path)).collect()
}

/// Runs of `codegen`, one after the other.
pub(super) struct Chain {
    options: Options,
    given: std::collections::BTreeMap<String, String>,
}

impl Chain {
    /// Starts with the options of the project and with no names.
    pub(super) fn open(config: Option<&Path>) -> Result<Self> {
        let options = match config {
            Some(path) => Options::of(&Project::open(Some(path))?.config),
            None => Project::open(None).map(|it| Options::of(&it.config)).unwrap_or_default(),
        };
        let package = options.package.clone().or_else(|| Some("history".to_owned()));
        // A document may be older than the options.
        let options = Options { lenient: true, package, ..options };
        Ok(Self { options, given: Default::default() })
    }

    /// Compiles the next document.
    pub(super) fn next(&mut self, name: &str, path: &Path) -> Result<Version> {
        let mut options = self.options.clone();
        options.remembered.extend(self.given.clone());
        let Compilation { findings, output } = compile::compile(Input::File(path), &options)?;
        let output = output.ok_or_else(|| {
            Failure::new(format!(
                "the document cannot be compiled:\n\n{}",
                findings.text().trim_end()
            ))
            .at(path.display())
        })?;
        self.options.remembered.clone_from(&output.kept_names);
        self.given = output.names().collect();
        let document = files::read(path)?;
        let document = serde_json::from_slice(&document).unwrap_or_default();
        Ok(Version { name: name.to_owned(), document, output })
    }
}
