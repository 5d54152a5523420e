//! Streams in time: silence, deadlines, and lines in any chunks.

use super::{
    Fixed, book, client,
    paced::{Pace, Paced},
    with,
};
use emitted::{
    Client, ErrorKind,
    resources::ExportBooks,
    runtime::{ClientBuilder, Mock, MockReply, TransportError},
};
use std::time::Duration;

fn to(paced: &Paced) -> ClientBuilder {
    Client::builder().transport(paced.clone())
}

fn after(seconds: u64, chunk: &'static str) -> Pace {
    let chunks = vec![(Duration::from_secs(seconds), Ok(chunk))];
    Pace { headers: &[("content-type", "text/event-stream")], chunks, ..Pace::default() }
}

#[tokio::test(start_paused = true)]
async fn a_connection_is_given_up_when_it_is_silent_for_too_long() {
    // The silence that is allowed, how long the first two are silent, and when the third speaks.
    for (silence, silent, spoken) in
        [(None, [89, 0], 89), (None, [91, 91], 182), (Some(5), [6, 4], 10), (Some(5), [6, 7], 12)]
    {
        let paced = Paced::new([
            after(silent[0], "data: 1\n\n"),
            after(silent[1], "data: 1\n\n"),
            after(0, "data: 1\n\n"),
        ]);
        let client = to(&paced).environment(Fixed::new(0)).build().expect("a client");
        let start = tokio::time::Instant::now();
        let mut events = client.books().events().await.expect("events");
        if let Some(silence) = silence {
            events = events.silence(Duration::from_secs(silence));
        }
        let event = events.try_next().await.expect("no error").expect("an event");
        assert_eq!(event.text, "1");
        assert_eq!(start.elapsed().as_secs(), spoken, "{silence:?} {silent:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_ends_with_its_deadline() {
    let limit = Duration::from_secs(10);
    // While nothing comes, and before the next connection could be made.
    for (answers, seconds, message) in [
        (vec![after(60, "")], 10, "the deadline passed while the body arrived"),
        (vec![after(9, ":\n")], 9, "the deadline comes before the next connection"),
        (vec![after(8, ":\n"), after(5, "")], 10, "the deadline passed while the body arrived"),
    ] {
        let paced = Paced::new(answers);
        let client = to(&paced).environment(Fixed::new(0)).build().expect("a client");
        let start = tokio::time::Instant::now();
        let deadline = start.into_std() + limit;
        let mut events = client.books().events().deadline(deadline).await.expect("events");
        let error = events.try_next().await.expect_err("late");
        assert_eq!((error.kind(), error.message()), (ErrorKind::Deadline, message));
        assert_eq!(error.operation(), "bookEvents");
        assert!(error.may_have_been_sent());
        assert_eq!(start.elapsed().as_secs(), seconds);
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_takes_no_longer_than_it_may() {
    // The times of the headers and of two chunks; what the whole takes, or why it does not come.
    for (before, first, second, outcome) in [
        (1, 2, 3, Ok(6)),
        (29, 29, 29, Ok(87)),
        (31, 0, 0, Err((ErrorKind::Timeout, 30))),
        (0, 31, 0, Err((ErrorKind::Timeout, 30))),
        (0, 29, 31, Err((ErrorKind::Timeout, 59))),
        (20, 25, 25, Ok(70)),
        // The call ends sooner than the patience with the next chunk.
        (29, 29, 29 + 4, Err((ErrorKind::Deadline, 70))),
    ] {
        let chunks = [(first, "{\"id\":\"b1\",\"title\":\"T\",\"status\":"), (second, "\"lent\"}")];
        let chunks = chunks.map(|(wait, text)| (Duration::from_secs(wait), Ok(text)));
        let before = Duration::from_secs(before);
        let paced = Paced::new([Pace { before, chunks: chunks.into(), ..Pace::default() }]);
        let limit = if matches!(outcome, Err((ErrorKind::Deadline, _))) { 70 } else { 120 };
        let client = to(&paced).retry(emitted::runtime::RetryPolicy::off()).build();
        let call = client.expect("a client").books().get("b1").timeout(Duration::from_secs(limit));
        match (call.await, outcome) {
            (Ok(book), Ok(seconds)) => assert_eq!(book.elapsed().as_secs(), seconds),
            (Err(error), Err((kind, seconds))) => {
                assert_eq!((error.kind(), error.elapsed().as_secs()), (kind, seconds));
                assert!(error.may_have_been_sent());
            }
            (got, _) => panic!("{got:?} where {outcome:?} was to come"),
        }
    }
}

/// Returns the ids of the books of a stream of lines, and the kinds of its errors.
async fn lines(reply: MockReply<ExportBooks>, max_body: usize) -> (Vec<String>, Vec<ErrorKind>) {
    let mock = Mock::new();
    mock.on::<ExportBooks>().reply(reply);
    let client = with(&mock).max_body(max_body).build().expect("a client");
    let mut lines = client.books().export().await.expect("lines");
    let (mut ids, mut errors) = (Vec::new(), Vec::new());
    loop {
        match lines.try_next().await {
            Ok(Some(book)) => ids.push(book.id),
            Ok(None) => break,
            Err(error) => {
                assert_eq!(error.operation(), "exportBooks");
                errors.push(error.kind());
            }
        }
        assert!(ids.len() + errors.len() < 100, "it ends");
    }
    // And it has ended for good.
    assert!(lines.try_next().await.expect("the end").is_none());
    (ids, errors)
}

#[tokio::test]
async fn lines_are_read_whatever_the_chunks() {
    let mut second = book();
    second["id"] = "b2".into();
    let (first, second) = (book().to_string(), second.to_string());
    let mut text = format!("{first}\n\n\u{1e} {second} \r\nnothing\n{first}\n \n").into_bytes();
    text.extend(b"\xff\n");
    text.extend(second.as_bytes());
    let expected = (
        ["b1", "b2", "b1", "b2"].map(str::to_owned).to_vec(),
        vec![ErrorKind::Decode, ErrorKind::Decode],
    );
    for size in (1..9).chain([50, 70, 1_000]) {
        let reply =
            text.chunks(size).fold(MockReply::status(200), |it, chunk| it.chunk(chunk.to_vec()));
        assert_eq!(lines(reply, 1_000).await, expected, "{size}");
    }
    for cut in 1..text.len() {
        let (left, right) = text.split_at(cut);
        let reply = MockReply::status(200).chunk(left.to_vec()).chunk(right.to_vec());
        assert_eq!(lines(reply, 1_000).await, expected, "{cut}");
    }
}

#[tokio::test]
async fn a_stream_of_lines_ends_where_it_breaks_or_a_line_is_too_long() {
    let line = format!("{}\n", book());
    let start = || MockReply::status(200).chunk(line.clone());
    let cut = lines(start().chunk("{").cut(), 1_000).await;
    assert_eq!(cut, (vec!["b1".to_owned()], vec![ErrorKind::Protocol]));
    // What is there of a line may be as long as the client takes when more of it comes.
    let long = |length: usize| start().chunk("x".repeat(length)).chunk("x").chunk(line.clone());
    assert_eq!(lines(long(99), 100).await, (vec!["b1".to_owned()], vec![ErrorKind::Decode]));
    assert_eq!(lines(long(101), 100).await, (vec!["b1".to_owned()], vec![ErrorKind::BodyTooLarge]));
    // The lines before it do not count.
    let many = start().chunk(line.repeat(20)).chunk("x").chunk(line.clone());
    let (ids, errors) = lines(many, line.len()).await;
    assert_eq!((ids.len(), errors), (21, vec![ErrorKind::Decode]));
}

#[tokio::test]
async fn a_chunk_that_breaks_tells_why() {
    let broken = TransportError::broken("the cable is cut");
    let chunks = vec![(Duration::ZERO, Ok("{")), (Duration::ZERO, Err(broken))];
    let paced = Paced::new([Pace { chunks, ..Pace::default() }]);
    let client = to(&paced).build().expect("a client");
    let mut lines = client.books().export().await.expect("lines");
    let error = lines.try_next().await.expect_err("broken");
    let mut cause: &dyn std::error::Error = &error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    assert_eq!((error.kind(), cause.to_string()), (ErrorKind::Protocol, "the cable is cut".into()));
    assert!(self::client(&Mock::new()).books().export().await.is_err(), "nobody answers");
}

#[tokio::test(start_paused = true)]
async fn a_silence_that_is_shortened_counts_from_then_on() {
    let paced = Paced::new([after(60, "data: 1\n\n"), after(0, "data: 2\n\n")]);
    let client = to(&paced).environment(Fixed::new(0)).build().expect("a client");
    let start = tokio::time::Instant::now();
    let mut events = client.books().events().await.expect("events");
    let waited = tokio::time::timeout(Duration::from_secs(10), events.try_next()).await;
    assert!(waited.is_err(), "nothing came");
    let mut events = events.silence(Duration::from_secs(5));
    let event = events.try_next().await.expect("no error").expect("an event");
    assert_eq!((&*event.text, start.elapsed().as_secs()), ("2", 16));
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stalled_is_over() {
    let late = after(31, "abc");
    let client = to(&Paced::new([late])).build().expect("a client");
    let mut download = client.books().content("b1").await.expect("a download");
    let error = download.chunk().await.expect_err("stalled");
    assert_eq!((error.kind(), error.may_have_been_sent()), (ErrorKind::Timeout, true));
    assert!(error.message().contains("stalled for 30s"), "{error}");
    assert!(download.chunk().await.expect("the end").is_none());
}

#[tokio::test(start_paused = true)]
async fn an_upload_is_given_up_when_it_does_not_move() {
    use emitted::{
        resources::ScanBook,
        runtime::{Body, Fault, RetryPolicy},
    };

    let upload = || Body::replayable(|| Body::from("x").into_stream(), Some(1));
    // Nobody reads it.
    let before = Duration::from_secs(100);
    let paced = Paced::new([Pace { before, ..Pace::default() }]);
    let client = to(&paced).retry(RetryPolicy::off()).build().expect("a client");
    let error = client.books().scan(upload()).await.expect_err("it stands still");
    assert_eq!((error.kind(), error.elapsed().as_secs()), (ErrorKind::Timeout, 30));
    assert!(error.may_have_been_sent());
    // It is read, so there is as much time again from then on.
    let mock = Mock::new();
    mock.on::<ScanBook>().fault(Fault::Silent);
    let client = with(&mock).retry(RetryPolicy::off()).build().expect("a client");
    let error = client.books().scan(upload()).await.expect_err("nobody answers");
    assert_eq!((error.kind(), error.elapsed().as_secs()), (ErrorKind::Timeout, 60));
    // Bytes are handed over at once.
    let error = client.books().scan("x").await.expect_err("nobody answers");
    assert_eq!((error.kind(), error.elapsed().as_secs()), (ErrorKind::Timeout, 30));
    // A call has its time, an upload only where it is given one.
    let call = client.books().scan(upload()).timeout(Duration::from_secs(45)).await;
    let error = call.expect_err("nobody answers");
    assert_eq!((error.kind(), error.elapsed().as_secs()), (ErrorKind::Deadline, 45));
}

#[tokio::test]
async fn each_failure_of_a_network_is_named() {
    use emitted::{
        resources::LendBook,
        runtime::{Fault, RetryPolicy},
    };

    for (fault, kind, message, is_retryable) in [
        (Fault::Refused, ErrorKind::Connect, "no connection to the server", true),
        (Fault::Tls, ErrorKind::Tls, "the TLS handshake failed", false),
        (Fault::Reset, ErrorKind::Protocol, "the connection broke", true),
        (Fault::TimedOut, ErrorKind::Timeout, "the server did not answer in time", true),
    ] {
        let mock = Mock::new();
        mock.on::<LendBook>().fault(fault);
        let client = with(&mock).retry(RetryPolicy::off()).build().expect("a client");
        let error = client.books().lend("b1").await.expect_err("failed");
        assert_eq!((error.kind(), error.message()), (kind, message));
        let was_sent = matches!(fault, Fault::Reset | Fault::TimedOut);
        assert_eq!(error.may_have_been_sent(), was_sent, "{fault:?}");
        assert_eq!((error.is_retryable(), error.attempts()), (is_retryable, 1), "{fault:?}");
    }
    // One that was never tried was never sent.
    let error = client(&Mock::new()).books().lend("").await.expect_err("no such path");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Build, 0));
    let error = Client::builder().bearer("").build().expect_err("nothing");
    assert_eq!((error.attempts(), error.elapsed()), (0, Duration::ZERO));
}
