//! The project that commands work on: a folder `openapi/` and the crate made from it.

use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::failure::{Failure, Result};
use crate::files;
use crate::lock::Lock;

/// The options, the document and the lock of a project.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    /// The options.
    pub(crate) config: Config,
    /// Where the document is kept.
    pub(crate) document: PathBuf,
    /// Where the lock is kept.
    pub(crate) lock: PathBuf,
    /// Where names are kept that the document alone would not give again.
    pub(crate) names: PathBuf,
    /// Where changes of the document are told.
    pub(crate) changelog: PathBuf,
}

/// A document on disk together with its record.
#[derive(Clone, Debug)]
pub(crate) struct Locked {
    /// The document.
    pub(crate) bytes: Vec<u8>,
    /// Its record.
    pub(crate) lock: Lock,
}

impl Project {
    /// Opens the project of a configuration file, or the one around the current folder.
    pub(crate) fn open(config: Option<&Path>) -> Result<Self> {
        let config = match config {
            Some(path) => Config::load(path)?,
            None => Config::load(&find()?)?,
        };
        let beside = |name: &str| config.path.with_file_name(name);
        Ok(Self {
            document: beside("openapi.json"),
            lock: beside("openapi.lock"),
            names: beside("names.lock"),
            changelog: beside("CHANGELOG.md"),
            config,
        })
    }

    /// The document on disk, which has to be the one that was recorded.
    pub(crate) fn locked(&self) -> Result<Locked> {
        let bytes = files::read(&self.document)?;
        let accept = format!("to accept it as it is: `{}`", self.accept());
        let lock = Lock::load(&self.lock)?.ok_or_else(|| {
            Failure::new("the lock is missing").at(self.lock.display()).help(accept.clone())
        })?;
        if !lock.matches(&bytes) {
            return Err(Failure::new("the document is not the one that the lock records")
                .at(self.document.display())
                .help(format!("to undo an edit: `git checkout {}`", self.document.display()))
                .help(accept));
        }
        Ok(Locked { bytes, lock })
    }

    /// The command that compiles the document on disk as it is, and records it.
    pub(crate) fn accept(&self) -> String {
        format!("cargo xtask codegen --spec {}", self.document.display())
    }
}

/// Looks for `openapi/codegen.toml` here and in the folders above.
fn find() -> Result<PathBuf> {
    let here = std::env::current_dir()
        .map_err(|error| Failure::new(format!("the current folder cannot be read: {error}")))?;
    let found = here.ancestors().map(|folder| folder.join("openapi/codegen.toml"));
    let found = found.into_iter().find(|path| path.is_file()).ok_or_else(|| {
        Failure::new("no openapi/codegen.toml here or in a folder above")
            .at(here.display())
            .help("name one: `--config <FILE>`")
            .help("or compile a document into a crate of its own: `--spec <FILE> --out <DIR>`")
    })?;
    Ok(relative(&found, &here))
}

/// The path as seen from the current folder where it lies within, for readable messages.
fn relative(path: &Path, here: &Path) -> PathBuf {
    path.strip_prefix(here).unwrap_or(path).to_owned()
}
