//! The API's table, and the methods that it gives to the client and to errors.

use super::code::{Body, Item, Source};
use super::gate;
use super::types::Spelling;
use crate::ir::{AnswerHeaders, Place, SecurityKind};
use crate::plan::{
    ApiTable, CodeAccess, Envelope, Holder, Plan, RustType, SecurityRow, Step, WebhookOptions,
    Webhooks,
};
use proc_macro2::TokenStream;
use quote::quote;

/// `src/api.rs`.
pub(super) fn api(plan: &Plan) -> Source<'_> {
    let spelling = Spelling { prefixed: true, qualified: &["Bytes", "Json", "Patch", "Secret"] };
    let mut names = vec![quote!(Client)];
    names.extend(plan.api.envelope.as_ref().map(|_| quote!(Error)));
    names.push(quote!(runtime));
    names.extend(plan.api.envelope.as_ref().map(|_| quote!(types)));
    let alone = plan.api.webhooks.as_ref().filter(|_| plan.api.envelope.is_none());
    names.extend(alone.map(|_| quote!(types)));
    let mut items = vec![
        Item::new(quote!(use crate::{#(#names),*}), Body::Semicolon),
        table(&plan.api, &spelling),
        client(plan),
    ];
    items.extend(plan.api.envelope.as_ref().map(|envelope| error(envelope, &spelling)));
    items.extend(plan.api.webhooks.as_ref().map(webhooks).into_iter().flatten());
    Source { docs: vec!["What the runtime knows about the API.".to_owned()].into(), items }
}

fn table<'p>(api: &ApiTable, spelling: &Spelling<'_>) -> Item<'p> {
    let ApiTable { title, version, user_agent, servers, .. } = api;
    let security = api.security.iter().map(scheme);
    let error = match &api.envelope {
        Some(envelope) => envelope_table(envelope, spelling),
        None => quote!(runtime::ErrorEnvelope::NONE),
    };
    let headers = headers(&api.headers);
    let head = quote! {
        pub(crate) static API: runtime::Api = runtime::Api {
            title: #title,
            version: #version,
            user_agent: #user_agent,
            servers: &[#(#servers),*],
            security: &[#(#security),*],
            error: #error,
            headers: #headers,
        }
    };
    Item::new(head, Body::Semicolon).doc("The API.")
}

/// The usual names of headers, but for those that a person chose.
fn headers(chosen: &AnswerHeaders) -> TokenStream {
    let AnswerHeaders { request_id, limit, remaining, reset } = chosen;
    let chosen = [
        (quote!(request_id), request_id),
        (quote!(limit), limit),
        (quote!(remaining), remaining),
        (quote!(reset), reset),
    ];
    let fields: Vec<TokenStream> = chosen
        .into_iter()
        .filter_map(|(field, name)| name.as_ref().map(|name| quote!(#field: &[#name])))
        .collect();
    match fields.len() {
        0 => quote!(runtime::HeaderNames::USUAL),
        4 => quote!(runtime::HeaderNames { #(#fields),* }),
        _ => quote!(runtime::HeaderNames { #(#fields),*, ..runtime::HeaderNames::USUAL }),
    }
}

/// The verifier of the requests that the API makes.
fn webhooks<'p>(webhooks: &Webhooks) -> [Item<'p>; 2] {
    let WebhookOptions { signature, prefix, event_id, id, .. } = &webhooks.scheme;
    let event_id = match event_id {
        Some(header) => quote!(Some(#header)),
        None => quote!(None),
    };
    let event = &webhooks.event;
    let gate = || gate(&webhooks.gate);
    let scheme = Item::new(
        quote! {
            static WEBHOOKS: runtime::WebhookScheme = runtime::WebhookScheme {
                signature: #signature,
                prefix: #prefix,
                event_id: #event_id,
                id: &[#(#id),*],
            }
        },
        Body::Semicolon,
    );
    let start = Item::new(
        quote!(pub fn webhooks() -> runtime::Webhooks<types::#event>),
        Body::statements([quote!(runtime::Webhooks::new(&WEBHOOKS))]),
    );
    let docs = "Starts a verifier of the requests that the API makes; give it the secret.";
    [
        scheme.doc("How the API signs the requests that it makes.").attribute_if(gate()),
        start.doc(docs).attribute_if(gate()),
    ]
}

fn scheme(row: &SecurityRow) -> TokenStream {
    let name = &row.name;
    let kind = match &row.kind {
        SecurityKind::Bearer => quote!(Bearer),
        SecurityKind::Basic => quote!(Basic),
        SecurityKind::MutualTls => quote!(MutualTls),
        SecurityKind::Http(scheme) => quote!(Http(#scheme)),
        SecurityKind::ApiKey(place, key) => {
            let place = match place {
                Place::Header => quote!(Header),
                Place::Cookie => quote!(Cookie),
                Place::Query | Place::QueryString | Place::Path => quote!(Query),
            };
            quote!(ApiKey(runtime::Place::#place, #key))
        }
    };
    quote!(runtime::SecurityScheme { name: #name, kind: runtime::SecurityKind::#kind })
}

fn envelope_table(envelope: &Envelope, spelling: &Spelling<'_>) -> TokenStream {
    let Envelope { code_keys, message_keys, retryable_keys, request_id_keys, .. } = envelope;
    let ty = spelling.ty(&envelope.ty);
    quote! {
        runtime::ErrorEnvelope {
            decode: Some(runtime::envelope::<#ty>),
            code: &[#(#code_keys),*],
            message: &[#(#message_keys),*],
            retryable: &[#(#retryable_keys),*],
            request_id: &[#(#request_id_keys),*],
        }
    }
}

fn client(plan: &Plan) -> Item<'_> {
    let builder = Item::new(
        quote!(pub fn builder() -> runtime::ClientBuilder),
        Body::statements([quote!(runtime::ClientBuilder::new(&API))]),
    );
    let mut methods = vec![builder.doc("Starts a client.")];
    for resource in &plan.resources {
        let (accessor, ident) = (&resource.accessor, &resource.ident);
        let head = quote!(pub fn #accessor(&self) -> crate::resources::#ident<'_>);
        let body = Body::statements([quote!(crate::resources::#ident::new(self))]);
        methods.push(
            Item::new(head, body).docs(resource.docs.as_slice()).attribute_if(gate(&resource.gate)),
        );
    }
    Item::new(quote!(impl Client), Body::Items(methods))
}

fn error<'p>(envelope: &Envelope, spelling: &Spelling<'_>) -> Item<'p> {
    let (accessor, ty) = (&envelope.accessor, spelling.ty(&envelope.ty));
    let typed = Item::new(
        quote!(pub fn #accessor(&self) -> Option<&#ty>),
        Body::statements([quote!(self.envelope())]),
    );
    let mut methods = vec![typed.doc("Returns the error as the API writes it.")];
    methods.extend(envelope.code.as_ref().map(|code| code_method(envelope, code, spelling)));
    Item::new(quote!(impl Error), Body::Items(methods))
}

fn code_method<'p>(envelope: &Envelope, code: &CodeAccess, spelling: &Spelling<'_>) -> Item<'p> {
    let accessor = &envelope.accessor;
    let ty = match code.ty {
        RustType::String => quote!(str),
        ref other => spelling.ty(other),
    };
    let way = optional(quote!(self.#accessor()?), &code.steps, code.ty == RustType::String);
    let head = quote!(pub fn code(&self) -> Option<&#ty>);
    let item = Item::new(head, Body::statements([way]));
    item.doc("Returns the API's code of the error.")
}

/// A reference to the value at the end of a way, in a function that returns an `Option`.
pub(super) fn reference(from: TokenStream, steps: &[Step]) -> TokenStream {
    let way = place(from, steps);
    match steps.last().map(|step| step.holder) {
        Some(Holder::Option | Holder::Patch) => way,
        Some(Holder::Plain) | None => quote!(&#way),
    }
}

/// An `Option` of a reference to the value at the end of a way.
pub(super) fn optional(from: TokenStream, steps: &[Step], is_text: bool) -> TokenStream {
    let Some((last, before)) = steps.split_last() else { return quote!(Some(&#from)) };
    let from = place(from, before);
    let field = &last.field;
    match (last.holder, is_text) {
        (Holder::Plain, _) => quote!(Some(&#from.#field)),
        (Holder::Option, false) => quote!(#from.#field.as_ref()),
        (Holder::Option, true) => quote!(#from.#field.as_deref()),
        (Holder::Patch, false) => quote!(#from.#field.value()),
        (Holder::Patch, true) => quote!(#from.#field.value().map(String::as_str)),
    }
}

/// A place that fields can be taken from.
pub(super) fn place(from: TokenStream, steps: &[Step]) -> TokenStream {
    steps.iter().fold(from, |way, step| {
        let field = &step.field;
        match step.holder {
            Holder::Plain => quote!(#way.#field),
            Holder::Option => quote!(#way.#field.as_ref()?),
            Holder::Patch => quote!(#way.#field.value()?),
        }
    })
}
