//! Files of types, and types as code writes them.

use super::code::{Body, Item, Source};
use super::text::Piece;
use super::{aliases, enums, rules, structs, tables, unions};
use crate::name::RustIdent;
use crate::plan::{ItemShape, Plan, RustType, TypeFile, TypeItem};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::{self, Formatter, Write};

/// How types are written in a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spelling<'a> {
    /// Whether types of the API have `types::` before them.
    pub(super) prefixed: bool,
    /// Names of the runtime that need their path.
    pub(super) qualified: &'a [&'static str],
}

/// A type as it is written in a file.
pub(super) struct Spelled<'a>(&'a Spelling<'a>, &'a RustType);

impl Piece for Spelled<'_> {
    fn write(&self, code: &mut Formatter<'_>) -> fmt::Result {
        self.0.write(self.1, code)
    }
}

impl Spelling<'_> {
    /// A type as tokens.
    pub(super) fn ty(&self, ty: &RustType) -> TokenStream {
        match ty {
            RustType::Bool => quote!(bool),
            RustType::Integer(name) => {
                let name = Ident::new(name, Span::call_site());
                quote!(#name)
            }
            RustType::Float => quote!(f64),
            RustType::String => quote!(String),
            RustType::Secret => self.runtime("Secret"),
            RustType::Json => self.runtime("Json"),
            RustType::Bytes => self.bytes(),
            RustType::Unit => quote!(()),
            RustType::Named(ident) if self.prefixed => quote!(types::#ident),
            RustType::Named(ident) => quote!(#ident),
            RustType::External(path, of) if of.is_empty() => quote!(#(::#path)*),
            RustType::External(path, of) => quote!(#(::#path)*<#(::#of)*>),
            RustType::Own(own) => {
                let name = Ident::new(own.name(), Span::call_site());
                quote!(crate::#name)
            }
            RustType::Box(inner) => self.around(quote!(Box), inner),
            RustType::Vec(inner) => self.around(quote!(Vec), inner),
            RustType::Option(inner) => self.around(quote!(Option), inner),
            RustType::Patch(inner) => self.around(self.runtime("Patch"), inner),
            RustType::Map(value) => {
                let value = self.ty(value);
                quote!(BTreeMap<String, #value>)
            }
            RustType::Tuple(elements) => self.tuple(elements),
        }
    }

    /// A type as a piece of text; the same as the tokens.
    pub(super) fn of<'a>(&'a self, ty: &'a RustType) -> Spelled<'a> {
        Spelled(self, ty)
    }

    fn write(&self, ty: &RustType, text: &mut Formatter<'_>) -> fmt::Result {
        match ty {
            RustType::Bool => text.write_str("bool"),
            RustType::Integer(name) => text.write_str(name),
            RustType::Float => text.write_str("f64"),
            RustType::String => text.write_str("String"),
            RustType::Unit => text.write_str("()"),
            RustType::Secret => self.write_runtime("Secret", text),
            RustType::Json => self.write_runtime("Json", text),
            RustType::Bytes if self.qualified.contains(&"Bytes") => text.write_str("bytes::Bytes"),
            RustType::Bytes => text.write_str("Bytes"),
            RustType::Named(ident) => {
                text.write_str(if self.prefixed { "types::" } else { "" })?;
                ident.write(text)
            }
            RustType::External(path, of) => {
                write_path(path, text)?;
                if of.is_empty() {
                    return Ok(());
                }
                text.write_char('<')?;
                write_path(of, text)?;
                text.write_char('>')
            }
            RustType::Own(own) => text.write_str("crate::").and(text.write_str(own.name())),
            RustType::Box(inner) => self.write_around("Box<", inner, text),
            RustType::Vec(inner) => self.write_around("Vec<", inner, text),
            RustType::Option(inner) => self.write_around("Option<", inner, text),
            RustType::Map(inner) => self.write_around("BTreeMap<String, ", inner, text),
            RustType::Patch(inner) => {
                self.write_runtime("Patch", text)?;
                self.write_around("<", inner, text)
            }
            RustType::Tuple(elements) => self.write_tuple(elements, text),
        }
    }

    fn write_runtime(&self, name: &'static str, text: &mut Formatter<'_>) -> fmt::Result {
        text.write_str(if self.qualified.contains(&name) { "runtime::" } else { "" })?;
        text.write_str(name)
    }

    fn write_tuple(&self, elements: &[RustType], text: &mut Formatter<'_>) -> fmt::Result {
        text.write_char('(')?;
        for (at, element) in elements.iter().enumerate() {
            text.write_str(if at > 0 { ", " } else { "" })?;
            self.write(element, text)?;
        }
        text.write_str(if elements.len() == 1 { ",)" } else { ")" })
    }

    fn write_around(&self, outer: &str, inner: &RustType, text: &mut Formatter<'_>) -> fmt::Result {
        text.write_str(outer)?;
        self.write(inner, text)?;
        text.write_char('>')
    }

    fn around(&self, outer: TokenStream, inner: &RustType) -> TokenStream {
        let inner = self.ty(inner);
        quote!(#outer<#inner>)
    }

    fn tuple(&self, elements: &[RustType]) -> TokenStream {
        let written = elements.iter().map(|element| self.ty(element));
        match elements.len() {
            1 => quote!((#(#written),*,)),
            _ => quote!((#(#written),*)),
        }
    }

    fn runtime(&self, name: &'static str) -> TokenStream {
        let ident = Ident::new(name, Span::call_site());
        match self.qualified.contains(&name) {
            true => quote!(runtime::#ident),
            false => quote!(#ident),
        }
    }

    fn bytes(&self) -> TokenStream {
        match self.qualified.contains(&"Bytes") {
            true => quote!(bytes::Bytes),
            false => quote!(Bytes),
        }
    }
}

fn write_path(path: &[RustIdent], text: &mut Formatter<'_>) -> fmt::Result {
    path.iter().try_for_each(|segment| write!(text, "::{segment}"))
}

/// A file of types: models first, tables after.
pub(super) fn file<'p>(plan: &'p Plan, file: &'p TypeFile) -> Source<'p> {
    let spelling = Spelling { prefixed: false, qualified: &plan.qualified };
    let mut items = imports(plan, file);
    for item in &file.items {
        models(item, &spelling, &mut items);
    }
    items.extend(file.items.iter().filter_map(tables::table));
    items.extend(file.items.iter().filter_map(rules::table));
    Source { docs: Cow::default(), items }
}

fn models<'p>(item: &'p TypeItem, spelling: &Spelling<'_>, items: &mut Vec<Item<'p>>) {
    match &item.shape {
        ItemShape::Struct(shape) => structs::structure(item, shape, spelling, items),
        ItemShape::TextEnum(variants) => items.push(enums::texts(item, variants)),
        ItemShape::IntegerEnum(variants) => items.push(enums::integers(item, variants)),
        ItemShape::Union(shape) => items.push(unions::union(item, shape, spelling)),
        ItemShape::Alias(target) => items.push(aliases::alias(item, target, spelling)),
        ItemShape::Newtype(target) => items.push(aliases::newtype(item, target, spelling)),
    }
}

fn imports<'p>(plan: &Plan, file: &TypeFile) -> Vec<Item<'p>> {
    let mut used = BTreeSet::new();
    file.items.iter().for_each(|item| item_names(item, &mut used));
    let mut items = Vec::new();
    let mut row = |tokens: TokenStream| items.push(Item::new(tokens, Body::Row));
    if !file.imports.is_empty() {
        let names = &file.imports;
        row(match names.as_slice() {
            [one] => quote!(use super::#one),
            many => quote!(use super::{#(#many),*}),
        });
    }
    if used.contains("Bytes") && !plan.qualified.contains(&"Bytes") {
        row(quote!(use bytes::Bytes));
    }
    let (qualified, plain): (Vec<_>, Vec<_>) = ["Json", "Patch", "Secret"]
        .into_iter()
        .filter(|name| used.contains(name))
        .partition(|name| plan.qualified.contains(name));
    if !qualified.is_empty() {
        row(quote!(use crate::runtime));
    }
    if !plain.is_empty() {
        let names = plain.iter().map(|name| Ident::new(name, Span::call_site()));
        row(match plain.len() {
            1 => quote!(use crate::runtime::#(#names)*),
            _ => quote!(use crate::runtime::{#(#names),*}),
        });
    }
    if used.contains("BTreeMap") {
        row(quote!(use std::collections::BTreeMap));
    }
    items
}

/// Collects the names that an item needs from elsewhere.
fn item_names(item: &TypeItem, used: &mut BTreeSet<&'static str>) {
    match &item.shape {
        ItemShape::Struct(shape) => {
            shape.fields.iter().for_each(|field| type_names(&field.ty(), used));
            if let Some((_, ty)) = &shape.rest {
                used.insert("BTreeMap");
                type_names(ty, used);
            }
        }
        ItemShape::Union(shape) => {
            used.insert("Json");
            shape
                .variants
                .iter()
                .filter_map(|variant| variant.ty.as_ref())
                .for_each(|ty| type_names(ty, used));
        }
        ItemShape::Alias(ty) | ItemShape::Newtype(ty) => type_names(ty, used),
        ItemShape::TextEnum(_) | ItemShape::IntegerEnum(_) => {}
    }
}

fn type_names(ty: &RustType, used: &mut BTreeSet<&'static str>) {
    match ty {
        RustType::Secret => _ = used.insert("Secret"),
        RustType::Json => _ = used.insert("Json"),
        RustType::Bytes => _ = used.insert("Bytes"),
        RustType::Patch(inner) => {
            used.insert("Patch");
            type_names(inner, used);
        }
        RustType::Map(value) => {
            used.insert("BTreeMap");
            type_names(value, used);
        }
        RustType::Box(inner) | RustType::Vec(inner) | RustType::Option(inner) => {
            type_names(inner, used)
        }
        RustType::Tuple(elements) => elements.iter().for_each(|element| type_names(element, used)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{RustType, Spelling};
    use crate::emit::text::text;
    use crate::name::{Case, RustIdent};
    use crate::plan::OwnText;

    #[test]
    fn text_and_tokens_of_a_type_are_the_same() {
        let boxed = |ty: RustType| Box::new(ty);
        let named = RustType::Named(RustIdent::new(Case::Camel, &["pet"]));
        let path = |words: [&str; 2]| words.map(|it| RustIdent::new(Case::Snake, &[it])).to_vec();
        let leaves = vec![
            RustType::Bool,
            RustType::Integer("i64"),
            RustType::Float,
            RustType::String,
            RustType::Unit,
            RustType::Secret,
            RustType::Json,
            RustType::Bytes,
            named,
            RustType::External(path(["jiff", "type"]), Vec::new()),
            RustType::Own(OwnText::DateTime),
            RustType::External(path(["chrono", "time"]), path(["chrono", "zone"])),
        ];
        let tuple = RustType::Tuple(leaves.clone());
        let all = RustType::Map(boxed(RustType::Vec(boxed(RustType::Option(boxed(
            RustType::Box(boxed(tuple)),
        ))))));
        let all = RustType::Patch(boxed(RustType::Tuple(vec![all])));
        for prefixed in [false, true] {
            for qualified in [&[][..], &["Bytes", "Json", "Patch", "Secret"][..]] {
                let spelling = Spelling { prefixed, qualified };
                let tokens = crate::print::one_line(&spelling.ty(&all).into());
                assert_eq!(text!("{}", spelling.of(&all)).as_str(), tokens);
            }
        }
    }
}
