//! Typed mocks: what operations answer and what they are asked, by their own types.

use emitted::{
    Client, ErrorKind, Patch,
    resources::{
        BookContent, BookEvents, CreateBook, ExportBooks, GetBook, LendBook, ListBooks, MoveBook,
        ScanBook, UpdateBook,
    },
    runtime::{Fault, Method, Mock, MockCall, MockReply, Op, RetryPolicy},
    types::{Book, BookEdit, BookEvent, BookPage, BookStatus, Lent, MoveBookResponse},
};
use serde_json::json;
use std::{
    error::Error as _,
    time::{Duration, Instant},
};

fn book(id: &str) -> Book {
    Book {
        id: id.to_owned(),
        title: "T".to_owned(),
        status: BookStatus::Lent,
        reader: None,
        notes: [("pages".to_owned(), 3)].into(),
    }
}

fn lent() -> Lent {
    Lent { reader: "r".to_owned(), note: None, status: Some(BookStatus::Lent) }
}

fn page(ids: &[&str], next: Option<&str>) -> BookPage {
    let data = ids.iter().map(|id| book(id)).collect();
    BookPage { data, next: next.map(str::to_owned), more: None }
}

fn client(mock: &Mock) -> Client {
    let retry = RetryPolicy::default().base(Duration::ZERO);
    let builder = Client::builder().bearer("secret-token").transport(mock.clone()).retry(retry);
    builder.build().expect("a client")
}

#[tokio::test]
async fn an_operation_answers_with_its_own_type_every_time() {
    let mock = Mock::new();
    mock.on::<GetBook>().answer(book("b1"));
    mock.on::<LendBook>().answer(());
    let client = client(&mock);
    for _ in 0..2 {
        let got = client.books().get("b1").await.expect("a book");
        assert_eq!((got.status().as_u16(), got.into_inner()), (200, book("b1")));
    }
    assert_eq!(client.books().lend("b1").await.expect("lent").status(), 204);
    mock.assert_done();
    assert_eq!((mock.calls::<GetBook>().len(), mock.calls::<ListBooks>().len()), (2, 0));
}

#[tokio::test]
async fn a_body_that_may_be_missing_and_one_by_status_have_the_documents_status() {
    let mock = Mock::new();
    mock.on::<CreateBook>().script([MockReply::answer(Some(book("b2"))), MockReply::answer(None)]);
    mock.on::<MoveBook>().script([
        MockReply::answer(MoveBookResponse::Ok(book("b3"))),
        MockReply::answer(MoveBookResponse::Other),
    ]);
    let client = client(&mock);
    let created = client.books().create(None).await.expect("created");
    assert_eq!((created.status().as_u16(), created.into_inner()), (201, Some(book("b2"))));
    let created = client.books().create(None).await.expect("created");
    assert_eq!((created.status().as_u16(), created.into_inner()), (204, None));
    let moved = client.books().relocate("b").await.expect("moved");
    assert_eq!(
        (moved.status().as_u16(), moved.into_inner()),
        (200, MoveBookResponse::Ok(book("b3")))
    );
    let moved = client.books().relocate("b").await.expect("moved");
    assert_eq!((moved.status().as_u16(), moved.into_inner()), (204, MoveBookResponse::Other));
    mock.assert_done();
}

#[tokio::test]
async fn text_bytes_and_streams_come_as_values() {
    let mock = Mock::new();
    mock.on::<ScanBook>().answer("read".to_owned());
    mock.on::<BookContent>().answer("bytes".into());
    mock.on::<ExportBooks>().answer(vec![book("b1"), book("b2")]);
    let event = || BookEvent::Lent(lent());
    mock.on::<BookEvents>()
        .script([MockReply::answer(vec![event(), event()]), MockReply::status(204)]);
    let client = client(&mock);
    let text = client.books().scan("file").title("A & B").await.expect("text").into_inner();
    assert_eq!(text, "read");
    let parts = mock.calls::<ScanBook>()[0].body().expect("parts");
    let seen = parts.iter().map(|part| (&*part.name, part.file_name.as_deref(), &*part.body));
    assert_eq!(
        seen.collect::<Vec<_>>(),
        [("file", Some("file"), &b"file"[..]), ("title", None, b"A & B")]
    );
    let download = client.books().content("b1").await.expect("a download");
    assert_eq!(download.bytes().await.expect("bytes"), "bytes");
    let mut lines = client.books().export().await.expect("lines");
    let mut ids = Vec::new();
    while let Some(book) = lines.try_next().await.expect("a line") {
        ids.push(book.id);
    }
    assert_eq!(ids, ["b1", "b2"]);
    let mut events = client.books().events().await.expect("events");
    let mut got = 0;
    while let Some(read) = events.try_next().await.expect("an event") {
        assert_eq!(read.data.expect("data"), event());
        got += 1;
    }
    assert_eq!(got, 2);
    mock.assert_done();
}

#[tokio::test]
async fn pages_are_asked_for_by_what_the_mock_said() {
    let mock = Mock::new();
    mock.on::<ListBooks>().respond(|call| {
        let cursor = call.query_value::<String>("cursor").expect("a text");
        MockReply::answer(match cursor.as_deref() {
            None => page(&["b1"], Some("2")),
            Some(_) => page(&["b2"], None),
        })
    });
    let books = client(&mock).books().list().limit(7).items().try_collect().await.expect("books");
    assert_eq!(books, [book("b1"), book("b2")]);
    let calls = mock.calls::<ListBooks>();
    let limits = calls.iter().map(|call| call.query_value::<i64>("limit").expect("a number"));
    assert_eq!(limits.collect::<Vec<_>>(), [Some(7), Some(7)]);
    assert_eq!(calls[0].query_value::<i64>("cursor").expect("none"), None);
}

#[tokio::test]
async fn a_request_is_there_decoded_with_its_key_and_its_attempt() {
    let mock = Mock::new();
    mock.on::<CreateBook>()
        .script([MockReply::fault(Fault::Reset), MockReply::answer(Some(book("b1")))]);
    mock.on::<UpdateBook>().answer(book("b 1"));
    let client = client(&mock);
    let edit = BookEdit {
        title: Some("New".to_owned()),
        reader: Patch::Null,
        code: Some("canary".into()),
    };
    client.books().create(&edit).await.expect("created");
    client.books().update("b/1 é", &edit).await.expect("updated");
    let [first, second] = &mock.calls::<CreateBook>()[..] else { panic!("two attempts") };
    assert_eq!((first.attempt, second.attempt), (1, 2));
    assert!(first.idempotency_key().is_some_and(|key| key.len() > 16));
    assert_eq!(first.idempotency_key(), second.idempotency_key());
    assert_eq!(
        (first.body().expect("an edit"), second.body().expect("an edit")),
        (edit.clone(), edit.clone())
    );
    assert!(!format!("{:?} {:?}", first, first.body()).contains("canary"));
    let updates = mock.calls::<UpdateBook>();
    let update: &MockCall<UpdateBook> = &updates[0];
    assert_eq!(update.path_value::<String>("book_id").expect("a text"), "b/1 é");
    assert_eq!(
        (update.idempotency_key(), update.header("authorization")),
        (None, Some("Bearer secret-token"))
    );
    assert_eq!(update.json::<serde_json::Value>().expect("JSON")["kind"], "book");
    let lend = update.path_value::<String>("shelf").expect_err("no such parameter");
    assert_eq!(lend.to_string(), "updateBook: there is no `shelf` in `/books/{book_id}`");
    let number = update.path_value::<i64>("book_id").expect_err("no number");
    assert_eq!(number.to_string(), "updateBook: `book_id` in the path is no i64");
    // What has no body has none to read.
    mock.on::<CreateBook>().answer(None);
    client.books().create(None).await.expect("created");
    let error = mock.calls::<CreateBook>()[2].body().expect_err("no body");
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn lists_in_the_query_and_parameters_within_a_segment_are_read() {
    static OP: Op = Op::new("shelf", Method::Get, "/v{major}/shelves/{row}.{column}:find/end");
    let mock = Mock::new();
    mock.on_id("shelf", MockReply::status(204));
    mock.on::<ListBooks>().answer(page(&[], None));
    let client = client(&mock);
    let request = client.request(&OP).path("major", &3).path("row", "a").path("column", "c:d");
    request.send_empty().await.expect("sent");
    let sent = &mock.requests()[0];
    let text = |name| sent.path_value::<String>(name).expect("a text");
    assert_eq!(sent.path_value::<u8>("major").expect("a number"), 3);
    assert_eq!(
        (text("row") + &text("column"), sent.uri.path()),
        ("ac:d".to_owned(), "/api/v1/v3/shelves/a.c%3Ad:find/end")
    );
    client.books().list().status([BookStatus::Lent, "a,b".into()]).await.expect("a page");
    let calls = mock.calls::<ListBooks>();
    let statuses = calls[0].query_values::<BookStatus>("status").expect("texts");
    assert_eq!(statuses, [BookStatus::Lent, "a,b".into()]);
}

#[tokio::test]
async fn errors_and_headers_come_as_from_a_server() {
    let mock = Mock::new();
    let failure = json!({"error": {"code": "gone", "message": "Sorry", "retryable": false}});
    mock.on::<GetBook>().fail(404, &failure);
    mock.on::<ListBooks>().script([
        MockReply::json(429, &failure).header("retry-after", "0"),
        MockReply::answer(page(&[], None)).header("etag", "\"1\"").header("x-request-id", "r1"),
    ]);
    mock.on::<UpdateBook>().script([MockReply::answer(book("b1")).with_status(203)]);
    let client = client(&mock);
    let error = client.books().get("b1").await.expect_err("refused");
    assert_eq!((error.kind(), error.code_text()), (ErrorKind::Status, Some("gone")));
    assert_eq!(error.body::<serde_json::Value>().expect("JSON"), failure);
    let listed = client.books().list().await.expect_err("not to be repeated");
    assert_eq!((listed.attempts(), listed.status().map(|it| it.as_u16())), (1, Some(429)));
    let listed = client.books().list().await.expect("a page");
    assert_eq!(listed.etag().expect("a version").to_string(), "\"1\"");
    assert_eq!(listed.request_id(), Some("r1"));
    let edit = BookEdit::default();
    assert_eq!(client.books().update("b1", &edit).await.expect("a book").status(), 203);
    mock.assert_done();
}

#[tokio::test]
async fn a_conditional_request_is_told_that_nothing_changed() {
    let mock = Mock::new();
    mock.on::<GetBook>()
        .script([MockReply::answer(book("b1")).header("etag", "\"1\""), MockReply::not_modified()]);
    let client = client(&mock);
    let etag = client.books().get("b1").await.expect("a book").etag().expect("a version");
    assert!(
        client.books().get("b1").if_none_match(&etag).await.expect("an answer").is_not_modified()
    );
    assert_eq!(mock.calls::<GetBook>()[1].header("if-none-match"), Some("\"1\""));
}

#[tokio::test]
async fn faults_are_those_of_a_network() {
    let cases = [
        (Fault::Refused, ErrorKind::Connect, false),
        (Fault::Tls, ErrorKind::Tls, false),
        (Fault::Reset, ErrorKind::Protocol, true),
        (Fault::TimedOut, ErrorKind::Timeout, true),
    ];
    for (fault, kind, may_have_been_sent) in cases {
        let mock = Mock::new();
        mock.on::<LendBook>().fault(fault);
        let error = client(&mock).books().lend("b1").await.expect_err("a fault");
        assert_eq!(
            (error.kind(), error.may_have_been_sent()),
            (kind, may_have_been_sent),
            "{fault:?}"
        );
        // What may have been sent is not repeated without a key; neither is what cannot get better.
        let attempts = if kind == ErrorKind::Connect { 3 } else { 1 };
        assert_eq!(mock.calls::<LendBook>().len(), attempts, "{fault:?}");
    }
    let mock = Mock::new();
    mock.on::<GetBook>().fault(Fault::Silent);
    let start = Instant::now();
    let call = client(&mock).books().get("b1").timeout(Duration::from_millis(30));
    assert_eq!(call.await.expect_err("silence").kind(), ErrorKind::Deadline);
    assert!(start.elapsed() >= Duration::from_millis(30));
    let mock = Mock::new();
    mock.on::<BookContent>().reply(MockReply::answer("half".into()).cut());
    let download = client(&mock).books().content("b1").await.expect("a start");
    assert_eq!(download.bytes().await.expect_err("cut").kind(), ErrorKind::Protocol);
}

/// The same faults of real sockets, as far as a machine can be made to show them.
#[tokio::test]
async fn faults_of_sockets_are_told_alike() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let to = |url: &str| {
        let builder = Client::builder().bearer("t").base_url(url).retry(RetryPolicy::off());
        builder.attempt_timeout(Duration::from_millis(300)).build().expect("a client")
    };
    let real = |fault| {
        let mock = Mock::new();
        mock.on::<LendBook>().fault(fault);
        let builder = Client::builder().bearer("t").transport(mock).retry(RetryPolicy::off());
        builder.build().expect("a client")
    };
    let told = async |client: Client| {
        let error = client.books().lend("b1").await.expect_err("a fault");
        (error.kind(), error.may_have_been_sent(), error.is_retryable(), error.message().to_owned())
    };
    let silent = told(to(&url)).await;
    let mocked = told(real(Fault::TimedOut)).await;
    assert_eq!((silent.0, silent.1, silent.2), (mocked.0, mocked.1, mocked.2));
    let closing = std::thread::spawn(move || {
        // The first connection is that of the call that was not answered.
        drop(listener.accept());
        let (stream, _) = listener.accept().expect("a connection");
        drop(stream);
    });
    assert_eq!(told(to(&url)).await, told(real(Fault::Reset)).await);
    closing.join().expect("no panic");
    assert_eq!(told(to(&url)).await, told(real(Fault::Refused)).await);
}

#[tokio::test]
async fn a_call_that_was_not_expected_says_so_and_is_not_repeated() {
    let mock = Mock::new();
    let client = client(&mock);
    let error = client.books().get("b1").await.expect_err("nothing is set up");
    let text = "getBook: the request cannot be sent: no call of `getBook` (GET /books/{book_id}) is \
                expected: nothing is set up";
    assert_eq!((error.to_string().as_str(), error.kind()), (text, ErrorKind::Build));
    assert!(!error.may_have_been_sent() && error.source().is_none());
    mock.on::<ListBooks>().answer(page(&[], None));
    mock.on::<CreateBook>().script([MockReply::answer(None), MockReply::answer(None)]);
    for _ in 0..2 {
        client.books().create(None).await.expect("created");
    }
    let error = client.books().create(None).await.expect_err("one too many");
    assert!(
        error.message().ends_with("(POST /books) is expected: its script of 2 is over"),
        "{error}"
    );
    let error = client.books().lend("b1").await.expect_err("not set up");
    assert!(error.message().ends_with("only `createBook`, `listBooks` is set up"), "{error}");
    assert_eq!(mock.calls::<LendBook>().len(), 1);
    let panicked = std::panic::catch_unwind(|| mock.assert_done()).expect_err("not done");
    let said = panicked.downcast_ref::<String>().expect("a text");
    assert!(
        said.contains("no call of `getBook`") && said.contains("no call of `lendBook`"),
        "{said}"
    );
}

#[tokio::test]
async fn a_script_comes_first_and_what_is_left_of_it_is_told() {
    let mock = Mock::new();
    mock.on::<GetBook>().answer(book("always"));
    mock.on::<GetBook>().script([MockReply::answer(book("first"))]);
    let client = client(&mock);
    for id in ["first", "always", "always"] {
        assert_eq!(client.books().get("b").await.expect("a book").id, id);
    }
    mock.assert_done();
    mock.on::<LendBook>().script([MockReply::answer(()), MockReply::answer(())]);
    client.books().lend("b").await.expect("lent");
    let panicked = std::panic::catch_unwind(|| mock.assert_done()).expect_err("not done");
    let said = panicked.downcast_ref::<String>().expect("a text");
    assert_eq!(said, "the mock is not done: 1 of 2 answers of `lendBook` are left");
}

#[tokio::test]
async fn an_answer_that_cannot_be_sent_says_why() {
    let mock = Mock::new();
    mock.on::<GetBook>().script([
        MockReply::status(99),
        MockReply::answer(book("b")).with_status(1000),
        MockReply::answer(book("b")).header("a b", "c"),
        MockReply::json(500, &std::collections::BTreeMap::from([((1, 2), 3)])),
    ]);
    let client = client(&mock);
    for text in ["99 is no status", "1000 is no status", "the header `a b`", "the answer: key must"]
    {
        let error = client.books().get("b").await.expect_err("no answer");
        assert!(error.message().contains(text), "{error}");
    }
}

#[test]
fn a_call_can_wait_for_its_answer() {
    use emitted::runtime::Wait;
    let mock = Mock::new();
    mock.on::<GetBook>().answer(book("b1"));
    assert_eq!(client(&mock).books().get("b1").wait().expect("a book").id, "b1");
}

/// What only comes can be written and what only goes can be read, and they come back the same.
#[test]
fn types_of_one_direction_travel_both_ways() {
    let text = serde_json::to_string(&page(&["b1", "b2"], None)).expect("JSON");
    assert_eq!(serde_json::from_str::<BookPage>(&text).expect("a page"), page(&["b1", "b2"], None));
    let event = BookEvent::Lent(lent());
    let text = serde_json::to_string(&event).expect("JSON");
    assert_eq!(text, r#"{"reader":"r","status":"lent","type":"lent"}"#);
    assert_eq!(serde_json::from_str::<BookEvent>(&text).expect("an event"), event);
}
