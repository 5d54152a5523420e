//! Dispatch: how a value finds its branch, decided here and proven where it can be.

use super::super::flat::Flat;
use super::super::site::Place;
use super::super::{Lowering, Site};
use super::branch::{Branch, MOST_NESTED};
use crate::diag::{Pointer, code};
use crate::document::Discriminator;
use crate::ir::{Dispatch, Guard, Kind, Kinds, Tag};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

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
        let mut mapped: BTreeMap<&Pointer, Vec<String>> = BTreeMap::new();
        for (value, target) in &mapping {
            mapped.entry(target).or_default().push((*value).to_owned());
        }
        for (index, branch) in branches.iter().enumerate() {
            let target = branch.target.as_ref();
            let mut values = target.and_then(|to| mapped.get(to)).cloned().unwrap_or_default();
            for value in self.tag_values(&branch.flat, discriminator.property) {
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
        let written = branches.iter().any(|branch| !self.declares(&branch.flat, &property));
        Some(Tag { property, cases, fallback, written })
    }

    /// The schemas that a discriminator's mapping names.
    pub(super) fn mapping(
        &mut self,
        discriminator: &Discriminator<'a>,
        site: &Site<'a>,
    ) -> Vec<(&'a str, Pointer)> {
        let entries = discriminator.mapping.iter();
        entries.filter_map(|(value, name)| Some((*value, self.mapped(name, site)?))).collect()
    }

    fn mapped(&mut self, name: &str, site: &Site<'a>) -> Option<Pointer> {
        let plain = format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1"));
        let by_name = self.document.resolve(site.at(), &plain);
        let node = match by_name {
            Ok(node) => node,
            Err(_) => self.target(site, name)?.node,
        };
        Some(node.at)
    }

    /// The texts that a property can have in a view, where it lists them.
    fn tag_values(&mut self, flat: &Flat<'a>, property: &str) -> Vec<String> {
        let mut values = Vec::new();
        self.tag_values_within(flat, property, &mut BTreeSet::new(), &mut values);
        values
    }

    fn tag_values_within(
        &mut self,
        flat: &Flat<'a>,
        property: &str,
        seen: &mut BTreeSet<Place>,
        values: &mut Vec<String>,
    ) {
        if let Some(sites) = flat.properties.get(property) {
            let flat = self.flatten(sites);
            let texts = flat.allowed.iter().flatten().filter_map(|one| one.value.as_str());
            values.extend(texts.map(str::to_owned));
            return;
        }
        for branch in flat.alternatives.iter().flat_map(|list| &list.branches) {
            if seen.len() < MOST_NESTED && seen.insert(branch.place()) && self.spend(1, branch.at())
            {
                let inner = self.flatten(std::slice::from_ref(branch));
                self.tag_values_within(&inner, property, seen, values);
            }
        }
    }

    fn declares(&mut self, flat: &Flat<'a>, property: &str) -> bool {
        self.declares_within(flat, property, &mut BTreeSet::new())
    }

    /// A branch that has been looked at says nothing new.
    fn declares_within(
        &mut self,
        flat: &Flat<'a>,
        property: &str,
        seen: &mut BTreeSet<Place>,
    ) -> bool {
        if flat.properties.contains_key(property) {
            return true;
        }
        let mut branches = flat.alternatives.iter().flat_map(|list| &list.branches).peekable();
        branches.peek().is_some()
            && seen.len() < MOST_NESTED
            && branches.all(|branch| {
                if !self.spend(1, branch.at()) || !seen.insert(branch.place()) {
                    return true;
                }
                let inner = self.flatten(std::slice::from_ref(branch));
                self.declares_within(&inner, property, seen)
            })
    }

    /// A property that every branch requires with texts of its own.
    fn constant_tag(&mut self, branches: &[Branch<'a>]) -> Option<Tag> {
        let candidates: Vec<&'a str> = branches[0].flat.required.iter().copied().collect();
        candidates.into_iter().find_map(|property| {
            let mut cases = Vec::new();
            for (index, branch) in branches.iter().enumerate() {
                let required = branch.flat.required.contains(property);
                let values = self.tag_values(&branch.flat, property);
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
        let alone = with_own_keys(branches, guards);
        let mut apart: Vec<&Guard> = Vec::new();
        let mut overlapping: Vec<&Guard> = Vec::new();
        for right in guards.iter().filter(|guard| !alone.contains(&guard.variant)) {
            if !self.spend(1 + (apart.len() + overlapping.len()) / 8, site.at()) {
                return;
            }
            let meets = |left: &&Guard| {
                let pair = (&branches[left.variant].flat, &branches[right.variant].flat);
                !are_apart(left, right, pair)
            };
            let (met, rest) = apart.into_iter().partition::<Vec<&Guard>, _>(meets);
            apart = rest;
            if met.is_empty() && !overlapping.iter().any(meets) {
                apart.push(right);
            } else {
                overlapping.extend(met);
                overlapping.push(right);
            }
        }
        let overlapping: BTreeSet<usize> =
            overlapping.into_iter().map(|guard| guard.variant).collect();
        if !overlapping.is_empty() {
            let message = format!(
                "branches {} can hold the same value; the most specific that decodes is taken",
                listed(&overlapping)
            );
            self.report(code::OVERLAPPING_UNION, site.at(), message);
        }
    }
}

impl Guard {
    /// A guard that looks at the kind alone.
    pub(in crate::lower) fn of_kinds(variant: usize, kinds: Kinds) -> Self {
        Self { variant, kinds, required: Vec::new(), constants: Vec::new(), absent: Vec::new() }
    }
}

/// How many branches a message lists.
const LISTED: usize = 12;

/// The places of branches, counted from one, as people say them.
fn listed(places: &BTreeSet<usize>) -> String {
    let mut words: Vec<String> =
        places.iter().take(LISTED).map(|place| (place + 1).to_string()).collect();
    if places.len() > LISTED {
        words.push(format!("{} more", places.len() - LISTED));
    }
    match words.pop() {
        Some(last) if !words.is_empty() => format!("{} and {last}", words.join(", ")),
        last => last.unwrap_or_default(),
    }
}

/// The branches that require a key which no other declares: they are apart from all others.
fn with_own_keys(branches: &[Branch<'_>], guards: &[Guard]) -> BTreeSet<usize> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in branches.iter().flat_map(|branch| branch.flat.properties.keys()) {
        *counts.entry(name).or_default() += 1;
    }
    let own =
        |guard: &&Guard| guard.required.iter().any(|name| counts.get(name.as_str()) == Some(&1));
    guards.iter().filter(own).map(|guard| guard.variant).collect()
}

/// Whether no value can pass both guards and satisfy both branches.
fn are_apart(left: &Guard, right: &Guard, (one, other): (&Flat<'_>, &Flat<'_>)) -> bool {
    if left.kinds.meet(right.kinds).is_empty() {
        return true;
    }
    if !left.kinds.has(Kind::Object) || !right.kinds.has(Kind::Object) {
        return false;
    }
    let constants = |name: &str| -> Option<&Vec<Value>> {
        right.constants.iter().find(|(key, _)| key == name).map(|(_, values)| values)
    };
    let by_constant = left.constants.iter().any(|(name, values)| {
        left.required.contains(name)
            && right.required.contains(name)
            && constants(name)
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
