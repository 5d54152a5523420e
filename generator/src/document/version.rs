//! Which language a document is written in.

use super::Version;
use crate::diag::{Diagnostics, code};
use crate::source::{Node, Source};
use serde_json::Value;

/// The version of a document; `None`, and one error, where it cannot be read.
pub(super) fn of(
    root: &Node<'_>,
    source: &Source,
    diagnostics: &mut Diagnostics,
) -> Option<Version> {
    let Value::Object(object) = root.value else {
        let found = super::fields::kind(root.value);
        let message = format!("the document is {found}, not an object");
        diagnostics.report(code::NOT_OPENAPI, &root.at, message);
        return None;
    };
    let at = root.at.key("openapi");
    let text = match object.get("openapi") {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => source.written(&at).unwrap_or_else(|| number.to_string()),
        Some(_) => String::new(),
        None => {
            not_openapi(object, root, diagnostics);
            return None;
        }
    };
    let minor = text.strip_prefix("3.").map(|rest| rest.split(['.', '-']).next().unwrap_or(rest));
    match minor {
        Some("0") => Some(Version::V30),
        Some("1") => Some(Version::V31),
        Some("2") => Some(Version::V32),
        Some(minor) if minor.parse::<u32>().is_ok() => {
            let message = format!("OpenAPI {text} is newer than 3.2; it is read as 3.2");
            diagnostics.report(code::NEWER_VERSION, &at, message);
            Some(Version::V32)
        }
        _ => {
            let message = format!("OpenAPI `{text}` is not supported");
            diagnostics
                .report(code::UNSUPPORTED_VERSION, &at, message)
                .remedy("versions 3.0, 3.1 and 3.2 are");
            None
        }
    }
}

fn not_openapi(
    object: &serde_json::Map<String, Value>,
    root: &Node<'_>,
    diagnostics: &mut Diagnostics,
) {
    if let Some(version) = object.get("swagger") {
        let version = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
        diagnostics
            .report(
                code::SWAGGER_2,
                &root.at.key("swagger"),
                format!("the document is Swagger {version}, and only OpenAPI 3 is read"),
            )
            .remedy("convert it to OpenAPI 3 first, for example with swagger2openapi");
        return;
    }
    let other = ["asyncapi", "arazzo", "overlay", "$schema", "raml"]
        .into_iter()
        .find(|key| object.contains_key(*key));
    let message = match other {
        Some(key) => format!("the document has no `openapi` field but `{key}`"),
        None => "the document has no `openapi` field".to_owned(),
    };
    let diagnostic = diagnostics.report(code::NOT_OPENAPI, &root.at, message);
    if object.contains_key("paths") {
        diagnostic.remedy("if it is OpenAPI 3, name the version: `openapi: 3.0.3`");
    }
}
