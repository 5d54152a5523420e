//! Unions.

use super::code::{Body, Item};
use super::derives;
use super::text::text;
use super::types::Spelling;
use crate::plan::{RustType, TypeItem, UnionItem, UnionVariant};

/// An enum of types.
pub(super) fn union<'p>(
    item: &'p TypeItem,
    shape: &'p UnionItem,
    spelling: &Spelling<'_>,
) -> Item<'p> {
    let known = |variant: &'p UnionVariant| {
        let ty = variant.ty.as_ref().unwrap_or(&RustType::Unit);
        let head = text!("{}({})", variant.ident, spelling.of(ty));
        Item::new(head, Body::Comma).docs(variant.docs.as_slice())
    };
    let mut members: Vec<Item<'_>> = shape.variants.iter().map(known).collect();
    let unknown = Item::new(text!("Unknown({})", spelling.of(&RustType::Json)), Body::Comma);
    members.push(unknown.doc("A value that fits no other variant, as it came."));
    Item::new(text!("pub enum {}", item.ident), Body::Members(members))
        .docs(item.docs.as_slice())
        .attribute_if(derives(item))
        .attribute("#[non_exhaustive]")
}
