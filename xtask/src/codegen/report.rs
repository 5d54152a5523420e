//! What a run did, for people and for programs.

use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::acquire::{Document, State};
use super::job::Job;
use super::plural;
use crate::compile::{Findings, Output, Written};
use crate::console::{Console, Format};
use crate::diff::Summary;

/// What a run did.
#[derive(Debug)]
pub(super) struct Report<'a> {
    pub(super) job: &'a Job,
    pub(super) document: Document,
    pub(super) compiled: Compiled,
    /// How many milliseconds each stage took.
    pub(super) stages: Vec<(&'static str, f64)>,
    pub(super) written: Written,
    /// The same of its tests, if they are written.
    pub(super) checks: Option<Written>,
    /// Whether openapi.json or the lock changed.
    pub(super) recorded: bool,
    pub(super) elapsed: Duration,
    /// What the new document changes.
    pub(super) summary: Option<Summary>,
    /// The version that changes ask for and that is not set.
    pub(super) pending: Option<String>,
}

/// What came of a document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Compiled {
    openapi: String,
    package: String,
    operations: usize,
    types: usize,
    untyped: usize,
    lines: usize,
    rejected: usize,
    warnings: usize,
}

impl Compiled {
    /// What came of this one.
    pub(super) fn of(output: &Output, findings: &Findings) -> Self {
        Self {
            openapi: output.openapi.clone(),
            package: output.package.clone(),
            operations: output.operations,
            types: output.types,
            untyped: output.untyped,
            lines: output.lines,
            rejected: findings.rejected,
            warnings: findings.warnings,
        }
    }
}

/// The most files that are named one by one.
const NAMED: usize = 12;

impl Report<'_> {
    /// Prints it.
    pub(super) fn show(&self, console: &Console) {
        match console.format() {
            Format::Json => {
                if let Some(summary) = &self.summary {
                    console.event("changes", summary.to_json());
                }
                console.event("report", self.to_json());
            }
            Format::Human => self.lines().iter().for_each(|line| console.line(line)),
        }
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(summary) = &self.summary {
            lines.extend(summary.human());
            lines.push(String::new());
        }
        lines.extend(self.document_lines());
        lines.push(format!("compiled  {}", self.compiled()));
        lines.push(format!("crate     {}", files(&self.job.folder, &self.written)));
        lines.extend(names(&self.written));
        if let (Some(folder), Some(checks)) = (&self.job.checks, &self.checks) {
            lines.push(format!("tests     {}", files(folder, checks)));
            lines.extend(names(checks));
        }
        let version = super::change::version(self.job);
        if let Some(next) = &self.pending {
            lines.push(format!(
                "version   {version}; all changes since then ask for {next}: `--bump` sets it"
            ));
        }
        lines.push(format!("time      {}", self.times()));
        lines.push(format!("next      {}", self.next()));
        lines
    }

    fn document_lines(&self) -> Vec<String> {
        let Document { name, size: bytes, state, .. } = &self.document;
        let host = || {
            let url = self.job.project.as_ref().and_then(|project| project.config.url.as_ref());
            url.map(ToString::to_string).unwrap_or_default()
        };
        let mut lines = match state {
            State::File => vec![format!("document  {name}: {bytes} bytes")],
            State::Recorded => {
                vec![format!("document  {name}, as recorded: {bytes} bytes; no server was asked")]
            }
            State::NotModified => vec![
                format!("document  {}: not modified", host()),
                format!("          used the recorded {name}: {bytes} bytes"),
            ],
            State::Unreachable(reason) => vec![
                format!("document  {}: the host cannot be reached", host()),
                format!("          ({reason})"),
                format!("          used the recorded {name}: {bytes} bytes"),
            ],
            State::New => vec![format!("document  {name}: {bytes} bytes fetched")],
            State::Same => vec![format!("document  {name}: {bytes} bytes fetched, unchanged")],
        };
        if let Some(project) = self.job.project.as_ref().filter(|_| self.recorded) {
            let (document, lock) = (project.document.display(), project.lock.display());
            lines.push(format!("          recorded in {document} and {lock}"));
        }
        lines
    }

    fn compiled(&self) -> String {
        let Compiled { openapi, operations, types, rejected, warnings, .. } = &self.compiled;
        format!(
            "OpenAPI {openapi}: {}, {}, {} left out, {}",
            plural(*operations, "operation"),
            plural(*types, "type"),
            plural(*rejected, "part"),
            plural(*warnings, "warning"),
        )
    }

    fn all_stages(&self) -> Vec<(&str, f64)> {
        let fetch = self.document.fetch.map(|time| ("fetch", milliseconds(time)));
        let stages = self.stages.iter().map(|(name, time)| (*name, *time));
        fetch.into_iter().chain(stages).collect()
    }

    fn times(&self) -> String {
        let stages = self.all_stages().into_iter().map(|(name, time)| format!("{name} {time:.1}"));
        let stages = stages.collect::<Vec<_>>().join(", ");
        format!("{:.0} ms in all ({stages})", milliseconds(self.elapsed))
    }

    fn next(&self) -> String {
        let folder = self.job.folder.display();
        let same = |written: &Written| written.written.is_empty() && written.removed.is_empty();
        let nothing = same(&self.written) && self.checks.as_ref().is_none_or(same);
        match (&self.job.project, self.job.records) {
            (Some(_), true) if nothing && !self.recorded => {
                "nothing to do: the crate is up to date".to_owned()
            }
            (Some(_), true) => {
                format!(
                    "`cargo test`, review the diff and the snapshots, commit openapi and {folder}"
                )
            }
            _ => format!("`cargo check --manifest-path {folder}/Cargo.toml`"),
        }
    }

    fn to_json(&self) -> Value {
        let stages: Map<String, Value> = self
            .all_stages()
            .into_iter()
            .map(|(name, time)| (name.to_owned(), json!(time)))
            .collect();
        json!({
            "document": self.document_json(),
            "openapi": self.compiled.openapi,
            "package": self.compiled.package,
            "folder": self.job.folder,
            "operations": self.compiled.operations,
            "types": self.compiled.types,
            "untyped": self.compiled.untyped,
            "lines": self.compiled.lines,
            "rejected": self.compiled.rejected,
            "warnings": self.compiled.warnings,
            "written": self.written.written,
            "unchanged": self.written.unchanged,
            "removed": self.written.removed,
            "tests": self.checks.as_ref().map(|checks| json!({
                "folder": self.job.checks,
                "written": checks.written,
                "unchanged": checks.unchanged,
                "removed": checks.removed,
            })),
            "recorded": self.recorded,
            "pending_version": self.pending,
            "stages": stages,
            "milliseconds": milliseconds(self.elapsed),
            "next": self.next(),
        })
    }

    fn document_json(&self) -> Value {
        let (state, reason) = match &self.document.state {
            State::File => ("file", None),
            State::Recorded => ("recorded", None),
            State::NotModified => ("not_modified", None),
            State::Unreachable(reason) => ("unreachable", Some(reason)),
            State::New => ("new", None),
            State::Same => ("same", None),
        };
        let Document { name, size, .. } = &self.document;
        json!({ "name": name, "bytes": size, "state": state, "reason": reason })
    }
}

fn files(folder: &Path, written: &Written) -> String {
    let Written { written, unchanged, removed } = written;
    format!(
        "{}: {} written, {unchanged} unchanged, {} removed",
        folder.display(),
        plural(written.len(), "file"),
        removed.len()
    )
}

/// The files that changed, as long as they are few.
fn names(written: &Written) -> Vec<String> {
    let Written { written, unchanged, removed } = written;
    if written.len() + removed.len() > NAMED || *unchanged == 0 {
        return Vec::new();
    }
    let written = written.iter().map(|path| format!("          wrote {path}"));
    let removed = removed.iter().map(|path| format!("          removed {path}"));
    written.chain(removed).collect()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
