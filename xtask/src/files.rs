//! Files: read whole, written beside and renamed, so that a crash leaves the old or the new one.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};

/// Reads a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| Failure::new(format!("cannot read: {error}")).at(path.display()))
}

/// Reads a file that may be absent.
pub(crate) fn read_if_present(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::new(format!("cannot read: {error}")).at(path.display())),
    }
}

/// Removes a file that may be absent.
pub(crate) fn remove_if_present(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(Failure::new(format!("cannot remove: {error}")).at(path.display()))
        }
        _ => Ok(()),
    }
}

/// Reads a file of UTF-8 text.
pub(crate) fn read_text(path: &Path) -> Result<String> {
    text(read(path)?, path)
}

/// The bytes of a file as text.
pub(crate) fn text(bytes: Vec<u8>, path: &Path) -> Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        Failure::new(format!("not UTF-8 text: byte {offset} starts no character"))
            .at(path.display())
    })
}

/// A file that has been written under a temporary name and waits to take its place.
#[derive(Debug)]
pub(crate) struct Staged {
    temporary: PathBuf,
    path: PathBuf,
    placed: bool,
}

/// Writes the bytes beside the path, making its folder if need be.
pub(crate) fn stage(path: &Path, bytes: &[u8]) -> Result<Staged> {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.new", std::process::id()));
    let staged =
        Staged { temporary: path.with_file_name(name), path: path.to_owned(), placed: false };
    write_new(&staged.temporary, bytes)
        .map_err(|error| Failure::new(format!("cannot write: {error}")).at(path.display()))?;
    Ok(staged)
}

fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)
}

impl Staged {
    /// Gives the file its name, replacing the old one in a single step.
    pub(crate) fn place(mut self) -> Result<()> {
        fs::rename(&self.temporary, &self.path).map_err(|error| {
            Failure::new(format!("cannot replace: {error}")).at(self.path.display())
        })?;
        self.placed = true;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.placed {
            // The file that matters was not touched; a left-over is only untidy.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Replaces a file whole.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    stage(path, bytes)?.place()
}
