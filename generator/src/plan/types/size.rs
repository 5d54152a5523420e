//! How large and how complex types are, as far as clippy asks.

use super::super::model::RustType;
use crate::ir::{Additional, Api, EnumValues, Integer, Presence, Prim, Shape, Text, Ty, TypeId};

/// Size of a type that is not known better.
const UNKNOWN: usize = 32;

/// Rough sizes in bytes of the types of an API on a 64-bit machine.
#[derive(Debug)]
pub(crate) struct Sizes(Vec<usize>);

impl Sizes {
    pub(crate) fn new(api: &Api) -> Self {
        let mut sizes = vec![None; api.types.len()];
        for id in api.types.ids() {
            measure(api, id, &mut sizes, 0);
        }
        Self(sizes.into_iter().map(|size| size.unwrap_or(UNKNOWN)).collect())
    }

    /// Whether a use of a type is so large that an enum holds it in a box.
    pub(crate) fn is_large(&self, ty: &Ty) -> bool {
        let large = size(ty, &mut |id| self.0[id.index()]) > BOX_ABOVE;
        large && !matches!(ty, Ty::Boxed(_))
    }
}

fn measure(api: &Api, id: TypeId, sizes: &mut Vec<Option<usize>>, depth: usize) -> usize {
    if let Some(known) = sizes[id.index()] {
        return known;
    }
    if depth > 64 {
        return UNKNOWN;
    }
    sizes[id.index()] = Some(UNKNOWN);
    let mut of = |ty: &Ty| size(ty, &mut |id| measure(api, id, sizes, depth + 1));
    let total = match &api.types[id].shape {
        Shape::Struct(shape) => {
            let rest = if shape.additional == Additional::Skipped { 0 } else { 24 };
            let field = |field: &crate::ir::Field| match field.presence {
                Presence::Required => of(&field.ty),
                _ => optional(of(&field.ty)),
            };
            shape.fields.iter().map(field).fold(rest, usize::saturating_add)
        }
        Shape::Enum(shape) => match shape.values {
            EnumValues::Text(_) => 24,
            EnumValues::Integer(_) => 16,
        },
        Shape::Union(shape) => {
            let large = shape.variants.iter().map(|variant| of(&variant.ty).min(BOX_ABOVE)).max();
            large.unwrap_or(0).max(UNKNOWN) + 8
        }
        Shape::Alias(target) | Shape::Newtype(target) => of(target),
    };
    sizes[id.index()] = Some(total);
    total
}

/// Size from which a variant of a union is boxed.
const BOX_ABOVE: usize = 160;

fn size(ty: &Ty, named: &mut dyn FnMut(TypeId) -> usize) -> usize {
    match ty {
        Ty::Prim(Prim::Bool) => 1,
        Ty::Prim(Prim::Integer(Integer::I32 | Integer::U32)) => 4,
        Ty::Prim(Prim::Integer(Integer::I128)) => 16,
        Ty::Prim(Prim::Integer(_) | Prim::Number) | Ty::Boxed(_) => 8,
        Ty::Prim(Prim::Text(Text::Plain)) | Ty::List(_) | Ty::Map(_) => 24,
        Ty::Prim(Prim::Text(_) | Prim::Bytes) | Ty::Json => UNKNOWN,
        Ty::Named(id) => named(*id),
        Ty::Tuple(elements) => {
            elements.iter().map(|element| size(element, named)).fold(0, usize::saturating_add)
        }
        Ty::Nullable(inner) => optional(size(inner, named)),
        Ty::Null => 0,
    }
}

fn optional(size: usize) -> usize {
    if matches!(size, 4 | 8 | 16) { size * 2 } else { size }
}

/// Clippy's measure of a type: every part counts ten times its depth.
pub(crate) fn complexity(ty: &RustType, depth: usize) -> usize {
    let own = 10 * depth;
    let inside = |inner: &RustType| complexity(inner, depth + 1);
    match ty {
        RustType::Box(inner)
        | RustType::Vec(inner)
        | RustType::Option(inner)
        | RustType::Patch(inner) => own + inside(inner),
        RustType::Map(value) => own + 10 * (depth + 1) + inside(value),
        RustType::Tuple(elements) => own + elements.iter().map(inside).sum::<usize>(),
        _ => own,
    }
}
