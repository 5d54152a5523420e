//! Documents of any size, made here: the same number gives the same bytes.

use serde_json::{Map, Value, json};

/// How many schemas share an operation.
const SCHEMAS_PER_OPERATION: usize = 4;

/// How many operations share a tag.
const OPERATIONS_PER_TAG: usize = 32;

/// A document with that many component schemas, each with fields of every kind, references to
/// others among them, and an operation for every few of them.
pub(super) fn document(schemas: usize) -> Value {
    let named: Map<String, Value> =
        (0..schemas).map(|at| (format!("Record{at}"), schema(at, schemas))).collect();
    let paths: Map<String, Value> = (0..schemas / SCHEMAS_PER_OPERATION).flat_map(paths).collect();
    json!({
        "openapi": "3.1.0",
        "info": { "title": format!("{schemas} records"), "version": "1" },
        "servers": [{ "url": "https://records.example" }],
        "paths": paths,
        "components": { "schemas": named },
    })
}

fn schema(at: usize, schemas: usize) -> Value {
    let other = |by: usize| json!({ "$ref": format!("#/components/schemas/Record{}", (at * by + 1) % schemas) });
    json!({
        "type": "object",
        "description": format!("What is kept of the kind {at}, as the API returns it."),
        "required": ["id", "created_at", "state"],
        "properties": {
            "id": { "type": "string", "description": "What it is known by." },
            "created_at": { "type": "string", "format": "date-time" },
            "state": { "type": "string", "enum": ["draft", "active", "retired", format!("special_{at}")] },
            "count": { "type": "integer", "format": "int64", "minimum": 0 },
            "labels": { "type": "array", "items": { "type": "string" }, "maxItems": 20 },
            "parent": other(7),
            "related": { "type": "array", "items": other(3) },
            "settings": {
                "type": "object",
                "properties": {
                    "retries": { "type": "integer", "default": 3 },
                    "note": { "type": ["string", "null"], "description": "Shown to people." },
                },
            },
        },
    })
}

fn paths(operation: usize) -> [(String, Value); 1] {
    let record = format!("#/components/schemas/Record{}", operation * SCHEMAS_PER_OPERATION);
    let content = json!({ "application/json": { "schema": { "$ref": record } } });
    let path = json!({
        "post": {
            "operationId": format!("createRecord{operation}"),
            "tags": [format!("Group {}", operation / OPERATIONS_PER_TAG)],
            "summary": format!("Creates a record of the kind {operation}"),
            "parameters": [
                { "name": "folder", "in": "path", "required": true, "schema": { "type": "string" } },
                { "name": "limit", "in": "query", "schema": { "type": "integer", "maximum": 100 } },
            ],
            "requestBody": { "required": true, "content": content },
            "responses": { "200": { "description": "The record.", "content": content } },
        },
    });
    [(format!("/folders/{{folder}}/records{operation}"), path)]
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_document_has_as_many_schemas_as_asked_for_and_compiles_whole() {
        let document = super::document(100);
        assert_eq!(
            document["components"]["schemas"].as_object().map(serde_json::Map::len),
            Some(100)
        );
        let source = generator::source::Source::from_bytes("a.json", document.to_string().into());
        let (output, diagnostics) = generator::generate(&source, &generator::Config::default());
        assert_eq!(diagnostics.summary(), "");
        let output = output.expect("a crate");
        assert_eq!((output.operations, output.types), (25, 300));
    }
}
