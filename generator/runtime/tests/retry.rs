//! When requests are sent again.

use emitted::{
    Client, ErrorKind, Secret,
    runtime::{
        ClientBuilder, Credential, CredentialProvider, ETag, Environment, Mock, MockReply,
        Providing, RetryPolicy, Sleep, System,
    },
    types::{BookEdit, ErrorCode},
};
use serde_json::{Value, json};
use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant, SystemTime},
};

fn book() -> Value {
    json!({"id": "b1", "title": "T", "status": "lent", "reader": null})
}

fn failure(code: &str, retryable: bool) -> Value {
    json!({"error": {"code": code, "message": "Sorry", "retryable": retryable}, "meta": {"request_id": "r1"}})
}

fn with(mock: &Mock) -> ClientBuilder {
    Client::builder()
        .bearer("secret-token")
        .transport(mock.clone())
}

fn client(mock: &Mock) -> Client {
    with(mock).build().expect("a client")
}

#[tokio::test(start_paused = true)]
async fn a_read_is_repeated_until_it_succeeds() {
    let mock = Mock::new();
    mock.on("getBook", MockReply::json(503, &failure("x", true)))
        .on("getBook", MockReply::broken())
        .on("getBook", MockReply::json(200, &book()));
    let book = client(&mock).books().get("b1").await.expect("a book");
    assert_eq!((book.attempts(), mock.requests().len()), (3, 3));
}

#[tokio::test(start_paused = true)]
async fn three_attempts_are_made_and_the_last_error_is_given() {
    let mock = Mock::new();
    mock.on("getBook", MockReply::json(500, &failure("boom", true)));
    let error = client(&mock).books().get("b1").await.expect_err("an error");
    assert_eq!((error.attempts(), mock.requests().len()), (3, 3));
    assert_eq!(error.to_string(), "getBook: 500 boom: Sorry (request r1)");
    let error = with(&mock)
        .retry(RetryPolicy::off())
        .build()
        .expect("a client")
        .books()
        .get("b1")
        .await;
    assert_eq!(error.expect_err("an error").attempts(), 1);
    let error = client(&mock)
        .books()
        .get("b1")
        .retry(RetryPolicy::attempts(5))
        .await;
    assert_eq!(error.expect_err("an error").attempts(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_write_without_a_key_is_never_sent_twice() {
    for reply in [
        MockReply::broken(),
        MockReply::silence(),
        MockReply::json(503, &failure("x", true)).header("retry-after", "1"),
        MockReply::json(429, &failure("x", true)),
        MockReply::status(200).chunk("x").cut(),
    ] {
        let mock = Mock::new();
        mock.on("lendBook", reply.clone()).on("updateBook", reply);
        let error = client(&mock)
            .books()
            .lend("b1")
            .await
            .expect_err("an error");
        assert_eq!(mock.requests().len(), 1, "{error:?}");
        let is_refusal = error.status().is_some_and(|status| status == 429);
        assert_eq!(error.may_have_been_sent(), !is_refusal, "{error:?}");
        client(&mock)
            .books()
            .update("b1", BookEdit::default())
            .await
            .expect_err("an error");
        assert_eq!(mock.requests().len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_that_was_not_sent_is_repeated() {
    let mock = Mock::new();
    mock.on("lendBook", MockReply::no_connection())
        .on("lendBook", MockReply::status(204));
    assert_eq!(
        client(&mock)
            .books()
            .lend("b1")
            .await
            .expect("lent")
            .attempts(),
        2
    );
    let mock = Mock::new();
    mock.on("lendBook", MockReply::no_connection());
    let error = client(&mock)
        .books()
        .lend("b1")
        .await
        .expect_err("no connection");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
    assert!(!error.may_have_been_sent());
}

#[tokio::test(start_paused = true)]
async fn the_key_and_the_body_stay_the_same() {
    let mock = Mock::new();
    mock.on("createBook", MockReply::broken())
        .on("createBook", MockReply::status(502))
        .on("createBook", MockReply::json(201, &book()));
    let client = client(&mock);
    client
        .books()
        .create(BookEdit::default())
        .await
        .expect("created");
    let sent = mock.requests();
    let keys: Vec<_> = sent
        .iter()
        .filter_map(|it| it.header("idempotency-key"))
        .collect();
    assert_eq!(keys.len(), 3);
    assert!(keys[0] == keys[1] && keys[1] == keys[2] && sent[0].body == sent[2].body);
    assert_eq!(keys[0].len(), 36);
    assert_eq!(&keys[0][14..15], "4");
    client
        .books()
        .create(BookEdit::default())
        .await
        .expect("created");
    assert_ne!(mock.requests()[3].header("idempotency-key"), Some(keys[0]));
    client
        .books()
        .create(None)
        .idempotency_key("mine")
        .await
        .expect("created");
    assert_eq!(mock.requests()[4].header("idempotency-key"), Some("mine"));
    for key in ["", "a b", "ä", "a\n", &"k".repeat(256)] {
        let error = client
            .books()
            .create(None)
            .idempotency_key(key)
            .await
            .expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Build);
    }
}

#[tokio::test(start_paused = true)]
async fn the_word_of_the_server_counts() {
    let mock = Mock::new();
    mock.on("getBook", MockReply::json(503, &failure("gone", false)));
    client(&mock).books().get("b1").await.expect_err("an error");
    assert_eq!(mock.requests().len(), 1);
    let mock = Mock::new();
    mock.on("getBook", MockReply::json(418, &failure("later", true)))
        .on("getBook", MockReply::json(200, &book()));
    assert_eq!(
        client(&mock)
            .books()
            .get("b1")
            .await
            .expect("a book")
            .attempts(),
        2
    );
}

#[tokio::test(start_paused = true)]
async fn the_server_says_how_long_to_wait() {
    let mock = Mock::new();
    mock.on("getBook", MockReply::status(429).header("retry-after", "7"))
        .on("getBook", MockReply::json(200, &book()));
    let book = client(&mock).books().get("b1").await.expect("a book");
    assert!(
        (7..8).contains(&book.elapsed().as_secs()),
        "{:?}",
        book.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_is_too_long_is_left_to_the_caller() {
    for (wait, timeout) in [("3600", 120), ("20", 10)] {
        let mock = Mock::new();
        mock.on(
            "getBook",
            MockReply::status(429).header("retry-after", wait),
        );
        let call = client(&mock)
            .books()
            .get("b1")
            .timeout(Duration::from_secs(timeout));
        let error = call.await.expect_err("an error");
        assert_eq!((error.attempts(), error.kind()), (1, ErrorKind::Status));
        assert_eq!(
            error.retry_after(),
            wait.parse().ok().map(Duration::from_secs)
        );
        assert!(error.elapsed() < Duration::from_secs(1));
    }
}

/// A clock that stands still, randomness from a seed, and waits that are written down.
#[derive(Clone)]
struct Still {
    today: SystemTime,
    state: Arc<Mutex<u64>>,
    slept: Arc<Mutex<Vec<Duration>>>,
}

impl Still {
    fn new(today: u64) -> Self {
        let today = SystemTime::UNIX_EPOCH + Duration::from_secs(today);
        Self {
            today,
            state: Arc::new(Mutex::new(42)),
            slept: Arc::default(),
        }
    }

    fn slept(&self) -> Vec<Duration> {
        // Waits for whole seconds are timeouts.
        let slept = self.slept.lock().expect("no panic");
        slept
            .iter()
            .copied()
            .filter(|wait| wait.subsec_nanos() != 0)
            .collect()
    }
}

impl Environment for Still {
    fn now(&self) -> Instant {
        System.now()
    }

    fn today(&self) -> SystemTime {
        self.today
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.slept.lock().expect("no panic").push(duration);
        if duration.subsec_nanos() != 0 {
            Box::pin(async {})
        } else {
            System.sleep(duration)
        }
    }

    fn fill(&self, bytes: &mut [u8]) -> bool {
        let mut state = self.state.lock().expect("no panic");
        for byte in bytes {
            *state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *byte = (*state >> 56) as u8;
        }
        true
    }
}

#[tokio::test(start_paused = true)]
async fn dates_are_compared_with_the_time_of_day() {
    // 1994-11-06 08:49:37
    let still = Still::new(784_111_777);
    for (date, wait) in [
        ("Sun, 06 Nov 1994 08:50:37 GMT", Some(60)),
        ("Sunday, 06-Nov-94 08:51:37 GMT", Some(120)),
        ("Sun Nov  6 08:49:47 1994", Some(10)),
        ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
        (
            "Thu, 29 Feb 2024 00:00:00 GMT",
            Some(1_709_164_800 - 784_111_777),
        ),
        ("120", Some(120)),
        ("1.5", Some(1)),
        ("99999999999999999999999", Some(u64::MAX)),
        ("soon", None),
        ("-5", None),
    ] {
        let mock = Mock::new();
        mock.on(
            "getBook",
            MockReply::status(429).header("retry-after", date),
        );
        let client = with(&mock)
            .environment(still.clone())
            .retry(RetryPolicy::off())
            .build();
        let error = client
            .expect("a client")
            .books()
            .get("b1")
            .await
            .expect_err("an error");
        assert_eq!(
            error.retry_after().map(|wait| wait.as_secs()),
            wait,
            "{date}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn any_retry_after_is_survived() {
    let still = Still::new(784_111_777);
    let alphabet = b"0123456789 :-,.+GMTSunNov";
    let mut random = [0u8; 24];
    for _ in 0..20_000 {
        still.fill(&mut random);
        let length = usize::from(random[0] % 24);
        let text: String = random[..length]
            .iter()
            .map(|it| char::from(alphabet[usize::from(*it) % alphabet.len()]))
            .collect();
        let mock = Mock::new();
        mock.on(
            "getBook",
            MockReply::status(429).header("retry-after", &text),
        );
        let client = with(&mock)
            .environment(still.clone())
            .retry(RetryPolicy::off())
            .build();
        client
            .expect("a client")
            .books()
            .get("b1")
            .await
            .expect_err("an error");
    }
}

#[tokio::test(start_paused = true)]
async fn waits_are_uniform_below_a_bound_that_doubles() {
    let still = Still::new(0);
    for _ in 0..10_000 {
        let mock = Mock::new();
        mock.on("getBook", MockReply::status(503))
            .on("getBook", MockReply::status(503))
            .on("getBook", MockReply::json(200, &book()));
        let client = with(&mock)
            .environment(still.clone())
            .build()
            .expect("a client");
        client.books().get("b1").await.expect("a book");
    }
    let slept = still.slept();
    assert_eq!(slept.len(), 20_000);
    let odd: Vec<f64> = slept
        .iter()
        .step_by(2)
        .map(|wait| wait.as_secs_f64() / 0.25)
        .collect();
    let even: Vec<f64> = slept
        .iter()
        .skip(1)
        .step_by(2)
        .map(|wait| wait.as_secs_f64() / 0.5)
        .collect();
    for shares in [odd, even] {
        assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
        let mean = shares.iter().sum::<f64>() / shares.len() as f64;
        assert!((mean - 0.5).abs() < 0.02, "{mean}");
        for tenth in 0..10 {
            let count = shares
                .iter()
                .filter(|share| (**share * 10.0) as usize == tenth)
                .count();
            let part = count as f64 / shares.len() as f64;
            assert!((part - 0.1).abs() < 0.02, "{tenth}: {part}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_whose_calls_all_fail_stops_repeating_them() {
    let mock = Mock::new();
    mock.on("getBook", MockReply::status(503));
    let client = client(&mock);
    for _ in 0..200 {
        client.books().get("b1").await.expect_err("an error");
    }
    let sent = mock.requests().len();
    assert!((201..=240).contains(&sent), "{sent}");
}

#[tokio::test(start_paused = true)]
async fn a_conflict_with_our_own_attempt_is_waited_out() {
    let conflict = MockReply::json(409, &failure("idempotency_conflict", false));
    let mock = Mock::new();
    mock.on("createBook", MockReply::silence());
    for _ in 0..5 {
        mock.on("createBook", conflict.clone());
    }
    mock.on("createBook", MockReply::json(201, &book()));
    let client = with(&mock)
        .attempt_timeout(Duration::from_secs(5))
        .build()
        .expect("a client");
    let created = client.books().create(None).await.expect("created");
    assert_eq!(created.attempts(), 7);
    let sent = mock.requests();
    assert!(
        sent.iter()
            .all(|it| it.header("idempotency-key") == sent[0].header("idempotency-key"))
    );

    let mock = Mock::new();
    mock.on("createBook", conflict);
    let error = self::client(&mock)
        .books()
        .create(None)
        .await
        .expect_err("a conflict");
    assert_eq!((error.attempts(), error.kind()), (1, ErrorKind::Status));
    assert!(!error.may_have_been_sent());
}

#[tokio::test(start_paused = true)]
async fn an_unknown_outcome_is_told_and_can_be_resumed() {
    let mock = Mock::new();
    mock.on("createBook", MockReply::silence());
    let client = client(&mock);
    let call = client.books().create(None).timeout(Duration::from_secs(40));
    let error = call.await.expect_err("no answer");
    assert_eq!(error.kind(), ErrorKind::Deadline);
    assert!(error.may_have_been_sent());
    assert_eq!(error.elapsed().as_secs(), 40);
    let key = error.idempotency_key().expect("a key").to_owned();
    assert_eq!(mock.requests()[0].header("idempotency-key"), Some(&*key));
    // A later failure to connect does not make the outcome of the first attempt known.
    let mock = Mock::new();
    mock.on("createBook", MockReply::broken())
        .on("createBook", MockReply::no_connection());
    let error = self::client(&mock)
        .books()
        .create(None)
        .idempotency_key(&key)
        .await
        .expect_err("no answer");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.may_have_been_sent());
}

#[tokio::test(start_paused = true)]
async fn a_lost_update_is_its_own_kind() {
    let etag = ETag::new("W/\"1\"").expect("a tag");
    let mock = Mock::new();
    mock.on(
        "updateBook",
        MockReply::json(409, &failure("conflict", false)),
    )
    .on("updateBook", MockReply::status(412))
    .on(
        "updateBook",
        MockReply::json(409, &failure("conflict", false)),
    );
    let client = client(&mock);
    let update = || client.books().update("b1", &BookEdit::default());
    let error = update().if_match(&etag).await.expect_err("a conflict");
    assert_eq!(error.kind(), ErrorKind::LostUpdate);
    assert_eq!(error.code(), Some(&ErrorCode::Conflict));
    assert_eq!(mock.requests()[0].header("if-match"), Some("W/\"1\""));
    assert_eq!(
        update().if_match(&etag).await.expect_err("stale").kind(),
        ErrorKind::LostUpdate
    );
    assert_eq!(
        update().await.expect_err("a conflict").kind(),
        ErrorKind::Status
    );
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
    mock.on("lendBook", MockReply::status(401))
        .on("lendBook", MockReply::status(204));
    let tokens = Tokens(Arc::default());
    let client = Client::builder()
        .credential_provider("token", tokens)
        .transport(mock.clone())
        .build();
    client
        .expect("a client")
        .books()
        .lend("b1")
        .await
        .expect("lent");
    let sent = mock.requests();
    assert_eq!(sent[0].header("authorization"), Some("Bearer token-0"));
    assert_eq!(sent[1].header("authorization"), Some("Bearer token-1"));

    let mock = Mock::new();
    mock.on("lendBook", MockReply::status(401));
    let tokens = Tokens(Arc::default());
    let client = Client::builder()
        .credential_provider("token", tokens)
        .transport(mock.clone())
        .build();
    client
        .expect("a client")
        .books()
        .lend("b1")
        .await
        .expect_err("refused");
    assert_eq!(mock.requests().len(), 2);
    let fixed = self::client(&mock)
        .books()
        .lend("b1")
        .await
        .expect_err("refused");
    assert_eq!((fixed.attempts(), mock.requests().len()), (1, 3));
}

#[tokio::test(start_paused = true)]
async fn credentials_follow_the_operation() {
    let mock = Mock::new();
    for id in ["createBook", "getBook", "exportBooks"] {
        mock.on(id, MockReply::json(200, &book()));
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
    mock.on(
        "getBook",
        MockReply::json(200, &book())
            .header("etag", "W/\"1\"")
            .header("x-request-id", "r1"),
    )
    .on(
        "getBook",
        MockReply::status(304).header("x-request-id", "r2"),
    )
    .on(
        "getBook",
        MockReply::json(200, &json!({"id": "b2", "title": "", "status": ""}))
            .header("etag", "\"2\""),
    );
    let client = with(&mock).etag_cache(100_000).build().expect("a client");
    let first = client.books().get("b1").await.expect("a book");
    let second = client.books().get("b1").await.expect("a book");
    assert_eq!(*first, *second);
    assert_eq!(
        (second.status().as_u16(), second.request_id()),
        (200, Some("r2"))
    );
    assert_eq!(mock.requests()[1].header("if-none-match"), Some("W/\"1\""));
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
    mock.on("getBook", MockReply::status(304)).on(
        "getBook",
        MockReply::json(200, &book()).header("etag", "\"2\""),
    );
    let client = client(&mock);
    let get = || client.books().get("b1").if_none_match(&etag);
    assert!(get().await.expect("an answer").is_not_modified());
    let changed = get().await.expect("an answer").modified().expect("a book");
    assert_eq!(changed.etag(), ETag::new("\"2\"").ok());
    for text in ["1", "\"a b\"", "w/\"1\"", "\"", "", "\"a\"b\""] {
        assert!(ETag::new(text).is_err(), "{text}");
    }
}
