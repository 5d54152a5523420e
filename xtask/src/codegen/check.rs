//! `--check`: whether what is on disk is what would be written.

use std::path::Path;

use serde_json::json;

use super::acquire::Document;
use super::job::{From, Job};
use crate::Outcome;
use crate::compile::{Output, Stale, Tree};
use crate::console::{Console, Format};
use crate::failure::Result;
use crate::lock::Lock;
use crate::names;
use crate::project::Project;

/// Compares and reports; writes nothing.
pub(super) fn run(
    job: &Job,
    document: &Document,
    output: &Output,
    console: &Console,
) -> Result<Outcome> {
    let mut stale = compare(&output.tree, &job.folder)?;
    if let (Some(folder), Some(checks)) = (&job.checks, &output.checks) {
        stale.extend(compare(checks, folder)?);
    }
    let lock = lock(job, document)?;
    let mend = mend(job, lock.is_some());
    stale.extend(lock);
    stale.extend(kept_names(job, output)?);
    show(&stale, &mend, console);
    Ok(if stale.is_empty() { Outcome::Fine } else { Outcome::Differs })
}

/// What differs in a folder.
fn compare(tree: &Tree, folder: &Path) -> Result<Vec<Stale>> {
    let differences = tree.compare(folder)?.into_iter();
    let named = |stale: Stale| {
        let path = format!("{}/{}", folder.display(), stale.path);
        Stale { path, ..stale }
    };
    Ok(differences.map(named).collect())
}

/// The lock, if it does not record the document.
fn lock(job: &Job, document: &Document) -> Result<Option<Stale>> {
    let Some(project) = project_of_record(job) else {
        return Ok(None);
    };
    let path = project.lock.display().to_string();
    Ok(match Lock::load(&project.lock)? {
        Some(lock) if lock.matches(&document.bytes) => None,
        Some(_) => Some(Stale { path, why: "records another document".to_owned() }),
        None => Some(Stale { path, why: "is missing".to_owned() }),
    })
}

/// The names, if others have to be kept.
fn kept_names(job: &Job, output: &Output) -> Result<Option<Stale>> {
    let Some(project) = job.project.as_ref().filter(|_| job.records) else {
        return Ok(None);
    };
    let path = project.names.display().to_string();
    let why = "does not keep the names that are given".to_owned();
    let same = names::load(&project.names)? == output.kept_names;
    Ok((!same).then_some(Stale { path, why }))
}

fn project_of_record(job: &Job) -> Option<&Project> {
    job.project.as_ref().filter(|_| matches!(job.from, From::Recorded))
}

fn mend(job: &Job, lock: bool) -> String {
    match (&job.from, &job.project) {
        (From::File(spec), _) => {
            let mut command = format!("cargo xtask codegen --spec {}", spec.display());
            if !job.records {
                command.push_str(&format!(" --out {}", job.folder.display()));
            }
            command
        }
        (_, Some(project)) if lock => project.accept(),
        _ if job.records => "cargo xtask codegen --offline".to_owned(),
        _ => format!("cargo xtask codegen --offline --out {}", job.folder.display()),
    }
}

fn show(stale: &[Stale], mend: &str, console: &Console) {
    if console.format() == Format::Json {
        let list: Vec<_> =
            stale.iter().map(|Stale { path, why }| json!({ "path": path, "why": why })).collect();
        let mend = (!stale.is_empty()).then_some(mend);
        return console.event("check", json!({ "stale": list, "mend": mend }));
    }
    for Stale { path, why } in stale {
        console.line(format!("{path} {why}"));
    }
    match stale.len() {
        0 => console.line("all files are up to date"),
        1 => console.line(format!("1 file is not up to date; to mend: `{mend}`")),
        count => console.line(format!("{count} files are not up to date; to mend: `{mend}`")),
    }
}
