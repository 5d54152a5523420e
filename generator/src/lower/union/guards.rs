//! How a value of a union without a tag finds its branch: by its JSON kind, its keys and constants.

use super::super::flat::{Flat, Rest};
use super::super::{Lowering, Site};
use super::branch::Branch;
use super::dispatch::is_injective;
use crate::diag::code;
use crate::ir::{Guard, Kind, Kinds};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How many parts a branch that is a union itself is taken apart into.
const PARTS: usize = 32;

/// How many keys of other branches a guard may rule out.
const FOREIGN: usize = 40;

impl<'a> Lowering<'a, '_> {
    /// Guards by kinds, required keys and constants, most specific first.
    pub(super) fn guards(&mut self, branches: &[Branch<'a>], site: &Site<'a>) -> Vec<Guard> {
        let (guards, overlapping) = self.guards_of(branches, site);
        if !overlapping.is_empty() {
            let message = format!(
                "branches {} can hold the same value; the most specific that decodes is taken",
                listed(&overlapping)
            );
            self.report(code::OVERLAPPING_UNION, site.at(), message);
        }
        guards
    }

    /// Guards, and the branches of which some can hold the same value.
    pub(super) fn guards_of(
        &mut self,
        branches: &[Branch<'a>],
        site: &Site<'a>,
    ) -> (Vec<Guard>, BTreeSet<usize>) {
        let mut parts: Vec<(usize, Branch<'a>)> = Vec::new();
        let mut unions = BTreeSet::new();
        for (index, branch) in branches.iter().enumerate() {
            let mut own = Vec::new();
            self.take_apart(branch, &mut own, 0);
            unions.extend((own.len() > 1).then_some(index));
            let own = if own.len() > PARTS { vec![branch.clone()] } else { own };
            parts.extend(own.into_iter().map(|part| (index, part)));
        }
        let tags = self.told_apart_by(&parts);
        let mut guards: Vec<(Guard, &Flat<'a>)> = Vec::with_capacity(parts.len());
        for (index, part) in &parts {
            guards.push((self.guard(*index, part, &tags), &part.flat));
        }
        let overlapping = self.overlapping(&guards, site);
        guards.sort_by_key(|(guard, flat)| {
            let asked = guard.required.len() + guard.constants.len();
            // A union refuses nothing: what fits none of its branches it keeps as it came.
            let refuses = !unions.contains(&guard.variant);
            std::cmp::Reverse((guard.constants.len(), asked, refuses, flat.properties.len()))
        });
        let mut ordered = in_order(guards);
        let strict: Vec<Guard> =
            ordered.iter().filter_map(|one| strict(one, &ordered, &overlapping)).collect();
        ordered.dedup_by(|(one, _), (other, _)| one == other);
        let guards = strict.into_iter().chain(ordered.into_iter().map(|(guard, _)| guard));
        (guards.collect(), overlapping)
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
                let values = self.tag_values(&part.flat, name);
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

    /// The branches of which some can hold the same value.
    fn overlapping(&mut self, guards: &[(Guard, &Flat<'a>)], site: &Site<'a>) -> BTreeSet<usize> {
        let alone = with_own_keys(guards);
        let mut apart: Vec<&(Guard, &Flat<'a>)> = Vec::new();
        let mut overlapping: Vec<&(Guard, &Flat<'a>)> = Vec::new();
        for (index, right) in guards.iter().enumerate() {
            if alone.contains(&index) {
                continue;
            }
            if !self.spend(1 + (apart.len() + overlapping.len()) / 8, site.at()) {
                return BTreeSet::new();
            }
            let (met, rest): (Vec<_>, Vec<_>) =
                apart.into_iter().partition(|left| self.meet(left, right));
            apart = rest;
            if met.is_empty() && !overlapping.iter().any(|left| self.meet(left, right)) {
                apart.push(right);
            } else {
                overlapping.extend(met);
                overlapping.push(right);
            }
        }
        overlapping.into_iter().map(|(guard, _)| guard.variant).collect()
    }
}

impl<'a> Lowering<'a, '_> {
    /// Whether a value can pass both guards and satisfy both branches.
    fn meet(&mut self, left: &(Guard, &Flat<'a>), right: &(Guard, &Flat<'a>)) -> bool {
        let flats = (left.1, right.1);
        left.0.variant != right.0.variant
            && !are_apart(&left.0, &right.0, flats)
            && !self.inside_apart(flats, 0)
    }

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
        Self {
            variant,
            kinds,
            required: Vec::new(),
            constants: Vec::new(),
            absent: Vec::new(),
            known: None,
        }
    }
}

/// How many branches a message lists.
const LISTED: usize = 12;

/// The places of branches, counted from one, as people say them.
pub(super) fn listed(places: &BTreeSet<usize>) -> String {
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

/// The guards, by position, that require a key which no other branch declares: they are apart from
/// all others.
fn with_own_keys(guards: &[(Guard, &Flat<'_>)]) -> BTreeSet<usize> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in guards.iter().flat_map(|(_, flat)| flat.properties.keys()) {
        *counts.entry(name).or_default() += 1;
    }
    let own =
        |guard: &Guard| guard.required.iter().any(|name| counts.get(name.as_str()) == Some(&1));
    let positions = guards.iter().enumerate();
    positions.filter(|(_, (guard, _))| own(guard)).map(|(index, _)| index).collect()
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

/// Guards in an order in which none takes what is meant for a later one: whoever asks for a key
/// that another does not know comes before that other, if the other knows all that it asks for.
fn in_order<'f, 'a>(mut guards: Vec<(Guard, &'f Flat<'a>)>) -> Vec<(Guard, &'f Flat<'a>)> {
    let mut ordered = Vec::with_capacity(guards.len());
    while !guards.is_empty() {
        let free = guards.iter().enumerate().position(|(index, one)| {
            let others = guards.iter().enumerate().filter(|(other, _)| *other != index);
            !others.into_iter().any(|(_, other)| is_before(other, one))
        });
        ordered.push(guards.remove(free.unwrap_or_default()));
    }
    ordered
}

/// The guard of a branch that overlaps with others, for values without any key that only other
/// branches know: such a value is first offered to the branches that know all of it.
fn strict(
    (guard, known): &(Guard, &Flat<'_>),
    all: &[(Guard, &Flat<'_>)],
    overlapping: &BTreeSet<usize>,
) -> Option<Guard> {
    let is_object = |guard: &Guard| guard.kinds.iter().eq([Kind::Object]);
    if !overlapping.contains(&guard.variant) || !is_object(guard) || is_open(known) {
        return None;
    }
    let others = || {
        let others = all.iter().filter(|(other, _)| other.variant != guard.variant);
        others.filter(|(other, _)| other.kinds.has(Kind::Object))
    };
    let keys = others().flat_map(|(_, flat)| flat.properties.keys());
    let foreign: BTreeSet<&str> =
        keys.copied().filter(|key| !known.properties.contains_key(key)).collect();
    let beside_open =
        others().any(|(other, flat)| overlapping.contains(&other.variant) && is_open(flat));
    if beside_open || foreign.len() > FOREIGN {
        let own = known.properties.keys().map(|key| (*key).to_owned());
        return Some(Guard { known: Some(own.collect()), ..guard.clone() });
    }
    let absent: Vec<String> = foreign.into_iter().map(str::to_owned).collect();
    (!absent.is_empty()).then(|| Guard { absent, ..guard.clone() })
}

/// Whether an object may have keys that are not declared, and they are kept.
fn is_open(flat: &Flat<'_>) -> bool {
    let free = flat.properties.is_empty() && matches!(flat.rest, Rest::Unsaid);
    matches!(flat.rest, Rest::Open(_)) || !flat.patterns.is_empty() || free
}

fn is_before((one, known): &(Guard, &Flat<'_>), (other, others): &(Guard, &Flat<'_>)) -> bool {
    let objects = one.kinds.has(Kind::Object) && other.kinds.has(Kind::Object);
    let asks_nothing = other.required.is_empty() && other.constants.is_empty();
    if objects && is_open(known) && !is_open(others) && asks_nothing {
        return true;
    }
    let asks_more = one.required.iter().any(|key| !others.properties.contains_key(key.as_str()));
    let knows_all = other.required.iter().all(|key| known.properties.contains_key(key.as_str()));
    objects && asks_more && knows_all
}
