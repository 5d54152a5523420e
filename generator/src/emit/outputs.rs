//! What sending gives.

use super::code::{Body, Item};
use super::text::{Text, text};
use super::types::Spelling;
use crate::ir::Status;
use crate::name::RustIdent;
use crate::plan::{Output, RustType, StatusEnum, StatusVariant};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The type of what comes, and the method that asks for it.
pub(super) fn sending(output: &Output, spelling: &Spelling<'_>) -> (Text<'static>, Text<'static>) {
    let ty = |ty| spelling.of(ty);
    let (ty, send) = match output {
        Output::Empty => (text!("Response<()>"), "send_empty"),
        Output::Json(of) => (text!("Response<{}>", ty(of)), "send_json"),
        Output::OptionalJson(of) => (text!("Response<Option<{}>>", ty(of)), "send_optional_json"),
        Output::Text => (text!("Response<String>"), "send_text"),
        Output::Bytes => (text!("Response<Bytes>"), "send_bytes"),
        Output::Download => (text!("Download"), "send_download"),
        Output::Events(Some(of)) => (text!("EventStream<{}>", ty(of)), "send_events"),
        Output::Events(None) => (text!("EventStream<String>"), "send_text_events"),
        Output::Lines(of) => (text!("Lines<{}>", ty(of)), "send_lines"),
        Output::ByStatus(output) => (text!("Response<{}>", output.ident), "send_by_status"),
    };
    (ty, send.into())
}

/// Awaiting a builder sends its request.
pub(super) fn future<'p>(
    builder: &RustIdent,
    output: &Output,
    spelling: &Spelling<'_>,
) -> Item<'p> {
    let (ty, send) = sending(output, spelling);
    let into_future = Item::new(
        "fn into_future(self) -> Self::IntoFuture",
        Body::statements([text!("self.0.{}()", send)]),
    );
    let items = vec![
        Item::new(text!("type Output = Result<{}>", ty), Body::Row),
        Item::new(text!("type IntoFuture = Call<{}>", ty), Body::Row),
        into_future,
    ];
    Item::new(text!("impl IntoFuture for {}", builder), Body::Items(items))
}

/// The enum of the bodies of several statuses, and its cases.
pub(super) fn by_status<'p>(output: &'p StatusEnum, spelling: &Spelling<'_>) -> [Item<'p>; 2] {
    let ident = &output.ident;
    let member = |variant: &'p StatusVariant| {
        let ident = &variant.ident;
        let payload = variant.ty.as_ref().map(|ty| {
            let ty = spelling.ty(ty);
            quote!((#ty))
        });
        Item::new(quote!(#ident #payload), Body::Comma).docs(variant.docs.as_slice())
    };
    let members = output.variants.iter().map(member).collect();
    let model = Item::new(quote!(pub enum #ident), Body::Members(members))
        .doc("What comes, by status.")
        .attribute("#[derive(Clone, Debug, PartialEq)]")
        .attribute("#[non_exhaustive]");
    let cases = output.variants.iter().map(case);
    let row = quote!(const CASES: &'static [Case<Self>] = &[#(#cases),*]);
    let table = Item::new(
        quote!(impl ByStatus for #ident),
        Body::Items(vec![Item::new(row, Body::Semicolon)]),
    );
    [model, table]
}

fn case(variant: &StatusVariant) -> TokenStream {
    let ident = &variant.ident;
    let read = match &variant.ty {
        None => quote!(|_| Ok(Self::#ident)),
        Some(RustType::String) => quote!(|payload| payload.text().map(Self::#ident)),
        Some(RustType::Bytes) => quote!(|payload| Ok(Self::#ident(payload.bytes()))),
        Some(_) => quote!(|payload| payload.json().map(Self::#ident)),
    };
    match variant.status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(Case::status(#code, #read))
        }
        Status::Range(class) => {
            let class = Literal::u8_unsuffixed(class);
            quote!(Case::range(#class, #read))
        }
        Status::Default => quote!(Case::range(2, #read)),
    }
}
