//! Names of variants: the best word that tells a branch apart.

use super::super::Lowering;
use super::branch::Branch;
use crate::ir::{Dispatch, Kind, TagValue, VariantName};
use std::collections::{BTreeMap, BTreeSet};

impl<'a> Lowering<'a, '_> {
    /// A name for every branch: its only tag where that is a text, the schema it refers to, its
    /// title or its kind where no other branch has it, what a list or a map holds, constants and keys
    /// that tell it apart, or its tag with the name of the property.
    pub(super) fn variant_names(
        &mut self,
        branches: &[Branch<'a>],
        dispatch: &Dispatch,
    ) -> Vec<VariantName> {
        let mut names: Vec<VariantName> = Vec::with_capacity(branches.len());
        let tags = only_tags(branches.len(), dispatch);
        let counts = Counts::new(branches);
        let (mut held, mut marks) = (None, None);
        for (index, (branch, tag)) in branches.iter().zip(tags).enumerate() {
            let text = tag.as_ref().filter(|tag| matches!(tag.value, TagValue::Text(_)));
            let name = text
                .map(|tag| tag.value.to_string())
                .or_else(|| branch.component())
                .or_else(|| counts.own_title(branch))
                .map(VariantName::Words)
                .or_else(|| counts.kind_name(branch))
                .or_else(|| {
                    let held = held.get_or_insert_with(|| self.held(branches));
                    held[index].clone().map(VariantName::Words)
                })
                .or_else(|| {
                    let marks = marks.get_or_insert_with(|| self.marks(branches));
                    marks.words(index).map(VariantName::Words)
                })
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

/// How many branches allow a kind, and how many have a title.
struct Counts<'a> {
    kinds: BTreeMap<Kind, usize>,
    titles: BTreeMap<&'a str, usize>,
}

impl<'a> Counts<'a> {
    fn new(branches: &[Branch<'a>]) -> Self {
        let mut counts = Self { kinds: BTreeMap::new(), titles: BTreeMap::new() };
        for branch in branches {
            for kind in branch.kinds.iter() {
                *counts.kinds.entry(kind).or_default() += 1;
            }
            if let Some(title) = branch.flat.title {
                *counts.titles.entry(title).or_default() += 1;
            }
        }
        counts
    }

    /// The title of a branch, where no other has it.
    fn own_title(&self, branch: &Branch<'a>) -> Option<String> {
        let title = branch.flat.title?;
        (self.titles.get(title) == Some(&1)).then(|| title.to_owned())
    }

    fn kind_name(&self, branch: &Branch<'_>) -> Option<VariantName> {
        let kind = branch.kind()?;
        (self.kinds.get(&kind) == Some(&1)).then_some(VariantName::Kind(kind))
    }
}
