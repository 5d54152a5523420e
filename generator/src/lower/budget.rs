//! How much work a document may cause: schemas that combine each other can describe, in a few
//! lines, more than any machine can write down.

use super::Lowering;
use crate::diag::{Pointer, code};

/// The steps that every portion of a document has.
const STEPS: usize = 200_000;

/// How many values of the document add another step: of those known, the portion that needs most
/// takes one for eight.
const VALUES: usize = 4;

/// What is left to do.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
}

impl Budget {
    /// The budget for a portion of a document that has so many values.
    pub(super) fn new(values: usize) -> Self {
        Self { left: STEPS + values / VALUES }
    }
}

impl Lowering<'_, '_> {
    /// Takes steps for work at a place; false, and one report, once there are none left.
    pub(super) fn spend(&mut self, steps: usize, at: &Pointer) -> bool {
        if self.budget.left == 0 {
            return false;
        }
        self.budget.left = self.budget.left.saturating_sub(steps);
        if self.budget.left == 0 {
            let message = "schemas combine each other into more than can be written down; what \
                           comes from here on is taken as any JSON";
            self.report(code::TOO_LARGE, at, message.to_owned());
        }
        self.budget.left > 0
    }
}
