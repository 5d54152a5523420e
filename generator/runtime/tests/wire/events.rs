//! Streams of events.

use super::support::{HEAD, Seen, Server, Step, reply, stream, to};
use emitted::{Client, ErrorKind, types::BookEvent};
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_stream_that_is_cut_loses_and_repeats_nothing() {
    const EVENTS: usize = 3000;
    let server = Server::start(|number, seen: &Seen| {
        let next =
            seen.header("last-event-id").map_or(0, |id| id.parse::<usize>().expect("a number") + 1);
        if next >= EVENTS {
            return reply(204, &[], "");
        }
        let last = (next + 3).min(EVENTS);
        let mut text: String = (next..last)
            .map(|id| {
                format!("id: {id}\nretry: 0\ndata: {{\"type\":\"lent\",\"reader\":\"r{id}\"}}\n\n")
            })
            .collect();
        if last < EVENTS {
            text.push_str(&format!("id: {last}\ndata: {{\"type\":"));
        }
        let mut steps = stream([text.into_bytes()]);
        if number % 2 == 0 {
            // A reset may overtake the bytes before it, so they get a head start.
            steps.pop();
            steps.extend([Step::Wait(Duration::from_millis(2)), Step::Reset]);
        }
        steps
    })
    .await;
    let client = to(&server).build().expect("a client");
    let mut events = client.books().events().await.expect("events");
    for id in 0..EVENTS {
        let event = events.try_next().await.expect("no error").expect("an event");
        assert_eq!(event.id, Some(id.to_string()));
        assert!(matches!(event.data, Ok(BookEvent::Lent(lent)) if lent.reader == format!("r{id}")));
    }
    assert!(events.try_next().await.expect("no error").is_none());
    assert_eq!(server.seen().len(), 1001);
}

#[tokio::test]
async fn unknown_events_are_kept() {
    let text = "event: ping\ndata: {\"type\":\"new\",\"x\":1}\n\ndata: no json\n\n";
    let server = Server::start(move |_, _| stream([text.as_bytes().to_vec()])).await;
    let client = to(&server).build().expect("a client");
    let mut events =
        client.books().events().last_event_id("5").await.expect("events").reconnect(false);
    assert_eq!(events.last_event_id(), Some("5"));
    let ping = events.try_next().await.expect("no error").expect("an event");
    assert!(matches!(ping.data, Ok(BookEvent::Unknown(_))));
    let other = events.try_next().await.expect("no error").expect("an event");
    assert_eq!(other.text, "no json");
    assert_eq!(other.data.expect_err("no JSON").kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn events_that_are_none_or_too_large_are_errors() {
    let server = Server::start(|_, _| reply(200, &[("content-type", "text/html")], "<html>")).await;
    let client = to(&server).build().expect("a client");
    assert_eq!(client.books().events().await.expect_err("HTML").kind(), ErrorKind::Decode);
    let server = Server::start(|_, _| stream([vec![b'x'; 5000]])).await;
    let client = to(&server).build().expect("a client");
    let mut events = client.books().events().await.expect("events").largest_event(1000);
    assert_eq!(events.try_next().await.expect_err("too large").kind(), ErrorKind::BodyTooLarge);
    let server = Server::start(|_, _| stream([])).await;
    let client = to(&server).build().expect("a client");
    let mut events = client.books().events().await.expect("events");
    assert_eq!(events.try_next().await.expect_err("nothing").kind(), ErrorKind::Protocol);
    assert_eq!(server.seen().len(), 6);
}

#[tokio::test]
async fn a_silent_stream_is_left() {
    let server = Server::start(|number, _| match number {
        0 => vec![Step::Write(HEAD.as_bytes().to_vec()), Step::Wait(Duration::from_secs(20))],
        _ => stream([b"data: 1\n\n".to_vec()]),
    })
    .await;
    let client = Client::builder().base_url(&server.url).build().expect("a client");
    let events = client.books().events().await.expect("events");
    let mut events = events.silence(Duration::from_millis(50));
    assert_eq!(events.try_next().await.expect("no error").expect("an event").text, "1");
    assert_eq!(server.seen().len(), 2);
    let deadline = Instant::now() + Duration::from_millis(100);
    let server = Server::start(|_, _| {
        vec![Step::Write(HEAD.as_bytes().to_vec()), Step::Wait(Duration::from_secs(20))]
    })
    .await;
    let client = Client::builder().base_url(&server.url).build().expect("a client");
    let mut events = client.books().events().deadline(deadline).await.expect("events");
    assert_eq!(events.try_next().await.expect_err("late").kind(), ErrorKind::Deadline);
    assert!(Instant::now() < deadline + Duration::from_millis(50));
}

#[tokio::test]
async fn any_id_is_one_to_go_on_from() {
    let server = Server::start(|number, _| match number {
        0 => stream([b"retry: 0\nid: a b \ndata: 1\n\n".to_vec()]),
        1 => stream(["id: \u{e9}\ndata: 2\n\n".as_bytes().to_vec()]),
        2 => stream([b"id: \x01\ndata: 3\n\nid: \x7f\ndata: 4\n\n".to_vec()]),
        _ => reply(204, &[], ""),
    })
    .await;
    let client = to(&server).build().expect("a client");
    let mut events = client.books().events().await.expect("events");
    for (id, text) in [("a b ", "1"), ("\u{e9}", "2"), ("\u{e9}", "3"), ("\u{e9}", "4")] {
        let event = events.try_next().await.expect("no error").expect("an event");
        assert_eq!((event.id.as_deref(), event.text.as_str()), (Some(id), text));
    }
    assert!(events.try_next().await.expect("no error").is_none());
    let sent: Vec<_> =
        server.seen().iter().map(|seen| seen.header("last-event-id").map(str::to_owned)).collect();
    let sent: Vec<_> = sent.iter().map(Option::as_deref).collect();
    assert_eq!(sent, [None, Some("a b"), Some("\u{e9}"), Some("\u{e9}")]);
}

#[tokio::test]
async fn an_id_that_is_taken_back_is_not_asked_for_again() {
    let server = Server::start(|number, _| match number {
        0 => stream([b"retry: 0\nid: 7\ndata: 1\n\n".to_vec()]),
        1 => stream([b"id\ndata: 2\n\n".to_vec()]),
        _ => reply(204, &[], ""),
    })
    .await;
    let client = to(&server).build().expect("a client");
    let mut events = client.books().events().await.expect("events");
    while let Some(event) = events.try_next().await.expect("no error") {
        assert!(["1", "2"].contains(&event.text.as_str()));
    }
    let sent: Vec<_> =
        server.seen().iter().map(|seen| seen.header("last-event-id").map(str::to_owned)).collect();
    assert_eq!(sent, [None, Some("7".to_owned()), None]);
}

#[tokio::test]
async fn streams_show_the_headers_of_their_answers() {
    let server = Server::start(|_, _| stream([])).await;
    let client = to(&server).build().expect("a client");
    let events = client.books().events().await.expect("events");
    assert_eq!(events.header("content-type"), Some("text/event-stream; charset=utf-8"));
    assert_eq!(events.headers().len(), 1);
    let lines = client.books().export().await.expect("lines");
    assert_eq!(lines.header("content-type"), Some("text/event-stream; charset=utf-8"));
    assert_eq!(lines.headers().len(), 1);
}
