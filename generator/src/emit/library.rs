//! The files that only say which modules there are.

use super::code::{Body, Code, Item, Source};
use super::gate;
use super::text::{Text, text};
use crate::plan::Plan;
use quote::quote;

/// `src/lib.rs`.
pub(super) fn library(plan: &Plan) -> Source<'_> {
    fn row<'p>(code: impl Into<Code<'p>>) -> Item<'p> {
        Item::new(code, Body::Row)
    }
    // The compiler lays its files out itself; a formatter would only make their diffs longer.
    const SKIP: &str = "#[rustfmt::skip]";
    let mut items = vec![
        row("pub mod resources").doc("Operations, by what they are about.").attribute(SKIP),
        row("pub mod runtime")
            .doc("What all operations have in common: the client, requests, errors, streams."),
        row("pub mod types").doc("Types of requests and responses.").attribute(SKIP),
        Item::new("mod api", Body::Semicolon).attribute(SKIP),
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
        .attribute(SKIP),
    ];
    for own in &plan.own_texts {
        let (module, name) = (own.module(), own.name());
        items.push(row(text!("mod {}", Text::from(module))));
        items.push(
            row(text!("pub use {}::{}", Text::from(module), Text::from(name))).attribute(SKIP),
        );
    }
    items.extend(plan.api.webhooks.as_ref().map(|webhooks| {
        let names = quote!(pub use self::{api::webhooks, runtime::{Delivery, Webhooks}});
        Item::new(names, Body::Semicolon).attribute_if(gate(&webhooks.gate)).attribute(SKIP)
    }));
    Source { docs: plan.package.docs.as_slice().into(), items }
}

/// `src/types/mod.rs`.
pub(super) fn types(plan: &Plan) -> Source<'_> {
    let modules = plan.type_files.iter().map(|file| {
        Item::new(text!("mod {}", file.module), Body::Row).attribute_if(gate(&file.gate))
    });
    let uses = plan.type_files.iter().map(|file| {
        Item::new(text!("pub use {}::*", file.module), Body::Row).attribute_if(gate(&file.gate))
    });
    let items = modules.chain(uses).collect();
    Source { docs: vec!["Types of requests and responses.".to_owned()].into(), items }
}

/// `src/resources/mod.rs`.
pub(super) fn resources(plan: &Plan) -> Source<'_> {
    let modules = plan.resources.iter().map(|resource| {
        Item::new(text!("pub mod {}", resource.module), Body::Row)
            .attribute_if(gate(&resource.gate))
    });
    let uses = plan.resources.iter().map(|resource| {
        let head = text!("pub use {}::{}", resource.module, resource.ident);
        Item::new(head, Body::Row).attribute_if(gate(&resource.gate))
    });
    let items = modules.chain(uses).collect();
    Source { docs: vec!["Operations, by what they are about.".to_owned()].into(), items }
}
