//! Tests of your own code without a server, and a transport around another.

use generated_client::{
    Body, Client, ErrorKind, RetryPolicy,
    runtime::{Mock, MockReply, Sending, Transport},
};
use std::time::Duration;

/// Says what is sent; anything that implements `Transport` can be wrapped like this.
#[derive(Debug)]
struct Told<T>(T);

impl<T: Transport> Transport for Told<T> {
    fn send(&self, request: http::Request<Body>) -> Sending {
        println!("{} {}", request.method(), request.uri().path());
        self.0.send(request)
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A script: a connection that breaks, then an error of the API, again and again.
    let mock = Mock::new();
    let refusal = serde_json::json!({
        "ok": false,
        "error": {"code": "not_found", "message": "No such account.", "retryable": false},
        "meta": {"request_id": "req_1"},
    });
    mock.on("managementActivateProvider", MockReply::broken())
        .on("managementActivateProvider", MockReply::json(404, &refusal));
    let client = Client::builder()
        .bearer("smx_root_test")
        .transport(Told(mock.clone()))
        .retry(RetryPolicy::default().base(Duration::ZERO))
        .build()?;

    let error = client.sending_accounts().activate("dprov_1").await.expect_err("there is none");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 2));
    let sent = mock.requests();
    assert_eq!(sent[0].segments().last().map(String::as_str), Some("activate"));
    assert_eq!(sent[0].header("idempotency-key"), sent[1].header("idempotency-key"));
    println!("{error}");
    Ok(())
}
