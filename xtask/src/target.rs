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
        let versions = here.ancestors().map(|folder| folder.join("Cargo.lock"));
        let versions = versions.into_iter().find(|path| path.is_file());
        let root = versions.as_deref().and_then(Path::parent).unwrap_or(&here);
        let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
        let target = target.map_or_else(|| root.join("target"), |target| here.join(target));
        Ok(Self { folder: target.join(name), versions })
    }

    /// Gives a crate or workspace the versions of this project.
    pub(crate) fn lock(&self, folder: &Path) -> Result<()> {
        match &self.versions {
            Some(versions) => files::write(&folder.join("Cargo.lock"), &files::read(versions)?),
            None => Ok(()),
        }
    }
}
