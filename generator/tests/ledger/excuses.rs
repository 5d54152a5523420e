//! What counts as told: by a diagnostic, or by the runtime.

use generator::diag::{Code, code};

/// Whether what a code says of a place means that something of this kind may be missing there.
pub(crate) fn excuses(code: Code, kind: &str) -> bool {
    let of_types = [
        code::UNTYPED,
        code::UNSATISFIABLE,
        code::UNION_FAN_OUT,
        code::NUMBER_OUT_OF_RANGE,
        code::CONFLICTING_ALL_OF,
        code::ENUM_TYPE_MISMATCH,
    ];
    let of_nothing = [
        code::OVERLAPPING_UNION,
        code::OPTIONAL_TAG,
        code::CONTRADICTORY_BOUNDS,
        code::WRONG_DEFAULT,
        code::IGNORED_CONSTRAINT,
        code::NULLABLE_IN_31,
        code::NAME_COLLISION,
        code::OPTIONAL_PATH_PARAMETER,
        code::DUPLICATE_KEY,
        code::UNUSUAL_PATH,
        code::UNTYPED_PARAMETER,
        code::UNDECLARED_REQUIRED,
        code::CONDITIONAL_SCHEMA,
        code::DUPLICATE_ENUM_VALUE,
        code::DYNAMIC_REFERENCE,
    ];
    match kind {
        // Of numbers none are listed; it says so.
        "number" if code == code::IGNORED_CONSTRAINT => true,
        "enum value" | "constant" | "number" if of_types.contains(&code) => true,
        _ => !of_types.contains(&code) && !of_nothing.contains(&code),
    }
}

/// Whether what a code says of a place means that nothing within is taken.
pub(crate) fn excuses_all_within(code: Code) -> bool {
    let of_all = [
        code::BODY_NEVER_SENT,
        code::MEDIA_TYPE_AS_BYTES,
        code::RULED_OUT,
        code::SEVERAL_MEDIA_TYPES,
        code::XML_AS_TEXT,
    ];
    of_all.contains(&code)
}

/// Whether a media type is sent for a range such as `*/*` or `application/*+json`.
pub(crate) fn lies_in(media_type: &str, range: &str) -> bool {
    range.split_once('*').is_some_and(|(start, end)| {
        let end = end.trim_start_matches(['/', '*', '+']);
        media_type.starts_with(start) && media_type.ends_with(end)
    })
}

/// Headers that the runtime reads for every API, or that are about the body.
const READ: &[&str] = &[
    "amzn-requestid",
    "content-encoding",
    "content-length",
    "content-type",
    "correlation-id",
    "etag",
    "rate-limit-",
    "ratelimit-",
    "request-id",
    "requestid",
    "retry-after",
    "transfer-encoding",
];

/// Whether a header has a constant to read it by, or the runtime reads it itself.
pub(crate) fn has_header(response: &generator::build::ResponseEntry, name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let plain = lower.strip_prefix("x-").unwrap_or(&lower);
    let is_read = READ.iter().any(|known| plain.starts_with(known));
    let mut known = response.headers.iter().filter(|it| it.wire.eq_ignore_ascii_case(name));
    known.any(|it| it.rust.is_some() || is_read)
}
