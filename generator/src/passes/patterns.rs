//! Patterns that the client cannot check as the document means them.

use crate::diag::{Diagnostics, Pointer, code};
use crate::ir::{Api, Bounds, Shape};
use crate::pattern::translate;

/// Tells of every pattern of a request that is left to the server.
pub(super) fn run(api: &mut Api, diagnostics: &mut Diagnostics) {
    let mut look = |bounds: &Bounds, origin: &Pointer| {
        let each = std::iter::successors(Some(bounds), |bounds| bounds.each.some());
        for pattern in each.filter_map(|bounds| bounds.pattern.as_ref()) {
            if let Err(why) = translate(pattern) {
                let message = format!("`{pattern}` is not checked: {why}");
                diagnostics.report(code::IGNORED_CONSTRAINT, origin, message);
            }
        }
    };
    for (_, definition) in api.types.iter().filter(|(_, definition)| definition.usage.request) {
        if let Shape::Struct(shape) = &definition.shape {
            shape.fields.iter().for_each(|field| look(&field.bounds, &field.origin));
            look(&shape.additional_bounds, &definition.origin);
        }
    }
    for parameter in api.operations.iter().flat_map(|operation| &operation.parameters) {
        look(&parameter.bounds, &parameter.origin);
    }
    let bodies = api.operations.iter().filter_map(|operation| operation.body.as_ref());
    for content in bodies.flat_map(|body| &body.contents) {
        look(&content.bounds, &content.origin);
    }
}
