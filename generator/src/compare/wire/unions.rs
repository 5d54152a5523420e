//! Unions, and types of different kinds.

use super::super::Member;
use super::super::WireLevel::{Breaking, Compatible};
use super::{Spot, Walk, Way};
use crate::ir::{Dispatch, EnumValues, Prim, Shape, Ty, TypeId, Union, VariantName};

impl Walk<'_> {
    pub(super) fn unions(&mut self, ids: [TypeId; 2], old: &Union, new: &Union, way: Way) {
        let (before, after) = (branches(old), branches(new));
        let whole = self.whole(ids);
        let at = |name: &str| {
            let mut spot = whole.clone();
            spot.key.member = Member::Variant(name.to_owned());
            spot
        };
        for (name, ty) in &before {
            match after.iter().find(|(other, _)| other == name) {
                Some((_, now)) => self.ty(ty, now, way, &at(name)),
                None => {
                    let levels = [Breaking, Compatible];
                    let what = match way {
                        Way::Request => "no longer accepted",
                        Way::Answer | Way::Error => "no longer comes",
                    };
                    self.found_by_way(&at(name), way, levels, what);
                }
            }
        }
        for (name, _) in &after {
            if !before.iter().any(|(other, _)| other == name) {
                let what = match way {
                    Way::Request => "new",
                    Way::Answer | Way::Error => "new; old clients read it as unknown",
                };
                self.found(&at(name), way, Compatible, what);
            }
        }
    }

    /// Two types of different kinds.
    pub(super) fn others(&mut self, old: &Ty, new: &Ty, way: Way, spot: &Spot) {
        let (before, after) = (&self.old.api, &self.new.api);
        let what = format!("{}, was {}", Self::word(after, new), Self::word(before, old));
        let texts = |api: &crate::ir::Api, ty: &Ty| match ty {
            Ty::Named(id) | Ty::Boxed(id) => match &api.types[*id].shape {
                Shape::Enum(list) => matches!(list.values, EnumValues::Text(_)),
                _ => false,
            },
            _ => false,
        };
        let levels = match (old, new) {
            // Lists of texts are open to clients: any text is read.
            (Ty::Prim(Prim::Text(_)), list) if texts(after, list) => [Breaking, Compatible],
            (list, Ty::Prim(Prim::Text(_))) if texts(before, list) => [Compatible, Compatible],
            (one, Ty::Named(union) | Ty::Boxed(union)) if self.is_branch(one, *union) => {
                [Compatible, Breaking]
            }
            _ => [Breaking, Breaking],
        };
        self.found_by_way(spot, way, levels, &what);
    }

    /// Whether a union of the new document has a branch of the name that a type of the old one has.
    fn is_branch(&self, one: &Ty, union: TypeId) -> bool {
        let Shape::Union(union) = &self.new.api.types[union].shape else { return false };
        let name = |side: &super::Compiled, ty: &Ty| match ty {
            Ty::Named(id) | Ty::Boxed(id) => Some(side.plan.homes[id.index()].ident.clone()),
            _ => None,
        };
        let own = name(self.old, one);
        union.variants.iter().any(|variant| match &own {
            Some(own) => name(self.new, &variant.ty).as_ref() == Some(own),
            None => variant.ty == *one,
        })
    }
}

/// The branches of a union by what tells them apart.
fn branches(union: &Union) -> Vec<(String, &Ty)> {
    if let Dispatch::Tag(tag) = &union.dispatch {
        let case = |(value, at): &(String, usize)| (value.clone(), &union.variants[*at].ty);
        return tag.cases.iter().map(case).collect();
    }
    let name = |name: &VariantName| match name {
        VariantName::Words(words) => words.clone(),
        VariantName::Kind(kind) => format!("{kind:?}").to_lowercase(),
    };
    union.variants.iter().map(|variant| (name(&variant.name), &variant.ty)).collect()
}
