//! Uses of types.

use super::super::WireLevel::{Breaking, Compatible};
use super::{Spot, Walk, Way};
use crate::ir::{Api, EnumValues, Shape, Ty, TypeId};

/// A use of a type with its names followed and its nullability set apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plain<'a> {
    pub(super) ty: &'a Ty,
    pub(super) nullable: bool,
}

/// Follows aliases and wrappers.
pub(super) fn plain<'a>(api: &'a Api, ty: &'a Ty) -> Plain<'a> {
    let mut plain = Plain { ty, nullable: false };
    for _ in 0..64 {
        plain.ty = match plain.ty {
            Ty::Nullable(inner) => {
                plain.nullable = true;
                inner
            }
            Ty::Named(id) | Ty::Boxed(id) => match &api.types[*id].shape {
                Shape::Alias(target) | Shape::Newtype(target) => target,
                _ => return plain,
            },
            _ => return plain,
        };
    }
    plain
}

impl Walk<'_> {
    /// Compares two uses of types that stand at the same place.
    pub(super) fn ty(&mut self, old: &Ty, new: &Ty, way: Way, spot: &Spot) {
        let before = plain(&self.old.api, old);
        let after = plain(&self.new.api, new);
        self.nullability(before.nullable, after.nullable, way, spot);
        match (before.ty, after.ty) {
            (Ty::Named(a) | Ty::Boxed(a), Ty::Named(b) | Ty::Boxed(b)) => {
                if self.seen.insert((*a, *b, way)) {
                    self.definitions([*a, *b], way, spot);
                }
            }
            (Ty::List(a), Ty::List(b)) | (Ty::Map(a), Ty::Map(b)) => self.ty(a, b, way, spot),
            (Ty::Tuple(a), Ty::Tuple(b)) if a.len() == b.len() => {
                a.iter().zip(b).for_each(|(a, b)| self.ty(a, b, way, spot));
            }
            (Ty::Json, Ty::Json) | (Ty::Null, Ty::Null) => {}
            (_, Ty::Json) => {
                self.found_by_way(spot, way, [Compatible, Breaking], "can be any JSON now");
            }
            (Ty::Json, _) => {
                let what = "no longer any JSON";
                self.found_by_way(spot, way, [Breaking, Compatible], what);
            }
            (Ty::Prim(a), Ty::Prim(b)) => self.scalars(*a, *b, way, spot),
            (a, b) => self.others(a, b, way, spot),
        }
    }

    fn nullability(&mut self, old: bool, new: bool, way: Way, spot: &Spot) {
        match (old, new) {
            (true, false) => {
                self.found_by_way(spot, way, [Breaking, Compatible], "no longer null");
            }
            (false, true) => {
                self.found_by_way(spot, way, [Compatible, Breaking], "can be null now");
            }
            _ => {}
        }
    }

    /// Two definitions of the graph.
    pub(super) fn definitions(&mut self, ids: [TypeId; 2], way: Way, spot: &Spot) {
        let (old, new) = (self.old, self.new);
        match (&old.api.types[ids[0]].shape, &new.api.types[ids[1]].shape) {
            (Shape::Struct(a), Shape::Struct(b)) => self.structs(ids, a, b, way),
            (Shape::Enum(a), Shape::Enum(b)) => match (&a.values, &b.values) {
                (EnumValues::Text(a), EnumValues::Text(b)) => self.values(ids, a, b, way),
                (EnumValues::Integer(a), EnumValues::Integer(b)) => self.values(ids, a, b, way),
                _ => self.found(spot, way, Breaking, "other kinds of values"),
            },
            (Shape::Union(a), Shape::Union(b)) => self.unions(ids, a, b, way),
            _ => self.others(&Ty::Named(ids[0]), &Ty::Named(ids[1]), way, spot),
        }
    }

    /// What a type is, in a word.
    pub(super) fn word(api: &Api, ty: &Ty) -> &'static str {
        match ty {
            Ty::Prim(prim) => super::scalars::word(*prim),
            Ty::Named(id) | Ty::Boxed(id) => match &api.types[*id].shape {
                Shape::Struct(_) => "an object",
                Shape::Enum(_) => "a list of values",
                Shape::Union(_) => "one of several types",
                Shape::Alias(_) | Shape::Newtype(_) => "a type",
            },
            Ty::List(_) => "a list",
            Ty::Map(_) => "a map",
            Ty::Tuple(_) => "a tuple",
            Ty::Nullable(inner) => Self::word(api, inner),
            Ty::Json => "any JSON",
            Ty::Null => "null",
        }
    }
}
