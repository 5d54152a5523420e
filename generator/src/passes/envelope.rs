//! The error envelope that the operations of an API share.

use super::find::{fields, find, is_flag, is_text};
use crate::diag::Diagnostics;
use crate::ir::{Api, ErrorEnvelope, Format, Ty, TypeId};
use std::collections::BTreeMap;

const CODES: [&str; 5] = ["code", "error_code", "errorCode", "type", "error"];
const MESSAGES: [&str; 6] =
    ["message", "error_message", "errorMessage", "detail", "error_description", "title"];
const RETRYABLE: [&str; 3] = ["retryable", "is_retryable", "retriable"];
const REQUEST_IDS: [&str; 5] = ["request_id", "requestId", "trace_id", "traceId", "correlation_id"];

/// Recognises the envelope: the one struct that at least half of the operations with documented
/// errors answer with.
pub(super) fn run(api: &mut Api, _diagnostics: &mut Diagnostics) {
    let mut uses: BTreeMap<TypeId, usize> = BTreeMap::new();
    let mut documented = 0;
    for operation in &api.operations {
        let failures = operation.responses.iter().filter(|response| !response.status.is_success());
        let mut types: Vec<TypeId> = Vec::new();
        for content in failures.flat_map(|response| &response.contents) {
            if let Format::Json(Ty::Named(id)) = content.format
                && !types.contains(&id)
            {
                types.push(id);
            }
        }
        documented += usize::from(!types.is_empty());
        for id in types {
            *uses.entry(id).or_default() += 1;
        }
    }
    let most = uses.into_iter().max_by_key(|(id, count)| (*count, std::cmp::Reverse(*id)));
    let Some((id, count)) = most else { return };
    let ty = Ty::Named(id);
    if count * 2 < documented || fields(api, &ty).is_none() {
        return;
    }
    let keys = |names: &[&str], accept: &dyn Fn(&Api, &crate::ir::Field) -> bool| {
        find(api, &ty, names, 2, &|api, field| accept(api, field)).map(|found| found.keys)
    };
    let envelope = ErrorEnvelope {
        code: keys(&CODES, &is_text),
        message: keys(&MESSAGES, &is_text),
        retryable: keys(&RETRYABLE, &is_flag),
        request_id: keys(&REQUEST_IDS, &is_text),
        ty: ty.clone(),
    };
    api.error_envelope = Some(envelope);
}
