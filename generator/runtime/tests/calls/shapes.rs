//! Bodies of every shape: how they are sent, and how they are read.

use super::{
    Fixed, client, failure,
    requests::{OP, query},
    with,
};
use emitted::{
    Client, Conditional, ErrorKind, Patch, Secret,
    resources::{CreateBook, GetBook, ListBooks},
    runtime::{
        Body, ByStatus, Case, ETag, Environment, Fault, JsonLines, Method, Mock, MockReply, Op,
        Request, RetryPolicy, Sleep, System, Upload,
    },
    types::BookEdit,
};
use serde_json::json;
use std::{error::Error as _, future::poll_fn, io};

static GET: Op = Op::new("get", Method::Get, "/get");

async fn next(chunks: &mut Upload) -> Option<io::Result<bytes::Bytes>> {
    poll_fn(|context| chunks.as_mut().poll_next(context)).await
}

/// Returns the lengths of all chunks, up to the first error, and whether nothing comes behind.
async fn lengths(body: Body) -> (Vec<usize>, Option<String>) {
    let mut chunks = body.into_stream();
    let mut lengths = Vec::new();
    while let Some(chunk) = next(&mut chunks).await {
        match chunk {
            Ok(chunk) => lengths.push(chunk.len()),
            Err(error) => {
                assert!(next(&mut chunks).await.is_none(), "it is over");
                return (lengths, Some(error.to_string()));
            }
        }
    }
    assert!(next(&mut chunks).await.is_none(), "it is over");
    (lengths, None)
}

#[tokio::test]
async fn bodies_come_in_chunks_and_end() {
    let piece = 64 * 1024;
    for (length, chunks) in [
        (0, vec![]),
        (1, vec![1]),
        (piece, vec![piece]),
        (piece + 1, vec![piece, 1]),
        (3 * piece - 1, vec![piece, piece, piece - 1]),
    ] {
        assert_eq!(lengths(Body::from(vec![0u8; length])).await, (chunks, None));
        let (read, problem) = lengths(Body::reader(io::Cursor::new(vec![0u8; length]), None)).await;
        assert_eq!((read.iter().sum::<usize>(), problem), (length, None));
    }
    // What comes once gives an error the second time, and whoever has a clone too.
    let body = Body::reader(&b"once"[..], Some(4));
    let again = body.clone();
    assert!(!body.is_replayable() && again.length() == Some(4));
    assert_eq!(lengths(body).await, (vec![4], None));
    let (none, problem) = lengths(again).await;
    assert!(none.is_empty() && problem.expect("an error").contains("sent already"));
}

#[tokio::test]
async fn a_body_that_cannot_be_read_ends_with_its_error() {
    struct Broken;

    impl tokio::io::AsyncRead for Broken {
        fn poll_read(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
            _: &mut tokio::io::ReadBuf<'_>,
        ) -> std::task::Poll<io::Result<()>> {
            std::task::Poll::Ready(Err(io::Error::other("the tape is torn")))
        }
    }

    let torn = (vec![], Some("the tape is torn".to_owned()));
    assert_eq!(lengths(Body::reader(Broken, None)).await, torn);
    let path = std::env::temp_dir().join(format!("runtime-shapes-{}", std::process::id()));
    std::fs::write(&path, "x").expect("a file");
    let body = Body::file(&path).await.expect("a file");
    assert_eq!((body.length(), lengths(body.clone()).await), (Some(1), (vec![1], None)));
    std::fs::remove_file(&path).expect("a file");
    let (none, problem) = lengths(body).await;
    assert!(none.is_empty() && problem.is_some());
    assert!(Body::file(&path).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn keys_are_random_uuids_of_version_4() {
    for (byte, key) in [
        (0x00, "00000000-0000-4000-8000-000000000000"),
        (0xff, "ffffffff-ffff-4fff-bfff-ffffffffffff"),
        (0xa5, "a5a5a5a5-a5a5-45a5-a5a5-a5a5a5a5a5a5"),
    ] {
        let mock = Mock::new();
        mock.on::<CreateBook>().reply(MockReply::status(204));
        let client = with(&mock).environment(Fixed::new(byte)).build().expect("a client");
        client.books().create(None).await.expect("created");
        assert_eq!(mock.requests()[0].header("idempotency-key"), Some(key));
    }
}

#[tokio::test]
async fn keys_keep_the_order_of_their_bytes() {
    /// Random bytes that count up.
    struct Counting;

    impl Environment for Counting {
        fn now(&self) -> std::time::Instant {
            System.now()
        }

        fn today(&self) -> std::time::SystemTime {
            System.today()
        }

        fn sleep(&self, duration: std::time::Duration) -> Sleep {
            System.sleep(duration)
        }

        fn fill(&self, bytes: &mut [u8]) -> bool {
            bytes.iter_mut().zip(0x10..).for_each(|(byte, next)| *byte = next);
            true
        }
    }

    let mock = Mock::new();
    mock.on::<CreateBook>().reply(MockReply::status(204));
    let client = with(&mock).environment(Counting).build().expect("a client");
    client.books().create(None).await.expect("created");
    let key = "10111213-1415-4617-9819-1a1b1c1d1e1f";
    assert_eq!(mock.requests()[0].header("idempotency-key"), Some(key));
    let patches = [Patch::Value(1), Patch::Null, Patch::Absent];
    assert_eq!(patches.map(Patch::into_value), [Some(1), None, None]);
}

/// What an answer holds by its status.
#[derive(Debug, PartialEq)]
enum Held {
    Text(String),
    Bytes(bytes::Bytes),
    First,
    Range,
}

impl ByStatus for Held {
    const CASES: &'static [Case<Self>] = &[
        Case::status(200, |body| body.text().map(Self::Text)),
        Case::status(201, |body| Ok(Self::Bytes(body.bytes()))),
        Case::status(202, |_| Ok(Self::First)),
        Case::range(2, |_| Ok(Self::Range)),
    ];
}

#[tokio::test]
async fn a_body_is_read_by_its_status() {
    for (status, held) in [
        (200, Held::Text("x".into())),
        (201, Held::Bytes("x".into())),
        (202, Held::First),
        (203, Held::Range),
        (299, Held::Range),
    ] {
        let mock = Mock::new();
        mock.on_id("get", MockReply::status(status).chunk("x"));
        let read = client(&mock).request(&GET).send_by_status::<Held>().await.expect("an answer");
        assert_eq!((read.status().as_u16(), read.into_inner()), (status, held));
    }
    let mock = Mock::new();
    mock.on_id("get", MockReply::status(200).chunk(&b"\xff"[..]));
    for error in [
        client(&mock).request(&GET).send_by_status::<Held>().await.map(drop),
        client(&mock).request(&GET).send_text().await.map(drop),
    ] {
        let error = error.expect_err("no UTF-8");
        assert_eq!((error.kind(), error.message()), (ErrorKind::Decode, "the body is no UTF-8"));
        assert!(error.source().is_some());
    }
    assert_eq!(*client(&mock).request(&GET).send_bytes().await.expect("bytes"), b"\xff"[..]);
}

#[tokio::test]
async fn a_body_that_may_be_missing_is_none_only_where_it_is() {
    let mock = Mock::new();
    for (body, read) in [("", Some(None)), ("7", Some(Some(7))), ("null", None), (" ", None)] {
        mock.on::<GetBook>().reply(MockReply::status(200).chunk(body));
        static OPTIONAL: Op = Op::new("getBook", Method::Get, "/it");
        let request: Request = client(&mock).request(&OPTIONAL);
        let outcome = request.send_optional_json::<i64>().await;
        assert_eq!(outcome.ok().map(|it| it.into_inner()), read, "{body:?}");
    }
    mock.on::<GetBook>().reply(MockReply::json(200, &super::book()));
    let etag = ETag::new("\"1\"").expect("a tag");
    let read = client(&mock).books().get("b1").if_none_match(&etag).await.expect("an answer");
    assert!(!read.is_not_modified() && matches!(read, Conditional::Modified(_)));
}

#[tokio::test]
async fn codes_of_errors_may_be_numbers() {
    let mock = Mock::new();
    let client = with(&mock).retry(RetryPolicy::off()).build().expect("a client");
    for (code, text) in [(json!(42), Some("42")), (json!("x"), Some("x")), (json!(true), None)] {
        let body = json!({"error": {"code": code, "message": 7}, "meta": {"request_id": 9}});
        mock.on::<GetBook>().fail(400, &body);
        let error = client.books().get("b1").await.expect_err("an error");
        assert_eq!((error.code_text(), error.message()), (text, "7"));
        assert_eq!(error.request_id(), Some("9"));
    }
    mock.on::<GetBook>().fail(400, &failure("x", true));
    assert!(client.books().get("b1").await.expect_err("an error").is_retryable());
}

#[tokio::test]
async fn secrets_among_arguments_of_any_shape_do_not_come_back() {
    let secret = "canary-bird";
    let edit = || BookEdit { code: Some(Secret::from(secret)), ..BookEdit::default() };
    static POST: Op = Op::new("post", Method::Post, "/post");
    let builds: [&dyn Fn(Request) -> Request; 7] = [
        &|it| it.json(&edit()),
        &|it| it.form(&edit(), &[]),
        &|it| it.json_lines("application/jsonl", JsonLines::from(vec![edit()])),
        &|it| it.part_json("edit", &edit()),
        &|it| it.part_text("code", &Secret::from(secret)),
        &|it| it.query("code", &Secret::from(secret)),
        &|it| it.query("edit", &edit()),
    ];
    for (at, build) in builds.into_iter().enumerate() {
        let mock = Mock::new();
        mock.on_id("post", MockReply::status(400).chunk(format!("no {secret}, please")));
        let client = with(&mock).build().expect("a client");
        let error = build(client.request(&POST)).send_empty().await.expect_err("refused");
        assert_eq!(&error.raw_body()[..], b"no [redacted], please", "{at}");
        // What another request held is none of this one.
        let error = client.request(&POST).json(&1).send_empty().await.expect_err("refused");
        assert_eq!(error.raw_body(), &format!("no {secret}, please"), "{at}");
    }
    // Nor what a request held that could not be written.
    struct Half(Secret);

    impl serde::Serialize for Half {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            let _ = serde_json::to_string(&self.0);
            Err(serde::ser::Error::custom("half"))
        }
    }

    let mock = Mock::new();
    mock.on_id("post", MockReply::status(400).chunk(format!("no {secret}, please")));
    let client = with(&mock).build().expect("a client");
    let builds: [&dyn Fn(Request) -> Request; 5] = [
        &|it| it.json(&1),
        &|it| it.query("a", &1),
        &|it| it.part_json("a", &1),
        &|it| it.part_text("a", &1),
        &|it| it.json_lines("application/jsonl", vec![1]),
    ];
    for build in builds {
        drop(client.request(&POST).json(&Half(Secret::from(secret))));
        let error = build(client.request(&POST)).send_empty().await.expect_err("refused");
        assert_eq!(error.raw_body(), &format!("no {secret}, please"));
    }
}

#[tokio::test(start_paused = true)]
async fn the_patience_of_a_client_is_its_own() {
    use super::paced::{Pace, Paced};
    use std::time::Duration;

    let slow = |before: u64, chunk: u64| {
        Paced::new([Pace {
            before: Duration::from_secs(before),
            chunks: vec![(Duration::from_secs(chunk), Ok("{}"))],
            ..Pace::default()
        }])
    };
    for (before, chunk, seconds) in [(6, 0, 5), (0, 4, 3), (4, 4, 7)] {
        let client = Client::builder().transport(slow(before, chunk)).retry(RetryPolicy::off());
        let client = client.attempt_timeout(Duration::from_secs(5));
        let client = client.read_timeout(Duration::from_secs(3)).build().expect("a client");
        let error = client.books().get("b1").await.expect_err("late");
        assert_eq!((error.kind(), error.elapsed().as_secs()), (ErrorKind::Timeout, seconds));
    }
    let mock = Mock::new();
    mock.on::<ListBooks>().fault(Fault::Silent);
    let client = with(&mock).retry(RetryPolicy::off()).timeout(Duration::from_secs(2)).build();
    let error = client.expect("a client").books().list().await.expect_err("late");
    assert_eq!((error.kind(), error.elapsed().as_secs()), (ErrorKind::Deadline, 2));
}

#[tokio::test]
async fn scalars_of_every_kind_are_written_as_json_has_them() {
    use serde::{Serialize, Serializer, ser::Error as _};

    macro_rules! written {
        ($serializer:ident => $write:expr) => {{
            struct One;
            impl Serialize for One {
                fn serialize<S: Serializer>(&self, $serializer: S) -> Result<S::Ok, S::Error> {
                    $write
                }
            }
            query(|it| it.query("q", &One)).await
        }};
    }

    assert_eq!(written!(it => it.serialize_char('&')), "q=%26");
    assert_eq!(written!(it => it.serialize_char('x')), "q=x");
    assert_eq!(written!(it => it.serialize_bool(true)), "q=true");
    assert_eq!(written!(it => it.serialize_f64(0.5)), "q=0.5");
    assert_eq!(written!(it => it.serialize_f64(1e300)), "q=1e%2B300");
    assert_eq!(written!(it => it.serialize_f32(0.25)), "q=0.25");
    assert_eq!(written!(it => it.serialize_i128(-7)), "q=-7");
    assert_eq!(written!(it => it.serialize_some(&7)), "q=7");
    assert_eq!(written!(it => it.serialize_unit_variant("T", 0, "a b")), "q=a%20b");
    assert_eq!(written!(it => it.serialize_newtype_struct("T", &7)), "q=7");
    // What is no scalar goes the long way, and comes to the same as its JSON.
    assert_eq!(written!(it => it.serialize_f64(f64::NAN)), "");
    assert_eq!(written!(it => it.serialize_none()), "");
    assert_eq!(written!(it => it.serialize_unit()), "");
    assert_eq!(written!(it => it.serialize_unit_struct("T")), "");
    assert_eq!(written!(it => it.serialize_bytes(&[1, 2])), "q=1&q=2");
    assert_eq!(written!(it => it.serialize_newtype_variant("T", 0, "a", &7)), "a=7");
    // What cannot be written is told.
    struct No;
    impl Serialize for No {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(S::Error::custom("not today"))
        }
    }
    let request = client(&Mock::new()).request(&OP).query("q", &No);
    let error = request.send_empty().await.expect_err("not today");
    assert!(error.message().contains("`q`: not today"), "{error}");
}
