//! The fake server keeps what Sendmux promises. Nothing of the client is used here.

mod bodies;
mod by_document;
mod promises;
mod state;

use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use tests::server::{ROOT_KEY, Server};

/// A plain client. The generated client's reqwest has TLS without a provider, even for plain HTTP.
pub(crate) fn client() -> Client {
    drop(rustls::crypto::ring::default_provider().install_default());
    Client::builder().no_proxy().build().expect("a plain client builds")
}

pub(crate) fn call(server: &Server, method: Method, path: &str) -> RequestBuilder {
    client().request(method, format!("{}{path}", server.url())).bearer_auth(ROOT_KEY)
}

pub(crate) fn get(server: &Server, path: &str) -> RequestBuilder {
    call(server, Method::GET, path)
}

pub(crate) async fn send(request: RequestBuilder) -> Response {
    request.send().await.expect("the server answers")
}

pub(crate) async fn answer(request: RequestBuilder) -> (StatusCode, Value) {
    let response = send(request).await;
    (response.status(), response.json().await.expect("the answer is JSON"))
}

pub(crate) fn new_account() -> Value {
    json!({
        "name": "Billing", "smtp_host": "smtp.example.com", "smtp_port": 587,
        "smtp_protocol": "starttls", "smtp_username": "api-user", "smtp_password": "secret",
    })
}

pub(crate) fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
