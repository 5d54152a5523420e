//! When requests are sent again.

use super::{book, client, failure, with};
use emitted::{
    ErrorKind,
    runtime::{Fault, Mock, MockReply, RetryPolicy},
    types::BookEdit,
};
use std::time::Duration;

#[tokio::test(start_paused = true)]
async fn a_read_is_repeated_until_it_succeeds() {
    let mock = Mock::new();
    mock.on_id("getBook", MockReply::json(503, &failure("x", true)))
        .on_id("getBook", MockReply::fault(Fault::Reset))
        .on_id("getBook", MockReply::json(200, &book()));
    let book = client(&mock).books().get("b1").await.expect("a book");
    assert_eq!((book.attempts(), mock.requests().len()), (3, 3));
}

#[tokio::test(start_paused = true)]
async fn three_attempts_are_made_and_the_last_error_is_given() {
    let mock = Mock::new();
    mock.on_id("getBook", MockReply::json(500, &failure("boom", true)));
    let error = client(&mock).books().get("b1").await.expect_err("an error");
    assert_eq!((error.attempts(), mock.requests().len()), (3, 3));
    assert_eq!(error.to_string(), "getBook: 500 boom: Sorry (request r1)");
    let error =
        with(&mock).retry(RetryPolicy::off()).build().expect("a client").books().get("b1").await;
    assert_eq!(error.expect_err("an error").attempts(), 1);
    let error = client(&mock).books().get("b1").retry(RetryPolicy::attempts(5)).await;
    assert_eq!(error.expect_err("an error").attempts(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_write_without_a_key_is_never_sent_twice() {
    for reply in [
        MockReply::fault(Fault::Reset),
        MockReply::fault(Fault::Silent),
        MockReply::json(503, &failure("x", true)).header("retry-after", "1"),
        MockReply::json(429, &failure("x", true)),
        MockReply::status(200).chunk("x").cut(),
    ] {
        let mock = Mock::new();
        mock.on_id("lendBook", reply.clone()).on_id("updateBook", reply);
        let error = client(&mock).books().lend("b1").await.expect_err("an error");
        assert_eq!(mock.requests().len(), 1, "{error:?}");
        let is_refusal = error.status().is_some_and(|status| status == 429);
        assert_eq!(error.may_have_been_sent(), !is_refusal, "{error:?}");
        client(&mock).books().update("b1", BookEdit::default()).await.expect_err("an error");
        assert_eq!(mock.requests().len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_that_was_not_sent_is_repeated() {
    let mock = Mock::new();
    mock.on_id("lendBook", MockReply::fault(Fault::Refused))
        .on_id("lendBook", MockReply::status(204));
    assert_eq!(client(&mock).books().lend("b1").await.expect("lent").attempts(), 2);
    let mock = Mock::new();
    mock.on_id("lendBook", MockReply::fault(Fault::Refused));
    let error = client(&mock).books().lend("b1").await.expect_err("no connection");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
    assert!(!error.may_have_been_sent());
}

#[tokio::test(start_paused = true)]
async fn the_key_and_the_body_stay_the_same() {
    let mock = Mock::new();
    mock.on_id("createBook", MockReply::fault(Fault::Reset))
        .on_id("createBook", MockReply::status(502))
        .on_id("createBook", MockReply::json(201, &book()));
    let client = client(&mock);
    client.books().create(BookEdit::default()).await.expect("created");
    let sent = mock.requests();
    let keys: Vec<_> = sent.iter().filter_map(|it| it.header("idempotency-key")).collect();
    assert_eq!(keys.len(), 3);
    assert!(keys[0] == keys[1] && keys[1] == keys[2] && sent[0].body == sent[2].body);
    assert_eq!(keys[0].len(), 36);
    assert_eq!(&keys[0][14..15], "4");
    client.books().create(BookEdit::default()).await.expect("created");
    assert_ne!(mock.requests()[3].header("idempotency-key"), Some(keys[0]));
    client.books().create(None).idempotency_key("mine").await.expect("created");
    assert_eq!(mock.requests()[4].header("idempotency-key"), Some("mine"));
    for key in ["", "a b", "ä", "a\n", &"k".repeat(256)] {
        let error = client.books().create(None).idempotency_key(key).await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Build);
    }
}

#[tokio::test(start_paused = true)]
async fn the_word_of_the_server_counts() {
    let mock = Mock::new();
    mock.on_id("getBook", MockReply::json(503, &failure("gone", false)));
    client(&mock).books().get("b1").await.expect_err("an error");
    assert_eq!(mock.requests().len(), 1);
    let mock = Mock::new();
    mock.on_id("getBook", MockReply::json(418, &failure("later", true)))
        .on_id("getBook", MockReply::json(200, &book()));
    assert_eq!(client(&mock).books().get("b1").await.expect("a book").attempts(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_server_says_how_long_to_wait() {
    let mock = Mock::new();
    mock.on_id("getBook", MockReply::status(429).header("retry-after", "7"))
        .on_id("getBook", MockReply::json(200, &book()));
    let book = client(&mock).books().get("b1").await.expect("a book");
    assert!((7..8).contains(&book.elapsed().as_secs()), "{:?}", book.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_is_too_long_is_left_to_the_caller() {
    for (wait, timeout) in [("3600", 120), ("20", 10)] {
        let mock = Mock::new();
        mock.on_id("getBook", MockReply::status(429).header("retry-after", wait));
        let call = client(&mock).books().get("b1").timeout(Duration::from_secs(timeout));
        let error = call.await.expect_err("an error");
        assert_eq!((error.attempts(), error.kind()), (1, ErrorKind::Status));
        assert_eq!(error.retry_after(), wait.parse().ok().map(Duration::from_secs));
        assert!(error.elapsed() < Duration::from_secs(1));
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_whose_calls_all_fail_stops_repeating_them() {
    let mock = Mock::new();
    mock.on_id("getBook", MockReply::status(503));
    let client = client(&mock);
    for _ in 0..200 {
        client.books().get("b1").await.expect_err("an error");
    }
    let sent = mock.requests().len();
    assert!((201..=240).contains(&sent), "{sent}");
}

#[tokio::test(start_paused = true)]
async fn a_conflict_with_our_own_attempt_is_waited_out() {
    let conflict = MockReply::json(409, &failure("idempotency_conflict", false));
    let mock = Mock::new();
    mock.on_id("createBook", MockReply::fault(Fault::Silent));
    for _ in 0..5 {
        mock.on_id("createBook", conflict.clone());
    }
    mock.on_id("createBook", MockReply::json(201, &book()));
    let client = with(&mock).attempt_timeout(Duration::from_secs(5)).build().expect("a client");
    let created = client.books().create(None).await.expect("created");
    assert_eq!(created.attempts(), 7);
    let sent = mock.requests();
    assert!(
        sent.iter().all(|it| it.header("idempotency-key") == sent[0].header("idempotency-key"))
    );

    let mock = Mock::new();
    mock.on_id("createBook", conflict);
    let error = self::client(&mock).books().create(None).await.expect_err("a conflict");
    assert_eq!((error.attempts(), error.kind()), (1, ErrorKind::Status));
    assert!(!error.may_have_been_sent());
}

#[tokio::test(start_paused = true)]
async fn an_unknown_outcome_is_told_and_can_be_resumed() {
    let mock = Mock::new();
    mock.on_id("createBook", MockReply::fault(Fault::Silent));
    let client = client(&mock);
    let call = client.books().create(None).timeout(Duration::from_secs(40));
    let error = call.await.expect_err("no answer");
    assert_eq!(error.kind(), ErrorKind::Deadline);
    assert!(error.may_have_been_sent());
    assert_eq!(error.elapsed().as_secs(), 40);
    let key = error.idempotency_key().expect("a key").to_owned();
    assert_eq!(mock.requests()[0].header("idempotency-key"), Some(&*key));
    // A later failure to connect does not make the outcome of the first attempt known.
    let mock = Mock::new();
    mock.on_id("createBook", MockReply::fault(Fault::Reset))
        .on_id("createBook", MockReply::fault(Fault::Refused));
    let error = self::client(&mock)
        .books()
        .create(None)
        .idempotency_key(&key)
        .await
        .expect_err("no answer");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.may_have_been_sent());
}

#[tokio::test(start_paused = true)]
async fn a_conflict_with_the_key_of_another_call_is_an_error() {
    let mock = Mock::new();
    mock.on_id("createBook", MockReply::json(409, &failure("idempotency_conflict", true)));
    let error = client(&mock).books().create(None).await.expect_err("a conflict");
    assert_eq!((error.attempts(), mock.requests().len()), (1, 1), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_conflict_is_not_waited_out_longer_than_the_policy_allows() {
    let mock = Mock::new();
    let conflict = MockReply::json(409, &failure("idempotency_conflict", true));
    mock.on_id("createBook", MockReply::fault(Fault::Reset))
        .on_id("createBook", conflict.header("retry-after", "100"));
    let error = client(&mock).books().create(None).await.expect_err("a conflict");
    assert_eq!(error.attempts(), 2);
    assert!(error.may_have_been_sent());
}

#[tokio::test(start_paused = true)]
async fn a_key_belongs_to_one_call() {
    let mock = Mock::new();
    mock.on_id("createBook", MockReply::json(201, &book()));
    let client = with(&mock).header("idempotency-key", "the same").build().expect("a client");
    for _ in 0..2 {
        client.books().create(None).await.expect("created");
    }
    client.books().create(None).extra_header("idempotency-key", "mine").await.expect("created");
    let sent = mock.requests();
    let keys: Vec<_> = sent.iter().filter_map(|it| it.header("idempotency-key")).collect();
    assert!(keys[0] != keys[1] && keys[0] != "the same" && keys[2] == "mine", "{keys:?}");
    let bad = client.books().create(None).extra_header("idempotency-key", "a b").await;
    assert_eq!(bad.expect_err("refused").kind(), ErrorKind::Build);
}

/// Calls until a client whose calls fail stops repeating them; returns how often it repeated one.
async fn repetitions(client: &emitted::Client, mock: &Mock) -> usize {
    let before = mock.requests().len();
    for _ in 0..20 {
        client.books().get("b1").await.expect_err("an error");
    }
    mock.requests().len() - before - 20
}

#[tokio::test(start_paused = true)]
async fn successes_bring_repetitions_back() {
    let mock = Mock::new();
    mock.on_id("getBook", MockReply::json(503, &failure("x", true)))
        .on_id("listBooks", MockReply::json(200, &serde_json::json!({"data": []})));
    let client = client(&mock);
    assert_eq!(repetitions(&client, &mock).await, 10);
    assert_eq!(repetitions(&client, &mock).await, 0);
    // Five of them bring one back, and never are there more than ten.
    for (successes, back) in [(4, 0), (1, 1), (10, 2), (100, 10)] {
        for _ in 0..successes {
            client.books().list().await.expect("books");
        }
        assert_eq!(repetitions(&client, &mock).await, back, "{successes}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_repetition_that_helped_is_not_counted() {
    let mock = Mock::new();
    mock.on_id("getBook", MockReply::json(503, &failure("x", true)));
    mock.on_id("lendBook", MockReply::fault(Fault::Refused))
        .on_id("lendBook", MockReply::status(204));
    let client = client(&mock);
    assert_eq!(client.books().lend("b1").await.expect("lent").attempts(), 2);
    assert_eq!(repetitions(&client, &mock).await, 10);
}
