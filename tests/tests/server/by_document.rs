//! All operations, answered from their schemas.

use reqwest::RequestBuilder;
use serde_json::Value;
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
