//! All operations, answered from their schemas.

use reqwest::{RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tests::{
    document::Document,
    server::{MAILBOX_KEY, ROOT_KEY, Server, Shape},
};

use crate::{client, send};

/// What every operation answers without state is what the document says, in all four shapes.
#[tokio::test]
async fn every_operation_answers_by_the_document() {
    let server = Server::stateless().await;
    let document = Document::sendmux();
    for operation in document.operations() {
        for shape in [Shape::Full, Shape::Minimal, Shape::UnknownFields, Shape::UnknownValues] {
            server.answer_with(shape);
            let response = send(minimal_request(&server, operation.id.as_str())).await;
            let status = response.status();
            assert!(status.is_success(), "{} {status}: {:?}", operation.id, server.last_request());
            assert_eq!(server.last_request().operation.as_ref(), Some(&operation.id));
            let schema = operation.response(status).and_then(|answer| answer.json_schema());
            let Some(schema) = schema else { continue };
            let body: Value = response.json().await.expect("JSON");
            let wrong = document.violations(schema, &body);
            let strict = matches!(shape, Shape::Full | Shape::Minimal);
            assert!(!strict || wrong.is_empty(), "{} {shape:?}: {wrong:?}", operation.id);
        }
    }
    assert!(document.operations().len() > 50, "the document has hardly any operation");
}

/// A request with nothing but what the document requires.
fn minimal_request(server: &Server, id: &str) -> RequestBuilder {
    let document = Document::sendmux();
    let operation = document.operation(id);
    let mut path = operation.template.as_str().to_owned();
    for parameter in operation.parameters_in("path") {
        path = path.replace(&format!("{{{}}}", parameter.name), "a%2Fb");
    }
    let key = if operation.tag == "Mailbox API" { MAILBOX_KEY } else { ROOT_KEY };
    let url = format!("{}{path}", server.url());
    let mut request = client().request(operation.method.clone(), url).bearer_auth(key);
    for parameter in operation.parameters_in("query").filter(|parameter| parameter.required) {
        request = request.query(&[(&parameter.name, "a@b")]);
    }
    let schema = operation.body.as_ref().and_then(|body| body.contents[0].schema.as_ref());
    match schema {
        Some(schema) if id != "mailboxUploadAttachment" => {
            request.json(&document.instances(schema).minimal())
        }
        _ => request,
    }
}

/// A document that is not Sendmux's: a list without an envelope, and a query with a limit.
fn small() -> &'static Document {
    let name = json!({ "type": "object", "required": ["name"], "properties": { "name": { "type": "string" } } });
    let content = json!({ "application/json": { "schema": { "type": "array", "minItems": 1, "items": name } } });
    let limit =
        json!({ "name": "limit", "in": "query", "schema": { "type": "integer", "maximum": 9 } });
    Box::leak(Box::new(Document::new(&json!({
        "openapi": "3.1.0",
        "info": { "title": "Pets", "version": "1" },
        "paths": { "/pets": { "get": {
            "operationId": "listPets",
            "parameters": [limit],
            "responses": { "200": { "description": "Pets", "content": content } },
        } } },
    }))))
}

/// A server of any document says nothing but what the document says, and refuses what it does not.
#[tokio::test]
async fn a_document_has_the_only_word() {
    let server = Server::of(small()).await;
    let get = |path: &str| client().get(format!("{}{path}", server.url()));
    let response = send(get("/pets?limit=9")).await;
    assert_eq!(response.status(), StatusCode::OK, "no key is needed");
    let body: Value = response.json().await.expect("JSON");
    assert_eq!(small().violations(SCHEMA, &body), Vec::<String>::new(), "{body}");

    for path in ["/pets?limit=10", "/pets?other=1"] {
        assert_eq!(send(get(path)).await.status(), StatusCode::BAD_REQUEST, "{path}");
    }
    assert_eq!(send(get("/cats")).await.status(), StatusCode::NOT_FOUND);

    server.tolerate(true);
    assert_eq!(send(get("/pets?limit=10")).await.status(), StatusCode::OK);
    assert_eq!(server.last_request().violations.len(), 1, "it is recorded nevertheless");

    server.answer_as(StatusCode::ACCEPTED, Some(json!(["chosen"])));
    let response = send(get("/pets")).await;
    assert_eq!(response.status(), StatusCode::ACCEPTED);
    assert_eq!(response.json::<Value>().await.expect("JSON"), json!(["chosen"]));
    server.answer_as(StatusCode::NO_CONTENT, None);
    assert_eq!(send(get("/pets")).await.status(), StatusCode::NO_CONTENT);
}

/// Where the answers of the small document are described.
const SCHEMA: &str = "/paths/~1pets/get/responses/200/content/application~1json/schema";
