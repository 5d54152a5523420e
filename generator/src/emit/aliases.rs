//! Aliases and newtypes.

use super::code::{Body, Item};
use super::text::text;
use super::types::Spelling;
use super::{derives, mock_default};
use crate::plan::{RustType, TypeItem};

/// `pub type A = B;`
pub(super) fn alias<'p>(
    item: &'p TypeItem,
    target: &RustType,
    spelling: &Spelling<'_>,
) -> Item<'p> {
    let head = text!("pub type {} = {}", item.ident, spelling.of(target));
    Item::new(head, Body::Semicolon).docs(item.docs.as_slice())
}

/// `pub struct A(pub B);`
pub(super) fn newtype<'p>(
    item: &'p TypeItem,
    target: &RustType,
    spelling: &Spelling<'_>,
) -> Item<'p> {
    let head = text!("pub struct {}(pub {})", item.ident, spelling.of(target));
    let model = Item::new(head, Body::Semicolon).docs(item.docs.as_slice());
    model.attribute_if(derives(item)).attribute_if(mock_default(item))
}
