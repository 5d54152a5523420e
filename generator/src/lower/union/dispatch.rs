//! Dispatch: how a value finds its branch, decided here and proven where it can be.

use super::super::flat::Flat;
use super::super::{Lowering, Site};
use super::branch::Branch;
use crate::diag::code;
use crate::document::Discriminator;
use crate::ir::{Dispatch, Guard, Kind, Kinds, Tag};
use serde_json::Value;
use std::collections::BTreeSet;

impl<'a> Lowering<'a, '_> {
    /// How a value finds its branch: by the declared tag, by a property with a constant in every
    /// branch, or by kinds and keys.
    pub(super) fn dispatch(
        &mut self,
        branches: &[Branch<'a>],
        discriminator: Option<&Discriminator<'a>>,
        site: &Site<'a>,
    ) -> Dispatch {
        let objects = branches.iter().all(|branch| branch.kind() == Some(Kind::Object));
        if objects {
            if let Some(discriminator) = discriminator
                && let Some(tag) = self.declared_tag(branches, discriminator, site)
            {
                return Dispatch::Tag(tag);
            }
            if let Some(tag) = self.constant_tag(branches) {
                return Dispatch::Tag(tag);
            }
        }
        Dispatch::Guards(self.guards(branches, site))
    }

    /// The tag that a discriminator declares, where it tells every branch apart.
    fn declared_tag(
        &mut self,
        branches: &[Branch<'a>],
        discriminator: &Discriminator<'a>,
        site: &Site<'a>,
    ) -> Option<Tag> {
        let mapping = self.mapping(discriminator, site);
        let mut cases: Vec<(String, usize)> = Vec::new();
        let mut untagged = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let mapped =
                mapping.iter().filter(|(_, target)| Some(target) == branch.target.as_ref());
            let mut values: Vec<String> = mapped.map(|(value, _)| (*value).to_owned()).collect();
            for value in self.tag_values(&branch.flat, discriminator.property, 0) {
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            if values.is_empty() {
                values.extend(branch.component());
            }
            if values.is_empty() {
                untagged.push(index);
            }
            cases.extend(values.into_iter().map(|value| (value, index)));
        }
        let fallback = discriminator.fallback.and_then(|name| {
            let target = self.mapped(name, site)?;
            branches.iter().position(|branch| branch.target.as_ref() == Some(&target))
        });
        let fallback = match untagged.as_slice() {
            [] => fallback,
            [only] if fallback.is_none() => Some(*only),
            _ => return None,
        };
        if !is_injective(&cases) {
            let message = format!(
                "two branches share a value of the discriminator `{}`; they are told apart by \
                 their keys instead",
                discriminator.property
            );
            self.report(code::OVERLAPPING_UNION, site.at(), message);
            return None;
        }
        let property = discriminator.property.to_owned();
        let written = branches.iter().any(|branch| !self.declares(&branch.flat, &property, 0));
        Some(Tag { property, cases, fallback, written })
    }

    /// The schemas that a discriminator's mapping names.
    pub(super) fn mapping(
        &mut self,
        discriminator: &Discriminator<'a>,
        site: &Site<'a>,
    ) -> Vec<(&'a str, crate::diag::Pointer)> {
        let entries = discriminator.mapping.iter();
        entries.filter_map(|(value, name)| Some((*value, self.mapped(name, site)?))).collect()
    }

    fn mapped(&mut self, name: &str, site: &Site<'a>) -> Option<crate::diag::Pointer> {
        let plain = format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1"));
        let by_name = self.document.resolve(site.at(), &plain);
        let node = match by_name {
            Ok(node) => node,
            Err(_) => self.target(site, name)?.node,
        };
        Some(node.at)
    }

    /// The texts that a property can have in a view, where it lists them.
    fn tag_values(&mut self, flat: &Flat<'a>, property: &str, depth: usize) -> Vec<String> {
        if let Some(sites) = flat.properties.get(property) {
            let flat = self.flatten(sites);
            let texts = flat.allowed.iter().flatten().filter_map(|one| one.value.as_str());
            return texts.map(str::to_owned).collect();
        }
        let mut values = Vec::new();
        if depth < 8 {
            for branch in flat.alternatives.iter().flat_map(|list| &list.branches) {
                let inner = self.flatten(std::slice::from_ref(branch));
                values.extend(self.tag_values(&inner, property, depth + 1));
            }
        }
        values
    }

    fn declares(&mut self, flat: &Flat<'a>, property: &str, depth: usize) -> bool {
        if flat.properties.contains_key(property) {
            return true;
        }
        let branches: Vec<_> =
            flat.alternatives.iter().flat_map(|list| list.branches.clone()).collect();
        depth < 8
            && !branches.is_empty()
            && branches.iter().all(|branch| {
                let inner = self.flatten(std::slice::from_ref(branch));
                self.declares(&inner, property, depth + 1)
            })
    }

    /// A property that every branch requires with texts of its own.
    fn constant_tag(&mut self, branches: &[Branch<'a>]) -> Option<Tag> {
        let candidates: Vec<&'a str> = branches[0].flat.required.iter().copied().collect();
        candidates.into_iter().find_map(|property| {
            let mut cases = Vec::new();
            for (index, branch) in branches.iter().enumerate() {
                let required = branch.flat.required.contains(property);
                let values = self.tag_values(&branch.flat, property, 0);
                if !required && branch.flat.alternatives.is_empty() || values.is_empty() {
                    return None;
                }
                cases.extend(values.into_iter().map(|value| (value, index)));
            }
            is_injective(&cases).then(|| Tag {
                property: property.to_owned(),
                cases,
                fallback: None,
                written: false,
            })
        })
    }

    /// Guards by kinds, required keys and constants, most specific first.
    fn guards(&mut self, branches: &[Branch<'a>], site: &Site<'a>) -> Vec<Guard> {
        let mut guards: Vec<Guard> =
            (0..branches.len()).map(|index| self.guard(index, &branches[index])).collect();
        self.report_overlaps(branches, &guards, site);
        guards.sort_by_key(|guard| {
            let flat = &branches[guard.variant].flat;
            let asked = guard.required.len() + guard.constants.len();
            std::cmp::Reverse((guard.constants.len(), asked, flat.properties.len()))
        });
        guards
    }

    fn guard(&mut self, variant: usize, branch: &Branch<'a>) -> Guard {
        let mut guard = Guard::of_kinds(variant, branch.kinds);
        if branch.kind() != Some(Kind::Object) {
            return guard;
        }
        for (name, sites) in &branch.flat.properties {
            let property = self.flatten(sites);
            let one_sided = property.read_only || property.write_only;
            let required = branch.flat.required.contains(name);
            if required && !one_sided {
                guard.required.push((*name).to_owned());
            }
            if let Some([only]) = property.allowed.as_deref()
                && !property.nullable
            {
                guard.constants.push(((*name).to_owned(), vec![only.value.clone()]));
            }
        }
        guard
    }

    fn report_overlaps(&mut self, branches: &[Branch<'a>], guards: &[Guard], site: &Site<'a>) {
        let mut overlapping = BTreeSet::new();
        for (index, left) in guards.iter().enumerate() {
            for right in &guards[index + 1..] {
                let pair = (&branches[left.variant].flat, &branches[right.variant].flat);
                if !are_apart(left, right, pair) && !self.inside_apart(pair, 0) {
                    overlapping.extend([left.variant, right.variant]);
                }
            }
        }
        if !overlapping.is_empty() {
            let which: Vec<String> =
                overlapping.iter().map(|index| format!("{}", index + 1)).collect();
            let message = format!(
                "branches {} can hold the same value; the most specific that decodes is taken",
                which.join(", ")
            );
            self.report(code::OVERLAPPING_UNION, site.at(), message);
        }
    }
}

impl<'a> Lowering<'a, '_> {
    /// Whether a property that both branches require tells them apart by what it holds: the trial
    /// of the branches then ends with the right one.
    fn inside_apart(&mut self, (one, other): (&Flat<'a>, &Flat<'a>), depth: usize) -> bool {
        let both = one.required.iter().filter(|name| other.required.contains(*name));
        both.copied().any(|name| {
            let (Some(left), Some(right)) = (one.properties.get(name), other.properties.get(name))
            else {
                return false;
            };
            let (left, right) = (self.flatten(left), self.flatten(right));
            let kinds = (left.implied_kinds(), right.implied_kinds());
            if kinds.0.is_empty() || kinds.1.is_empty() {
                return false;
            }
            let lacks = |left: &Flat<'_>, right: &Flat<'_>| {
                left.required.iter().any(|name| !right.properties.contains_key(name))
            };
            let objects = kinds.0.has(Kind::Object) && kinds.1.has(Kind::Object);
            kinds.0.meet(kinds.1).is_empty()
                || objects && lacks(&left, &right) && lacks(&right, &left)
                || depth < 3 && self.inside_apart((&left, &right), depth + 1)
        })
    }
}

impl Guard {
    /// A guard that looks at the kind alone.
    pub(in crate::lower) fn of_kinds(variant: usize, kinds: Kinds) -> Self {
        Self { variant, kinds, required: Vec::new(), constants: Vec::new(), absent: Vec::new() }
    }
}

/// Whether no value can pass both guards and satisfy both branches.
fn are_apart(left: &Guard, right: &Guard, (one, other): (&Flat<'_>, &Flat<'_>)) -> bool {
    if left.kinds.meet(right.kinds).is_empty() {
        return true;
    }
    if !left.kinds.has(Kind::Object) || !right.kinds.has(Kind::Object) {
        return false;
    }
    let constants = |guard: &Guard, name: &str| -> Option<Vec<Value>> {
        let found = guard.constants.iter().find(|(key, _)| key == name);
        found.map(|(_, values)| values.clone())
    };
    let by_constant = left.constants.iter().any(|(name, values)| {
        left.required.contains(name)
            && right.required.contains(name)
            && constants(right, name)
                .is_some_and(|others| values.iter().all(|value| !others.contains(value)))
    });
    let own_key = |guard: &Guard, other: &Flat<'_>| {
        guard.required.iter().any(|name| !other.properties.contains_key(name.as_str()))
    };
    by_constant || own_key(left, other) || own_key(right, one)
}

fn is_injective(cases: &[(String, usize)]) -> bool {
    let mut seen = std::collections::BTreeMap::new();
    cases.iter().all(|(value, index)| *seen.entry(value).or_insert(*index) == *index)
}
