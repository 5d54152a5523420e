//! The stages of a compilation, each with its time.

use std::time::Instant;

use generator::build::{self, Built};
use generator::diag::Diagnostics;
use generator::document::Document;
use generator::ir::Api;
use generator::plan::{Note, PlanOptions, RenameProblem};
use generator::{lower, passes};
use serde_json::{Value, json};

use super::{Compilation, Findings, Input, Options, Output, Tree, open};
use crate::failure::{Failure, Result};
use crate::{manifest, package};

/// Compiles a document; what is wrong with the document is in the findings.
pub(crate) fn compile(input: Input<'_>, options: &Options) -> Result<Compilation> {
    let mut clock = Clock::default();
    let source = clock.time("read", || open(input))?;
    let mut diagnostics = source.diagnostics().clone();
    let Some(document) = clock.time("document", || Document::read(&source, &mut diagnostics))
    else {
        return Ok(Compilation { findings: Findings::of(&diagnostics, &source), output: None });
    };
    let api = clock.time("lower", || lowered(&document, &mut diagnostics));
    let plan = plan_options(options, &document.info.title);
    let built = clock.time("emit", || build::build(&api, &plan));
    refuse_unused(&built, options)?;
    let findings = Findings::of(&diagnostics, &source);
    let output = Output {
        package: plan.package,
        openapi: source
            .entry()
            .and_then(|entry| Some(entry.value.get("openapi")?.as_str()?.to_owned()))
            .unwrap_or_default(),
        lines: lines(&built),
        operations: api.operations.len(),
        types: api.types.len(),
        untyped: untyped(&api),
        manifest: described(&built, &findings),
        tree: clock.time("tree", || Tree::new(extended(built, options)?))?,
        stages: clock.stages,
    };
    Ok(Compilation { findings, output: Some(output) })
}

/// How long each stage took, in milliseconds.
#[derive(Default)]
struct Clock {
    stages: Vec<(&'static str, f64)>,
}

impl Clock {
    fn time<T>(&mut self, name: &'static str, stage: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let result = stage();
        self.stages.push((name, started.elapsed().as_secs_f64() * 1000.0));
        result
    }
}

fn lowered(document: &Document<'_>, diagnostics: &mut Diagnostics) -> Api {
    let mut api = lower::lower(document, diagnostics);
    passes::run(&mut api, diagnostics);
    api
}

fn plan_options(options: &Options, title: &str) -> PlanOptions {
    let mut plan = PlanOptions {
        package: options.package.clone().unwrap_or_else(|| package::from_title(title)),
        renames: options.rename.iter().cloned().collect(),
        ..PlanOptions::default()
    };
    if let Some(version) = &options.version {
        plan.version.clone_from(version);
    }
    plan
}

/// A name that was asked for and not given is an error.
fn refuse_unused(built: &Built, options: &Options) -> Result<()> {
    let unused = built.notes.iter().find_map(|note| match note {
        Note::UnusedRename { key, name, reason } => Some((key, name, reason)),
        _ => None,
    });
    let Some((key, name, reason)) = unused else {
        return Ok(());
    };
    let reason = match reason {
        RenameProblem::MatchesNothing => "nothing in the document has this key",
        RenameProblem::NoIdentifier => "the name is no Rust identifier",
        RenameProblem::Taken => "the name is taken",
    };
    let failure =
        Failure::new(format!("the rename of `{key}` to `{name}` has no effect: {reason}"));
    Err(match &options.config {
        Some(config) => failure.at(config.display()),
        None => failure,
    })
}

/// The number of lines of Rust that describe the API.
fn lines(built: &Built) -> usize {
    let own = |path: &str| path.ends_with(".rs") && !path.starts_with("src/runtime/");
    let files = built.files.iter().filter(|(path, _)| own(path));
    files.map(|(_, text)| text.lines().count()).sum()
}

/// The number of places whose type is any JSON.
fn untyped(api: &Api) -> usize {
    let mut count = 0;
    let mut visit = |ty: &generator::ir::Ty| count += usize::from(ty.mentions_json());
    for (_, definition) in api.types.iter() {
        definition.shape.each_ty(&mut visit);
    }
    for operation in &api.operations {
        operation.parameters.iter().for_each(|parameter| visit(&parameter.ty));
        let bodies = operation.body.iter().flat_map(|body| &body.contents);
        let contents = bodies.chain(operation.responses.iter().flat_map(|one| &one.contents));
        contents.for_each(|content| content.format.each_ty(&mut visit));
    }
    count
}

/// What became what, and what there was to say about it.
fn described(built: &Built, findings: &Findings) -> Value {
    let mut described = json!(built.manifest);
    described["diagnostics"] = json!(findings.json);
    described["notes"] = json!(built.notes);
    described
}

/// The files, with what a person adds to `Cargo.toml`.
fn extended(built: Built, options: &Options) -> Result<impl Iterator<Item = (String, String)>> {
    let mut files = built.files;
    if let Some(text) = files.get_mut("Cargo.toml") {
        *text = manifest::extend(text, &options.manifest)?;
    }
    Ok(files.into_iter())
}
