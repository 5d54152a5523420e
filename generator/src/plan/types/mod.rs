//! Types: from the graph of the IR to files of Rust items.

mod aliases;
mod codecs;
mod enums;
mod files;
mod names;
mod size;
mod structs;
mod unions;

pub(crate) use files::{TypeFiles, each_type, files, named};
pub(crate) use names::{TypeNames, Unnamed, status_words};
pub(crate) use size::Sizes;

use super::chosen::Namer;
use super::derives;
use super::docs::TypeDocs;
use super::model::{Codec, ItemShape, RustType, TypeItem};
use super::options::{PlanOptions, TextType};
use crate::ir::{Api, EnumValues, Integer, Prim, Shape, Text, Ty, TypeId};
use crate::name::RustIdent;

/// What turns types of the IR into types of Rust.
#[derive(Debug)]
pub(crate) struct Types<'a> {
    pub(crate) api: &'a Api,
    pub(crate) options: &'a PlanOptions,
    pub(crate) names: TypeNames,
    pub(crate) sizes: Sizes,
    codecs: Vec<Codec>,
}

impl<'a> Types<'a> {
    pub(crate) fn new(api: &'a Api, options: &'a PlanOptions, names: TypeNames) -> Self {
        Self { api, options, names, sizes: Sizes::new(api), codecs: codecs::codecs(api) }
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

    /// One type as an item.
    fn item(&self, id: TypeId, docs: TypeDocs, namer: &mut Namer<'_>) -> TypeItem {
        let definition = &self.api.types[id];
        let owner = self.names.identity(id);
        let TypeDocs { own: docs, inner } = docs;
        let shape = match &definition.shape {
            Shape::Struct(shape) => {
                ItemShape::Struct(self.structure(id, owner, (shape, inner), namer))
            }
            Shape::Enum(shape) => match &shape.values {
                EnumValues::Text(values) => ItemShape::TextEnum(enums::texts(
                    &definition.origin,
                    owner,
                    (values, inner),
                    namer,
                )),
                EnumValues::Integer(values) => ItemShape::IntegerEnum(enums::integers(
                    &definition.origin,
                    owner,
                    (values, inner),
                    namer,
                )),
            },
            Shape::Union(shape) => ItemShape::Union(self.union(id, owner, (shape, inner), namer)),
            Shape::Alias(target) => ItemShape::Alias(self.rust(target)),
            Shape::Newtype(target) => ItemShape::Newtype(self.rust(target)),
        };
        let codec = self.codecs[id.index()];
        new_item(self.names.get(id).clone(), docs, shape, codec)
    }
}

fn new_item(ident: RustIdent, docs: Vec<String>, shape: ItemShape, codec: Codec) -> TypeItem {
    let derives = derives::always(&shape);
    TypeItem { ident, docs, shape, derives, codec, checked: false, mock_default: false }
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
