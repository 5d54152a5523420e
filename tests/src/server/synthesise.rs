//! Answers made from the document alone.

use http::StatusCode;
use serde_json::{Value, json};

use super::{
    PREFIX,
    answer::{Answer, Payload},
    pages,
    record::Recorded,
    state::{Given, Shared},
};
use crate::{instance::Instances, operation::Operation};

/// Which instance of a response's schema is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Everything is there.
    Full,
    /// Only what is required is there, null wherever that is allowed.
    Minimal,
    /// Full, with a property more in every object.
    UnknownFields,
    /// Full, with a value that is not listed in the place of every text enum.
    UnknownValues,
}

impl Shape {
    fn of(self, instances: &Instances<'_>) -> Value {
        match self {
            Self::Full => instances.full(),
            Self::Minimal => instances.minimal(),
            Self::UnknownFields => instances.with_unknown_fields(),
            Self::UnknownValues => instances.with_unknown_values(),
        }
    }
}

/// A zone file, as a registrar would take it.
const ZONE_FILE: &str = "$ORIGIN mail.example.com.\n@ 3600 IN MX 10 in.example.net.\n";

/// The success that was chosen, or the first documented one of an operation.
pub(super) fn answer(shared: &Shared, operation: &Operation, request: &Recorded) -> Answer {
    if let Some(Given { status, body }) = shared.lock().given.clone() {
        return match body {
            Some(body) => Answer::json(status, body),
            None => Answer::new(status, Payload::None),
        };
    }
    let documented = operation.success();
    let status = documented.and_then(|answer| answer.status).unwrap_or(StatusCode::OK);
    let Some(documented) = documented else {
        return Answer::json(status, json!({"ok": true}));
    };
    let mut answer = match (documented.json_schema(), documented.contents.first()) {
        (Some(schema), _) => Answer::json(status, body(shared, schema, request)),
        (None, None) if shared.is_plain() => Answer::new(status, Payload::None),
        (None, Some(content)) if shared.is_plain() => {
            Answer::bytes(status, &content.media, ZONE_FILE)
        }
        (None, _) => Answer::bytes(status, "text/plain; charset=utf-8", ZONE_FILE),
    };
    for header in &documented.headers {
        match header.as_str() {
            "Location" => {
                let path = operation.template.as_str();
                answer.set(header, format!("{PREFIX}{path}/{}", id(&answer)));
            }
            "Content-Disposition" => answer.set(header, "attachment; filename=\"zone.txt\""),
            _ => {}
        }
    }
    answer
}

fn body(shared: &Shared, schema: &str, request: &Recorded) -> Value {
    let memory = shared.lock();
    let mut body = memory.shape.of(&shared.document.instances(schema));
    let pagination = body.get_mut("pagination").filter(|_| !shared.is_plain());
    if let Some(pagination) = pagination {
        pages::number(&memory, request, pagination);
    }
    body
}

/// The id in an answer's data, made fit for a URL.
fn id(answer: &Answer) -> String {
    let Payload::Json(body) = &answer.payload else {
        return String::new();
    };
    let id = body.pointer("/data/id").and_then(Value::as_str).unwrap_or("new");
    id.chars().filter(char::is_ascii_alphanumeric).collect()
}
