//! Tests beside a client: each operation is called with every argument and with as few as it takes,
//! each type of a response is decoded.
//!
//! The tests name no expectation: they hand calls to the harness of the crate `tests`, which judges
//! them by the document that it reads by itself.

mod calls;
mod decoding;
mod operations;
mod samples;
mod scalars;

use super::code::{Body, Item, Source};
use crate::ir::{Api, SecurityKind};
use crate::name::{Case, RustIdent, Scope, words};
use crate::plan::Plan;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use samples::Samples;

/// The files of the tests, by their paths.
pub fn checks(api: &Api, plan: &Plan) -> Vec<(String, Source<'static>)> {
    let mut samples = Samples::new(api, plan);
    let mut files = Scope::case_insensitive().reserving(&["main"]);
    let mut modules = Vec::new();
    let mut sources = Vec::new();
    let mut add = |name: &[String], source: Source<'static>| {
        let longer = [name, &["tests".to_owned()]].concat();
        let module = files.claim(Case::Module, [name.to_vec(), longer]);
        sources.push((format!("{}.rs", module.plain()), source));
        modules.push(module);
    };
    for resource in &plan.resources {
        add(&words(resource.module.plain()), operations::file(api, plan, resource, &mut samples));
    }
    add(&["decoding".to_owned()], decoding::file(api, plan));
    sources.push(("main.rs".to_owned(), main(api, plan, &modules)));
    sources
}

/// The crate of the tests.
fn main(api: &Api, plan: &Plan, modules: &[RustIdent]) -> Source<'static> {
    let skip = quote!(#[rustfmt::skip]);
    let mut items: Vec<Item> = modules
        .iter()
        .map(|module| Item::new(quote!(mod #module), Body::Row).attribute(skip.clone()))
        .collect();
    let library = library(plan);
    let tagged = plan.resources.iter().flat_map(|resource| &resource.operations);
    let tagged = tagged.into_iter().any(calls::takes_tag);
    let has = |fits: fn(&SecurityKind) -> bool| {
        api.security_schemes.iter().any(|scheme| fits(&scheme.kind))
    };
    let bearer = has(|kind| *kind == SecurityKind::Bearer);
    let key = bearer.then(|| quote!(.bearer(check.key())));
    let basic =
        has(|kind| *kind == SecurityKind::Basic).then(|| quote!(.basic("user", check.key())));
    let api_key =
        has(|kind| matches!(kind, SecurityKind::ApiKey(..))).then(|| quote!(.api_key(check.key())));
    let statements = vec![
        quote!(let client = #library::Client::builder().base_url(check.url()) #key #basic #api_key;),
        quote!(let client = client.retry(#library::RetryPolicy::off());),
        quote!(client.build().expect("a client for loopback")),
    ];
    let head = quote!(fn client(check: &tests::Check) -> #library::Client);
    let client = Item::new(head, Body::statements(statements));
    items.push(client.doc("A client for the server of a check.").attribute(skip.clone()));
    items.push(brittle(&library, bearer).attribute(skip.clone()));
    if tagged {
        let statements = vec![quote!(#library::ETag::new("\"1\"").expect("an entity tag"))];
        let head = quote!(fn etag() -> #library::ETag);
        let etag = Item::new(head, Body::statements(statements));
        items.push(etag.doc("Some version of a resource.").attribute(skip));
    }
    let docs = "A test for each operation, and for each schema that a response uses.";
    Source { docs: vec![docs.to_owned()].into(), items }
}

/// The function that makes a client of a server that misbehaves.
fn brittle(library: &Ident, bearer: bool) -> Item<'static> {
    let key = bearer.then(|| quote!(.bearer("a key of no account")));
    let statements = vec![
        quote!(let retry = #library::RetryPolicy::default().base(std::time::Duration::ZERO);),
        quote!(let client = #library::Client::builder().http_client(http.clone());),
        quote!(let client = client.base_url(url).timeout(time).retry(retry) #key;),
        quote!(client.build().expect("a client for loopback")),
    ];
    let head = quote!(fn brittle(http: &tests::Http, url: &str, time: std::time::Duration) -> #library::Client);
    Item::new(head, Body::statements(statements))
        .doc("A client for a server that misbehaves, with so much time for a call.")
}

/// The client as tests import it.
fn library(plan: &Plan) -> Ident {
    Ident::new(&plan.package.library, Span::call_site())
}

/// The lines that import what the code of a file names.
fn imports(plan: &Plan, code: &[Item<'_>]) -> Vec<Item<'static>> {
    let named = super::named::Named::of(code);
    let library = library(plan);
    let ours: Vec<Ident> = ["Json", "Multipart", "Patch", "Secret", "types"]
        .into_iter()
        .filter(|name| named.has(name) || named.has_path(name))
        .map(|name| Ident::new(name, Span::call_site()))
        .collect();
    let mut items = Vec::new();
    let mut row = |tokens: TokenStream| items.push(Item::new(tokens, Body::Row));
    match ours.as_slice() {
        [] => {}
        [one] => row(quote!(use #library::#one)),
        many => row(quote!(use #library::{#(#many),*})),
    }
    if named.has("BTreeMap") {
        row(quote!(use std::collections::BTreeMap));
    }
    if named.has("Bytes") {
        row(quote!(use bytes::Bytes));
    }
    items
}
