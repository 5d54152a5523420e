//! Lists that do not end as they should.

use super::{
    book, client,
    paced::{Pace, Paced},
};
use emitted::{
    Client, ErrorKind,
    runtime::{
        Body, Call, Chunks, Items, Json, Method, Mock, MockReply, Op, Operation, Pages, Paginated,
        Request, Response, Sending, Transport, TransportError,
    },
};
use futures_core::Stream;
use serde_json::json;
use std::{
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

/// A list that names a new cursor on every page, up to a last one.
#[derive(Clone, Debug)]
struct List {
    pages: u64,
    is_empty: bool,
}

struct Once(Option<String>);

impl Stream for Once {
    type Item = Result<bytes::Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(|text| Ok(text.into())))
    }
}

impl Transport for List {
    fn send(&self, request: http::Request<Body>) -> Sending {
        let query = request.uri().query().unwrap_or_default();
        let page = query.strip_prefix("cursor=").map_or(1, |it| it.parse::<u64>().expect("ours"));
        let data = if self.is_empty { "".to_owned() } else { book().to_string() };
        let next = (page < self.pages).then(|| (page + 1).to_string());
        let body =
            format!(r#"{{"data":[{data}],"next":{},"more":{}}}"#, json!(next), next.is_some());
        let chunks: Chunks = Box::pin(Once(Some(body)));
        Box::pin(async move { Ok(http::Response::new(chunks)) })
    }
}

async fn walk(pages: u64) {
    let list = List { pages, is_empty: false };
    let client = Client::builder().transport(list).build().expect("a client");
    let mut items = client.books().list().items();
    let mut count = 0;
    while items.try_next().await.expect("a book").is_some() {
        count += 1;
    }
    assert_eq!(count, pages);
}

#[tokio::test]
async fn a_list_of_many_pages_ends() {
    walk(10_000).await;
}

/// `cargo test --release -p runtime --test calls -- --ignored a_million_pages`
#[tokio::test]
#[ignore = "a minute"]
async fn a_million_pages_end() {
    walk(1_000_000).await;
}

#[tokio::test]
async fn empty_pages_without_end_are_an_error() {
    let list = List { pages: u64::MAX, is_empty: true };
    let client = Client::builder().transport(list).build().expect("a client");
    let mut items = client.books().list().items();
    let error = items.try_next().await.expect_err("endless");
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Pagination, "listBooks"));
    // A list that is known to be so can be walked on.
    assert_eq!(items.try_next().await.expect_err("endless").kind(), ErrorKind::Pagination);
}

#[tokio::test]
async fn a_page_that_names_no_cursor_although_there_is_more_is_an_error() {
    for next in [json!(null), json!("")] {
        let mock = Mock::new();
        let page = json!({"data": [book()], "next": next, "more": true});
        mock.on_id("listBooks", MockReply::json(200, &page));
        let mut items = client(&mock).books().list().items();
        assert!(items.try_next().await.expect("a book").is_some(), "what came is given");
        let error = items.try_next().await.expect_err("unknown");
        assert_eq!(error.kind(), ErrorKind::Pagination, "{error}");
        assert!(error.message().contains("not where they start"), "{error}");
        assert_eq!(mock.requests().len(), 1);
    }
    let mock = Mock::new();
    let page = json!({"data": [book()], "next": "2", "more": false});
    mock.on_id("listBooks", MockReply::json(200, &page));
    assert_eq!(client(&mock).books().list().items().try_collect().await.expect("all").len(), 1);
}

#[tokio::test]
async fn the_last_page_before_a_repeated_one_is_given() {
    let mock = Mock::new();
    mock.on_id("listBooks", MockReply::json(200, &json!({"data": [book()], "next": "2"})));
    for prefetch in [false, true] {
        let mut items = client(&mock).books().list().items();
        if prefetch {
            items = items.prefetch();
        }
        for _ in 0..2 {
            assert!(items.try_next().await.expect("a book").is_some());
        }
        let error = items.try_next().await.expect_err("the second page again");
        assert_eq!(error.kind(), ErrorKind::Pagination);
        assert!(items.try_next().await.expect("the end").is_none());
    }
}

#[tokio::test]
async fn a_stream_ends_with_its_first_error() {
    let mock = Mock::new();
    mock.on_id("listBooks", MockReply::status(404));
    let mut items = client(&mock).books().list().items();
    let mut pages = client(&mock).books().list().pages();
    let mut next = async || poll_fn(|context| Pin::new(&mut items).poll_next(context)).await;
    assert!(next().await.expect("an item").is_err());
    assert!(next().await.is_none());
    let mut next = async || poll_fn(|context| Pin::new(&mut pages).poll_next(context)).await;
    assert!(next().await.expect("a page").is_err());
    assert!(next().await.is_none());
    assert_eq!(mock.requests().len(), 2);
}

/// A list whose pages are counted to, or linked to.
#[derive(Clone, Debug)]
struct Numbered {
    request: Request,
    is_linked: bool,
}

static NUMBERED: Op = Op::new("numbered", Method::Get, "/numbers").accept("application/json");

impl Operation for Numbered {
    fn request(&self) -> &Request {
        &self.request
    }
}

impl IntoFuture for Numbered {
    type Output = emitted::Result<Response<Vec<i64>>>;
    type IntoFuture = Call<Response<Vec<i64>>>;

    fn into_future(self) -> Self::IntoFuture {
        self.request.send_json()
    }
}

impl Paginated for Numbered {
    type Page = Vec<i64>;
    type Item = i64;

    fn after(&self, page: &Response<Vec<i64>>) -> Option<Self> {
        let request = match self.is_linked {
            true => self.request.follow_link(page)?,
            false if page.is_empty() => return None,
            false => self.request.clone().advance("offset", 0, 2),
        };
        Some(Self { request, ..self.clone() })
    }

    fn items(page: Vec<i64>) -> Vec<i64> {
        page
    }
}

fn numbered(mock: &Mock, is_linked: bool) -> Numbered {
    Numbered { request: client(mock).request(&NUMBERED), is_linked }
}

fn queries(mock: &Mock) -> Vec<String> {
    mock.requests().iter().map(|sent| sent.uri.query().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn items_come_in_order_and_pages_by_their_number() {
    for prefetch in [false, true] {
        let mock = Mock::new();
        for page in [json!([1, 2]), json!([3, 4]), json!([5]), json!([])] {
            mock.on_id("numbered", MockReply::json(200, &page));
        }
        let mut items = Items::new(numbered(&mock, false));
        if prefetch {
            items = items.prefetch();
        }
        assert_eq!(items.try_next().await.expect("an item"), Some(1));
        assert_eq!(mock.requests().len(), if prefetch { 2 } else { 1 });
        assert_eq!(items.try_collect().await.expect("all"), [2, 3, 4, 5]);
        assert_eq!(queries(&mock), ["", "offset=2", "offset=4", "offset=6"]);
    }
    let mock = Mock::new();
    mock.on_id("numbered", MockReply::json(200, &json!([1])));
    let mut first = numbered(&mock, false);
    first.request = first.request.query("offset", &i64::MAX).query("limit", &1);
    let mut pages = Pages::new(first);
    assert_eq!(
        pages
            .next_request()
            .expect("one")
            .request
            .clone()
            .send_json::<Json>()
            .await
            .expect("a page")
            .status(),
        200
    );
    pages.try_next().await.expect("a page").expect("a page");
    let error = pages.try_next().await.expect_err("there is no larger number");
    assert!(error.message().contains("leads back"), "{error}");
    assert!(pages.next_request().is_none());
}

#[tokio::test]
async fn a_page_that_is_asked_for_ahead_is_waited_for_once() {
    let page = |wait: u64, body: &'static str| Pace {
        before: Duration::from_secs(wait),
        chunks: vec![(Duration::ZERO, Ok(body))],
        ..Pace::default()
    };
    tokio::time::pause();
    let paced = Paced::new([page(5, "[1]"), page(5, "[2]"), page(5, "[]")]);
    let client = Client::builder().transport(paced).build().expect("a client");
    let request = client.request(&NUMBERED);
    let mut pages = Pages::new(Numbered { request, is_linked: false }).prefetch();
    let start = tokio::time::Instant::now();
    let mut seen = Vec::new();
    while let Some(page) = pages.try_next().await.expect("a page") {
        seen.push((page.into_inner(), start.elapsed().as_secs()));
        // What is done with a page takes its time; a request that waits alone does not move.
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(seen.iter().map(|(page, _)| page.len()).sum::<usize>(), 2);
    assert!(seen[2].1 <= 17, "{seen:?}");
}

#[tokio::test]
async fn a_page_that_is_counted_to_may_be_the_same_twice_but_not_three_times() {
    let (same, other) = (json!([1, 2]), json!([3]));
    let mock = Mock::new();
    mock.on_id("numbered", MockReply::json(200, &same));
    let mut pages = Pages::new(numbered(&mock, false));
    // The first page is not one that was counted to. Asked again, the list goes on: with the page
    // that it held back.
    let outcomes = [(true, 1), (true, 2), (true, 3), (false, 4), (true, 4), (true, 5), (false, 6)];
    for (is_page, requests) in outcomes {
        let outcome = pages.try_next().await;
        assert_eq!((outcome.is_ok(), mock.requests().len()), (is_page, requests));
        if let Err(error) = outcome {
            assert_eq!((error.kind(), error.operation()), (ErrorKind::Pagination, "numbered"));
            assert!(error.message().contains("is the same"), "{error}");
        }
    }
    let mock = Mock::new();
    for page in [&same, &same, &other, &same, &same, &other, &other, &json!([])] {
        mock.on_id("numbered", MockReply::json(200, page));
    }
    assert_eq!(Items::new(numbered(&mock, false)).try_collect().await.expect("all").len(), 11);
    // Pages that name the next one are told apart by that.
    let mock = Mock::new();
    for page in 1..6 {
        let link = format!("</api/v1/numbers?page={page}>; rel=next");
        mock.on_id("numbered", MockReply::json(200, &same).header("link", &link));
    }
    mock.on_id("numbered", MockReply::json(200, &same));
    assert_eq!(Items::new(numbered(&mock, true)).try_collect().await.expect("all").len(), 12);
    assert_eq!(queries(&mock), ["", "page=1", "page=2", "page=3", "page=4", "page=5"]);
}

#[tokio::test]
async fn a_hundred_empty_pages_in_a_row_are_too_many() {
    for (empty, is_found) in [(99, true), (100, false)] {
        let mock = Mock::new();
        for page in 0..empty {
            let link = format!("</api/v1/numbers?page={page}>; rel=next");
            mock.on_id("numbered", MockReply::json(200, &json!([])).header("link", &link));
        }
        let link = "</api/v1/numbers?page=x>; rel=next";
        mock.on_id("numbered", MockReply::json(200, &json!([7])).header("link", link))
            .on_id("numbered", MockReply::json(200, &json!([])));
        let mut items = Items::new(numbered(&mock, true));
        let outcome = items.try_next().await;
        assert_eq!(outcome.is_ok(), is_found);
        if let Err(error) = outcome {
            assert!(error.message().contains("empty"), "{error}");
            // It goes on where it stopped, and the count starts anew.
            assert_eq!(items.try_next().await.expect("an item"), Some(7));
        }
        assert_eq!(items.try_next().await.expect("the end"), None);
    }
}

#[tokio::test]
async fn empty_pages_are_counted_in_a_row() {
    let mock = Mock::new();
    let empty = |count: usize| vec![json!([]); count];
    let pages = [vec![json!([1])], empty(99), vec![json!([2])], empty(199), vec![json!([3])]];
    for (at, page) in pages.concat().iter().enumerate() {
        let link = format!("</api/v1/numbers?page={at}>; rel=next");
        mock.on_id("numbered", MockReply::json(200, page).header("link", &link));
    }
    mock.on_id("numbered", MockReply::json(200, &json!([])));
    let mut items = Items::new(numbered(&mock, true));
    assert_eq!(items.try_next().await.expect("an item"), Some(1));
    assert_eq!(items.try_next().await.expect("an item"), Some(2));
    // The hundredth is an error, and as many may follow as before.
    items.try_next().await.expect_err("empty");
    assert_eq!(items.try_next().await.expect("an item"), Some(3));
}

#[tokio::test]
async fn a_cursor_is_a_text_or_a_number() {
    let mock = Mock::new();
    mock.on_id("numbered", MockReply::status(204));
    let request = client(&mock).request(&NUMBERED);
    for (cursor, more, next) in [
        (json!("a b"), None, Some("cursor=a%20b")),
        (json!("a"), Some(true), Some("cursor=a")),
        (json!(7), None, Some("cursor=7")),
        (json!(0), Some(true), Some("cursor=0")),
        (json!("a"), Some(false), None),
        (json!(7), Some(false), None),
        (json!(""), None, None),
        (json!(null), None, None),
        (json!(true), None, None),
        (json!(null), Some(false), None),
    ] {
        let after = request.next_cursor("cursor", Some(&cursor), more);
        assert_eq!(after.is_some(), next.is_some(), "{cursor} {more:?}");
        if let Some(after) = after {
            after.send_empty().await.expect("an answer");
            assert_eq!(queries(&mock).pop().as_deref(), next);
        }
    }
    for cursor in [None, Some(&json!(null)), Some(&json!("")), Some(&json!([1]))] {
        let after = request.next_cursor("cursor", cursor, Some(true)).expect("an error");
        let error = after.send_empty().await.expect_err("unknown");
        assert!(error.message().contains("not where they start"), "{error}");
    }
}
