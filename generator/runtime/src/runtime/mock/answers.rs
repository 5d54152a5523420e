//! How answers are written, by the format that the table names.

use super::{MockOperation, MockReply};
use bytes::Bytes;
use serde::Serialize;

/// JSON.
pub fn json<O: MockOperation, T: Serialize>(status: u16, value: &T) -> MockReply<O> {
    MockReply::json(status, value)
}

/// JSON, or nothing under a status of its own.
pub fn optional_json<O: MockOperation, T: Serialize>(
    status: u16,
    empty: u16,
    value: &Option<T>,
) -> MockReply<O> {
    match value {
        Some(value) => MockReply::json(status, value),
        None => MockReply::status(empty),
    }
}

/// Nothing.
pub fn empty<O>(status: u16) -> MockReply<O> {
    MockReply::status(status)
}

/// Text.
pub fn text<O: MockOperation>(status: u16, text: String) -> MockReply<O> {
    written(status, text.into(), "text/plain")
}

/// Bytes.
pub fn bytes<O: MockOperation>(status: u16, bytes: Bytes) -> MockReply<O> {
    written(status, bytes, "application/octet-stream")
}

/// Events whose data is JSON.
pub fn events<O: MockOperation, T: Serialize>(status: u16, values: &[T]) -> MockReply<O> {
    match values.iter().map(serde_json::to_string).collect::<serde_json::Result<Vec<_>>>() {
        Ok(texts) => text_events(status, &texts),
        Err(error) => MockReply::status(status).fail(format!("an event: {error}")),
    }
}

/// Events whose data is text.
pub fn text_events<O: MockOperation>(status: u16, texts: &[String]) -> MockReply<O> {
    if let Some(text) = texts.iter().find(|text| text.contains('\r')) {
        let problem = format!("an event: {text:?} has a carriage return, which no stream carries");
        return MockReply::status(status).fail(problem);
    }
    let frame = |text: &String| {
        let lines: Vec<String> = text.split('\n').map(|line| format!("data: {line}\n")).collect();
        format!("{}\n", lines.concat())
    };
    let start = MockReply::status(status).header("content-type", "text/event-stream");
    texts.iter().fold(start, |reply, text| reply.chunk(frame(text)))
}

/// JSON values, one a line.
pub fn lines<O: MockOperation, T: Serialize>(status: u16, values: &[T]) -> MockReply<O> {
    let start = if O::OP.accept.contains("json-seq") { "\u{1e}" } else { "" };
    let write = |value| serde_json::to_string(value).map(|text| format!("{start}{text}\n"));
    match values.iter().map(write).collect::<serde_json::Result<Vec<_>>>() {
        Ok(texts) => texts
            .into_iter()
            .fold(written(status, Bytes::new(), "application/jsonl"), MockReply::chunk),
        Err(error) => MockReply::status(status).fail(format!("a line: {error}")),
    }
}

/// A body under the media type that the operation asks for.
fn written<O: MockOperation>(status: u16, body: Bytes, usual: &str) -> MockReply<O> {
    let media_type = if O::OP.accept.is_empty() { usual } else { O::OP.accept };
    MockReply::status(status).header("content-type", media_type).chunk(body)
}
