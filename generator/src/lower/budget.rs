//! How much work a document may cause: schemas that combine each other can describe, in a few
//! lines, more than any machine can write down.

use super::Lowering;
use crate::diag::{Pointer, code};

/// The steps that every portion of a document has: of those known, the one that needs most takes
/// a quarter.
const STEPS: usize = 300_000;

/// What is left to do.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { left: STEPS }
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
