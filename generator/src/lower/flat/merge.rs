//! Schemas that describe one value, merged: `allOf`, references, what conditions add.

use super::{Alternatives, Flat};
use crate::document::Schema;
use crate::lower::references::is_bare;
use crate::lower::site::{Place, PlaceSet};
use crate::lower::{Lowering, Site};
use std::rc::Rc;

/// How many schemas deep `allOf` and references are followed for one view.
const DEPTH: usize = 256;
/// What is known of null while schemas are merged.
#[derive(Default)]
struct Nulls {
    /// What the schemas written in place say; any of them is enough.
    written: Option<bool>,
    /// What the referenced ones say; all of them must.
    referenced: Option<bool>,
}

impl Nulls {
    fn write(&mut self, nullable: bool) {
        self.written = Some(self.written.unwrap_or(false) || nullable);
    }

    fn refer(&mut self, nullable: bool) {
        self.referenced = Some(self.referenced.unwrap_or(true) && nullable);
    }
}

impl<'a> Lowering<'a, '_> {
    /// What schemas that describe one value say together.
    pub(in crate::lower) fn flatten(&mut self, sites: &[Site<'a>]) -> Rc<Flat<'a>> {
        let [one] = sites else {
            return Rc::new(self.flatten_onto(&Flat::default(), sites));
        };
        let known = self.flats.get(&one.place()).cloned();
        if let Some(known) = known.or_else(|| self.leaves.get(one.place())) {
            return known;
        }
        let flat = Rc::new(self.flatten_one(one));
        // What stands inside a target is named by where that is, whoever asks.
        let again = flat.is_leaf() || is_bare(&self.read(one));
        match again {
            true => self.leaves.insert(one.place(), Rc::clone(&flat)),
            false => _ = self.flats.insert(one.place(), Rc::clone(&flat)),
        }
        flat
    }

    /// What a schema says with those that it is combined with.
    fn flatten_one(&mut self, site: &Site<'a>) -> Flat<'a> {
        let schema = self.read(site);
        if !schema.stands_alone() {
            return self.flatten_onto(&Flat::default(), std::slice::from_ref(site));
        }
        let mut flat = Flat::default();
        if self.spend(1 + schema.properties.len(), site.at()) {
            flat.take(site, &schema, true);
            flat.nullable = schema.written_null().unwrap_or(false);
        }
        flat
    }

    /// What schemas say together with what is already known.
    pub(in crate::lower) fn flatten_onto(
        &mut self,
        base: &Flat<'a>,
        sites: &[Site<'a>],
    ) -> Flat<'a> {
        if let Some(first) = sites.first()
            && !self.spend(base.weight(), first.at())
        {
            return Flat::default();
        }
        // The title names the base, none of its branches.
        let flat = Flat { title: None, ..base.clone() };
        let mut merge = Merge { flat, nulls: Nulls::default(), seen: PlaceSet::default() };
        for (index, site) in sites.iter().enumerate() {
            self.merge_site(&mut merge, site, index == 0, 0);
        }
        let Merge { mut flat, nulls, .. } = merge;
        let union = !flat.alternatives.is_empty() && {
            let alternatives = flat.alternatives.clone();
            alternatives
                .iter()
                .any(|one| one.branches.iter().any(|branch| self.is_nullable(branch)))
        };
        flat.nullable = match (nulls.written, nulls.referenced) {
            (Some(written), _) => written,
            (None, Some(referenced)) => referenced || union,
            (None, None) => union,
        };
        flat
    }

    fn merge_site(&mut self, merge: &mut Merge<'a>, site: &Site<'a>, main: bool, depth: usize) {
        if !merge.seen.insert(site.place()) {
            return;
        }
        if depth > DEPTH {
            self.too_deep(site.at());
            return;
        }
        let schema = self.read(site);
        if !self.spend(1 + schema.properties.len(), site.at()) {
            return;
        }
        if let Some(reference) = schema.reference.or(schema.dynamic_reference)
            && let Some(target) = self.target(site, reference)
        {
            let nullable = self.is_nullable(&target);
            merge.nulls.refer(nullable);
            let nulls = std::mem::take(&mut merge.nulls);
            self.merge_site(merge, &target, main, depth + 1);
            merge.nulls = nulls;
        }
        for branch in &schema.all_of {
            self.merge_site(merge, &site.same(branch), false, depth + 1);
        }
        merge.flat.take(site, &schema, main);
        self.merge_conditional(merge, site, &schema, depth);
        self.take_alternatives(merge, site, &schema);
        merge.note_null(&schema);
    }

    /// Adds the properties of what applies on a condition, none of them required.
    fn merge_conditional(
        &mut self,
        merge: &mut Merge<'a>,
        site: &Site<'a>,
        schema: &Schema<'a>,
        depth: usize,
    ) {
        for node in &schema.conditional {
            if !self.spend(merge.seen.len(), site.at()) {
                return;
            }
            let nulls = std::mem::take(&mut merge.nulls);
            let flat = std::mem::take(&mut merge.flat);
            self.merge_site(merge, &site.same(node), false, depth + 1);
            let conditional = std::mem::replace(&mut merge.flat, flat);
            merge.nulls = nulls;
            for (name, sites) in conditional.properties {
                merge.flat.properties.entry(name).or_insert(sites);
            }
        }
    }

    /// Adds the lists of branches, but not that of a parent whose branch is being merged: there
    /// the choice has been made.
    fn take_alternatives(&mut self, merge: &mut Merge<'a>, site: &Site<'a>, schema: &Schema<'a>) {
        for nodes in [&schema.one_of, &schema.any_of] {
            let chosen = nodes.iter().any(|node| {
                merge.seen.contains(&Place::of(node))
                    || self.referred(node).is_some_and(|target| merge.seen.contains(&target))
            });
            if nodes.is_empty() || chosen || !self.spend(nodes.len() / 8, site.at()) {
                continue;
            }
            merge.flat.alternatives.push(Alternatives {
                branches: nodes.iter().map(|node| site.same(node)).collect(),
                discriminator: schema.discriminator.clone(),
            });
        }
    }
}

/// A view in the making.
struct Merge<'a> {
    flat: Flat<'a>,
    nulls: Nulls,
    seen: PlaceSet,
}

impl<'a> Merge<'a> {
    fn note_null(&mut self, schema: &Schema<'a>) {
        if let Some(nullable) = schema.written_null() {
            self.nulls.write(nullable);
        }
    }
}
