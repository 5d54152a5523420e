//! The wire level operation by operation, for those that hold it against what really travels.

use super::super::{Labels, WireLevel, same_call};
use super::{Compiled, Finding, Walk};
use std::collections::BTreeMap;

/// What a change means for the calls of one operation.
#[derive(Clone, Debug)]
pub struct OperationWire {
    /// Its method and path.
    pub label: String,
    /// Its position in the old API.
    pub old: usize,
    /// Its position in the new API.
    pub new: usize,
    /// What an old client sends, to the new server.
    pub sent: WireLevel,
    /// What the new server answers, to the old client.
    pub read: WireLevel,
    /// What breaks.
    pub why: Vec<String>,
}

/// Judges every operation that both documents have by itself; credentials are left aside.
pub fn wire_by_operation(old: &Compiled, new: &Compiled) -> Vec<OperationWire> {
    let labels = Labels::new(&old.api, &new.api);
    let after: BTreeMap<_, _> =
        new.api.operations.iter().enumerate().map(|(at, it)| (same_call(it), at)).collect();
    let mut told = Vec::new();
    for (at, operation) in old.api.operations.iter().enumerate() {
        let Some(&position) = after.get(&same_call(operation)) else { continue };
        let now = &new.api.operations[position];
        let [mut sent, mut read] = [(); 2].map(|()| Walk::new(old, new, &labels));
        sent.parameters(operation, now);
        sent.body(operation, now);
        read.answers(operation, now);
        let findings = sent.findings.iter().chain(&read.findings);
        let breaking = findings.filter(|it| it.level == WireLevel::Breaking);
        let why = |it: &Finding| format!("{} {}: {}", it.key.subject, it.key.member, it.what);
        told.push(OperationWire {
            label: labels.of(operation),
            old: at,
            new: position,
            why: breaking.map(why).collect(),
            sent: sent.level(),
            read: read.level(),
        });
    }
    told
}
