//! Values without the tag that tells the branches of their union apart.

use super::super::flat::Flat;
use super::super::site::Place;
use super::super::{Lowering, Site};
use super::branch::{Branch, MOST_NESTED};
use super::guards::listed;
use crate::diag::code;
use crate::ir::Guard;
use std::collections::BTreeSet;

impl<'a> Lowering<'a, '_> {
    /// How a value without the tag finds its branch: by the keys and kinds of those that do not
    /// require it. Where two can hold the same value, neither is guessed.
    pub(super) fn absent(
        &mut self,
        branches: &[Branch<'a>],
        property: &str,
        site: &Site<'a>,
    ) -> Vec<Guard> {
        let mut positions = Vec::new();
        let mut candidates = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            if self.may_lack(&branch.flat, property, &mut BTreeSet::new()) {
                positions.push(index);
                candidates.push(branch.clone());
            }
        }
        if candidates.is_empty() {
            return Vec::new();
        }
        let (mut guards, overlapping) = self.guards_of(&candidates, site);
        guards.retain(|guard| !overlapping.contains(&guard.variant));
        for guard in &mut guards {
            guard.variant = positions[guard.variant];
            guard.constants.retain(|(key, _)| key != property);
        }
        let overlapping = overlapping.into_iter().map(|index| positions[index]).collect();
        self.report_absent(property, &overlapping, site);
        guards
    }

    fn report_absent(&mut self, property: &str, overlapping: &BTreeSet<usize>, site: &Site<'a>) {
        let mut message = format!(
            "`{property}` may be left out; the branches that do not require it are then told apart \
             by their keys"
        );
        if !overlapping.is_empty() {
            let places = listed(overlapping);
            message += &format!(
                ", but for branches {places}, which can hold the same value; such a value is kept as it \
                 came"
            );
        }
        self.report(code::OPTIONAL_TAG, site.at(), message);
    }

    /// Whether a value of a view may lack a property.
    fn may_lack(&mut self, flat: &Flat<'a>, property: &str, seen: &mut BTreeSet<Place>) -> bool {
        if flat.required.contains(property) {
            return false;
        }
        flat.alternatives.iter().all(|list| {
            list.branches.iter().any(|branch| {
                let is_new = seen.len() < MOST_NESTED && seen.insert(branch.place());
                is_new && self.spend(1, branch.at()) && {
                    let inner = self.flatten(std::slice::from_ref(branch));
                    self.may_lack(&inner, property, seen)
                }
            })
        })
    }
}
