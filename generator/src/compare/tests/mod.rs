//! Changes of small documents and what is said of them.

use super::{Comparison, CrateLevel, WireLevel, compare};
use crate::plan::PlanOptions;
use crate::source::Source;
use crate::{Config, generate};
use serde_json::{Value, json};

mod code;
mod confirm;
mod pairs;
mod wire;

/// A document with one operation that sends and one that receives a schema.
fn document(sent: Value, received: Value) -> Value {
    let content = |name: &str| {
        let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
        json!({ "application/json": { "schema": schema } })
    };
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Pets", "version": "1" },
        "servers": [{ "url": "https://pets.example/v1" }],
        "paths": { "/pets": {
            "get": {
                "operationId": "listPets", "tags": ["Pets"],
                "parameters": [{ "name": "limit", "in": "query", "schema": { "type": "integer" } }],
                "responses": { "200": { "description": "ok", "content": content("Received") } },
            },
            "post": {
                "operationId": "createPet", "tags": ["Pets"],
                "requestBody": { "required": true, "content": content("Sent") },
                "responses": { "204": { "description": "done" } },
            },
        } },
        "components": {
            "schemas": { "Sent": sent, "Received": received },
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer" },
                "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
            },
        },
        "security": [{ "bearer": [] }],
    })
}

fn pet() -> Value {
    json!({
        "type": "object",
        "required": ["name", "kind"],
        "properties": {
            "name": { "type": "string", "maxLength": 10 },
            "kind": { "type": "string", "enum": ["cat", "dog"] },
            "age": { "type": "integer" },
        },
    })
}

fn pets() -> Value {
    document(pet(), pet())
}

fn compiled(document: &Value) -> super::Compiled {
    compiled_with(document, |_| {})
}

/// A document compiled with options.
fn compiled_with(document: &Value, choose: impl FnOnce(&mut PlanOptions)) -> super::Compiled {
    let source = Source::from_bytes("pets.json", document.to_string().into_bytes());
    let mut config = Config::default();
    choose(&mut config.plan);
    generate(&source, &config).0.expect("OpenAPI").compiled
}

fn compared(old: &Value, new: &Value) -> Comparison {
    compare(&compiled(old), &compiled(new))
}

/// The levels of an edit of the pets.
fn levels(edit: impl FnOnce(&mut Value)) -> (CrateLevel, WireLevel) {
    let mut new = pets();
    edit(&mut new);
    let comparison = compared(&pets(), &new);
    (comparison.crate_level, comparison.wire_level)
}

fn at<'a>(document: &'a mut Value, pointer: &str) -> &'a mut Value {
    document.pointer_mut(pointer).expect(pointer)
}

fn push(list: &mut Value, item: Value) {
    list.as_array_mut().expect("a list").push(item);
}

#[test]
fn the_same_document_is_no_change() {
    assert!(compared(&pets(), &pets()).is_empty());
}

#[test]
fn a_comparison_reads_as_a_maintainer_would_write_it() {
    let mut new = pets();
    push(at(&mut new, "/components/schemas/Sent/required"), json!("age"));
    push(at(&mut new, "/components/schemas/Received/properties/kind/enum"), json!("fish"));
    let text = serde_json::to_string_pretty(&compared(&pets(), &new)).expect("JSON");
    insta::assert_snapshot!(text);
}
