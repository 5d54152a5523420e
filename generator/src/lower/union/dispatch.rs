//! Dispatch: how a value finds its branch, decided here and proven where it can be.

use super::super::flat::Flat;
use super::super::{Lowering, Site};
use super::branch::Branch;
use crate::diag::code;
use crate::document::Discriminator;
use crate::ir::{Dispatch, Guard, Kind, Kinds, Tag};
use serde_json::Value;
use std::collections::BTreeSet;

/// How many parts a branch that is a union itself is taken apart into.
const PARTS: usize = 32;

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
        let mut parts: Vec<(usize, Branch<'a>)> = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let mut own = Vec::new();
            self.take_apart(branch, &mut own, 0);
            let own = if own.len() > PARTS { vec![branch.clone()] } else { own };
            parts.extend(own.into_iter().map(|part| (index, part)));
        }
        let tags = self.told_apart_by(&parts);
        let mut guards: Vec<(Guard, &Flat<'a>)> = Vec::with_capacity(parts.len());
        for (index, part) in &parts {
            guards.push((self.guard(*index, part, &tags), &part.flat));
        }
        self.report_overlaps(&guards, site);
        guards.sort_by_key(|(guard, flat)| {
            let asked = guard.required.len() + guard.constants.len();
            std::cmp::Reverse((guard.constants.len(), asked, flat.properties.len()))
        });
        let mut guards = in_order(guards);
        guards.dedup();
        guards
    }

    /// What a branch is that is a union itself: its branches, each with what the union says beside
    /// them. The union would read any value, as one that it does not know.
    fn take_apart(&mut self, branch: &Branch<'a>, parts: &mut Vec<Branch<'a>>, depth: usize) {
        let [list] = branch.flat.alternatives.as_slice() else {
            parts.push(branch.clone());
            return;
        };
        let sites = list.branches.clone();
        let base = Flat { alternatives: Vec::new(), ..branch.flat.clone() };
        let mut own = Vec::with_capacity(sites.len());
        for site in sites {
            own.push(self.branch(&base, vec![site]));
        }
        if depth > 8 || parts.len() > PARTS || own.iter().any(Branch::is_anything) {
            parts.push(branch.clone());
            return;
        }
        for part in own {
            self.take_apart(&part, parts, depth + 1);
        }
    }

    /// The properties that tell objects apart: wherever they are declared their texts are listed,
    /// no text twice.
    fn told_apart_by(&mut self, parts: &[(usize, Branch<'a>)]) -> BTreeSet<&'a str> {
        let names: BTreeSet<&'a str> =
            parts.iter().flat_map(|(_, part)| part.flat.required.iter().copied()).collect();
        let mut tags = BTreeSet::new();
        for name in names {
            let mut cases = Vec::new();
            let mut declaring = 0;
            for (index, (_, part)) in parts.iter().enumerate() {
                if !part.flat.properties.contains_key(name) {
                    continue;
                }
                let values = self.tag_values(&part.flat, name, 0);
                declaring += 1;
                if values.is_empty() || !part.flat.required.contains(name) {
                    declaring = 0;
                    break;
                }
                cases.extend(values.into_iter().map(|value| (value, index)));
            }
            if declaring > 1 && is_injective(&cases) {
                tags.insert(name);
            }
        }
        tags
    }

    fn guard(&mut self, variant: usize, branch: &Branch<'a>, tags: &BTreeSet<&'a str>) -> Guard {
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
            match property.allowed.as_deref() {
                Some([only]) if !property.nullable => {
                    guard.constants.push(((*name).to_owned(), vec![only.value.clone()]));
                }
                Some(several) if tags.contains(name) => {
                    let values = several.iter().map(|one| one.value.clone());
                    guard.constants.push(((*name).to_owned(), values.collect()));
                }
                _ => {}
            }
        }
        guard
    }

    fn report_overlaps(&mut self, guards: &[(Guard, &Flat<'a>)], site: &Site<'a>) {
        let mut overlapping = BTreeSet::new();
        for (index, (left, one)) in guards.iter().enumerate() {
            for (right, other) in &guards[index + 1..] {
                let pair = (*one, *other);
                let same = left.variant == right.variant;
                if !same && !are_apart(left, right, pair) && !self.inside_apart(pair, 0) {
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

/// Guards in an order in which none takes what is meant for a later one: whoever asks for a key
/// that another does not know comes before that other, if the other knows all that it asks for.
fn in_order(mut guards: Vec<(Guard, &Flat<'_>)>) -> Vec<Guard> {
    let mut ordered = Vec::with_capacity(guards.len());
    while !guards.is_empty() {
        let free = guards.iter().enumerate().position(|(index, one)| {
            let others = guards.iter().enumerate().filter(|(other, _)| *other != index);
            !others.into_iter().any(|(_, other)| is_before(other, one))
        });
        ordered.push(guards.remove(free.unwrap_or_default()).0);
    }
    ordered
}

fn is_before((one, known): &(Guard, &Flat<'_>), (other, others): &(Guard, &Flat<'_>)) -> bool {
    let objects = one.kinds.has(Kind::Object) && other.kinds.has(Kind::Object);
    let asks_more = one.required.iter().any(|key| !others.properties.contains_key(key.as_str()));
    let knows_all = other.required.iter().all(|key| known.properties.contains_key(key.as_str()));
    objects && asks_more && knows_all
}

fn is_injective(cases: &[(String, usize)]) -> bool {
    let mut seen = std::collections::BTreeMap::new();
    cases.iter().all(|(value, index)| *seen.entry(value).or_insert(*index) == *index)
}
