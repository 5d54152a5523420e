//! Constraints: on a value, and on each item or value in it.

use super::flat::{Flat, Rest};
use super::{Lowering, Site};
use crate::ir::{Bounds, Kind};
use std::rc::Rc;

/// How many lists and maps inside each other have constraints.
const NESTED: usize = 4;

impl<'a> Lowering<'a, '_> {
    /// The constraints on a value that several schemas describe together.
    pub(super) fn bounds(&mut self, sites: &[Site<'a>]) -> Bounds {
        self.nested_bounds(sites, 0)
    }

    fn nested_bounds(&mut self, sites: &[Site<'a>], depth: usize) -> Bounds {
        let flat = self.flatten(sites);
        let flat: Rc<Flat<'a>> = match self.beside_null(&flat) {
            Some(branch) if flat.bounds == Bounds::default() => branch,
            _ => flat,
        };
        Bounds { each: self.each_bounds(&flat, depth), ..flat.bounds.clone() }
    }

    /// The constraints on the values of an object's map of other keys.
    pub(super) fn rest_bounds(&mut self, flat: &Flat<'a>) -> Bounds {
        Bounds { each: self.bounds_of_each(&rest(flat), 0), ..Bounds::default() }
    }

    fn each_bounds(&mut self, flat: &Flat<'a>, depth: usize) -> Option<Box<Bounds>> {
        let mut kinds = flat.implied_kinds().iter();
        let sites = match (kinds.next(), kinds.next()) {
            (Some(Kind::List), None) if flat.prefix_items.is_empty() => flat.items.clone(),
            (Some(Kind::Object), None) if flat.properties.is_empty() => rest(flat),
            _ => return None,
        };
        self.bounds_of_each(&sites, depth)
    }

    fn bounds_of_each(&mut self, sites: &[Site<'a>], depth: usize) -> Option<Box<Bounds>> {
        let first = sites.first().filter(|_| depth < NESTED)?;
        if !self.spend(sites.len(), first.at()) {
            return None;
        }
        let bounds = self.nested_bounds(sites, depth + 1);
        (!bounds.is_empty()).then(|| Box::new(bounds))
    }
}

/// The schemas of the keys that are no property, where no pattern parts them.
fn rest<'a>(flat: &Flat<'a>) -> Vec<Site<'a>> {
    match &flat.rest {
        Rest::Open(sites) if flat.patterns.is_empty() => sites.clone(),
        _ => Vec::new(),
    }
}
