//! Lists that do not end as they should.

use super::{book, client};
use emitted::{
    Client, ErrorKind,
    runtime::{Body, Chunks, Mock, MockReply, Sending, Transport, TransportError},
};
use futures_core::Stream;
use http::{Request, Response};
use serde_json::json;
use std::{
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
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
    fn send(&self, request: Request<Body>) -> Sending {
        let query = request.uri().query().unwrap_or_default();
        let page = query.strip_prefix("cursor=").map_or(1, |it| it.parse::<u64>().expect("ours"));
        let data = if self.is_empty { "".to_owned() } else { book().to_string() };
        let next = (page < self.pages).then(|| (page + 1).to_string());
        let body =
            format!(r#"{{"data":[{data}],"next":{},"more":{}}}"#, json!(next), next.is_some());
        let chunks: Chunks = Box::pin(Once(Some(body)));
        Box::pin(async move { Ok(Response::new(chunks)) })
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
