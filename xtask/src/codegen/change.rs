//! What a new document changes, told and judged before anything is written.

use generator::compare;

use super::acquire::Document;
use super::job::Job;
use crate::changelog::{self, Entry};
use crate::compile::{self, Compilation, Input, Options, Output};
use crate::config;
use crate::diff::Summary;
use crate::digest::sha256;
use crate::failure::{Failure, Result};
use crate::files;
use crate::names;
use crate::project::Project;

/// The version of a crate that was never given one.
const FIRST: &str = "0.1.0";

/// The document that is recorded, compiled, where another one takes its place.
pub(super) fn recorded(job: &mut Job, document: &Document) -> Result<Option<Output>> {
    let Some(project) = &job.project else { return Ok(None) };
    job.options.remembered = names::load(&project.names)?;
    if !job.records || job.check {
        return Ok(None);
    }
    let Some(bytes) = files::read_if_present(&project.document)? else { return Ok(None) };
    if bytes == document.bytes {
        return Ok(None);
    }
    let options = Options { lenient: true, checks: false, ..job.options.clone() };
    let input = Input::Bytes("openapi.json", &bytes);
    // A recorded document that no longer compiles cannot be compared with; the new one may.
    let Compilation { output, .. } = compile::compile(input, &options)?;
    if let Some(old) = &output {
        job.options.remembered.extend(old.names());
    }
    Ok(output)
}

/// Compares with the recorded document, where there is one.
pub(super) fn summary(
    job: &Job,
    old: Option<&Output>,
    new: &Output,
    document: &Document,
) -> Option<Summary> {
    let project = job.project.as_ref()?;
    let names = [project.document.display().to_string(), document.name.clone()];
    Some(Summary::new(old?, new, names, version(job)))
}

/// Stops at what a document must not change without a person's consent.
pub(super) fn confirm(
    job: &Job,
    summary: Option<&Summary>,
    new: &Output,
    document: &Document,
) -> Result<()> {
    let Some(project) = job.project.as_ref().filter(|_| job.records && !job.check) else {
        return Ok(());
    };
    let alerts = match summary {
        Some(summary) => summary.comparison.alerts.clone(),
        None if project.document.exists() => return Ok(()),
        None => compare::first_alerts(&new.compiled),
    };
    if job.accept_origin || alerts.is_empty() {
        return Ok(());
    }
    let told: Vec<String> = alerts.iter().map(|alert| format!("\n  {alert}")).collect();
    Err(Failure::new(format!(
        "the document changes where credentials go or what protects them; nothing was written{}",
        told.concat()
    ))
    .at(&document.name)
    .help("if that is right: the same command with `--accept-origin`"))
}

/// The change log with an entry for this change.
pub(super) fn entry(
    job: &Job,
    summary: Option<&Summary>,
    document: &Document,
) -> Result<Option<String>> {
    let (Some(project), Some(summary)) = (&job.project, summary) else { return Ok(None) };
    let log = log(project)?;
    let next = summary.next().unwrap_or_else(|| summary.version.clone());
    let entry = Entry {
        sha256: &sha256(&document.bytes),
        from: &summary.version,
        to: &next,
        body: &summary.markdown(),
    };
    Ok(Some(changelog::with(&log, &entry)))
}

fn log(project: &Project) -> Result<String> {
    match files::read_if_present(&project.changelog)? {
        Some(bytes) => files::text(bytes, &project.changelog),
        None => Ok(String::new()),
    }
}

/// The version that this change and those before it ask for, where it is not set yet.
pub(super) fn pending(job: &Job, log: Option<&str>) -> Result<Option<String>> {
    let Some(project) = job.project.as_ref().filter(|_| job.records) else { return Ok(None) };
    let log = match log {
        Some(log) => log.to_owned(),
        None => self::log(project)?,
    };
    Ok(changelog::pending(&log, version(job)))
}

/// The options file with another version in it.
pub(super) fn bumped(job: &Job, next: &str) -> Result<Option<(std::path::PathBuf, String)>> {
    let Some(project) = &job.project else { return Ok(None) };
    let path = &project.config.path;
    let text = config::with_version(&files::read_text(path)?, next);
    Ok(Some((path.clone(), text)))
}

pub(super) fn version(job: &Job) -> &str {
    job.options.version.as_deref().unwrap_or(FIRST)
}
