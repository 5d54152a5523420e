//! Checks of constraints, as tables and as calls.

use super::code::{Item, Row};
use super::tables::macro_table;
use crate::plan::{
    Argument, End, ItemShape, Pass, Rule, StructField, Target, TypeItem, UnionItem, Wire,
};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

/// The table of a type's checks, if it has any.
pub(super) fn table(item: &TypeItem) -> Option<Item> {
    let ident = &item.ident;
    let (head, rows) = match &item.shape {
        ItemShape::Struct(shape) => (quote!(#ident), shape.fields.iter().flat_map(rows).collect()),
        ItemShape::Union(union) => (quote!(enum #ident), variants(union)),
        _ => return None,
    };
    item.checked.then(|| macro_table("checks", head, rows, quote!()))
}

fn rows(field: &StructField) -> impl Iterator<Item = Row> {
    let (ident, wire) = (&field.ident, &field.wire);
    field.rules.iter().map(move |rule| {
        let (name, value) = rule_call(rule);
        Row::Tokens(quote!(#ident: #wire #name(#value)))
    })
}

fn variants(union: &UnionItem) -> Vec<Row> {
    let checked = union.variants.iter().filter(|variant| variant.checked);
    checked.map(|variant| &variant.ident).map(|ident| Row::Tokens(quote!(#ident))).collect()
}

/// The function of the runtime that checks a rule, and what it is given.
fn rule_call(rule: &Rule) -> (Ident, TokenStream) {
    let (name, value) = match rule {
        Rule::Length(least, most) => {
            let least = Literal::u64_unsuffixed(*least);
            let most = most.map(Literal::u64_unsuffixed);
            let most = most.map_or_else(|| quote!(u64::MAX), |most| quote!(#most));
            ("length", quote!(#least..=#most))
        }
        Rule::Range(least, most) => ("range", range(*least, *most)),
        Rule::Multiple(factor) => {
            let factor = Literal::f64_unsuffixed(*factor);
            ("multiple", quote!(#factor))
        }
        Rule::Pattern(pattern) => ("pattern", quote!(#pattern)),
        Rule::Unique => ("unique", quote!()),
        Rule::Inside => ("inside", quote!()),
    };
    (Ident::new(name, Span::call_site()), value)
}

fn range(least: Option<End>, most: Option<End>) -> TokenStream {
    let number = |end: End| Literal::f64_unsuffixed(end.value);
    let is_exclusive = [least, most].into_iter().flatten().any(|end| end.exclusive);
    if is_exclusive {
        let bound = |end: Option<End>| match end {
            None => quote!(std::ops::Bound::Unbounded),
            Some(end) => {
                let value = number(end);
                match end.exclusive {
                    true => quote!(std::ops::Bound::Excluded(#value)),
                    false => quote!(std::ops::Bound::Included(#value)),
                }
            }
        };
        let (least, most) = (bound(least), bound(most));
        return quote!((#least, #most));
    }
    let least = least.map(number);
    match most.map(number) {
        Some(most) => quote!(#least..=#most),
        None => quote!(#least..),
    }
}

/// The checks of a parameter, as calls on the request.
pub(super) fn of_parameter(
    argument: &Argument,
    wire: &Wire,
    value: &TokenStream,
) -> Vec<TokenStream> {
    let name = &wire.name;
    let call = |rule: &Rule| {
        let (rule, bounds) = rule_call(rule);
        let method = Ident::new(&format!("check_{rule}"), Span::call_site());
        let bounds = (!bounds.is_empty()).then(|| quote!(, #bounds));
        quote!(.#method(#name, #value #bounds))
    };
    argument.rules.iter().map(call).collect()
}

/// The check of a body, as a call on the request.
pub(super) fn of_body(
    argument: &Argument,
    value: &TokenStream,
    named: Option<&TokenStream>,
) -> Option<TokenStream> {
    let is_checked =
        matches!(argument.target, Target::Body(_)) && argument.rules.contains(&Rule::Inside);
    is_checked.then(|| match argument.pass {
        Pass::Optional(_) => quote!(.check_optional #named(&#value)),
        _ => quote!(.check #named(#value)),
    })
}
