//! The runtime's sources, which every crate contains.

/// Paths below `src/runtime` with their texts.
const RUNTIME: &[(&str, &str)] = &[
    ("api.rs", include_str!("../../runtime/src/runtime/api.rs")),
    ("attempt.rs", include_str!("../../runtime/src/runtime/attempt.rs")),
    ("body.rs", include_str!("../../runtime/src/runtime/body.rs")),
    ("cache.rs", include_str!("../../runtime/src/runtime/cache.rs")),
    ("call.rs", include_str!("../../runtime/src/runtime/call.rs")),
    ("client.rs", include_str!("../../runtime/src/runtime/client.rs")),
    ("codec/enums.rs", include_str!("../../runtime/src/runtime/codec/enums.rs")),
    ("codec/mod.rs", include_str!("../../runtime/src/runtime/codec/mod.rs")),
    ("codec/object.rs", include_str!("../../runtime/src/runtime/codec/object.rs")),
    ("codec/read.rs", include_str!("../../runtime/src/runtime/codec/read.rs")),
    ("codec/tagged.rs", include_str!("../../runtime/src/runtime/codec/tagged.rs")),
    ("codec/untagged.rs", include_str!("../../runtime/src/runtime/codec/untagged.rs")),
    ("codec/write.rs", include_str!("../../runtime/src/runtime/codec/write.rs")),
    ("credential.rs", include_str!("../../runtime/src/runtime/credential.rs")),
    ("date.rs", include_str!("../../runtime/src/runtime/date.rs")),
    ("download.rs", include_str!("../../runtime/src/runtime/download.rs")),
    ("encode.rs", include_str!("../../runtime/src/runtime/encode.rs")),
    ("envelope.rs", include_str!("../../runtime/src/runtime/envelope.rs")),
    ("environment.rs", include_str!("../../runtime/src/runtime/environment.rs")),
    ("error.rs", include_str!("../../runtime/src/runtime/error.rs")),
    ("etag.rs", include_str!("../../runtime/src/runtime/etag.rs")),
    ("events.rs", include_str!("../../runtime/src/runtime/events.rs")),
    ("exchange.rs", include_str!("../../runtime/src/runtime/exchange.rs")),
    ("headers.rs", include_str!("../../runtime/src/runtime/headers.rs")),
    ("intake.rs", include_str!("../../runtime/src/runtime/intake.rs")),
    ("lines.rs", include_str!("../../runtime/src/runtime/lines.rs")),
    ("mod.rs", include_str!("../../runtime/src/runtime/mod.rs")),
    ("multipart.rs", include_str!("../../runtime/src/runtime/multipart.rs")),
    ("page.rs", include_str!("../../runtime/src/runtime/page.rs")),
    ("patch.rs", include_str!("../../runtime/src/runtime/patch.rs")),
    ("prepare.rs", include_str!("../../runtime/src/runtime/prepare.rs")),
    ("redirect.rs", include_str!("../../runtime/src/runtime/redirect.rs")),
    ("refusal.rs", include_str!("../../runtime/src/runtime/refusal.rs")),
    ("request.rs", include_str!("../../runtime/src/runtime/request.rs")),
    ("response.rs", include_str!("../../runtime/src/runtime/response.rs")),
    ("retry.rs", include_str!("../../runtime/src/runtime/retry.rs")),
    ("scrub.rs", include_str!("../../runtime/src/runtime/scrub.rs")),
    ("secret.rs", include_str!("../../runtime/src/runtime/secret.rs")),
    ("send.rs", include_str!("../../runtime/src/runtime/send.rs")),
    ("sse.rs", include_str!("../../runtime/src/runtime/sse.rs")),
    ("trace.rs", include_str!("../../runtime/src/runtime/trace.rs")),
    ("transport.rs", include_str!("../../runtime/src/runtime/transport.rs")),
];

/// The files of the runtime, as a crate contains them.
pub(super) fn files() -> impl Iterator<Item = (String, String)> {
    RUNTIME.iter().map(|(path, text)| {
        (format!("src/runtime/{path}"), format!("{}{text}", crate::print::HEADER))
    })
}

/// The paths that are embedded.
#[cfg(test)]
pub(super) fn paths() -> Vec<&'static str> {
    RUNTIME.iter().map(|(path, _)| *path).collect()
}
