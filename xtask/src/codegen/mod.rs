//! `cargo xtask codegen`: fetches a document, compiles it, writes the crate.
//!
//! Nothing on disk changes before the document has been compiled: a bad fetch or a bad document
//! leaves the recorded document, its lock and the crate byte for byte as they were.

mod acquire;
mod change;
mod check;
mod job;
mod options;
mod record;
mod repeat;
mod report;
mod told;

pub(crate) use repeat::forget;

use std::path::PathBuf;
use std::time::Instant;

use crate::Outcome;
use crate::cli::Codegen;
use crate::compile::{self, Compilation, Findings, Input, Output, Written};
use crate::console::Console;
use crate::failure::{Failure, Result};
use crate::files;
use crate::lasting::lasting;
use crate::remote;
use acquire::Document;
use job::{From, Job};
use repeat::{Start, Unchanged};
use report::{Compiled, Report};
use told::Told;

/// Runs the command.
pub(crate) fn run(given: &Codegen, console: &Console) -> Result<Outcome> {
    let started = Instant::now();
    let mut job = Job::plan(given)?;
    let mut document = acquire::acquire(&job)?;
    if !job.is_offline {
        remote::fetch(&job.options.remote)?;
    }
    let start = Start::of(given, &job, &document);
    if let Some(unchanged) = start.as_ref().and_then(|start| start.repeated(&job)) {
        repeat(&job, document, unchanged, started, console)?;
        return Ok(Outcome::Fine);
    }
    let old = change::recorded(&mut job, &document)?.map(lasting);
    let (output, findings, told) = compile(&job, &mut document, console)?;
    let (mut output, findings) = (lasting(output), lasting(findings));
    record::accepts(&job, &document)?;
    if job.check {
        return check::run(&job, &document, &output, console);
    }
    let summary = change::summary(&job, old.as_deref(), &output, &document);
    change::confirm(&job, summary.as_ref(), &output, &document)?;
    let changelog = change::entry(&job, summary.as_ref(), &document)?;
    let mut pending = change::pending(&job, changelog.as_deref())?;
    let bumped = bump(given, &mut job, &mut pending, &document, &mut output)?;
    let writing = Instant::now();
    let checks = write_checks(&job, &output)?;
    let written = output.tree.write(&job.folder)?;
    output.stages.push(("write", writing.elapsed().as_secs_f64() * 1000.0));
    let recorded = record::record(&job, &document, &output, changelog, bumped)?;
    let summary = match summary {
        Some(summary) => Some(summary),
        None => options::summary(&job, &document, &output, &written)?,
    };
    if let Some(path) = &given.effective {
        files::write(path, output.effective().as_bytes())?;
    }
    if let Some(path) = &given.manifest {
        files::write(path, pretty(&output.manifest(&findings)).as_bytes())?;
    }
    let compiled = Compiled::of(&output, &findings);
    if let Some(start) = start.filter(|_| !recorded) {
        start.keep(given, &job, &output, (compiled.clone(), told));
    }
    let elapsed = started.elapsed();
    let stages = std::mem::take(&mut output.stages);
    let report = Report {
        job: &job,
        document,
        compiled,
        stages,
        written,
        checks,
        recorded,
        elapsed,
        summary,
        pending,
    };
    report.show(console);
    Ok(Outcome::Fine)
}

/// Reports a run that would only do again what the last one did.
fn repeat(
    job: &Job,
    document: Document,
    unchanged: Unchanged,
    started: Instant,
    console: &Console,
) -> Result<()> {
    let Unchanged { done, written, checks } = unchanged;
    done.told.show(console);
    let pending = change::pending(job, None)?;
    let elapsed = started.elapsed();
    let report = Report {
        job,
        document,
        compiled: done.compiled,
        stages: vec![("compare", elapsed.as_secs_f64() * 1000.0)],
        written,
        checks,
        recorded: false,
        elapsed,
        summary: None,
        pending,
    };
    report.show(console);
    Ok(())
}

fn compile(
    job: &Job,
    document: &mut Document,
    console: &Console,
) -> Result<(Output, Findings, Told)> {
    let input = match &document.file {
        // It is not needed a second time.
        Some(file) => Input::Read(file, std::mem::take(&mut document.bytes)),
        None => Input::Bytes(&document.name, &document.bytes),
    };
    let Compilation { findings, output } = compile::compile(input, &job.options)?;
    let told = Told::of(&findings, console);
    told.show(console);
    let Some(output) = output else {
        return Err(uncompilable(job, document));
    };
    if job.strict && findings.rejected > 0 {
        return Err(Failure::new(format!(
            "{} of the document left out, and `--strict` allows none; nothing was written",
            plural(findings.rejected, "part")
        ))
        .at(&document.name));
    }
    Ok((output, findings, told))
}

/// Sets the version that changes ask for; returns the options file as it is to be.
fn bump(
    options: &Codegen,
    job: &mut Job,
    pending: &mut Option<String>,
    document: &Document,
    output: &mut Output,
) -> Result<Option<(PathBuf, String)>> {
    if !options.bump {
        return Ok(None);
    }
    let Some(next) = pending.take() else {
        return Err(Failure::new(format!(
            "no change asks for another version than {}; nothing was written",
            change::version(job)
        ))
        .help("leave out `--bump`"));
    };
    let bumped = change::bumped(job, &next)?;
    job.options.version = Some(next);
    let input = input(document);
    if let Some(again) = compile::compile(input, &job.options)?.output {
        *output = again;
    }
    Ok(bumped)
}

/// Writes the tests of the crate, where there are any.
fn write_checks(job: &Job, output: &Output) -> Result<Option<Written>> {
    match (&job.checks, &output.checks) {
        (Some(folder), Some(tree)) => tree.write(folder).map(Some),
        _ => Ok(None),
    }
}

fn input(document: &Document) -> Input<'_> {
    match &document.file {
        Some(file) => Input::File(file),
        None => Input::Bytes(&document.name, &document.bytes),
    }
}

fn uncompilable(job: &Job, document: &Document) -> Failure {
    let failure =
        Failure::new("the document cannot be compiled; nothing was changed").at(&document.name);
    match job.from {
        From::Project(_) => failure.help(acquire::WITHOUT_SERVER),
        _ => failure,
    }
}

fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

/// `1 part`, `2 parts`.
fn plural(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    }
}
