//! How much of the generated code a change touches.

use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Result};

/// What differs between two crates, their runtime and manifest left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lines {
    /// Lines that were added or removed.
    pub(super) lines: usize,
    /// Places where they stand together.
    pub(super) hunks: usize,
    /// Files.
    pub(super) files: usize,
}

/// Compares the sources of two crates.
pub(super) fn count(old: &Path, new: &Path) -> Result<Lines> {
    let output = Command::new("git")
        .args(["diff", "--no-index", "--no-ext-diff", "--no-color", "--no-renames", "-U0", "--"])
        .args([old.join("src"), new.join("src")])
        .output()
        .map_err(|error| Failure::new(format!("git cannot be started: {error}")))?;
    Ok(read(&String::from_utf8_lossy(&output.stdout)))
}

fn read(diff: &str) -> Lines {
    let mut found = Lines::default();
    let mut inside = false;
    for line in diff.lines() {
        if line.starts_with("diff --git ") {
            (found.files, inside) = (found.files + 1, false);
        } else if line.starts_with("@@ ") {
            (found.hunks, inside) = (found.hunks + 1, true);
        } else if inside && line.starts_with(['+', '-']) {
            found.lines += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Lines, read};

    #[test]
    fn heads_of_files_are_no_lines() {
        let diff =
            "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n@@ -5,0 +6 @@\n+--- c\n";
        assert_eq!(read(diff), Lines { lines: 3, hunks: 2, files: 1 });
    }
}
