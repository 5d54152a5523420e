//! What a document says in vain: branches and values that what stands beside them rules out.

use super::flat::Flat;
use super::{Lowering, Site};
use crate::diag::code;

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
        for (index, site) in sites.iter().enumerate().skip(1) {
            if !is_in_a_part(site.at().path()) {
                continue;
            }
            let own = self.flatten(std::slice::from_ref(site));
            let before = self.flatten(&sites[..index]);
            let (Some(own), Some(before)) = (&own.allowed, &before.allowed) else { continue };
            let is_known = |value| before.iter().any(|one| &one.value == value);
            let values = own.iter().map(|one| &one.value);
            let lost: Vec<String> =
                values.filter(|value| !is_known(*value)).map(ToString::to_string).collect();
            if !lost.is_empty() {
                let message = format!("another part does not allow {}; left out", lost.join(", "));
                self.report(code::UNSATISFIABLE, site.at(), message);
            }
        }
    }
}

/// Whether a place is a property of a part of `allOf`, not of a schema that has a type of its own.
fn is_in_a_part(pointer: &str) -> bool {
    let mut tokens = pointer.rsplit('/').skip(1);
    let is_property = tokens.next() == Some("properties");
    is_property && tokens.nth(1) == Some("allOf")
}
