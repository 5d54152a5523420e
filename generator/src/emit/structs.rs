//! Structs and their constructors.

use super::code::{Body, Item};
use super::text::{Joined, Text, text};
use super::types::Spelling;
use super::{derives, mock_default};
use crate::plan::{FieldKind, Making, RustType, StructField, StructItem, TypeItem};

/// A struct, and its constructor where it has one.
pub(super) fn structure<'p>(
    item: &'p TypeItem,
    shape: &'p StructItem,
    spelling: &Spelling<'_>,
    items: &mut Vec<Item<'p>>,
) {
    let ident = &item.ident;
    let mut fields = Vec::with_capacity(shape.fields.len() + 1);
    fields.extend(shape.fields.iter().map(|it| field(it, spelling)));
    if let Some((rest, ty)) = &shape.rest {
        let head = text!("pub {}: BTreeMap<String, {}>", rest, spelling.of(ty));
        fields.push(Item::new(head, Body::Comma).doc("Every other property."));
    }
    // Tests that answer with such a value have to make it.
    let non_exhaustive =
        shape.non_exhaustive.then_some(r#"#[cfg_attr(not(feature = "mock"), non_exhaustive)]"#);
    let model = Item::new(text!("pub struct {}", ident), Body::Members(fields));
    let model = model.docs(item.docs.as_slice()).attribute_if(derives(item));
    items.push(model.attribute_if(mock_default(item)).attribute_if(non_exhaustive));
    if shape.making == Making::New {
        let new = constructor(shape, spelling);
        items.push(Item::new(text!("impl {}", ident), Body::Items(vec![new])));
    }
}

fn field<'p>(field: &'p StructField, spelling: &Spelling<'_>) -> Item<'p> {
    let head = text!("pub {}: {}", field.ident, spelling.of(&field.ty()));
    Item::new(head, Body::Comma).docs(field.docs.as_slice())
}

fn constructor<'p>(shape: &StructItem, spelling: &Spelling<'_>) -> Item<'p> {
    let required = || shape.fields.iter().filter(|field| field.kind == FieldKind::Required);
    let arguments = required().map(|field| argument(field, spelling));
    let given = required().map(|field| &field.ident);
    let values = shape.fields.iter().map(value);
    let rest = shape.rest.iter().map(|(ident, _)| text!("{}: BTreeMap::new()", ident));
    let names: Vec<String> = given.map(|ident| format!("`{}`", ident.plain())).collect();
    let head = text!("pub fn new({}) -> Self", Joined(arguments, ", "));
    let body = text!("Self {{ {} }}", Joined(values.chain(rest), ", "));
    let item = Item::new(head, Body::statements([body]));
    item.doc(format!("Makes a value of what is required: {}.", names.join(", ")))
}

fn argument(field: &StructField, spelling: &Spelling<'_>) -> Text<'static> {
    let (ident, ty) = (&field.ident, spelling.of(&field.inner));
    match converts(&field.inner) {
        true => text!("{}: impl Into<{}>", ident, ty),
        false => text!("{}: {}", ident, ty),
    }
}

fn value(field: &StructField) -> Text<'_> {
    let ident = &field.ident;
    match field.kind {
        FieldKind::Required if converts(&field.inner) => text!("{}: {}.into()", ident, ident),
        FieldKind::Required => ident.into(),
        FieldKind::Optional | FieldKind::Any | FieldKind::Nullable => text!("{}: None", ident),
        FieldKind::Patch => text!("{}: Default::default()", ident),
    }
}

fn converts(ty: &RustType) -> bool {
    matches!(ty, RustType::String | RustType::Secret | RustType::Own(_))
}
