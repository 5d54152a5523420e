//! Servers that misbehave.

use super::support::{BOOK, Server, Step, reply};
use emitted::{
    Client, ErrorKind,
    runtime::{ClientBuilder, RetryPolicy},
    types::BookEdit,
};
use std::{
    error::Error as _,
    time::{Duration, Instant},
};

const KEY: &str = "canary-secret-0123456789";

fn to(server: &Server) -> ClientBuilder {
    Client::builder().bearer(KEY).base_url(&server.url)
}

fn raw(text: &str) -> Vec<Step> {
    vec![Step::Write(text.as_bytes().to_vec())]
}

fn then(text: &str, end: Step) -> Vec<Step> {
    vec![Step::Write(text.as_bytes().to_vec()), end]
}

#[tokio::test]
async fn faults_have_their_kind_and_no_write_is_sent_twice() {
    use ErrorKind::{BodyTooLarge, Decode, Protocol, Redirect, Status, Timeout};
    let long = format!("HTTP/1.1 200 X\r\ncontent-length: 9\r\n{}\r\n\r\n", "a: b\r\n".repeat(200));
    let cases: Vec<(&str, ErrorKind, Vec<Step>)> = vec![
        ("close", Protocol, vec![Step::Close]),
        ("reset", Protocol, vec![Step::Reset]),
        ("half a status line", Protocol, then("HTTP/1.1 20", Step::Close)),
        ("half the headers", Protocol, then("HTTP/1.1 200 OK\r\ncontent-le", Step::Close)),
        ("reset in the headers", Protocol, then("HTTP/1.1 200 OK\r\n", Step::Reset)),
        ("no HTTP", Protocol, raw("SSH-2.0-x\r\n\r\n")),
        ("a status of letters", Protocol, raw("HTTP/1.1 abc OK\r\n\r\n")),
        ("a bad length", Protocol, raw("HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n")),
        (
            "two lengths",
            Protocol,
            raw("HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab"),
        ),
        ("a bad header", Protocol, raw("HTTP/1.1 200 OK\r\na b: c\r\n\r\n")),
        ("too many headers", Protocol, raw(&long)),
        (
            "a short body",
            Protocol,
            then("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{", Step::Close),
        ),
        (
            "a reset body",
            Protocol,
            then("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{", Step::Reset),
        ),
        (
            "a bad chunk",
            Protocol,
            raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"),
        ),
        (
            "a short chunk",
            Protocol,
            then("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nab", Step::Close),
        ),
        (
            "no last chunk",
            Protocol,
            then("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n", Step::Close),
        ),
        ("silence", Timeout, vec![Step::Wait(Duration::from_secs(20))]),
        (
            "silence in the headers",
            Timeout,
            then("HTTP/1.1 200 OK\r\n", Step::Wait(Duration::from_secs(20))),
        ),
        (
            "silence in the body",
            Timeout,
            then(
                "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n{",
                Step::Wait(Duration::from_secs(20)),
            ),
        ),
        (
            "endless 1xx",
            Timeout,
            then(
                &"HTTP/1.1 103 Early Hints\r\n\r\n".repeat(3),
                Step::Wait(Duration::from_secs(20)),
            ),
        ),
        ("an empty body", Decode, reply(200, &[], "")),
        ("HTML", Decode, reply(200, &[("content-type", "text/html")], "<html>")),
        ("HTML with an error", Status, reply(502, &[("content-type", "text/html")], "<html>")),
        (
            "no UTF-8",
            Decode,
            vec![Step::Write(
                b"HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{\"id\":\"\xff\xfe\"}".to_vec(),
            )],
        ),
        ("another type", Decode, reply(200, &[], "[1]")),
        ("compressed", Decode, reply(200, &[("content-encoding", "br")], "x")),
        ("too large", BodyTooLarge, reply(200, &[], &"x".repeat(2000))),
        (
            "too large, in chunks",
            BodyTooLarge,
            raw(&format!(
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7d0\r\n{}\r\n0\r\n\r\n",
                "x".repeat(2000)
            )),
        ),
        ("a redirect", Redirect, reply(302, &[("location", "/elsewhere")], "")),
        ("a status from outside", Status, reply(799, &[], "")),
    ];
    for (name, kind, steps) in cases {
        let server = Server::start(move |_, _| steps.clone()).await;
        let patience = Duration::from_millis(150);
        let client = to(&server).attempt_timeout(patience).read_timeout(patience).max_body(1000);
        let client =
            client.retry(RetryPolicy::default().base(Duration::ZERO)).build().expect("a client");
        let start = Instant::now();
        let error = client.books().update("b1", BookEdit::default()).await.expect_err(name);
        assert_eq!(error.kind(), kind, "{name}: {error:?}");
        assert!(
            start.elapsed() < patience * 2 + Duration::from_millis(100),
            "{name}: {:?}",
            start.elapsed()
        );
        assert_eq!(server.seen().len(), 1, "{name}");
        assert!(
            error.may_have_been_sent() || matches!(kind, Status | Redirect),
            "{name}: {error:?}"
        );
        let read = client.books().get("b1").await.expect_err(name);
        assert_eq!(read.kind(), kind, "{name}: {read:?}");
        let again = matches!(kind, Protocol | Timeout) || name == "HTML with an error";
        assert_eq!(read.attempts(), if again { 3 } else { 1 }, "{name}");
        for shown in [error.to_string(), format!("{error:?}"), format!("{:?}", error.source())] {
            assert!(!shown.contains("127.0.0.1") && !shown.contains(KEY), "{name}: {shown}");
        }
    }
}

#[tokio::test]
async fn the_deadline_holds_while_a_body_drips() {
    let server = Server::start(|_, _| {
        let mut steps = raw("HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n");
        for _ in 0..500 {
            steps.push(Step::Write(b" ".to_vec()));
            steps.push(Step::Wait(Duration::from_millis(20)));
        }
        steps
    })
    .await;
    let client = to(&server).build().expect("a client");
    let start = Instant::now();
    let error =
        client.books().get("b1").timeout(Duration::from_millis(300)).await.expect_err("too late");
    assert_eq!(error.kind(), ErrorKind::Deadline);
    assert!((300..350).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());
}

#[tokio::test]
async fn nobody_listens() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let client =
        Client::builder().base_url(url).retry(RetryPolicy::default().base(Duration::ZERO)).build();
    let error = client.expect("a client").books().lend("b1").await.expect_err("nobody");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
    assert!(!error.may_have_been_sent() && error.is_retryable());
    let mut chain = Vec::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        chain.push(error.to_string());
        cause = error.source();
    }
    assert!(chain.iter().any(|cause| cause.contains("refused")), "{chain:?}");
    assert_eq!(error.to_string(), "lendBook: no connection to the server");
}

#[tokio::test]
async fn tls_that_is_none_is_told() {
    let server = Server::start(|_, _| Vec::new()).await;
    let url = server.url.replace("http:", "https:");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let other = format!("https://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut hello = [0u8; 64];
            let _ = stream.read(&mut hello).await;
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let _ = url;
    let client = Client::builder().base_url(other).build().expect("a client");
    let error = client.books().get("b1").await.expect_err("no TLS");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Tls, 1));
}

#[tokio::test]
async fn a_connection_that_went_stale_does_not_show() {
    let server = Server::start(|number, _| {
        let mut steps = reply(200, &[], BOOK);
        if number % 2 == 0 {
            steps.push(Step::Wait(Duration::from_millis(5)));
            steps.push(Step::Close);
        }
        steps
    })
    .await;
    let client = to(&server).build().expect("a client");
    for _ in 0..6 {
        client.books().get("b1").await.expect("a book");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_call_that_is_dropped_is_over() {
    let server = Server::start(|_, _| vec![Step::Wait(Duration::from_millis(50))]).await;
    let client = to(&server).build().expect("a client");
    for wait in 0..20 {
        let call = client.books().get("b1").into_future();
        let _ = tokio::time::timeout(Duration::from_millis(wait), call).await;
    }
    let seen = server.seen().len();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(server.seen().len() <= seen + 1, "nothing is sent after a drop");
}
