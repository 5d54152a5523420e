//! The client of a document, whose tests write down what came of each call.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::source::Source;

use super::outcome::{self, Outcome};
use crate::driver::{Workshop, write};
use crate::tested::Harness;

/// The name of the crate, the same for every document: one takes the place of the other.
const PACKAGE: &str = "old-client";

const HARNESS: Harness = Harness { package: "rehearsal", folder: "rehearsal" };

/// A client with its tests, compiled.
pub(super) struct Client {
    program: PathBuf,
    report: PathBuf,
}

impl Client {
    /// Generates the client of a document with its tests, and compiles both.
    pub(super) fn build(workshop: &Workshop, document: &Path) -> Result<Self, String> {
        let source = Source::from_path(document).map_err(|error| error.to_string())?;
        let tested = workshop
            .tested(PACKAGE, &source, HARNESS)
            .map_err(|error| format!("{}: {error}", document.display()))?;
        Ok(Self { program: tested.program, report: workshop.file("report", "jsonl") })
    }

    /// Makes every call to a server of a document: what came of each operation, by its id.
    pub(super) fn run(
        &self,
        own: &Path,
        server: &Path,
    ) -> Result<BTreeMap<String, Outcome>, String> {
        write(&self.report, b"")?;
        let output = Command::new(&self.program)
            .args(["--quiet", "--color", "never"])
            .env(::rehearsal::CLIENT, own)
            .env(::rehearsal::SERVER, server)
            .env(::rehearsal::REPORT, &self.report)
            .output()
            .map_err(|error| format!("{}: {error}", self.program.display()))?;
        if !output.status.success() {
            let text = String::from_utf8_lossy(&output.stdout);
            return Err(format!("the calls end with {}:\n{text}", output.status));
        }
        let report = fs::read_to_string(&self.report).map_err(|error| error.to_string())?;
        outcome::read(&report)
    }
}
