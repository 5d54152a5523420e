//! Changes: once and not twice, and not over another's.

use super::{account, client, one, refusal};
use generated_client::{
    Client, Conditional, ErrorKind, Patch, RetryPolicy,
    runtime::{Fault, Mock, MockReply},
    types::ProviderUpdateBody,
};
use serde_json::{Value, json};
use std::time::Duration;

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::test(start_paused = true)]
async fn a_call_has_one_key_however_often_it_is_sent() -> Outcome {
    let mock = Mock::new();
    mock.on_id("managementActivateProvider", MockReply::fault(Fault::Reset))
        .on_id("managementActivateProvider", refusal(503, "service_unavailable", true))
        .on_id("managementActivateProvider", one(account("dprov_1")));
    let activated = client(&mock).sending_accounts().activate("dprov_1").await?;
    assert_eq!(activated.attempts(), 3);
    let sent = mock.requests();
    let key = sent[0].header("idempotency-key").ok_or("no key")?;
    assert!(sent.iter().all(|it| it.header("idempotency-key") == Some(key)));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_call_whose_outcome_is_unknown_is_resumed_with_its_key() -> Outcome {
    let mock = Mock::new();
    mock.on_id("managementActivateProvider", MockReply::fault(Fault::Silent));
    let client = client(&mock);
    let call = client.sending_accounts().activate("dprov_1").timeout(Duration::from_secs(20));
    let error = call.await.expect_err("nobody answers");
    assert_eq!(error.kind(), ErrorKind::Deadline);
    assert!(error.may_have_been_sent());
    mock.on_id("managementActivateProvider", one(account("dprov_1")));
    let key = error.idempotency_key().ok_or("no key")?;
    client.sending_accounts().activate("dprov_1").idempotency_key(key).await?;
    assert!(mock.requests().iter().all(|it| it.header("idempotency-key") == Some(key)));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn retries_are_set_for_a_client_and_for_a_call() -> Outcome {
    let mock = Mock::new();
    mock.on_id("managementGetProvider", refusal(503, "service_unavailable", true));
    let policy = RetryPolicy::attempts(5).base(Duration::from_millis(10));
    let client = Client::builder().bearer("key").transport(mock.clone()).retry(policy).build()?;
    let error = client.sending_accounts().get("dprov_1").await.expect_err("an outage");
    assert_eq!(error.attempts(), 5);
    let once = client.sending_accounts().get("dprov_1").retry(RetryPolicy::off());
    assert_eq!(once.await.expect_err("an outage").attempts(), 1);
    Ok(())
}

#[tokio::test]
async fn nothing_is_read_again_that_is_unchanged_and_nothing_overwritten_that_is_not() -> Outcome {
    let mock = Mock::new();
    mock.on_id("managementGetProvider", one(account("dprov_1")).header("etag", "\"1\""))
        .on_id("managementGetProvider", MockReply::status(304))
        .on_id("managementUpdateProvider", refusal(409, "conflict", false));
    let client = client(&mock);
    let version = client.sending_accounts().get("dprov_1").await?.etag().ok_or("no version")?;
    let again = client.sending_accounts().get("dprov_1").if_none_match(&version).await?;
    assert!(matches!(again, Conditional::NotModified));
    // What is absent stays, `Patch::Null` clears.
    let edit = ProviderUpdateBody { from_email: Patch::Null, ..Default::default() };
    let update = client.sending_accounts().update("dprov_1", &edit).if_match(&version).await;
    assert_eq!(update.expect_err("another was faster").kind(), ErrorKind::LostUpdate);
    let sent = &mock.requests()[2];
    assert_eq!(sent.header("if-match"), Some("\"1\""));
    assert_eq!(sent.json::<Value>()?, json!({"from_email": null}));
    Ok(())
}
