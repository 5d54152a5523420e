//! Values of Rust types as expressions.

use super::scalars::{self, About};
use crate::ir::{Api, Bounds, Field, RareBounds, Shape, TypeDef};
use crate::plan::{
    EnumVariant, FieldKind, ItemShape, Making, Plan, RustType, StructField, StructItem, TypeItem,
    UnionItem,
};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use serde_json::Value;
use std::collections::BTreeMap;

/// Makes values of the types of an API.
#[derive(Debug)]
pub(super) struct Samples<'a> {
    types: BTreeMap<&'a str, (&'a TypeItem, Option<&'a TypeDef>)>,
    /// Types that stand around the value that is being made: recursion ends there.
    open: Vec<&'a str>,
    /// Whether every optional part is there.
    pub(super) full: bool,
    /// Whether nothing around the value says of what type it is.
    pub(super) free: bool,
    /// The name that code imports the crate by.
    library: &'a str,
}

/// No constraints.
pub(super) static NO_BOUNDS: RareBounds = RareBounds::NONE;

impl<'a> Samples<'a> {
    pub(super) fn new(api: &'a Api, plan: &'a Plan) -> Self {
        let items = plan.type_files.iter().flat_map(|file| &file.items);
        let mut types: BTreeMap<_, _> =
            items.map(|item| (item.ident.plain(), (item, None))).collect();
        for (home, (_, definition)) in plan.homes.iter().zip(api.types.iter()) {
            if let Some((_, known)) = types.get_mut(home.ident.plain()) {
                *known = Some(definition);
            }
        }
        let library = &plan.package.library;
        Self { types, open: Vec::new(), full: true, free: false, library }
    }

    /// A value; nothing where none ends.
    pub(super) fn value(&mut self, ty: &RustType, about: About<'_>) -> Option<TokenStream> {
        let bounds = about.bounds;
        Some(match ty {
            RustType::Bool => quote!(true),
            RustType::Integer(name) => self.integer(name, bounds),
            RustType::Float => float(scalars::number(bounds)),
            RustType::String | RustType::Secret | RustType::External(..) | RustType::Own(_) => {
                self.text(ty, about)
            }
            RustType::Json => {
                let json = r#"{"any":[1,-2.5,true,null,"text"]}"#;
                quote!(serde_json::from_str::<serde_json::Value>(#json).expect("a sample of JSON"))
            }
            RustType::Unit => quote!(()),
            RustType::Bytes => quote!(Bytes::from_static(b"\x00\xff")),
            RustType::Named(ident) => return self.named(ident.plain(), about),
            RustType::Box(inner) => {
                let inner = self.value(inner, about)?;
                quote!(Box::new(#inner))
            }
            RustType::Vec(item) => self.list(item, about)?,
            RustType::Map(value) => self.map(value, about)?,
            RustType::Option(inner) => match self.inside(inner, about) {
                Some(inner) => quote!(Some(#inner)),
                None => quote!(None),
            },
            RustType::Patch(inner) => match self.inside(inner, about) {
                Some(inner) => quote!(Patch::Value(#inner)),
                None => quote!(Patch::Null),
            },
            RustType::Tuple(elements) => {
                let elements: Option<Vec<_>> =
                    elements.iter().map(|element| self.value(element, plain(about))).collect();
                let elements = elements?;
                quote!((#(#elements,)*))
            }
        })
    }

    /// What may be missing.
    fn inside(&mut self, ty: &RustType, about: About<'_>) -> Option<TokenStream> {
        if self.full { self.value(ty, about) } else { None }
    }

    fn integer(&self, name: &str, bounds: &Bounds) -> TokenStream {
        let value = scalars::integer(bounds);
        let literal = Literal::i64_unsuffixed(value.abs());
        let sign = (value < 0).then(|| quote!(-));
        match self.free {
            true => {
                let name = Ident::new(name, Span::call_site());
                quote!(#name::from(#sign #literal))
            }
            false => quote!(#sign #literal),
        }
    }

    /// A text, or what is made of one.
    fn text(&self, ty: &RustType, about: About<'_>) -> TokenStream {
        let text = scalars::text(about, self.full);
        match ty {
            RustType::Secret => quote!(Secret::from(#text)),
            RustType::External(path, of) if self.free => {
                let of = (!of.is_empty()).then(|| quote!(<#(::#of)*>));
                let ty = quote!(#(::#path)* #of);
                quote!(serde_json::from_value::<#ty>(#text.into()).expect("a sample of the format"))
            }
            RustType::External(..) => {
                quote!(serde_json::from_value(#text.into()).expect("a sample of the format"))
            }
            // It goes where anything does that becomes one, so it says what it is.
            RustType::Own(own) => {
                let own = Ident::new(own.name(), Span::call_site());
                let library = Ident::new(self.library, Span::call_site());
                let ty = quote!(#library::#own);
                quote!(serde_json::from_value::<#ty>(#text.into()).expect("a sample of the format"))
            }
            _ if self.free => quote!(#text.to_owned()),
            _ => quote!(#text.into()),
        }
    }

    fn list(&mut self, item: &RustType, about: About<'_>) -> Option<TokenStream> {
        let count = self.count(about);
        if count == 0 {
            return Some(quote!(vec![]));
        }
        match self.value(item, of_each(about)) {
            Some(item) => {
                let items = std::iter::repeat_n(item, count);
                Some(quote!(vec![#(#items),*]))
            }
            None => (about.bounds.min_length.unwrap_or(0) == 0).then(|| quote!(vec![])),
        }
    }

    fn map(&mut self, value: &RustType, about: About<'_>) -> Option<TokenStream> {
        let count = self.count(about);
        let free = std::mem::replace(&mut self.free, true);
        let value = if count == 0 { None } else { self.value(value, of_each(about)) };
        self.free = free;
        match value {
            Some(value) => {
                let keys = (1..=count).map(|number| format!("key {number}"));
                Some(quote!(BTreeMap::from([#((#keys.to_owned(), #value)),*])))
            }
            None => (about.bounds.min_length.unwrap_or(0) == 0).then(|| quote!(BTreeMap::new())),
        }
    }

    /// How many items or entries there are.
    pub(super) fn count(&self, about: About<'_>) -> usize {
        let least = about.bounds.min_length.and_then(|least| usize::try_from(least).ok());
        least.unwrap_or(0).max(usize::from(self.full))
    }

    fn named(&mut self, name: &str, about: About<'_>) -> Option<TokenStream> {
        let (name, (item, definition)) = self.types.get_key_value(name).map(|it| (*it.0, *it.1))?;
        if self.open.contains(&name) {
            return None;
        }
        self.open.push(name);
        let free = match item.shape {
            ItemShape::Alias(_) => self.free,
            _ => std::mem::take(&mut self.free),
        };
        let value = self.item(item, definition, about);
        if !matches!(item.shape, ItemShape::Alias(_)) {
            self.free = free;
        }
        self.open.pop();
        value
    }

    fn item(
        &mut self,
        item: &'a TypeItem,
        definition: Option<&'a TypeDef>,
        about: About<'_>,
    ) -> Option<TokenStream> {
        let ident = &item.ident;
        match &item.shape {
            ItemShape::Struct(shape) => self.structure(item, shape, definition),
            // A path cannot have an empty text in it.
            ItemShape::TextEnum(variants) => choice(ident, variants, |text| !text.is_empty()),
            ItemShape::IntegerEnum(variants) => choice(ident, variants, |_| true),
            ItemShape::Union(shape) => self.union(item, shape, about),
            ItemShape::Alias(target) => self.value(target, about),
            ItemShape::Newtype(target) => {
                let target = self.value(target, about)?;
                Some(quote!(types::#ident(#target)))
            }
        }
    }

    /// The first branch that ends, null after all others.
    fn union(
        &mut self,
        item: &TypeItem,
        shape: &UnionItem,
        about: About<'_>,
    ) -> Option<TokenStream> {
        let ident = &item.ident;
        let typed = shape.variants.iter().filter_map(|it| Some((&it.ident, it.ty.as_ref()?)));
        for (variant, ty) in typed {
            if let Some(value) = self.value(ty, About { bounds: &NO_BOUNDS, ..about }) {
                return Some(quote!(types::#ident::#variant(#value)));
            }
        }
        let null = shape.variants.iter().find(|variant| variant.ty.is_none())?;
        let variant = &null.ident;
        Some(quote!(types::#ident::#variant))
    }

    fn structure(
        &mut self,
        item: &TypeItem,
        shape: &StructItem,
        definition: Option<&'a TypeDef>,
    ) -> Option<TokenStream> {
        let ident = &item.ident;
        let (known, rest): (&[Field], _) = match definition.map(|definition| &definition.shape) {
            Some(Shape::Struct(known)) => (&known.fields, &known.additional_bounds),
            _ => (&[], &NO_BOUNDS),
        };
        if !self.full && shape.making != Making::Literal {
            return self.made(item, shape, known);
        }
        let mut fields = Vec::with_capacity(shape.fields.len());
        for field in &shape.fields {
            let (name, value) = (&field.ident, self.field(field, known)?);
            fields.push(quote!(#name: #value));
        }
        if let Some((name, ty)) = &shape.rest {
            let about = About { label: "rest", bounds: rest, header: false };
            let value = self.map(ty, about).unwrap_or_else(|| quote!(BTreeMap::new()));
            fields.push(quote!(#name: #value));
        }
        Some(quote!(types::#ident { #(#fields),* }))
    }

    /// A struct with nothing but what is required.
    fn made(
        &mut self,
        item: &TypeItem,
        shape: &StructItem,
        known: &[Field],
    ) -> Option<TokenStream> {
        let ident = &item.ident;
        if shape.making == Making::Default {
            return Some(quote!(types::#ident::default()));
        }
        let required = shape.fields.iter().filter(|field| field.kind == FieldKind::Required);
        let mut arguments = Vec::new();
        for field in required {
            arguments.push(match field.inner {
                RustType::String | RustType::Secret => {
                    let text = scalars::text(about(field, known), self.full);
                    quote!(#text)
                }
                _ => self.field(field, known)?,
            });
        }
        Some(quote!(types::#ident::new(#(#arguments),*)))
    }

    /// The value of a field; nothing where it has to be there and cannot.
    fn field(&mut self, field: &StructField, known: &[Field]) -> Option<TokenStream> {
        if field.kind == FieldKind::Patch && !self.full {
            return Some(quote!(Patch::Absent));
        }
        let constant = known_field(field, known).and_then(|known| known.constant.as_deref());
        let about = about(field, known);
        match field.kind {
            FieldKind::Required => self.constant(constant, &field.inner, about),
            _ if !self.full => Some(quote!(None)),
            FieldKind::Optional | FieldKind::Any | FieldKind::Nullable => {
                Some(match self.constant(constant, &field.inner, about) {
                    Some(value) => quote!(Some(#value)),
                    None => quote!(None),
                })
            }
            FieldKind::Patch => Some(match self.constant(constant, &field.inner, about) {
                Some(value) => quote!(Patch::Value(#value)),
                None => quote!(Patch::Absent),
            }),
        }
    }

    /// The only value that there can be, or any.
    fn constant(
        &mut self,
        constant: Option<&Value>,
        ty: &RustType,
        about: About<'_>,
    ) -> Option<TokenStream> {
        match (constant, ty) {
            (Some(Value::Bool(flag)), RustType::Bool) => Some(quote!(#flag)),
            (Some(Value::String(text)), RustType::String) => Some(quote!(#text.into())),
            (Some(Value::Number(number)), RustType::Integer(_)) => {
                let literal = Literal::i64_unsuffixed(number.as_i64()?);
                Some(quote!(#literal))
            }
            _ => self.value(ty, about),
        }
    }
}

fn float(value: f64) -> TokenStream {
    let literal = Literal::f64_unsuffixed(value.abs());
    let sign = (value < 0.0).then(|| quote!(-));
    quote!(#sign #literal)
}

/// What is known of an element: nothing but the name of what it stands in.
fn plain(about: About<'_>) -> About<'_> {
    About { bounds: &NO_BOUNDS, ..about }
}

/// What is known of the items of a list, or the values of a map.
pub(super) fn of_each(about: About<'_>) -> About<'_> {
    About { bounds: &about.bounds.each, ..about }
}

fn known_field<'k>(field: &StructField, known: &'k [Field]) -> Option<&'k Field> {
    known.iter().find(|known| known.wire == field.wire)
}

fn about<'k>(field: &'k StructField, known: &'k [Field]) -> About<'k> {
    let bounds = known_field(field, known).map_or(&NO_BOUNDS, |known| &known.bounds);
    About { label: &field.wire, bounds, header: false }
}

/// The first variant that is fit, or the first of all.
fn choice<T>(
    ident: &crate::name::RustIdent,
    variants: &[EnumVariant<T>],
    is_fit: impl Fn(&T) -> bool,
) -> Option<TokenStream> {
    let fit = variants.iter().find(|variant| is_fit(&variant.wire));
    let variant = &fit.or(variants.first())?.ident;
    Some(quote!(types::#ident::#variant))
}
