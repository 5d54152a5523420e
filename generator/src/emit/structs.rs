//! Structs and their constructors.

use super::code::{Body, Item};
use super::types::Spelling;
use super::{derives, mock_default};
use crate::plan::{FieldKind, Making, RustType, StructField, StructItem, TypeItem};
use proc_macro2::TokenStream;
use quote::quote;

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
        let head = format!("pub {rest}: BTreeMap<String, {}>", spelling.text(ty));
        fields.push(Item::new(head, Body::Comma).doc("Every other property."));
    }
    // Tests that answer with such a value have to make it.
    let non_exhaustive =
        shape.non_exhaustive.then_some(r#"#[cfg_attr(not(feature = "mock"), non_exhaustive)]"#);
    let model = Item::new(format!("pub struct {ident}"), Body::Members(fields));
    let model = model.docs(item.docs.as_slice()).attribute_if(derives(item));
    items.push(model.attribute_if(mock_default(item)).attribute_if(non_exhaustive));
    if shape.making == Making::New {
        let new = constructor(shape, spelling);
        items.push(Item::new(format!("impl {ident}"), Body::Items(vec![new])));
    }
}

fn field<'p>(field: &'p StructField, spelling: &Spelling<'_>) -> Item<'p> {
    let mut head = String::from("pub ");
    head.push_str(&field.ident.code());
    head.push_str(": ");
    spelling.write(&field.ty(), &mut head);
    Item::new(head, Body::Comma).docs(field.docs.as_slice())
}

fn constructor<'p>(shape: &StructItem, spelling: &Spelling<'_>) -> Item<'p> {
    let required = || shape.fields.iter().filter(|field| field.kind == FieldKind::Required);
    let arguments = required().map(|field| argument(field, spelling));
    let given = required().map(|field| &field.ident);
    let values = shape.fields.iter().map(value);
    let rest = shape.rest.iter().map(|(ident, _)| quote!(#ident: BTreeMap::new()));
    let names: Vec<String> = given.map(|ident| format!("`{}`", ident.plain())).collect();
    let head = quote!(pub fn new(#(#arguments),*) -> Self);
    let body = quote!(Self { #(#values,)* #(#rest,)* });
    let item = Item::new(head, Body::statements([body]));
    item.doc(format!("Makes a value of what is required: {}.", names.join(", ")))
}

fn argument(field: &StructField, spelling: &Spelling<'_>) -> TokenStream {
    let ident = &field.ident;
    let ty = spelling.ty(&field.inner);
    match converts(&field.inner) {
        true => quote!(#ident: impl Into<#ty>),
        false => quote!(#ident: #ty),
    }
}

fn value(field: &StructField) -> TokenStream {
    let ident = &field.ident;
    match field.kind {
        FieldKind::Required if converts(&field.inner) => quote!(#ident: #ident.into()),
        FieldKind::Required => quote!(#ident),
        FieldKind::Optional | FieldKind::Any | FieldKind::Nullable => quote!(#ident: None),
        FieldKind::Patch => quote!(#ident: Default::default()),
    }
}

fn converts(ty: &RustType) -> bool {
    matches!(ty, RustType::String | RustType::Secret | RustType::Own(_))
}
