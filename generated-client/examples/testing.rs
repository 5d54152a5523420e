//! Tests of your own code without a server, and a transport around another.
//!
//! `Mock` is behind the feature `mock`, which belongs to your `[dev-dependencies]`.

use generated_client::{
    Body, Client, ErrorKind, RetryPolicy,
    resources::sending_accounts::{ActivateProvider, DeleteProvider},
    runtime::{Fault, Mock, MockReply, Sending, Transport},
    types::{
        ApiError, ApiErrorError, ApiErrorMeta, ErrorCode, ProviderDeleted, ProviderDeletedResponse,
    },
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

/// An error as the API writes it.
fn refused(code: ErrorCode) -> ApiError {
    ApiError {
        error: ApiErrorError { code, message: "No such account.".into(), ..Default::default() },
        meta: ApiErrorMeta { request_id: "req_1".into() },
        ok: false,
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mock = Mock::new();
    // Every call is answered with the operation's own response type; what a test does not care
    // about has a default.
    mock.on::<DeleteProvider>().answer(ProviderDeletedResponse {
        data: ProviderDeleted { deleted: true, id: "dprov_1".into() },
        ok: true,
        ..Default::default()
    });
    // A script: a connection that breaks, then an error of the API.
    mock.on::<ActivateProvider>().script([
        MockReply::fault(Fault::Reset),
        MockReply::json(404, &refused(ErrorCode::NotFound)),
    ]);
    let client = Client::builder()
        .bearer("smx_root_test")
        .transport(Told(mock.clone()))
        .retry(RetryPolicy::default().base(Duration::ZERO))
        .build()?;

    let deleted = client.sending_accounts().delete("dprov_1").await?;
    assert!(deleted.data.deleted);
    let error = client.sending_accounts().activate("dprov_1").await.expect_err("there is none");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 2));
    assert_eq!(error.code(), Some(&ErrorCode::NotFound));
    println!("{error}");

    // What was asked, decoded: the attempts of one call have one key.
    let calls = mock.calls::<ActivateProvider>();
    assert_eq!(calls[1].path_value::<String>("public_id")?, "dprov_1");
    assert_eq!(calls[0].idempotency_key(), calls[1].idempotency_key());
    mock.assert_done();
    Ok(())
}
