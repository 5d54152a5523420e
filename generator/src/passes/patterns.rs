//! Patterns that the client cannot check as the document means them.

use crate::diag::{Diagnostics, Pointer, code};
use crate::ir::{Api, Bounds, Shape};
use crate::pattern::translate;

/// Tells of every pattern of a request that is left to the server.
pub(super) fn run(api: &mut Api, diagnostics: &mut Diagnostics) {
    let mut look = |bounds: &Bounds, origin: &Pointer| {
        let Some(pattern) = &bounds.pattern else { return };
        if let Err(why) = translate(pattern) {
            let message = format!("`{pattern}` is not checked: {why}");
            diagnostics.report(code::IGNORED_CONSTRAINT, origin, message);
        }
    };
    for (_, definition) in api.types.iter().filter(|(_, definition)| definition.usage.request) {
        if let Shape::Struct(shape) = &definition.shape {
            shape.fields.iter().for_each(|field| look(&field.bounds, &field.origin));
        }
    }
    for parameter in api.operations.iter().flat_map(|operation| &operation.parameters) {
        look(&parameter.bounds, &parameter.origin);
    }
}
