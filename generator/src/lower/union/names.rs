//! Names of variants: the best word that tells a branch apart.

use super::super::Lowering;
use super::branch::Branch;
use crate::ir::{Dispatch, Kind, VariantName};

impl<'a> Lowering<'a, '_> {
    /// A name for every branch: its only tag value, the schema it refers to, its title, its kind,
    /// or a key that only it has.
    pub(super) fn variant_names(
        &mut self,
        branches: &[Branch<'a>],
        dispatch: &Dispatch,
    ) -> Vec<VariantName> {
        let mut names: Vec<VariantName> = Vec::with_capacity(branches.len());
        for (index, branch) in branches.iter().enumerate() {
            let name = tag_name(index, dispatch)
                .or_else(|| branch.component())
                .or_else(|| branch.flat.title.map(str::to_owned))
                .map(VariantName::Words)
                .or_else(|| kind_name(branch, branches))
                .or_else(|| own_key(branch, branches).map(VariantName::Words))
                .unwrap_or_else(|| VariantName::Kind(branch.kind().unwrap_or(Kind::Object)));
            names.push(name);
        }
        names
    }
}

fn tag_name(index: usize, dispatch: &Dispatch) -> Option<String> {
    let Dispatch::Tag(tag) = dispatch else {
        return None;
    };
    let mut cases = tag.cases.iter().filter(|(_, variant)| *variant == index);
    let only = cases.next()?;
    cases.next().is_none().then(|| only.0.clone())
}

fn kind_name(branch: &Branch<'_>, branches: &[Branch<'_>]) -> Option<VariantName> {
    let kind = branch.kind()?;
    let alone = branches.iter().filter(|other| other.kinds.has(kind)).count() == 1;
    alone.then_some(VariantName::Kind(kind))
}

/// A key that this branch has and no other, required ones first.
fn own_key(branch: &Branch<'_>, branches: &[Branch<'_>]) -> Option<String> {
    let elsewhere = |name: &str| {
        let has = |other: &&Branch<'_>| other.flat.properties.contains_key(name);
        branches.iter().filter(has).count() > 1
    };
    let required = branch.flat.required.iter().copied();
    let declared = branch.flat.properties.keys().copied();
    required.chain(declared).find(|name| !elsewhere(name)).map(str::to_owned)
}
