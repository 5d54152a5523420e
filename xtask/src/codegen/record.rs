//! Recording the document in the project, after it has been compiled.

use std::path::{Path, PathBuf};

use super::acquire::{Document, State};
use super::job::{From, Job};
use crate::compile::Output;
use crate::failure::{Failure, Result};
use crate::files::{self, Staged};
use crate::lock::Lock;
use crate::names;
use crate::project::Project;

/// Writes the document and its lock where they differ from those on disk; says whether they did.
pub(super) fn record(
    job: &Job,
    document: &Document,
    output: &Output,
    changelog: Option<String>,
    options: Option<(PathBuf, String)>,
) -> Result<bool> {
    let Some(project) = job.project.as_ref().filter(|_| job.records) else {
        return Ok(false);
    };
    let mut changes = Vec::new();
    if matches!(document.state, State::File | State::New | State::Same) {
        let lock = Lock::of(&document.bytes, url(job, project), document.etag.clone());
        changes.push(change(&project.document, &document.bytes)?);
        changes.push(change(&project.lock, lock.to_text().as_bytes())?);
    }
    if let Some(log) = changelog {
        changes.push(change(&project.changelog, log.as_bytes())?);
    }
    if let Some((path, text)) = options {
        changes.push(change(&path, text.as_bytes())?);
    }
    match names::text(&output.kept_names) {
        Some(text) => changes.push(change(&project.names, text.as_bytes())?),
        None => files::remove_if_present(&project.names)?,
    }
    let changed = changes.iter().any(Option::is_some);
    // All are on disk before any takes its place.
    changes.into_iter().flatten().try_for_each(Staged::place)?;
    Ok(changed)
}

/// Refuses a document that the project cannot keep, before anything is written.
pub(super) fn accepts(job: &Job, document: &Document) -> Result<()> {
    let Some(project) = job.project.as_ref().filter(|_| job.records) else {
        return Ok(());
    };
    let text = document.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&document.bytes);
    if text.trim_ascii_start().first() == Some(&b'{') {
        return Ok(());
    }
    Err(Failure::new(format!("{} is JSON, and this document is not", project.document.display()))
        .at(&document.name)
        .help("convert it to JSON first")
        .help("or compile it into a crate of its own: `--spec <URL|FILE> --out <DIR>`"))
}

fn change(path: &Path, bytes: &[u8]) -> Result<Option<Staged>> {
    match files::read_if_present(path)? {
        Some(old) if old == bytes => Ok(None),
        _ => files::stage(path, bytes).map(Some),
    }
}

fn url(job: &Job, project: &Project) -> Option<String> {
    match &job.from {
        From::Url(url) | From::Project(url) => Some(url.to_string()),
        From::File(_) | From::Recorded => project.config.url.as_ref().map(ToString::to_string),
    }
}
