//! Which way each type travels.

use crate::diag::Diagnostics;
use crate::ir::{Api, Ty, TypeId};

/// The two ways.
#[derive(Clone, Copy)]
enum Way {
    Request,
    Response,
}

/// Marks every type that operations and events reach.
pub(super) fn run(api: &mut Api, _diagnostics: &mut Diagnostics) {
    let mut sent = Vec::new();
    let mut received = Vec::new();
    let gather = |into: &mut Vec<TypeId>, ty: &Ty| ty.each_named(&mut |id| into.push(id));
    for operation in &api.operations {
        for parameter in &operation.parameters {
            gather(&mut sent, &parameter.ty);
        }
        for content in operation.body.iter().flat_map(|body| &body.contents) {
            content.format.each_ty(&mut |ty| gather(&mut sent, ty));
        }
        for response in &operation.responses {
            for header in &response.headers {
                gather(&mut received, &header.ty);
            }
            for content in &response.contents {
                content.format.each_ty(&mut |ty| gather(&mut received, ty));
            }
        }
    }
    for payload in api.events.iter().filter_map(|event| event.payload.as_ref()) {
        gather(&mut received, payload);
    }
    mark(api, sent, Way::Request);
    mark(api, received, Way::Response);
    mark_idle(api);
}

/// Makes types that nothing reaches readable, and with them all that they hold.
fn mark_idle(api: &mut Api) {
    let idle = |api: &Api, id: TypeId| {
        let usage = api.types[id].usage;
        !usage.request && !usage.response
    };
    let ids: Vec<TypeId> = api.types.ids().filter(|id| idle(api, *id)).collect();
    for id in &ids {
        api.types[*id].usage.idle = true;
    }
    mark(api, ids, Way::Response);
}

fn mark(api: &mut Api, mut reached: Vec<TypeId>, way: Way) {
    while let Some(id) = reached.pop() {
        let definition = &mut api.types[id];
        let flag = match way {
            Way::Request => &mut definition.usage.request,
            Way::Response => &mut definition.usage.response,
        };
        if !std::mem::replace(flag, true) {
            definition.shape.each_ty(&mut |ty| ty.each_named(&mut |id| reached.push(id)));
        }
    }
}
