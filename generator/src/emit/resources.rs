//! A resource: its struct, the methods that make requests, and the builders of these.

use super::builders::builder;
use super::code::{Body, Code, Item, Row, Source, Table};
use super::constructors::constructors;
use super::mocks;
use super::tree::Tree;
use super::types::Spelling;
use crate::plan::{Constructor, OperationPlan, Resource};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::collections::HashSet;
use std::fmt::{self, Write};

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
    let rows = builders.map(|builder| Row::Code(builder.into())).collect();
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
    let named = named(code);
    let ident = |name: &&str| Ident::new(name, Span::call_site());
    let names: Vec<Ident> =
        RUNTIME.iter().filter(|name| named.contains(**name)).map(ident).collect();
    let mut items = vec![Item::new(quote!(use crate::runtime::{#(#names),*}), Body::Row)];
    let mut row = |name: &str, tokens: TokenStream| {
        if named.contains(name) {
            items.push(Item::new(tokens, Body::Row));
        }
    };
    row("types::", quote!(use crate::types));
    row("Bytes", quote!(use bytes::Bytes));
    row("Borrow", quote!(use std::borrow::Borrow));
    row("BTreeMap", quote!(use std::collections::BTreeMap));
    row("RangeBounds", quote!(use std::ops::RangeBounds));
    items
}

/// Every name in some code.
pub(super) fn named(code: &[Item<'_>]) -> HashSet<String> {
    let mut named = Named::default();
    code.iter().for_each(|item| named.item(item));
    named.names
}

#[derive(Default)]
struct Named {
    names: HashSet<String>,
    /// The name that is looked at: most have been seen before, and need no text of their own.
    name: String,
}

impl Named {
    fn item(&mut self, item: &Item<'_>) {
        self.code(&item.head);
        match &item.body {
            Body::Members(items) | Body::Items(items) => {
                items.iter().for_each(|item| self.item(item));
            }
            Body::Statements(statements) => {
                statements.iter().for_each(|statement| self.code(statement));
            }
            _ => {}
        }
    }

    fn code(&mut self, code: &Code<'_>) {
        match code {
            Code::Tokens(tokens) => self.tokens(tokens),
            Code::Text(_) => {}
        }
    }

    /// Collects names, those behind a path left out; one that a path starts with also as `name::`.
    fn tokens(&mut self, tokens: &[Tree]) {
        let mut head = None;
        let mut colons = 0;
        for token in tokens {
            let behind_path = colons == 2;
            colons = if token.is_sign(':') { colons + 1 } else { 0 };
            match token {
                Tree::Ident(ident) if !behind_path => {
                    self.add(format_args!("{ident}"));
                    head = Some(ident);
                }
                Tree::Group(_, inner) => self.tokens(inner),
                _ if colons == 2 => {
                    head.take().into_iter().for_each(|head| self.add(format_args!("{head}::")));
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, name: fmt::Arguments<'_>) {
        self.name.clear();
        let written = self.name.write_fmt(name);
        if written.is_ok() && !self.names.contains(&self.name) {
            self.names.insert(self.name.clone());
        }
    }
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
