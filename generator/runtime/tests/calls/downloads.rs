//! Downloads: what can go on, from where, and what is told of it.

use super::{Fixed, with};
use emitted::{
    Client, Error, ErrorKind,
    resources::BookContent,
    runtime::{Download, Method, Mock, MockReply, Op, RetryPolicy},
};
use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};
use tokio::io::AsyncWrite;

fn client(mock: &Mock) -> Client {
    let retry = RetryPolicy::default().base(Duration::ZERO);
    with(mock).retry(retry).build().expect("a client")
}

type Headers<'a> = &'a [(&'a str, &'a str)];

fn part(status: u16, headers: Headers<'_>, text: &str) -> MockReply<BookContent> {
    let start = MockReply::status(status).chunk(text.to_owned());
    headers.iter().fold(start, |reply, (name, value)| reply.header(name, value))
}

/// Returns what comes of a first answer, which breaks off behind `abc`, and of the next.
async fn resumed(
    first: (u16, Headers<'_>),
    second: (u16, Headers<'_>),
) -> (Mock, Result<bytes::Bytes, Error>) {
    let mock = Mock::new();
    mock.on::<BookContent>().script([
        part(first.0, first.1, "abc").cut(),
        part(second.0, second.1, "def"),
        part(500, &[], ""),
    ]);
    let download = client(&mock).books().content("b1").await.expect("a download");
    let outcome = download.bytes().await;
    (mock, outcome)
}

const REST: (u16, Headers<'static>) = (206, &[("content-range", "bytes 3-5/6")]);

#[tokio::test]
async fn a_download_goes_on_with_a_version_that_promises_the_same_bytes() {
    let date = "Thu, 01 Jan 1970 00:00:00 GMT";
    let six = ("content-length", "6");
    for (status, headers, asked) in [
        (200, &[("etag", "\"1\"")][..], Some(("bytes=3-", "\"1\""))),
        (200, &[("etag", "\"1\""), six], Some(("bytes=3-5", "\"1\""))),
        (200, &[("etag", "\"1\""), ("last-modified", date)], Some(("bytes=3-", "\"1\""))),
        (200, &[("etag", "W/\"1\""), ("last-modified", date)], Some(("bytes=3-", date))),
        (200, &[("last-modified", date), six], Some(("bytes=3-5", date))),
        (200, &[("etag", "W/\"1\""), six], None),
        (200, &[six], None),
        // All of it has come, and yet it broke off.
        (200, &[("etag", "\"1\""), ("content-length", "3")], None),
        (200, &[("etag", "\"1\""), ("content-length", "2")], None),
        (200, &[("etag", "\"1\""), ("content-length", "4")], Some(("bytes=3-3", "\"1\""))),
        // Where a part ends is known by its length alone.
        (206, &[("etag", "\"1\""), ("content-range", "bytes 0-5/6")], None),
        (
            206,
            &[("etag", "\"1\""), ("content-range", "bytes 0-5/6"), six],
            Some(("bytes=3-5", "\"1\"")),
        ),
    ] {
        let (mock, outcome) = resumed((status, headers), REST).await;
        let requests = mock.requests();
        let seen = requests.get(1).map(|sent| {
            let header = |name| sent.header(name).expect("a header");
            (header("range"), header("if-range"))
        });
        assert_eq!(seen, asked, "{headers:?}");
        match outcome {
            Ok(bytes) => assert!(asked.is_some() && bytes == "abcdef"),
            Err(error) => assert!(asked.is_none() && error.kind() == ErrorKind::Protocol),
        }
    }
}

#[tokio::test]
async fn a_download_of_a_part_goes_on_within_it() {
    let headers = [("etag", "\"1\""), ("content-length", "6"), ("content-range", "bytes 10-15/90")];
    let rest: (u16, Headers<'_>) = (206, &[("content-range", "bytes 13-15/90")]);
    let (mock, outcome) = resumed((206, &headers), rest).await;
    assert_eq!(outcome.expect("all"), "abcdef");
    assert_eq!(mock.requests()[1].header("range"), Some("bytes=13-15"));
}

#[tokio::test]
async fn what_is_not_the_rest_is_not_taken_for_it() {
    for (status, headers, is_taken) in [
        (206, &[("content-range", "bytes 3-5/6")][..], true),
        (206, &[("content-range", "bytes 3-5/*")], true),
        (206, &[("content-range", "bytes 4-6/7")], false),
        (206, &[("content-range", "bytes 0-5/6")], false),
        (206, &[("content-range", "bytes=3-5/6")], false),
        (206, &[("content-range", "bytes 3-5")], false),
        (206, &[("content-range", "bytes 3/6")], false),
        (206, &[("content-range", "bytes 3-x/6")], false),
        (206, &[], false),
        (200, &[("content-range", "bytes 3-5/6")], false),
        (200, &[], false),
    ] {
        let (mock, outcome) = resumed((200, &[("etag", "\"1\"")]), (status, headers)).await;
        assert_eq!((outcome.is_ok(), mock.requests().len()), (is_taken, 2), "{status} {headers:?}");
        if let Err(error) = outcome {
            assert_eq!(error.kind(), ErrorKind::Protocol);
            assert!(error.message().contains("changed"), "{error}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn only_what_reads_and_breaks_off_is_asked_for_again() {
    static POST: Op = Op::new("post", Method::Post, "/post").idempotency_key("Idempotency-Key");
    let mock = Mock::new();
    let reply = MockReply::status(200).chunk("abc").header("etag", "\"1\"").cut();
    mock.on_id("post", reply);
    let download = client(&mock).request(&POST).send_download().await.expect("a download");
    assert_eq!(download.bytes().await.expect_err("cut").kind(), ErrorKind::Protocol);
    assert_eq!(mock.requests().len(), 1);
    // So often in a row as the policy says; a chunk of nothing changes nothing.
    for attempts in 1..4 {
        let mock = Mock::new();
        let rest = part(206, &[("content-range", "bytes 1-9/9")], "").cut();
        mock.on::<BookContent>()
            .script([part(200, &[("etag", "\"1\"")], "x").cut()].into_iter().chain(vec![rest; 9]));
        let environment = Fixed::new(0xff);
        let client = with(&mock).environment(environment.clone()).build().expect("a client");
        let policy = RetryPolicy::attempts(attempts);
        let call = client.books().content("b1").retry(policy);
        let error = call.await.expect("a download").bytes().await.expect_err("cut");
        assert_eq!(error.kind(), ErrorKind::Protocol);
        assert_eq!(mock.requests().len(), attempts as usize);
        assert_eq!(environment.slept().len(), attempts as usize - 1);
    }
}

#[tokio::test]
async fn a_download_is_read_whole_up_to_what_the_client_takes() {
    for (chunks, fits) in [
        (&["12345"][..], true),
        (&["123", "45"], true),
        (&["123", "456"], false),
        (&["123456"], false),
    ] {
        let mock = Mock::new();
        let reply = chunks.iter().fold(MockReply::status(200), |it, chunk| it.chunk(*chunk));
        mock.on::<BookContent>().reply(reply);
        let client = with(&mock).max_body(5).build().expect("a client");
        let outcome = client.books().content("b1").await.expect("a download").bytes().await;
        assert_eq!(outcome.is_ok(), fits, "{chunks:?}");
        if let Err(error) = outcome {
            assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
        }
    }
}

#[tokio::test]
async fn a_download_tells_what_its_answer_said() {
    let mock = Mock::new();
    let headers = [
        ("x-request-id", "r1"),
        ("content-type", "text/x"),
        ("content-length", "3"),
        ("etag", "\"1\""),
    ];
    mock.on::<BookContent>().reply(part(203, &headers, "abc"));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let notes = seen.clone();
    let download = client(&mock).books().content("b1").await.expect("a download");
    let mut download: Download =
        download.on_progress(move |done, all| notes.lock().expect("no panic").push((done, all)));
    assert_eq!(download.status().as_u16(), 203);
    assert_eq!((download.request_id(), download.content_type()), (Some("r1"), Some("text/x")));
    assert_eq!((download.header("etag"), download.content_length()), (Some("\"1\""), Some(3)));
    assert_eq!(download.chunk().await.expect("a chunk").expect("a chunk"), "abc");
    assert!(download.chunk().await.expect("the end").is_none());
    assert!(download.chunk().await.expect("the end").is_none());
    assert_eq!(*seen.lock().expect("no panic"), [(3, Some(3))]);
}

/// A writer that holds back what it has until it is flushed, and may break.
#[derive(Default)]
struct Slack {
    held: Vec<u8>,
    written: Vec<u8>,
    breaks: bool,
}

impl AsyncWrite for Slack {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.breaks {
            return Poll::Ready(Err(io::Error::other("the disk is full")));
        }
        self.held.extend_from_slice(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        let held = std::mem::take(&mut self.held);
        self.written.extend(held);
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn a_download_is_written_to_the_end() {
    let mock = Mock::new();
    mock.on::<BookContent>().reply(part(200, &[], "abc").chunk("de"));
    let books = client(&mock);
    let mut download = books.books().content("b1").await.expect("a download");
    let mut writer = Slack::default();
    assert_eq!(download.write_to(&mut writer).await.expect("written"), 5);
    assert_eq!(writer.written, b"abcde");
    let mut download = books.books().content("b1").await.expect("a download");
    let mut writer = Slack { breaks: true, ..Slack::default() };
    let error = download.write_to(&mut writer).await.expect_err("full");
    assert_eq!(error.kind(), ErrorKind::Output);
    let source = std::error::Error::source(&error).expect("a source").to_string();
    assert_eq!(source, "the disk is full");
}
