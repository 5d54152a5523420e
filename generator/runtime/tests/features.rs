//! Optional features, checks and webhooks.

use emitted::{
    Client, ErrorKind, Patch, Secret,
    runtime::{Delivery, Method, Mock, MockReply, Op, WebhookScheme, Webhooks},
    types::{BookEdit, Lent},
};
use http::HeaderMap;
use serde_json::json;

static PLAIN: Op = Op::new("plain", Method::Put, "/plain");
static SCHEME: WebhookScheme = WebhookScheme {
    signature: "X-Signature",
    prefix: "sha256=",
    event_id: Some("X-Event-Id"),
    id: &["event", "id"],
};

fn signed(secret: &str, body: &[u8], id: &str) -> HeaderMap {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
    let digits: String =
        ring::hmac::sign(&key, body).as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    let mut headers = HeaderMap::new();
    headers.insert("x-signature", format!("sha256={digits}").parse().expect("a header"));
    headers.insert("x-event-id", id.parse().expect("a header"));
    headers
}

#[test]
fn webhooks_are_verified() {
    let body = br#"{"reader":"r"}"#;
    let webhooks: Webhooks<Lent> = Webhooks::new(&SCHEME).secret("old").secret(Secret::from("new"));
    for (secret, id) in [("old", "e1"), ("new", "e2")] {
        let delivery: Delivery<Lent> =
            webhooks.verify(&signed(secret, body, id), body).expect("signed");
        assert_eq!(
            (&*delivery.event.reader, delivery.id.as_deref(), delivery.is_repeated),
            ("r", Some(id), false)
        );
    }
    let again = webhooks.verify(&signed("new", body, "e2"), body).expect("signed");
    assert!(again.is_repeated);
    webhooks.forget("e2");
    assert!(!webhooks.verify(&signed("new", body, "e2"), body).expect("signed").is_repeated);
    let kind = |headers: &HeaderMap, body: &[u8]| {
        webhooks.verify(headers, body).expect_err("refused").kind()
    };
    assert_eq!(kind(&signed("other", body, "e3"), body), ErrorKind::Signature);
    assert_eq!(kind(&signed("new", body, "e3"), br#"{"reader":"s"}"#), ErrorKind::Signature);
    assert_eq!(kind(&HeaderMap::new(), body), ErrorKind::Signature);
    assert_eq!(kind(&signed("new", b"{}", "e3"), b"{}"), ErrorKind::Decode);
    for signature in ["", "sha256=", "sha256=zz", "sha256=é", "sha256=0", "md5=00"] {
        let mut headers = HeaderMap::new();
        headers.insert(
            "x-signature",
            http::HeaderValue::from_bytes(signature.as_bytes()).expect("a header"),
        );
        assert_eq!(kind(&headers, body), ErrorKind::Signature, "{signature}");
    }
    // An id that is signed counts, and no other may be given with it.
    let named = br#"{"reader":"r","event":{"id":"e9"}}"#;
    let delivery = webhooks.verify(&signed("new", named, "e9"), named).expect("signed");
    assert_eq!((delivery.id.as_deref(), delivery.is_repeated), (Some("e9"), false));
    assert_eq!(kind(&signed("new", named, "e10"), named), ErrorKind::Signature);
    let mut bare = signed("new", named, "e9");
    bare.remove("x-event-id");
    assert!(webhooks.verify(&bare, named).expect("signed").is_repeated);
    let none: Webhooks<Lent> = Webhooks::new(&SCHEME).secret("");
    assert!(none.verify(&signed("", body, "e"), body).is_err());
    assert!(!format!("{webhooks:?}").contains("new"));
}

#[test]
fn a_webhook_may_have_several_signatures() {
    let body = br#"{"reader":"r"}"#;
    let webhooks: Webhooks<Lent> = Webhooks::new(&SCHEME).secret("key");
    let right = signed("key", body, "e")["x-signature"].to_str().expect("text").to_owned();
    let wrong = signed("other", body, "e")["x-signature"].to_str().expect("text").to_owned();
    let upper = format!("sha256={}", right["sha256=".len()..].to_uppercase());
    for (signature, is_right) in [
        (right.clone(), true),
        (upper, true),
        (format!("{wrong},{right}"), true),
        (format!("{right} , {wrong}"), true),
        (format!("v1=00, {right}"), true),
        (wrong, false),
        (right.replace("sha256=", ""), false),
        (right.replace("sha256=", "sha256=+"), false),
        (format!("{right}00"), false),
        (right[..right.len() - 1].to_owned(), false),
        (right[..right.len() - 2].to_owned(), false),
        (format!("{right};"), false),
    ] {
        let mut headers = HeaderMap::new();
        headers.insert("x-signature", signature.parse().expect("a header"));
        // Without an id nothing can be known to be repeated.
        for _ in 0..2 {
            let outcome = webhooks.verify(&headers, body);
            assert_eq!(outcome.is_ok(), is_right, "{signature}");
            if let Ok(delivery) = outcome {
                assert_eq!((delivery.id, delivery.is_repeated), (None, false));
            }
        }
    }
}

#[test]
fn the_last_events_are_remembered() {
    let body = br#"{"reader":"r"}"#;
    let webhooks: Webhooks<Lent> = Webhooks::new(&SCHEME).secret("key").remember(3);
    let is_repeated =
        |id: &str| webhooks.verify(&signed("key", body, id), body).expect("signed").is_repeated;
    for id in ["1", "2", "3"] {
        assert!(!is_repeated(id));
    }
    for id in ["1", "2", "3"] {
        assert!(is_repeated(id), "{id}");
    }
    // The fourth takes the place of the first.
    assert!(!is_repeated("4"));
    assert!(is_repeated("2") && is_repeated("3") && is_repeated("4"));
    assert!(!is_repeated("1"));
    assert!(!is_repeated("2"));
    // Only what is forgotten is new again.
    webhooks.forget("4");
    assert!(is_repeated("1") && is_repeated("2") && !is_repeated("4"));
}

#[tokio::test]
async fn arguments_are_checked_before_they_leave() {
    let mock = Mock::new();
    mock.on_id("updateBook", MockReply::json(200, &json!({"id": "", "title": "", "status": ""})));
    let builder = Client::builder().transport(mock.clone());
    let client = builder.clone().build().expect("a client");
    let edit = BookEdit {
        title: Some(String::new()),
        reader: Patch::Value("r".repeat(41)),
        ..Default::default()
    };
    let error = client.books().update("b1", &edit).await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!(
        error.to_string(),
        "updateBook: `title` has length 0, not 1 to 20; `reader` has length 41, not 0 to 40"
    );
    assert!(mock.requests().is_empty());
    let edit = BookEdit { title: Some("é".repeat(20)), reader: Patch::Null, ..Default::default() };
    client.books().update("b1", &edit).await.expect("fits");
    let list = client.books().list().limit(0).await.expect_err("refused");
    assert_eq!(list.to_string(), "listBooks: `limit` is 0, which is out of range");
    let twice = client.request(&PLAIN).check_unique("tags", &vec!["a", "b", "a"]);
    let error = twice.check_multiple("step", &0.3, 0.1).send_empty().await.expect_err("refused");
    assert_eq!(error.message(), "`tags` has the same item again at 2");
    mock.on_id("plain", MockReply::status(501));
    let step = client.request(&PLAIN).check_multiple("step", &7, 2.0);
    let error = step.send_empty().await.expect_err("refused");
    assert_eq!(error.message(), "`step` is 7, no multiple of 2");
    for (pattern, is_sent) in [("^[a-z]+$", true), ("^[A-Z]+$", false), ("(no expression", true)] {
        let call = client.request(&PLAIN).check_pattern("name", "abc", pattern).send_empty().await;
        let message = "`name` does not match `^[A-Z]+$`";
        match call.expect_err("nobody answers") {
            error if is_sent => assert_eq!(error.status().map(|it| it.as_u16()), Some(501)),
            error => assert_eq!((error.kind(), error.message()), (ErrorKind::Invalid, message)),
        }
    }
    let edit = BookEdit { title: Some(String::new()), ..Default::default() };
    let client = builder.checks(false).build().expect("a client");
    client.books().update("b1", &edit).await.expect("not checked");
}

mod blocking {
    use super::{Client, ErrorKind, Mock, MockReply, json};
    use emitted::runtime::{Wait, WaitEach};

    #[test]
    fn calls_are_waited_for() {
        let mock = Mock::new();
        let book = json!({"id": "b1", "title": "T", "status": "lent"});
        mock.on_id("getBook", MockReply::json(200, &book))
            .on_id("listBooks", MockReply::json(200, &json!({"data": [book], "next": "2"})))
            .on_id("listBooks", MockReply::json(200, &json!({"data": [book]})));
        let client = Client::builder().transport(mock).build().expect("a client");
        assert_eq!(client.books().get("b1").wait().expect("a book").id, "b1");
        assert_eq!(client.books().list().items().wait_each().filter(Result::is_ok).count(), 2);
        let mut items = client.books().list().items();
        assert!(items.try_next().wait().expect("a book").is_some());
    }

    #[test]
    fn waiting_threads_share_a_runtime() {
        let mock = Mock::new();
        mock.on_id("getBook", MockReply::status(404));
        let client = Client::builder().transport(mock).build().expect("a client");
        let id = || async { tokio::runtime::Handle::current().id() };
        let ids: Vec<_> =
            (0..3).map(|_| std::thread::spawn(move || (async { Ok(id().await) }).wait())).collect();
        let mut ids: Vec<_> =
            ids.into_iter().map(|it| it.join().expect("no panic").expect("an id")).collect();
        ids.dedup();
        assert_eq!(ids.len(), 1);
        assert_eq!(client.books().get("b1").wait().expect_err("none").kind(), ErrorKind::Status);
    }

    #[tokio::test]
    async fn an_async_runtime_is_not_blocked() {
        let items = Client::builder().transport(Mock::new()).build().expect("a client");
        let mut items = items.books().list().items().wait_each();
        assert_eq!(items.next().expect("one").expect_err("refused").kind(), ErrorKind::Build);
        let client = Client::builder().transport(Mock::new()).build().expect("a client");
        assert_eq!(client.books().get("b1").wait().expect_err("refused").kind(), ErrorKind::Build);
    }
}

mod tracing {
    use super::{Client, Mock, MockReply, json};
    use ::tracing::{Event, Metadata, Subscriber, field::Visit, span};
    use std::{
        fmt::Debug,
        sync::{Arc, Mutex},
    };

    /// Writes down every field of every span.
    #[derive(Clone, Default)]
    struct Notes(Arc<Mutex<Vec<String>>>);

    impl Visit for Notes {
        fn record_debug(&mut self, field: &::tracing::field::Field, value: &dyn Debug) {
            self.0.lock().expect("no panic").push(format!("{}={value:?}", field.name()));
        }
    }

    impl Subscriber for Notes {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
            span.record(&mut self.clone());
            span::Id::from_u64(1)
        }

        fn record(&self, _: &span::Id, values: &span::Record<'_>) {
            values.record(&mut self.clone());
        }

        fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

        fn event(&self, event: &Event<'_>) {
            event.record(&mut self.clone());
        }

        fn enter(&self, _: &span::Id) {}

        fn exit(&self, _: &span::Id) {}
    }

    #[tokio::test]
    async fn an_attempt_without_an_answer_tells_the_kind_of_its_error() {
        let notes = Notes::default();
        let _default = ::tracing::subscriber::set_default(notes.clone());
        let mock = Mock::new();
        mock.on_id("lendBook", MockReply::fault(emitted::runtime::Fault::Reset));
        let client = Client::builder().transport(mock).build().expect("a client");
        let error = client.books().lend("b1").await.expect_err("reset");
        let notes = notes.0.lock().expect("no panic").clone();
        let kind = format!("error.type=\"{}\"", error.kind().as_str());
        for expected in [&*kind, "otel.status_code=\"ERROR\""] {
            assert!(notes.iter().any(|note| note == expected), "{expected}: {notes:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn every_attempt_has_a_span_without_secrets() {
        let notes = Notes::default();
        let _default = ::tracing::subscriber::set_default(notes.clone());
        let mock = Mock::new();
        mock.on_id("getBook", MockReply::status(503)).on_id(
            "getBook",
            MockReply::json(200, &json!({"id": "b1", "title": "T", "status": "lent"})),
        );
        let client =
            Client::builder().bearer("canary-secret").transport(mock).build().expect("a client");
        client.books().get("canary-id").await.expect("a book");
        let notes = notes.0.lock().expect("no panic").clone();
        for expected in [
            "otel.name=\"GET /books/{book_id}\"",
            "http.request.method=\"GET\"",
            "url.template=\"/books/{book_id}\"",
            "server.address=\"shelves.example\"",
            "http.response.status_code=503",
            "error.type=503",
            "http.request.resend_count=1",
            "http.response.status_code=200",
        ] {
            assert!(notes.iter().any(|note| note == expected), "{expected}: {notes:?}");
        }
        assert!(notes.iter().all(|note| !note.contains("canary")), "{notes:?}");
    }
}

mod gzip {
    use super::{Client, ErrorKind};
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    /// A hundred thousand zeros.
    const BOMB: &[u8] =
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xed\xc1\x31\x01\x00\x00\x00\xc2\xa0\xf5\x4f\x6d\
        \x0d\x0f\xa0\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\
        \x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\
        \x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\
        \x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\
        \x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x57\x03\x7d\x95\x11\xd4\xa0\x86\x01\x00";

    #[tokio::test]
    async fn the_cap_holds_for_what_is_unpacked() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = [0u8; 4096];
                let read = stream.read(&mut request).await.expect("a request");
                assert!(
                    String::from_utf8_lossy(&request[..read]).contains("accept-encoding: gzip")
                );
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
                    BOMB.len()
                );
                stream.write_all(head.as_bytes()).await.expect("written");
                stream.write_all(BOMB).await.expect("written");
            }
        });
        let builder = Client::builder().base_url(&url);
        let client = builder.clone().max_body(99_999).build().expect("a client");
        let error = client.books().get("b1").await.expect_err("too large");
        assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
        let client = builder.max_body(100_000).build().expect("a client");
        let error = client.books().get("b1").await.expect_err("no JSON");
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}
