//! What a document says in vain: branches and values that what stands beside them rules out.

use super::flat::Flat;
use super::{Lowering, Site};
use crate::diag::code;
use serde_json::Value;

impl<'a> Lowering<'a, '_> {
    /// Says which branches are of kinds that none of the listed values is.
    pub(super) fn report_ruled_out_branches(&mut self, flat: &Flat<'a>) {
        let own = flat.implied_kinds();
        for branch in flat.alternatives.iter().flat_map(|list| &list.branches) {
            let branch_flat = self.flatten(std::slice::from_ref(branch));
            let kinds = self.kinds_of(&branch_flat);
            if !branch_flat.nullable && !kinds.is_empty() && kinds.meet(own).is_empty() {
                let message = "what stands beside the branches rules this one out; left out";
                self.report(code::RULED_OUT, branch.at(), message.to_owned());
            }
        }
    }

    /// Says which values a part of `allOf` lists for a property that the parts before it rule out.
    pub(super) fn report_ruled_out_values(&mut self, sites: &[Site<'a>]) {
        let mut before: Option<Vec<Value>> = None;
        for site in sites {
            let own = self.flatten(std::slice::from_ref(site));
            let Some(allowed) = &own.allowed else { continue };
            let values = allowed.iter().map(|one| one.value.clone());
            let is_left = |value: &Value| before.as_ref().is_none_or(|left| left.contains(value));
            let (left, lost): (Vec<Value>, Vec<Value>) = values.partition(is_left);
            if !lost.is_empty() && is_in_a_part(site.at().path()) {
                let lost: Vec<String> = lost.iter().map(Value::to_string).collect();
                let message = format!("another part does not allow {}; left out", lost.join(", "));
                self.report(code::UNSATISFIABLE, site.at(), message);
            }
            before = Some(left);
        }
    }
}

/// Whether a place is a property of a part of `allOf`, not of a schema that has a type of its own.
fn is_in_a_part(pointer: &str) -> bool {
    let mut tokens = pointer.rsplit('/').skip(1);
    let is_property = tokens.next() == Some("properties");
    is_property && tokens.nth(1) == Some("allOf")
}
