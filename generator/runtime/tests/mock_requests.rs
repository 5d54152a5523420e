//! What a mock makes of requests, and how it writes answers, to the last character.

use emitted::runtime::{
    Api, Call, ClientBuilder, ErrorEnvelope, FilePart, HeaderNames, Lines, Method, Mock, MockReply,
    MockRequest, Multipart, Op, Parameter, Request, Response,
};
use std::error::Error as _;

static API: Api = Api {
    title: "",
    version: "",
    user_agent: "",
    servers: &["https://mock.example/base"],
    security: &[],
    error: ErrorEnvelope::NONE,
    headers: HeaderNames::USUAL,
};
static OP: Op = Op::new("it", Method::Post, "/{a}/x{b}-{c}.json/{d}");

fn filled(request: Request) -> Request {
    ["a", "b", "c", "d"].into_iter().fold(request, |it, name| it.path(name, name))
}

async fn sent(build: impl FnOnce(Request) -> Request) -> MockRequest {
    let mock = Mock::new();
    mock.on_id("it", MockReply::status(204));
    let client = ClientBuilder::new(&API).transport(mock.clone()).build().expect("a client");
    build(client.request(&OP)).send_empty().await.expect("an answer");
    mock.requests().remove(0)
}

#[tokio::test]
async fn parameters_of_the_path_are_told_apart() {
    let request =
        sent(|it| it.path("a", "1/2").path("b", "3").path("c", "4.json").path("d", "%zz%"));
    let request = request.await;
    assert_eq!(request.uri.path(), "/base/1%2F2/x3-4.json.json/%25zz%25");
    for (name, value) in [("a", "1/2"), ("b", "3"), ("c", "4.json"), ("d", "%zz%")] {
        assert_eq!(request.path_value::<String>(name).expect("a value"), value);
    }
    assert_eq!(request.path_value::<i64>("b").expect("a number"), 3);
    assert!(request.path_value::<i64>("a").is_err() && request.path_value::<i64>("e").is_err());
    let request = sent(|it| it.path("a", "1").path("b", "3-5").path("c", "4").path("d", "5")).await;
    assert_eq!(request.path_value::<String>("b").expect("a value"), "3", "the first text ends it");
}

#[tokio::test]
async fn parameters_of_the_query_and_headers_are_read_as_types() {
    let request = sent(|it| filled(it).query("q", &[1, 2]).query("r", "x").header("x-n", &7)).await;
    assert_eq!(request.query_value::<i64>("q").expect("a number"), Some(1));
    assert_eq!(request.query_values::<i64>("q").expect("numbers"), [1, 2]);
    assert_eq!(request.query_value::<i64>("s").expect("nothing"), None);
    assert!(request.query_value::<i64>("r").is_err());
    assert_eq!(request.header_value::<i64>("x-n").expect("a number"), Some(7));
    assert_eq!(request.header_value::<i64>("x-m").expect("nothing"), None);
    // What is no escape stays as it is.
    let raw = Parameter::query("p").allow_reserved();
    let request = sent(|it| filled(it).parameter(&raw, "100%, %41")).await;
    assert_eq!(request.query_values::<String>("p").expect("texts"), ["100%", " A"]);
}

#[tokio::test]
async fn bodies_are_read_as_what_they_are() {
    let text = sent(|it| filled(it).text("text/plain", "a=1&b=x+y%21")).await;
    assert_eq!(text.text().expect("text"), "a=1&b=x+y%21");
    let pairs =
        [("a", "1"), ("b", "x y!")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(text.form().expect("a form"), pairs);
    let error = text.json::<i64>().expect_err("no JSON");
    assert!(error.to_string().starts_with("it: the body: ") && error.source().is_some());
    for media_type in ["application/jsonl", "application/json-seq"] {
        let lines = sent(|it| filled(it).json_lines(media_type, vec![1, 2])).await;
        assert_eq!(lines.json_lines::<i64>().expect("lines"), [1, 2], "{media_type}");
        let error = lines.json_lines::<String>().expect_err("numbers");
        assert!(error.to_string().contains("a line of the body") && error.source().is_some());
    }
    let bytes = sent(|it| filled(it).bytes("x/y", &b"\xff"[..])).await;
    let error = bytes.text().expect_err("no UTF-8");
    assert!(error.to_string().contains("no UTF-8") && error.source().is_some());
    assert!(bytes.form().is_err() && bytes.parts().is_err());
}

#[tokio::test]
async fn parts_are_read_as_they_were_written() {
    let name = "a\"b\r\nc; name=x";
    let file = FilePart::new("1\r\n--2").file_name("f; filename=\"g\"").content_type("text/x");
    let form = Multipart::new().text(name, "").file("file", None, file).text("last", "\r\n");
    let parts = sent(|it| filled(it).multipart(form)).await.parts().expect("parts");
    let seen: Vec<_> = parts
        .iter()
        .map(|it| (&*it.name, it.file_name.as_deref(), it.content_type.as_deref(), &it.body[..]))
        .collect();
    assert_eq!(
        seen,
        [
            (name, None, None, &b""[..]),
            ("file", Some("f; filename=\"g\""), Some("text/x"), b"1\r\n--2"),
            ("last", None, None, b"\r\n"),
        ]
    );
}

#[tokio::test]
async fn forms_of_other_makers_are_read_too() {
    let whole = "before\r\n--B\r\nCONTENT-DISPOSITION : form-data; name=\"a\"\r\n\
                 X-Note: b: c\r\nContent-Type:text/x: y\r\n\r\n1\r\n--B\r\n\
                 Content-Disposition: form-data; name=\"b\"\r\n\r\n--B--\r\nbehind";
    for (media_type, body, count) in [
        ("multipart/form-data; boundary=B", whole, Some(2)),
        ("multipart/form-data; boundary=\"B\"", whole, Some(2)),
        ("multipart/form-data; boundary= B ; charset=x", whole, Some(2)),
        ("multipart/form-data; boundary=C", whole, None),
        ("multipart/form-data", whole, None),
        ("multipart/form-data; boundary=B", "--B--", Some(0)),
        ("multipart/form-data; boundary=B", "--B", None),
        ("multipart/form-data; boundary=B", "--B\r\n\r\n1\r\n--B--", None),
        ("multipart/form-data; boundary=B", "--Bx\r\n", None),
        ("multipart/form-data; boundary=B", &whole[..whole.len() - 12], None),
    ] {
        let parts = sent(|it| filled(it).bytes(media_type, body.to_owned())).await.parts();
        assert_eq!(parts.as_ref().ok().map(Vec::len), count, "{media_type} {body}");
        if let (Ok(parts), Some(2)) = (parts, count) {
            assert_eq!((&*parts[0].name, &parts[0].body[..]), ("a", &b"1"[..]));
            assert_eq!(parts[0].content_type.as_deref(), Some("text/x: y"));
            assert_eq!((&*parts[1].name, &parts[1].body[..]), ("b", &b""[..]));
        }
    }
}

/// An operation as the compiler writes it.
macro_rules! operation {
    ($name:ident $op:expr, $call:ty, $send:ident, $($mocked:tt)*) => {
        #[derive(Clone, Debug)]
        struct $name(Request);

        impl $name {
            const OP: Op = $op;
        }

        impl IntoFuture for $name {
            type Output = <$call as Future>::Output;
            type IntoFuture = $call;

            fn into_future(self) -> Self::IntoFuture {
                self.0.$send()
            }
        }

        emitted::runtime::mocked! { $name => $($mocked)* }
    };
}

operation! { Sequence Op::new("seq", Method::Get, "/seq").accept("application/json-seq"), Call<Lines<i64>>, send_lines, 200 lines, }
operation! { Plain Op::new("plain", Method::Get, "/plain"), Call<Lines<i64>>, send_lines, 200 lines, }
operation! { Text Op::new("text", Method::Get, "/text"), Call<Response<String>>, send_text, 200 text, }
operation! { Csv Op::new("csv", Method::Get, "/csv").accept("text/csv"), Call<Response<String>>, send_text, 200 text, }
operation! { Blob Op::new("blob", Method::Get, "/blob"), Call<Response<bytes::Bytes>>, send_bytes, 200 bytes, }

#[tokio::test]
async fn answers_are_written_in_the_media_type_that_is_asked_for() {
    let mock = Mock::new();
    mock.on::<Sequence>().answer(vec![1, 2]);
    mock.on::<Plain>().answer(vec![1, 2]);
    mock.on::<Text>().answer("x".into());
    mock.on::<Csv>().answer("x".into());
    mock.on::<Blob>().answer("x".into());
    let client = ClientBuilder::new(&API).transport(mock.clone()).build().expect("a client");
    for (op, media_type, body) in [
        (&Sequence::OP, "application/json-seq", "\u{1e}1\n\u{1e}2\n"),
        (&Plain::OP, "application/jsonl", "1\n2\n"),
        (&Text::OP, "text/plain", "x"),
        (&Csv::OP, "text/csv", "x"),
        (&Blob::OP, "application/octet-stream", "x"),
    ] {
        let answer = client.request(op).send_text().await.expect("an answer");
        assert_eq!((answer.header("content-type"), &**answer), (Some(media_type), body));
    }
    let mut lines = Sequence(client.request(&Sequence::OP)).await.expect("lines");
    assert_eq!(lines.try_next().await.expect("a line"), Some(1));
}

#[tokio::test]
async fn a_script_tells_how_long_it_was_and_how_much_is_left() {
    let mock = Mock::new();
    let client = ClientBuilder::new(&API).transport(mock.clone()).build().expect("a client");
    let open = || {
        let open = std::panic::catch_unwind(|| mock.assert_done()).expect_err("not done");
        open.downcast_ref::<String>().expect("a message").clone()
    };
    mock.on::<Text>().script([MockReply::status(200), MockReply::status(200)]);
    mock.on::<Text>().script([MockReply::status(200)]);
    assert!(open().contains("3 of 3 answers of `text` are left"), "{}", open());
    for _ in 0..3 {
        Text(client.request(&Text::OP)).await.expect("an answer");
    }
    mock.assert_done();
    let error = Text(client.request(&Text::OP)).await.expect_err("it is over");
    assert!(error.to_string().contains("its script of 3 is over"), "{error}");
    assert!(!error.may_have_been_sent());
    assert!(open().contains("no call of `text` (GET /text) is expected"), "{}", open());
    // Answers by id make a script of all but the last.
    let mock = Mock::new();
    mock.on_id("text", MockReply::status(200)).on_id("text", MockReply::status(201));
    let open = std::panic::catch_unwind(|| mock.assert_done()).expect_err("not done");
    let open = open.downcast_ref::<String>().expect("a message");
    assert!(open.contains("1 of 1 answers of `text` are left"), "{open}");
}
