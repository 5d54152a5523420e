//! Looking for a field by what it is called and what it is, near the root of a type.

use crate::ir::{Api, Field, Shape, Ty};

/// A field and the keys that lead to it.
pub(super) struct Found<'a> {
    pub(super) keys: Vec<String>,
    pub(super) field: &'a Field,
}

/// The struct behind a use of a type, aliases and null looked through.
pub(super) fn fields<'a>(api: &'a Api, ty: &Ty) -> Option<&'a [Field]> {
    let mut ty = ty;
    for _ in 0..32 {
        match ty {
            Ty::Nullable(inner) => ty = inner,
            Ty::Named(id) | Ty::Boxed(id) => match &api.types[*id].shape {
                Shape::Struct(one) => return Some(&one.fields),
                Shape::Alias(inner) => ty = inner,
                Shape::Newtype(_) | Shape::Enum(_) | Shape::Union(_) => return None,
            },
            _ => return None,
        }
    }
    None
}

/// The use of a type with aliases and null looked through.
pub(super) fn resolved<'a>(api: &'a Api, ty: &'a Ty) -> &'a Ty {
    let mut ty = ty;
    for _ in 0..32 {
        match ty {
            Ty::Nullable(inner) => ty = inner,
            Ty::Named(id) => match &api.types[*id].shape {
                Shape::Alias(inner) => ty = inner,
                _ => return ty,
            },
            _ => return ty,
        }
    }
    ty
}

/// The first field within `depth` levels that has one of the names, the best name first, and that
/// the test accepts; nearer levels first.
pub(super) fn find<'a>(
    api: &'a Api,
    ty: &Ty,
    names: &[&str],
    depth: usize,
    accept: &impl Fn(&Api, &Field) -> bool,
) -> Option<Found<'a>> {
    let mut level: Vec<(Vec<String>, &'a [Field])> = vec![(Vec::new(), fields(api, ty)?)];
    for _ in 0..depth {
        for name in names {
            for (keys, fields) in &level {
                let named = |field: &&Field| field.wire.eq_ignore_ascii_case(name);
                if let Some(field) = fields.iter().filter(named).find(|field| accept(api, field)) {
                    let mut keys = keys.clone();
                    keys.push(field.wire.clone());
                    return Some(Found { keys, field });
                }
            }
        }
        let mut deeper = Vec::new();
        for (keys, fields_here) in &level {
            for field in *fields_here {
                if let Some(inner) = fields(api, &field.ty) {
                    let mut keys = keys.clone();
                    keys.push(field.wire.clone());
                    deeper.push((keys, inner));
                }
            }
        }
        level = deeper;
    }
    None
}

/// Whether a field is text: a string or an open enum of strings.
pub(super) fn is_text(api: &Api, field: &Field) -> bool {
    match resolved(api, &field.ty) {
        Ty::Prim(crate::ir::Prim::Text(_)) => true,
        Ty::Named(id) => matches!(
            &api.types[*id].shape,
            Shape::Enum(one) if matches!(one.values, crate::ir::EnumValues::Text(_))
        ),
        _ => false,
    }
}

/// Whether a field is a flag.
pub(super) fn is_flag(api: &Api, field: &Field) -> bool {
    matches!(resolved(api, &field.ty), Ty::Prim(crate::ir::Prim::Bool))
}
