//! Tags that need no field: what a type is sent as decides them.

use crate::diag::Diagnostics;
use crate::ir::{Api, Dispatch, Shape, TagValue, Ty, TypeId};
use std::collections::BTreeMap;

/// A variant whose tag its union writes.
struct Claim {
    union: TypeId,
    variant: usize,
    tag: TagValue,
}

/// Notes the tag at the field for it where a type is never sent but as variants with that tag: the
/// type then writes it, and has no field that a caller could fill with anything else. A type that is
/// sent alone as well keeps the field, and the union writes over it.
pub(super) fn run(api: &mut Api, _diagnostics: &mut Diagnostics) {
    let mut claims: BTreeMap<(TypeId, String), Vec<Claim>> = BTreeMap::new();
    for (union, definition) in api.types.iter() {
        let Shape::Union(shape) = &definition.shape else { continue };
        let Dispatch::Tag(tag) = &shape.dispatch else { continue };
        for &variant in &tag.written {
            let mut own = tag.cases.iter().filter(|(_, to)| *to == variant).map(|(value, _)| value);
            let (Some(tag_value), None) = (own.next(), own.next()) else { continue };
            if let Ty::Named(id) | Ty::Boxed(id) = shape.variants[variant].ty {
                let claim = Claim { union, variant, tag: tag_value.clone() };
                claims.entry((id, tag.property.clone())).or_default().push(claim);
            }
        }
    }
    let uses = if claims.is_empty() { BTreeMap::new() } else { uses(api) };
    for ((id, property), claims) in claims {
        let tag = &claims[0].tag;
        let alike = claims.iter().all(|claim| claim.tag == *tag);
        if !alike || !api.types[id].usage.request || uses.get(&id) != Some(&claims.len()) {
            continue;
        }
        let Shape::Struct(shape) = &mut api.types[id].shape else { continue };
        let Some(field) = shape.fields.iter_mut().find(|field| field.wire == property) else {
            continue;
        };
        field.tag = Some(tag.clone());
        for claim in &claims {
            if let Shape::Union(union) = &mut api.types[claim.union].shape
                && let Dispatch::Tag(tag) = &mut union.dispatch
            {
                tag.written.remove(&claim.variant);
            }
        }
    }
}

/// How often each type is mentioned.
fn uses(api: &Api) -> BTreeMap<TypeId, usize> {
    let mut uses = BTreeMap::new();
    api.each_ty(&mut |ty| ty.each_named(&mut |id| *uses.entry(id).or_default() += 1));
    uses
}
