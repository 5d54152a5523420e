//! Conventions that `codegen.toml` says: what the client makes of them.

use conventions::{
    Client, Error, ErrorKind,
    resources::{
        bell::HearBell,
        orders::{Buy, BuyAgain, ForgetLast},
        walks::{ByCount, ByDoor, BySheet},
        wares::{BrowseWares, ReadWare, RelabelWare},
    },
    runtime::{ETag, Fault, Mock, MockReply, RetryPolicy},
    types::{BrowseWaresResponseXShopMood, FaultWhatKind, Shelf, ShelfWalk, Ware},
};
use std::time::{Duration, UNIX_EPOCH};

fn client(mock: &Mock) -> Client {
    let retry = RetryPolicy::default().base(Duration::ZERO);
    let client = Client::builder().bearer("secret-token").retry(retry).transport(mock.clone());
    client.build().expect("a client")
}

fn ware(label: &str) -> Ware {
    Ware { label: label.to_owned() }
}

fn shelf(labels: &[&str], walk: ShelfWalk) -> Shelf {
    let wares = labels.iter().map(|label| ware(label)).collect();
    // A second list, so that nothing could guess which is meant.
    Shelf { wares, aside: Some(vec![ware("aside")]), walk: Some(walk) }
}

fn labels(wares: &[Ware]) -> Vec<&str> {
    wares.iter().map(|ware| ware.label.as_str()).collect()
}

fn queries(mock: &Mock) -> Vec<String> {
    mock.requests().iter().map(|sent| sent.uri.query().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn a_cursor_is_found_by_its_keys() {
    let mock = Mock::new();
    let walk = |following: &str, goes_on: bool| ShelfWalk {
        following: Some(following.to_owned()),
        goes_on: Some(goes_on),
        ..ShelfWalk::default()
    };
    mock.on::<BrowseWares>().script([
        MockReply::answer(shelf(&["a", "b"], walk("b c", true))),
        // The cursor of the last page leads nowhere: there is no more.
        MockReply::answer(shelf(&["c"], walk("d", false))),
    ]);
    let all = client(&mock).wares().browse().most(2).items().try_collect().await;
    assert_eq!(labels(&all.expect("all")), ["a", "b", "c"]);
    assert_eq!(queries(&mock), ["most=2", "most=2&from=b%20c"]);
    // One that says that there is more and not where does not end as if all had come.
    mock.on::<BrowseWares>()
        .answer(shelf(&["a"], ShelfWalk { goes_on: Some(true), ..ShelfWalk::default() }));
    let error = client(&mock).wares().browse().items().try_collect().await.expect_err("unknown");
    assert_eq!(error.kind(), ErrorKind::Pagination);
}

#[tokio::test]
async fn wares_are_counted_sheets_are_numbered_and_doors_are_followed() {
    let mock = Mock::new();
    let none = ShelfWalk::default;
    mock.on::<ByCount>().script([
        MockReply::answer(shelf(&["a", "b"], none())),
        MockReply::answer(shelf(&["c"], none())),
        MockReply::answer(shelf(&[], none())),
    ]);
    let all = client(&mock).walks().by_count().most(2).items().try_collect().await.expect("all");
    assert_eq!(labels(&all), ["a", "b", "c"]);
    assert_eq!(queries(&mock), ["most=2", "most=2&passed=2", "most=2&passed=3"]);

    let mock = Mock::new();
    mock.on::<BySheet>().script([
        MockReply::answer(vec![ware("a")]),
        MockReply::answer(vec![ware("b")]),
        MockReply::answer(vec![]),
    ]);
    let all = client(&mock).walks().by_sheet().items().try_collect().await.expect("all");
    assert_eq!(labels(&all), ["a", "b"]);
    assert_eq!(queries(&mock), ["", "sheet=1", "sheet=2"], "the first sheet is number 0");

    let mock = Mock::new();
    let door = |url: &str| ShelfWalk { door: Some(url.to_owned()), ..none() };
    mock.on::<ByDoor>().script([
        MockReply::answer(shelf(&["a"], door("/doors?to=2"))),
        MockReply::answer(shelf(&["b"], door("https://shop.example.com/doors?to=3"))),
        MockReply::answer(shelf(&["c"], none())),
    ]);
    let all = client(&mock).walks().by_door().items().try_collect().await.expect("all");
    assert_eq!(labels(&all), ["a", "b", "c"]);
    assert_eq!(queries(&mock), ["", "to=2", "to=3"]);
    // The key of the client stays with the shop.
    mock.on::<ByDoor>().answer(shelf(&["a"], door("https://elsewhere.example/")));
    let error = client(&mock).walks().by_door().items().try_collect().await.expect_err("away");
    assert_eq!(error.kind(), ErrorKind::Pagination);
}

#[tokio::test]
async fn what_carries_a_key_is_sent_again_with_it_and_what_does_not_is_not() {
    let mock = Mock::new();
    mock.on::<Buy>().script([
        MockReply::fault(Fault::Reset),
        MockReply::status(503),
        MockReply::answer(ware("a")),
    ]);
    let bought = client(&mock).orders().buy(ware("a")).await.expect("bought");
    assert_eq!((bought.attempts(), &*bought.label), (3, "a"));
    let keys: Vec<String> = mock
        .calls::<Buy>()
        .iter()
        .map(|call| call.header("x-once").expect("a key").to_owned())
        .collect();
    assert!(keys[0].len() == 36 && keys.iter().all(|key| *key == keys[0]), "{keys:?}");
    assert_eq!(mock.calls::<Buy>()[0].idempotency_key(), Some(&*keys[0]));
    // The document does not declare it here.
    mock.on::<BuyAgain>().script([MockReply::fault(Fault::Reset), MockReply::answer(())]);
    let again = client(&mock).orders().buy_again().idempotency_key("mine").await.expect("bought");
    assert_eq!((again.attempts(), mock.calls::<BuyAgain>()[1].header("x-once")), (2, Some("mine")));
    mock.on::<ForgetLast>().answer(());
    client(&mock).orders().forget_last().await.expect("forgotten");
    assert_eq!(mock.calls::<ForgetLast>()[0].header("x-once"), None);
    mock.assert_done();
}

fn fault(body: &str) -> MockReply {
    MockReply::status(409).header("content-type", "application/json").chunk(body.to_owned())
}

async fn failed(mock: &Mock) -> Error {
    client(mock).wares().read("a").await.expect_err("it failed")
}

#[tokio::test]
async fn an_error_is_read_by_its_own_words() {
    let mock = Mock::new();
    let body = r#"{"what":{"kind":"sold_out","words":"None left","again":false},"trace":"t1"}"#;
    mock.on_id("readWare", fault(body));
    let error = failed(&mock).await;
    assert_eq!((error.code(), error.message()), (Some(&FaultWhatKind::SoldOut), "None left"));
    assert_eq!((error.code_text(), error.request_id()), (Some("sold_out"), Some("t1")));
    assert_eq!(error.api_error().and_then(|fault| fault.trace.as_deref()), Some("t1"));
    assert_eq!((error.is_retryable(), error.attempts()), (false, 1));
    // The flag is what says that a repetition can help, whatever the status.
    let mock = Mock::new();
    mock.on_id("readWare", fault(&body.replace("false", "true")));
    let error = failed(&mock).await;
    assert_eq!((error.is_retryable(), error.attempts()), (true, 3));
    // A header is nearer than a body.
    let mock = Mock::new();
    mock.on_id("readWare", fault(body).header("x-shop-trace", "t2"));
    assert_eq!(failed(&mock).await.request_id(), Some("t2"));
}

#[tokio::test]
async fn headers_of_answers_are_those_of_the_shop() {
    let mock = Mock::new();
    let answer = || MockReply::answer(ware("a"));
    mock.on::<ReadWare>().script([
        answer()
            .header("x-shop-trace", "t1")
            .header("x-shop-limit", "60")
            .header("x-shop-left", "59")
            .header("x-shop-reset", "1700000000"),
        // The usual names mean nothing here.
        answer().header("x-request-id", "r1").header("x-ratelimit-limit", "60"),
        answer().header("etag", "\"1\""),
    ]);
    let client = client(&mock);
    let read = client.wares().read("a").await.expect("a ware");
    assert_eq!(read.request_id(), Some("t1"));
    let limit = read.rate_limit().expect("a limit");
    assert_eq!((limit.limit, limit.remaining), (Some(60), Some(59)));
    assert_eq!(limit.reset, Some(UNIX_EPOCH + Duration::from_secs(1_700_000_000)));
    let read = client.wares().read("a").await.expect("a ware");
    assert_eq!((read.request_id(), read.rate_limit()), (None, None));
    assert!(client.wares().read("a").await.expect("a ware").etag().is_some());
}

#[tokio::test]
async fn versions_are_taken_where_the_document_does_not_say_so() {
    let mock = Mock::new();
    let etag = ETag::new("\"1\"").expect("a tag");
    mock.on::<ReadWare>().reply(MockReply::not_modified());
    let client = client(&mock);
    let read = client.wares().read("a").if_none_match(&etag).await.expect("an answer");
    assert!(read.is_not_modified());
    assert_eq!(mock.calls::<ReadWare>()[0].header("if-none-match"), Some("\"1\""));
    mock.on::<RelabelWare>().reply(MockReply::status(412));
    let relabel = client.wares().relabel("a", ware("b")).if_match(&etag);
    assert_eq!(relabel.await.expect_err("it changed").kind(), ErrorKind::LostUpdate);
    assert_eq!(mock.calls::<RelabelWare>()[0].header("if-match"), Some("\"1\""));
}

#[tokio::test]
async fn described_headers_have_their_types() {
    let mock = Mock::new();
    let answer = || MockReply::answer(shelf(&[], ShelfWalk::default()));
    mock.on::<BrowseWares>().script([
        answer()
            .header("x-shop-total", "1204")
            .header("x-shop-shelves", "3, 5")
            .header("x-shop-shelves", "8")
            .header("x-shop-mood", "open"),
        answer().header("x-shop-total", "many").header("x-shop-mood", "festive"),
    ]);
    let client = client(&mock);
    let shelf = client.wares().browse().await.expect("a shelf");
    assert_eq!(shelf.header(BrowseWares::X_SHOP_TOTAL), Some(1204));
    assert_eq!(shelf.header(BrowseWares::X_SHOP_SHELVES), Some(vec![3, 5, 8]));
    assert_eq!(shelf.header(BrowseWares::X_SHOP_MOOD), Some(BrowseWaresResponseXShopMood::Open));
    assert_eq!(shelf.header("x-shop-total"), Some("1204"));
    let shelf = client.wares().browse().await.expect("a shelf");
    assert_eq!(shelf.header(BrowseWares::X_SHOP_TOTAL), None, "it is no number");
    assert_eq!(shelf.header(BrowseWares::X_SHOP_SHELVES), None, "it is not there");
    let mood = shelf.header(BrowseWares::X_SHOP_MOOD);
    assert_eq!(mood, Some(BrowseWaresResponseXShopMood::Unknown("festive".into())));
}

#[tokio::test]
async fn mocked_texts_come_as_they_were_given() {
    let texts = ["one", "", "two\nlines", "a newline at its end\n", "\n", " space"];
    let mock = Mock::new();
    mock.on::<HearBell>()
        .script([MockReply::answer(texts.map(str::to_owned).to_vec()), MockReply::status(204)]);
    let mut bell = client(&mock).bell().hear().await.expect("a bell");
    let mut heard = Vec::new();
    while let Some(event) = bell.try_next().await.expect("an event") {
        heard.push(event.data.expect("text"));
    }
    assert_eq!(heard, texts);
    // No stream of events carries this, so the mock says so rather than another text.
    mock.on::<HearBell>().answer(vec!["one\r\ntwo".to_owned()]);
    let error = client(&mock).bell().hear().await.expect_err("a carriage return");
    assert!(error.to_string().contains("carriage return"), "{error}");
}
