//! The files on disk that are ours.

use super::disk::{Failure, in_parallel, listed};
use super::{MARK_WITHIN, Owned, is_marked};
use std::fs;
use std::io::{self, Read};
use std::path::Path;

/// Every file in a crate's folder that bears the mark, sorted by path, with what `read` makes of
/// its content.
///
/// # Errors
///
/// Where the folder cannot be read.
pub fn ours<R: Send>(
    folder: &Path,
    owned: &Owned,
    read: impl Fn(&[u8]) -> R + Sync,
) -> Result<Vec<(String, R)>, Failure> {
    let mut paths = listed(folder, owned)?;
    paths.sort_unstable();
    let contents = in_parallel(&paths, |path| {
        let file = folder.join(path);
        let content = marked(&file).map_err(|error| Failure::Io(file, error))?;
        Ok(content.map(|content| read(&content)))
    })?;
    let found = paths.into_iter().zip(contents);
    Ok(found.filter_map(|(path, content)| Some((path, content?))).collect())
}

/// The content of a file, if it is a regular one that bears the mark.
fn marked(file: &Path) -> io::Result<Option<Vec<u8>>> {
    let found = fs::symlink_metadata(file)?;
    if !found.is_file() {
        return Ok(None);
    }
    let size = usize::try_from(found.len()).unwrap_or_default();
    let mut content = Vec::with_capacity(size.max(MARK_WITHIN) + 1);
    let mut file = fs::File::open(file)?;
    file.by_ref().take(MARK_WITHIN as u64).read_to_end(&mut content)?;
    if !is_marked(&content) {
        return Ok(None);
    }
    file.read_to_end(&mut content)?;
    Ok(Some(content))
}
