//! Entity tags.

use std::hash::{DefaultHasher, Hash, Hasher};

use http::StatusCode;
use serde_json::Value;

use super::answer::{Answer, Payload};

/// The weak tag of a resource.
pub(super) fn etag(resource: &Value) -> String {
    let mut hasher = DefaultHasher::new();
    resource.to_string().hash(&mut hasher);
    format!("W/\"{:016x}\"", hasher.finish())
}

/// Whether a condition such as `W/"a", W/"b"` or `*` names a tag, compared weakly.
pub(super) fn names(condition: &str, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    condition.split(',').any(|listed| listed.trim() == "*" || opaque(listed) == opaque(tag))
}

/// The tag of an answer's data.
pub(super) fn tag_of(answer: &Answer) -> Option<String> {
    match &answer.payload {
        Payload::Json(body) => body.get("data").map(etag),
        _ => None,
    }
}

/// The answer to who has the current version already.
pub(super) fn not_modified(tag: &str) -> Answer {
    Answer::new(StatusCode::NOT_MODIFIED, Payload::None).with("ETag", tag)
}
