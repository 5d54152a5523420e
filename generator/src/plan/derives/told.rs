//! Why a type cannot derive a trait, in words.

use super::Known;
use super::able::{Able, Obstacle, Part};
use crate::ir::Shape;
use crate::name::RustIdent;
use crate::plan::model::{RustType, TypeItem};
use std::collections::BTreeSet;

/// Why, and where in the document that is.
pub(super) struct Why {
    pub(super) text: String,
    pub(super) place: Option<String>,
}

/// The way from a type to what keeps it from a trait.
pub(super) fn why(known: &Known<'_>, able: &Able<'_>, item: &TypeItem) -> Why {
    let mut item = item;
    let mut seen = BTreeSet::new();
    let (mut steps, mut place) = (Vec::new(), None);
    while seen.insert(&item.ident) {
        place = own_place(known, &item.ident).or(place);
        let Some(obstacle) = able.obstacle(item) else { break };
        let (part, ty) = match obstacle {
            Obstacle::Kind(kind) => {
                steps.push(format!("it is {kind}"));
                break;
            }
            Obstacle::Part(part, ty) => (part, ty),
        };
        steps.push(format!("{} holds {}", words(part), of(&ty)));
        if let Part::Field(field) = part {
            place = field_place(known, &item.ident, &field.wire).or(place);
        }
        let RustType::Named(ident) = &ty else { break };
        let Some(next) = known.place.get(ident) else { break };
        item = known.items[*next];
    }
    Why { text: steps.join(", "), place }
}

/// A part in words.
fn words(part: Part<'_>) -> String {
    match part {
        Part::Field(field) => format!("its field `{}`", field.ident.plain()),
        Part::Rest(ident) => format!("its field `{}`", ident.plain()),
        Part::Variant(ident) => format!("its variant `{}`", ident.plain()),
        Part::Unknown => "its variant `Unknown`".to_owned(),
        Part::Value => "its value".to_owned(),
    }
}

fn own_place(known: &Known<'_>, ident: &RustIdent) -> Option<String> {
    let home = known.homes.iter().find(|home| home.ident == *ident)?;
    Some(home.pointer.to_string())
}

/// The schema of a field.
fn field_place(known: &Known<'_>, ident: &RustIdent, wire: &str) -> Option<String> {
    let mut both = known.homes.iter().zip(known.api.types.iter());
    let (_, (_, definition)) = both.find(|(home, _)| home.ident == *ident)?;
    let Shape::Struct(shape) = &definition.shape else { return None };
    let field = shape.fields.iter().find(|field| field.wire == wire)?;
    Some(field.origin.to_string())
}

/// A type in words.
pub(super) fn of(ty: &RustType) -> String {
    let path = |path: &[RustIdent]| path.iter().map(RustIdent::to_string).collect::<Vec<_>>();
    let text = match ty {
        RustType::Bool => "bool",
        RustType::Integer(name) => name,
        RustType::Float => "f64",
        RustType::String => "String",
        RustType::Secret => "Secret",
        RustType::Bytes => "Bytes",
        RustType::Json => return "any JSON".to_owned(),
        RustType::Unit => "()",
        RustType::Named(ident) => return format!("`{}`", ident.plain()),
        RustType::External(external, _) => return format!("`{}`", path(external).join("::")),
        RustType::Own(own) => own.name(),
        RustType::Box(_) => return "a `Box`".to_owned(),
        RustType::Vec(_) => return "a `Vec`".to_owned(),
        RustType::Map(_) => return "a `BTreeMap`".to_owned(),
        RustType::Option(_) => return "an `Option`".to_owned(),
        RustType::Patch(_) => return "a `Patch`".to_owned(),
        RustType::Tuple(_) => return "a tuple".to_owned(),
    };
    format!("`{text}`")
}
