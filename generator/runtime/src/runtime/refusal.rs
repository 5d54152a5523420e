//! Answers that are no success.

use super::{Error, ErrorKind, date, exchange::Exchange, headers, retry};
use http::StatusCode;
use std::time::SystemTime;

/// Makes the error of a status that is no success.
pub(super) fn refusal(exchange: &Exchange, is_conditional: bool, today: SystemTime) -> Error {
    let envelope = &exchange.request.0.client.shared().api.error;
    let status = exchange.head.status;
    let body = exchange.scrubber().body(&exchange.body);
    let said = envelope.read(&body);
    let spoken = said.message.as_deref().filter(|message| !message.is_empty());
    let message = spoken.map_or_else(|| describe(status, exchange), str::to_owned);
    let mut error = exchange.fail(ErrorKind::Status, &message);
    let report = error.report_mut();
    report.envelope = envelope.decode.and_then(|decode| decode(&body));
    report.code = said.code;
    report.retryable = said.retryable;
    report.request_id = report.request_id.take().or(said.request_id);
    // The server's own clock, where it shows it: ours may be wrong.
    let now = headers::text(&exchange.head.headers, "date").and_then(date::http_date);
    report.retry_after = headers::text(&exchange.head.headers, "retry-after")
        .and_then(|text| date::retry_after(text, now.unwrap_or(today)));
    report.maybe_sent = status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT;
    if is_conditional && is_lost_update(status, &error) {
        error.report_mut().kind = ErrorKind::LostUpdate;
    }
    error
}

/// Whether the version that the request named is not the current one: a conflict that has a code
/// of its own is another.
fn is_lost_update(status: StatusCode, error: &Error) -> bool {
    const WORDS: [&str; 5] = ["conflict", "precondition", "version", "etag", "modified"];
    let code = error.code_text().map(str::to_ascii_lowercase);
    let is_about_version = code.is_none_or(|code| WORDS.iter().any(|word| code.contains(word)));
    status == StatusCode::PRECONDITION_FAILED
        || status == StatusCode::CONFLICT && is_about_version && !retry::is_key_conflict(error)
}

/// Says in a few words what came, where the body does not.
fn describe(status: StatusCode, exchange: &Exchange) -> String {
    let reason = status.canonical_reason().unwrap_or("the server refused");
    let media_type = headers::text(&exchange.head.headers, "content-type").unwrap_or_default();
    match exchange.body.is_empty() {
        true => format!("{reason} (without a body)"),
        false if media_type.contains("json") || media_type.is_empty() => reason.to_owned(),
        false => format!("{reason} (a body of {media_type})"),
    }
}
