//! Tables from which models get their serde impls.

use super::code::{Body, Code, Item, Table};
use super::text::{Text, text};
use crate::ir::{Guard, Kind, Kinds, Tag};
use crate::plan::{
    Codec, Constant, EnumVariant, FieldKind, ItemShape, StructField, StructItem, TypeItem,
    UnionDispatch, UnionItem, UnionVariant,
};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use serde_json::Value;

/// The table of a type, if it needs one.
pub(super) fn table(item: &TypeItem) -> Option<Item<'_>> {
    let ident = &item.ident;
    let ways = ways(item.codec);
    Some(match &item.shape {
        ItemShape::Struct(shape) => {
            macro_table("object", text!("{} {}", ways, ident), object_rows(shape))
        }
        ItemShape::TextEnum(variants) => {
            macro_table("text_enum", ident, variants.iter().map(text_row).collect())
        }
        ItemShape::IntegerEnum(variants) => {
            macro_table("integer_enum", ident, variants.iter().map(integer_row).collect())
        }
        ItemShape::Union(shape) => union_table(item, shape),
        ItemShape::Newtype(_) => {
            Item::new(text!("crate::runtime::newtype! {{ {} {} }}", ways, ident), Body::Nothing)
        }
        ItemShape::Alias(_) => return None,
    })
}

fn ways(codec: Codec) -> Text<'static> {
    let ways = match (codec.read, codec.write) {
        (true, true) => "read write",
        (true, false) => "read",
        (false, _) => "write",
    };
    ways.into()
}

/// A table of a macro of the runtime.
pub(super) fn macro_table<'p>(
    name: &'static str,
    head: impl Into<Code<'p>>,
    rows: Vec<Code<'p>>,
) -> Item<'p> {
    let table = Table { head: Some(head.into()), rows, tail: None };
    Item::new(text!("crate::runtime::{}!", Text::from(name)), Body::Table(Box::new(table)))
}

fn object_rows(shape: &StructItem) -> Vec<Code<'_>> {
    let constants = shape.constants.iter().map(|(key, value)| {
        let value = constant(value);
        Code::from(quote!(= #key: #value))
    });
    let fields = shape.fields.iter().map(field_row);
    let matching = shape.rest_matches.then(|| quote!([matching]));
    let rest = shape.rest.iter().map(|(ident, _)| Code::from(quote!(.. #matching #ident)));
    let mut rows = Vec::with_capacity(shape.constants.len() + shape.fields.len() + 1);
    rows.extend(constants.chain(fields).chain(rest));
    rows
}

fn field_row(field: &StructField) -> Code<'_> {
    let kind = match field.kind {
        FieldKind::Required => "required",
        FieldKind::Optional => "optional",
        FieldKind::Any => "any",
        FieldKind::Nullable => "nullable",
        FieldKind::Patch => "patch",
    };
    text!("{} {}: {}", Text::from(kind), field.ident, field.wire).into()
}

fn constant(constant: &Constant) -> TokenStream {
    match constant {
        Constant::Bool(flag) => quote!(#flag),
        Constant::Integer(number) => integer(*number),
        Constant::Text(text) => quote!(#text),
    }
}

fn integer(number: i64) -> TokenStream {
    let literal = match i32::try_from(number) {
        Ok(_) => Literal::i64_unsuffixed(number),
        Err(_) => Literal::i64_suffixed(number),
    };
    quote!(#literal)
}

fn text_row(variant: &EnumVariant<String>) -> Code<'_> {
    text!("{}: {}", variant.ident, variant.wire).into()
}

fn integer_row(variant: &EnumVariant<i64>) -> Code<'_> {
    let wire = Literal::i64_unsuffixed(variant.wire);
    text!("{}: {}", variant.ident, wire).into()
}

fn union_table<'p>(item: &'p TypeItem, shape: &'p UnionItem) -> Item<'p> {
    let ident = &item.ident;
    let ways = ways(item.codec);
    match &shape.dispatch {
        UnionDispatch::Tag(tag) => {
            let head = text!("{} {} by {}", ways, ident, tag.property).into();
            let rows = tag_rows(shape, tag);
            let table = Table { head: Some(head), rows, tail: tag_tail(shape, tag) };
            Item::new("crate::runtime::tagged!", Body::Table(Box::new(table)))
        }
        UnionDispatch::Guards(guards) => {
            let rows = guards.iter().map(|guard| guard_row(shape, guard)).collect();
            macro_table("untagged", text!("{} {}", ways, ident), rows)
        }
    }
}

fn tag_rows<'p>(shape: &'p UnionItem, tag: &Tag) -> Vec<Code<'p>> {
    let row = |(at, variant): (usize, &'p UnionVariant)| {
        let ident = &variant.ident;
        let own = tag.cases.iter().filter(|(_, target)| *target == at);
        let values: Vec<_> = own.map(|(value, _)| constant(&Constant::from(value))).collect();
        match values.is_empty() {
            true => Code::from(ident),
            false => {
                let written = tag.written.contains(&at).then(|| quote!(written));
                Code::from(quote!(#ident: #(#values)|* #written))
            }
        }
    };
    let absent = tag.absent.iter().map(|guard| {
        let ident = &shape.variants[guard.variant].ident;
        let guard = guard_tokens(guard);
        Code::from(quote!(? #ident(#guard)))
    });
    shape.variants.iter().enumerate().map(row).chain(absent).collect()
}

fn tag_tail<'p>(shape: &UnionItem, tag: &Tag) -> Option<Code<'p>> {
    let fallback = tag.fallback.and_then(|at| shape.variants.get(at));
    fallback.map(|variant| text!("fallback {}", variant.ident).into())
}

fn guard_row<'p>(shape: &UnionItem, guard: &Guard) -> Code<'p> {
    let ident = &shape.variants[guard.variant].ident;
    let guard = guard_tokens(guard);
    Code::from(quote!(#ident: #guard))
}

fn guard_tokens(guard: &Guard) -> TokenStream {
    let kinds = kinds(guard.kinds);
    let required = (!guard.required.is_empty()).then(|| {
        let keys = &guard.required;
        quote!([#(#keys),*])
    });
    let constants = (!guard.constants.is_empty()).then(|| {
        let pairs = guard.constants.iter().map(|(key, values)| {
            let values = values.iter().map(json);
            quote!(#key: [#(#values),*])
        });
        quote!({#(#pairs),*})
    });
    let absent = (!guard.absent.is_empty()).then(|| {
        let keys = &guard.absent;
        quote!(![#(#keys),*])
    });
    let known = guard.known.as_ref().map(|keys| quote!(= [#(#keys),*]));
    quote!(#kinds #required #constants #absent #known)
}

fn kinds(kinds: Kinds) -> TokenStream {
    let words = kinds.iter().map(|kind| {
        let word = match kind {
            Kind::Null => "null",
            Kind::Bool => "boolean",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Text => "string",
            Kind::List => "array",
            Kind::Object => "object",
        };
        Ident::new(word, Span::call_site())
    });
    quote!(#(#words)|*)
}

/// A value of the document as something that JSON is made from.
fn json(value: &Value) -> TokenStream {
    match value {
        Value::Bool(flag) => quote!(#flag),
        Value::String(text) => quote!(#text),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), _, _) => integer(number),
            (_, Some(number), _) => quote!(#number),
            (_, _, Some(number)) => quote!(#number),
            _ => quote!(()),
        },
        Value::Null | Value::Array(_) | Value::Object(_) => quote!(()),
    }
}
