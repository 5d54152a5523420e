//! From the IR to the texts of a crate: plan, emit, print.

mod embedded;
mod manifest;
mod surface;

#[cfg(test)]
mod tests;

pub use manifest::{
    BodyEntry, Manifest, OperationEntry, ParameterEntry, ResponseEntry, SchemaEntry, UsageEntry,
};

use crate::emit::{Unit, cargo_toml, units};
use crate::ir::Api;
use crate::plan::{Note, Plan, PlanOptions, plan};
use crate::print;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// A crate that is not written yet.
#[derive(Clone, Debug)]
pub struct Built {
    /// Texts by their path relative to the crate.
    pub files: BTreeMap<String, String>,
    /// What became what.
    pub manifest: Manifest,
    /// What there is to say about names.
    pub notes: Vec<Note>,
    /// The plan that the files are made from.
    pub plan: Plan,
}

impl Built {
    /// The public API of the crate as signatures without documentation: one text to review.
    pub fn surface(&self) -> String {
        surface::surface(&self.plan)
    }
}

/// Builds the crate of an API.
pub fn build(api: &Api, options: &PlanOptions) -> Built {
    let (plan, notes) = plan(api, options);
    let mut files = written(&plan);
    files.insert("Cargo.toml".to_owned(), cargo_toml(&plan));
    files.extend(embedded::files());
    let manifest = manifest::manifest(api, &plan);
    Built { files, manifest, notes, plan }
}

/// The files that are made from the plan, by as many threads as there are cores.
fn written(plan: &Plan) -> BTreeMap<String, String> {
    let units = units(plan);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some(unit) = units.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push(text(*unit, plan));
        }
        done
    };
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let threads = cores.min(units.len() / 16 + 1);
    if threads == 1 {
        return work().into_iter().collect();
    }
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut files: BTreeMap<String, String> = work().into_iter().collect();
        for other in others {
            match other.join() {
                Ok(done) => files.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        files
    })
}

fn text(unit: Unit, plan: &Plan) -> (String, String) {
    (unit.path(plan), print::source(&unit.emit(plan)))
}
