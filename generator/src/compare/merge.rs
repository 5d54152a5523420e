//! Both levels, told together.

use super::crates::{CrateChange, CrateChanges};
use super::wire::Finding;
use super::{Alert, Change, Comparison, Compiled, CrateLevel, Key, Member, Subject, WireLevel};
use crate::ir::{Operation, TypeId};
use std::collections::BTreeMap;

pub(super) fn merge(
    old: &Compiled,
    new: &Compiled,
    crates: CrateChanges,
    calls: [BTreeMap<String, String>; 2],
    findings: Vec<Finding>,
    alerts: Vec<Alert>,
) -> Comparison {
    let places = Places::new(old, new);
    let mut changes: BTreeMap<Key, Change> = BTreeMap::new();
    for finding in findings {
        let key = finding.key.clone();
        changes.entry(key.clone()).or_insert_with(|| empty(key)).wire(finding);
    }
    for change in crates.changes {
        let key = change.key.clone();
        changes.entry(key.clone()).or_insert_with(|| empty(key)).item(change);
    }
    let mut changes: Vec<Change> = changes.into_values().collect();
    changes.iter_mut().for_each(|change| places.complete(change));
    let calls = calls_of(&changes, calls);
    let crate_level = changes.iter().map(|it| it.crate_level).max().unwrap_or_default();
    let texts = if crates.texts > 0 { CrateLevel::Docs } else { CrateLevel::None };
    Comparison {
        crate_level: crate_level.max(texts),
        wire_level: changes.iter().map(|it| it.wire_level).max().unwrap_or_default(),
        alerts,
        changes,
        calls,
        texts: crates.texts,
    }
}

/// The calls of the operations that changed: those of the new crate, then those of the old one.
fn calls_of(changes: &[Change], sides: [BTreeMap<String, String>; 2]) -> BTreeMap<String, String> {
    let label = |change: &Change| match &change.key.subject {
        Subject::Operation(label) => Some(label.clone()),
        _ => None,
    };
    let call = |label: String| {
        let call = sides[1].get(&label).or_else(|| sides[0].get(&label))?;
        Some((label, call.clone()))
    };
    changes.iter().filter_map(label).filter_map(call).collect()
}

fn empty(key: Key) -> Change {
    Change {
        key,
        crate_level: CrateLevel::None,
        wire_level: WireLevel::None,
        what: Vec::new(),
        old: None,
        new: None,
        rust: Vec::new(),
    }
}

impl Change {
    fn wire(&mut self, finding: Finding) {
        self.wire_level = self.wire_level.max(finding.level);
        self.old = self.old.take().or(finding.old);
        self.new = self.new.take().or(finding.new);
        self.crate_level = self.crate_level.max(finding.code);
        if !self.what.contains(&finding.what) {
            self.what.push(finding.what);
        }
    }

    fn item(&mut self, change: CrateChange) {
        self.crate_level = self.crate_level.max(change.rust.level);
        let told = self.what.iter().any(|what| what.starts_with(change.what.as_str()));
        let silent = matches!(change.what.as_str(), "new" | "removed") && !self.what.is_empty();
        if !told && !silent {
            self.what.push(change.what);
        }
        self.rust.push(change.rust);
    }
}

/// Where subjects stand in the two documents.
struct Places {
    old: BTreeMap<Subject, String>,
    new: BTreeMap<Subject, String>,
}

impl Places {
    fn new(old: &Compiled, new: &Compiled) -> Self {
        Self { old: places(old), new: places(new) }
    }

    /// Gives a change that the wire does not show its places.
    fn complete(&self, change: &mut Change) {
        let subject = &change.key.subject;
        let part = matches!(change.key.member, Member::Field(_) | Member::Variant(_));
        let is_new = change.rust.iter().all(|it| it.old.is_none()) && !change.rust.is_empty();
        let is_gone = change.rust.iter().all(|it| it.new.is_none()) && !change.rust.is_empty();
        if change.old.is_none() && !is_new {
            change.old = self.old.get(subject).cloned();
        }
        if change.new.is_none() && !is_gone {
            change.new = self.new.get(subject).cloned();
        }
        if change.old.is_none() && change.new.is_none() && part {
            change.new = self.new.get(subject).cloned();
        }
    }
}

fn places(compiled: &Compiled) -> BTreeMap<Subject, String> {
    let type_place = |(id, definition): (TypeId, &crate::ir::TypeDef)| {
        let name = compiled.plan.homes[id.index()].ident.plain().to_owned();
        (Subject::Type(name), definition.origin.path().to_owned())
    };
    let operation_place = |operation: &Operation| {
        (Subject::Operation(super::label(operation)), operation.origin.path().to_owned())
    };
    let types = compiled.api.types.iter().map(type_place);
    types.chain(compiled.api.operations.iter().map(operation_place)).collect()
}
