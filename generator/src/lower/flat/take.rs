//! What each keyword of a schema adds to a view.

use super::{Allowed, Flat, Rest};
use crate::document::Schema;
use crate::ir::{Bound, Bounds, Docs, Kind, TypeStep};
use crate::lower::Site;
use indexmap::map::Entry;
use serde_json::{Number, Value};
use std::collections::BTreeSet;

impl<'a> Flat<'a> {
    /// Adds what one schema says.
    pub(super) fn take(&mut self, site: &Site<'a>, schema: &Schema<'a>, main: bool) {
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
        if are_of_items(schema, &values) {
            self.listed = Some(values);
            return;
        }
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
        if !schema.constrains() {
            return;
        }
        let mut bounds = Bounds::from(std::mem::take(&mut self.bounds));
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
        self.bounds = bounds.into();
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

/// Whether values that are listed beside a list are no lists: Swagger 2.0 had those of items there.
fn are_of_items(schema: &Schema<'_>, values: &[Allowed]) -> bool {
    let is_list =
        schema.kinds.is_some_and(|kinds| kinds.without(Kind::Null).iter().eq([Kind::List]));
    let has_items = schema.items.is_some() && schema.prefix_items.is_empty();
    is_list && has_items && !values.iter().any(|one| one.value.is_array())
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
