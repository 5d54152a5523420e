//! One view of a schema and everything it is combined with: `allOf` merged, references followed.

use super::references::is_bare;
use super::site::{Place, PlaceSet};
use super::trail::Trail;
use super::{Lowering, Site};
use crate::document::{Discriminator, Schema};
use crate::ir::{Bound, Bounds, Docs, Kind, Kinds, TypeStep};
use indexmap::map::Entry;
use indexmap::{IndexMap, IndexSet};
use serde_json::{Number, Value};
use std::collections::BTreeSet;
use std::rc::Rc;

/// How many schemas deep `allOf` and references are followed for one view.
const DEPTH: usize = 256;

/// What several schemas that describe one value say together.
#[derive(Clone, Debug, Default)]
pub(super) struct Flat<'a> {
    /// The kinds that all of them allow, null left aside.
    pub(super) kinds: Option<Kinds>,
    /// Whether null is allowed.
    pub(super) nullable: bool,
    /// The values that all of them allow (`enum`, `const`), null left aside.
    pub(super) allowed: Option<Vec<Allowed>>,
    pub(super) properties: IndexMap<&'a str, Vec<Site<'a>>>,
    pub(super) required: IndexSet<&'a str>,
    pub(super) rest: Rest<'a>,
    pub(super) patterns: Vec<Site<'a>>,
    pub(super) items: Vec<Site<'a>>,
    pub(super) prefix_items: Vec<Site<'a>>,
    pub(super) alternatives: Vec<Alternatives<'a>>,
    pub(super) bounds: Bounds,
    pub(super) base64: bool,
    /// Raw bytes: `contentMediaType` without an encoding, or an empty schema beside it.
    pub(super) binary: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    /// Two of them allow no kind of JSON in common; the later one counts.
    pub(super) conflicting: bool,
    /// A schema that nothing satisfies is among them.
    pub(super) never: bool,
    pub(super) title: Option<&'a str>,
    pub(super) docs: Docs,
}

/// One value of an enumeration.
#[derive(Clone, Debug)]
pub(super) struct Allowed {
    pub(super) value: Value,
    pub(super) name: Option<String>,
    pub(super) docs: Docs,
}

/// What is said of keys that are no property.
#[derive(Clone, Debug, Default)]
pub(super) enum Rest<'a> {
    /// Nothing.
    #[default]
    Unsaid,
    /// There are none.
    Closed,
    /// They have these schemas together.
    Open(Vec<Site<'a>>),
}

/// The branches of one `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(super) struct Alternatives<'a> {
    pub(super) branches: Vec<Site<'a>>,
    pub(super) discriminator: Option<Discriminator<'a>>,
}

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

impl<'a> Flat<'a> {
    /// Whether objects have a shape here, not only a kind.
    pub(super) fn has_object_shape(&self) -> bool {
        self.has_keys() || !matches!(self.rest, Rest::Unsaid)
    }

    fn has_keys(&self) -> bool {
        !self.properties.is_empty() || !self.required.is_empty() || !self.patterns.is_empty()
    }

    /// Whether nothing is said but, perhaps, a kind.
    pub(super) fn is_weak(&self) -> bool {
        !self.has_strong_parts() && matches!(self.rest, Rest::Unsaid)
    }

    /// Whether something is said beside a kind and the keys that are no property.
    pub(super) fn has_strong_parts(&self) -> bool {
        self.has_keys()
            || self.allowed.is_some()
            || !self.items.is_empty()
            || !self.prefix_items.is_empty()
            || !self.alternatives.is_empty()
            || !self.bounds.is_empty()
            || self.never
    }

    /// Whether no other schema stands inside.
    fn is_leaf(&self) -> bool {
        let lists = [&self.patterns, &self.items, &self.prefix_items];
        lists.into_iter().all(Vec::is_empty)
            && self.properties.is_empty()
            && self.alternatives.is_empty()
            && !matches!(self.rest, Rest::Open(_))
    }

    /// How much there is to copy.
    pub(super) fn weight(&self) -> usize {
        let branches = self.alternatives.iter().map(|list| list.branches.len());
        self.properties.len()
            + self.required.len()
            + self.allowed.as_ref().map_or(0, Vec::len)
            + branches.sum::<usize>()
    }

    /// The same view with what stands inside named from another path.
    pub(super) fn moved(&self, from: &Trail, to: &Trail) -> Self {
        let mut flat = self.clone();
        let properties = flat.properties.values_mut().flatten();
        let branches = flat.alternatives.iter_mut().flat_map(|list| &mut list.branches);
        let rest = match &mut flat.rest {
            Rest::Open(sites) => sites.as_mut_slice(),
            Rest::Unsaid | Rest::Closed => &mut [],
        };
        let lists = flat.patterns.iter_mut().chain(&mut flat.items).chain(&mut flat.prefix_items);
        for site in properties.chain(branches).chain(rest).chain(lists) {
            site.rebase(from, to);
        }
        flat
    }

    /// The kinds that are written, or that the keywords imply.
    pub(super) fn implied_kinds(&self) -> Kinds {
        self.kinds.unwrap_or_else(|| {
            if let Some(allowed) = &self.allowed {
                return allowed.iter().map(|allowed| kind_of(&allowed.value)).collect();
            }
            if self.has_object_shape() {
                Kinds::NONE.with(Kind::Object)
            } else if !self.items.is_empty() || !self.prefix_items.is_empty() {
                Kinds::NONE.with(Kind::List)
            } else if self.bounds.pattern.is_some() || self.base64 {
                Kinds::NONE.with(Kind::Text)
            } else {
                match self.bounds.format.as_deref() {
                    Some("int32" | "int64" | "uint32" | "uint64") => {
                        Kinds::NONE.with(Kind::Integer)
                    }
                    Some("float" | "double") => Kinds::NONE.with(Kind::Number),
                    Some(
                        "date-time" | "date" | "uuid" | "email" | "uri" | "byte" | "binary"
                        | "password" | "hostname" | "ipv4" | "ipv6",
                    ) => Kinds::NONE.with(Kind::Text),
                    _ if self.bounds.minimum.is_some() || self.bounds.maximum.is_some() => {
                        Kinds::NONE.with(Kind::Number)
                    }
                    _ => Kinds::NONE,
                }
            }
        })
    }
}

/// The kind of a JSON value.
pub(super) fn kind_of(value: &Value) -> Kind {
    match value {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::Bool,
        Value::Number(number) if number.is_f64() => Kind::Number,
        Value::Number(_) => Kind::Integer,
        Value::String(_) => Kind::Text,
        Value::Array(_) => Kind::List,
        Value::Object(_) => Kind::Object,
    }
}

impl<'a> Lowering<'a, '_> {
    /// What schemas that describe one value say together.
    pub(super) fn flatten(&mut self, sites: &[Site<'a>]) -> Rc<Flat<'a>> {
        let [one] = sites else {
            return Rc::new(self.flatten_onto(&Flat::default(), sites));
        };
        let known = self.flats.get(&one.place()).cloned();
        if let Some(known) = known.or_else(|| self.leaves.get(one.place())) {
            return known;
        }
        let flat = Rc::new(self.flatten_onto(&Flat::default(), sites));
        // What stands inside a target is named by where that is, whoever asks.
        let again = flat.is_leaf() || is_bare(&self.read(one));
        match again {
            true => self.leaves.insert(one.place(), Rc::clone(&flat)),
            false => _ = self.flats.insert(one.place(), Rc::clone(&flat)),
        }
        flat
    }

    /// What schemas say together with what is already known.
    pub(super) fn flatten_onto(&mut self, base: &Flat<'a>, sites: &[Site<'a>]) -> Flat<'a> {
        if let Some(first) = sites.first()
            && !self.spend(base.weight(), first.at())
        {
            return Flat::default();
        }
        let flat = base.clone();
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
                let reference = node.value.get("$ref").and_then(Value::as_str);
                let target = reference.and_then(|to| self.document.resolve(&node.at, to).ok());
                merge.seen.contains(&Place::of(node))
                    || target.is_some_and(|target| merge.seen.contains(&Place::of(&target)))
            });
            if nodes.is_empty() || chosen {
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
        let listed = schema.enumeration.is_some_and(|values| values.iter().any(Value::is_null))
            || schema.constant.is_some_and(Value::is_null);
        match schema.kinds {
            _ if schema.nullable => self.nulls.write(true),
            Some(kinds) => self.nulls.write(kinds.has(Kind::Null)),
            None if listed => self.nulls.write(true),
            None => {}
        }
    }
}

impl<'a> Flat<'a> {
    /// Adds what one schema says.
    fn take(&mut self, site: &Site<'a>, schema: &Schema<'a>, main: bool) {
        self.never |= schema.boolean == Some(false);
        self.take_kinds(schema);
        self.take_allowed(schema);
        for (name, node) in &schema.properties {
            let property = site.step(node, TypeStep::Property((*name).to_owned()));
            match self.properties.entry(name) {
                Entry::Vacant(place) => _ = place.insert(vec![property]),
                Entry::Occupied(mut place) => place.get_mut().push(property),
            }
        }
        self.required.extend(&schema.required);
        self.take_rest(site, schema);
        self.patterns
            .extend(schema.patterns.iter().map(|(_, node)| site.step(node, TypeStep::Value)));
        self.items.extend(schema.items.iter().map(|node| site.step(node, TypeStep::Item)));
        if self.prefix_items.is_empty() {
            let elements = schema.prefix_items.iter().enumerate();
            self.prefix_items =
                elements.map(|(index, node)| site.step(node, TypeStep::Element(index))).collect();
        }
        self.take_bounds(schema);
        self.base64 |= schema.content_encoding.is_some_and(|name| name.starts_with("base64"));
        self.binary |= schema.content_media_type.is_some() && schema.content_encoding.is_none();
        self.read_only |= schema.read_only;
        self.write_only |= schema.write_only;
        self.take_docs(schema, main);
    }

    fn take_kinds(&mut self, schema: &Schema<'a>) {
        let Some(kinds) = schema.kinds.map(|kinds| kinds.without(Kind::Null)) else {
            return;
        };
        if kinds.is_empty() {
            return;
        }
        self.kinds = Some(match self.kinds.map(|own| own.meet(kinds)) {
            Some(met) if !met.is_empty() => met,
            met => {
                self.conflicting |= met.is_some();
                kinds
            }
        });
    }

    fn take_allowed(&mut self, schema: &Schema<'a>) {
        let Some(values) = values_of(schema) else {
            return;
        };
        self.allowed = Some(match self.allowed.take() {
            None => values,
            Some(own) => {
                let texts: BTreeSet<String> =
                    values.iter().map(|other| other.value.to_string()).collect();
                let both = |allowed: &Allowed| texts.contains(&allowed.value.to_string());
                let met: Vec<_> = own.into_iter().filter(both).collect();
                if met.is_empty() { values } else { met }
            }
        });
    }

    fn take_rest(&mut self, site: &Site<'a>, schema: &Schema<'a>) {
        let Some(node) = &schema.additional else {
            return;
        };
        match (&mut self.rest, &node.value) {
            (Rest::Closed, _) => {}
            (rest, Value::Bool(false)) => *rest = Rest::Closed,
            (Rest::Open(sites), _) => sites.push(site.step(node, TypeStep::Value)),
            (rest, _) => *rest = Rest::Open(vec![site.step(node, TypeStep::Value)]),
        }
    }

    fn take_bounds(&mut self, schema: &Schema<'a>) {
        let bounds = &mut self.bounds;
        tighten(&mut bounds.minimum, schema.minimum.as_ref(), |new, old| new > old);
        tighten(&mut bounds.maximum, schema.maximum.as_ref(), |new, old| new < old);
        bounds.multiple_of = bounds.multiple_of.take().or_else(|| schema.multiple_of.clone());
        for (least, greatest) in [schema.text_length, schema.item_count, schema.property_count] {
            bounds.min_length = bounds.min_length.max(least);
            bounds.max_length = match (bounds.max_length, greatest) {
                (Some(own), Some(new)) => Some(own.min(new)),
                (own, new) => own.or(new),
            };
        }
        bounds.pattern = bounds.pattern.take().or_else(|| schema.pattern.map(str::to_owned));
        bounds.unique |= schema.unique_items;
        bounds.format = bounds.format.take().or_else(|| schema.format.map(str::to_owned));
    }

    fn take_docs(&mut self, schema: &Schema<'a>, main: bool) {
        if main || self.title.is_none() {
            self.title = schema.title.or(self.title);
        }
        let docs = &mut self.docs;
        let (summary, description) = (&schema.docs.summary, &schema.docs.description);
        if main || docs.description.is_none() {
            docs.summary = summary.clone().or(docs.summary.take());
            docs.description = description.clone().or(docs.description.take());
        }
        docs.deprecated |= main && schema.docs.deprecated;
        docs.default = schema.docs.default.clone().or(docs.default.take());
    }
}

fn tighten(own: &mut Option<Bound>, new: Option<&Bound>, tighter: fn(f64, f64) -> bool) {
    let Some(new) = new else { return };
    let as_float = |number: &Number| number.as_f64().unwrap_or_default();
    match own {
        Some(old) if !tighter(as_float(&new.value), as_float(&old.value)) => {}
        _ => *own = Some(new.clone()),
    }
}

/// The values of `enum` and `const`, null left aside.
fn values_of(schema: &Schema<'_>) -> Option<Vec<Allowed>> {
    if let Some(value) = schema.constant {
        let name = schema.title.map(str::to_owned);
        let docs = Docs { default: None, ..schema.docs.clone() };
        return (!value.is_null()).then(|| vec![Allowed { value: value.clone(), name, docs }]);
    }
    let values = schema.enumeration?;
    let named = values.iter().enumerate().filter(|(_, value)| !value.is_null());
    let mut allowed: Vec<Allowed> = Vec::with_capacity(values.len());
    for (index, value) in named {
        let name = schema.enum_names.get(index).copied().flatten().map(str::to_owned);
        let description = schema.enum_descriptions.get(index).copied().flatten().map(str::to_owned);
        let docs = Docs { description, ..Docs::default() };
        allowed.push(Allowed { value: value.clone(), name, docs });
    }
    let mut seen = BTreeSet::new();
    allowed.retain(|one| seen.insert(one.value.to_string()));
    (!allowed.is_empty()).then_some(allowed)
}
