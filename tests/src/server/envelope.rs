//! The envelope of every JSON answer.

use http::StatusCode;
use serde_json::{Value, json};

use super::answer::Answer;

/// A refusal: the documented codes with their statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    InvalidParameter,
    MissingParameter,
    AuthenticationRequired,
    InsufficientPermissions,
    NotFound,
    Conflict,
    LimitExceeded,
    IdempotencyConflict,
    PayloadTooLarge,
    ValidationError,
    RateLimitExceeded,
    InternalError,
    ServiceUnavailable,
}

use Refusal::*;

const TABLE: [(Refusal, u16, &str, bool); 13] = [
    (InvalidParameter, 400, "invalid_parameter", false),
    (MissingParameter, 400, "missing_parameter", false),
    (AuthenticationRequired, 401, "authentication_required", false),
    (InsufficientPermissions, 403, "insufficient_permissions", false),
    (NotFound, 404, "not_found", false),
    (Conflict, 409, "conflict", false),
    (LimitExceeded, 409, "limit_exceeded", false),
    (IdempotencyConflict, 409, "idempotency_conflict", false),
    (PayloadTooLarge, 413, "payload_too_large", false),
    (ValidationError, 422, "validation_error", false),
    (RateLimitExceeded, 429, "rate_limit_exceeded", true),
    (InternalError, 500, "internal_error", true),
    (ServiceUnavailable, 503, "service_unavailable", true),
];

impl Refusal {
    /// The first code of a status.
    pub(super) fn of_status(status: u16) -> Self {
        TABLE.iter().find(|row| row.1 == status).map_or(InternalError, |row| row.0)
    }

    /// The answer, with a message for people.
    pub(super) fn answer(self, message: &str) -> Answer {
        let row = TABLE.iter().find(|row| row.0 == self).expect("the table has every refusal");
        let (_, status, code, retryable) = *row;
        let status = StatusCode::from_u16(status).expect("the table's own status");
        let error = json!({
            "code": code,
            "message": message,
            "doc_url": format!("https://sendmux.ai/docs/api/errors#{code}"),
            "retryable": retryable,
        });
        Answer::json(status, json!({"ok": false, "error": error}))
    }

    /// The answer about a parameter or about fields of the body.
    pub(super) fn answer_about(self, param: &str, violations: &[String]) -> Answer {
        let mut answer = self.answer(&violations.join("; "));
        if let super::answer::Payload::Json(body) = &mut answer.payload {
            let detail = |violation: &String| json!({"field": param, "code": "invalid", "message": violation});
            body["error"]["param"] = json!(param);
            body["error"]["errors"] = violations.iter().map(detail).collect::<Vec<Value>>().into();
        }
        answer
    }
}

/// A success with its data.
pub(super) fn success(status: StatusCode, data: Value) -> Answer {
    Answer::json(status, json!({"ok": true, "data": data}))
}

/// A page of a list.
pub(super) fn page(data: Vec<Value>, next_cursor: Option<String>) -> Answer {
    let mut pagination = json!({"has_more": next_cursor.is_some()});
    if let Some(cursor) = next_cursor {
        pagination["next_cursor"] = json!(cursor);
    }
    Answer::json(StatusCode::OK, json!({"ok": true, "data": data, "pagination": pagination}))
}
