//! What a change of the document means: for code that uses the crate, and for clients in use.
//!
//! Two compiled documents are compared twice. The **crate** level looks at the public items that
//! the plans make, under the rules of Cargo's book on semantic versions. The **wire** level looks
//! at the IR by direction: whether a client that was made from the old document still works with a
//! server of the new one. Both are told together, by operation and by type. All of it is data.

mod alerts;
mod change;
mod crates;
mod keys;
mod merge;
mod signature;
mod surface;
#[cfg(test)]
mod tests;
mod version;
mod wire;
mod witness;

pub use alerts::Alert;
pub use change::{Change, Comparison, CrateLevel, Key, Member, RustChange, Subject, WireLevel};
pub use crates::REORDERED;
pub use surface::{PublicItem, PublicMember, Surface};
pub use version::next_version;
pub use wire::{OperationWire, wire_by_operation};
pub use witness::witnesses;

use crate::ir::{Api, Operation};
use crate::plan::Plan;
use std::collections::BTreeMap;

/// A document on its way to a crate: all that a comparison needs.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The API on the wire.
    pub api: Api,
    /// The API in Rust.
    pub plan: Plan,
}

/// Compares two compiled documents.
pub fn compare(old: &Compiled, new: &Compiled) -> Comparison {
    let labels = Labels::new(&old.api, &new.api);
    let [before, after] = [old, new].map(|side| Surface::of(side, &labels));
    let crates = crates::changes(&before, &after);
    let findings = wire::findings(old, new, &labels);
    let alerts = alerts::alerts(Some(&old.api), &new.api);
    merge::merge(old, new, crates, [before.calls(), after.calls()], findings, alerts)
}

/// What a document asks to be confirmed even though there is none to compare it with.
pub fn first_alerts(new: &Compiled) -> Vec<Alert> {
    alerts::alerts(None, &new.api)
}

/// What operations are called: method and path, the same on both sides where only a parameter of
/// the path got another name.
#[derive(Debug)]
struct Labels(BTreeMap<(String, String), String>);

impl Labels {
    fn new(old: &Api, new: &Api) -> Self {
        let all = old.operations.iter().chain(&new.operations);
        Self(all.map(|it| (same_call(it), label(it))).collect())
    }

    fn of(&self, operation: &Operation) -> String {
        self.0.get(&same_call(operation)).cloned().unwrap_or_else(|| label(operation))
    }
}

fn label(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path.text)
}

/// What makes two operations the same call: method and path, whatever its parameters are called.
fn same_call(operation: &Operation) -> (String, String) {
    let mut path = String::new();
    let mut inside = false;
    for character in operation.path.text.chars() {
        match character {
            '{' => inside = true,
            '}' => inside = false,
            _ if inside => continue,
            _ => {}
        }
        path.push(character);
    }
    (operation.method.clone(), path)
}
