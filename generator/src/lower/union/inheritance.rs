//! Discriminated parents: a schema with a discriminator whose children extend it by `allOf` stands
//! for any of them.

use super::super::{Lowering, Site};
use super::branch::Branch;
use crate::document::Discriminator;
use crate::ir::{Shape, Union};
use std::collections::BTreeSet;

impl<'a> Lowering<'a, '_> {
    /// The union that a discriminated parent stands for.
    pub(in crate::lower) fn inheritance(&mut self, site: &Site<'a>) -> Option<Union> {
        let schema = self.read(site);
        let discriminator = schema.discriminator.clone()?;
        if !schema.one_of.is_empty() || !schema.any_of.is_empty() {
            return None;
        }
        let branches = self.heirs(site, &discriminator);
        if branches.is_empty() {
            return None;
        }
        match self.variants(branches, Some(&discriminator), site) {
            super::Made::Shape(Shape::Union(union)) => Some(union),
            _ => None,
        }
    }

    /// The children of a parent, those of the mapping first; the parent itself where it is mapped.
    fn heirs(&mut self, site: &Site<'a>, discriminator: &Discriminator<'a>) -> Vec<Branch<'a>> {
        let mut heirs: Vec<Site<'a>> = Vec::new();
        let mut known = BTreeSet::new();
        for (_, pointer) in self.mapping(discriminator, site) {
            if let Ok(node) = self.document.resolve(site.at(), &pointer.to_string())
                && pointer != *site.at()
                && known.insert(pointer.clone())
            {
                let path = self.path_of(&pointer);
                heirs.push(Site::new(node, path));
            }
        }
        for child in self.ground.children.get(&site.place()).into_iter().flatten() {
            if known.insert(child.at.clone()) {
                heirs.push(Site::new(child.clone(), self.path_of(&child.at)));
            }
        }
        let empty = super::Flat::default();
        heirs.into_iter().map(|heir| self.branch(&empty, vec![heir])).collect()
    }
}
