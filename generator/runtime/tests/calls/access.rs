//! Versions, credentials and the cache.

use super::{book, client, failure, with};
use emitted::{
    Client, ErrorKind, Secret,
    runtime::{
        Api, ClientBuilder, Credential, CredentialProvider, ETag, ErrorEnvelope, HeaderNames,
        Method, Mock, MockReply, Op, Place, Providing, SecurityKind, SecurityScheme,
    },
    types::{BookEdit, ErrorCode},
};
use serde_json::json;
use std::sync::{Arc, Mutex};

#[tokio::test(start_paused = true)]
async fn a_lost_update_is_its_own_kind() {
    let etag = ETag::new("W/\"1\"").expect("a tag");
    let mock = Mock::new();
    mock.on_id("updateBook", MockReply::json(409, &failure("conflict", false)))
        .on_id("updateBook", MockReply::status(412))
        .on_id("updateBook", MockReply::json(409, &failure("conflict", false)));
    let client = client(&mock);
    let update = || client.books().update("b1", BookEdit::default());
    let error = update().if_match(&etag).await.expect_err("a conflict");
    assert_eq!(error.kind(), ErrorKind::LostUpdate);
    assert_eq!(error.code(), Some(&ErrorCode::Conflict));
    assert_eq!(mock.requests()[0].header("if-match"), Some("W/\"1\""));
    assert_eq!(update().if_match(&etag).await.expect_err("stale").kind(), ErrorKind::LostUpdate);
    assert_eq!(update().await.expect_err("a conflict").kind(), ErrorKind::Status);
    // A conflict about something else.
    mock.on_id("updateBook", MockReply::json(409, &failure("book_is_lent", false)));
    let error = update().if_match(&etag).await.expect_err("a conflict");
    assert_eq!(error.kind(), ErrorKind::LostUpdate, "the script's last reply but one");
    let error = update().if_match(&etag).await.expect_err("a conflict");
    assert_eq!(error.kind(), ErrorKind::Status);
}

/// Gives another token each time one was refused.
struct Tokens(Arc<Mutex<u32>>);

impl CredentialProvider for Tokens {
    fn credential(&self, _: &'static str, refused: Option<Credential>) -> Providing {
        let mut count = self.0.lock().expect("no panic");
        *count += u32::from(refused.is_some());
        let token = format!("token-{count}");
        Box::pin(async move { Ok(Credential::Token(token.into())) })
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_is_asked_again_after_a_refusal() {
    let mock = Mock::new();
    mock.on_id("lendBook", MockReply::status(401)).on_id("lendBook", MockReply::status(204));
    let tokens = Tokens(Arc::default());
    let client =
        Client::builder().credential_provider("token", tokens).transport(mock.clone()).build();
    client.expect("a client").books().lend("b1").await.expect("lent");
    let sent = mock.requests();
    assert_eq!(sent[0].header("authorization"), Some("Bearer token-0"));
    assert_eq!(sent[1].header("authorization"), Some("Bearer token-1"));

    let mock = Mock::new();
    mock.on_id("lendBook", MockReply::status(401));
    let tokens = Tokens(Arc::default());
    let client =
        Client::builder().credential_provider("token", tokens).transport(mock.clone()).build();
    client.expect("a client").books().lend("b1").await.expect_err("refused");
    assert_eq!(mock.requests().len(), 2);
    let fixed = self::client(&mock).books().lend("b1").await.expect_err("refused");
    assert_eq!((fixed.attempts(), mock.requests().len()), (1, 3));
}

static LOOK: Op = Op::new("look", Method::Get, "/look");

#[tokio::test(start_paused = true)]
async fn the_id_of_a_request_is_found_in_header_and_body() {
    let mock = Mock::new();
    let body = json!({"meta": {"request_id": "in body"}});
    mock.on_id("look", MockReply::json(200, &body))
        .on_id("look", MockReply::json(200, &body).header("x-request-id", "in header"))
        .on_id("look", MockReply::json(200, &book()))
        .on_id("look", MockReply::status(200).chunk("no JSON"))
        .on_id("look", MockReply::json(200, &body).header("etag", "\"1\""))
        .on_id("look", MockReply::status(304));
    let client = with(&mock).etag_cache(100_000).build().expect("a client");
    for expected in [Some("in body"), Some("in header"), None, None, Some("in body"), None] {
        let looked = client.request(&LOOK).send_empty().await.expect("an answer");
        assert_eq!(looked.request_id(), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_asks_for_another_credential_once() {
    let mock = Mock::new();
    mock.on_id("getBook", MockReply::status(401))
        .on_id("getBook", MockReply::status(503))
        .on_id("getBook", MockReply::json(200, &book()));
    let tokens = Tokens(Arc::default());
    let client =
        Client::builder().credential_provider("token", tokens).transport(mock.clone()).build();
    client.expect("a client").books().get("b1").await.expect("a book");
    let sent = mock.requests();
    let sent: Vec<_> = sent.iter().filter_map(|it| it.header("authorization")).collect();
    assert_eq!(sent, ["Bearer token-0", "Bearer token-1", "Bearer token-1"]);
}

#[tokio::test(start_paused = true)]
async fn the_same_credential_is_not_sent_again() {
    struct Same;

    impl CredentialProvider for Same {
        fn credential(&self, _: &'static str, _: Option<Credential>) -> Providing {
            Box::pin(async { Ok(Credential::Token("the only one".into())) })
        }
    }

    let mock = Mock::new();
    mock.on_id("lendBook", MockReply::json(401, &failure("expired", false)));
    let client = Client::builder().credential_provider("token", Same).transport(mock.clone());
    let error = client.build().expect("a client").books().lend("b1").await.expect_err("refused");
    assert_eq!(error.code_text(), Some("expired"));
    assert_eq!((error.attempts(), mock.requests().len()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_key_in_the_query_stands_there_once() {
    static API: Api = Api {
        title: "",
        version: "",
        user_agent: "",
        servers: &["https://keys.example"],
        security: &[SecurityScheme {
            name: "key",
            kind: SecurityKind::ApiKey(Place::Query, "key"),
        }],
        error: ErrorEnvelope::NONE,
        headers: HeaderNames::USUAL,
    };
    static LIST: Op = Op::new("list", Method::Get, "/list");

    let mock = Mock::new();
    mock.on_id("list", MockReply::status(200));
    let client = ClientBuilder::new(&API).api_key("k/1").transport(mock.clone()).build();
    let client = client.expect("a client");
    let list = client.request(&LIST);
    list.clone().query("a", "b").send_empty().await.expect("an answer");
    list.follow("/list?key=k%2F1&cursor=2").send_empty().await.expect("an answer");
    let sent = mock.requests();
    assert_eq!(sent[0].uri.query(), Some("a=b&key=k%2F1"));
    assert_eq!(sent[1].uri.query(), Some("cursor=2&key=k%2F1"));
}

#[tokio::test(start_paused = true)]
async fn credentials_follow_the_operation() {
    let mock = Mock::new();
    for id in ["createBook", "getBook", "exportBooks"] {
        mock.on_id(id, MockReply::json(200, &book()));
    }
    let client = Client::builder()
        .api_key(Secret::new("k-e-y"))
        .transport(mock.clone())
        .build()
        .expect("a client");
    client.books().create(None).await.expect("created");
    client.books().get("b1").await.expect("a book");
    client.books().export().await.expect("lines");
    let sent = mock.requests();
    assert_eq!(sent[0].header("x-key"), Some("k-e-y"));
    assert_eq!(sent[1].header("x-key"), Some("k-e-y"));
    assert_eq!(sent[2].header("x-key"), None);
    assert!(Client::builder().basic("u", "p").build().is_err());
}

#[tokio::test(start_paused = true)]
async fn a_cache_asks_only_whether_its_answer_is_valid() {
    let mock = Mock::new();
    mock.on_id(
        "getBook",
        MockReply::json(200, &book()).header("etag", "W/\"1\"").header("x-request-id", "r1"),
    )
    .on_id(
        "getBook",
        MockReply::status(304)
            .header("x-request-id", "r2")
            .header("etag", "\"another\"")
            .header("set-cookie", "a=1")
            .header("set-cookie", "b=2"),
    )
    .on_id(
        "getBook",
        MockReply::json(200, &json!({"id": "b2", "title": "", "status": ""}))
            .header("etag", "\"2\""),
    );
    let client = with(&mock).etag_cache(100_000).build().expect("a client");
    let first = client.books().get("b1").await.expect("a book");
    let second = client.books().get("b1").await.expect("a book");
    assert_eq!(*first, *second);
    assert_eq!((second.status().as_u16(), second.request_id()), (200, Some("r2")));
    assert_eq!(mock.requests()[1].header("if-none-match"), Some("W/\"1\""));
    // The version is that of the answer that is kept, whatever the server says.
    assert_eq!(second.etag(), first.etag());
    assert_eq!(second.headers().get_all("set-cookie").iter().count(), 2);
    assert_eq!(client.books().get("b1").await.expect("a book").id, "b2");
    client.books().get("other").await.expect("a book");
    assert_eq!(mock.requests()[3].header("if-none-match"), None);
    let small = with(&mock).etag_cache(100).build().expect("a client");
    small.books().get("b1").await.expect("a book");
    small.books().get("b1").await.expect("a book");
    assert_eq!(mock.requests()[5].header("if-none-match"), None);
}

#[tokio::test(start_paused = true)]
async fn conditional_requests_tell_what_changed() {
    let etag = ETag::new("\"1\"").expect("a tag");
    let mock = Mock::new();
    mock.on_id("getBook", MockReply::status(304))
        .on_id("getBook", MockReply::json(200, &book()).header("etag", "\"2\""));
    let client = client(&mock);
    let get = || client.books().get("b1").if_none_match(&etag);
    assert!(get().await.expect("an answer").is_not_modified());
    let changed = get().await.expect("an answer").modified().expect("a book");
    assert_eq!(changed.etag(), ETag::new("\"2\"").ok());
    for text in ["1", "\"a b\"", "w/\"1\"", "\"", "", "\"a\"b\""] {
        assert!(ETag::new(text).is_err(), "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_credential_that_does_not_come_is_not_waited_for() {
    struct Never;

    impl CredentialProvider for Never {
        fn credential(&self, _: &'static str, _: Option<Credential>) -> Providing {
            Box::pin(std::future::pending())
        }
    }

    let client = Client::builder().credential_provider("token", Never).transport(Mock::new());
    let client = client.build().expect("a client");
    let error = client.books().get("b1").await.expect_err("no credential");
    assert_eq!(error.kind(), ErrorKind::Deadline);
    assert!(!error.may_have_been_sent());
    assert_eq!(error.elapsed().as_secs(), 120);
}

/// A server with a version of everything; while one question is under way it asks another.
#[derive(Clone, Debug, Default)]
struct Crowding(Arc<Asked>);

#[derive(Debug, Default)]
struct Asked {
    client: std::sync::OnceLock<Client>,
    asked: Mutex<Vec<String>>,
}

impl emitted::runtime::Transport for Crowding {
    fn send(&self, request: http::Request<emitted::runtime::Body>) -> emitted::runtime::Sending {
        let server = self.clone();
        Box::pin(async move {
            let is_asked = request.headers().contains_key("if-none-match");
            server.0.asked.lock().expect("no panic").push(request.uri().path().to_owned());
            if is_asked {
                let client = server.0.client.get().expect("a client");
                client.books().get("other").await.expect("a book");
            }
            let mock = Mock::new();
            let reply = match is_asked {
                true => MockReply::status(304),
                false => MockReply::json(200, &book()).header("etag", "\"1\""),
            };
            mock.on_id("getBook", reply);
            emitted::runtime::Transport::send(&mock, request).await
        })
    }
}

#[tokio::test]
async fn an_answer_that_is_asked_for_is_not_crowded_out() {
    let server = Crowding::default();
    let client = Client::builder().transport(server.clone()).etag_cache(1500).build();
    let client = client.expect("a client");
    server.0.client.set(client.clone()).expect("set once");
    for _ in 0..2 {
        assert_eq!(client.books().get("b1").await.expect("a book").id, "b1");
    }
    assert_eq!(server.0.asked.lock().expect("no panic").len(), 3);
}

#[tokio::test]
async fn the_cache_keeps_people_apart() {
    /// Gives a new key to every request.
    struct Keys(Mutex<u32>);

    impl CredentialProvider for Keys {
        fn credential(&self, _: &'static str, _: Option<Credential>) -> Providing {
            let mut count = self.0.lock().expect("no panic");
            *count += 1;
            let key = format!("key-{count}");
            Box::pin(async move { Ok(Credential::Token(key.into())) })
        }
    }

    let mock = Mock::new();
    mock.on_id("getBook", MockReply::json(200, &book()).header("etag", "\"1\""));
    let client = Client::builder().transport(mock.clone()).etag_cache(100_000);
    let client = client.credential_provider("key", Keys(Mutex::new(0))).build().expect("a client");
    for _ in 0..2 {
        client.books().get("b1").await.expect("a book");
    }
    let sent = mock.requests();
    assert_eq!(sent[1].header("x-key"), Some("key-2"));
    assert_eq!(sent[1].header("if-none-match"), None, "the answer is for another key");
}

#[test]
fn a_credential_that_is_empty_is_told_at_once() {
    for builder in [
        Client::builder().bearer(""),
        Client::builder().api_key(""),
        Client::builder().credential("token", Credential::Token("".into())),
    ] {
        let error = builder.build().expect_err("nothing");
        assert!(error.to_string().ends_with("is empty"), "{error}");
    }
}
