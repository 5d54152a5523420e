//! Names of variants: the best word that tells a branch apart.

use super::super::Lowering;
use super::branch::Branch;
use crate::ir::{Dispatch, Kind, TagValue, VariantName};
use std::collections::{BTreeMap, BTreeSet};

impl<'a> Lowering<'a, '_> {
    /// A name for every branch: its only tag where that is a text, the schema it refers to, its
    /// title, its kind, a key that only it has, or its tag with the name of the property.
    pub(super) fn variant_names(
        &mut self,
        branches: &[Branch<'a>],
        dispatch: &Dispatch,
    ) -> Vec<VariantName> {
        let mut names: Vec<VariantName> = Vec::with_capacity(branches.len());
        let tags = only_tags(branches.len(), dispatch);
        let counts = Counts::new(branches);
        for (branch, tag) in branches.iter().zip(tags) {
            let text = tag.as_ref().filter(|tag| matches!(tag.value, TagValue::Text(_)));
            let name = text
                .map(|tag| tag.value.to_string())
                .or_else(|| branch.component())
                .or_else(|| branch.flat.title.map(str::to_owned))
                .map(VariantName::Words)
                .or_else(|| counts.kind_name(branch))
                .or_else(|| counts.own_key(branch).map(VariantName::Words))
                .or_else(|| tag.map(|tag| VariantName::Words(tag.words())))
                .unwrap_or_else(|| VariantName::Kind(branch.kind().unwrap_or(Kind::Object)));
            names.push(name);
        }
        names
    }
}

/// The only tag of a branch.
#[derive(Clone)]
struct OnlyTag<'t> {
    property: &'t str,
    value: &'t TagValue,
}

impl OnlyTag<'_> {
    fn words(&self) -> String {
        format!("{} {}", self.property, self.value)
    }
}

/// The only tag of each branch.
fn only_tags(count: usize, dispatch: &Dispatch) -> Vec<Option<OnlyTag<'_>>> {
    let mut names = vec![None; count];
    let mut seen = BTreeSet::new();
    if let Dispatch::Tag(tag) = dispatch {
        for (value, variant) in &tag.cases {
            let only = OnlyTag { property: &tag.property, value };
            names[*variant] = seen.insert(*variant).then_some(only);
        }
    }
    names
}

/// How many branches allow a kind, and how many declare a key.
struct Counts<'b> {
    kinds: BTreeMap<Kind, usize>,
    keys: BTreeMap<&'b str, usize>,
}

impl<'b> Counts<'b> {
    fn new(branches: &'b [Branch<'_>]) -> Self {
        let mut counts = Self { kinds: BTreeMap::new(), keys: BTreeMap::new() };
        for branch in branches {
            for kind in branch.kinds.iter() {
                *counts.kinds.entry(kind).or_default() += 1;
            }
            for key in branch.flat.properties.keys() {
                *counts.keys.entry(key).or_default() += 1;
            }
        }
        counts
    }

    fn kind_name(&self, branch: &Branch<'_>) -> Option<VariantName> {
        let kind = branch.kind()?;
        (self.kinds.get(&kind) == Some(&1)).then_some(VariantName::Kind(kind))
    }

    /// A key that this branch has and no other, required ones first.
    fn own_key(&self, branch: &Branch<'_>) -> Option<String> {
        let required = branch.flat.required.iter().copied();
        let declared = branch.flat.properties.keys().copied();
        let alone = |name: &&str| self.keys.get(name).is_none_or(|count| *count <= 1);
        required.chain(declared).find(alone).map(str::to_owned)
    }
}
