//! What models derive beside what all of them do, as a person asks for it.

mod able;
mod told;

use super::model::{Derive, ItemShape, Making, RustType, TypeFile, TypeHome, TypeItem};
use super::options::{DeriveFor, DeriveProblem, Note, PlanOptions};
use super::types::named;
use crate::ir::Api;
use crate::name::RustIdent;
use able::Able;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What every model of a shape derives.
pub(super) fn always(shape: &ItemShape) -> BTreeSet<Derive> {
    let mut derives = BTreeSet::from([Derive::Clone, Derive::Debug, Derive::PartialEq]);
    match shape {
        ItemShape::Alias(_) => derives.clear(),
        ItemShape::Struct(shape) if shape.making == Making::Default => {
            derives.insert(Derive::Default);
        }
        ItemShape::TextEnum(_) | ItemShape::IntegerEnum(_) => {
            derives.extend([Derive::Eq, Derive::Hash]);
        }
        ItemShape::Struct(_) | ItemShape::Union(_) | ItemShape::Newtype(_) => {}
    }
    derives
}

/// All types of a crate, and where each of them is.
struct Known<'a> {
    api: &'a Api,
    homes: &'a [TypeHome],
    items: Vec<&'a TypeItem>,
    place: HashMap<&'a RustIdent, usize>,
}

/// Adds what a person asks for; returns what there is to say about it.
pub(super) fn add(
    api: &Api,
    options: &PlanOptions,
    homes: &[TypeHome],
    files: &mut [TypeFile],
) -> Vec<Note> {
    if options.derives.is_empty() {
        return Vec::new();
    }
    let (added, notes) = {
        let items: Vec<&TypeItem> = files.iter().flat_map(|file| &file.items).collect();
        let place = items.iter().enumerate().map(|(at, item)| (&item.ident, at)).collect();
        let known = Known { api, homes, items, place };
        let mut asked = Asked::new(&known, options);
        options.derives.iter().for_each(|(whose, derives)| asked.entry(whose, derives));
        (asked.added, asked.notes)
    };
    let items = files.iter_mut().flat_map(|file| &mut file.items);
    items.zip(added).for_each(|(item, mut more)| item.derives.append(&mut more));
    notes
}

/// Says which types that come have a default value where there are mocks, beside those that derive
/// one anyway.
pub(super) fn mocked(api: &Api, options: &PlanOptions, homes: &[TypeHome], files: &mut [TypeFile]) {
    let able: Vec<bool> = {
        let items: Vec<&TypeItem> = files.iter().flat_map(|file| &file.items).collect();
        let place = items.iter().enumerate().map(|(at, item)| (&item.ident, at)).collect();
        let known = Known { api, homes, items, place };
        let able = Able::mocked(&known, &options.text_types);
        (0..known.items.len()).map(|at| able.has(at)).collect()
    };
    let items = files.iter_mut().flat_map(|file| &mut file.items);
    for (item, able) in items.zip(able) {
        let derives = matches!(item.shape, ItemShape::Struct(_) | ItemShape::Newtype(_));
        let is_new = derives && item.codec.read && !item.derives.contains(&Derive::Default);
        item.mock_default = able && is_new;
    }
}

/// What is asked for, and what comes of it.
struct Asked<'a> {
    known: &'a Known<'a>,
    able: BTreeMap<&'a Derive, Able<'a>>,
    added: Vec<BTreeSet<Derive>>,
    notes: Vec<Note>,
}

impl<'a> Asked<'a> {
    fn new(known: &'a Known<'a>, options: &'a PlanOptions) -> Self {
        let asked = options.derives.iter().flat_map(|(_, derives)| derives);
        let asked = asked.flat_map(|derive| std::iter::once(derive).chain(derive.needs()));
        let asked = asked.filter(|derive| !matches!(derive, Derive::External(_)));
        let able = asked.map(|it| (it, Able::new(it, known, &options.text_types))).collect();
        Self { known, able, added: vec![BTreeSet::new(); known.items.len()], notes: Vec::new() }
    }

    fn entry(&mut self, whose: &DeriveFor, derives: &'a [Derive]) {
        match whose {
            DeriveFor::All => derives.iter().for_each(|derive| self.for_all(derive)),
            DeriveFor::Schema(key) => self.for_schema(key, derives),
        }
    }

    /// Types that derive anything.
    fn models(&self) -> impl Iterator<Item = usize> + use<'a> {
        let items = self.known.items.iter().enumerate();
        items.filter(|(_, item)| !matches!(item.shape, ItemShape::Alias(_))).map(|(at, _)| at)
    }

    fn for_all(&mut self, derive: &'a Derive) {
        let (with, without): (Vec<usize>, Vec<usize>) =
            self.models().partition(|at| self.lacks(derive, *at).is_none());
        if with.is_empty() {
            return self.problem("*", DeriveProblem::FitsNoType { derive: derive.to_string() });
        }
        if let Some((at, lacking)) =
            without.first().and_then(|at| Some((*at, self.lacks(derive, *at)?)))
        {
            let item = self.known.items[at];
            let why = told::why(self.known, &self.able[lacking], item);
            self.notes.push(Note::DeriveLeftOut {
                derive: derive.to_string(),
                without: without.len(),
                of: without.len() + with.len(),
                first: item.ident.plain().to_owned(),
                why: why.text,
                place: why.place,
            });
        }
        for at in with {
            self.added[at].insert(derive.clone());
            self.added[at].extend(derive.needs().iter().cloned());
        }
    }

    fn for_schema(&mut self, key: &str, derives: &'a [Derive]) {
        let wanted = key.trim_start_matches('#');
        let homes = self.known.homes.iter();
        let homes = homes.filter(|home| home.pointer.to_string().trim_start_matches('#') == wanted);
        let places: Vec<usize> =
            homes.filter_map(|it| self.known.place.get(&it.ident).copied()).collect();
        if places.is_empty() {
            self.problem(key, DeriveProblem::MatchesNothing);
        }
        for at in places {
            match &self.known.items[at].shape {
                ItemShape::Alias(of) => {
                    self.problem(key, DeriveProblem::Alias { of: told::of(of) });
                }
                _ => derives.iter().for_each(|derive| self.for_type(key, derive, at)),
            }
        }
    }

    fn problem(&mut self, key: &str, problem: DeriveProblem) {
        self.notes.push(Note::UnusedDerive { key: key.to_owned(), problem });
    }

    fn for_type(&mut self, key: &str, derive: &'a Derive, at: usize) {
        if let Some(lacking) = self.lacks(derive, at) {
            let why = told::why(self.known, &self.able[lacking], self.known.items[at]);
            let problem = DeriveProblem::Impossible {
                derive: lacking.to_string(),
                why: why.text,
                place: why.place,
            };
            return self.problem(key, problem);
        }
        if let Derive::External(_) = derive {
            self.added[at].insert(derive.clone());
            return;
        }
        for derive in std::iter::once(derive).chain(derive.needs()) {
            self.with_parts(derive, at);
        }
    }

    /// The type and all that it holds.
    fn with_parts(&mut self, derive: &Derive, at: usize) {
        let mut waiting = vec![at];
        while let Some(at) = waiting.pop() {
            let item = self.known.items[at];
            let is_alias = matches!(item.shape, ItemShape::Alias(_));
            let is_new = is_alias || self.added[at].insert(derive.clone());
            if is_new {
                needed(derive, item, &mut |ident| waiting.extend(self.known.place.get(ident)));
            }
        }
    }

    /// The trait that a type cannot have: the one that is asked for or one that it needs.
    fn lacks(&self, derive: &'a Derive, at: usize) -> Option<&'a Derive> {
        if let Derive::External(_) = derive {
            return None;
        }
        let all = derive.needs().iter().chain(std::iter::once(derive));
        let mut lacking = all.filter(|derive| !self.able[derive].has(at));
        lacking.next()
    }
}

/// The types that have to have a trait for a type to have it.
fn needed(derive: &Derive, item: &TypeItem, visit: &mut dyn FnMut(&RustIdent)) {
    let mut part = |ty: &RustType| match (derive, ty) {
        // These have a default whatever they may hold.
        (
            Derive::Default,
            RustType::Vec(_) | RustType::Map(_) | RustType::Option(_) | RustType::Patch(_),
        ) => {}
        _ => named(ty, visit),
    };
    match &item.shape {
        ItemShape::Struct(shape) => {
            shape.fields.iter().for_each(|field| part(&field.ty()));
            if let Some((_, ty)) = shape.rest.as_ref().filter(|_| *derive != Derive::Default) {
                part(ty);
            }
        }
        ItemShape::Union(shape) => {
            shape.variants.iter().filter_map(|variant| variant.ty.as_ref()).for_each(part);
        }
        ItemShape::Alias(ty) | ItemShape::Newtype(ty) => part(ty),
        ItemShape::TextEnum(_) | ItemShape::IntegerEnum(_) => {}
    }
}
