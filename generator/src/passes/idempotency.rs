//! The header that makes a repetition safe (`Idempotency-Key`, draft-ietf-httpapi-idempotency-key).

use crate::diag::Diagnostics;
use crate::ir::{Api, Place, Role};

const NAMES: [&str; 2] = ["idempotency-key", "x-idempotency-key"];

/// Recognises the header in every operation.
pub(super) fn run(api: &mut Api, _diagnostics: &mut Diagnostics) {
    for operation in &mut api.operations {
        for parameter in &mut operation.parameters {
            let name = parameter.wire.to_ascii_lowercase();
            if parameter.place == Place::Header && NAMES.contains(&name.as_str()) {
                parameter.role = Role::IdempotencyKey;
                operation.idempotency = Some(parameter.wire.clone());
            }
        }
    }
}
