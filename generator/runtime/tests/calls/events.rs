//! Streams of events: how they are read, and how they go on.

use super::{Fixed, client, with};
use emitted::{
    Client, Error, ErrorKind,
    resources::BookEvents,
    runtime::{Environment, EventStream, Fault, Mock, MockReply, RetryPolicy},
    types::BookEvent,
};
use std::time::Duration;

/// An event without its decoded data.
type Plain = (Option<String>, String, String);

fn plain(id: Option<&str>, name: &str, text: &str) -> Plain {
    (id.map(str::to_owned), name.to_owned(), text.to_owned())
}

fn stream(chunks: &[&[u8]]) -> MockReply<BookEvents> {
    let start = MockReply::status(200).header("content-type", "text/event-stream");
    chunks.iter().fold(start, |reply, chunk| reply.chunk(chunk.to_vec()))
}

async fn rest(events: &mut EventStream<BookEvent>) -> Result<Vec<Plain>, Error> {
    let mut all = Vec::new();
    while let Some(event) = events.try_next().await? {
        all.push((event.id, event.name, event.text));
    }
    Ok(all)
}

/// Returns the events of one stream in chunks.
async fn read(client: &Client, mock: &Mock, chunks: &[&[u8]]) -> Vec<Plain> {
    mock.on::<BookEvents>().reply(stream(chunks));
    let mut events = client.books().events().await.expect("events").reconnect(false);
    rest(&mut events).await.expect("events")
}

#[tokio::test]
async fn events_are_read_whatever_the_chunks_and_line_ends() {
    let mock = Mock::new();
    let client = client(&mock);
    let text = "\u{feff}: hello\nid: 1\nevent: lent\ndata: {\"a\":\ndata:  1}\nretry: x\n\ndata\n\nid\n\
        data: é\nunknown: 1\n\n\nevent: none\n\ndata: cut";
    let expected = [
        plain(Some("1"), "lent", "{\"a\":\n 1}"),
        plain(Some("1"), "message", ""),
        plain(None, "message", "é"),
    ];
    let mixed = ["\r", "\r\n", "\n"].into_iter().cycle();
    let mixed: String = text.lines().zip(mixed).flat_map(|(line, end)| [line, end]).collect();
    let mixed = mixed.trim_end_matches("\n").to_owned();
    for text in ["\n", "\r\n", "\r"].map(|end| text.replace('\n', end)).into_iter().chain([mixed]) {
        let bytes = text.as_bytes();
        assert_eq!(read(&client, &mock, &[bytes]).await, expected, "{text:?}");
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(read(&client, &mock, &single).await, expected, "{text:?}");
        for cut in 1..bytes.len() {
            let (left, right) = bytes.split_at(cut);
            assert_eq!(read(&client, &mock, &[left, right]).await, expected, "{text:?} {cut}");
            assert_eq!(read(&client, &mock, &[left, b"", right]).await, expected, "{text:?} {cut}");
        }
    }
}

#[tokio::test]
async fn fields_are_what_the_standard_says() {
    let mock = Mock::new();
    let client = client(&mock);
    let message = |text: &str| vec![plain(None, "message", text)];
    for (text, events) in [
        ("data:1\n\n", message("1")),
        ("data:  1\n\n", message(" 1")),
        ("data:1:2\n\n", message("1:2")),
        ("data\ndata\n\n", message("\n")),
        ("event: a\nevent: b\ndata: 1\n\n", vec![plain(None, "b", "1")]),
        ("event: a\n\ndata: 1\n\n", message("1")),
        ("data: 1\n\u{feff}data: 2\n\n", message("1")),
        ("\u{feff}\u{feff}data: 1\n\ndata: 2\n\n", message("2")),
        ("\n\n\ndata: 1\n\n", message("1")),
        ("Data: 1\n data: 2\ndata : 3\n\n", vec![]),
        ("id: a\0b\ndata: 1\n\n", message("1")),
        ("id: a\tb\ndata: 1\n\n", vec![plain(Some("a\tb"), "message", "1")]),
        ("id: 1\n\ndata: 2\n\n", vec![plain(Some("1"), "message", "2")]),
        ("data: not complete\n", vec![]),
    ] {
        assert_eq!(read(&client, &mock, &[text.as_bytes()]).await, events, "{text:?}");
    }
    let bytes: &[u8] = b"data: \xff\n\n";
    assert_eq!(read(&client, &mock, &[bytes]).await, message("\u{fffd}"));
}

#[tokio::test]
async fn an_event_is_as_large_as_it_may_be() {
    let mock = Mock::new();
    let client = client(&mock);
    for (text, fits) in [
        ("data:12345\n\n", true),
        ("data:123456\n\n", false),
        ("data:12345", true),
        ("data:123456", false),
        // What came before counts with the line that comes.
        ("data:12345\ndata:\n\n", true),
        ("data:12345\ndata:6\n\n", false),
        ("data:12345\ndata:6", false),
        ("data:12345\n\ndata:12345\n\n", true),
        (":234567890\n\n", true),
        (":2345678901\n\n", false),
        (":2345678901", false),
    ] {
        for size in [1, 3, 100] {
            let chunks: Vec<&[u8]> = text.as_bytes().chunks(size).collect();
            mock.on::<BookEvents>().reply(stream(&chunks));
            let events = client.books().events().await.expect("events").reconnect(false);
            let mut events = events.largest_event(10);
            match rest(&mut events).await {
                Ok(_) => assert!(fits, "{text:?} {size}"),
                Err(error) => {
                    assert_eq!((fits, error.kind()), (false, ErrorKind::BodyTooLarge), "{text:?}");
                    assert!(error.message().contains("larger than 10 bytes"), "{error}");
                    // It is over, also where there is more to come.
                    assert!(events.try_next().await.expect("the end").is_none());
                }
            }
        }
    }
    // Unless it is said otherwise, 4 MiB.
    let largest = 4 << 20;
    for (length, fits) in [(largest, true), (largest + 1, false)] {
        let text = format!("data:{}\n\n", "x".repeat(length - 5));
        mock.on::<BookEvents>().reply(stream(&[text.as_bytes()]));
        let mut events = client.books().events().await.expect("events").reconnect(false);
        assert_eq!(rest(&mut events).await.is_ok(), fits);
    }
}

#[tokio::test]
async fn only_a_stream_of_events_is_read() {
    for (media_type, is_read) in [
        (None, true),
        (Some("text/event-stream"), true),
        (Some(" Text/Event-Stream; charset=utf-8"), true),
        (Some("text/plain"), false),
        (Some("application/json"), false),
        (Some("x-text/event-stream"), false),
    ] {
        let mock = Mock::new();
        let reply = |media_type: Option<&str>| {
            let reply = MockReply::status(200).chunk("data: 1\n\n");
            match media_type {
                Some(media_type) => reply.header("content-type", media_type),
                None => reply,
            }
        };
        mock.on::<BookEvents>().reply(reply(media_type));
        let outcome = client(&mock).books().events().await;
        assert_eq!(outcome.is_ok(), is_read, "{media_type:?}");
        if let Err(error) = outcome {
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert!(error.message().contains(media_type.expect("one")), "{error}");
        }
        // Nor when it goes on.
        let mock = Mock::new();
        mock.on::<BookEvents>().script([stream(&[b"data: 0\n\n"]), reply(media_type)]);
        let mut events = hasty(&mock, 0).books().events().await.expect("events");
        assert_eq!(events.try_next().await.expect("one").expect("one").text, "0");
        match events.try_next().await {
            Ok(event) => assert!(is_read && event.expect("one").text == "1"),
            Err(error) => {
                assert!(!is_read && error.kind() == ErrorKind::Decode);
                assert!(events.try_next().await.expect("the end").is_none());
            }
        }
    }
}

/// A client that sends nothing again by itself and whose waits are over at once.
fn hasty(mock: &Mock, byte: u8) -> Client {
    let builder = with(mock).retry(RetryPolicy::off());
    builder.environment(Instantly(Fixed::new(byte))).build().expect("a client")
}

#[derive(Clone)]
struct Instantly(Fixed);

impl Environment for Instantly {
    fn now(&self) -> std::time::Instant {
        self.0.now()
    }

    fn today(&self) -> std::time::SystemTime {
        self.0.today()
    }

    fn sleep(&self, duration: Duration) -> emitted::runtime::Sleep {
        drop(self.0.sleep(duration));
        Box::pin(async {})
    }

    fn fill(&self, bytes: &mut [u8]) -> bool {
        self.0.fill(bytes)
    }
}

/// Returns the waits of a stream that goes through answers, in milliseconds, and its end.
async fn waits(byte: u8, replies: Vec<MockReply<BookEvents>>) -> (Vec<u128>, Result<usize, Error>) {
    let mock = Mock::new();
    mock.on::<BookEvents>().script(replies);
    let environment = Instantly(Fixed::new(byte));
    let client = with(&mock).retry(RetryPolicy::off()).environment(environment.clone()).build();
    let mut events = client.expect("a client").books().events().await.expect("events");
    let outcome = rest(&mut events).await.map(|events| events.len());
    mock.assert_done();
    (environment.0.slept().iter().map(Duration::as_millis).collect(), outcome)
}

#[tokio::test]
async fn the_server_says_when_to_come_back_within_bounds() {
    for (retry, wait) in [
        ("", 1_000),
        ("retry: 0", 100),
        ("retry: 99", 100),
        ("retry: 101", 101),
        ("retry:2000", 2_000),
        ("retry: 59999", 59_999),
        ("retry: 60001", 60_000),
        ("retry: 99999999999999999999", 1_000),
        ("retry: 2000\nretry", 2_000),
        ("retry: 2000\nretry: 5s", 2_000),
        ("retry: 2000\nretry: -5", 2_000),
        ("retry: 2000\nretry: 5 ", 2_000),
    ] {
        for byte in [0, 0xff] {
            let text = format!("{retry}\ndata: 1\n\n");
            let replies = vec![stream(&[text.as_bytes()]), MockReply::status(204)];
            let (waits, outcome) = waits(byte, replies).await;
            assert_eq!((waits, outcome.ok()), (vec![wait], Some(1)), "{retry}");
        }
    }
}

#[tokio::test]
async fn a_server_that_brings_nothing_is_asked_less_and_less_often() {
    for (byte, expected) in [(0, [1_000; 5]), (0xff, [1_000, 2_000, 4_000, 8_000, 16_000])] {
        let mut replies = vec![stream(&[]); 5];
        // A chunk of nothing is nothing.
        replies.insert(3, stream(&[b""]));
        let (waits, outcome) = waits(byte, replies).await;
        assert_eq!(waits, expected);
        let error = outcome.expect_err("nothing came");
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Protocol, "bookEvents"));
        assert!(error.message().contains("ends at once"), "{error}");
    }
    // What comes, if it is only a comment, shows that somebody is there.
    let mut replies = vec![stream(&[]); 5];
    replies.push(stream(&[b":\n"]));
    replies.extend([stream(&[]), MockReply::status(204)]);
    let (waits, outcome) = waits(0xff, replies).await;
    assert_eq!((waits.len(), outcome.ok()), (7, Some(0)));
    assert_eq!(waits[4..], [16_000, 1_000, 2_000]);
}

#[tokio::test]
async fn no_wait_is_longer_than_a_minute() {
    let mut replies = vec![stream(&[b"retry: 40000\n\n"])];
    replies.extend(vec![stream(&[]), stream(&[]), MockReply::status(204)]);
    assert_eq!(waits(0xff, replies).await.0, [40_000, 60_000, 60_000]);
    let refused = |wait: &str| MockReply::status(503).header("retry-after", wait);
    let replies = vec![
        stream(&[b":\n"]),
        refused("0"),
        refused("5"),
        refused("50"),
        refused("70"),
        MockReply::status(204),
    ];
    assert_eq!(waits(0, replies).await.0, [1_000, 1_000, 5_000, 50_000, 60_000]);
}

#[tokio::test]
async fn a_stream_that_cannot_be_resumed_tells_why() {
    // What may pass is tried five times.
    let mut replies = vec![stream(&[b"data: 1\n\n"])];
    replies.extend(vec![MockReply::fault(Fault::Refused); 5]);
    let error = waits(0, replies).await.1.expect_err("nobody");
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Connect, "bookEvents"));
    assert!(!error.may_have_been_sent());
    // What may not is not tried again.
    for status in [401, 404] {
        let replies = vec![stream(&[b"data: 1\n\n"]), MockReply::status(status)];
        let error = waits(0, replies).await.1.expect_err("refused");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
    }
    // A connection that breaks is not the end, unless it is to be.
    let replies = vec![stream(&[b"data: 1\n\n"]).cut(), MockReply::status(204)];
    assert_eq!(waits(0, replies).await.1.ok(), Some(1));
    let mock = Mock::new();
    mock.on::<BookEvents>().reply(stream(&[b"data: 1\n\n"]).cut());
    let mut events = client(&mock).books().events().await.expect("events").reconnect(false);
    assert_eq!(events.try_next().await.expect("one").expect("one").text, "1");
    let error = events.try_next().await.expect_err("cut");
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Protocol, "bookEvents"));
    assert_eq!(error.status().map(|it| it.as_u16()), Some(200));
}

#[tokio::test]
async fn what_was_not_complete_is_forgotten() {
    let mock = Mock::new();
    mock.on::<BookEvents>().script([
        stream(&[b"id: 1\ndata: 1\n\nid: 2\nevent: lost\ndata: lost\nda"]),
        stream(&["\u{feff}data: 2\n\nid: 3\r".as_bytes()]),
        stream(&[b"\ndata: 3\n\n"]),
        MockReply::status(204),
    ]);
    let mut events = hasty(&mock, 0).books().events().last_event_id("0").await.expect("events");
    assert_eq!(events.last_event_id(), Some("0"));
    let expected = ["1", "2", "3"].map(|text| plain(Some("1"), "message", text));
    assert_eq!(rest(&mut events).await.expect("events"), expected);
    assert_eq!(events.last_event_id(), Some("1"));
    let asked = mock.requests();
    let asked: Vec<_> = asked.iter().filter_map(|sent| sent.header("last-event-id")).collect();
    assert_eq!(asked, ["0", "1", "1", "1"]);
}

#[tokio::test]
async fn a_stream_goes_on_behind_the_last_event_that_has_an_id() {
    let mock = Mock::new();
    mock.on::<BookEvents>().script([
        stream(&[b"id: a\tb\t\ndata: 1\n\n"]),
        stream(&[b"id:\ndata: 2\n\n"]),
        MockReply::status(204),
    ]);
    let client = hasty(&mock, 0);
    let events = client.books().events().extra_query("last_event_id", "0").extra_query("x", "y");
    let mut events = events.last_event_id("0").await.expect("events");
    rest(&mut events).await.expect("events");
    assert_eq!(events.last_event_id(), None);
    let asked: Vec<_> = mock
        .requests()
        .iter()
        .map(|sent| {
            let header = sent.header("last-event-id").map(str::to_owned);
            (header, sent.uri.query().unwrap_or_default().to_owned())
        })
        .collect();
    assert_eq!(
        asked,
        [
            (Some("0".to_owned()), "last_event_id=0&x=y".to_owned()),
            // Spaces around a header are no part of it; in the query they are.
            (Some("a\tb".to_owned()), "x=y&last_event_id=a%09b%09".to_owned()),
            (None, "x=y".to_owned()),
        ]
    );
}

#[tokio::test]
async fn an_event_that_is_not_as_documented_tells_of_its_stream() {
    let mock = Mock::new();
    mock.on::<BookEvents>().reply(stream(&[b"data: {\n\n"]).header("x-request-id", "r1"));
    let mut events = client(&mock).books().events().await.expect("events");
    let event = events.try_next().await.expect("no error").expect("an event");
    let error = event.data.expect_err("no JSON");
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Decode, "bookEvents"));
    assert_eq!((error.request_id(), event.text.as_str()), (Some("r1"), "{"));
}
