//! `oneOf` and `anyOf`: branches become the variants of a union, or less where less says it all.

mod absent;
mod branch;
mod dispatch;
mod guards;
mod held;
mod inheritance;
mod marks;
mod names;
mod scalars;

use super::flat::{Alternatives, Flat};
use super::schema::Made;
use super::{Lowering, Site};
use crate::diag::code;
use crate::document::Discriminator;
use crate::ir::{Dispatch, Docs, Guard, Kind, Kinds, Shape, Ty, Union, Variant, VariantName};
use branch::Branch;
use std::collections::BTreeSet;

/// How many combinations of branches are spelled out as variants.
const COMBINATIONS: usize = 64;

impl<'a> Lowering<'a, '_> {
    /// What the branches of a view make; nothing where they only constrain what is said beside
    /// them.
    pub(super) fn union(&mut self, flat: &Flat<'a>, sites: &[Site<'a>]) -> Option<Made> {
        let base = Flat { alternatives: Vec::new(), ..flat.clone() };
        let mut lists: Vec<Alternatives<'a>> = Vec::new();
        for alternatives in &flat.alternatives {
            if !self.only_constrains(&base, alternatives) {
                lists.push(alternatives.clone());
            }
        }
        let discriminator = lists.iter().find_map(|list| list.discriminator.clone());
        let site = &sites[0];
        let branches = match lists.as_slice() {
            [] => return None,
            [one] => self.branches(&base, one, site),
            several => match self.combined(&base, several, site) {
                Some(branches) => branches,
                None => return Some(self.blended(base, several, site)),
            },
        };
        self.report_ruled_out(&base, &branches);
        Some(self.union_of(&base, branches, discriminator.as_ref(), site))
    }

    /// What a view comes down to where its only branches are those of one list, null left aside.
    pub(super) fn views(&mut self, flat: &Flat<'a>, site: &Site<'a>) -> Vec<Flat<'a>> {
        let [list] = flat.alternatives.as_slice() else { return vec![flat.clone()] };
        let base = Flat { alternatives: Vec::new(), ..flat.clone() };
        let branches = self.branches(&base, list, site);
        self.without_null(branches).into_iter().map(|branch| branch.flat).collect()
    }

    /// Says which values of a property that is described beside the branches none of them allows.
    fn report_ruled_out(&mut self, base: &Flat<'a>, branches: &[Branch<'a>]) {
        for (name, sites) in &base.properties {
            let own = self.flatten(sites);
            let Some(values) = own.allowed.as_deref() else {
                continue;
            };
            let mut allowed = BTreeSet::new();
            for branch in branches {
                let within = branch.flat.properties.get(name);
                let within = within.map(|sites| self.flatten(sites));
                let within = within.as_ref().and_then(|flat| flat.allowed.as_deref());
                allowed.extend(within.unwrap_or_default().iter().map(|one| one.value.to_string()));
            }
            let texts = values.iter().map(|one| one.value.to_string());
            let lost: Vec<String> = texts.filter(|text| !allowed.contains(text)).collect();
            if !lost.is_empty() && !branches.is_empty() {
                let message = format!("no branch allows {}; left out", lost.join(", "));
                self.report(code::UNSATISFIABLE, sites[0].at(), message);
            }
        }
    }

    /// The variants that branches make, or the one type that they come down to.
    fn union_of(
        &mut self,
        base: &Flat<'a>,
        branches: Vec<Branch<'a>>,
        discriminator: Option<&Discriminator<'a>>,
        site: &Site<'a>,
    ) -> Made {
        let mut branches = self.without_null(branches);
        let count = branches.len();
        branches.retain(|branch| !branch.is_anything());
        if branches.len() < count && !branches.is_empty() {
            // What is like none of the others is kept as JSON.
            let branches = self.collapse_scalars(branches, site);
            return self.variants(branches, discriminator, site);
        }
        if let Some(made) = self.scalar_union(&branches, base, site) {
            return made;
        }
        let branches = self.collapse_scalars(branches, site);
        match branches.len() {
            0 if base.is_weak() => Made::Use(self.untyped(site, base)),
            0 => self.make_by_kind(base, site),
            1 => self.only_branch(&branches[0], site),
            _ => self.variants(branches, discriminator, site),
        }
    }

    fn only_branch(&mut self, branch: &Branch<'a>, site: &Site<'a>) -> Made {
        match &branch.ty {
            Some(ty) => Made::Use(ty.clone()),
            None => self.make(&branch.flat, std::slice::from_ref(site)),
        }
    }

    fn variants(
        &mut self,
        branches: Vec<Branch<'a>>,
        discriminator: Option<&Discriminator<'a>>,
        site: &Site<'a>,
    ) -> Made {
        let dispatch = self.dispatch(&branches, discriminator, site);
        let names = self.variant_names(&branches, &dispatch);
        let mut variants = Vec::with_capacity(branches.len());
        for (branch, name) in branches.iter().zip(names) {
            let words = match &name {
                VariantName::Words(words) => words.clone(),
                VariantName::Kind(kind) => super::enumeration::kind_word(*kind).to_owned(),
            };
            let ty = self.variant_type(branch, site, &words);
            variants.push(Variant { name, ty, docs: branch.docs.clone() });
        }
        Made::Shape(Shape::Union(Union { variants, dispatch }))
    }

    fn variant_type(&mut self, branch: &Branch<'a>, site: &Site<'a>, words: &str) -> Ty {
        if let Some(ty) = &branch.ty {
            return ty.clone();
        }
        let place = super::schema::variant_site(&branch.site, site, words);
        if !self.spend(branch.flat.weight(), branch.site.at()) {
            return Ty::Json;
        }
        let flat = branch.flat.moved(&branch.site.path, &place.path);
        match self.make(&flat, std::slice::from_ref(&place)) {
            Made::Use(ty) => ty,
            Made::Shape(shape) => Ty::Named(self.define(&place, shape, branch.docs.clone())),
        }
    }

    /// A value of several kinds: one branch a kind.
    pub(super) fn kinds_union(&mut self, kinds: Kinds, flat: &Flat<'a>, site: &Site<'a>) -> Made {
        let mut variants = Vec::new();
        let mut guards = Vec::new();
        for kind in kinds.iter() {
            let word = super::enumeration::kind_word(kind);
            let place = super::schema::variant_site(site, site, word);
            let ty = match self.make_one_kind(kind, flat, &place) {
                Made::Use(ty) => ty,
                Made::Shape(shape) => Ty::Named(self.define(&place, shape, Docs::default())),
            };
            guards.push(Guard::of_kinds(variants.len(), Kinds::NONE.with(kind)));
            variants.push(Variant { name: VariantName::Kind(kind), ty, docs: Docs::default() });
        }
        Made::Shape(Shape::Union(Union { variants, dispatch: Dispatch::Guards(guards) }))
    }

    /// Whether branches say no more than which declared properties go together.
    fn only_constrains(&mut self, base: &Flat<'a>, alternatives: &Alternatives<'a>) -> bool {
        if base.properties.is_empty() {
            return false;
        }
        alternatives.branches.iter().all(|branch| {
            let flat = self.flatten(std::slice::from_ref(branch));
            let known = |name: &&str| base.properties.contains_key(*name);
            let objects = flat.kinds.is_none_or(|kinds| kinds.has(Kind::Object));
            let unnamed = Flat { required: Default::default(), ..Flat::clone(&flat) };
            objects && flat.required.iter().all(known) && unnamed.is_weak()
        })
    }

    /// Every combination of a branch of each list, where they are few enough to spell out.
    fn combined(
        &mut self,
        base: &Flat<'a>,
        lists: &[Alternatives<'a>],
        site: &Site<'a>,
    ) -> Option<Vec<Branch<'a>>> {
        let count = lists.iter().try_fold(1usize, |count, list| {
            count.checked_mul(list.branches.len()).filter(|count| *count <= COMBINATIONS)
        });
        if count.is_none() {
            let message = "several lists of branches make too many combinations to spell out; \
                           their properties are taken together, each optional";
            self.report(code::UNION_FAN_OUT, site.at(), message.to_owned());
            return None;
        }
        let mut combinations: Vec<Vec<Site<'a>>> = vec![Vec::new()];
        for list in lists {
            let longer = |combination: &Vec<Site<'a>>| {
                let combination = combination.clone();
                list.branches
                    .iter()
                    .map(move |branch| {
                        combination.iter().cloned().chain([branch.clone()]).collect()
                    })
                    .collect::<Vec<Vec<Site<'a>>>>()
            };
            combinations = combinations.iter().flat_map(longer).collect();
        }
        let branches = combinations.into_iter().map(|sites| self.branch(base, sites));
        Some(branches.collect())
    }

    /// One type with the properties of every branch, none of them required.
    fn blended(&mut self, mut base: Flat<'a>, lists: &[Alternatives<'a>], site: &Site<'a>) -> Made {
        for branch in lists.iter().flat_map(|list| &list.branches) {
            let flat = self.flatten(std::slice::from_ref(branch));
            for (name, sites) in &flat.properties {
                base.properties.entry(name).or_insert_with(|| sites.clone());
            }
        }
        self.make_by_kind(&base, site)
    }
}
