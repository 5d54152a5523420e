//! Which constraints of the document are checked before a request leaves.

use super::model::{
    Argument, End, ItemShape, Pass, Plan, Rule, RustType, StructItem, Target, TypeItem,
};
use crate::ir::{Bound, Bounds};
use std::collections::BTreeSet;

/// The constraints on a value of a type.
pub(super) fn of(bounds: &Bounds, ty: &RustType) -> Vec<Rule> {
    let mut rules = Vec::new();
    match ty {
        RustType::String | RustType::Secret => {
            rules.extend(length(bounds));
            // One without a counterpart holds for everything: what a text says never decides which
            // code there is.
            let pattern = bounds.pattern.as_deref().map(crate::pattern::translate);
            rules.extend(pattern.map(Result::unwrap_or_default).map(Rule::Pattern));
        }
        RustType::Vec(inner) | RustType::Map(inner) => {
            rules.extend(length(bounds));
            let each = bounds.each.some().into_iter().flat_map(|bounds| of(bounds, inner));
            rules.extend(each.map(|rule| Rule::Each(Box::new(rule))));
        }
        RustType::Option(inner) => return of(bounds, inner),
        RustType::Integer(_) | RustType::Float => {
            let whole = !matches!(ty, RustType::Float);
            let least = bounds.minimum.as_ref().and_then(|bound| end(bound, whole, 1.0));
            let most = bounds.maximum.as_ref().and_then(|bound| end(bound, whole, -1.0));
            if least.is_some() || most.is_some() {
                rules.push(Rule::Range(least, most));
            }
            let factor = bounds.multiple_of.as_ref().and_then(serde_json::Number::as_f64);
            rules.extend(factor.filter(|factor| *factor > 0.0).map(Rule::Multiple));
        }
        _ => {}
    }
    if bounds.unique && matches!(ty, RustType::Vec(_)) {
        rules.push(Rule::Unique);
    }
    rules
}

fn length(bounds: &Bounds) -> Option<Rule> {
    let (least, most) = (bounds.min_length.unwrap_or(0), bounds.max_length);
    (least > 0 || most.is_some()).then_some(Rule::Length(least, most))
}

/// The constraints on an argument, whose type is given with all aliases opened.
pub(super) fn of_argument(bounds: &Bounds, pass: &Pass, opened: &RustType) -> Vec<Rule> {
    match pass {
        Pass::Text => of(bounds, &RustType::String),
        Pass::Body | Pass::Lines(_) | Pass::File | Pass::Files | Pass::Parts => Vec::new(),
        _ => of(bounds, opened),
    }
}

/// An end of a range; the next whole number stands for one that is left out.
fn end(bound: &Bound, whole: bool, step: f64) -> Option<End> {
    let value = bound.value.as_f64().filter(|value| value.is_finite())?;
    Some(match whole && bound.exclusive {
        true => End { value: value + step, exclusive: false },
        false => End { value, exclusive: bound.exclusive },
    })
}

/// Finds the types with constraints somewhere inside, and notes them where they are used.
pub(super) fn spread(plan: &mut Plan) {
    let mut checked: BTreeSet<String> = BTreeSet::new();
    loop {
        let before = checked.len();
        let is_sent =
            |item: &&TypeItem| item.codec.write || matches!(item.shape, ItemShape::Alias(_));
        for item in items(plan).filter(is_sent) {
            if is_checked(item, &checked) {
                checked.insert(item.ident.plain().to_owned());
            }
        }
        if checked.len() == before {
            break;
        }
    }
    for item in plan.type_files.iter_mut().flat_map(|file| &mut file.items) {
        item.checked = checked.contains(item.ident.plain());
        match &mut item.shape {
            ItemShape::Struct(shape) => {
                let inside = shape.fields.iter_mut().filter(|it| holds(&it.inner, &checked));
                inside.for_each(|field| field.rules.push(Rule::Inside));
                if shape.rest.as_ref().is_some_and(|(_, ty)| holds(ty, &checked)) {
                    shape.rest_rules.push(Rule::Inside);
                }
            }
            ItemShape::Union(union) => {
                for variant in &mut union.variants {
                    variant.checked = variant.ty.as_ref().is_some_and(|ty| holds(ty, &checked));
                }
            }
            _ => {}
        }
    }
    for operation in plan.resources.iter_mut().flat_map(|resource| &mut resource.operations) {
        let of_constructors =
            operation.constructors.iter_mut().flat_map(|constructor| &mut constructor.arguments);
        let of_setters = operation.setters.iter_mut().map(|setter| &mut setter.argument);
        for argument in of_constructors.chain(of_setters) {
            if is_body(argument, &checked) {
                argument.rules.push(Rule::Inside);
            }
        }
    }
}

fn items(plan: &Plan) -> impl Iterator<Item = &TypeItem> {
    plan.type_files.iter().flat_map(|file| &file.items)
}

fn is_checked(item: &TypeItem, checked: &BTreeSet<String>) -> bool {
    match &item.shape {
        ItemShape::Struct(StructItem { fields, rest, rest_rules, .. }) => {
            fields.iter().any(|field| !field.rules.is_empty() || holds(&field.inner, checked))
                || !rest_rules.is_empty()
                || rest.as_ref().is_some_and(|(_, ty)| holds(ty, checked))
        }
        ItemShape::Alias(ty) | ItemShape::Newtype(ty) => holds(ty, checked),
        ItemShape::Union(union) => {
            union.variants.iter().any(|it| it.ty.as_ref().is_some_and(|ty| holds(ty, checked)))
        }
        _ => false,
    }
}

/// Whether a type is made of one with constraints.
fn holds(ty: &RustType, checked: &BTreeSet<String>) -> bool {
    match ty {
        RustType::Named(ident) => checked.contains(ident.plain()),
        RustType::Box(inner)
        | RustType::Vec(inner)
        | RustType::Map(inner)
        | RustType::Option(inner)
        | RustType::Patch(inner) => holds(inner, checked),
        _ => false,
    }
}

fn is_body(argument: &Argument, checked: &BTreeSet<String>) -> bool {
    matches!(argument.target, Target::Body(_))
        && match &argument.pass {
            Pass::Borrow(ty) | Pass::Optional(ty) | Pass::Slice(ty) | Pass::Reference(ty) => {
                holds(ty, checked)
            }
            _ => false,
        }
}
