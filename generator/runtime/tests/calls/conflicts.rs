//! What happens between the attempts of a call: conflicts, refusals and waits, to the last one.

use super::{Fixed, book, client, failure, with};
use emitted::{
    Client, ErrorKind,
    resources::{CreateBook, GetBook, ScanBook},
    runtime::{
        Body, Credential, CredentialProvider, Fault, Mock, MockReply, Providing, RetryPolicy,
    },
};
use std::{
    iter::repeat_n,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

fn conflict<O>() -> MockReply<O> {
    MockReply::json(409, &failure("Idempotency_conflict", false))
}

#[tokio::test(start_paused = true)]
async fn ten_conflicts_with_an_own_attempt_are_waited_out() {
    for (conflicts, attempts, is_created) in [(10, 12, true), (11, 12, false)] {
        let mock = Mock::new();
        mock.on::<CreateBook>().script(
            [MockReply::fault(Fault::Reset)]
                .into_iter()
                .chain(repeat_n(conflict(), conflicts))
                .chain([MockReply::json(201, &book())]),
        );
        let environment = Fixed::new(0);
        let client = with(&mock).environment(environment.clone()).build().expect("a client");
        let outcome = client.books().create(None).await;
        assert_eq!((outcome.is_ok(), mock.requests().len()), (is_created, attempts));
        let waits = environment.slept();
        assert_eq!(waits[0], Duration::ZERO, "the wait behind the reset");
        assert_eq!(waits[1..], [Duration::from_millis(500); 10]);
        if let Err(error) = outcome {
            assert_eq!((error.attempts(), error.may_have_been_sent()), (12, true));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_conflict_is_waited_out_as_long_as_the_server_says_and_no_shorter() {
    let half = Duration::from_millis(500);
    for (asked, byte, wait) in [
        ("0", 0, half),
        ("3", 0, Duration::from_secs(3)),
        ("0", 0xff, half),
        ("61", 0, Duration::MAX),
    ] {
        let mock = Mock::new();
        mock.on::<CreateBook>().script([
            MockReply::fault(Fault::Reset),
            conflict().header("retry-after", asked),
            MockReply::json(201, &book()),
        ]);
        let environment = Fixed::new(byte);
        let client = with(&mock).environment(environment.clone()).build().expect("a client");
        let outcome = client.books().create(None).await;
        assert_eq!(outcome.is_ok(), wait != Duration::MAX, "{asked}");
        if outcome.is_ok() {
            assert_eq!(environment.slept()[1], wait, "{asked}");
        }
    }
    // Later on the waits of the policy are longer than half a second.
    let mock = Mock::new();
    mock.on::<CreateBook>().script(
        repeat_n(MockReply::fault(Fault::Reset), 3)
            .chain([conflict(), MockReply::json(201, &book())]),
    );
    let environment = Fixed::new(0xff);
    let client = with(&mock).environment(environment.clone()).retry(RetryPolicy::attempts(4));
    client.build().expect("a client").books().create(None).await.expect("created");
    let waits: Vec<u128> = environment.slept().iter().map(|wait| wait.as_millis()).collect();
    assert_eq!(waits, [250, 500, 1_000, 2_000]);
}

#[tokio::test(start_paused = true)]
async fn conflicts_do_not_count_as_attempts() {
    let mock = Mock::new();
    mock.on::<CreateBook>().script(
        [MockReply::fault(Fault::Reset)]
            .into_iter()
            .chain(repeat_n(conflict(), 5))
            .chain(repeat_n(MockReply::status(503), 2)),
    );
    let error = client(&mock).books().create(None).await.expect_err("the third that counts");
    assert_eq!((error.status().map(|it| it.as_u16()), error.attempts()), (Some(503), 8));
    mock.assert_done();
    // Only what the server calls a conflict of keys is one.
    for (status, code) in [(409, "conflict"), (422, "idempotency_conflict")] {
        let mock = Mock::new();
        mock.on::<CreateBook>().script([
            MockReply::fault(Fault::Reset),
            MockReply::json(status, &failure(code, false)),
        ]);
        let error = client(&mock).books().create(None).await.expect_err("a conflict");
        assert_eq!((error.status().map(|it| it.as_u16()), error.attempts()), (Some(status), 2));
    }
    let mock = Mock::new();
    mock.on::<CreateBook>().script([MockReply::fault(Fault::Reset), MockReply::status(409)]);
    client(&mock).books().create(None).await.expect_err("a conflict without a code");
    mock.assert_done();
}

#[tokio::test(start_paused = true)]
async fn a_wait_is_between_what_the_policy_and_the_server_say() {
    // The header, the time of the call, and the wait; the server may ask for a minute.
    for (asked, timeout, wait) in [
        (None, 100, Some(250)),
        (Some("0"), 100, Some(250)),
        (Some("1"), 100, Some(1_000)),
        (Some("60"), 100, Some(60_000)),
        (Some("61"), 100, None),
        // A wait up to the very end is none.
        (Some("10"), 10, None),
        (Some("9"), 10, Some(9_000)),
        (Some("99999999999999999999"), 10, None),
    ] {
        let mock = Mock::new();
        let reply = MockReply::status(503);
        let refused = match asked {
            Some(asked) => reply.header("retry-after", asked),
            None => reply,
        };
        mock.on::<GetBook>().script([refused, MockReply::json(200, &book())]);
        let environment = Fixed::new(0xff);
        let client = with(&mock).environment(environment.clone()).build().expect("a client");
        let outcome = client.books().get("b1").timeout(Duration::from_secs(timeout)).await;
        assert_eq!(outcome.is_ok(), wait.is_some(), "{asked:?}");
        let waits: Vec<u128> = environment.slept().iter().map(|wait| wait.as_millis()).collect();
        assert_eq!(waits, Vec::from_iter(wait), "{asked:?}");
    }
    // One that no clock can hold is over at once too, where the policy would allow it.
    let mock = Mock::new();
    let reply = MockReply::status(503).header("retry-after", "99999999999999999999");
    mock.on::<GetBook>().reply(reply);
    let policy = RetryPolicy::default().longest_retry_after(Duration::MAX);
    let call = client(&mock).books().get("b1").retry(policy);
    assert_eq!(call.await.expect_err("an error").attempts(), 1);
}

/// Gives another token each time, and counts.
#[derive(Clone, Default)]
struct Fresh(Arc<AtomicU32>);

impl CredentialProvider for Fresh {
    fn credential(&self, _: &'static str, refused: Option<Credential>) -> Providing {
        let number = self.0.fetch_add(u32::from(refused.is_some()), Ordering::Relaxed);
        let number = number + u32::from(refused.is_some());
        Box::pin(async move { Ok(Credential::Token(format!("token-{number}").into())) })
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_is_refreshed_once_however_often_it_is_refused() {
    let mock = Mock::new();
    // The server says that a repetition can help.
    mock.on::<GetBook>().fail(401, &failure("expired", true));
    let fresh = Fresh::default();
    let client = Client::builder().credential_provider("token", fresh.clone());
    let client = client.transport(mock.clone()).build().expect("a client");
    let error = client.books().get("b1").await.expect_err("refused");
    // Three attempts by the policy, one of them with another token besides.
    assert_eq!((error.attempts(), mock.requests().len()), (4, 4));
    assert_eq!(fresh.0.load(Ordering::Relaxed), 1);
    let numbers: Vec<u32> = mock.requests().iter().map(|sent| sent.attempt).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
}

#[tokio::test(start_paused = true)]
async fn what_was_not_refused_is_not_sent_with_another_credential() {
    for (reply, requests) in [
        (MockReply::json(200, &book()), 1),
        (MockReply::json(403, &failure("forbidden", false)), 1),
        (MockReply::status(503), 3),
        (MockReply::fault(Fault::Reset), 3),
    ] {
        let mock = Mock::new();
        mock.on::<GetBook>().reply(reply);
        let fresh = Fresh::default();
        let client = Client::builder().credential_provider("token", fresh.clone());
        let client = client.transport(mock.clone()).build().expect("a client");
        let _ = client.books().get("b1").await;
        assert_eq!((mock.requests().len(), fresh.0.load(Ordering::Relaxed)), (requests, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_comes_only_once_is_not_sent_with_another_credential() {
    let mock = Mock::new();
    mock.on::<ScanBook>().reply(MockReply::status(401));
    let fresh = Fresh::default();
    let client = Client::builder().credential_provider("token", fresh.clone());
    let client = client.transport(mock.clone()).build().expect("a client");
    let body = Body::reader(&b"once"[..], Some(4));
    let error = client.books().scan(body).await.expect_err("refused");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 1));
    assert_eq!((mock.requests().len(), fresh.0.load(Ordering::Relaxed)), (1, 0));
    // Nor is it repeated, although there is a key.
    mock.on::<ScanBook>().reply(MockReply::status(503));
    let body = Body::reader(&b"once"[..], Some(4));
    let error = client.books().scan(body).await.expect_err("an error");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 1));
}
