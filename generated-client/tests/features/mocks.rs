//! Tests of code of one's own: operations answer with their own types, and are asked by them.

use super::client;
use generated_client::{
    Client, ErrorKind, Patch, RetryPolicy,
    resources::{
        mailbox::StreamEvents,
        sending_accounts::{
            ActivateProvider, CreateProvider, DeleteProvider, GetProvider, ListProviders,
            UpdateProvider,
        },
    },
    runtime::{Fault, Mock, MockReply, Wait},
    types::{
        ApiError, ApiErrorError, ApiErrorMeta, CursorPagination, ErrorCode, ListProvidersStatus,
        MailboxRealtimeEvent, MailboxRealtimeEventType, ProviderCreateBody,
        ProviderCreateBodySmtpProtocol, ProviderDeleted, ProviderDeletedResponse, ProviderItem,
        ProviderItemCursorListResponse, ProviderItemResponse, ProviderUpdateBody,
    },
};
use std::time::Duration;

/// An account; what no test looks at is as any value of its type.
fn named(id: &str, name: &str) -> ProviderItem {
    ProviderItem { id: id.into(), name: name.into(), ..Default::default() }
}

fn one(data: ProviderItem) -> ProviderItemResponse {
    ProviderItemResponse { data, ok: true, ..Default::default() }
}

fn refused(code: ErrorCode, retryable: bool) -> ApiError {
    ApiError {
        error: ApiErrorError { code, message: "Not so.".into(), retryable, ..Default::default() },
        meta: ApiErrorMeta { request_id: "req_2".into() },
        ok: false,
    }
}

#[tokio::test(start_paused = true)]
async fn a_script_shows_that_a_switch_is_thrown_once() {
    let mock = Mock::new();
    mock.on::<ActivateProvider>().script([
        MockReply::fault(Fault::Reset),
        MockReply::json(503, &refused(ErrorCode::ServiceUnavailable, true))
            .header("retry-after", "2"),
        MockReply::answer(one(named("dprov_1", "Billing"))),
    ]);
    let account = client(&mock).sending_accounts().activate("dprov_1").await.expect("switched on");
    assert_eq!((account.data.name.as_str(), account.attempts()), ("Billing", 3));
    let calls = mock.calls::<ActivateProvider>();
    assert!(calls.iter().all(|call| call.idempotency_key() == calls[0].idempotency_key()));
    assert_eq!(calls[2].path_value::<String>("public_id").expect("a text"), "dprov_1");
    mock.assert_done();
}

#[tokio::test]
async fn what_is_sent_is_there_by_its_type_and_shows_no_secret() {
    let mock = Mock::new();
    mock.on::<CreateProvider>().answer(one(named("dprov_1", "Billing")));
    mock.on::<UpdateProvider>().answer(one(named("dprov_1", "Billing")));
    let client = client(&mock);
    let tls = ProviderCreateBodySmtpProtocol::Tls;
    let body = ProviderCreateBody::new("Billing", "smtp.example", "canary", 587, tls, "u");
    let created = client.sending_accounts().create(&body).await.expect("created");
    assert_eq!(created.status(), 201);
    let sent = mock.calls::<CreateProvider>()[0].body().expect("a body");
    assert_eq!(sent, body);
    assert!(!format!("{sent:?} {mock:?}").contains("canary"));

    let edit = ProviderUpdateBody { from_email: Patch::Null, ..Default::default() };
    client.sending_accounts().update("dprov_1", &edit).await.expect("changed");
    assert_eq!(mock.calls::<UpdateProvider>()[0].body().expect("a body"), edit);
}

#[tokio::test]
async fn an_error_of_the_api_is_one_of_its_type() {
    let mock = Mock::new();
    mock.on::<GetProvider>().fail(404, &refused(ErrorCode::NotFound, false));
    mock.on::<DeleteProvider>().answer(ProviderDeletedResponse {
        data: ProviderDeleted { deleted: true, id: "dprov_1".into() },
        ..Default::default()
    });
    let client = client(&mock);
    let error = client.sending_accounts().get("dprov_1").await.expect_err("there is none");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Status, Some(&ErrorCode::NotFound)));
    assert_eq!(error.api_error(), Some(&refused(ErrorCode::NotFound, false)));
    assert!(client.sending_accounts().delete("dprov_1").await.expect("deleted").data.deleted);
}

#[tokio::test]
async fn a_list_is_walked_through_by_what_it_is_asked() {
    let mock = Mock::new();
    mock.on::<ListProviders>().respond(|call| {
        let cursor = call.query_value::<String>("cursor").expect("a text");
        let (id, next) = if cursor.is_none() { ("dprov_1", Some("c2")) } else { ("dprov_2", None) };
        MockReply::answer(ProviderItemCursorListResponse {
            data: vec![named(id, "Billing")],
            pagination: CursorPagination {
                has_more: next.is_some(),
                next_cursor: next.map(str::to_owned),
            },
            ..Default::default()
        })
    });
    let list = client(&mock).sending_accounts().list().status(ListProvidersStatus::Active);
    let accounts = list.items().try_collect().await.expect("accounts");
    assert_eq!(accounts.iter().map(|it| &*it.id).collect::<Vec<_>>(), ["dprov_1", "dprov_2"]);
    for call in mock.calls::<ListProviders>() {
        let status = call.query_value::<ListProvidersStatus>("status").expect("a status");
        assert_eq!(status, Some(ListProvidersStatus::Active));
    }
}

#[tokio::test]
async fn events_are_a_list_of_their_type() {
    let mock = Mock::new();
    let event = |id: &str| MailboxRealtimeEvent {
        event_type: MailboxRealtimeEventType::MessageReceived,
        message_id: Some(id.into()),
        recipients: vec!["a@example.com".into()],
        ..Default::default()
    };
    // A server that closes the stream is asked again, until it says that there is no more.
    mock.on::<StreamEvents>()
        .script([MockReply::answer(vec![event("m1"), event("m2")]), MockReply::status(204)]);
    let mut events = client(&mock).mailbox().stream_events().await.expect("a stream");
    let mut seen = Vec::new();
    while let Some(read) = events.try_next().await.expect("an event") {
        seen.push(read.data.expect("of its type"));
    }
    assert_eq!(seen, [event("m1"), event("m2")]);
}

#[test]
fn a_client_that_waits_asks_the_same_mock() {
    let mock = Mock::new();
    mock.on::<GetProvider>().fault(Fault::Refused);
    let retry = RetryPolicy::default().base(Duration::ZERO);
    let builder = Client::builder().bearer("smx_root_test").transport(mock.clone()).retry(retry);
    let client = builder.build().expect("a client");
    let error = client.sending_accounts().get("dprov_1").wait().expect_err("no connection");
    assert_eq!((error.kind(), error.may_have_been_sent()), (ErrorKind::Connect, false));
    assert_eq!(mock.calls::<GetProvider>().last().map(|call| call.attempt), Some(3));
}

#[tokio::test]
async fn a_call_that_nobody_expects_names_its_operation() {
    let mock = Mock::new();
    mock.on::<ListProviders>().fault(Fault::Silent);
    let error = client(&mock).sending_accounts().get("dprov_1").await.expect_err("not set up");
    let said = "no call of `managementGetProvider` (GET /providers/{public_id}) is expected: only \
                `managementListProviders` is set up";
    assert!(error.message().ends_with(said), "{error}");
    assert!(std::panic::catch_unwind(|| mock.assert_done()).is_err());
}
