//! Open enums of texts and integers.

use super::code::{Body, Item};
use super::derives;
use super::text::text;
use crate::plan::{EnumVariant, TypeItem};

/// An open enum of texts.
pub(super) fn texts<'p>(item: &'p TypeItem, variants: &'p [EnumVariant<String>]) -> Item<'p> {
    open_enum(item, variants, "Unknown(Box<str>)")
}

/// An open enum of integers.
pub(super) fn integers<'p>(item: &'p TypeItem, variants: &'p [EnumVariant<i64>]) -> Item<'p> {
    open_enum(item, variants, "Unknown(i64)")
}

fn open_enum<'p, T>(
    item: &'p TypeItem,
    variants: &'p [EnumVariant<T>],
    unknown: &'static str,
) -> Item<'p> {
    let known = |variant: &'p EnumVariant<T>| {
        Item::new(&variant.ident, Body::Comma).docs(variant.docs.as_slice())
    };
    let mut members = Vec::with_capacity(variants.len() + 1);
    members.extend(variants.iter().map(known));
    members.push(Item::new(unknown, Body::Comma).doc("A value that this crate does not know."));
    Item::new(text!("pub enum {}", item.ident), Body::Members(members))
        .docs(item.docs.as_slice())
        .attribute_if(derives(item))
        .attribute("#[non_exhaustive]")
}
