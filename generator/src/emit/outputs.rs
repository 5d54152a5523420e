//! What sending gives.

use super::code::{Body, Item};
use super::types::Spelling;
use crate::ir::Status;
use crate::name::RustIdent;
use crate::plan::{Output, RustType, StatusEnum, StatusVariant};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The type of what comes, and the method that asks for it.
pub(super) fn sending(output: &Output, spelling: &Spelling<'_>) -> (TokenStream, TokenStream) {
    let ty = |ty: &RustType| spelling.ty(ty);
    match output {
        Output::Empty => (quote!(Response<()>), quote!(send_empty)),
        Output::Json(of) => {
            let of = ty(of);
            (quote!(Response<#of>), quote!(send_json))
        }
        Output::OptionalJson(of) => {
            let of = ty(of);
            (quote!(Response<Option<#of>>), quote!(send_optional_json))
        }
        Output::Text => (quote!(Response<String>), quote!(send_text)),
        Output::Bytes => (quote!(Response<Bytes>), quote!(send_bytes)),
        Output::Download => (quote!(Download), quote!(send_download)),
        Output::Events(Some(of)) => {
            let of = ty(of);
            (quote!(EventStream<#of>), quote!(send_events))
        }
        Output::Events(None) => (quote!(EventStream<String>), quote!(send_text_events)),
        Output::Lines(of) => {
            let of = ty(of);
            (quote!(Lines<#of>), quote!(send_lines))
        }
        Output::ByStatus(output) => {
            let ident = &output.ident;
            (quote!(Response<#ident>), quote!(send_by_status))
        }
    }
}

/// Awaiting a builder sends its request.
pub(super) fn future<'p>(
    builder: &RustIdent,
    output: &Output,
    spelling: &Spelling<'_>,
) -> Item<'p> {
    let (ty, send) = sending(output, spelling);
    let into_future = Item::new(
        quote!(fn into_future(self) -> Self::IntoFuture),
        Body::statements([quote!(self.0 . #send())]),
    );
    let items = vec![
        Item::new(quote!(type Output = Result<#ty>), Body::Row),
        Item::new(quote!(type IntoFuture = Call<#ty>), Body::Row),
        into_future,
    ];
    Item::new(quote!(impl IntoFuture for #builder), Body::Items(items))
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
