//! Types that nothing mentions: of fields that have one value only, or of branches that came to
//! something else.

use crate::diag::Diagnostics;
use crate::ir::{Api, Shape, Ty, TypeId, TypeRoot};

/// Marks what neither a named type, an operation nor an event mentions, whatever lies between.
pub(super) fn run(api: &mut Api, _diagnostics: &mut Diagnostics) {
    let mut mentioned = vec![false; api.types.len()];
    let mut waiting: Vec<TypeId> = api.types.ids().filter(|id| is_named(api, *id)).collect();
    api.each_ty_outside(&mut |ty| ty.each_named(&mut |id| waiting.push(id)));
    while let Some(id) = waiting.pop() {
        if !std::mem::replace(&mut mentioned[id.index()], true) {
            each_mentioned(api, id, &mut |ty| ty.each_named(&mut |id| waiting.push(id)));
        }
    }
    let ids: Vec<TypeId> = api.types.ids().collect();
    for (id, mentioned) in ids.into_iter().zip(mentioned) {
        api.types[id].usage.unmentioned = !mentioned;
    }
}

fn is_named(api: &Api, id: TypeId) -> bool {
    let path = &api.types[id].path;
    path.steps.is_empty() && matches!(path.root, TypeRoot::Component(_))
}

/// Calls a function on every use of a type inside that is generated.
fn each_mentioned(api: &Api, id: TypeId, visit: &mut impl FnMut(&Ty)) {
    let definition = &api.types[id];
    let Shape::Struct(shape) = &definition.shape else {
        return definition.shape.each_ty(visit);
    };
    let fields = shape.fields.iter().filter(|field| field.fixed(definition.usage).is_none());
    fields.for_each(|field| visit(&field.ty));
    shape.additional.ty().into_iter().for_each(visit);
}
