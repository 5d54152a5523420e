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
    changes.iter_mut().for_each(|change| change.say_where_it_went(&calls));
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

    /// An operation that is called from another place is not gone: says from where.
    fn say_where_it_went(&mut self, [before, after]: &[BTreeMap<String, String>; 2]) {
        let Subject::Operation(label) = &self.key.subject else { return };
        let Some(told) = self.what.iter_mut().find(|what| *what == "removed") else { return };
        let head = |calls: &BTreeMap<String, String>| {
            let call = calls.get(label)?;
            let (place, method) = call.split_once("().")?;
            let method = method.split_once('(').map_or(method, |it| it.0);
            Some((place.to_owned(), method.to_owned()))
        };
        let (Some((from, was)), Some((to, is))) = (head(before), head(after)) else { return };
        if was == is && from != to {
            *told = format!("called from `{to}()` now, was from `{from}()`");
        } else if (&was, &from) != (&is, &to) {
            *told = format!("called `{to}().{is}` now, was `{from}().{was}`");
        }
    }

    fn item(&mut self, change: CrateChange) {
        self.crate_level = self.crate_level.max(change.rust.level);
        let told = self.what.iter().any(|what| what.starts_with(change.what.as_str()));
        let is_new = change.what == "new" || change.what.starts_with("new, ");
        let silent = (is_new || change.what == "removed") && !self.what.is_empty();
        match self.what.iter_mut().find(|what| is_new && *what == "new") {
            Some(what) => *what = change.what,
            None if !told && !silent => self.what.push(change.what),
            None => {}
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
