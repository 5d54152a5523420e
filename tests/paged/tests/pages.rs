//! Lists that come in pages, as a document describes them.

use futures_core::Stream;
use paged::{
    Client, ErrorKind,
    runtime::{Mock, MockReply},
};
use std::{future::poll_fn, pin::Pin};

fn client(mock: &Mock) -> Client {
    Client::builder().bearer("secret-token").transport(mock.clone()).build().expect("a client")
}

fn rows(ids: impl IntoIterator<Item = i64>) -> String {
    let rows: Vec<_> = ids.into_iter().map(|id| format!(r#"{{"id":{id}}}"#)).collect();
    format!("[{}]", rows.join(","))
}

fn answer(body: impl Into<String>) -> MockReply {
    MockReply::status(200).header("content-type", "application/json").chunk(body.into())
}

fn cursors(ids: impl IntoIterator<Item = i64>, next: &str, more: bool) -> MockReply {
    let data = rows(ids);
    answer(format!(r#"{{"data":{data},"has_more":{more},"next_cursor":{next}}}"#))
}

/// The targets of all requests, in order.
fn asked(mock: &Mock) -> Vec<String> {
    let target = |uri: &http::Uri| uri.path_and_query().expect("a target").as_str().to_owned();
    mock.requests().iter().map(|it| target(&it.uri)).collect()
}

#[tokio::test]
async fn a_cursor_leads_to_the_next_page() {
    let mock = Mock::new();
    mock.on_id("listByCursor", cursors([1, 2], r#""a b&c""#, true))
        .on_id("listByCursor", cursors([], r#""d""#, true))
        .on_id("listByCursor", cursors([3], "null", false));
    let all = client(&mock).rows().list_by_cursor().limit(2).items().try_collect().await;
    let ids: Vec<_> = all.expect("all rows").iter().map(|row| row.id).collect();
    assert_eq!(ids, [1, 2, 3]);
    let expected = [
        "/v1/cursors?limit=2",
        "/v1/cursors?limit=2&cursor=a%20b%26c",
        "/v1/cursors?limit=2&cursor=d",
    ];
    assert_eq!(asked(&mock), expected);
}

#[tokio::test]
async fn one_goes_on_later_where_a_cursor_points() {
    let mock = Mock::new();
    mock.on_id("listByCursor", cursors([1], r#""c1""#, true))
        .on_id("listByCursor", cursors([2], "null", false));
    let client = client(&mock);
    let mut pages = client.rows().list_by_cursor().pages();
    let first = pages.try_next().await.expect("a page").expect("a page");
    let cursor = first.next_cursor.clone().expect("a cursor");
    assert!(pages.next_request().is_some());
    drop(pages);
    let rest = client.rows().list_by_cursor().cursor(&cursor).items().try_collect().await;
    assert_eq!(rest.expect("the rest")[0].id, 2);
    assert_eq!(asked(&mock)[1], "/v1/cursors?cursor=c1");
}

#[tokio::test]
async fn an_offset_moves_by_what_came() {
    let mock = Mock::new();
    mock.on_id("listByOffset", answer(rows(1..=3)))
        .on_id("listByOffset", answer(rows([4])))
        .on_id("listByOffset", answer("[]"));
    let client = client(&mock);
    let all = client.rows().list_by_offset().limit(3).items().try_collect().await;
    assert_eq!(all.expect("all rows").len(), 4);
    let expected =
        ["/v1/offsets?limit=3", "/v1/offsets?limit=3&offset=3", "/v1/offsets?limit=3&offset=4"];
    assert_eq!(asked(&mock), expected);
    client.rows().list_by_offset().offset(10).items().try_collect().await.expect("nothing");
    assert_eq!(asked(&mock)[3], "/v1/offsets?offset=10");
}

#[tokio::test]
async fn pages_are_counted_from_where_the_document_says() {
    let mock = Mock::new();
    let sheet = |ids: Vec<i64>| answer(format!(r#"{{"items":{}}}"#, rows(ids)));
    for operation in ["listByPage", "listFromZero"] {
        mock.on_id(operation, sheet(vec![1, 2])).on_id(operation, sheet(vec![3]));
        mock.on_id(operation, answer("{}"));
    }
    let client = client(&mock);
    let all = client.rows().list_by_page().per_page(2).items().try_collect().await;
    assert_eq!(all.expect("all rows").len(), 3);
    let all = client.rows().list_from_zero().items().try_collect().await;
    assert_eq!(all.expect("all rows").len(), 3);
    let expected = [
        "/v1/pages?per_page=2",
        "/v1/pages?per_page=2&page=2",
        "/v1/pages?per_page=2&page=3",
        "/v1/pages-from-zero",
        "/v1/pages-from-zero?page=1",
        "/v1/pages-from-zero?page=2",
    ];
    assert_eq!(asked(&mock), expected);
}

#[tokio::test]
async fn a_server_that_does_not_count_gives_no_list_without_end() {
    let mock = Mock::new();
    mock.on_id("listByOffset", answer(rows(1..=3)));
    mock.on_id("listByPage", answer(format!(r#"{{"items":{}}}"#, rows([1]))));
    let client = client(&mock);
    for prefetch in [false, true] {
        let mut pages = client.rows().list_by_offset().pages();
        if prefetch {
            pages = pages.prefetch();
        }
        for _ in 0..3 {
            assert!(pages.try_next().await.expect("a page").is_some());
        }
        let error = pages.try_next().await.expect_err("the same again");
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Pagination, "listByOffset"));
        // Nothing is lost, should the list be so in truth.
        assert!(pages.try_next().await.expect("the page").is_some());
    }
    let all = client.rows().list_by_page().items().try_collect().await;
    assert_eq!(all.expect_err("endless").kind(), ErrorKind::Pagination);
}

#[tokio::test]
async fn pages_that_are_the_same_by_chance_are_given() {
    let mock = Mock::new();
    for id in [1, 2, 2, 1, 2, 2, 1] {
        mock.on_id("listByOffset", answer(rows([id])));
    }
    mock.on_id("listByOffset", answer("[]"));
    let all = client(&mock).rows().list_by_offset().items().try_collect().await;
    assert_eq!(all.expect("all rows").len(), 7);
}

#[tokio::test]
async fn a_link_leads_to_the_next_page() {
    let mock = Mock::new();
    let first = answer(rows([1]))
        .header("link", r#"<https://api.example.com/v1/links?page=9>; rel="last""#)
        .header(
            "link",
            r#"</v1/links?page=1>; rel="prev first", <?page=2&a=b,c>; title="x, y"; rel="next""#,
        );
    let second =
        answer(rows([2])).header("link", "<https://api.example.com/v1/links?page=3>; REL=Next");
    mock.on_id("listByLink", first)
        .on_id("listByLink", second)
        .on_id("listByLink", answer(rows([3])));
    let all = client(&mock).rows().list_by_link().items().try_collect().await;
    assert_eq!(all.expect("all rows").len(), 3);
    assert_eq!(asked(&mock), ["/v1/links", "/v1/links?page=2&a=b,c", "/v1/links?page=3"]);
}

#[tokio::test]
async fn a_link_that_leads_in_a_circle_is_an_error() {
    let mock = Mock::new();
    for page in [2, 3, 2] {
        let link = format!("</v1/links?page={page}>; rel=next");
        mock.on_id("listByLink", answer(rows([page])).header("link", &link));
    }
    let mut items = client(&mock).rows().list_by_link().items();
    for _ in 0..3 {
        assert!(items.try_next().await.expect("a row").is_some());
    }
    let error = items.try_next().await.expect_err("the second page again");
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Pagination, "listByLink"));
    assert_eq!(mock.requests().len(), 3);
}

#[tokio::test]
async fn a_url_leads_to_the_next_page() {
    let mock = Mock::new();
    let page =
        |id: i64, next: &str| answer(format!(r#"{{"results":{},"next":{next}}}"#, rows([id])));
    mock.on_id("listByUrl", page(1, r#""https://api.example.com/v1/urls?filter=f&token=2""#))
        .on_id("listByUrl", page(2, r#""/v1/urls?token=3#part""#))
        // A server behind a proxy takes itself for one without TLS.
        .on_id("listByUrl", page(3, r#""http://api.example.com/v1/urls?token=4""#))
        .on_id("listByUrl", page(4, r#""""#));
    let all = client(&mock).rows().list_by_url().filter("f").items().try_collect().await;
    assert_eq!(all.expect("all rows").len(), 4);
    let expected =
        ["/v1/urls?filter=f", "/v1/urls?filter=f&token=2", "/v1/urls?token=3", "/v1/urls?token=4"];
    assert_eq!(asked(&mock), expected);
    assert!(mock.requests().iter().all(|it| it.uri.scheme_str() == Some("https")));
}

#[tokio::test]
async fn no_page_is_fetched_from_another_server() {
    for next in [
        "https://elsewhere.example/v1/urls?token=2",
        "//elsewhere.example/v1/urls",
        "https://api.example.com:444/v1/urls",
        "https://api.example.com.elsewhere.example/v1/urls",
        "https://api.example.com@elsewhere.example/v1/urls",
        "http://api.example.com:8080/v1/urls",
        "https://api.example.com/v10/urls",
        "ftp://api.example.com/v1/urls",
        "javascript:alert(1)",
        "http://[",
    ] {
        let mock = Mock::new();
        let link = format!("<{next}>; rel=next");
        mock.on_id("listByUrl", answer(format!(r#"{{"results":{},"next":"{next}"}}"#, rows([1]))))
            .on_id("listByLink", answer(rows([1])).header("link", &link));
        let client = client(&mock);
        let mut items = client.rows().list_by_url().items();
        assert!(items.try_next().await.expect("a row").is_some(), "what came is given");
        let error = items.try_next().await.expect_err(next);
        assert_eq!(error.kind(), ErrorKind::Pagination, "{next}: {error}");
        let mut items = client.rows().list_by_link().items();
        assert!(items.try_next().await.expect("a row").is_some(), "what came is given");
        let error = items.try_next().await.expect_err(next);
        assert_eq!(error.kind(), ErrorKind::Pagination, "{next}: {error}");
        assert_eq!(mock.requests().len(), 2, "{next}");
    }
}

#[tokio::test]
async fn a_page_is_fetched_when_it_is_wanted_and_one_ahead_on_demand() {
    let mock = Mock::new();
    for page in 1..=5 {
        mock.on_id("listByCursor", cursors([page, page], &format!(r#""{page}""#), true));
    }
    let client = client(&mock);
    let mut items = client.rows().list_by_cursor().items();
    assert_eq!(mock.requests().len(), 0, "nothing is fetched before it is asked for");
    for expected in [1, 1, 2, 2, 3] {
        let item = items.try_next().await.expect("a row").expect("a row");
        assert_eq!(item.id, expected);
        assert_eq!(mock.requests().len() as i64, expected, "no page before it is needed");
    }
    let mock = Mock::new();
    for page in 1..=5 {
        mock.on_id("listByCursor", cursors([page, page], &format!(r#""{page}""#), true));
    }
    let client = self::client(&mock);
    let mut items = client.rows().list_by_cursor().items().prefetch();
    let mut next = async || poll_fn(|context| Pin::new(&mut items).poll_next(context)).await;
    for expected in [1, 1, 2, 2, 3] {
        let item = next().await.expect("a row").expect("a row");
        assert_eq!(item.id, expected);
        assert_eq!(mock.requests().len() as i64, expected + 1, "one ahead and no more");
    }
}
