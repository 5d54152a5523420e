//! Enumerations: values of one kind become an open enum, of several kinds a union of them.

use super::flat::{Allowed, Flat, kind_of};
use super::scalar::integer_of;
use super::schema::{Made, variant_site};
use super::{Lowering, Site};
use crate::diag::code;
use crate::ir::{
    Dispatch, Enum, EnumValue, EnumValues, Guard, Kind, Kinds, Prim, Shape, Ty, Union, Variant,
    VariantName,
};
use serde_json::Value;

impl<'a> Lowering<'a, '_> {
    /// What the values of an enumeration make.
    pub(super) fn enumeration(
        &mut self,
        flat: &Flat<'a>,
        allowed: &[Allowed],
        site: &Site<'a>,
    ) -> Made {
        let allowed = self.of_type(allowed, flat.kinds, site);
        let kinds: Kinds = allowed.iter().map(|one| kind_of(&one.value)).collect();
        let mut each = kinds.iter();
        match (each.next(), each.next()) {
            (Some(kind), None) => self.enumeration_of(kind, flat, &allowed, site),
            (Some(Kind::Integer), Some(Kind::Number)) => {
                self.enumeration_of(Kind::Number, flat, &allowed, site)
            }
            _ => self.mixed_enumeration(flat, &allowed, kinds, site),
        }
    }

    /// The items of a list whose values are listed beside it: nothing where they say it themselves.
    pub(super) fn listed_items(
        &mut self,
        flat: &Flat<'a>,
        listed: &[Allowed],
        site: &Site<'a>,
    ) -> Option<Ty> {
        let message = "the values are no lists; taken as those of the items";
        self.report(code::ENUM_TYPE_MISMATCH, site.at(), message.to_owned());
        let items = flat.items.first()?;
        let of_items = self.flatten(&flat.items);
        let refers = self.read(items).reference.is_some();
        if refers || of_items.allowed.is_some() || !of_items.alternatives.is_empty() {
            return None;
        }
        Some(match self.enumeration(&of_items, listed, items) {
            Made::Use(ty) => ty,
            Made::Shape(shape) => Ty::Named(self.define(items, shape, of_items.docs.clone())),
        })
    }

    /// The values that the schema's `type` allows, those of another kind read as it where that is
    /// plain. Where it allows none of them the values count, not the type.
    fn of_type(
        &mut self,
        allowed: &[Allowed],
        kinds: Option<Kinds>,
        site: &Site<'a>,
    ) -> Vec<Allowed> {
        let Some(kinds) = kinds else {
            return allowed.to_vec();
        };
        let taken: Vec<Option<Value>> =
            allowed.iter().map(|one| taken(&one.value, kinds)).collect();
        if taken.iter().all(Option::is_none) && !allowed.is_empty() {
            let message = "none of the values is of the type that is asked for; the values count";
            self.report(code::ENUM_TYPE_MISMATCH, site.at(), message.to_owned());
            return allowed.to_vec();
        }
        let mut fitting = Vec::with_capacity(allowed.len());
        for (one, value) in allowed.iter().zip(taken) {
            if value.as_ref() != Some(&one.value) {
                let fate =
                    value.as_ref().map_or("left out".to_owned(), |it| format!("taken as `{it}`"));
                let message =
                    format!("`{}` is not of the type that is asked for; {fate}", one.value);
                self.report(code::ENUM_TYPE_MISMATCH, site.at(), message);
            }
            fitting.extend(value.map(|value| Allowed { value, ..one.clone() }));
        }
        fitting
    }

    fn enumeration_of(
        &mut self,
        kind: Kind,
        flat: &Flat<'a>,
        allowed: &[Allowed],
        site: &Site<'a>,
    ) -> Made {
        match kind {
            Kind::Text => {
                let text = |value: &Value| value.as_str().map(str::to_owned);
                Made::Shape(Shape::Enum(Enum { values: EnumValues::Text(values(allowed, text)) }))
            }
            Kind::Integer if allowed.iter().all(|one| one.value.is_i64()) => {
                let values = values(allowed, Value::as_i64);
                Made::Shape(Shape::Enum(Enum { values: EnumValues::Integer(values) }))
            }
            Kind::Integer => {
                let message = "values past 64 bits and a sign; any integer that holds them all";
                self.report(code::NUMBER_OUT_OF_RANGE, site.at(), message.to_owned());
                let values = allowed.iter().map(|one| &one.value);
                Made::Use(Ty::Prim(Prim::Integer(integer_of(values, &flat.bounds))))
            }
            Kind::Bool | Kind::Number => {
                if kind == Kind::Number && allowed.len() > 1 {
                    let message = "values that are no texts or integers; any number is accepted";
                    self.report(code::IGNORED_CONSTRAINT, site.at(), message.to_owned());
                }
                Made::Use(self.scalar(kind, flat))
            }
            Kind::Null => Made::Use(Ty::Null),
            Kind::List | Kind::Object => {
                if allowed.len() > 1 {
                    let message = "values that are lists or objects; any of their kind is accepted";
                    self.report(code::IGNORED_CONSTRAINT, site.at(), message.to_owned());
                }
                let unvalued = Flat { allowed: None, ..flat.clone() };
                let kinds = Kinds::NONE.with(kind);
                self.make_by_kind(&Flat { kinds: Some(kinds), ..unvalued }, site)
            }
        }
    }

    /// Values of several kinds: one branch a kind.
    fn mixed_enumeration(
        &mut self,
        flat: &Flat<'a>,
        allowed: &[Allowed],
        kinds: Kinds,
        site: &Site<'a>,
    ) -> Made {
        if kinds.has(Kind::List) || kinds.has(Kind::Object) {
            let message =
                "values of several kinds, lists or objects among them; any JSON".to_owned();
            self.report(code::UNTYPED, site.at(), message);
            return Made::Use(Ty::Json);
        }
        let mut variants = Vec::new();
        let mut guards = Vec::new();
        for kind in kinds.iter() {
            let of_kind: Vec<Allowed> =
                allowed.iter().filter(|one| kind_of(&one.value) == kind).cloned().collect();
            let place = variant_site(site, site, kind_word(kind));
            let ty = match self.enumeration_of(kind, flat, &of_kind, &place) {
                Made::Use(ty) => ty,
                Made::Shape(shape) => Ty::Named(self.define(&place, shape, Default::default())),
            };
            guards.push(Guard::of_kinds(variants.len(), Kinds::NONE.with(kind)));
            variants.push(Variant { name: VariantName::Kind(kind), ty, docs: Default::default() });
        }
        let dispatch = Dispatch::Guards(guards);
        Made::Shape(Shape::Union(Union { variants, dispatch }))
    }
}

/// A word for a kind, for names.
pub(super) fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Bool => "flag",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Text => "text",
        Kind::List => "list",
        Kind::Object => "object",
    }
}

fn values<T>(allowed: &[Allowed], read: impl Fn(&Value) -> Option<T>) -> Vec<EnumValue<T>> {
    allowed
        .iter()
        .filter_map(|one| {
            let wire = read(&one.value)?;
            Some(EnumValue { wire, name: one.name.clone(), docs: one.docs.clone() })
        })
        .collect()
}

/// The value as the schema's `type` has it, if there is such a value. One that is written in another
/// kind is read as that type: YAML authors write `enum: [1, 2]` below `type: string`.
fn taken(value: &Value, kinds: Kinds) -> Option<Value> {
    let kind = kind_of(value);
    if kinds.has(kind) || (kind == Kind::Integer && kinds.has(Kind::Number)) {
        return Some(value.clone());
    }
    match value {
        Value::Number(_) | Value::Bool(_) if kinds.has(Kind::Text) => {
            Some(Value::String(value.to_string()))
        }
        Value::String(text) if kinds.has(Kind::Integer) => Some(text.parse::<i64>().ok()?.into()),
        Value::String(text) if kinds.has(Kind::Number) => Some(text.parse::<f64>().ok()?.into()),
        _ => None,
    }
}
