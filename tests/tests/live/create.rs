//! The page on creating a sending account.

use std::time::Duration;

use generated_client::types::{
    ErrorCode, ProviderCreateBody, ProviderCreateBodySmtpProtocol as SmtpProtocol,
};
use serde_json::json;
use tests::server::{Fault, ROOT_KEY, Server};

use crate::{builder, client, promises};

promises! {
    creates: Created;
    replays_the_same_request: Replay;
    refuses_the_key_of_another_body: ReplayConflict, ErrorCode;
    creates_once_when_the_answer_is_lost: Replay;
    waits_for_its_own_request_in_flight: Replay;
}

fn new_account() -> ProviderCreateBody {
    ProviderCreateBody::new(
        "Transactional SMTP",
        "smtp.example.com",
        "smtp-password",
        587,
        SmtpProtocol::Starttls,
        "api-user",
    )
}

async fn creates(server: &Server) {
    let account = client(server).sending_accounts().create(new_account()).await;
    let account = account.expect("the account is created");
    assert_eq!(account.status().as_u16(), 201);
    let location = format!("/api/v1/providers/{}", account.data.id);
    assert_eq!(account.header("location"), Some(location.as_str()));
    assert_eq!(account.data.smtp_port, Some(587));
    assert!(account.data.has_smtp_password);
    let expected = json!({
        "name": "Transactional SMTP", "smtp_host": "smtp.example.com", "smtp_port": 587,
        "smtp_protocol": "starttls", "smtp_username": "api-user",
        "smtp_password": "smtp-password",
    });
    assert_eq!(server.last_request().json(), expected);
}

async fn replays_the_same_request(server: &Server) {
    let client = client(server);
    let create = || client.sending_accounts().create(new_account()).idempotency_key("create-1");
    let first = create().await.expect("the account is created");
    let again = create().await.expect("the first result is given again");
    assert_eq!(first.data, again.data);
    assert_eq!(server.sending_accounts(), 1);
}

async fn refuses_the_key_of_another_body(server: &Server) {
    let client = client(server);
    let create = |body| client.sending_accounts().create(body).idempotency_key("create-1");
    create(new_account()).await.expect("the account is created");
    let other = ProviderCreateBody { name: "Another".into(), ..new_account() };
    let error = create(other).await.expect_err("the key belongs to another body");
    assert_eq!(error.code(), Some(&ErrorCode::IdempotencyConflict));
    assert_eq!(error.attempts(), 1, "another body never becomes right");
    assert_eq!(server.sending_accounts(), 1);
}

async fn creates_once_when_the_answer_is_lost(server: &Server) {
    for fault in [Fault::Close, Fault::Truncate] {
        let before = server.sending_accounts();
        server.fault_next(fault.clone());
        let account = client(server).sending_accounts().create(new_account()).await;
        let account = account.expect("the second attempt is answered");
        assert_eq!(account.attempts(), 2, "{fault:?}");
        assert_eq!(server.sending_accounts(), before + 1, "{fault:?}");
    }
}

async fn waits_for_its_own_request_in_flight(server: &Server) {
    server.work_for(Duration::from_millis(500));
    let impatient = builder(server, ROOT_KEY).attempt_timeout(Duration::from_millis(300));
    let client = impatient.build().expect("a client for loopback");
    let account = client.sending_accounts().create(new_account()).await;
    account.expect("the first result is waited for");
    assert_eq!(server.sending_accounts(), 1);
    let statuses: Vec<u16> = server.requests().iter().map(|sent| sent.status).collect();
    assert_eq!((statuses.first(), statuses.last()), (Some(&201), Some(&201)));
}

/// What goes over the wire is not what goes into a log.
#[test]
fn secrets_do_not_show() {
    let shown = format!("{:?}", new_account());
    assert!(!shown.contains("smtp-password"), "{shown}");
    assert!(shown.contains("api-user"), "{shown}");
}
