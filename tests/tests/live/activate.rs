//! The pages on activating and deactivating a sending account.

use generated_client::types::{ErrorCode, ProviderItemStatus};
use tests::server::Server;

use crate::{client, promises};

promises! {
    activates: Activation;
    deactivates: Activation;
    tries_again_with_the_same_key: Retryable;
    tells_that_there_is_no_such_account: ErrorCode;
    names_the_request: RequestId;
}

async fn activates(server: &Server) {
    let client = client(server);
    let id = server.add_sending_account("Billing");
    client.sending_accounts().deactivate(&id).await.expect("the account is there");
    let account = client.sending_accounts().activate(&id).await.expect("the account is there");
    assert_eq!(account.data.status, ProviderItemStatus::Active);
    assert!(account.data.is_active);
    let sent = server.last_request();
    assert_eq!(sent.operation.as_deref(), Some("managementActivateProvider"));
    assert_eq!(sent.path["public_id"], id);
    assert!(sent.body.is_empty());
    let kept = server.sending_account(&id).expect("the account is there");
    let off = client.sending_accounts().deactivate(&id).await.expect("the account is there");
    assert_eq!((kept["status"].as_str(), off.data.is_active), (Some("active"), false));
}

async fn deactivates(server: &Server) {
    let client = client(server);
    let id = server.add_sending_account("Billing");
    let account = client.sending_accounts().deactivate(&id).await.expect("the account is there");
    assert_eq!(account.data.status, ProviderItemStatus::Inactive);
    assert!(!account.data.is_active);
    let sent = server.last_request();
    assert_eq!(sent.operation.as_deref(), Some("managementDeactivateProvider"));
    assert_eq!(server.sending_account(&id).expect("the account is there")["is_active"], false);
}

async fn tries_again_with_the_same_key(server: &Server) {
    let id = server.add_sending_account("Billing");
    server.fail_next(503, Some(0));
    let account = client(server).sending_accounts().activate(&id).await;
    let account = account.expect("the second attempt gets through");
    assert_eq!(account.attempts(), 2);
    let keys: Vec<_> = server
        .requests()
        .iter()
        .map(|sent| sent.header("idempotency-key").map(str::to_owned))
        .collect();
    assert_eq!(keys.len(), 2);
    assert!(keys[0].is_some());
    assert_eq!(keys[0], keys[1]);
}

async fn tells_that_there_is_no_such_account(server: &Server) {
    let error = client(server).sending_accounts().activate("dprov_nobody").await;
    let error = error.expect_err("there is no such account");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    assert_eq!(error.code(), Some(&ErrorCode::NotFound));
    assert!(!error.is_retryable());
}

async fn names_the_request(server: &Server) {
    let id = server.add_sending_account("Billing");
    let account = client(server).sending_accounts().activate(&id).await;
    let account = account.expect("the account is there");
    assert_eq!(account.request_id(), Some(account.meta.request_id.as_str()));
}

/// Ids are one segment of the path, whatever is in them.
#[tokio::test]
async fn ids_stay_one_segment() {
    let server = Server::start().await;
    for id in ["a/b", "a b", "..x", "%2F", "ü?#&=+", "a:b;c"] {
        let sent = client(&server).sending_accounts().activate(id).await;
        let error = sent.expect_err("there is no such account");
        assert_eq!(error.code(), Some(&ErrorCode::NotFound), "{id}");
        assert_eq!(server.last_request().path["public_id"], id);
    }
    let before = server.requests().len();
    for id in ["", ".", ".."] {
        let error = client(&server).sending_accounts().activate(id).await;
        assert_eq!(
            error.expect_err("no segment").kind(),
            generated_client::ErrorKind::Build,
            "{id:?}"
        );
    }
    assert_eq!(server.requests().len(), before, "nothing is sent");
}
