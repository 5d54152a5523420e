//! `cargo xtask corpus DIR --roundtrip` and `--calls`: left to the package `roundtrip`, whose
//! validator nothing else of this program needs.

use std::process::Command;

use super::check::Workspace;
use super::documents::Document;
use crate::Outcome;
use crate::cli::Corpus;
use crate::failure::{Failure, Result};

/// Has the documents sent through their types, or their operations called.
pub(super) fn run(
    documents: &[Document],
    workspace: &Workspace,
    options: &Corpus,
) -> Result<Outcome> {
    let cargo = std::env::var_os("CARGO").unwrap_or("cargo".into());
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--release", "--package", "roundtrip", "--", "--folder"]);
    if options.calls {
        command.arg(workspace.folder("calls")).arg("--calls");
    } else {
        command.arg(workspace.folder("roundtrip"));
    }
    if let Some(path) = &options.json {
        command.arg("--json").arg(path);
    }
    for Document { name, path } in documents {
        command.arg(format!("{name}={}", path.display()));
    }
    let status =
        command.status().map_err(|error| Failure::new(format!("cargo cannot be run: {error}")))?;
    match status.code() {
        Some(0) => Ok(Outcome::Fine),
        Some(1) => Ok(Outcome::Differs),
        _ => Err(Failure::new(format!("the round trip did not end well: {status}"))),
    }
}
