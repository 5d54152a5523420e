//! The wire level: whether a client of the old document works with a server of the new one.
//!
//! In requests the old client writes and the new server reads; in answers it is the other way
//! round. Servers are taken to be strict; clients read as generated code does: keys that are not
//! known are skipped, and lists of values are open.

mod answers;
mod bodies;
mod each;
mod operations;
mod places;
mod scalars;
mod shapes;
mod types;
mod unions;

pub use each::{OperationWire, wire_by_operation};

use super::{Compiled, CrateLevel, Key, Labels, WireLevel};
use crate::ir::TypeId;
use std::collections::BTreeSet;

/// Something that differs on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) key: Key,
    pub(super) level: WireLevel,
    /// What it means for code, where no item shows it.
    pub(super) code: CrateLevel,
    pub(super) what: String,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
}

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// The old client writes, the new server reads.
    Request,
    /// The new server writes, the old client reads.
    Answer,
    /// The same, for an error: the client reads it if it can.
    Error,
}

/// Where a comparison stands.
#[derive(Clone, Debug)]
struct Spot {
    key: Key,
    old: Option<String>,
    new: Option<String>,
}

/// A walk through two documents at once.
struct Walk<'a> {
    old: &'a Compiled,
    new: &'a Compiled,
    labels: &'a Labels,
    seen: BTreeSet<(TypeId, TypeId, Way)>,
    findings: Vec<Finding>,
    /// Whether what is found now is only tried.
    trying: bool,
}

/// Compares two documents.
pub(super) fn findings(old: &Compiled, new: &Compiled, labels: &Labels) -> Vec<Finding> {
    let mut walk = Walk::new(old, new, labels);
    walk.server();
    walk.operations();
    walk.findings
}

impl<'a> Walk<'a> {
    fn new(old: &'a Compiled, new: &'a Compiled, labels: &'a Labels) -> Self {
        let (seen, findings) = (BTreeSet::new(), Vec::new());
        Self { old, new, labels, seen, findings, trying: false }
    }

    /// The greatest level that was found.
    fn level(&self) -> WireLevel {
        self.findings.iter().map(|it| it.level).max().unwrap_or_default()
    }

    /// Takes something down, once.
    fn found(&mut self, spot: &Spot, way: Way, level: WireLevel, what: impl Into<String>) {
        let level = match way {
            Way::Error => level.min(WireLevel::Caution),
            Way::Request | Way::Answer => level,
        };
        // What is sent or checked differently is in the tables; what comes back is documentation.
        let code = match way {
            Way::Request => CrateLevel::Patch,
            Way::Answer | Way::Error => CrateLevel::Docs,
        };
        self.take_down(spot, level, code, what.into());
    }

    /// Takes down what is only documented: the crate does the same.
    fn told(&mut self, spot: &Spot, level: WireLevel, what: impl Into<String>) {
        self.take_down(spot, level, CrateLevel::Docs, what.into());
    }

    fn take_down(&mut self, spot: &Spot, level: WireLevel, code: CrateLevel, what: String) {
        let (old, new) = (spot.old.clone(), spot.new.clone());
        let finding = Finding { key: spot.key.clone(), level, code, what, old, new };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// Takes down what only matters in one direction.
    fn found_by_way(&mut self, spot: &Spot, way: Way, levels: [WireLevel; 2], what: &str) {
        let level = if way == Way::Request { levels[0] } else { levels[1] };
        self.found(spot, way, level, what);
    }
}
