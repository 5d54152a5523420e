//! The files that only say which modules there are.

use super::code::{Body, Item, Source};
use super::gate;
use crate::plan::Plan;
use proc_macro2::{Ident, Span};
use quote::quote;

/// `src/lib.rs`.
pub(super) fn library(plan: &Plan) -> Source {
    let row = |tokens| Item::new(tokens, Body::Row);
    // The compiler lays its files out itself; a formatter would only make their diffs longer.
    let skip = || Some(quote!(#[rustfmt::skip]));
    let mut items = vec![
        row(quote!(pub mod resources)).doc("Operations, by what they are about.").attribute_if(skip()),
        row(quote!(pub mod runtime))
            .doc("What all operations have in common: the client, requests, errors, streams."),
        row(quote!(pub mod types)).doc("Types of requests and responses.").attribute_if(skip()),
        Item::new(quote!(mod api), Body::Semicolon).attribute_if(skip()),
        Item::new(
            quote!(
                pub use runtime::{
                    Body, Call, Client, ClientBuilder, Conditional, Credential, Download, ETag, Error,
                    ErrorKind, Event, EventStream, FilePart, Header, Items, Json,
                    JsonLines, Lines, Multipart, Pages, Paginated, Patch,
                    RateLimit, Response, Result, RetryPolicy, Secret
                }
            ),
            Body::Semicolon,
        )
        .attribute_if(skip()),
    ];
    for own in &plan.own_texts {
        let module = Ident::new(own.module(), Span::call_site());
        let name = Ident::new(own.name(), Span::call_site());
        items.push(row(quote!(mod #module)));
        items.push(row(quote!(pub use #module::#name)).attribute_if(skip()));
    }
    items.extend(plan.api.webhooks.as_ref().map(|webhooks| {
        let names = quote!(pub use self::{api::webhooks, runtime::{Delivery, Webhooks}});
        Item::new(names, Body::Semicolon).attribute_if(gate(&webhooks.gate)).attribute_if(skip())
    }));
    Source { docs: plan.package.docs.clone(), items }
}

/// `src/types/mod.rs`.
pub(super) fn types(plan: &Plan) -> Source {
    let modules = plan.type_files.iter().map(|file| {
        let module = &file.module;
        Item::new(quote!(mod #module), Body::Row).attribute_if(gate(&file.gate))
    });
    let uses = plan.type_files.iter().map(|file| {
        let module = &file.module;
        Item::new(quote!(pub use #module::*), Body::Row).attribute_if(gate(&file.gate))
    });
    let items = modules.chain(uses).collect();
    Source { docs: vec!["Types of requests and responses.".to_owned()], items }
}

/// `src/resources/mod.rs`.
pub(super) fn resources(plan: &Plan) -> Source {
    let modules = plan.resources.iter().map(|resource| {
        let module = &resource.module;
        Item::new(quote!(pub mod #module), Body::Row).attribute_if(gate(&resource.gate))
    });
    let uses = plan.resources.iter().map(|resource| {
        let (module, ident) = (&resource.module, &resource.ident);
        Item::new(quote!(pub use #module::#ident), Body::Row).attribute_if(gate(&resource.gate))
    });
    let items = modules.chain(uses).collect();
    Source { docs: vec!["Operations, by what they are about.".to_owned()], items }
}
