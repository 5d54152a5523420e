//! What lists and maps hold, where that is what tells them apart.

use super::super::enumeration::kind_word;
use super::super::flat::{Flat, Rest};
use super::super::{Lowering, Site};
use super::branch::Branch;
use crate::ir::Kind;

/// How many lists within lists are named.
const MOST_NESTED: usize = 4;

impl<'a> Lowering<'a, '_> {
    /// What each list or map among the branches holds and what it is, such as `integer list`; only
    /// where no other branch is the same.
    pub(super) fn held(&mut self, branches: &[Branch<'a>]) -> Vec<Option<String>> {
        let words: Vec<Option<String>> =
            branches.iter().map(|branch| self.held_words(&branch.flat, 0)).collect();
        let is_alone = |own: &String| words.iter().flatten().filter(|it| *it == own).count() == 1;
        words.iter().map(|own| own.clone().filter(|own| is_alone(own))).collect()
    }

    fn held_words(&mut self, flat: &Flat<'a>, depth: usize) -> Option<String> {
        let mut kinds = flat.implied_kinds().iter();
        let (sites, kind) = match (kinds.next()?, kinds.next(), &flat.rest) {
            (Kind::List, None, _) if !flat.items.is_empty() => (&flat.items, "list"),
            (Kind::Object, None, Rest::Open(values)) if flat.properties.is_empty() => {
                (values, "map")
            }
            _ => return None,
        };
        let held = self.held_word(sites, depth)?;
        Some(format!("{held} {kind}"))
    }

    /// What the items of a list or the values of a map are called.
    fn held_word(&mut self, sites: &[Site<'a>], depth: usize) -> Option<String> {
        if let [one] = sites
            && let Some(target) = self.bare_target(one)
            && let Some(name) = self.document.component_name(target.at())
        {
            return Some(name.to_owned());
        }
        let flat = self.flatten(sites);
        if depth < MOST_NESTED
            && let Some(words) = self.held_words(&flat, depth + 1)
        {
            return Some(words);
        }
        let mut kinds = flat.implied_kinds().iter();
        let kind = kinds.next().filter(|_| kinds.next().is_none())?;
        Some(kind_word(kind).to_owned())
    }
}
