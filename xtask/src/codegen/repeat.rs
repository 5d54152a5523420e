//! Runs that would only do again what the last one did.
//!
//! A run that wrote a crate keeps a record of what went into it and what came out. The next run is
//! over at once where the program, the command line, the document with the files that it refers to,
//! the options, the names and every generated file are byte for byte what they were. In any doubt
//! it compiles. The record is kept in the target directory, may be deleted at any time, and means
//! nothing to `--check`, which always compiles.

use std::fs::Metadata;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::acquire::{Document, State};
use super::job::Job;
use super::report::Compiled;
use super::told::Told;
use crate::cli::Codegen;
use crate::compile::{self, Output, Written};
use crate::digest::sha256;
use crate::failure::Result;
use crate::files;
use crate::remote;
use crate::target::Target;

/// What a run starts from.
#[derive(Debug)]
pub(super) struct Start {
    /// Where the record is kept.
    record: PathBuf,
    inputs: Inputs,
}

/// What decides what comes of a run, but for files that the document refers to.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Inputs {
    /// The digest of the document.
    document: String,
    /// The digest of all else.
    others: String,
}

/// What a run did.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Done {
    inputs: Inputs,
    /// The files that the document refers to, each with its digest.
    further: Vec<(PathBuf, String)>,
    /// The digests of the files that were generated: those of the crate and those of its tests.
    crate_files: String,
    tests: Option<String>,
    /// What came of the document.
    pub(super) compiled: Compiled,
    /// What there was to say about it.
    pub(super) told: Told,
}

/// Generated files that are as they should be.
#[derive(Debug)]
pub(super) struct Unchanged {
    /// What the run before did.
    pub(super) done: Done,
    /// The crate's files.
    pub(super) written: Written,
    /// Those of its tests.
    pub(super) checks: Option<Written>,
}

impl Start {
    /// What this run starts from; `None` where it does more than write a crate, or where there is
    /// no place for a record.
    pub(super) fn of(given: &Codegen, job: &Job, document: &Document) -> Option<Self> {
        let more = given.check || given.bump || given.effective.is_some();
        // A document that the project does not have yet is recorded and compared with the old one.
        let new = job.records && matches!(document.state, State::File | State::New | State::Same);
        if more || given.manifest.is_some() || new {
            return None;
        }
        let record = record(&job.folder)?;
        // Where it really lies decides which files it refers to.
        let file = document.file.as_ref().map(std::fs::canonicalize).transpose().ok()?;
        let at = format!("{file:?} {:?} ", document.name);
        let inputs =
            Inputs { document: at + &sha256(&document.bytes), others: others(given, job)? };
        Some(Self { record, inputs })
    }

    /// What the last run did, where this one would do the same.
    pub(super) fn repeated(&self, job: &Job) -> Option<Unchanged> {
        let record = files::read_if_present(&self.record).ok()??;
        let done: Done = serde_json::from_slice(&record).ok()?;
        let same = |(path, digest): &(PathBuf, String)| {
            files::read(path).is_ok_and(|bytes| sha256(&bytes) == *digest)
        };
        if done.inputs != self.inputs || !done.further.iter().all(same) {
            return None;
        }
        let written = unchanged(&job.folder, &done.crate_files)?;
        let checks = match (&job.checks, &done.tests) {
            (Some(folder), Some(digest)) => Some(unchanged(folder, digest)?),
            (None, None) => None,
            _ => return None,
        };
        Some(Unchanged { done, written, checks })
    }

    /// Keeps what this run did. Where something that it read has changed since, or cannot be told,
    /// there is no record: the next run compiles.
    pub(super) fn keep(
        self,
        given: &Codegen,
        job: &Job,
        output: &Output,
        (compiled, told): (Compiled, Told),
    ) {
        let same = others(given, job).is_some_and(|others| others == self.inputs.others);
        let Some(further) = output.further_files().filter(|_| same) else { return };
        let done = Done {
            inputs: self.inputs,
            further,
            crate_files: output.tree.digest(),
            tests: output.checks.as_ref().map(compile::Tree::digest),
            compiled,
            told,
        };
        // Without a record the next run takes longer, and that is all.
        if let Ok(text) = serde_json::to_vec(&done) {
            let _ = files::write(&self.record, &text);
        }
    }
}

/// Where the record of a crate's folder is kept.
fn record(folder: &Path) -> Option<PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    let name = sha256(folder.as_os_str().as_encoded_bytes());
    Some(Target::of_project("codegen")?.join(format!("{name}.json")))
}

/// Makes the next run into a folder compile.
pub(crate) fn forget(folder: &Path) -> Result<()> {
    record(folder).map_or(Ok(()), |record| files::remove_if_present(&record))
}

/// That a folder has exactly the generated files of that digest.
fn unchanged(folder: &Path, digest: &str) -> Option<Written> {
    let (found, count) = compile::digest_of_ours(folder).ok()?;
    (found == digest).then(|| Written { unchanged: count, ..Written::default() })
}

/// The digest of everything but the document that decides what comes of a run.
fn others(given: &Codegen, job: &Job) -> Option<String> {
    let here = std::env::current_dir().ok()?;
    let mut lines = vec![program()?, format!("{given:?} in {here:?}")];
    let project = job.project.as_ref();
    let own = project.into_iter().flat_map(|project| [&project.config.path, &project.names]);
    let own = own.chain(&job.options.overlay).map(PathBuf::as_path);
    for path in own.chain(remote::copies(&job.options.remote)) {
        let content = files::read_if_present(path).ok()?;
        lines.push(format!("{path:?} {:?}", content.map(|bytes| sha256(&bytes))));
    }
    Some(sha256(lines.join("\n").as_bytes()))
}

/// Which file this program is: another build is another file.
fn program() -> Option<String> {
    let path = std::env::current_exe().ok()?;
    let found = std::fs::metadata(&path).ok()?;
    Some(format!("{path:?} {} {:?} {}", found.len(), found.modified().ok()?, identity(&found)))
}

#[cfg(unix)]
fn identity(found: &Metadata) -> String {
    use std::os::unix::fs::MetadataExt;
    format!("{} {} {}.{}", found.dev(), found.ino(), found.ctime(), found.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(found: &Metadata) -> String {
    format!("{:?}", found.created().ok())
}
