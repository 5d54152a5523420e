//! What completes the IR once it is lowered, in one visible order.

mod conditional;
mod conventions;
mod cycles;
mod envelope;
mod find;
mod idempotency;
mod mentions;
mod pagination;
mod patterns;
mod tags;
mod usage;

pub use conventions::{
    Choice, Conventions, ErrorFields, OperationConventions, PageConventions, Pages, choose,
};

use crate::diag::Diagnostics;
use crate::ir::Api;

/// One pass.
pub type Pass = fn(&mut Api, &mut Diagnostics);

/// Every pass, in the order in which they run.
pub const PASSES: &[(&str, Pass)] = &[
    ("cycles", cycles::run),
    ("usage", usage::run),
    ("tags", tags::run),
    ("mentions", mentions::run),
    ("idempotency", idempotency::run),
    ("conditional requests", conditional::run),
    ("pagination", pagination::run),
    ("error envelope", envelope::run),
    ("patterns", patterns::run),
];

/// Runs every pass.
pub fn run(api: &mut Api, diagnostics: &mut Diagnostics) {
    for (_, pass) in PASSES {
        pass(api, diagnostics);
    }
}
