//! Dates and times of the crate `time` on the wire, and what models derive beside the usual.

use std::collections::{BTreeSet, HashSet};
use time::macros::{date, datetime};
use typed::{
    Client, DateTime, ErrorKind,
    resources::visits::ListVisits,
    runtime::{Mock, MockReply, Patch},
    types::{Day, NewVisit, Place, PlaceKind, Span, Visit},
};

fn client(mock: &Mock) -> Client {
    Client::builder().transport(mock.clone()).build().expect("a client")
}

fn visit(at: &str) -> serde_json::Value {
    serde_json::json!({
        "at": at, "day": "2026-01-02", "ended_at": null,
        "place": { "floor": 3, "room": null, "kind": "tower" },
        "history": [{ "moments": { "first": "2026-01-02T03:04:05.000000001-08:00" } }],
    })
}

fn done(mock: &Mock, operation: &str) {
    mock.on_id(operation, MockReply::status(204));
}

#[tokio::test]
async fn answers_and_their_headers_are_read() {
    let mock = Mock::new();
    let body = [visit("2026-01-02T03:04:05.25+01:00")];
    let answer = MockReply::json(200, &body)
        .header("x-last", "2026-01-02T03:04:05Z")
        .header("x-day", "2026-01-02");
    mock.on_id("listVisits", answer);
    let visits = client(&mock).visits().list().await.expect("visits");
    assert_eq!(visits.header(ListVisits::X_LAST), Some(datetime!(2026-01-02 03:04:05 UTC).into()));
    assert_eq!(visits.header(ListVisits::X_DAY), Some(date!(2026 - 01 - 02)));
    let visit = &visits[0];
    assert_eq!(*visit.at, datetime!(2026-01-02 03:04:05.25 +1));
    assert_eq!((visit.day, visit.ended_at), (date!(2026 - 01 - 02), None));
    let first = visit.history[0].moments["first"];
    assert_eq!(*first, datetime!(2026-01-02 03:04:05.000_000_001 -8));
    assert_eq!(first.to_string(), "2026-01-02T03:04:05.000000001-08:00");
}

#[tokio::test]
async fn a_text_that_is_no_instant_is_told() {
    for wrong in ["yesterday", "2026-01-02", "2026-01-02T03:04:05", ""] {
        let mock = Mock::new();
        mock.on_id("listVisits", MockReply::json(200, &[visit(wrong)]));
        let error = client(&mock).visits().list().await.expect_err(wrong);
        assert_eq!(error.kind(), ErrorKind::Decode, "{wrong}");
    }
}

#[tokio::test]
async fn parameters_are_written_as_rfc_3339() {
    let mock = Mock::new();
    mock.on_id("listVisits", MockReply::json(200, &[(); 0]));
    let since: DateTime = datetime!(2026-01-02 03:04:05.5 +2).into();
    let days = [date!(2026 - 01 - 02), date!(2026 - 12 - 31)];
    let before = datetime!(2026-02-03 04:05:06 UTC).into();
    let list = client(&mock).visits().list().since(&since).days(days).x_before(&before);
    assert!(list.await.expect("no visits").is_empty());
    let request = &mock.requests()[0];
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let expected = [
        pair("since", "2026-01-02T03:04:05.5+02:00"),
        pair("days", "2026-01-02"),
        pair("days", "2026-12-31"),
    ];
    assert_eq!(request.query(), expected);
    assert_eq!(request.header("x-before"), Some("2026-02-03T04:05:06Z"));
}

#[tokio::test]
async fn bodies_forms_parts_and_paths_too() {
    let mock = Mock::new();
    ["addVisit", "sendForm", "sendParts"].iter().for_each(|it| done(&mock, it));
    let day = serde_json::json!({ "warmth": 1.5, "span": { "from": 1, "to": 2 }, "parts": [] });
    mock.on_id("getDay", MockReply::json(200, &day));
    let client = client(&mock);
    let at = datetime!(2026-01-02 03:04:05 UTC);
    let new = NewVisit {
        day: Some(date!(2026 - 01 - 02)),
        ends_at: Patch::Value(datetime!(2026-01-02 03:04:05 -1).into()),
        ..NewVisit::new(at)
    };
    client.visits().add(&new).await.expect("added");
    client.visits().send_form(&new).await.expect("sent");
    client.visits().send_parts(&at.into()).day(&date!(2026 - 01 - 02)).await.expect("sent");
    client.visits().day(&date!(2026 - 01 - 02)).await.expect("a day");
    let requests = mock.requests();
    let body = |at: usize| String::from_utf8_lossy(&requests[at].body).into_owned();
    let json: serde_json::Value = requests[0].json().expect("JSON");
    let expected = serde_json::json!({
        "at": "2026-01-02T03:04:05Z", "day": "2026-01-02", "ends_at": "2026-01-02T03:04:05-01:00",
    });
    assert_eq!(json, expected);
    let form = "at=2026-01-02T03%3A04%3A05Z&day=2026-01-02&ends_at=2026-01-02T03%3A04%3A05-01%3A00";
    assert_eq!(body(1), form);
    for part in ["\r\n2026-01-02T03:04:05Z\r\n", "\r\n2026-01-02\r\n"] {
        assert!(body(2).contains(part), "{part}: {}", body(2));
    }
    assert_eq!(requests[3].uri.path(), "/v1/visits/2026-01-02");
}

/// What RFC 3339 cannot say is not sent.
#[tokio::test]
async fn an_instant_that_has_no_text_is_an_error() {
    let mock = Mock::new();
    done(&mock, "addVisit");
    let error = client(&mock).visits().add(NewVisit::new(datetime!(-0001-01-02 03:04:05 UTC)));
    assert_eq!(error.await.expect_err("before year 0").kind(), ErrorKind::Build);
    assert!(mock.requests().is_empty());
}

#[test]
fn derives_are_there() {
    let read = |at: &str| serde_json::from_value::<Visit>(visit(at)).expect("a visit");
    let (early, late) = (read("2026-01-02T03:04:05Z"), read("2026-01-02T03:04:06Z"));
    let ordered: BTreeSet<&Visit> = [&late, &early, &late].into();
    assert_eq!(ordered.into_iter().collect::<Vec<_>>(), [&early, &late]);
    let different: HashSet<&Visit> = [&late, &early, &late].into();
    assert_eq!(different.len(), 2);
    let span = Span::default();
    let (copy, same) = (span, span);
    assert_eq!((copy, same.from), (span, 0));
    // What a named type holds has its traits too.
    fn ordered_too<T: Ord>() {}
    ordered_too::<Place>();
    ordered_too::<PlaceKind>();
}

/// A derive of another crate sees the models.
#[test]
fn a_foreign_derive_is_written() {
    let schema = schemars::schema_for!(Day);
    let text = serde_json::to_string(&schema).expect("JSON");
    assert!(text.contains("\"warmth\"") && text.contains("From one hour to another."), "{text}");
}
