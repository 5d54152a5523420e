//! Constraints: on a value, and on each item or value in it; what contradicts itself is told of.

use super::flat::{Allowed, Flat, Rest, kind_of};
use super::{Lowering, Site};
use crate::diag::code;
use crate::ir::{Bound, Bounds, Docs, Kind, RareBounds};
use std::rc::Rc;

/// How many lists and maps inside each other have constraints.
const NESTED: usize = 4;

impl<'a> Lowering<'a, '_> {
    /// The constraints on a value that several schemas describe together.
    pub(super) fn bounds(&mut self, sites: &[Site<'a>]) -> RareBounds {
        self.nested_bounds(sites, 0)
    }

    fn nested_bounds(&mut self, sites: &[Site<'a>], depth: usize) -> RareBounds {
        let flat = self.flatten(sites);
        let flat: Rc<Flat<'a>> = match self.beside_null(&flat) {
            Some(branch) if flat.bounds.is_empty() => branch,
            _ => flat,
        };
        let each = self.each_bounds(&flat, depth);
        if each.is_empty() && flat.bounds.is_empty() {
            return RareBounds::NONE;
        }
        self.possible(Bounds { each, ..flat.bounds.clone().into() }, &sites[0]).into()
    }

    /// The constraints without those that nothing can keep to, which are told of.
    fn possible(&mut self, mut bounds: Bounds, site: &Site<'a>) -> Bounds {
        if let (Some(least), Some(most)) = (bounds.min_length, bounds.max_length)
            && least > most
        {
            let message =
                format!("no length is at least {least} and at most {most}; none is checked");
            self.report(code::CONTRADICTORY_BOUNDS, site.at(), message);
            (bounds.min_length, bounds.max_length) = (None, None);
        }
        if let (Some(least), Some(most)) = (&bounds.minimum, &bounds.maximum)
            && leaves_nothing(least, most)
        {
            let word =
                |bound: &Bound, words: [&'static str; 2]| words[usize::from(bound.exclusive)];
            let message = format!(
                "no number is {} {} and {} {}; no range is checked",
                word(least, ["at least", "more than"]),
                least.value,
                word(most, ["at most", "less than"]),
                most.value
            );
            self.report(code::CONTRADICTORY_BOUNDS, site.at(), message);
            (bounds.minimum, bounds.maximum) = (None, None);
        }
        bounds
    }

    /// Takes away a default that its own schemas do not allow, and tells of it.
    pub(super) fn possible_default(&mut self, docs: &mut Docs, sites: &[Site<'a>]) {
        // Null stands for having none.
        let Some(default) = docs.default.as_deref().filter(|default| !default.is_null()) else {
            return;
        };
        let flat = self.flatten(sites);
        let (kind, kinds) = (kind_of(default), flat.implied_kinds());
        let whole = default.as_f64().is_some_and(|number| number.fract() == 0.0);
        let fits = kinds.is_empty()
            || kinds.has(kind)
            || kind == Kind::Integer && kinds.has(Kind::Number)
            || whole && kinds.has(Kind::Integer);
        let is_listed = |allowed: &[Allowed]| allowed.iter().any(|one| one.value == *default);
        let why = match flat.allowed.as_deref() {
            Some(allowed) if !is_listed(allowed) => "is none of the values that are listed",
            None if !fits => "is not of the type that is asked for",
            _ => return,
        };
        let message = format!("the default `{default}` {why}; left out of the documentation");
        self.report(code::WRONG_DEFAULT, sites[0].at(), message);
        docs.default = None;
    }

    /// The constraints on the values of an object's map of other keys.
    pub(super) fn rest_bounds(&mut self, flat: &Flat<'a>) -> RareBounds {
        Bounds { each: self.bounds_of_each(&rest(flat), 0), ..Bounds::default() }.into()
    }

    fn each_bounds(&mut self, flat: &Flat<'a>, depth: usize) -> RareBounds {
        let mut kinds = flat.implied_kinds().iter();
        let sites = match (kinds.next(), kinds.next()) {
            (Some(Kind::List), None) if flat.prefix_items.is_empty() => flat.items.clone(),
            (Some(Kind::Object), None) if flat.properties.is_empty() => rest(flat),
            _ => return RareBounds::NONE,
        };
        self.bounds_of_each(&sites, depth)
    }

    fn bounds_of_each(&mut self, sites: &[Site<'a>], depth: usize) -> RareBounds {
        match sites.first() {
            Some(first) if depth < NESTED && self.spend(sites.len(), first.at()) => {
                self.nested_bounds(sites, depth + 1)
            }
            _ => RareBounds::NONE,
        }
    }
}

/// Whether no number is within both ends.
fn leaves_nothing(least: &Bound, most: &Bound) -> bool {
    let (Some(low), Some(high)) = (least.value.as_f64(), most.value.as_f64()) else {
        return false;
    };
    low > high || low == high && (least.exclusive || most.exclusive)
}

/// The schemas of the keys that are no property, where no pattern parts them.
fn rest<'a>(flat: &Flat<'a>) -> Vec<Site<'a>> {
    match &flat.rest {
        Rest::Open(sites) if flat.patterns.is_empty() => sites.clone(),
        _ => Vec::new(),
    }
}
