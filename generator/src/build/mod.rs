//! From the IR to the texts of a crate: plan, emit, print.

mod embedded;
mod manifest;
mod surface;

#[cfg(test)]
mod tests;

pub use manifest::{
    BodyEntry, Manifest, OperationEntry, ParameterEntry, ResponseEntry, SchemaEntry, UsageEntry,
    manifest,
};
pub use surface::surface;

use crate::emit::{self, Unit, cargo_toml, units};
use crate::ir::Api;
use crate::parallel;
use crate::plan::{Note, Plan, PlanOptions, plan};
use crate::print;
use std::collections::BTreeMap;

/// A crate that is not written yet.
#[derive(Clone, Debug)]
pub struct Built {
    /// Texts by their path relative to the crate.
    pub files: BTreeMap<String, String>,
    /// What there is to say about names.
    pub notes: Vec<Note>,
    /// The plan that the files are made from.
    pub plan: Plan,
}

/// Builds the crate of an API.
pub fn build(api: &Api, options: &PlanOptions) -> Built {
    let (plan, notes) = plan(api, options);
    let files = files(&plan);
    Built { files, notes, plan }
}

/// The texts of a crate by their path relative to it.
pub fn files(plan: &Plan) -> BTreeMap<String, String> {
    let mut files = written(plan);
    files.insert("Cargo.toml".to_owned(), cargo_toml(plan));
    files.extend(embedded::files());
    files.extend(plan.own_texts.iter().map(|own| embedded::own_text(*own)));
    files
}

/// Builds the tests of a crate: texts by their path, `main.rs` among them.
pub fn checks(api: &Api, plan: &Plan) -> BTreeMap<String, String> {
    let files = emit::checks(api, plan);
    files.into_iter().map(|(path, source)| (path, print::source(source))).collect()
}

/// The files that are made from the plan.
fn written(plan: &Plan) -> BTreeMap<String, String> {
    let text = |unit: Unit| (unit.path(plan), print::source(unit.emit(plan)));
    parallel::each(units(plan), text).into_iter().collect()
}
