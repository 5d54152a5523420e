//! Documentation of all types at once.

use super::{of, of_value};
use crate::ir::{Api, EnumValues, Shape, TypeDef};

/// The documentation of a type and of what is in it: fields, values or variants, in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct TypeDocs {
    /// Of the type.
    pub(crate) own: Vec<String>,
    /// Of what is in it.
    pub(crate) inner: Vec<Vec<String>>,
}

/// The documentation of every type of an API. It depends on no name, so that it can be made while
/// names are given.
pub(crate) fn of_types(api: &Api) -> Vec<TypeDocs> {
    api.types.iter().map(|(_, definition)| of_type(definition)).collect()
}

fn of_type(definition: &TypeDef) -> TypeDocs {
    let inner = match &definition.shape {
        Shape::Struct(shape) => {
            let fields = shape.fields.iter();
            fields.map(|field| of_value(&field.docs, &field.bounds, &field.ty)).collect()
        }
        Shape::Enum(shape) => match &shape.values {
            EnumValues::Text(values) => values.iter().map(|value| of(&value.docs)).collect(),
            EnumValues::Integer(values) => values.iter().map(|value| of(&value.docs)).collect(),
        },
        Shape::Union(shape) => shape.variants.iter().map(|variant| of(&variant.docs)).collect(),
        Shape::Alias(_) | Shape::Newtype(_) => Vec::new(),
    };
    TypeDocs { own: of(&definition.docs), inner }
}
