//! On documents of OpenAPI 3.0, `openapiv3`'s model of the whole document must see the same
//! operations, parameters, bodies, responses and schemas as ours.

use generator::diag::Diagnostics;
use generator::document::{Document, Version};
use generator::ir::{Place, Status};
use generator::source::Source;
use openapiv3::{OpenAPI, Parameter, ReferenceOr, StatusCode};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

type Facts = BTreeSet<String>;

fn ours(document: &Document<'_>) -> Facts {
    let mut facts = Facts::new();
    for (name, _) in &document.schemas {
        facts.insert(format!("schema {name}"));
    }
    for operation in &document.operations {
        let place = format!("{} {}", operation.method, operation.path);
        facts.insert(format!("{place}: {:?}", operation.id));
        for parameter in &operation.parameters {
            let kind = match parameter.place {
                Place::Path => "path",
                Place::Query => "query",
                Place::Header => "header",
                Place::Cookie => "cookie",
                Place::QueryString => "querystring",
            };
            let required = parameter.required;
            facts.insert(format!("{place} {kind} {} {required}", parameter.name));
        }
        for media in operation.body.iter().flat_map(|body| &body.contents) {
            facts.insert(format!("{place} takes {} {}", media.name, media.schema.is_some()));
        }
        for response in &operation.responses {
            let status = match response.status {
                Status::Code(code) => code.to_string(),
                Status::Range(class) => format!("{class}XX"),
                Status::Default => "default".to_owned(),
            };
            facts.insert(format!("{place} answers {status}"));
            for media in &response.contents {
                let schema = media.schema.is_some();
                facts.insert(format!("{place} answers {status} {} {schema}", media.name));
            }
            for header in &response.headers {
                facts.insert(format!("{place} answers {status} header {}", header.name));
            }
        }
    }
    facts
}

/// The last part of a reference, and the component it names.
fn named<'c, T>(
    reference: &str,
    components: &'c indexmap::IndexMap<String, ReferenceOr<T>>,
) -> Option<&'c T> {
    let name = reference.rsplit('/').next()?.replace("~1", "/").replace("~0", "~");
    components.get(&name)?.as_item()
}

fn theirs(api: &OpenAPI) -> Facts {
    let mut facts = Facts::new();
    let components = api.components.clone().unwrap_or_default();
    facts.extend(components.schemas.keys().map(|name| format!("schema {name}")));
    for (path, item) in &api.paths.paths {
        let Some(item) = item.as_item() else { continue };
        for (method, operation) in item.iter() {
            let place = format!("{} {path}", method.to_uppercase());
            facts.insert(format!("{place}: {:?}", operation.operation_id.as_deref()));
            let mut seen = BTreeSet::new();
            for parameter in operation.parameters.iter().chain(&item.parameters) {
                let parameter = match parameter {
                    ReferenceOr::Item(parameter) => Some(parameter),
                    ReferenceOr::Reference { reference } => {
                        named(reference, &components.parameters)
                    }
                };
                let Some(parameter) = parameter else { continue };
                let kind = match parameter {
                    Parameter::Path { .. } => "path",
                    Parameter::Query { .. } => "query",
                    Parameter::Header { .. } => "header",
                    Parameter::Cookie { .. } => "cookie",
                };
                let data = parameter.parameter_data_ref();
                if seen.insert((kind, data.name.clone())) {
                    let required = data.required || kind == "path";
                    facts.insert(format!("{place} {kind} {} {required}", data.name));
                }
            }
            let body = operation.request_body.as_ref().and_then(|body| match body {
                ReferenceOr::Item(body) => Some(body),
                ReferenceOr::Reference { reference } => {
                    named(reference, &components.request_bodies)
                }
            });
            for (name, media) in body.iter().flat_map(|body| &body.content) {
                facts.insert(format!("{place} takes {name} {}", media.schema.is_some()));
            }
            let default = operation.responses.default.iter().map(|r| ("default".to_owned(), r));
            let listed = operation.responses.responses.iter().map(|(status, response)| {
                let status = match status {
                    StatusCode::Code(code) => code.to_string(),
                    StatusCode::Range(class) => format!("{class}XX"),
                };
                (status, response)
            });
            for (status, response) in default.chain(listed) {
                let response = match response {
                    ReferenceOr::Item(response) => Some(response),
                    ReferenceOr::Reference { reference } => named(reference, &components.responses),
                };
                let Some(response) = response else { continue };
                facts.insert(format!("{place} answers {status}"));
                for (name, media) in &response.content {
                    let schema = media.schema.is_some();
                    facts.insert(format!("{place} answers {status} {name} {schema}"));
                }
                for name in response.headers.keys() {
                    facts.insert(format!("{place} answers {status} header {name}"));
                }
            }
        }
    }
    facts
}

fn documents() -> Vec<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let shared = std::env::var_os("OPENAPI_CORPUS").map_or(shared, PathBuf::from);
    let entries = std::fs::read_dir(shared.join("specs")).into_iter().flatten();
    entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file()).collect()
}

#[test]
fn another_model_of_the_same_documents_agrees() {
    let mut compared = 0;
    for path in documents() {
        if is_too_slow(&path) {
            // Past the capture of the test runner, so that it is seen.
            drop(std::io::Write::write_fmt(
                &mut std::io::stderr(),
                format_args!("SKIPPED: {} takes long without optimisation\n", path.display()),
            ));
            continue;
        }
        let source = Source::from_path(&path).expect("the file can be read");
        let mut diagnostics = Diagnostics::new();
        let Some(document) = Document::read(&source, &mut diagnostics) else {
            continue;
        };
        if document.version != Version::V30 {
            continue;
        }
        let entry = source.entry().expect("the document was read");
        let api = match serde_json::from_value::<OpenAPI>(entry.value.clone()) {
            Ok(api) => api,
            Err(error) => {
                println!("{}: the other model refuses it: {error}", path.display());
                continue;
            }
        };
        let (ours, theirs) = (ours(&document), theirs(&api));
        let missing: Vec<_> = theirs.difference(&ours).collect();
        let more: Vec<_> = ours.difference(&theirs).collect();
        println!("{}: {} facts agree", path.display(), ours.intersection(&theirs).count());
        assert!(missing.is_empty(), "{}: we miss {missing:#?}", path.display());
        assert!(more.is_empty(), "{}: only we see {more:#?}", path.display());
        compared += 1;
    }
    println!("{compared} documents compared");
    if compared == 0 {
        // Past the capture of the test runner, so that it is seen.
        drop(std::io::Write::write_fmt(
            &mut std::io::stderr(),
            format_args!("SKIPPED: there are no documents of OpenAPI 3.0 beside the repository\n"),
        ));
    }
}

/// Unoptimised code reads a few megabytes a second; `cargo test --release` reads them all.
fn is_too_slow(path: &Path) -> bool {
    let size = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    cfg!(debug_assertions) && size > 600_000
}
