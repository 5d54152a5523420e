//! What the cache keeps, for how long, and what it is asked for.

use super::{Fixed, book, with};
use emitted::{
    Client,
    resources::GetBook,
    runtime::{Environment, Method, Mock, MockReply, Op, Request},
};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

/// A server of books that a test gives versions and sizes, and a client with a cache.
struct Library {
    client: Client,
    shelf: Arc<Mutex<Shelf>>,
}

/// The book that is asked for next.
#[derive(Default)]
struct Shelf {
    version: Option<String>,
    title: String,
    /// The version that the last request named.
    asked: Option<String>,
}

impl Library {
    fn new(limit: usize) -> Self {
        let mock = Mock::new();
        let shelf: Arc<Mutex<Shelf>> = Arc::default();
        let known = shelf.clone();
        mock.on::<GetBook>().respond(move |call| {
            let mut shelf = known.lock().expect("no panic");
            shelf.asked = call.header("if-none-match").map(str::to_owned);
            let mut book = book();
            book["title"] = shelf.title.as_str().into();
            match &shelf.version {
                Some(version) if shelf.asked.as_ref() == Some(version) => MockReply::not_modified(),
                Some(version) => MockReply::json(200, &book).header("etag", version),
                None => MockReply::json(200, &book),
            }
        });
        let client = with(&mock).etag_cache(limit).build().expect("a client");
        Self { client, shelf }
    }

    /// Gets a book as it is now; returns the version that the request names.
    async fn get(&self, id: &str, version: Option<&str>, length: usize) -> Option<String> {
        let version = version.map(str::to_owned);
        let title = "t".repeat(length);
        *self.shelf.lock().expect("no panic") =
            Shelf { version: version.clone(), title, asked: None };
        let book = self.client.books().get(id).await.expect("a book");
        assert_eq!((book.title.len(), book.status().as_u16()), (length, 200));
        assert_eq!(book.etag().map(|etag| etag.to_string()), version);
        self.shelf.lock().expect("no panic").asked.take()
    }

    /// Returns the least limit with which a book is kept.
    async fn cost(id: &str, length: usize) -> usize {
        let (mut too_small, mut enough) = (0usize, 100_000);
        while enough - too_small > 1 {
            let middle = too_small.midpoint(enough);
            let library = Self::new(middle);
            library.get(id, Some("\"1\""), length).await;
            match library.get(id, Some("\"1\""), length).await {
                Some(_) => enough = middle,
                None => too_small = middle,
            }
        }
        enough
    }
}

#[tokio::test]
async fn an_answer_costs_its_bytes_its_question_and_a_kibibyte() {
    let one = Library::cost("b1", 1).await;
    let question = "https://shelves.example/api/v1/books/b1".len();
    assert!((1024 + question..1024 + 400).contains(&one), "{one}");
    assert_eq!(Library::cost("b1", 501).await, one + 500);
    assert_eq!(Library::cost("b12345", 1).await, one + 4);
}

/// A list of the least recently used, which is what the cache is to do.
#[tokio::test]
async fn what_was_not_used_for_longest_makes_room() {
    const KEPT: usize = 3;
    let cost = Library::cost("b1", 10).await;
    for limit in [KEPT * cost, KEPT * cost + cost - 1] {
        let library = Library::new(limit);
        let mut model: VecDeque<(u8, String)> = VecDeque::new();
        let mut versions = [0u32; 6];
        let mut random = 7u32;
        for step in 0..1_000 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let id = (random >> 16) as u8 % 6;
            // Now and then a book changes, or has no version any more.
            if random >> 28 == 0 {
                versions[usize::from(id)] += 1;
            }
            let version = format!("\"{}\"", versions[usize::from(id)]);
            let version = (random >> 27 != 3).then_some(version);
            let asked = library.get(&format!("b{id}"), version.as_deref(), 10).await;
            let at = model.iter().position(|(known, _)| *known == id);
            let known = at.and_then(|at| model.remove(at));
            assert_eq!(asked, known.map(|(_, version)| version), "{step}");
            if let Some(version) = version {
                model.push_back((id, version));
            }
            if model.len() > KEPT {
                model.pop_front();
            }
        }
    }
}

#[tokio::test]
async fn a_large_answer_makes_room_for_itself_or_is_not_kept() {
    let cost = Library::cost("b1", 10).await;
    let library = Library::new(3 * cost);
    let one = Some("\"1\"");
    for id in ["b1", "b2", "b3"] {
        assert_eq!(library.get(id, one, 10).await, None);
    }
    // As large as two: the oldest two go.
    assert_eq!(library.get("b4", one, 10 + cost).await, None);
    assert_eq!(library.get("b4", one, 10 + cost).await.as_deref(), one);
    assert_eq!(library.get("b3", one, 10).await.as_deref(), one);
    assert_eq!(library.get("b1", one, 10).await, None);
    // Larger than all: what is kept stays, but for what it replaces.
    assert_eq!(library.get("b3", Some("\"2\""), 10 + 3 * cost).await.as_deref(), one);
    assert_eq!(library.get("b3", one, 10).await, None);
    assert_eq!(library.get("b1", one, 10).await.as_deref(), one);
}

#[tokio::test]
async fn only_a_plain_question_is_asked_by_version() {
    static GET: Op = Op::new("it", Method::Get, "/it");
    static HEAD: Op = Op::new("it", Method::Head, "/it");
    static QUERY: Op = Op::new("it", Method::Query, "/it");
    static POST: Op = Op::new("it", Method::Post, "/it");

    let with_header = |name: &'static str, value: &'static str| {
        move |client: &Client| client.request(&GET).extra_header(name, value)
    };
    type Build<'a> = &'a dyn Fn(&Client) -> Request;
    let cases: [(&str, Build<'_>, Option<&str>); 9] = [
        ("plain", &|client| client.request(&GET), Some("\"kept\"")),
        ("another header", &with_header("x-any", "1"), Some("\"kept\"")),
        ("head", &|client| client.request(&HEAD), None),
        ("query", &|client| client.request(&QUERY), None),
        ("post", &|client| client.request(&POST), None),
        ("a range", &with_header("range", "bytes=0-1"), None),
        ("a version", &with_header("if-match", "\"mine\""), None),
        ("another version", &with_header("if-none-match", "\"mine\""), Some("\"mine\"")),
        ("a body", &|client| client.request(&GET).json(&1), None),
    ];
    for (name, request, asked) in cases {
        let mock = Mock::new();
        mock.on_id("it", MockReply::status(200).chunk("x").header("etag", "\"kept\""));
        let client = with(&mock).etag_cache(100_000).build().expect("a client");
        for _ in 0..2 {
            request(&client).send_empty().await.expect("an answer");
        }
        assert_eq!(mock.requests()[1].header("if-none-match"), asked, "{name}");
    }
    // A stream is not kept, nor is one asked for by what was kept of the same whole.
    let mock = Mock::new();
    mock.on_id("it", MockReply::status(200).chunk("x").header("etag", "\"kept\""));
    let client = with(&mock).etag_cache(100_000).build().expect("a client");
    client.request(&GET).send_text().await.expect("an answer");
    for _ in 0..2 {
        let download = client.request(&GET).send_download().await.expect("an answer");
        assert_eq!(download.bytes().await.expect("bytes"), "x");
    }
    assert!(mock.requests().iter().all(|sent| sent.header("if-none-match").is_none()));
    client.request(&GET).send_text().await.expect("an answer");
    assert!(mock.requests()[3].header("if-none-match").is_some());
}

#[tokio::test]
async fn a_question_is_the_same_whatever_the_order_of_its_headers() {
    static GET: Op = Op::new("it", Method::Get, "/it");
    let mock = Mock::new();
    mock.on_id("it", MockReply::status(200).chunk("x").header("etag", "\"1\""));
    let client = with(&mock).etag_cache(100_000).build().expect("a client");
    let ask = async |headers: &[&str], query: &str| {
        let request = client.request(&GET).extra_query("q", query);
        let request = headers.iter().fold(request, |it, name| it.extra_header(name, name));
        request.send_empty().await.expect("an answer");
        let requests = mock.requests();
        requests.last().expect("a request").header("if-none-match").is_some()
    };
    let names = ["x-a", "x-b", "x-c", "x-d", "x-e", "x-f"];
    assert!(!ask(&names, "1").await);
    for turn in 0..names.len() {
        let mut turned = names;
        turned.rotate_left(turn);
        assert!(ask(&turned, "1").await, "{turned:?}");
        turned.reverse();
        assert!(ask(&turned, "1").await, "{turned:?}");
    }
    assert!(!ask(&names[1..], "1").await);
    assert!(!ask(&names, "2").await);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_confirmed_tells_of_the_request_that_confirmed_it() {
    let mock = Mock::new();
    let whole = MockReply::json(200, &book()).header("etag", "\"1\"");
    mock.on::<GetBook>().script([
        whole.header("x-request-id", "r1").header("x-ratelimit-remaining", "5").header("age", "1"),
        MockReply::status(503),
        MockReply::not_modified()
            .header("x-ratelimit-remaining", "4")
            .header("content-type", "text/html")
            .header("content-length", "0")
            .header("content-encoding", "gzip"),
    ]);
    let environment = Fixed::new(0xff);
    let client = with(&mock).etag_cache(100_000).environment(environment.clone()).build();
    let client = client.expect("a client");
    let first = client.books().get("b1").await.expect("a book");
    assert_eq!((first.request_id(), first.attempts()), (Some("r1"), 1));
    let start = environment.now();
    let second = client.books().get("b1").await.expect("a book");
    assert_eq!((second.request_id(), second.attempts()), (None, 2));
    assert_eq!(second.elapsed(), environment.now() - start);
    assert!(!second.elapsed().is_zero());
    assert_eq!(second.rate_limit().and_then(|limit| limit.remaining), Some(4));
    assert_eq!(second.header("age"), Some("1"));
    assert_eq!(second.header("content-type"), first.header("content-type"));
    assert_eq!((second.header("content-length"), second.header("content-encoding")), (None, None));
    assert_eq!(*second, *first);
    mock.assert_done();
}

#[tokio::test]
async fn an_answer_without_a_body_that_nobody_asked_for_is_an_error() {
    let mock = Mock::new();
    mock.on::<GetBook>().reply(MockReply::not_modified());
    for client in [with(&mock), with(&mock).etag_cache(1_000)] {
        let client = client.build().expect("a client");
        let error = client.books().get("b1").await.expect_err("nothing was named");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(304));
        assert_eq!(error.kind(), emitted::ErrorKind::Status);
    }
}
