//! The wire level, held against what clients send and read: left to the package `roundtrip`, whose
//! validator nothing else of this program needs.

use std::path::Path;
use std::process::Command;

use crate::corpus::documents;
use crate::failure::{Failure, Result};
use crate::target::Target;

/// How it is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// Against instances of what is sent and read.
    Instances,
    /// Against calls of old clients to servers of new documents.
    Run,
}

impl How {
    fn option(self) -> &'static str {
        match self {
            Self::Instances => "--wire",
            Self::Run => "--run",
        }
    }

    fn folder(self) -> &'static str {
        self.option().trim_start_matches('-')
    }
}

/// Has every pair judged and prints the table; says whether all is as it was said.
pub(super) fn judge(folder: &Path, target: &Target, how: How) -> Result<bool> {
    let cargo = std::env::var_os("CARGO").unwrap_or("cargo".into());
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--release", "--package", "roundtrip", "--", how.option()]);
    command.arg("--folder").arg(target.folder.join(how.folder()));
    for document in documents::find(folder, &[])? {
        command.arg(format!("{}={}", document.name, document.path.display()));
    }
    let status =
        command.status().map_err(|error| Failure::new(format!("cargo cannot be run: {error}")))?;
    match status.code() {
        Some(0) => Ok(true),
        Some(1) => Ok(false),
        _ => Err(Failure::new(format!("the wire cannot be judged: {status}"))),
    }
}
