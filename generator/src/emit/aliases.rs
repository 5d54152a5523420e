//! Aliases and newtypes.

use super::code::{Body, Item};
use super::types::Spelling;
use super::{derives, mock_default};
use crate::plan::{RustType, TypeItem};
use quote::quote;

/// `pub type A = B;`
pub(super) fn alias<'p>(
    item: &'p TypeItem,
    target: &RustType,
    spelling: &Spelling<'_>,
) -> Item<'p> {
    let ident = &item.ident;
    let target = spelling.ty(target);
    Item::new(quote!(pub type #ident = #target), Body::Semicolon).docs(item.docs.as_slice())
}

/// `pub struct A(pub B);`
pub(super) fn newtype<'p>(
    item: &'p TypeItem,
    target: &RustType,
    spelling: &Spelling<'_>,
) -> Item<'p> {
    let ident = &item.ident;
    let target = spelling.ty(target);
    let head = quote!(pub struct #ident(pub #target));
    let model = Item::new(head, Body::Semicolon).docs(item.docs.as_slice());
    model.attribute_if(derives(item)).attribute_if(mock_default(item))
}
