//! Clients of one document call servers of another, a pair of documents for each outcome.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

/// A document of these paths.
fn document(paths: Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Pets", "version": "1" },
        "paths": paths,
    })
}

/// An operation that answers with a pet whose name is of this type.
fn answering(name: &str) -> Value {
    let pet = json!({
        "type": "object",
        "required": ["name"],
        "properties": { "name": { "type": name }, "age": { "type": "integer" } },
    });
    let content = json!({ "application/json": { "schema": pet } });
    json!({ "responses": { "200": { "description": "A pet", "content": content } } })
}

/// An operation that answers with nothing.
fn silent(mut operation: Value) -> Value {
    operation["responses"] = json!({ "204": { "description": "Done" } });
    operation
}

/// An operation whose body requires these properties.
fn taking(required: &[&str]) -> Value {
    let properties = json!({ "name": { "type": "string" }, "kind": { "type": "string" } });
    let schema = json!({ "type": "object", "required": required, "properties": properties });
    let content = json!({ "application/json": { "schema": schema } });
    silent(json!({ "requestBody": { "required": true, "content": content } }))
}

/// An operation with a query parameter of this schema.
fn asked(schema: &Value) -> Value {
    silent(json!({ "parameters": [{ "name": "limit", "in": "query", "schema": schema }] }))
}

fn streaming() -> Value {
    let content = json!({ "text/event-stream": { "schema": { "type": "object" } } });
    json!({ "responses": { "200": { "description": "Events", "content": content } } })
}

/// How the program ended, and what it printed.
fn run(name: &str, versions: &[Value]) -> (Option<i32>, String) {
    // Tests run beside each other: each has crates of its own.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rehearsal").join(name);
    let documents: Vec<PathBuf> =
        (0..versions.len()).map(|version| folder.join(format!("{name}-{version}.json"))).collect();
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_roundtrip"));
    command.arg("--run").arg("--folder").arg(&folder);
    for (version, (path, document)) in documents.iter().zip(versions).enumerate() {
        std::fs::write(path, document.to_string()).expect("written");
        command.arg(format!("{version}={}", path.display()));
    }
    let output = command.output().expect("the program starts");
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).expect("text"))
}

/// The row of a pair: operations, then works, ignored, breaks, untold, unseen, opened, no call, not ours.
fn row(text: &str, pair: &str) -> (usize, [usize; 8]) {
    let row = text.lines().find_map(|line| line.strip_prefix(pair)).expect(text);
    let mut figures = row.split_whitespace().map(|figure| figure.parse().expect(text));
    let operations = figures.next().expect(text);
    let figures: Vec<usize> = figures.skip(2).collect();
    (operations, figures.try_into().expect(text))
}

#[test]
#[ignore = "compiles clients"]
fn each_outcome_is_told_from_the_others() {
    let limit = |most: u64| json!({ "type": "integer", "maximum": most });
    let old = document(json!({
        "/same": { "get": answering("string") },
        "/pets/{id}": {
            "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
            "get": answering("string"),
        },
        "/gone": { "get": answering("string") },
        "/demanding": { "post": taking(&["name"]) },
        "/retyped": { "get": answering("string") },
        "/narrower": { "get": asked(&limit(100)) },
        "/events": { "get": streaming() },
        "/free": { "get": asked(&limit(100)) },
    }));
    let mut new = old.clone();
    let paths = new["paths"].as_object_mut().expect("paths");
    paths.remove("/gone");
    let mut renamed = paths.remove("/pets/{id}").expect("a path");
    renamed["parameters"][0]["name"] = json!("pet");
    paths.insert("/pets/{pet}".to_owned(), renamed);
    paths.insert("/demanding".to_owned(), json!({ "post": taking(&["name", "kind"]) }));
    paths.insert("/retyped".to_owned(), json!({ "get": answering("integer") }));
    paths.insert("/narrower".to_owned(), json!({ "get": asked(&limit(50)) }));

    paths.insert("/free".to_owned(), json!({ "get": silent(json!({})) }));

    let (code, text) = run("outcomes", &[old, new]);
    assert_eq!(code, Some(0), "{text}");
    assert_eq!(row(&text, "0 1 "), (8, [2, 1, 3, 0, 1, 1, 0, 0]), "{text}");
    assert!(text.contains("1 GET /narrower"), "{text}");
}

/// A constraint that the comparison does not know, in the new document and then in both.
#[test]
#[ignore = "compiles clients"]
fn what_fails_and_is_not_told_is_found() {
    let free = json!({ "type": "integer" });
    let odd = json!({ "type": "integer", "not": { "type": "integer" } });
    let [old, new] = [free, odd].map(|limit| {
        document(json!({
            "/same": { "get": answering("string") },
            "/limited": { "get": asked(&limit) },
        }))
    });
    let (code, text) = run("untold", &[old, new.clone(), new]);
    assert_eq!(code, Some(1), "{text}");
    assert_eq!(row(&text, "0 1 "), (2, [1, 0, 0, 1, 0, 0, 0, 0]), "{text}");
    assert_eq!(row(&text, "1 2 "), (2, [1, 0, 0, 0, 0, 0, 0, 1]), "{text}");
    assert!(text.contains("0 1: untold: GET /limited: sent: full: "), "{text}");
    assert!(text.contains("1 2: not ours: GET /limited: full: "), "{text}");
}
