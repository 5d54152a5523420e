//! A resource: its struct, the methods that make requests, and the builders of these.

use super::builders::builder;
use super::code::{Body, Code, Item, Source, Table};
use super::constructors::constructors;
use super::mocks;
use super::named::Named;
use super::types::Spelling;
use crate::plan::{Constructor, OperationPlan, Resource};
use proc_macro2::{Ident, Span};
use quote::quote;

/// What files of resources import from the runtime when they name it.
const RUNTIME: &[&str] = &[
    "Body",
    "ByStatus",
    "Call",
    "Case",
    "Client",
    "Conditional",
    "Download",
    "ETag",
    "EventStream",
    "FieldEncoding",
    "FilePart",
    "Header",
    "IntoBody",
    "Items",
    "Json",
    "JsonLines",
    "Lines",
    "Method",
    "Multipart",
    "Op",
    "Pages",
    "Paginated",
    "Parameter",
    "Request",
    "Response",
    "Result",
    "Style",
];

/// A file of a resource.
pub(super) fn file(resource: &Resource) -> Source<'_> {
    let spelling = Spelling { prefixed: true, qualified: &[] };
    let mut code = vec![structure(resource), methods(resource, &spelling)];
    for operation in &resource.operations {
        builder(resource, operation, &spelling, &mut code);
    }
    let builders = resource.operations.iter().map(|operation| &operation.builder);
    let rows = builders.map(Code::from).collect();
    let options = Body::Table(Box::new(Table { head: None, rows, tail: None }));
    code.push(Item::new("crate::runtime::request_options!", options));
    mocks::tables(resource, &spelling, &mut code);
    let mut items = imports(&code);
    items.append(&mut code);
    Source { docs: resource.docs.as_slice().into(), items }
}

fn structure(resource: &Resource) -> Item<'_> {
    let ident = &resource.ident;
    let head = quote!(pub struct #ident<'a>(&'a Client));
    let item = Item::new(head, Body::Semicolon).docs(resource.docs.as_slice());
    item.attribute("#[derive(Clone, Copy, Debug)]")
}

fn methods<'p>(resource: &'p Resource, spelling: &Spelling<'_>) -> Item<'p> {
    let ident = &resource.ident;
    let new = Item::new(
        quote!(pub(crate) fn new(client: &'a Client) -> Self),
        Body::statements([quote!(Self(client))]),
    );
    let mut methods = vec![new];
    methods
        .extend(resource.operations.iter().flat_map(|operation| constructors(operation, spelling)));
    Item::new(quote!(impl<'a> #ident<'a>), Body::Items(methods))
}

/// The `use` lines for what the code of a file names.
fn imports<'p>(code: &[Item<'_>]) -> Vec<Item<'p>> {
    let named = Named::of(code);
    let ident = |name: &&str| Ident::new(name, Span::call_site());
    let names: Vec<Ident> = RUNTIME.iter().filter(|name| named.has(name)).map(ident).collect();
    let mut items = vec![Item::new(quote!(use crate::runtime::{#(#names),*}), Body::Row)];
    let others = [
        (named.has_path("types"), "use crate::types"),
        (named.has("Bytes"), "use bytes::Bytes"),
        (named.has("Borrow"), "use std::borrow::Borrow"),
        (named.has("BTreeMap"), "use std::collections::BTreeMap"),
        (named.has("RangeBounds"), "use std::ops::RangeBounds"),
    ];
    let rows = others.into_iter().filter(|(used, _)| *used);
    items.extend(rows.map(|(_, row)| Item::new(row, Body::Row)));
    items
}

/// Says where a builder comes from, a method a line.
pub(super) fn made_by(resource: &Resource, operation: &OperationPlan) -> Vec<String> {
    let last = operation.constructors.len().saturating_sub(1);
    let line = |(at, constructor): (usize, &Constructor)| {
        let start = if at == 0 { "Made by " } else { "" };
        let end = if at == last { "." } else { "," };
        format!("{start}[`{}::{}`]{end}", resource.ident.plain(), constructor.method.plain())
    };
    operation.constructors.iter().enumerate().map(line).collect()
}
