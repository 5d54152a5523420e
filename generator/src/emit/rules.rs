//! Checks of constraints, as tables and as calls.

use super::code::{Code, Item, Row};
use super::tables::{macro_table, tokens};
use crate::name::RustIdent;
use crate::plan::{Argument, End, ItemShape, Pass, Rule, StructField, TypeItem, UnionItem, Wire};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

/// The table of a type's checks, if it has any.
pub(super) fn table(item: &TypeItem) -> Option<Item<'_>> {
    if !item.checked {
        return None;
    }
    let ident = &item.ident;
    let (head, rows): (Code<'_>, _) = match &item.shape {
        ItemShape::Struct(shape) => {
            let rest = shape.rest.iter().flat_map(|(ident, _)| {
                shape.rest_rules.iter().map(move |rule| row(ident, "", rule))
            });
            (ident.into(), shape.fields.iter().flat_map(rows).chain(rest).collect())
        }
        ItemShape::Newtype(_) => (format!("newtype {ident}").into(), Vec::new()),
        ItemShape::Union(union) => (format!("enum {ident}").into(), variants(union)),
        _ => return None,
    };
    Some(macro_table("checks", head, rows))
}

fn rows(field: &StructField) -> impl Iterator<Item = Row<'_>> {
    field.rules.iter().map(move |rule| row(&field.ident, &field.wire, rule))
}

fn row<'p>(ident: &RustIdent, wire: &str, rule: &Rule) -> Row<'p> {
    let rule = rule_tokens(rule);
    tokens(quote!(#ident: #wire #rule))
}

fn rule_tokens(rule: &Rule) -> TokenStream {
    let (name, value) = rule_call(rule);
    quote!(#name(#value))
}

fn variants(union: &UnionItem) -> Vec<Row<'_>> {
    let checked = union.variants.iter().filter(|variant| variant.checked);
    checked.map(|variant| Row::Code((&variant.ident).into())).collect()
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
        Rule::Each(rule) => ("each", rule_tokens(rule)),
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
    argument.rules.iter().map(|rule| check(rule, &wire.name, value)).collect()
}

/// The check of a value under a name, as a call on the request.
fn check(rule: &Rule, name: &str, value: &TokenStream) -> TokenStream {
    let (kind, bounds) = rule_call(rule);
    let method = Ident::new(&format!("check_{kind}"), Span::call_site());
    let bounds = match rule {
        Rule::Each(_) => quote!(, crate::runtime::checks!(each #bounds)),
        _ if bounds.is_empty() => bounds,
        _ => quote!(, #bounds),
    };
    quote!(.#method(#name, #value #bounds))
}

/// The checks of a body, as calls on the request.
pub(super) fn of_body(
    argument: &Argument,
    value: &TokenStream,
    named: Option<&TokenStream>,
) -> Vec<TokenStream> {
    let ident = &argument.ident;
    let is_optional = matches!(argument.pass, Pass::Optional(_));
    // Nothing else says of which type a generic body is taken as.
    let typed = match argument.pass {
        Pass::Optional(_) => quote!(&IntoBody #named::body(&#ident)),
        Pass::Borrow(_) => quote!(Borrow #named::borrow(&#ident)),
        _ => value.clone(),
    };
    let call = |rule: &Rule| match rule {
        Rule::Inside if is_optional => quote!(.check_optional #named(&#value)),
        Rule::Inside => quote!(.check #named(#value)),
        // What is in a body has a name of its own, or a place.
        Rule::Each(_) => check(rule, "", &typed),
        _ => check(rule, "body", &typed),
    };
    argument.rules.iter().map(call).collect()
}
