//! Types: from the graph of the IR to files of Rust items.

mod codecs;
mod enums;
mod files;
mod names;
mod size;
mod structs;
mod unions;

pub(crate) use files::{TypeFiles, each_type, files, named};
pub(crate) use names::{TypeNames, status_words};
pub(crate) use size::{Sizes, complexity};

use super::chosen::Namer;
use super::derives;
use super::docs::TypeDocs;
use super::model::{Codec, ItemShape, RustType, TypeItem};
use super::options::{PlanOptions, TextType};
use crate::ir::{Api, EnumValues, Integer, Prim, Shape, Text, Ty, TypeId};

/// Complexity from which clippy asks for an alias.
const COMPLEX: usize = 230;

/// An alias before it has a name.
pub(crate) struct Alias {
    /// What it is an alias for: the key under which its name is remembered.
    pub(crate) identity: String,
    /// What its name is made of.
    pub(crate) words: Vec<String>,
}

/// What turns types of the IR into types of Rust.
#[derive(Debug)]
pub(crate) struct Types<'a> {
    pub(crate) api: &'a Api,
    pub(crate) options: &'a PlanOptions,
    pub(crate) names: TypeNames,
    pub(crate) sizes: Sizes,
    codecs: Vec<Codec>,
    /// The documentation of the types that have not become items yet.
    docs: Vec<TypeDocs>,
}

impl<'a> Types<'a> {
    pub(crate) fn new(
        api: &'a Api,
        options: &'a PlanOptions,
        names: TypeNames,
        docs: Vec<TypeDocs>,
    ) -> Self {
        Self { api, options, names, docs, sizes: Sizes::new(api), codecs: codecs::codecs(api) }
    }

    /// The Rust type of a use of a type.
    pub(crate) fn rust(&self, ty: &Ty) -> RustType {
        match ty {
            Ty::Prim(prim) => self.primitive(*prim),
            Ty::Named(id) => RustType::Named(self.names.get(*id).clone()),
            Ty::Boxed(id) => RustType::Box(Box::new(RustType::Named(self.names.get(*id).clone()))),
            Ty::List(item) => RustType::Vec(Box::new(self.rust(item))),
            Ty::Map(value) => RustType::Map(Box::new(self.rust(value))),
            Ty::Tuple(elements) => self.tuple(elements),
            Ty::Nullable(inner) => RustType::Option(Box::new(self.rust(inner))),
            Ty::Json => RustType::Json,
            Ty::Null => RustType::Unit,
        }
    }

    /// The Rust type of a use of a type, with the types that aliases stand for in their place.
    pub(crate) fn opened(&self, ty: &Ty) -> RustType {
        match ty {
            Ty::Named(id) => match &self.api.types[*id].shape {
                Shape::Alias(target) => self.opened(target),
                _ => self.rust(ty),
            },
            Ty::List(item) => RustType::Vec(Box::new(self.opened(item))),
            Ty::Map(value) => RustType::Map(Box::new(self.opened(value))),
            Ty::Nullable(inner) => RustType::Option(Box::new(self.opened(inner))),
            _ => self.rust(ty),
        }
    }

    /// A tuple; a list of any JSON where the traits are not implemented for that length.
    fn tuple(&self, elements: &[Ty]) -> RustType {
        match elements.len() {
            0 | 13.. => RustType::Vec(Box::new(RustType::Json)),
            _ => RustType::Tuple(elements.iter().map(|element| self.rust(element)).collect()),
        }
    }

    fn primitive(&self, prim: Prim) -> RustType {
        let mapping = &self.options.text_types;
        match prim {
            Prim::Bool => RustType::Bool,
            Prim::Integer(integer) => RustType::Integer(integer_name(integer)),
            Prim::Number => RustType::Float,
            Prim::Bytes => RustType::Bytes,
            Prim::Text(Text::Plain) => RustType::String,
            Prim::Text(Text::DateTime) => mapped(mapping.date_time.as_ref()),
            Prim::Text(Text::Date) => mapped(mapping.date.as_ref()),
            Prim::Text(Text::Uuid) => mapped(mapping.uuid.as_ref()),
            Prim::Text(Text::Decimal) => mapped(mapping.decimal.as_ref()),
            Prim::Text(Text::Base64) => mapped(mapping.base64.as_ref()),
        }
    }

    /// A type with aliases followed and nullability taken away.
    pub(crate) fn resolved<'t>(&self, ty: &'t Ty) -> &'t Ty
    where
        'a: 't,
    {
        let mut ty = ty;
        for _ in 0..64 {
            ty = match ty {
                Ty::Nullable(inner) => inner,
                Ty::Named(id) | Ty::Boxed(id) => match &self.api.types[*id].shape {
                    Shape::Alias(target) => target,
                    _ => return ty,
                },
                _ => return ty,
            };
        }
        ty
    }

    /// The shape that a type has in the graph, aliases followed.
    pub(crate) fn shape(&self, ty: &Ty) -> Option<(TypeId, &'a Shape)> {
        match self.resolved(ty) {
            Ty::Named(id) | Ty::Boxed(id) => Some((*id, &self.api.types[*id].shape)),
            _ => None,
        }
    }

    /// One type as an item, with the aliases that keep it readable.
    pub(crate) fn item(&mut self, id: TypeId, namer: &mut Namer<'_>) -> Vec<TypeItem> {
        let api = self.api;
        let definition = &api.types[id];
        let mut extra = Vec::new();
        let owner = super::identity::of_type(api, id);
        let TypeDocs { own: docs, inner } = std::mem::take(&mut self.docs[id.index()]);
        let shape = match &definition.shape {
            Shape::Struct(shape) => {
                ItemShape::Struct(self.structure(id, &owner, (shape, inner), namer, &mut extra))
            }
            Shape::Enum(shape) => match &shape.values {
                EnumValues::Text(values) => ItemShape::TextEnum(enums::texts(
                    &definition.origin,
                    &owner,
                    (values, inner),
                    namer,
                )),
                EnumValues::Integer(values) => ItemShape::IntegerEnum(enums::integers(
                    &definition.origin,
                    &owner,
                    (values, inner),
                    namer,
                )),
            },
            Shape::Union(shape) => {
                ItemShape::Union(self.union(id, &owner, (shape, inner), namer, &mut extra))
            }
            Shape::Alias(target) => ItemShape::Alias(self.rust(target)),
            Shape::Newtype(target) => ItemShape::Newtype(self.rust(target)),
        };
        let ident = self.names.get(id).clone();
        let (derives, codec) = (derives::always(&shape), self.codecs[id.index()]);
        let mut items = vec![TypeItem {
            ident,
            docs,
            shape,
            derives,
            codec,
            checked: false,
            mock_default: false,
        }];
        items.append(&mut extra);
        items
    }

    /// The type itself, or an alias of these words where clippy would find it too complex to read;
    /// `held` says whether it stands in an `Option` or the like.
    pub(crate) fn readable(
        &mut self,
        ty: RustType,
        held: bool,
        alias: impl FnOnce() -> Alias,
        namer: &mut Namer<'_>,
        extra: &mut Vec<TypeItem>,
    ) -> RustType {
        if complexity(&ty, 1 + usize::from(held)) <= COMPLEX {
            return ty;
        }
        let ident = self.names.add(alias(), namer);
        let docs = vec!["A type that would be long to write out.".to_owned()];
        let shape = ItemShape::Alias(ty);
        extra.push(TypeItem {
            ident: ident.clone(),
            docs,
            derives: derives::always(&shape),
            shape,
            codec: Codec::default(),
            checked: false,
            mock_default: false,
        });
        RustType::Named(ident)
    }
}

fn mapped(chosen: Option<&TextType>) -> RustType {
    chosen.map_or(RustType::String, TextType::rust)
}

fn integer_name(integer: Integer) -> &'static str {
    match integer {
        Integer::I32 => "i32",
        Integer::I64 => "i64",
        Integer::U32 => "u32",
        Integer::U64 => "u64",
        Integer::I128 => "i128",
    }
}
