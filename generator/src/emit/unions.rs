//! Unions.

use super::code::{Body, Item};
use super::derives;
use super::types::Spelling;
use crate::plan::{RustType, TypeItem, UnionItem, UnionVariant};
use quote::quote;

/// An enum of types.
pub(super) fn union(item: &TypeItem, shape: &UnionItem, spelling: &Spelling<'_>) -> Item {
    let ident = &item.ident;
    let known = |variant: &UnionVariant| {
        let ident = &variant.ident;
        let ty = spelling.ty(variant.ty.as_ref().unwrap_or(&RustType::Unit));
        Item::new(quote!(#ident(#ty)), Body::Comma).docs(&variant.docs)
    };
    let mut members: Vec<Item> = shape.variants.iter().map(known).collect();
    let json = spelling.ty(&RustType::Json);
    let unknown = Item::new(quote!(Unknown(#json)), Body::Comma);
    members.push(unknown.doc("A value that fits no other variant, as it came."));
    Item::new(quote!(pub enum #ident), Body::Members(members))
        .docs(&item.docs)
        .attribute_if(derives(item))
        .attribute(quote!(#[non_exhaustive]))
}
