//! The introduction: keys, envelope, pages, errors, conditional requests, conventions.

use generated_client::{Client, Conditional, ErrorKind, types::ErrorCode};
use tests::server::{Fault, MAILBOX_KEY, ROOT_KEY, Server};

use crate::{builder, client, promises};

promises! {
    refuses_an_unknown_key: Authentication;
    refuses_a_key_of_another_kind: KeyKind;
    refuses_a_key_without_the_permission: Permissions;
    reads_the_envelope: Envelope;
    walks_through_all_pages: Pagination, HasMore;
    reads_errors: ErrorEnvelope, ErrorCode, Retryable, RequestId;
    saves_what_is_unchanged: ETag, NotModified;
    is_not_cached_by_others: NoStore;
}

fn client_with(server: &Server, key: &str) -> Client {
    builder(server, key).build().expect("a client for loopback")
}

async fn code_with(server: &Server, key: &str) -> (Option<u16>, Option<ErrorCode>) {
    let refused = client_with(server, key).sending_accounts().list().await;
    let error = refused.expect_err("the key does not open the list");
    (error.status().map(|status| status.as_u16()), error.code().cloned())
}

async fn refuses_an_unknown_key(server: &Server) {
    let expected = (Some(401), Some(ErrorCode::AuthenticationRequired));
    assert_eq!(code_with(server, "smx_root_revoked").await, expected);
    let keyed = client_with(server, ROOT_KEY).sending_accounts().list().await;
    keyed.expect("the key is known");
    let bearer = format!("Bearer {ROOT_KEY}");
    assert_eq!(server.last_request().header("authorization"), Some(bearer.as_str()));
}

async fn refuses_a_key_of_another_kind(server: &Server) {
    let expected = (Some(403), Some(ErrorCode::InsufficientPermissions));
    assert_eq!(code_with(server, MAILBOX_KEY).await, expected);
}

async fn refuses_a_key_without_the_permission(server: &Server) {
    server.add_key("smx_root_logs", &["logs.read"]);
    let expected = (Some(403), Some(ErrorCode::InsufficientPermissions));
    assert_eq!(code_with(server, "smx_root_logs").await, expected);
    client_with(server, "smx_root_logs").emails().list_logs().await.expect("logs are permitted");
}

async fn reads_the_envelope(server: &Server) {
    let id = server.add_sending_account("Billing");
    let account = client(server).sending_accounts().get(&id).await.expect("the account is there");
    assert_eq!(account.data.name, "Billing");
    assert!(account.meta.request_id.starts_with("req_"));
}

async fn walks_through_all_pages(server: &Server) {
    let names: Vec<String> = (0..7).map(|number| format!("account {number}")).collect();
    for name in &names {
        server.add_sending_account(name);
    }
    let client = client(server);
    let mut found = Vec::new();
    let mut accounts = client.sending_accounts().list().limit(3).items();
    while let Some(account) = accounts.try_next().await.expect("every page comes") {
        found.push(account.name);
    }
    assert_eq!(found, names);
    assert_eq!(server.requests().len(), 3);
    let mut sizes = Vec::new();
    let mut pages = client.sending_accounts().list().limit(5).pages();
    while let Some(page) = pages.try_next().await.expect("every page comes") {
        sizes.push(page.data.len());
    }
    assert_eq!(sizes, [5, 2]);
}

async fn reads_errors(server: &Server) {
    let error = client(server).sending_accounts().get("nobody").await.expect_err("nobody is there");
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.code(), Some(&ErrorCode::NotFound));
    assert!(!error.is_retryable());
    let envelope = error.api_error().expect("the error is the API's own");
    assert!(envelope.error.doc_url.as_deref().is_some_and(|url| url.ends_with("#not_found")));
    assert_eq!(error.message(), envelope.error.message);
    assert_eq!(error.request_id(), Some(envelope.meta.request_id.as_str()));
    let wrong = client(server).sending_accounts().list().extra_query("limit", "1000").await;
    let error = wrong.expect_err("a page has 100 items at most");
    assert_eq!(error.code(), Some(&ErrorCode::InvalidParameter));
    let envelope = error.api_error().expect("the error is the API's own");
    assert_eq!(envelope.error.param.as_deref(), Some("limit"));
    let details = envelope.error.errors.as_deref().unwrap_or_default();
    assert!(details[0].message.contains("1000"), "{details:?}");
    assert!(error.to_string().contains("invalid_parameter"), "{error}");
}

async fn saves_what_is_unchanged(server: &Server) {
    let client = client(server);
    let id = server.add_sending_account("Billing");
    let account = client.sending_accounts().get(&id).await.expect("the account is there");
    let etag = account.etag().expect("an account has a version");
    let again = client.sending_accounts().get(&id).if_none_match(&etag).await;
    assert!(again.expect("the account is there").is_not_modified());
    server.touch_sending_account(&id, "Changed by another");
    match client.sending_accounts().get(&id).if_none_match(&etag).await {
        Ok(Conditional::Modified(account)) => assert_eq!(account.data.name, "Changed by another"),
        other => panic!("the account has changed: {other:?}"),
    }
}

async fn is_not_cached_by_others(server: &Server) {
    let page = client(server).sending_accounts().list().await.expect("an empty list");
    assert_eq!(page.header("cache-control"), Some("no-store"));
}

/// An answer that is not Sendmux's loses nothing.
#[tokio::test]
async fn keeps_the_body_of_a_proxy() {
    let server = Server::start().await;
    let body = "<h1>Blocked</h1>";
    server.fault_next(Fault::Raw { status: 403, media: "text/html", body });
    let error = client(&server).sending_accounts().list().await.expect_err("a proxy is in the way");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Status, None));
    assert_eq!(&error.raw_body()[..], body.as_bytes());
    server.fault_next(Fault::Raw { status: 200, media: "text/html", body });
    let error = client(&server).sending_accounts().list().await.expect_err("HTML is no list");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(&error.raw_body()[..], body.as_bytes());
}

/// Every documented code is known by name.
#[tokio::test]
async fn knows_every_documented_code() {
    let server = Server::start().await;
    for status in [400, 401, 403, 404, 409, 413, 422, 429, 500, 503] {
        server.fail_next(status, None);
        let client = builder(&server, ROOT_KEY).retry(generated_client::RetryPolicy::off());
        let client = client.build().expect("a client for loopback");
        let error = client.sending_accounts().list().await.expect_err("the request is refused");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        let code = error.code().expect("the error is the API's own");
        assert!(!matches!(code, ErrorCode::Unknown(_)), "{status}: {code:?}");
        assert_eq!(error.is_retryable(), matches!(status, 429 | 500 | 503), "{status}");
    }
}
