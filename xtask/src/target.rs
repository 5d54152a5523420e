//! Where generated crates are compiled, beside what this project is compiled into.

use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};
use crate::files;

/// A folder within the target directory of the project around the current folder.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// The folder.
    pub(crate) folder: PathBuf,
    /// The versions of this project's dependencies, which are there already.
    versions: Option<PathBuf>,
}

impl Target {
    /// The folder of this name.
    pub(crate) fn open(name: &str) -> Result<Self> {
        let here = std::env::current_dir()
            .map_err(|error| Failure::new(format!("the current folder cannot be read: {error}")))?;
        let versions = versions(&here);
        let root = versions.as_deref().and_then(Path::parent).unwrap_or(&here);
        let target = named(&here).unwrap_or_else(|| root.join("target"));
        Ok(Self { folder: target.join(name), versions })
    }

    /// The folder of this name, where a target directory is sure to be cargo's: one that the
    /// environment names, or that of a project around the current folder.
    pub(crate) fn of_project(name: &str) -> Option<PathBuf> {
        let here = std::env::current_dir().ok()?;
        let beside = |versions: PathBuf| versions.with_file_name("target");
        named(&here).or_else(|| versions(&here).map(beside)).map(|target| target.join(name))
    }

    /// Gives a crate or workspace the versions of this project.
    pub(crate) fn lock(&self, folder: &Path) -> Result<()> {
        match &self.versions {
            Some(versions) => files::write(&folder.join("Cargo.lock"), &files::read(versions)?),
            None => Ok(()),
        }
    }
}

/// The versions of the project around a folder.
fn versions(here: &Path) -> Option<PathBuf> {
    here.ancestors().map(|folder| folder.join("Cargo.lock")).find(|path| path.is_file())
}

/// The target directory that the environment names.
fn named(here: &Path) -> Option<PathBuf> {
    std::env::var_os("CARGO_TARGET_DIR").map(|target| here.join(target))
}
