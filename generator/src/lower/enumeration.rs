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
        let allowed = coerced(allowed, flat.kinds);
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

/// Values written in another kind than the schema's `type`, read as that type: YAML authors write
/// `enum: [1, 2]` below `type: string`.
fn coerced(allowed: &[Allowed], kinds: Option<Kinds>) -> Vec<Allowed> {
    let Some(kinds) = kinds else {
        return allowed.to_vec();
    };
    let matching: Vec<Allowed> = allowed
        .iter()
        .filter(|one| {
            let kind = kind_of(&one.value);
            kinds.has(kind) || (kind == Kind::Integer && kinds.has(Kind::Number))
        })
        .cloned()
        .collect();
    if !matching.is_empty() {
        return matching;
    }
    let coerce = |one: &Allowed| {
        let value = match &one.value {
            Value::Number(_) | Value::Bool(_) if kinds.has(Kind::Text) => {
                Value::String(one.value.to_string())
            }
            Value::String(text) if kinds.has(Kind::Integer) => text.parse::<i64>().ok()?.into(),
            Value::String(text) if kinds.has(Kind::Number) => text.parse::<f64>().ok()?.into(),
            other => other.clone(),
        };
        Some(Allowed { value, ..one.clone() })
    };
    let coerced: Vec<Allowed> = allowed.iter().filter_map(coerce).collect();
    if coerced.is_empty() { allowed.to_vec() } else { coerced }
}
