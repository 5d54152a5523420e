//! `cargo xtask diff OLD NEW`: what a change of the document means for code and for clients in use.

mod group;
mod human;
mod markdown;
mod side;
#[cfg(test)]
mod tests;

use generator::compare::{self, Comparison, CrateLevel, next_version};
use serde_json::{Value, json};

use crate::cli::{Diff, DiffFormat};
use crate::compile::{self, Compilation, Options};
use crate::console::Console;
use crate::failure::{Failure, Result};
use crate::lasting::lasting;
use crate::project::Project;
use crate::{Outcome, names};
use side::Side;

/// How two documents differ, with what a person wants to be told beside it.
#[derive(Debug)]
pub(crate) struct Summary {
    pub(crate) comparison: Comparison,
    pub(crate) title: String,
    /// What the two documents are called.
    pub(crate) names: [String; 2],
    /// The version of the crate that is made from the old document.
    pub(crate) version: String,
}

impl Summary {
    /// Compares two compilations.
    pub(crate) fn new(
        old: &compile::Output,
        new: &compile::Output,
        names: [String; 2],
        version: &str,
    ) -> Self {
        let comparison = compare::compare(&old.compiled, &new.compiled);
        let title = new.compiled.api.info.title.clone();
        Self { comparison, title, names, version: version.to_owned() }
    }

    /// The version that the crate should have.
    pub(crate) fn next(&self) -> Option<String> {
        next_version(&self.version, self.comparison.crate_level)
    }

    /// The summary for people at a terminal, a line each.
    pub(crate) fn human(&self) -> Vec<String> {
        human::lines(self)
    }

    /// The whole as Markdown, without a heading.
    pub(crate) fn markdown(&self) -> String {
        markdown::text(self)
    }

    /// The whole for programs.
    pub(crate) fn to_json(&self) -> Value {
        let mut value = json!(self.comparison);
        value["title"] = json!(self.title);
        value["old"] = json!(self.names[0]);
        value["new"] = json!(self.names[1]);
        value["version"] = json!(self.version);
        value["proposed"] = json!(self.next());
        value
    }
}

/// Runs the command.
pub(crate) fn run(options: &Diff, console: &Console) -> Result<Outcome> {
    let project = match &options.config {
        Some(path) => Some(Project::open(Some(path))?),
        None => Project::open(None).ok(),
    };
    let mut compiling = Options::default();
    if let Some(project) = &project {
        compiling = Options::of(&project.config);
        compiling.remembered = names::load(&project.names)?;
    }
    let version = compiling.version.clone().unwrap_or_else(|| "0.1.0".to_owned());
    let old = lasting(compiled(&options.old, &compiling)?);
    // As a run of codegen on the one after the other would do.
    compiling.remembered.extend(old.names());
    let new = lasting(compiled(&options.new, &compiling)?);
    let names = [&options.old, &options.new].map(|text| called(text));
    let summary = Summary::new(&old, &new, names, &version);
    match options.format {
        DiffFormat::Human => summary.human().iter().for_each(|line| console.line(line)),
        DiffFormat::Markdown => console.line(summary.markdown().trim_end()),
        DiffFormat::Json => console.line(format!("{:#}", summary.to_json())),
    }
    let fails = options.fail_on.is_some_and(|level| summary.comparison.crate_level >= level)
        || options.fail_on == Some(CrateLevel::Major)
            && summary.comparison.wire_level == compare::WireLevel::Breaking;
    Ok(if fails { Outcome::Differs } else { Outcome::Fine })
}

/// What a document is called: a file by its name alone, unless both have the same.
fn called(text: &str) -> String {
    let path = std::path::Path::new(text);
    let name = path.file_name().filter(|_| path.is_absolute()).and_then(|it| it.to_str());
    name.unwrap_or(text).to_owned()
}

fn compiled(text: &str, options: &Options) -> Result<compile::Output> {
    let side = Side::find(text)?;
    // A rename that one of the two documents has no use for is no mistake here.
    let options = Options { lenient: true, ..options.clone() };
    let Compilation { findings, output } = compile::compile(side.input(), &options)?;
    output.ok_or_else(|| {
        Failure::new(format!("the document cannot be compiled:\n\n{}", findings.text().trim_end()))
            .at(text)
    })
}
