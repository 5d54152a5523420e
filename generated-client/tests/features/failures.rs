//! What goes wrong, and what is told of it.

use super::{client, refusal};
use generated_client::{
    Client, ErrorKind,
    runtime::{Fault, Mock, MockReply},
    types::{ErrorCode, ProviderUpdateBody},
};
use std::error::Error as _;

#[tokio::test]
async fn an_error_of_the_api_has_its_type() {
    let mock = Mock::new();
    mock.on_id("managementGetProvider", refusal(404, "not_found", false));
    let error = client(&mock).sending_accounts().get("dprov_1").await.expect_err("there is none");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Status, Some(&ErrorCode::NotFound)));
    assert_eq!(error.to_string(), "managementGetProvider: 404 not_found: Not so. (request req_2)");
    assert!(!error.is_retryable() && !error.may_have_been_sent());
}

#[tokio::test]
async fn a_proxys_page_is_kept() {
    let mock = Mock::new();
    let page = MockReply::status(502).header("content-type", "text/html").chunk("<h1>Sorry</h1>");
    mock.on_id("managementActivateProvider", page);
    let error = client(&mock).sending_accounts().activate("dprov_1").await.expect_err("a page");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(502));
    assert_eq!(&error.raw_body()[..], b"<h1>Sorry</h1>");
    assert!(error.api_error().is_none() && error.is_retryable());
}

#[tokio::test(start_paused = true)]
async fn a_fault_has_its_kind_and_its_cause() {
    for (reply, kind) in [
        (MockReply::fault(Fault::Refused), ErrorKind::Connect),
        (MockReply::fault(Fault::Reset), ErrorKind::Protocol),
        (MockReply::fault(Fault::Silent), ErrorKind::Timeout),
        (MockReply::status(200).chunk("{").cut(), ErrorKind::Protocol),
        (MockReply::status(200).chunk("[]"), ErrorKind::Decode),
    ] {
        let mock = Mock::new();
        mock.on_id("managementGetProvider", reply);
        let error = client(&mock).sending_accounts().get("dprov_1").await.expect_err("a fault");
        assert_eq!(error.kind(), kind);
        assert!(error.source().is_some() || kind == ErrorKind::Timeout, "{error:?}");
    }
}

#[tokio::test]
async fn what_breaks_the_documents_rules_is_not_sent() {
    let mock = Mock::new();
    let edit = ProviderUpdateBody { percentage: Some(101), ..Default::default() };
    let call = client(&mock).sending_accounts().update("dprov_1", &edit).await;
    let error = call.expect_err("too much");
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(error.message().starts_with("`percentage` is 101"), "{error}");
    assert!(mock.requests().is_empty());
    let lax = Client::builder().checks(false).transport(mock.clone()).build().expect("a client");
    drop(lax.sending_accounts().update("dprov_1", &edit).await);
    assert_eq!(mock.requests().len(), 1);
}
