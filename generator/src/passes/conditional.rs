//! Conditional requests (RFC 9110, section 13).

use crate::diag::Diagnostics;
use crate::ir::{Api, Place, Prim, Role, Ty};

/// Recognises `If-Match` and `If-None-Match` in every operation.
pub(super) fn run(api: &mut Api, _diagnostics: &mut Diagnostics) {
    for operation in &mut api.operations {
        let reads = matches!(operation.method.as_str(), "GET" | "HEAD");
        for parameter in &mut operation.parameters {
            let text = matches!(parameter.ty, Ty::Prim(Prim::Text(_)));
            if parameter.place != Place::Header || !text {
                continue;
            }
            match parameter.wire.to_ascii_lowercase().as_str() {
                "if-match" => {
                    parameter.role = Role::IfMatch;
                    operation.conditional.if_match = true;
                }
                "if-none-match" if reads => {
                    parameter.role = Role::IfNoneMatch;
                    operation.conditional.if_none_match = true;
                }
                _ => {}
            }
        }
    }
}
