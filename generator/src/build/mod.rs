//! From the IR to the texts of a crate: plan, emit, print.

mod embedded;
mod manifest;
mod surface;

#[cfg(test)]
mod tests;

pub use manifest::{
    BodyEntry, Manifest, OperationEntry, ParameterEntry, ResponseEntry, SchemaEntry, UsageEntry,
};

use crate::emit::{self, Unit, cargo_toml, units};
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
    /// Signatures of everything public.
    surface: String,
    /// What there is to say about names.
    pub notes: Vec<Note>,
    /// The plan that the files are made from.
    pub plan: Plan,
}

impl Built {
    /// The public API of the crate as signatures without documentation: one text to review.
    pub fn surface(&self) -> String {
        self.surface.clone()
    }
}

/// Builds the crate of an API.
pub fn build(api: &Api, options: &PlanOptions) -> Built {
    let (plan, notes) = plan(api, options);
    let mut files = BTreeMap::new();
    let mut surface = String::new();
    for file in written(&plan) {
        surface.push_str(&file.surface);
        files.insert(file.path, file.text);
    }
    files.insert("Cargo.toml".to_owned(), cargo_toml(&plan));
    files.extend(embedded::files());
    let manifest = manifest::manifest(api, &plan);
    Built { files, manifest, surface, notes, plan }
}

/// Builds the tests of a crate: texts by their path, `main.rs` among them.
pub fn checks(api: &Api, plan: &Plan) -> BTreeMap<String, String> {
    let files = emit::checks(api, plan);
    files.into_iter().map(|(path, source)| (path, print::source(&source))).collect()
}

/// One file with its part of the surface.
struct Written {
    path: String,
    text: String,
    surface: String,
}

/// The files that are made from the plan, in its order, by as many threads as there are cores.
fn written(plan: &Plan) -> Vec<Written> {
    let units = units(plan);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(unit) = units.get(at) else { return done };
            done.push((at, write(*unit, plan)));
        }
    };
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let threads = cores.min(units.len() / 16 + 1);
    let mut files: Vec<(usize, Written)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut files = work();
        for other in others {
            match other.join() {
                Ok(done) => files.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        files
    });
    files.sort_by_key(|(at, _)| *at);
    files.into_iter().map(|(_, file)| file).collect()
}

fn write(unit: Unit, plan: &Plan) -> Written {
    let path = unit.path(plan);
    let source = unit.emit(plan);
    Written { surface: surface::surface(&path, &source), text: print::source(&source), path }
}
