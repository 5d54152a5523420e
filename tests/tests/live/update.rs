//! The page on updating a sending account.

use generated_client::{
    ErrorKind, Patch,
    types::{ErrorCode, ProviderUpdateBody},
};
use serde_json::{Value, json};
use tests::server::Server;

use crate::{client, promises};

promises! {
    leaves_alone_what_is_absent: AbsentStays;
    clears_by_null: NullClears;
    refuses_to_overwrite: IfMatch, ErrorCode;
    writes_what_it_has_read: ETag;
}

async fn leaves_alone_what_is_absent(server: &Server) {
    let id = server.add_sending_account("Billing");
    let edit = ProviderUpdateBody { name: Some("Invoices".into()), ..Default::default() };
    let account = client(server).sending_accounts().update(&id, &edit).await.expect("an update");
    assert_eq!(server.last_request().json(), json!({"name": "Invoices"}));
    assert_eq!(account.data.name, "Invoices");
    assert_eq!(account.data.from_email.as_deref(), Some("sender@example.com"));
    assert_eq!(account.data.from_name.as_deref(), Some("Acme"));
}

async fn clears_by_null(server: &Server) {
    let id = server.add_sending_account("Billing");
    let edit = ProviderUpdateBody {
        from_email: Patch::Null,
        from_name: "Zoë".to_owned().into(),
        ..Default::default()
    };
    let account = client(server).sending_accounts().update(&id, edit).await.expect("an update");
    assert_eq!(server.last_request().json(), json!({"from_email": null, "from_name": "Zoë"}));
    assert_eq!(account.data.from_email, None);
    assert_eq!(server.sending_account(&id).expect("an account")["from_email"], Value::Null);
    assert_eq!(account.data.from_name.as_deref(), Some("Zoë"));
}

async fn refuses_to_overwrite(server: &Server) {
    let client = client(server);
    let id = server.add_sending_account("Billing");
    let account = client.sending_accounts().get(&id).await.expect("the account is there");
    let etag = account.etag().expect("an account has a version");
    server.touch_sending_account(&id, "Changed by another");
    let edit = ProviderUpdateBody { name: Some("Mine".into()), ..Default::default() };
    let stale = client.sending_accounts().update(&id, &edit).if_match(&etag).await;
    let error = stale.expect_err("the account has changed");
    assert_eq!(error.code(), Some(&ErrorCode::Conflict));
    assert_eq!(error.kind(), ErrorKind::LostUpdate);
    let kept = server.sending_account(&id).expect("the account is there");
    assert_eq!(kept["name"], "Changed by another");
    let fresh = client.sending_accounts().get(&id).await.expect("the account is there");
    let etag = fresh.etag().expect("an account has a version");
    let account = client.sending_accounts().update(&id, &edit).if_match(&etag).await;
    assert_eq!(account.expect("the version is current").data.name, "Mine");
}

async fn writes_what_it_has_read(server: &Server) {
    let client = client(server);
    let id = server.add_sending_account("Billing");
    let account = client.sending_accounts().get(&id).await.expect("the account is there");
    let etag = account.etag().expect("an account has a version");
    assert!(etag.is_weak());
    let edit = ProviderUpdateBody { percentage: Some(40), ..Default::default() };
    let account = client.sending_accounts().update(&id, edit).if_match(&etag).await;
    assert_eq!(account.expect("the version is current").data.percentage, Some(40));
    assert_eq!(server.last_request().header("if-match"), Some(etag.as_str()));
}

/// An update without a key is no POST: it is sent again after a refusal, but never after a doubt.
#[tokio::test]
async fn is_never_sent_twice_in_doubt() {
    let server = Server::start().await;
    let id = server.add_sending_account("Billing");
    server.fault_next(tests::server::Fault::Close);
    let edit = ProviderUpdateBody { name: Some("Once".into()), ..Default::default() };
    let lost = client(&server).sending_accounts().update(&id, edit).await;
    let error = lost.expect_err("the answer is lost");
    assert!(error.may_have_been_sent());
    assert_eq!(error.attempts(), 1);
    assert_eq!(server.requests().len(), 1);
}
