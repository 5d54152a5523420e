//! Answers as they come: in pieces, too large, of another kind, refusals.

use super::{book, client, failure, with};
use emitted::{
    ErrorKind,
    resources::{CreateBook, GetBook, LendBook, UpdateBook},
    runtime::{ETag, Mock, MockReply, Op, RetryPolicy},
    types::BookEdit,
};
use std::error::Error as _;

const SHOWN: usize = 64 * 1024;

/// A body in chunks of these lengths.
fn chunks<O>(status: u16, lengths: &[usize]) -> MockReply<O> {
    lengths.iter().fold(MockReply::status(status), |it, length| it.chunk(vec![b'x'; *length]))
}

#[tokio::test]
async fn an_error_keeps_so_much_of_its_body() {
    let mock = Mock::new();
    let client = with(&mock).retry(RetryPolicy::off()).build().expect("a client");
    for (lengths, kept) in [
        (&[][..], 0),
        (&[10], 10),
        (&[10, 20, 30], 60),
        (&[SHOWN], SHOWN),
        (&[SHOWN + 1], SHOWN),
        (&[SHOWN, 1], SHOWN),
        (&[SHOWN - 1, 1], SHOWN),
        (&[SHOWN - 1, 2, 7], SHOWN),
        (&[1, 2, SHOWN, 9], SHOWN),
    ] {
        mock.on::<GetBook>().reply(chunks(500, lengths).header("content-length", "99999999"));
        let error = client.books().get("b1").await.expect_err("an error");
        assert_eq!(error.raw_body().len(), kept, "{lengths:?}");
        assert_eq!((error.kind(), error.source().is_none()), (ErrorKind::Status, true));
    }
    // So does a success that is none.
    mock.on::<GetBook>().reply(chunks(200, &[SHOWN + 1]));
    let error = client.books().get("b1").await.expect_err("no JSON");
    assert_eq!((error.kind(), error.raw_body().len()), (ErrorKind::Decode, SHOWN));
    // What came before it broke off is kept, and why it did.
    for lengths in [&[7][..], &[3, 4], &[3, 2, 2]] {
        mock.on::<GetBook>().reply(chunks(500, lengths).cut());
        let error = client.books().get("b1").await.expect_err("an error");
        assert_eq!((error.kind(), &error.raw_body()[..]), (ErrorKind::Status, &b"xxxxxxx"[..]));
        assert!(error.source().is_some());
        mock.on::<GetBook>().reply(chunks(200, lengths).cut());
        let error = client.books().get("b1").await.expect_err("an error");
        assert_eq!((error.kind(), &error.raw_body()[..]), (ErrorKind::Protocol, &b"xxxxxxx"[..]));
        assert!(error.source().is_some());
    }
}

#[tokio::test]
async fn a_body_is_as_large_as_the_client_takes() {
    let mock = Mock::new();
    let client = with(&mock).max_body(10).retry(RetryPolicy::off()).build().expect("a client");
    for (length, lengths, fits) in [
        (None, &[10][..], true),
        (None, &[11], false),
        (None, &[5, 5], true),
        (None, &[5, 6], false),
        (None, &[4, 3, 3], true),
        (None, &[4, 3, 4], false),
        (None, &[10, 1], false),
        (Some("10"), &[10], true),
        (Some("10"), &[4, 6], true),
        (Some("11"), &[1], false),
        (Some("many"), &[10], true),
    ] {
        let reply = chunks(200, lengths).header("content-type", "text/plain");
        let reply = match length {
            Some(length) => reply.header("content-length", length),
            None => reply,
        };
        mock.on::<CreateBook>().reply(reply.clone());
        let error = client.books().create(None).await.expect_err("no JSON");
        let kind = if fits { ErrorKind::Decode } else { ErrorKind::BodyTooLarge };
        assert_eq!(error.kind(), kind, "{length:?} {lengths:?}");
        assert!(fits || error.message().contains("larger than 10 bytes"), "{error}");
    }
}

#[tokio::test]
async fn a_body_in_a_coding_that_nobody_asked_for_is_an_error() {
    let mock = Mock::new();
    for (coding, is_taken) in [("identity", true), ("Identity", true), ("gzip", false)] {
        let reply = MockReply::json(200, &book()).header("content-encoding", coding);
        mock.on::<GetBook>().reply(reply);
        match client(&mock).books().get("b1").await {
            Ok(_) => assert!(is_taken),
            Err(error) => {
                assert!(!is_taken && error.kind() == ErrorKind::Decode);
                assert!(error.message().contains("compressed (gzip)"), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn a_page_is_an_answer_only_where_one_is_asked_for() {
    use emitted::runtime::Method::Get;

    static NONE: Op = Op::new("it", Get, "/it");
    static JSON: Op = Op::new("it", Get, "/it").accept("application/json");
    static PDF: Op = Op::new("it", Get, "/it").accept("application/pdf");
    static HTML: Op = Op::new("it", Get, "/it").accept("application/pdf, text/html");
    static TEXT: Op = Op::new("it", Get, "/it").accept("text/*");
    static ANY: Op = Op::new("it", Get, "/it").accept("*/*");
    for (op, media_type, is_page) in [
        (&NONE, "text/html", true),
        (&NONE, " Text/HTML; charset=utf-8", true),
        (&PDF, "text/html", true),
        (&NONE, "text/htm", false),
        (&NONE, "text/plain", false),
        (&NONE, "application/xhtml", false),
        (&JSON, "text/html", false),
        (&HTML, "text/html", false),
        (&TEXT, "text/html", false),
        (&ANY, "text/html", false),
    ] {
        let mock = Mock::new();
        mock.on_id("it", MockReply::status(200).header("content-type", media_type).chunk("<p>"));
        let outcome = client(&mock).request(op).send_text().await;
        assert_eq!(outcome.is_err(), is_page, "{media_type}");
        if let Err(error) = outcome {
            assert_eq!((error.kind(), &error.raw_body()[..]), (ErrorKind::Decode, &b"<p>"[..]));
        }
        // The caller's own `Accept` counts.
        let request = client(&mock).request(op).extra_header("accept", "text/html");
        request.send_text().await.expect("a page");
    }
    // One without anything on it is none; one that breaks off may be.
    for (reply, is_page, shown) in [
        (MockReply::status(200), false, 0),
        (MockReply::status(200).chunk(""), false, 0),
        (MockReply::status(200).cut(), true, 0),
        (MockReply::status(200).chunk("x".repeat(SHOWN + 1)), true, SHOWN),
    ] {
        let mock = Mock::new();
        mock.on::<LendBook>().reply(reply.header("content-type", "text/html"));
        let outcome = client(&mock).books().lend("b1").await;
        assert_eq!(outcome.is_err(), is_page);
        if let Err(error) = outcome {
            assert!(error.kind() == ErrorKind::Decode && error.message().contains("HTML"));
            assert_eq!(error.raw_body().len(), shown);
        }
    }
}

#[tokio::test]
async fn a_refusal_is_told_in_the_servers_words_or_in_those_of_its_status() {
    let mock = Mock::new();
    let client = with(&mock).retry(RetryPolicy::off()).build().expect("a client");
    for (reply, message) in [
        (MockReply::json(404, &failure("x", false)), "Sorry"),
        (MockReply::json(404, &serde_json::json!({"error": {"message": ""}})), "Not Found"),
        (MockReply::json(404, &serde_json::json!([])), "Not Found"),
        (MockReply::status(404), "Not Found (without a body)"),
        (MockReply::status(404).chunk("?"), "Not Found"),
        (
            MockReply::status(404).chunk("?").header("content-type", "text/html"),
            "Not Found (a body of text/html)",
        ),
        (
            MockReply::status(404).chunk("?").header("content-type", "application/problem+json"),
            "Not Found",
        ),
        (MockReply::status(599).chunk("?"), "the server refused"),
    ] {
        mock.on::<GetBook>().reply(reply);
        let error = client.books().get("b1").await.expect_err("an error");
        assert_eq!((error.kind(), error.message()), (ErrorKind::Status, message));
    }
    // What is no JSON is told from what is another kind.
    for (media_type, body, message) in [
        ("application/json", "", "the body is empty"),
        ("application/json", "{", "the body is not as documented: EOF"),
        ("application/hal+json", "{", "the body is not as documented: EOF"),
        ("text/plain", "{", "the body is text/plain where JSON is documented: EOF"),
    ] {
        let reply = MockReply::status(200).header("content-type", media_type).chunk(body);
        mock.on::<GetBook>().reply(reply);
        let error = client.books().get("b1").await.expect_err("an error");
        assert!(error.message().starts_with(message), "{error}");
        assert_eq!((error.operation(), error.attempts()), ("getBook", 1));
    }
    mock.on::<GetBook>().reply(MockReply::status(200).chunk("{"));
    let error = client.books().get("b1").await.expect_err("an error");
    assert!(error.message().starts_with("the body is not as documented"), "{error}");
}

#[tokio::test]
async fn a_server_that_failed_or_gave_up_may_have_acted() {
    let mock = Mock::new();
    let client = with(&mock).retry(RetryPolicy::off()).build().expect("a client");
    for (status, is_retryable, may_have_acted) in [
        (400, false, false),
        (404, false, false),
        (408, true, true),
        (409, false, false),
        (425, true, false),
        (429, true, false),
        (499, false, false),
        (500, true, true),
        (501, false, true),
        (502, true, true),
        (503, true, true),
        (504, true, true),
        (505, false, true),
        (599, false, true),
    ] {
        mock.on::<LendBook>().reply(MockReply::status(status));
        let error = client.books().lend("b1").await.expect_err("an error");
        let told = (error.is_retryable(), error.may_have_been_sent());
        assert_eq!(told, (is_retryable, may_have_acted), "{status}");
    }
    mock.on::<LendBook>().reply(MockReply::status(503).header("etag", "\"1\""));
    let error = client.books().lend("b1").await.expect_err("an error");
    assert_eq!((error.etag(), error.header("etag")), (ETag::new("\"1\"").ok(), Some("\"1\"")));
}

#[tokio::test]
async fn an_update_is_lost_where_the_version_is_another() {
    let mock = Mock::new();
    let client = client(&mock);
    let coded = |status, code: &str| MockReply::json(status, &failure(code, false));
    for (reply, header, is_lost) in [
        (MockReply::status(412), Some("if-match"), true),
        (MockReply::status(412), Some("if-unmodified-since"), true),
        (MockReply::status(412), None, false),
        (MockReply::status(409), Some("if-match"), true),
        (MockReply::status(409), None, false),
        (coded(409, "Version_Mismatch"), Some("if-match"), true),
        (coded(409, "etag"), Some("if-match"), true),
        (coded(409, "book_is_lent"), Some("if-match"), false),
        (coded(409, "idempotency_conflict"), Some("if-match"), false),
        (coded(412, "whatever"), Some("if-match"), true),
        (coded(422, "conflict"), Some("if-match"), false),
        (MockReply::status(400), Some("if-match"), false),
    ] {
        mock.on::<UpdateBook>().reply(reply);
        let mut update = client.books().update("b1", BookEdit::default());
        if let Some(header) = header {
            update = update.extra_header(header, "\"1\"");
        }
        let error = update.await.expect_err("refused");
        let kind = if is_lost { ErrorKind::LostUpdate } else { ErrorKind::Status };
        assert_eq!(error.kind(), kind, "{error} {header:?}");
    }
}

#[tokio::test]
async fn a_key_has_one_to_255_visible_characters() {
    let mock = Mock::new();
    mock.on::<CreateBook>().reply(MockReply::json(201, &book()));
    let client = client(&mock);
    for (length, is_taken) in [(0, false), (1, true), (255, true), (256, false)] {
        let key = "~".repeat(length);
        let outcome = client.books().create(None).idempotency_key(&key).await;
        assert_eq!(outcome.is_ok(), is_taken, "{length}");
    }
    for character in (0..=0x80).filter_map(char::from_u32) {
        let key = character.to_string();
        let outcome = client.books().create(None).idempotency_key(&key).await;
        assert_eq!(outcome.is_ok(), character.is_ascii_graphic(), "{character:?}");
    }
    let mock = Mock::new();
    static PLAIN: Op = Op::new("plain", emitted::runtime::Method::Post, "/plain");
    let request = self::client(&mock).request(&PLAIN).idempotency_key("key");
    let error = request.send_empty().await.expect_err("there is no header for it");
    assert_eq!(error.kind(), ErrorKind::Build);
}
