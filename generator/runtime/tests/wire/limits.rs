//! Limits hold at every stage, and what came is told.

use super::support::{Server, Step, reply, stream, to};
use emitted::{
    Client, ErrorKind,
    runtime::{Body, Chunks, RetryPolicy, Sending, Transport, TransportError, Upload},
};
use futures_core::Stream;
use std::{
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

/// An answer whose body comes a byte at a time, without end.
fn drip(status: u16) -> Vec<Step> {
    let head = format!("HTTP/1.1 {status} X\r\ncontent-length: 50000\r\n\r\n");
    let mut steps = vec![Step::Write(head.into_bytes())];
    for _ in 0..500 {
        steps.push(Step::Write(b" ".to_vec()));
        steps.push(Step::Wait(Duration::from_millis(20)));
    }
    steps
}

#[tokio::test]
async fn the_answer_to_a_stream_that_is_refused_has_the_time_of_the_call() {
    let server = Server::start(|_, _| drip(400)).await;
    let client = Client::builder().base_url(&server.url).build().expect("a client");
    let start = Instant::now();
    let limit = Duration::from_millis(300);
    let error = client.books().events().timeout(limit).await.expect_err("refused");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    assert!(start.elapsed() < limit * 3, "{:?}", start.elapsed());
}

#[tokio::test]
async fn the_answer_to_an_upload_has_the_time_of_a_call() {
    let server = Server::start(|_, _| drip(200)).await;
    let limit = Duration::from_millis(300);
    let client = Client::builder().base_url(&server.url).timeout(limit).build().expect("a client");
    let start = Instant::now();
    let body = Body::replayable(|| Body::from("x").into_stream(), Some(1));
    let error = client.books().scan(body).await.expect_err("never ends");
    assert_eq!(error.kind(), ErrorKind::Deadline);
    assert!(start.elapsed() < limit * 3, "{:?}", start.elapsed());
}

/// Chunks that never end, one every few milliseconds.
fn endless() -> Upload {
    struct Endless(Option<std::pin::Pin<Box<tokio::time::Sleep>>>);

    impl futures_core::Stream for Endless {
        type Item = std::io::Result<bytes::Bytes>;

        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            context: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            let pause = || Box::pin(tokio::time::sleep(Duration::from_millis(10)));
            let timer = self.0.get_or_insert_with(pause);
            std::task::ready!(timer.as_mut().poll(context));
            self.0 = None;
            std::task::Poll::Ready(Some(Ok("x".into())))
        }
    }

    Box::pin(Endless(None))
}

#[tokio::test]
async fn an_upload_that_runs_out_of_time_may_have_been_sent() {
    let server = Server::start(|_, _| Vec::new()).await;
    let client = Client::builder().base_url(&server.url).build().expect("a client");
    let body = Body::replayable(endless, None);
    let call = client.books().scan(body).timeout(Duration::from_millis(200));
    let error = call.await.expect_err("no time");
    assert_eq!(error.kind(), ErrorKind::Deadline);
    assert!(error.may_have_been_sent(), "{error:?}");
}

#[tokio::test]
async fn a_page_in_place_of_an_answer_is_no_success() {
    let html = [("content-type", "text/html; charset=utf-8")];
    let server = Server::start(move |_, _| reply(200, &html, "<html>Log in</html>")).await;
    let client = Client::builder().base_url(&server.url).build().expect("a client");
    for error in [
        client.books().lend("b1").await.map(drop).expect_err("a page"),
        client.books().content("b1").await.map(drop).expect_err("a page"),
        client.books().get("b1").await.map(drop).expect_err("a page"),
    ] {
        assert_eq!(error.kind(), ErrorKind::Decode, "{error:?}");
        assert_eq!(&error.raw_body()[..], b"<html>Log in</html>");
        assert!(error.may_have_been_sent());
    }
}

#[tokio::test]
async fn the_answer_to_head_has_the_headers_of_a_body_that_does_not_come() {
    for header in [("content-length", "99999999999"), ("content-encoding", "gzip")] {
        let server = Server::start(move |_, _| {
            let (name, value) = header;
            vec![Step::Write(format!("HTTP/1.1 200 X\r\n{name}: {value}\r\n\r\n").into_bytes())]
        })
        .await;
        let client = Client::builder().base_url(&server.url).build().expect("a client");
        client.books().probe("b1").await.expect("there is one");
    }
}

#[tokio::test]
async fn a_deadline_is_not_slept_through() {
    let server = Server::start(|_, _| stream([b"retry: 60000\ndata: 1\n\n".to_vec()])).await;
    let client = Client::builder().base_url(&server.url).build().expect("a client");
    let start = Instant::now();
    let limit = Duration::from_millis(300);
    let mut events = client.books().events().deadline(start + limit).await.expect("events");
    events.try_next().await.expect("an event").expect("an event");
    let error = events.try_next().await.expect_err("too late");
    assert_eq!(error.kind(), ErrorKind::Deadline, "{error:?}");
    assert!(start.elapsed() < limit + Duration::from_millis(200), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_stream_of_events_outlives_an_outage() {
    let server = Server::start(|number, _| match number {
        0 => stream([b"id: 7\ndata: 1\n\n".to_vec()]),
        1 => reply(503, &[("retry-after", "1")], ""),
        2 => vec![Step::Close],
        3 => vec![Step::Reset],
        4 => stream([b"id: 8\ndata: 2\n\n".to_vec()]),
        _ => reply(401, &[], ""),
    })
    .await;
    let client = to(&server).retry(RetryPolicy::off()).build().expect("a client");
    let mut events = client.books().events().await.expect("events");
    for id in ["7", "8"] {
        let event = events.try_next().await.expect("an event").expect("an event");
        assert_eq!(event.id.as_deref(), Some(id));
    }
    let seen = server.seen();
    for again in &seen[1..5] {
        assert_eq!(again.header("last-event-id"), Some("7"));
        assert_eq!(again.target(), "/events?last_event_id=7");
    }
    let error = events.try_next().await.expect_err("refused");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert!(events.try_next().await.expect("the end").is_none());
}

#[tokio::test]
async fn a_download_of_unknown_length_goes_on_where_it_broke_off() {
    let server = Server::start(|number, _| match number {
        0 => vec![
            Step::Write(
                b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\netag: \"1\"\r\n\r\n3\r\nabc\r\n"
                    .to_vec(),
            ),
            Step::Close,
        ],
        _ => reply(206, &[("content-range", "bytes 3-5/6")], "def"),
    })
    .await;
    let client = to(&server).build().expect("a client");
    let download = client.books().content("b1").await.expect("a download");
    assert_eq!(&download.bytes().await.expect("all")[..], b"abcdef");
    assert_eq!(server.seen()[1].header("range"), Some("bytes=3-"));
}

/// Answers with a body that never ends and is always there.
#[derive(Debug)]
struct Flood;

impl Stream for Flood {
    type Item = Result<bytes::Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(Some(Ok(bytes::Bytes::from_static(b"x"))))
    }
}

impl Transport for Flood {
    fn send(&self, _: http::Request<Body>) -> Sending {
        let chunks: Chunks = Box::pin(Flood);
        Box::pin(async move { Ok(http::Response::new(chunks)) })
    }
}

#[tokio::test]
async fn a_body_that_comes_too_fast_to_wait_for_has_a_deadline() {
    let client = Client::builder().transport(Flood).build().expect("a client");
    let start = Instant::now();
    let limit = Duration::from_millis(100);
    let download = client.books().content("b1").deadline(start + limit);
    let mut download = download.await.expect("a download");
    let error = loop {
        if let Err(error) = download.chunk().await {
            break error;
        }
    };
    assert_eq!(error.kind(), ErrorKind::Deadline, "{error:?}");
    assert!(start.elapsed() < limit + Duration::from_millis(50), "{:?}", start.elapsed());
    let error = client.books().get("b1").timeout(limit).await.expect_err("never ends");
    assert_eq!(error.kind(), ErrorKind::Deadline, "{error:?}");
}

#[tokio::test]
async fn a_body_that_is_not_as_long_as_it_said_is_an_upload_that_failed() {
    let server = Server::start(|_, _| reply(204, &[], "")).await;
    let client = Client::builder().base_url(&server.url).timeout(Duration::from_secs(5)).build();
    let client = client.expect("a client");
    for length in [2, 4, 100_000] {
        let bytes = if length > 100 { vec![b'x'; 100_001] } else { b"abc".to_vec() };
        let body = Body::replayable(move || Body::from(bytes.clone()).into_stream(), Some(length));
        let error = client.books().scan(body).await.expect_err("another length");
        assert_eq!(error.kind(), ErrorKind::Upload, "{length}: {error:?}");
        assert_eq!(error.attempts(), 1);
    }
    let body = Body::replayable(|| Body::from(vec![b'x'; 200_000]).into_stream(), Some(200_000));
    client.books().scan(body).await.expect("as long as it said");
}
