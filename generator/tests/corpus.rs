//! Reads every real document that stands beside the repository. Where there are none, the tests
//! say so and pass.

use generator::diag::{Diagnostics, Severity, code};
use generator::document::{Document, Schema, Version};
use generator::source::{Node, Source};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn documents() -> Vec<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let shared = std::env::var_os("OPENAPI_CORPUS").map_or(shared, PathBuf::from);
    let mut paths = Vec::new();
    for folder in ["specs", "sendmux/history"] {
        let Ok(entries) = std::fs::read_dir(shared.join(folder)) else {
            continue;
        };
        let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
        paths.extend(files.filter(|path| {
            path.extension().is_some_and(|extension| extension == "json" || extension == "yaml")
        }));
    }
    let split = shared.join("specs/multi/redocly-cafe-split-32/resources/cafe-split/cafe.yaml");
    paths.extend(Some(split).filter(|path| path.exists()));
    paths.sort();
    if paths.is_empty() {
        // Past the capture of the test runner, so that it is seen.
        drop(std::io::Write::write_fmt(
            &mut std::io::stderr(),
            format_args!("SKIPPED: there are no documents in {}\n", shared.display()),
        ));
    }
    paths
}

/// Every schema below a place, as the specification nests them.
fn read_all<'a>(node: &Node<'a>, version: Version, diagnostics: &mut Diagnostics) -> usize {
    let schema = Schema::read(node, version, diagnostics);
    let named = schema.properties.iter().chain(&schema.patterns).map(|(_, node)| node);
    let lists = [&schema.prefix_items, &schema.all_of, &schema.one_of, &schema.any_of];
    let single = [&schema.additional, &schema.items, &schema.property_names];
    let below = named
        .chain(lists.into_iter().flatten())
        .chain(single.into_iter().flatten())
        .chain(&schema.conditional);
    let below: Vec<Node<'a>> = below.cloned().collect();
    1 + below.iter().map(|node| read_all(node, version, diagnostics)).sum::<usize>()
}

#[test]
fn every_document_is_read() {
    for path in documents() {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let start = Instant::now();
        if is_too_slow(&path) {
            // Past the capture of the test runner, so that it is seen.
            drop(std::io::Write::write_fmt(
                &mut std::io::stderr(),
                format_args!("SKIPPED: {} takes long without optimisation\n", path.display()),
            ));
            continue;
        }
        let source = Source::from_path(&path).expect("the file can be read");
        let parsed = start.elapsed();
        let mut diagnostics = Diagnostics::new();
        let start = Instant::now();
        let document = Document::read(&source, &mut diagnostics);
        let read = start.elapsed();
        let Some(document) = document else {
            println!("{name}: {}", diagnostics.render(&source, 10));
            assert!(name.starts_with("swagger2"), "{name} is OpenAPI 3");
            assert!(diagnostics.has(code::SWAGGER_2));
            assert_eq!(diagnostics.len(), 1);
            continue;
        };
        let start = Instant::now();
        let mut schemas = 0;
        for (_, node) in &document.schemas {
            schemas += read_all(node, document.version, &mut diagnostics);
        }
        for operation in &document.operations {
            let contents = operation.body.iter().flat_map(|body| &body.contents);
            let contents = contents.chain(operation.responses.iter().flat_map(|r| &r.contents));
            for node in contents.filter_map(|media| media.schema.as_ref()) {
                schemas += read_all(node, document.version, &mut diagnostics);
            }
        }
        let lazily = start.elapsed();
        let start = Instant::now();
        let referenced = document.referenced_schemas().len();
        let search = start.elapsed();
        println!(
            "{name}: {:?}, {} operations, {} components, {schemas} schemas, {referenced} others; \
             parsed in {parsed:.1?}, document {read:.1?}, schemas {lazily:.1?}, search {search:.1?}; {}",
            document.version,
            document.operations.len(),
            document.schemas.len(),
            diagnostics.summary(),
        );
        let start = Instant::now();
        let text = diagnostics.render(&source, 3);
        let rendered = start.elapsed();
        println!("rendered in {rendered:.1?}\n{text}");
        if diagnostics.has_errors() {
            assert!(name.starts_with("odd-"), "{name}: {}", diagnostics.summary());
        }
        let lines = diagnostics.render_json(&source);
        assert_eq!(lines.lines().count(), diagnostics.len());
        for line in lines.lines() {
            let line: Value = serde_json::from_str(line).expect("each line is JSON");
            assert!(line["line"].is_number() || line["pointer"].is_null(), "{line}");
        }
        assert_eq!(
            diagnostics.count(Severity::Error),
            diagnostics.iter().filter(|d| d.code.id.starts_with('E')).count()
        );
    }
}

/// Unoptimised code reads a few megabytes a second; `cargo test --release` reads them all.
fn is_too_slow(path: &Path) -> bool {
    let size = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    cfg!(debug_assertions) && size > 600_000
}
