//! Promises broken on purpose.

use reqwest::Response;
use serde_json::Value;
use tests::server::{Promise, Server};

use crate::{get, send};

/// Whether an answer with this body keeps a promise.
type Check = fn(&Response, &Value) -> bool;

/// Each promise is kept, and its breaking can be seen from outside.
#[tokio::test]
async fn promises_can_be_broken() {
    let cases: [(Promise, &str, Check); 7] = [
        (Promise::Envelope, "/providers", |_, body| body["ok"] == true),
        (Promise::ErrorEnvelope, "/providers/x", |_, body| body["ok"] == false),
        (Promise::ErrorCode, "/providers/x", |_, body| body["error"]["code"] == "not_found"),
        (Promise::Retryable, "/providers/x", |_, body| body["error"]["retryable"] == false),
        (Promise::RateLimitHeaders, "/providers", |response, _| {
            response.headers().contains_key("x-ratelimit-reset")
        }),
        (Promise::NoStore, "/providers", |response, _| {
            response.headers().contains_key("cache-control")
        }),
        (Promise::ETag, "/webhooks/w", |response, _| response.headers().contains_key("etag")),
    ];
    for (promise, path, kept) in cases {
        let server = Server::start().await;
        for expected in [true, false] {
            let response = send(get(&server, path)).await;
            let headers = send(get(&server, path)).await;
            let body = response.json().await.expect("JSON");
            assert_eq!(kept(&headers, &body), expected, "{promise:?}");
            server.break_promise(promise);
        }
    }
}
