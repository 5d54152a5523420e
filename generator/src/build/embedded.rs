//! The runtime's sources, which every crate contains.

use crate::plan::OwnText;

/// Paths below `src/runtime` with their texts.
macro_rules! embedded {
    ($($path:literal,)*) => {
        &[$(($path, include_str!(concat!("../../runtime/src/runtime/", $path)))),*]
    };
}

const RUNTIME: &[(&str, &str)] = embedded![
    "api.rs",
    "attempt.rs",
    "blocking.rs",
    "body.rs",
    "cache.rs",
    "call.rs",
    "check.rs",
    "client.rs",
    "codec/decode.rs",
    "codec/enums.rs",
    "codec/mod.rs",
    "codec/object.rs",
    "codec/tagged.rs",
    "codec/untagged.rs",
    "codec/write.rs",
    "connect.rs",
    "credential.rs",
    "date.rs",
    "download.rs",
    "encode.rs",
    "envelope.rs",
    "environment.rs",
    "error.rs",
    "etag.rs",
    "events.rs",
    "exchange.rs",
    "header.rs",
    "headers.rs",
    "intake.rs",
    "json_lines.rs",
    "lines.rs",
    "measure.rs",
    "mock/answers.rs",
    "mock/bodies.rs",
    "mock/both.rs",
    "mock/mod.rs",
    "mock/operation.rs",
    "mock/part.rs",
    "mock/reply.rs",
    "mock/request.rs",
    "mock/rule.rs",
    "mock/script.rs",
    "mock/value.rs",
    "mod.rs",
    "multipart.rs",
    "options.rs",
    "page.rs",
    "patch.rs",
    "pattern.rs",
    "prepare.rs",
    "redirect.rs",
    "refusal.rs",
    "request/bodies.rs",
    "request/mod.rs",
    "response.rs",
    "retry.rs",
    "scalar.rs",
    "scrub.rs",
    "secret.rs",
    "send.rs",
    "sse.rs",
    "trace.rs",
    "transport.rs",
    "webhook.rs",
];

/// The files of the runtime, as a crate contains them.
pub(super) fn files() -> impl Iterator<Item = (String, String)> {
    let header = crate::mark::header("//");
    let marked = move |(path, text): &(&str, &str)| {
        (format!("src/runtime/{path}"), format!("{header}{text}"))
    };
    RUNTIME.iter().map(marked)
}

/// The file of a type for texts of a format.
pub(super) fn own_text(own: OwnText) -> (String, String) {
    let text = match own {
        OwnText::DateTime => include_str!("../../runtime/src/texts/date_time.rs"),
        OwnText::Timestamp => include_str!("../../runtime/src/texts/timestamp.rs"),
    };
    (format!("src/{}.rs", own.module()), format!("{}{text}", crate::mark::header("//")))
}

#[cfg(test)]
mod tests {
    use super::RUNTIME;
    use std::fs;
    use std::path::Path;

    fn below(folder: &Path, prefix: &str, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("the runtime's sources are there") {
            let entry = entry.expect("the folder can be read");
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            match entry.path().is_dir() {
                true => below(&entry.path(), &format!("{name}/"), found),
                false => found.push(name),
            }
        }
    }

    #[test]
    fn every_source_of_the_runtime_is_embedded() {
        let mut found = Vec::new();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src/runtime");
        below(&folder, "", &mut found);
        found.sort();
        let embedded: Vec<&str> = RUNTIME.iter().map(|(path, _)| *path).collect();
        assert_eq!(embedded, found);
    }
}
