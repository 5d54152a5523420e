//! Dispatch: how a value finds its branch, decided here and proven where it can be.

use super::super::flat::{Flat, kind_of};
use super::super::site::Place;
use super::super::{Lowering, Site};
use super::branch::{Branch, MOST_NESTED};
use crate::diag::{Pointer, code};
use crate::document::Discriminator;
use crate::ir::{Dispatch, Kind, Kinds, Tag, TagValue};
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
        let mut cases: Vec<(TagValue, usize)> = Vec::new();
        let mut untagged = Vec::new();
        let meant = meant(&mapping, branches);
        for (index, branch) in branches.iter().enumerate() {
            let target = branch.target.as_ref();
            let listed = self.tag_values(&branch.flat, discriminator.property);
            let kinds = self.tag_kinds(&branch.flat, discriminator.property);
            let mapped = mapping.iter().filter(|(_, to)| Some(to) == target);
            let mut values: Vec<TagValue> = mapped.map(|(text, _)| of_kinds(text, kinds)).collect();
            for value in listed {
                let another = meant.get(&value.to_string()).is_some_and(|to| Some(to) != target);
                if !another && !values.contains(&value) {
                    values.push(value);
                }
            }
            if values.is_empty() && (kinds.is_empty() || kinds.has(Kind::Text)) {
                values.extend(branch.component().map(TagValue::Text));
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
        let mut written = BTreeSet::new();
        for (index, branch) in branches.iter().enumerate() {
            let own = cases.iter().filter(|(_, to)| *to == index).map(|(value, _)| value);
            let own: BTreeSet<&TagValue> = own.collect();
            let is_written = match self.says(&branch.flat, &property, &own) {
                Says::Itself => false,
                Says::Anything => own.len() == 1 && fallback != Some(index),
                Says::Nothing => !own.is_empty(),
            };
            if is_written {
                written.insert(index);
            }
        }
        let absent = match discriminator.fallback.and(fallback) {
            Some(_) => Vec::new(),
            None => self.absent(branches, &property, site),
        };
        Some(Tag { property, cases, fallback, written, absent })
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
        let node = by_name.or_else(|_| self.document.resolve(site.at(), name)).ok();
        if node.is_none() {
            let message = format!("the discriminator names `{name}`, which is no schema");
            let near = self.document.source.suggested(site.at(), &plain);
            let near = near.or_else(|| self.document.source.suggested(site.at(), name));
            self.diagnostics.report(code::UNKNOWN_DISCRIMINATOR, site.at(), message).remedy = near;
        }
        Some(node?.at)
    }

    /// The values that a property can have in a view, where it lists them.
    pub(super) fn tag_values(&mut self, flat: &Flat<'a>, property: &str) -> Vec<TagValue> {
        let mut values = Vec::new();
        self.each_declared(flat, property, &mut BTreeSet::new(), &mut |flat| {
            let listed = flat.allowed.iter().flatten();
            values.extend(listed.filter_map(|one| tag_value(&one.value, flat.kinds)));
        });
        values
    }

    /// The kinds that a property has in a view, none where it does not say.
    fn tag_kinds(&mut self, flat: &Flat<'a>, property: &str) -> Kinds {
        let mut kinds = Kinds::NONE;
        self.each_declared(flat, property, &mut BTreeSet::new(), &mut |flat| {
            kinds = kinds.join(flat.implied_kinds());
        });
        kinds
    }

    /// Calls a function on what a view says of a property, or its branches where it says nothing.
    fn each_declared(
        &mut self,
        flat: &Flat<'a>,
        property: &str,
        seen: &mut BTreeSet<Place>,
        visit: &mut impl FnMut(&Flat<'a>),
    ) {
        if let Some(sites) = flat.properties.get(property) {
            return visit(&self.flatten(sites));
        }
        for branch in flat.alternatives.iter().flat_map(|list| &list.branches) {
            if seen.len() < MOST_NESTED && seen.insert(branch.place()) && self.spend(1, branch.at())
            {
                let inner = self.flatten(std::slice::from_ref(branch));
                self.each_declared(&inner, property, seen, visit);
            }
        }
    }

    /// What a branch says of its tag where it is written, given the values that mean it.
    fn says(&mut self, flat: &Flat<'a>, property: &str, own: &BTreeSet<&TagValue>) -> Says {
        self.says_within(flat, property, own, &mut BTreeSet::new())
    }

    /// A branch that has been looked at says nothing new.
    fn says_within(
        &mut self,
        flat: &Flat<'a>,
        property: &str,
        own: &BTreeSet<&TagValue>,
        seen: &mut BTreeSet<Place>,
    ) -> Says {
        if let Some(sites) = flat.properties.get(property) {
            let declared = self.flatten(sites);
            let value = |one: &Value| tag_value(one, declared.kinds);
            let is_own = |one: &Value| value(one).is_some_and(|one| own.contains(&one));
            let listed = declared.allowed.as_deref().unwrap_or_default();
            let always = !listed.is_empty() && listed.iter().all(|one| is_own(&one.value));
            let required = flat.required.contains(property);
            return if always && required { Says::Itself } else { Says::Anything };
        }
        let branches = flat.alternatives.iter().flat_map(|list| &list.branches);
        let mut least = None;
        for branch in branches {
            if seen.len() >= MOST_NESTED || !self.spend(1, branch.at()) {
                return Says::Nothing;
            }
            if seen.insert(branch.place()) {
                let inner = self.flatten(std::slice::from_ref(branch));
                least = least.max(Some(self.says_within(&inner, property, own, seen)));
            }
        }
        least.unwrap_or(Says::Nothing)
    }

    /// A property that every branch requires with values of its own.
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
                written: BTreeSet::new(),
                absent: Vec::new(),
            })
        })
    }
}

/// What a branch says of its tag where it is written, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    /// Always a value that means the branch.
    Itself,
    /// What the caller says, which may be nothing, or a value that means another branch.
    Anything,
    /// Nothing: it does not declare the property.
    Nothing,
}

/// The schemas that texts mean: those of the mapping, and the components that it does not name by
/// their names. A list of texts that all branches share does not tell them apart; these do.
fn meant(mapping: &[(&str, Pointer)], branches: &[Branch<'_>]) -> BTreeMap<String, Pointer> {
    let mapped = |target: &Pointer| mapping.iter().any(|(_, to)| to == target);
    let by_name = branches.iter().filter_map(|branch| {
        let target = branch.target.as_ref().filter(|target| !mapped(target))?;
        Some((branch.component()?, target.clone()))
    });
    let by_mapping = mapping.iter().map(|(value, target)| ((*value).to_owned(), target.clone()));
    by_name.chain(by_mapping).collect()
}

/// The tag that a listed value is; one that is not of the schema's type is read as it.
fn tag_value(value: &Value, kinds: Option<Kinds>) -> Option<TagValue> {
    let tag = TagValue::of(value)?;
    let kind = kind_of(value);
    let fits = |kinds: Kinds| kinds.has(kind) || kind == Kind::Integer && kinds.has(Kind::Number);
    Some(match kinds {
        Some(kinds) if !fits(kinds) => of_kinds(&tag.to_string(), kinds),
        _ => tag,
    })
}

/// What a text of a mapping is on the wire, where the property is of these kinds.
fn of_kinds(text: &str, kinds: Kinds) -> TagValue {
    let number = kinds.has(Kind::Integer) || kinds.has(Kind::Number);
    let read = match kinds.has(Kind::Text) {
        true => None,
        false if number => text.parse().ok().map(TagValue::Integer),
        false if kinds.has(Kind::Bool) => text.parse().ok().map(TagValue::Flag),
        false => None,
    };
    read.unwrap_or_else(|| TagValue::Text(text.to_owned()))
}

pub(super) fn is_injective(cases: &[(TagValue, usize)]) -> bool {
    let mut seen = std::collections::BTreeMap::new();
    cases.iter().all(|(value, index)| *seen.entry(value).or_insert(*index) == *index)
}
