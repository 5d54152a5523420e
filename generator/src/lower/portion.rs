//! The schemas of a document in portions, each lowered without the others.
//!
//! Component schemas need nothing of each other but their ids. Where one portion has to look into a
//! schema of another, it makes the types inside once more; `joined` finds that.

use super::Lowering;
use super::site::{Place, Site};
use crate::ir::{Api, Docs, Shape, Ty, TypeDef, TypeId, Usage};
use std::ops::Range;

/// How many types of their own are worth a portion.
const ENOUGH: usize = 32;

/// How many portions of types there are at most: more balance better, and look into more schemas
/// twice.
const MOST: usize = 6;

/// A part of the work.
#[derive(Debug)]
pub(super) enum Portion {
    /// Everything but the types of their own.
    Operations,
    /// These types of their own.
    Types(Range<usize>),
}

/// What comes of a portion.
#[derive(Debug)]
pub(super) struct Piece {
    /// The operations, and everything else that is no type.
    pub(super) api: Option<Api>,
    /// Types of their own, those of the portion in their order.
    pub(super) own: Vec<TypeDef>,
    /// The other types: their ids follow those of all types of their own.
    pub(super) others: Vec<TypeDef>,
    /// Of which inline schemas these are.
    pub(super) inline: Vec<(Place, Inline)>,
}

/// What an inline schema became.
#[derive(Clone, Debug)]
pub(super) struct Inline {
    pub(super) ty: Ty,
    /// Which of the other types were made for it.
    pub(super) others: Range<usize>,
}

/// The portions of a document with so many types of their own, in the order in which what comes of
/// them counts. The operations are the first, which keep the ids of their types.
pub(super) fn portions(types: usize) -> Vec<Portion> {
    let count = (types / ENOUGH).clamp(1, MOST);
    let bound = |index: usize| types * index / count;
    let ranges = (0..count).map(|index| Portion::Types(bound(index)..bound(index + 1)));
    std::iter::once(Portion::Operations).chain(ranges).collect()
}

impl<'a> Lowering<'a, '_> {
    /// Lowers a portion.
    pub(super) fn portion(mut self, portion: Portion) -> Piece {
        let (api, own) = match portion {
            Portion::Operations => {
                self.operations();
                (Some(std::mem::take(&mut self.api)), Vec::new())
            }
            Portion::Types(range) => (None, range.map(|index| self.own_type(index)).collect()),
        };
        let inline = self.made.into_iter().filter(|(_, made)| !made.others.is_empty()).collect();
        Piece { api, own, others: self.types, inline }
    }

    fn own_type(&mut self, index: usize) -> TypeDef {
        let site = self.ground.site(index);
        let (shape, docs) = self.shape(&site);
        let path = self.ground.own[index].1.clone();
        TypeDef { path, origin: site.at().clone(), docs, shape, usage: Usage::default() }
    }

    /// Adds a type to those that are made on the way.
    pub(super) fn define(&mut self, site: &Site<'a>, shape: Shape, docs: Docs) -> TypeId {
        let id = TypeId::new(self.ground.own.len() + self.types.len());
        let path = site.path.path();
        let usage = Usage::default();
        self.types.push(TypeDef { path, origin: site.at().clone(), docs, shape, usage });
        id
    }

    /// A type that was made on the way.
    pub(super) fn defined(&mut self, id: TypeId) -> &mut TypeDef {
        &mut self.types[id.index() - self.ground.own.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::{Portion, portions};

    #[test]
    fn portions_hold_every_type_once_in_order() {
        for types in [0, 1, 31, 64, 100, 50_000] {
            let mut next = 0;
            for portion in &portions(types)[1..] {
                let Portion::Types(range) = portion else { panic!("operations come first") };
                assert_eq!(range.start, next);
                next = range.end;
            }
            assert_eq!(next, types);
        }
    }
}
