//! A document's way through the compiler, with the time that each stage takes.

use std::rc::Rc;
use std::time::Instant;

use generator::plan::PlanOptions;
use generator::source::Source;
use generator::{Config, generate_observed};
use serde_json::Value;

use super::{Compilation, Findings, Input, Options, Output, Tree, open};
use super::{effective, unused};
use crate::failure::Result;
use crate::package;

/// Compiles a document; what is wrong with the document is in the findings.
pub(crate) fn compile(input: Input<'_>, options: &Options) -> Result<Compilation> {
    let mut clock = Clock::start();
    let source = open(input, options)?;
    clock.stage("parse");
    let mut source = effective::corrected(source, options)?;
    if options.overlay.is_some() {
        clock.stage("overlay");
    }
    let checks = options.checks;
    let config = Config {
        plan: plan(options, &source),
        checks,
        conventions: options.conventions.clone(),
        ..Config::default()
    };
    let openapi = text(&source, &["openapi"]).unwrap_or_default().to_owned();
    let (output, diagnostics) = generate_observed(&mut source, &config, |it| clock.stage(it));
    if !options.lenient {
        unused::refuse(&diagnostics, options, &source)?;
    }
    let source = Rc::new(source);
    let findings = Findings::new(diagnostics, Rc::clone(&source));
    let Some(output) = output else { return Ok(Compilation { findings, output: None }) };
    let tree = Tree::new(output.tree, &options.manifest)?;
    let output = Output {
        package: config.plan.package,
        openapi,
        lines: tree.lines(),
        operations: output.operations,
        types: output.types,
        untyped: output.untyped,
        tree,
        compiled: output.compiled,
        kept_names: output.kept_names,
        checks: output.checks.map(Tree::checks),
        stages: clock.stages,
        source,
    };
    Ok(Compilation { findings, output: Some(output) })
}

/// How long each stage took, in milliseconds.
struct Clock {
    since: Instant,
    stages: Vec<(&'static str, f64)>,
}

impl Clock {
    fn start() -> Self {
        Self { since: Instant::now(), stages: Vec::new() }
    }

    /// The stage of that name ends here.
    fn stage(&mut self, name: &'static str) {
        self.stages.push((name, self.since.elapsed().as_secs_f64() * 1000.0));
        self.since = Instant::now();
    }
}

fn plan(options: &Options, source: &Source) -> PlanOptions {
    let titled = || package::from_title(text(source, &["info", "title"]).unwrap_or_default());
    let mut plan = PlanOptions {
        package: options.package.clone().unwrap_or_else(titled),
        remembered: options.remembered.clone().into_iter().collect(),
        text_types: options.types.clone(),
        derives: options.derives.clone(),
        features: options.features.clone().into_iter().collect(),
        webhooks: options.webhooks.clone(),
        renames: options.rename.iter().cloned().collect(),
        ..PlanOptions::default()
    };
    if let Some(version) = &options.version {
        plan.version.clone_from(version);
    }
    plan
}

/// A text of the document.
fn text<'a>(source: &'a Source, keys: &[&str]) -> Option<&'a str> {
    let value: &Value = source.entry()?.value;
    keys.iter().try_fold(value, |value, key| value.get(key))?.as_str()
}
