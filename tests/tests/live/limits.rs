//! The introduction, on rate limits.

use std::time::Duration;

use generated_client::{RetryPolicy, types::ErrorCode};
use tests::server::{ROOT_KEY, Server};

use crate::{builder, client, promises};

promises! {
    shows_the_limit: RateLimitHeaders;
    says_how_long_to_wait: RetryAfter, ErrorCode;
    tries_again_when_allowed: Retryable;
}

async fn shows_the_limit(server: &Server) {
    let page = client(server).sending_accounts().list().await.expect("an empty list");
    let limit = page.rate_limit().expect("every answer shows the limit");
    assert_eq!((limit.limit, limit.remaining), (Some(600), Some(599)));
    assert!(limit.reset.is_some());
}

async fn says_how_long_to_wait(server: &Server) {
    server.limit_requests(1);
    let once = builder(server, ROOT_KEY).retry(RetryPolicy::off());
    let client = once.build().expect("a client for loopback");
    client.sending_accounts().list().await.expect("one request is left");
    let error = client.sending_accounts().list().await.expect_err("none is left");
    assert_eq!(error.code(), Some(&ErrorCode::RateLimitExceeded));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
    let limit = error.rate_limit().expect("every answer shows the limit");
    assert_eq!(limit.remaining, Some(0));
}

async fn tries_again_when_allowed(server: &Server) {
    server.fail_next(429, Some(0));
    server.fail_next(503, Some(0));
    let page = client(server).sending_accounts().list().await.expect("the third gets through");
    assert_eq!(page.attempts(), 3);
    assert_eq!(server.requests().len(), 3);
}

/// What the server asks for is waited.
#[tokio::test]
async fn waits_as_long_as_the_server_says() {
    let server = Server::start().await;
    server.fail_next(429, Some(1));
    let page = client(&server).sending_accounts().list().await.expect("the second gets through");
    assert!(page.elapsed() >= Duration::from_secs(1), "{:?}", page.elapsed());
}
