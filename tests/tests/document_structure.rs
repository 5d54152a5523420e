//! `openapi/openapi.json` says the same as the published document, in words of its own.

use std::fs;

use serde_json::{Value, json};
use tests::{document::repository, structure};

fn read(path: &str) -> Option<Value> {
    let text = fs::read_to_string(repository().join(path)).ok()?;
    Some(serde_json::from_str(&text).expect("the document is JSON"))
}

/// The newest version that is at hand, or else an older one: the document may be that of any day.
#[test]
fn the_document_equals_a_published_one_but_for_texts() {
    let Some(newest) = read("../shared/specs/sendmux-app.json") else {
        // Past the capture of the test runner, so that it is seen.
        drop(std::io::Write::write_fmt(
            &mut std::io::stderr(),
            format_args!("skipped: the published document is not on this machine\n"),
        ));
        return;
    };
    let ours =
        structure::of(&read("openapi/openapi.json").expect("the workspace has its document"));
    let found = structure::differences(&ours, &structure::of(&newest));
    println!("{} differences", found.len());
    let is_older = || older().any(|version| structure::of(&version) == ours);
    assert!(found.is_empty() || is_older(), "{found:#?}");
}

/// The older versions that are at hand.
fn older() -> impl Iterator<Item = Value> {
    let folder = fs::read_dir(repository().join("../shared/sendmux/history"));
    let files = folder.into_iter().flatten().filter_map(Result::ok);
    let texts = files.filter_map(|file| fs::read_to_string(file.path()).ok());
    texts.filter_map(|text| serde_json::from_str(&text).ok())
}

#[test]
fn texts_are_dropped_but_names_and_values_are_not() {
    let document = json!({
        "info": {"title": "An API", "version": "1"},
        "tags": [{"name": "Domains", "description": "All domains."}],
        "paths": {"/a": {"get": {"summary": "Get", "tags": ["title"], "responses": {}}}},
        "components": {"schemas": {"title": {
            "title": "Title",
            "properties": {"example": {"type": "string", "example": "x"}, "examples": {"enum": ["a"]}},
            "default": {"description": "kept"},
        }}},
    });
    let expected = json!({
        "info": {"version": "1"},
        "tags": [{"name": "Domains"}],
        "paths": {"/a": {"get": {"tags": ["title"], "responses": {}}}},
        "components": {"schemas": {"title": {
            "properties": {"example": {"type": "string"}, "examples": {"enum": ["a"]}},
            "default": {"description": "kept"},
        }}},
    });
    assert_eq!(structure::of(&document), expected);
}

#[test]
fn differences_name_their_place() {
    let ours = json!({"a": {"b/c": [1, 2]}, "only": 1, "same": {"x": 1, "y": 2}});
    let theirs = json!({"same": {"y": 2, "x": 1}, "a": {"b/c": [2, 1]}, "other": 1});
    let found = structure::differences(&ours, &theirs);
    let expected = [
        "#/a/b~1c/0: 1 is not 2",
        "#/a/b~1c/1: 2 is not 1",
        "#/only: only in the first",
        "#/other: only in the second",
    ];
    assert_eq!(found, expected);
}
