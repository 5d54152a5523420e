//! Unions, and types of different kinds.

use super::super::Member;
use super::super::WireLevel::{self, Breaking, Compatible};
use super::{Compiled, Spot, Walk, Way};
use crate::ir::{Api, Dispatch, EnumValues, Prim, Shape, Ty, TypeId, Union};
use crate::plan::ItemShape;

impl Walk<'_> {
    pub(super) fn unions(&mut self, ids: [TypeId; 2], old: &Union, new: &Union, way: Way) {
        let before = branches(old, &variant_names(self.old, ids[0]));
        let after = branches(new, &variant_names(self.new, ids[1]));
        let whole = self.whole(ids);
        let at = |branch: &Branch<'_>| {
            let mut spot = whole.clone();
            spot.key.member = Member::Variant(branch.variant.clone());
            spot
        };
        let (mut gone, mut come) = (Vec::new(), after.iter().collect::<Vec<_>>());
        for branch in &before {
            match come.iter().position(|other| other.sign == branch.sign) {
                Some(found) => self.ty(branch.ty, come.remove(found).ty, way, &at(branch)),
                None => gone.push(branch),
            }
        }
        for branch in gone {
            let spot = at(branch);
            // Branches without a tag are known by their names; the same one may have another.
            let same = come.iter().position(|other| self.agree(branch, other, way, &spot));
            if let Some(found) = same {
                come.remove(found);
                continue;
            }
            let what = match way {
                Way::Request => "no longer accepted",
                Way::Answer | Way::Error => "no longer comes",
            };
            self.found_by_way(&spot, way, [Breaking, Compatible], what);
        }
        for branch in come {
            let what = match way {
                Way::Request => "new",
                Way::Answer | Way::Error => "new; old clients read it as unknown",
            };
            self.found(&at(branch), way, Compatible, what);
        }
    }

    /// Whether two branches without tags hold the same values, whatever they are called.
    fn agree(&mut self, old: &Branch<'_>, new: &Branch<'_>, way: Way, spot: &Spot) -> bool {
        let tagged = old.tagged || new.tagged;
        !tagged && self.tried(old.ty, new.ty, way, spot) == Some(WireLevel::None)
    }

    /// What a comparison would find, without taking it down; none within another trial, because
    /// trials within trials could take very long.
    fn tried(&mut self, old: &Ty, new: &Ty, way: Way, spot: &Spot) -> Option<WireLevel> {
        if self.trying {
            return None;
        }
        let (seen, told) = (self.seen.clone(), self.findings.len());
        self.trying = true;
        self.ty(old, new, way, spot);
        self.trying = false;
        self.seen = seen;
        let found = self.findings.split_off(told);
        Some(found.iter().map(|it| it.level).max().unwrap_or_default())
    }

    /// Two types of different kinds.
    pub(super) fn others(&mut self, old: &Ty, new: &Ty, way: Way, spot: &Spot) {
        let (before, after) = (&self.old.api, &self.new.api);
        let what = format!("{}, was {}", Self::word(after, new), Self::word(before, old));
        let list = |api: &Api, ty: &Ty, texts: bool| match ty {
            Ty::Named(id) | Ty::Boxed(id) => match &api.types[*id].shape {
                Shape::Enum(list) => matches!(list.values, EnumValues::Text(_)) == texts,
                _ => false,
            },
            _ => false,
        };
        let levels = match (old, new) {
            // Lists of values are open to clients: any text, or any integer, is read.
            (Ty::Prim(Prim::Text(_)), one) if list(after, one, true) => [Breaking, Compatible],
            (one, Ty::Prim(Prim::Text(_))) if list(before, one, true) => [Compatible, Compatible],
            (Ty::Prim(Prim::Integer(_)), one) if list(after, one, false) => [Breaking, Compatible],
            (one, Ty::Prim(Prim::Integer(_))) if list(before, one, false) => {
                [Compatible, Compatible]
            }
            (one, Ty::Prim(Prim::Number)) if list(before, one, false) => [Compatible, Breaking],
            (one, Ty::Named(union) | Ty::Boxed(union)) if self.is_branch(one, *union, spot) => {
                [Compatible, Breaking]
            }
            _ => [Breaking, Breaking],
        };
        self.found_by_way(spot, way, levels, &what);
    }

    /// Whether a union of the new document has a branch that takes what a type of the old one
    /// writes: one of the same name, or one that compares well.
    fn is_branch(&mut self, one: &Ty, union: TypeId, spot: &Spot) -> bool {
        let (before, after) = (self.old, self.new);
        let Shape::Union(union) = &after.api.types[union].shape else { return false };
        let name = |side: &Compiled, ty: &Ty| match ty {
            Ty::Named(id) | Ty::Boxed(id) => Some(side.plan.homes[id.index()].ident.clone()),
            _ => None,
        };
        let own = name(before, one);
        union.variants.iter().any(|variant| {
            let same = match &own {
                Some(own) => name(after, &variant.ty).as_ref() == Some(own),
                None => variant.ty == *one,
            };
            if same {
                return true;
            }
            let level = self.tried(one, &variant.ty, Way::Request, spot);
            level.is_some_and(|level| level < Breaking)
        })
    }
}

/// A branch of a union.
#[derive(Debug)]
struct Branch<'a> {
    /// What tells it apart.
    sign: String,
    /// Its name in Rust.
    variant: String,
    /// Whether a tag tells it apart.
    tagged: bool,
    ty: &'a Ty,
}

/// The branches of a union: by their tags, or by their names in Rust.
fn branches<'a>(union: &'a Union, names: &[String]) -> Vec<Branch<'a>> {
    let branch = |sign: String, at: usize| Branch {
        sign,
        variant: names.get(at).cloned().unwrap_or_default(),
        tagged: matches!(union.dispatch, Dispatch::Tag(_)),
        ty: &union.variants[at].ty,
    };
    match &union.dispatch {
        Dispatch::Tag(tag) => {
            tag.cases.iter().map(|(value, at)| branch(value.to_string(), *at)).collect()
        }
        Dispatch::Guards(_) => {
            names.iter().enumerate().map(|(at, it)| branch(it.clone(), at)).collect()
        }
    }
}

/// The names in Rust of a union's variants.
fn variant_names(side: &Compiled, id: TypeId) -> Vec<String> {
    let home = &side.plan.homes[id.index()];
    let items = &side.plan.type_files[home.file].items;
    match items.iter().find(|item| item.ident == home.ident).map(|item| &item.shape) {
        Some(ItemShape::Union(union)) => {
            union.variants.iter().map(|variant| variant.ident.plain().to_owned()).collect()
        }
        _ => Vec::new(),
    }
}
