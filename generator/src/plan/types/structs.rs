//! Structs: fields, how they may be missing, and how a value is made.

use super::Types;
use crate::ir::{Additional, Field, Presence, Prim, Struct, Text, Ty, TypeId, Usage};
use crate::name::{Case, RustIdent, Scope, words};
use crate::plan::chosen::{Claim, Keys, Namer};
use crate::plan::identity;
use crate::plan::model::{Constant, FieldKind, Making, RustType, StructField, StructItem};
use crate::plan::rules;

/// The most arguments that a constructor takes.
const MOST_ARGUMENTS: usize = 7;

impl Types<'_> {
    pub(super) fn structure(
        &self,
        id: TypeId,
        owner: &str,
        (shape, docs): (&Struct, Vec<Vec<String>>),
        namer: &mut Namer<'_>,
    ) -> StructItem {
        let usage = self.api.types[id].usage;
        let mut scope = Scope::new();
        let mut idents = field_idents(shape, owner, &mut scope, namer);
        let rest = shape.additional.ty().and_then(|ty| Some((ty, idents.pop()?)));
        let mut fields = Vec::with_capacity(shape.fields.len());
        let mut constants = Vec::new();
        for ((field, docs), ident) in shape.fields.iter().zip(docs).zip(idents) {
            match field.fixed(usage) {
                Some(value) => constants.push((field.wire.clone(), Constant::from(&value))),
                None => fields.push(self.field(field, (ident, docs), usage)),
            }
        }
        let rest = rest.map(|(ty, ident)| (ident, self.rust(ty)));
        let making = making(&fields, usage);
        if making == Making::New {
            fields = in_order(fields, owner, namer);
        }
        let non_exhaustive = usage.response && !usage.request;
        let rest_matches = matches!(shape.additional, Additional::Matching(_));
        let map = |ty: &Ty| RustType::Map(Box::new(self.opened(ty)));
        let rest_rules = shape.additional.ty().map(map);
        let rest_rules = rest_rules.map(|map| rules::of(&shape.additional_bounds, &map));
        let rest_rules = rest_rules.unwrap_or_default();
        StructItem { fields, constants, rest, rest_matches, rest_rules, making, non_exhaustive }
    }

    fn field(
        &self,
        field: &Field,
        (ident, docs): (RustIdent, Vec<String>),
        usage: Usage,
    ) -> StructField {
        let kind = match field_kind(field, usage) {
            FieldKind::Optional if *self.resolved(&field.ty) == Ty::Json => FieldKind::Any,
            kind => kind,
        };
        let inner = if field.sensitive { self.secret(&field.ty) } else { self.rust(&field.ty) };
        let rules = match &inner {
            RustType::Secret => rules::of(&field.bounds, &inner),
            _ => rules::of(&field.bounds, &self.opened(&field.ty)),
        };
        StructField { ident, wire: field.wire.clone(), inner, kind, rules, docs }
    }

    /// The type of a text that must not show.
    fn secret(&self, ty: &Ty) -> RustType {
        match self.resolved(ty) {
            Ty::Prim(Prim::Text(Text::Plain)) => RustType::Secret,
            _ => self.rust(ty),
        }
    }
}

/// The names of the fields, in their order, and of the field for all other properties, if there is
/// one.
fn field_idents(
    shape: &Struct,
    owner: &str,
    scope: &mut Scope,
    namer: &mut Namer<'_>,
) -> Vec<RustIdent> {
    let mut order: Vec<usize> = (0..shape.fields.len()).collect();
    order.sort_by_key(|at| (shape.fields[*at].wire.len(), &shape.fields[*at].wire));
    let claims = order.iter().map(|at| {
        let Field { origin, wire, .. } = &shape.fields[*at];
        Claim::text(Keys::Pointer(origin), identity::field(owner, wire), wire)
    });
    let rest = shape.additional.ty().map(|_| {
        let others = || vec![words("other properties")];
        let identity = format!("{owner} rest");
        Claim::new(Keys::none(), identity, words("additional properties"), others)
    });
    let claims = claims.chain(rest).collect();
    let mut idents = namer.claim_all(scope, Case::Snake, claims);
    let rest = idents.split_off(order.len());
    let mut named: Vec<_> = order.into_iter().zip(idents).collect();
    named.sort_by_key(|(at, _)| *at);
    named.into_iter().map(|(_, ident)| ident).chain(rest).collect()
}

/// The fields, with what a constructor takes in the order in which it has been taking it.
fn in_order(fields: Vec<StructField>, owner: &str, namer: &mut Namer<'_>) -> Vec<StructField> {
    let is_argument = |field: &StructField| field.kind == FieldKind::Required;
    let arguments: Vec<&StructField> = fields.iter().filter(|it| is_argument(it)).collect();
    let idents: Vec<&RustIdent> = arguments.iter().map(|field| &field.ident).collect();
    let order = namer.ordered(owner, &idents);
    let mut arguments =
        order.into_iter().map(|at| arguments[at].clone()).collect::<Vec<_>>().into_iter();
    let next = |field: StructField| match is_argument(&field) {
        true => arguments.next().unwrap_or(field),
        false => field,
    };
    fields.into_iter().map(next).collect()
}

/// How the key of a field may be missing, given which side sets it and which way its type travels.
fn field_kind(field: &Field, usage: Usage) -> FieldKind {
    match (field.presence, field.is_one_sided(usage)) {
        (Presence::Required, false) => FieldKind::Required,
        (Presence::RequiredNullable, false) => FieldKind::Nullable,
        (Presence::Required | Presence::Optional, _) => FieldKind::Optional,
        (Presence::RequiredNullable | Presence::OptionalNullable, _) if usage.request => {
            FieldKind::Patch
        }
        (Presence::RequiredNullable | Presence::OptionalNullable, _) => FieldKind::Optional,
    }
}

fn making(fields: &[StructField], usage: Usage) -> Making {
    let required = fields.iter().filter(|field| field.kind == FieldKind::Required).count();
    match required {
        0 => Making::Default,
        1..=MOST_ARGUMENTS if usage.request || !usage.response => Making::New,
        _ => Making::Literal,
    }
}
