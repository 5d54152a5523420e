//! Values that several schemas describe together, as where a child describes a property of its
//! parent anew.

use super::flat::Flat;
use super::schema::Made;
use super::site::{Place, PlaceSet};
use super::{Lowering, Site};
use crate::ir::{Shape, Ty, TypeId};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What schemas became together, while a value that several describe is being lowered.
///
/// Such schemas can lead back to each other: what `Base.next` and `Child.next` say together may
/// have a property `next` of which the same two speak. That is the same type again.
#[derive(Debug, Default)]
pub(super) struct Together<'a> {
    known: BTreeMap<Vec<Place>, Known<'a>>,
    depth: usize,
}

#[derive(Debug)]
enum Known<'a> {
    /// Being made for this site; the type of its own that it needs, because it holds itself.
    Making(Site<'a>, Option<TypeId>),
    Made(Ty),
}

impl<'a> Lowering<'a, '_> {
    /// The schema that says all that the others say because it extends them all.
    pub(super) fn most_derived(&mut self, schemas: &[Site<'a>]) -> Option<Site<'a>> {
        schemas
            .iter()
            .find(|schema| {
                let said = self.extended(schema);
                schemas.iter().all(|other| said.contains(&other.place()))
            })
            .cloned()
    }

    /// A schema and all that it extends, by reference or by `allOf`.
    fn extended(&mut self, site: &Site<'a>) -> Rc<PlaceSet> {
        if let Some(known) = self.extended.get(&site.place()) {
            return Rc::clone(known);
        }
        let mut said = PlaceSet::default();
        let mut open = vec![site.clone()];
        while let Some(next) = open.pop() {
            if !said.insert(next.place()) || !self.spend(1, next.at()) {
                continue;
            }
            let schema = self.read(&next);
            if let Some(reference) = schema.reference.or(schema.dynamic_reference) {
                open.extend(self.target(&next, reference));
            }
            open.extend(schema.all_of.iter().map(|branch| next.same(branch)));
        }
        let said = Rc::new(said);
        self.extended.insert(site.place(), Rc::clone(&said));
        said
    }

    /// The type of a value that several schemas describe, of which none says it all.
    pub(super) fn together(&mut self, sites: &[Site<'a>], flat: &Flat<'a>) -> Ty {
        let mut key: Vec<Place> = sites.iter().map(Site::place).collect();
        key.sort();
        if let Some(ty) = self.known_together(&key) {
            return ty;
        }
        self.together.known.insert(key.clone(), Known::Making(sites[0].clone(), None));
        self.together.depth += 1;
        let ty = self.make_together(&key, sites, flat);
        self.together.depth -= 1;
        match self.together.depth {
            // Elsewhere, the same schemas make a type named by that place.
            0 => self.together.known.clear(),
            _ => _ = self.together.known.insert(key, Known::Made(ty.clone())),
        }
        ty
    }

    fn known_together(&mut self, key: &[Place]) -> Option<Ty> {
        let site = match self.together.known.get(key)? {
            Known::Made(ty) => return Some(ty.clone()),
            Known::Making(_, Some(id)) => return Some(Ty::Named(*id)),
            Known::Making(site, None) => site.clone(),
        };
        let id = self.define(&site, Shape::Alias(Ty::Json), Default::default());
        self.together.known.insert(key.to_vec(), Known::Making(site, Some(id)));
        Some(Ty::Named(id))
    }

    fn make_together(&mut self, key: &[Place], sites: &[Site<'a>], flat: &Flat<'a>) -> Ty {
        let made = self.make(flat, sites);
        let own = match self.together.known.get(key) {
            Some(Known::Making(_, own)) => *own,
            _ => None,
        };
        let docs = flat.docs.clone();
        let (shape, id) = match (made, own) {
            (Made::Use(ty), None) => return ty,
            (Made::Shape(shape), None) => return Ty::Named(self.define(&sites[0], shape, docs)),
            (Made::Use(ty), Some(id)) => (Shape::Alias(ty), id),
            (Made::Shape(shape), Some(id)) => (shape, id),
        };
        let definition = self.defined(id);
        definition.shape = shape;
        definition.docs = docs;
        Ty::Named(id)
    }
}
