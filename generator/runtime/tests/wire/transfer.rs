//! Downloads, uploads, lines and pages.

use super::support::{BOOK, Server, Step, reply, stream, to};
use emitted::{
    ErrorKind,
    runtime::{Body, FilePart, RetryPolicy},
};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

#[tokio::test]
async fn lines_are_read_one_by_one() {
    let text = format!("{BOOK}\n\n\u{1e}{BOOK}\r\nnothing\n{BOOK}");
    for size in [1, 7, 1000] {
        let pieces: Vec<Vec<u8>> = text.as_bytes().chunks(size).map(<[u8]>::to_vec).collect();
        let server = Server::start(move |_, _| stream(pieces.clone())).await;
        let client = to(&server).build().expect("a client");
        let mut lines = client.books().export().await.expect("lines");
        let mut seen = String::new();
        loop {
            match lines.try_next().await {
                Ok(Some(book)) => seen.push_str(&book.id),
                Ok(None) => break,
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::Decode);
                    seen.push('!');
                }
            }
        }
        assert_eq!(seen, "b1b1!b1", "{size}");
    }
    let server = Server::start(|_, _| stream(vec![vec![b'x'; 90_000]; 9])).await;
    let client = to(&server).max_body(1000).build().expect("a client");
    let mut lines = client.books().export().await.expect("lines");
    assert_eq!(lines.try_next().await.expect_err("too large").kind(), ErrorKind::BodyTooLarge);
}

/// A server of bytes that cuts each answer short.
async fn bytes(total: usize, piece: usize, etag: &'static str) -> Server {
    Server::start(move |number, seen| {
        let range = seen.header("range").and_then(|it| it.strip_prefix("bytes=")?.split_once('-'));
        let start = range.map_or(0, |(start, _)| start.parse().expect("a number"));
        let end =
            range.and_then(|(_, end)| end.parse::<usize>().ok()).map_or(total, |last| last + 1);
        let version = if number < 1000 { etag } else { "\"other\"" };
        let mut head = format!(
            "HTTP/1.1 {} X\r\netag: {version}\r\ncontent-length: {}\r\n",
            if range.is_some() { 206 } else { 200 },
            end - start
        );
        if range.is_some() {
            head.push_str(&format!("content-range: bytes {start}-{}/{total}\r\n", end - 1));
        }
        head.push_str("\r\n");
        let sent: Vec<u8> = (start..end.min(start + piece)).map(|at| at as u8).collect();
        vec![
            Step::Write(head.into_bytes()),
            Step::Write(sent),
            Step::Wait(Duration::from_millis(2)),
            Step::Close,
        ]
    })
    .await
}

#[tokio::test]
async fn a_download_goes_on_where_it_broke_off() {
    let server = bytes(10_000, 1000, "\"v1\"").await;
    let client = to(&server).build().expect("a client");
    let seen = Arc::new(Mutex::new(Vec::new()));
    let progress = seen.clone();
    let mut download =
        client.books().content("b1").await.expect("a download").on_progress(move |done, total| {
            progress.lock().expect("no panic").push((done, total));
        });
    let mut all = Vec::new();
    assert_eq!(download.write_to(&mut all).await.expect("all"), 10_000);
    assert!(all.iter().enumerate().all(|(at, byte)| *byte == at as u8));
    assert_eq!(seen.lock().expect("no panic").last(), Some(&(10_000, Some(10_000))));
    let requests = server.seen();
    assert_eq!(requests.len(), 10);
    assert_eq!(requests[1].header("range"), Some("bytes=1000-9999"));
    assert_eq!(requests[1].header("if-range"), Some("\"v1\""));

    let part = client.books().content("b1").range(500..2500).await.expect("a download");
    assert_eq!(part.status().as_u16(), 206);
    let part = part.bytes().await.expect("all");
    assert!(part.len() == 2000 && part[0] == 500usize as u8);
    let requests = server.seen();
    assert_eq!(requests[11].header("range"), Some("bytes=1500-2499"));
}

#[tokio::test]
async fn a_download_that_cannot_go_on_is_an_error() {
    // A weak version does not promise the same bytes.
    let server = bytes(10_000, 1000, "W/\"v1\"").await;
    let client = to(&server).build().expect("a client");
    let error =
        client.books().content("b1").await.expect("a download").bytes().await.expect_err("cut");
    assert_eq!((error.kind(), server.seen().len()), (ErrorKind::Protocol, 1));
    // Another version came in between.
    let server = Server::start(|number, _| {
        let head = format!("HTTP/1.1 200 X\r\netag: \"{number}\"\r\ncontent-length: 9\r\n\r\n1234");
        vec![Step::Write(head.into_bytes()), Step::Wait(Duration::from_millis(2)), Step::Close]
    })
    .await;
    let client = to(&server).build().expect("a client");
    let error =
        client.books().content("b1").await.expect("a download").bytes().await.expect_err("changed");
    assert!(error.message().contains("changed"), "{error:?}");
    // Nothing comes at all, again and again.
    let server = bytes(10_000, 0, "\"v1\"").await;
    let client = to(&server).build().expect("a client");
    client.books().content("b1").await.expect("a download").bytes().await.expect_err("nothing");
    assert_eq!(server.seen().len(), 3);
    let call = client.books().content("b1").retry(RetryPolicy::off());
    call.await.expect("a download").bytes().await.expect_err("nothing");
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_file_is_sent_again_and_a_stream_is_not() {
    let path = std::env::temp_dir().join(format!("runtime-upload-{}", std::process::id()));
    std::fs::write(&path, vec![7u8; 300_000]).expect("a file");
    let server = Server::start(|number, _| match number {
        0 => vec![Step::Close],
        _ => reply(200, &[], "done"),
    })
    .await;
    let client = to(&server).build().expect("a client");
    let sent = Arc::new(AtomicU64::new(0));
    let progress = sent.clone();
    let body = Body::file(&path).await.expect("a file");
    let body = body.on_progress(move |bytes| progress.store(bytes, Ordering::Relaxed));
    let done = client.books().scan(FilePart::new(body).file_name("f")).await.expect("done");
    assert_eq!((&**done, done.attempts()), ("done", 2));
    let seen = server.seen();
    assert_eq!(seen[0].body, seen[1].body);
    assert!(seen[1].header("content-length").is_some());
    assert_eq!(sent.load(Ordering::Relaxed), 300_000);
    std::fs::remove_file(&path).expect("a file");
    let missing = Body::replayable(move || Body::from("x").into_stream(), Some(5));
    assert!(client.books().scan(missing).await.is_err(), "fewer bytes than were promised");

    let server = Server::start(|_, _| vec![Step::Close]).await;
    let client = to(&server).build().expect("a client");
    let body = Body::reader(std::io::Cursor::new(vec![1u8; 100_000]), None);
    let error = client.books().scan(body).await.expect_err("closed");
    assert_eq!(server.seen().len(), 1);
    assert!(error.may_have_been_sent());
    assert_eq!(server.seen()[0].header("transfer-encoding"), Some("chunked"));
    assert!(server.seen()[0].body.len() > 100_000);
}

#[tokio::test]
async fn an_upload_that_cannot_be_read_is_told() {
    let server = Server::start(|_, _| reply(200, &[], "done")).await;
    let client = to(&server).build().expect("a client");
    let path = std::env::temp_dir().join(format!("runtime-gone-{}", std::process::id()));
    std::fs::write(&path, "x").expect("a file");
    let body = Body::file(&path).await.expect("a file");
    std::fs::remove_file(&path).expect("a file");
    let error = client.books().scan(body).await.expect_err("gone");
    assert_eq!(error.kind(), ErrorKind::Upload, "{error:?}");
}

#[tokio::test]
async fn pages_follow_each_other_and_end() {
    let server = Server::start(|_, seen| {
        let cursor =
            seen.target().split_once("cursor=").map_or(0, |(_, it)| it.parse::<u32>().unwrap_or(0));
        let data =
            if cursor % 7 == 3 { String::new() } else { BOOK.replace("b1", &format!("b{cursor}")) };
        let next = if cursor < 500 { format!("\"{}\"", cursor + 1) } else { "null".into() };
        reply(200, &[], &format!(r#"{{"data":[{data}],"next":{next}}}"#))
    })
    .await;
    let client = to(&server).build().expect("a client");
    for prefetch in [false, true] {
        let mut items = client.books().list().limit(1).items();
        if prefetch {
            items = items.prefetch();
        }
        let all = items.try_collect().await.expect("all");
        assert_eq!(all.len(), 501 - 72);
    }
    let mut pages = client.books().list().pages();
    pages.try_next().await.expect("a page").expect("a page");
    let rest = pages.next_request().expect("a request").clone();
    assert_eq!(rest.items().try_collect().await.expect("all").len(), 500 - 72);
}

#[tokio::test]
async fn a_list_that_leads_back_is_an_error() {
    for next in ["same", "a"] {
        let server = Server::start(move |number, _| {
            let next = if next == "same" { "same" } else { ["a", "b", "c"][number % 3] };
            reply(200, &[], &format!(r#"{{"data":[{BOOK}],"next":"{next}"}}"#))
        })
        .await;
        let client = to(&server).build().expect("a client");
        let error = client.books().list().items().try_collect().await.expect_err("endless");
        assert_eq!(error.kind(), ErrorKind::Pagination);
        assert!(server.seen().len() < 5);
    }
    let server = Server::start(|number, _| match number {
        1 => reply(400, &[], ""),
        0 => reply(200, &[], &format!(r#"{{"data":[{BOOK}],"next":"2"}}"#)),
        _ => reply(200, &[], r#"{"data":[]}"#),
    })
    .await;
    let client = to(&server).build().expect("a client");
    let mut items = client.books().list().items();
    assert!(items.try_next().await.expect("a book").is_some());
    items.try_next().await.expect_err("refused");
    assert!(items.try_next().await.expect("the end").is_none(), "the same page is asked for again");
}
