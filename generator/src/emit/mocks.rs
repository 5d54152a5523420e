//! Tables from which mocks know what operations take and answer.

use super::code::{Body, Code, Item, Table};
use super::text::{Text, text};
use super::types::Spelling;
use crate::plan::{MockBody, OperationPlan, Output, Resource, RustType, StatusEnum, StatusVariant};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The tables of a resource.
pub(super) fn tables<'p>(
    resource: &'p Resource,
    spelling: &Spelling<'_>,
    items: &mut Vec<Item<'p>>,
) {
    let enums = resource.operations.iter().filter_map(|operation| match &operation.output {
        Output::ByStatus(output) => Some(by_status(output)),
        _ => None,
    });
    items.extend(enums);
    let rows = resource.operations.iter().map(|operation| row(operation, spelling)).collect();
    items.push(table("mocked", None, rows));
}

fn table<'p>(name: &'static str, head: Option<Code<'p>>, rows: Vec<Code<'p>>) -> Item<'p> {
    let body = Body::Table(Box::new(Table { head, rows, tail: None }));
    Item::new(text!("crate::runtime::{}!", Text::from(name)), body)
        .attribute(r#"#[cfg(feature = "mock")]"#)
}

fn row<'p>(operation: &OperationPlan, spelling: &Spelling<'_>) -> Code<'p> {
    let builder = &operation.builder;
    let body = operation.mock.body.as_ref().map(|it| body(it, spelling));
    let answer = answer(operation);
    Code::from(quote!(#builder #body => #answer))
}

fn body(body: &MockBody, spelling: &Spelling<'_>) -> TokenStream {
    match body {
        MockBody::Json(of) => {
            let of = spelling.ty(of);
            quote!(: json #of)
        }
        MockBody::Lines(of) => {
            let of = spelling.ty(of);
            quote!(: lines #of)
        }
        MockBody::Form => quote!(: form),
        MockBody::Multipart => quote!(: multipart),
        MockBody::Text => quote!(: text),
        MockBody::Bytes => quote!(: bytes),
    }
}

fn answer(operation: &OperationPlan) -> TokenStream {
    let status = Literal::u16_unsuffixed(operation.mock.status);
    match &operation.output {
        Output::Empty => quote!(#status empty),
        Output::Json(_) => quote!(#status json),
        Output::OptionalJson(_) => {
            let empty = Literal::u16_unsuffixed(operation.mock.empty);
            quote!(#status optional_json | #empty)
        }
        Output::Text => quote!(#status text),
        Output::Bytes | Output::Download => quote!(#status bytes),
        Output::Events(Some(_)) => quote!(#status events),
        Output::Events(None) => quote!(#status text_events),
        Output::Lines(_) => quote!(#status lines),
        Output::ByStatus(_) => quote!(by_status),
    }
}

fn by_status(output: &StatusEnum) -> Item<'_> {
    let row = |variant: &StatusVariant| {
        let (ident, status) = (&variant.ident, Literal::u16_unsuffixed(variant.mocked));
        let format = match &variant.ty {
            None => quote!(empty),
            Some(RustType::String) => quote!(text),
            Some(RustType::Bytes) => quote!(bytes),
            Some(_) => quote!(json),
        };
        Code::from(quote!(#ident: #status #format))
    };
    let head = Some((&output.ident).into());
    table("mocked_by_status", head, output.variants.iter().map(row).collect())
}
