//! The runtime's sources, which every crate contains.

/// Paths below `src/runtime` with their texts.
const RUNTIME: &[(&str, &str)] = &[
    ("api.rs", include_str!("../../runtime/src/runtime/api.rs")),
    ("body.rs", include_str!("../../runtime/src/runtime/body.rs")),
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
    ("download.rs", include_str!("../../runtime/src/runtime/download.rs")),
    ("encode.rs", include_str!("../../runtime/src/runtime/encode.rs")),
    ("envelope.rs", include_str!("../../runtime/src/runtime/envelope.rs")),
    ("error.rs", include_str!("../../runtime/src/runtime/error.rs")),
    ("etag.rs", include_str!("../../runtime/src/runtime/etag.rs")),
    ("events.rs", include_str!("../../runtime/src/runtime/events.rs")),
    ("exchange.rs", include_str!("../../runtime/src/runtime/exchange.rs")),
    ("headers.rs", include_str!("../../runtime/src/runtime/headers.rs")),
    ("lines.rs", include_str!("../../runtime/src/runtime/lines.rs")),
    ("mod.rs", include_str!("../../runtime/src/runtime/mod.rs")),
    ("multipart.rs", include_str!("../../runtime/src/runtime/multipart.rs")),
    ("page.rs", include_str!("../../runtime/src/runtime/page.rs")),
    ("patch.rs", include_str!("../../runtime/src/runtime/patch.rs")),
    ("prepare.rs", include_str!("../../runtime/src/runtime/prepare.rs")),
    ("random.rs", include_str!("../../runtime/src/runtime/random.rs")),
    ("request.rs", include_str!("../../runtime/src/runtime/request.rs")),
    ("response.rs", include_str!("../../runtime/src/runtime/response.rs")),
    ("retry.rs", include_str!("../../runtime/src/runtime/retry.rs")),
    ("secret.rs", include_str!("../../runtime/src/runtime/secret.rs")),
    ("send.rs", include_str!("../../runtime/src/runtime/send.rs")),
    ("transport.rs", include_str!("../../runtime/src/runtime/transport.rs")),
];

/// The files of the runtime, as a crate contains them.
pub(super) fn files() -> impl Iterator<Item = (String, String)> {
    RUNTIME.iter().map(|(path, text)| (format!("src/runtime/{path}"), format!("{}{text}", crate::print::HEADER)))
}

/// The paths that are embedded.
#[cfg(test)]
pub(super) fn paths() -> Vec<&'static str> {
    RUNTIME.iter().map(|(path, _)| *path).collect()
}
