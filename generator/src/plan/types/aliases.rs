//! Aliases where clippy would find a type too complex to read.

use super::size::complexity;
use super::unions::sign;
use super::{Types, new_item};
use crate::ir::{Api, Shape, TypeId};
use crate::name::words;
use crate::plan::chosen::Namer;
use crate::plan::identity;
use crate::plan::model::{Codec, FieldKind, ItemShape, RustType, TypeItem};

/// Complexity from which clippy asks for an alias.
const COMPLEX: usize = 230;

/// An alias before it has a name.
pub(super) struct Alias {
    /// What it is an alias for: the key under which its name is remembered.
    pub(super) identity: String,
    /// What its name is made of.
    pub(super) words: Vec<String>,
}

/// Puts aliases into the item of a type where it would be long to read; returns their items.
pub(super) fn add(
    types: &mut Types<'_>,
    (id, item): (TypeId, &mut TypeItem),
    namer: &mut Namer<'_>,
) -> Vec<TypeItem> {
    let api = types.api;
    let mut added = Vec::new();
    each_long(api, id, item, &mut |ty, identity, last| {
        let words = [words(types.names.get(id).plain()), words(last)].concat();
        let ident = types.names.add(Alias { identity, words }, namer);
        let docs = vec!["A type that would be long to write out.".to_owned()];
        let long = std::mem::replace(ty, RustType::Named(ident.clone()));
        added.push(new_item(ident, docs, ItemShape::Alias(long), Codec::default()));
    });
    added
}

/// Calls `visit` with each type that is too long, the identity of its alias and the last words of
/// the alias's name.
fn each_long(
    api: &Api,
    id: TypeId,
    item: &mut TypeItem,
    visit: &mut dyn FnMut(&mut RustType, String, &str),
) {
    let is_long = |ty: &RustType, held: bool| complexity(ty, 1 + usize::from(held)) > COMPLEX;
    match (&mut item.shape, &api.types[id].shape) {
        (ItemShape::Struct(shape), _) => {
            for field in &mut shape.fields {
                if is_long(&field.inner, field.kind != FieldKind::Required) {
                    let identity = identity::field(&identity::of_type(api, id), &field.wire);
                    visit(&mut field.inner, format!("{identity} alias"), &field.wire);
                }
            }
            if let Some((_, ty)) = shape.rest.as_mut().filter(|(_, ty)| is_long(ty, true)) {
                visit(ty, format!("{} rest alias", identity::of_type(api, id)), "value");
            }
        }
        (ItemShape::Union(shape), Shape::Union(union)) => {
            for (variant, branch) in shape.variants.iter_mut().zip(&union.variants) {
                if let Some(ty) = variant.ty.as_mut().filter(|ty| is_long(ty, false)) {
                    let owner = identity::of_type(api, id);
                    let identity = identity::variant(&owner, &sign(api, branch));
                    visit(ty, format!("{identity} alias"), variant.ident.plain());
                }
            }
        }
        _ => {}
    }
}
