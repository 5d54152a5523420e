//! Tables from which models get their serde impls.

use super::code::{Body, Item, Row};
use crate::ir::{Guard, Kind, Kinds, Tag};
use crate::plan::{
    Codec, Constant, EnumVariant, FieldKind, ItemShape, StructField, StructItem, TypeItem,
    UnionDispatch, UnionItem,
};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use serde_json::Value;

/// The tables of a type, if it needs any.
pub(super) fn tables(item: &TypeItem) -> Vec<Item> {
    let ident = &item.ident;
    let ways = ways(item.codec);
    vec![match &item.shape {
        ItemShape::Struct(shape) => {
            macro_table("object", quote!(#ways #ident), object_rows(shape), quote!())
        }
        ItemShape::TextEnum(variants) => macro_table(
            "text_enum",
            quote!(#ident),
            variants.iter().map(text_row).collect(),
            quote!(),
        ),
        ItemShape::IntegerEnum(variants) => macro_table(
            "integer_enum",
            quote!(#ident),
            variants.iter().map(integer_row).collect(),
            quote!(),
        ),
        ItemShape::Union(shape) => union_table(item, shape),
        ItemShape::Newtype(_) => {
            Item::new(quote!(crate::runtime::newtype! { #ways #ident }), Body::Nothing)
        }
        ItemShape::Alias(_) => return Vec::new(),
    }]
}

fn ways(codec: Codec) -> TokenStream {
    match (codec.read, codec.write) {
        (true, true) => quote!(read write),
        (true, false) => quote!(read),
        (false, _) => quote!(write),
    }
}

pub(super) fn macro_table(
    name: &str,
    head: TokenStream,
    rows: Vec<Row>,
    tail: TokenStream,
) -> Item {
    let name = Ident::new(name, Span::call_site());
    Item::new(quote!(crate::runtime::#name!), Body::Table { head, rows, tail })
}

fn object_rows(shape: &StructItem) -> Vec<Row> {
    let constants = shape.constants.iter().map(|(key, value)| {
        let value = constant(value);
        Row::Tokens(quote!(= #key: #value))
    });
    let fields = shape.fields.iter().map(field_row);
    let matching = shape.rest_matches.then(|| quote!([matching]));
    let rest = shape.rest.iter().map(|(ident, _)| Row::Tokens(quote!(.. #matching #ident)));
    constants.chain(fields).chain(rest).collect()
}

fn field_row(field: &StructField) -> Row {
    let kind = match field.kind {
        FieldKind::Required => "required",
        FieldKind::Optional => "optional",
        FieldKind::Any => "any",
        FieldKind::Nullable => "nullable",
        FieldKind::Patch => "patch",
    };
    Row::Text(kind, field.ident.clone(), field.wire.clone())
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

fn text_row(variant: &EnumVariant<String>) -> Row {
    Row::Text("", variant.ident.clone(), variant.wire.clone())
}

fn integer_row(variant: &EnumVariant<i64>) -> Row {
    let (ident, wire) = (&variant.ident, Literal::i64_unsuffixed(variant.wire));
    Row::Tokens(quote!(#ident: #wire))
}

fn union_table(item: &TypeItem, shape: &UnionItem) -> Item {
    let ident = &item.ident;
    let ways = ways(item.codec);
    match &shape.dispatch {
        UnionDispatch::Tag(tag) => {
            let property = &tag.property;
            let head = quote!(#ways #ident by #property);
            macro_table("tagged", head, tag_rows(shape, tag), tag_tail(shape, tag))
        }
        UnionDispatch::Guards(guards) => {
            let rows = guards.iter().map(|guard| guard_row(shape, guard)).collect();
            macro_table("untagged", quote!(#ways #ident), rows, quote!())
        }
    }
}

fn tag_rows(shape: &UnionItem, tag: &Tag) -> Vec<Row> {
    let row = |(at, variant): (usize, &crate::plan::UnionVariant)| {
        let ident = &variant.ident;
        let own = tag.cases.iter().filter(|(_, target)| *target == at);
        let values: Vec<_> = own.map(|(value, _)| constant(&Constant::from(value))).collect();
        match values.is_empty() {
            true => Row::Tokens(quote!(#ident)),
            false => {
                let written = tag.written.contains(&at).then(|| quote!(written));
                Row::Tokens(quote!(#ident: #(#values)|* #written))
            }
        }
    };
    let absent = tag.absent.iter().map(|guard| {
        let ident = &shape.variants[guard.variant].ident;
        let guard = guard_tokens(guard);
        Row::Tokens(quote!(? #ident(#guard)))
    });
    shape.variants.iter().enumerate().map(row).chain(absent).collect()
}

fn tag_tail(shape: &UnionItem, tag: &Tag) -> TokenStream {
    let fallback = tag.fallback.and_then(|at| shape.variants.get(at)).map(|variant| {
        let ident = &variant.ident;
        quote!(fallback #ident)
    });
    quote!(#fallback)
}

fn guard_row(shape: &UnionItem, guard: &Guard) -> Row {
    let ident = &shape.variants[guard.variant].ident;
    let guard = guard_tokens(guard);
    Row::Tokens(quote!(#ident: #guard))
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
