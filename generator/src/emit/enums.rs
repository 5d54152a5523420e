//! Open enums of texts and integers.

use super::code::{Body, Head, Item};
use super::derives;
use crate::plan::{EnumVariant, TypeItem};
use proc_macro2::TokenStream;
use quote::quote;

/// An open enum of texts.
pub(super) fn texts(item: &TypeItem, variants: &[EnumVariant<String>]) -> Item {
    open_enum(item, variants, quote!(Unknown(Box<str>)))
}

/// An open enum of integers.
pub(super) fn integers(item: &TypeItem, variants: &[EnumVariant<i64>]) -> Item {
    open_enum(item, variants, quote!(Unknown(i64)))
}

fn open_enum<T>(item: &TypeItem, variants: &[EnumVariant<T>], unknown: TokenStream) -> Item {
    let ident = &item.ident;
    let known = |variant: &EnumVariant<T>| {
        Item::new(Head::Name(variant.ident.clone()), Body::Comma).docs(&variant.docs)
    };
    let mut members: Vec<Item> = variants.iter().map(known).collect();
    members.push(Item::new(unknown, Body::Comma).doc("A value that this crate does not know."));
    Item::new(quote!(pub enum #ident), Body::Members(members))
        .docs(&item.docs)
        .attribute_if(derives(item))
        .attribute(quote!(#[non_exhaustive]))
}
