//! Checks of constraints, as tables and as calls.

use super::code::{Code, Item};
use super::tables::macro_table;
use super::text::{Text, text};
use crate::name::RustIdent;
use crate::plan::{Argument, End, ItemShape, Pass, Rule, StructField, TypeItem, UnionItem, Wire};
use proc_macro2::Literal;

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
        ItemShape::Newtype(_) => (text!("newtype {}", ident).into(), Vec::new()),
        ItemShape::Union(union) => (text!("enum {}", ident).into(), variants(union)),
        _ => return None,
    };
    Some(macro_table("checks", head, rows))
}

fn rows(field: &StructField) -> impl Iterator<Item = Code<'_>> {
    field.rules.iter().map(move |rule| row(&field.ident, &field.wire, rule))
}

fn row<'p>(ident: &RustIdent, wire: &str, rule: &Rule) -> Code<'p> {
    let (name, value) = rule_call(rule);
    text!("{}: {} {}({})", ident, wire, name, value).into()
}

fn variants(union: &UnionItem) -> Vec<Code<'_>> {
    let checked = union.variants.iter().filter(|variant| variant.checked);
    checked.map(|variant| Code::from(&variant.ident)).collect()
}

/// The function of the runtime that checks a rule, and what it is given.
fn rule_call(rule: &Rule) -> (Text<'static>, Text<'static>) {
    let (name, value) = match rule {
        Rule::Length(least, most) => {
            let least = Literal::u64_unsuffixed(*least);
            let most = most.map(Literal::u64_unsuffixed);
            let most = most.map_or_else(|| "u64::MAX".into(), |most| text!("{}", most));
            ("length", text!("{}..={}", least, most))
        }
        Rule::Range(least, most) => ("range", range(*least, *most)),
        Rule::Multiple(factor) => ("multiple", text!("{}", Literal::f64_unsuffixed(*factor))),
        Rule::Pattern(pattern) => ("pattern", text!("{}", pattern)),
        Rule::Unique => ("unique", Text::default()),
        Rule::Inside => ("inside", Text::default()),
        Rule::Each(rule) => {
            let (name, value) = rule_call(rule);
            ("each", text!("{}({})", name, value))
        }
    };
    (name.into(), value)
}

fn range(least: Option<End>, most: Option<End>) -> Text<'static> {
    let number = |end: End| Literal::f64_unsuffixed(end.value);
    let is_exclusive = [least, most].into_iter().flatten().any(|end| end.exclusive);
    if is_exclusive {
        let bound = |end: Option<End>| match end {
            None => "std::ops::Bound::Unbounded".into(),
            Some(end) if end.exclusive => text!("std::ops::Bound::Excluded({})", number(end)),
            Some(end) => text!("std::ops::Bound::Included({})", number(end)),
        };
        return text!("({}, {})", bound(least), bound(most));
    }
    let least = least.map(number);
    match most.map(number) {
        Some(most) => text!("{}..={}", least, most),
        None => text!("{}..", least),
    }
}

/// The checks of a parameter, as calls on the request.
pub(super) fn of_parameter(
    argument: &Argument,
    wire: &Wire,
    value: &Text<'_>,
) -> Vec<Text<'static>> {
    argument.rules.iter().map(|rule| check(rule, &wire.name, value)).collect()
}

/// The check of a value under a name, as a call on the request.
fn check(rule: &Rule, name: &str, value: &Text<'_>) -> Text<'static> {
    let (kind, bounds) = rule_call(rule);
    let bounds = match rule {
        Rule::Each(_) => text!(", crate::runtime::checks!(each {})", bounds),
        Rule::Unique | Rule::Inside => bounds,
        _ => text!(", {}", bounds),
    };
    text!(".check_{}({}, {}{})", kind, name, value, bounds)
}

/// The checks of a body, as calls on the request.
pub(super) fn of_body(
    argument: &Argument,
    value: &Text<'_>,
    named: Option<&Text<'_>>,
) -> Vec<Text<'static>> {
    let ident = &argument.ident;
    let is_optional = matches!(argument.pass, Pass::Optional(_));
    // Nothing else says of which type a generic body is taken as.
    let typed = match argument.pass {
        Pass::Optional(_) => text!("&IntoBody{}::body(&{})", named, ident),
        Pass::Borrow(_) => text!("Borrow{}::borrow(&{})", named, ident),
        _ => text!("{}", value),
    };
    let call = |rule: &Rule| match rule {
        Rule::Inside if is_optional => text!(".check_optional{}(&{})", named, value),
        Rule::Inside => text!(".check{}({})", named, value),
        // What is in a body has a name of its own, or a place.
        Rule::Each(_) => check(rule, "", &typed),
        _ => check(rule, "body", &typed),
    };
    argument.rules.iter().map(call).collect()
}
