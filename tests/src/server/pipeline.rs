//! The way of a request through the server.

use std::sync::Arc;

use axum::response::Response;
use bytes::Bytes;
use http::{Method, StatusCode, request::Parts};
use serde_json::{Value, json};

use super::{
    answer::{Answer, Cut, Payload},
    auth, conditional, download,
    envelope::Refusal,
    events,
    fault::{Fault, Promise},
    idempotency::Step,
    providers,
    record::Recorded,
    state::{Memory, Shared},
    synthesise, validate,
};
use crate::operation::Operation;

/// Answers a request; without a body it was too large to be read.
pub(super) async fn answer(shared: &Arc<Shared>, parts: &Parts, body: Option<Bytes>) -> Response {
    let too_large = body.is_none();
    let mut request = Recorded::new(shared.document, parts, body.unwrap_or_default());
    let operation = request.operation.as_deref().map(|id| shared.document.operation(id));
    if let Some(operation) = operation.filter(|_| !too_large) {
        request.violations = validate::violations(shared.document, operation, &request);
    }
    let (number, fault, id) = note(shared, &request);
    if let Some(Fault::Delay(time)) = fault {
        tokio::time::sleep(time).await;
    }
    let mut answer = match (&fault, operation) {
        (Some(Fault::Status { status, retry_after }), _) => refused(shared, *status, *retry_after),
        (Some(Fault::Raw { status, media, body }), _) => raw(*status, media, body),
        _ if too_large => Refusal::PayloadTooLarge.answer("The body is too large."),
        (_, None) => Refusal::NotFound.answer("There is nothing here."),
        (_, Some(operation)) => work(shared, operation, &request).await,
    };
    if !shared.is_plain() && !matches!(fault, Some(Fault::Raw { .. })) {
        finish(&shared.lock(), &mut answer, &id);
    }
    remember(&mut shared.lock(), number, &answer);
    match fault {
        Some(Fault::DelayAnswer(time)) => tokio::time::sleep(time).await,
        Some(Fault::LoseAnswer) => drop(shared.stopped.clone().wait_for(|stop| *stop).await),
        _ => {}
    }
    answer.into_response(match fault {
        Some(Fault::Truncate) => Cut::Halfway,
        Some(Fault::Close) => Cut::AtStart,
        _ => Cut::Nowhere,
    })
}

/// Records a request; gives its number, its fault and its id.
fn note(shared: &Shared, request: &Recorded) -> (usize, Option<Fault>, String) {
    let mut memory = shared.lock();
    memory.requests.push(request.clone());
    (memory.requests.len() - 1, memory.faults.pop_front(), memory.new_id("req"))
}

/// Notes how a request was answered.
fn remember(memory: &mut Memory, number: usize, answer: &Answer) {
    memory.requests[number].status = answer.status.as_u16();
    let Payload::Json(body) = &answer.payload else {
        return;
    };
    memory.last_code = body.pointer("/error/code").and_then(Value::as_str).map(str::to_owned);
}

fn refused(shared: &Shared, status: u16, retry_after: Option<u64>) -> Answer {
    let answer = Refusal::of_status(status).answer("This request was chosen to fail.");
    match retry_after.filter(|_| shared.keeps(Promise::RetryAfter)) {
        Some(seconds) => answer.with("Retry-After", seconds),
        None => answer,
    }
}

fn raw(status: u16, media: &str, body: &'static str) -> Answer {
    let status = StatusCode::from_u16(status).expect("a test names a real status");
    Answer::bytes(status, media, body)
}

/// The steps between recording and answering.
async fn work(shared: &Arc<Shared>, operation: &Operation, request: &Recorded) -> Answer {
    let slot = match admit(shared, operation, request) {
        Ok(slot) => slot,
        Err(answer) => return *answer,
    };
    let answer = match stale(shared, operation, request) {
        Some(conflict) => conflict,
        None => conditionally(shared, operation, request, act(shared, operation, request)),
    };
    // A first request that runs for a while is what makes a key "in flight".
    let delay = shared.lock().work_time;
    tokio::time::sleep(delay).await;
    if let Some(slot) = slot {
        shared.lock().replays.finish(&slot, &answer);
    }
    answer
}

/// Refuses a request, or lets it in with its slot in the idempotency store.
fn admit(
    shared: &Shared,
    operation: &Operation,
    request: &Recorded,
) -> Result<Option<String>, Box<Answer>> {
    let mut memory = shared.lock();
    if !shared.is_plain()
        && let Some(answer) = refusal(&mut memory, operation, request)
    {
        return Err(Box::new(answer));
    }
    let first = request.violations.first().filter(|_| !memory.tolerant);
    if let Some(first) = first {
        let refusal =
            if first.missing { Refusal::MissingParameter } else { Refusal::InvalidParameter };
        let messages: Vec<String> =
            request.violations.iter().map(|violation| violation.message.clone()).collect();
        return Err(Box::new(refusal.answer_about(&first.about, &messages)));
    }
    let key = request.header("idempotency-key");
    let Some(key) = key.filter(|_| operation.declares("header", "Idempotency-Key")) else {
        return Ok(None);
    };
    if !memory.keeps(Promise::Replay) || !shared.is_stateful() {
        return Ok(None);
    }
    let caller = request.header("authorization").unwrap_or_default();
    let slot = format!("{caller} {} {} {key}", request.method, request.target);
    let (now, strict) = (memory.now(), memory.keeps(Promise::ReplayConflict));
    match memory.replays.begin(&slot, &request.body, now, strict) {
        Step::Work => Ok(Some(slot)),
        Step::Replay(answer) => Err(Box::new(answer)),
        Step::Conflict => {
            let message = "The key was used for another body, or its request is still running.";
            Err(Box::new(Refusal::IdempotencyConflict.answer(message)))
        }
    }
}

/// What the manual has against a request: too many, or a key that does not open the operation.
fn refusal(memory: &mut Memory, operation: &Operation, request: &Recorded) -> Option<Answer> {
    if !memory.limit.take() {
        let answer = Refusal::RateLimitExceeded.answer("Too many requests.");
        let says = memory.keeps(Promise::RetryAfter);
        return Some(if says { answer.with("Retry-After", 1) } else { answer });
    }
    auth::refusal(memory, operation, request)
}

/// Refuses a write to what has changed since it was read.
fn stale(shared: &Shared, operation: &Operation, request: &Recorded) -> Option<Answer> {
    let condition = request.header("if-match").filter(|_| shared.is_stateful())?;
    if !shared.keeps(Promise::IfMatch) {
        return None;
    }
    let of_account = providers::current_tag(&shared.lock(), request);
    let tag = of_account.or_else(|| {
        let all = shared.document.operations().iter();
        let mut reads = all.filter(|other| other.method == Method::GET);
        let read = reads.find(|other| other.template == operation.template)?;
        conditional::tag_of(&synthesise::answer(shared, read, request))
    })?;
    let message = "The resource has changed since it was read.";
    (!conditional::names(condition, &tag)).then(|| Refusal::Conflict.answer(message))
}

/// Does what the operation does.
fn act(shared: &Arc<Shared>, operation: &Operation, request: &Recorded) -> Answer {
    if shared.is_plain() {
        return synthesise::answer(shared, operation, request);
    }
    match operation.id.as_str() {
        "mailboxStreamEvents" => return events::answer(shared, request),
        "mailboxGetMessageAttachment" => {
            let range = request.header("range").filter(|_| shared.keeps(Promise::Range));
            return download::answer(range);
        }
        _ => {}
    }
    let of_account =
        if shared.is_stateful() { providers::answer(&mut shared.lock(), request) } else { None };
    of_account.unwrap_or_else(|| synthesise::answer(shared, operation, request))
}

/// Tags what was read; who has it already gets a 304.
fn conditionally(
    shared: &Shared,
    operation: &Operation,
    request: &Recorded,
    mut answer: Answer,
) -> Answer {
    let tagged = operation.response(StatusCode::NOT_MODIFIED).is_some()
        || operation
            .success()
            .is_some_and(|success| success.headers.iter().any(|name| name == "ETag"));
    let tag = conditional::tag_of(&answer).filter(|_| tagged && answer.status.is_success());
    let Some(tag) = tag else { return answer };
    let known =
        request.header("if-none-match").is_some_and(|known| conditional::names(known, &tag));
    let memory = shared.lock();
    if known && memory.keeps(Promise::NotModified) {
        return conditional::not_modified(&tag);
    }
    if memory.keeps(Promise::ETag) {
        answer.set("ETag", tag);
    }
    answer
}

/// Puts in what every answer has.
fn finish(memory: &Memory, answer: &mut Answer, id: &str) {
    if memory.keeps(Promise::NoStore) {
        answer.set("Cache-Control", "no-store");
    }
    if memory.keeps(Promise::RateLimitHeaders) {
        memory.limit.show(answer);
    }
    let said = if memory.keeps(Promise::RequestId) { id } else { "req_of-another-request" };
    answer.set("X-Request-Id", said);
    let Payload::Json(body) = &mut answer.payload else {
        return;
    };
    if body["ok"] == false {
        fail(memory, body);
    }
    if !body["meta"].is_object() {
        body["meta"] = json!({});
    }
    body["meta"]["request_id"] = json!(id);
    if body["ok"] == true && !memory.keeps(Promise::Envelope) {
        *body = body["data"].take();
    }
    if body["ok"] == false && !memory.keeps(Promise::ErrorEnvelope) {
        *body = json!({"error": "something went wrong"});
    }
}

/// Breaks what is promised of errors, if it is to be broken.
fn fail(memory: &Memory, body: &mut Value) {
    let error = &mut body["error"];
    if !memory.keeps(Promise::ErrorCode) {
        error["code"] = json!("internal_error");
    }
    if !memory.keeps(Promise::Retryable) {
        error["retryable"] = json!(error["retryable"] != true);
    }
}
