//! Requests as they go out, to the last character.

use super::{client, with};
use emitted::{
    Client, ErrorKind,
    resources::ScanBook,
    runtime::{
        Api, Body, ClientBuilder, ETag, FieldEncoding, FilePart, Method, Mock, MockReply,
        MockRequest, Multipart, Op, Parameter, Request, Style,
    },
};
use serde_json::json;
use std::ops::Bound;

pub(super) static OP: Op = Op::new("it", Method::Post, "/it");

/// Returns a request as it goes out.
async fn sent(op: &'static Op, build: impl FnOnce(Request) -> Request) -> MockRequest {
    let mock = Mock::new();
    mock.on_id(op.id(), MockReply::status(204));
    let client = Client::builder().base_url("https://it.example").transport(mock.clone()).build();
    build(client.expect("a client").request(op)).send_empty().await.expect("an answer");
    mock.requests().remove(0)
}

pub(super) async fn query(build: impl FnOnce(Request) -> Request) -> String {
    sent(&OP, build).await.uri.query().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn percent_signs_stay_only_in_front_of_two_digits() {
    let reserved = Parameter::query("q").allow_reserved();
    for (text, written) in [
        ("%20", "%20"),
        ("%aF", "%aF"),
        ("a%", "a%25"),
        ("a%2", "a%252"),
        ("%2g", "%252g"),
        ("%g2", "%25g2"),
        ("%%20", "%25%20"),
        ("&=+#[]", "%26=%2B%23%5B%5D"),
    ] {
        let query = query(|it| it.parameter(&reserved, text)).await;
        assert_eq!(query, format!("q={written}"), "{text}");
    }
    // Names are written whole, also where their values keep what is reserved.
    let named = Parameter::query("a/b c").allow_reserved();
    assert_eq!(query(|it| it.parameter(&named, "a/b c")).await, "a%2Fb%20c=a/b%20c");
    let object = json!({"k/e": "v/1"});
    assert_eq!(query(|it| it.parameter(&named, &object)).await, "k%2Fe=v/1");
    assert_eq!(
        query(|it| it.query("a b", &1).extra_query("c d", "e&f")).await,
        "a%20b=1&c%20d=e%26f"
    );
    let replaced = query(|it| it.extra_query("a", "1").extra_query("b", "2").extra_query("a", "3"));
    assert_eq!(replaced.await, "a=3&b=2");
}

#[tokio::test]
async fn what_is_null_or_empty_is_left_out_or_written_as_nothing() {
    let plain = |style, explode| Parameter::query("q").style(style).explode(explode);
    for (style, explode, value, written) in [
        (Style::Form, true, json!([null, 1]), "q=&q=1"),
        (Style::Form, false, json!([null, 1]), "q=,1"),
        (Style::Form, false, json!({}), ""),
        (Style::Form, true, json!({}), ""),
        (Style::Form, true, json!({"a": null, "b": 1}), "b=1"),
        (Style::Form, false, json!({"a": null, "b": 1}), "q=a,,b,1"),
        (
            Style::DeepObject,
            true,
            json!({"a": null, "b": {"c": [1, null]}}),
            "q%5Bb%5D%5Bc%5D%5B0%5D=1",
        ),
        (Style::DeepObject, true, json!(null), ""),
        (Style::SpaceDelimited, false, json!([]), ""),
    ] {
        let query = query(|it| it.parameter(&plain(style, explode), &value)).await;
        assert_eq!(query, written, "{style:?} {explode} {value}");
    }
    static PATH: Op = Op::new("path", Method::Get, "/path/{x}");
    for value in [json!([]), json!({}), json!(null), json!("")] {
        let parameter = Parameter::path("x").style(Style::Label);
        let request = client(&Mock::new()).request(&PATH).parameter(&parameter, &value);
        let error = request.send_empty().await.expect_err("nothing");
        assert!(error.message().ends_with("`x` is empty") || value == json!(""), "{error}");
    }
}

#[tokio::test]
async fn a_parameter_with_a_media_type_is_written_in_it() {
    let value = json!({"a": "b c"});
    for (media_type, written) in [
        ("application/json", "q=%7B%22a%22%3A%22b%20c%22%7D"),
        ("application/vnd.x+json", "q=%7B%22a%22%3A%22b%20c%22%7D"),
        ("text/plain", "a=b%20c"),
        ("application/x-www-form-urlencoded", "a=b%20c"),
    ] {
        let parameter = Parameter::query("q").content(media_type);
        assert_eq!(query(|it| it.parameter(&parameter, &value)).await, written, "{media_type}");
    }
    let text = Parameter::query("q").content("text/plain");
    assert_eq!(query(|it| it.parameter(&text, "a b")).await, "q=a%20b");
    let json = Parameter::query("q").content("application/json");
    assert_eq!(query(|it| it.parameter(&json, "a")).await, "q=%22a%22");
    let header = Parameter::header("x-json").content("application/json");
    assert_eq!(
        sent(&OP, |it| it.parameter(&header, &value)).await.header("x-json"),
        Some("{\"a\":\"b c\"}")
    );
}

#[tokio::test]
async fn forms_write_each_field_as_it_is_described() {
    let field = |name, style, explode, json| FieldEncoding { name, style, explode, json };
    let fields = [
        field("space", Style::SpaceDelimited, false, false),
        field("pipe", Style::PipeDelimited, false, false),
        field("json", Style::Form, true, true),
        field("none", Style::Form, true, true),
        field("comma", Style::Form, false, false),
    ];
    let body = json!({
        "space": [1, 2], "pipe": ["a", "b"], "json": [1], "none": null, "comma": {"a": 1},
        "other": {"b c": 2}, "list": [3, 4],
    });
    let form = sent(&OP, |it| it.form(&body, &fields)).await;
    let mut pairs: Vec<_> =
        form.body.split(|byte| *byte == b'&').map(String::from_utf8_lossy).collect();
    pairs.sort();
    let expected =
        ["b+c=2", "comma=a,1", "json=%5B1%5D", "list=3", "list=4", "pipe=a%7Cb", "space=1+2"];
    assert_eq!(pairs, expected);
    let form = sent(&OP, |it| it.optional_form::<serde_json::Value>(json!({"a": 1}), &[])).await;
    assert_eq!(
        (&form.body[..], form.header("content-type")),
        (&b"a=1"[..], Some("application/x-www-form-urlencoded"))
    );
    let none = sent(&OP, |it| it.optional_form::<serde_json::Value>(None, &[])).await;
    assert_eq!((&none.body[..], none.header("content-type")), (&b""[..], None));
    let text = sent(&OP, |it| it.text("text/x", "ä")).await;
    assert_eq!((&text.body[..], text.header("content-type")), ("ä".as_bytes(), Some("text/x")));
    let json = sent(&OP, |it| it.optional_json::<i64>(7)).await;
    assert_eq!(
        (&json.body[..], json.header("content-type")),
        (&b"7"[..], Some("application/json"))
    );
    let lines = sent(&OP, |it| it.json_lines("application/json-seq", vec![1, 2])).await;
    assert_eq!(&lines.body[..], b"\x1e1\n\x1e2\n");
}

/// Returns the body of a form of parts, with `B` for its boundary.
async fn parts(build: impl FnOnce(Request) -> Request) -> String {
    let sent = sent(&OP, build).await;
    let media_type = sent.header("content-type").expect("a media type");
    let (media_type, boundary) = media_type.split_once("; boundary=").expect("a boundary");
    let body = String::from_utf8_lossy(&sent.body).replace(boundary, "B");
    match media_type {
        "multipart/form-data" => body,
        other => format!("{other}: {body}"),
    }
}

#[tokio::test]
async fn forms_of_parts_write_names_and_types() {
    let file = FilePart::new("x").file_name("a\u{1}\"b\n").content_type("text/x\r\nevil: 1");
    let form =
        Multipart::new().file("f", Some("ignored"), file).file("g", None, "y").text("t", "z");
    assert_eq!(
        parts(|it| it.multipart(form)).await,
        "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a %22b%0A\"\r\n\
         Content-Type: text/xevil: 1\r\n\r\nx\r\n\
         --B\r\nContent-Disposition: form-data; name=\"g\"; filename=\"g\"\r\n\
         Content-Type: application/octet-stream\r\n\r\ny\r\n\
         --B\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\nz\r\n--B--\r\n"
    );
    assert_eq!(parts(|it| it.form_of_parts("multipart/mixed")).await, "multipart/mixed: --B--\r\n");
    let text = parts(|it| it.part_text("t", &7).part_json("j", &[1])).await;
    assert!(text.contains("name=\"t\"\r\n\r\n7\r\n") && text.contains("\r\n\r\n[1]\r\n"), "{text}");
    let text = parts(|it| it.part_text_as("t", "text/a", &"x").part_json_as("j", "text/b", &"y"));
    let text = text.await;
    assert!(text.contains("Content-Type: text/a\r\n\r\nx\r\n"), "{text}");
    assert!(text.contains("Content-Type: text/b\r\n\r\n\"y\"\r\n"), "{text}");
}

#[tokio::test]
async fn a_form_is_sent_again_only_if_each_of_its_parts_can_be() {
    let bytes = || FilePart::new("x");
    let once = || FilePart::new(Body::reader(&b"y"[..], Some(1)));
    let replay = || FilePart::new(Body::replayable(|| Body::from("z").into_stream(), Some(1)));
    for (parts, attempts) in [
        (vec![bytes(), bytes()], 3),
        (vec![bytes(), replay()], 3),
        (vec![replay(), once()], 1),
        (vec![once(), bytes()], 1),
    ] {
        let mock = Mock::new();
        mock.on::<ScanBook>().reply(MockReply::status(503));
        let form =
            parts.into_iter().fold(Multipart::new(), |form, part| form.file("f", None, part));
        static KEYED: Op = Op::new("scanBook", Method::Post, "/scans").idempotency_key("K");
        let client =
            with(&mock).retry(emitted::runtime::RetryPolicy::default().base(Default::default()));
        let request = client.build().expect("a client").request(&KEYED).multipart(form);
        let error = request.send_empty().await.expect_err("an error");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, attempts));
        let requests = mock.requests();
        assert!(requests.iter().all(|sent| sent.body == requests[0].body));
        assert!(
            requests[0].header("content-type")
                == requests[requests.len() - 1].header("content-type")
        );
    }
}

#[tokio::test]
async fn ranges_and_versions_are_headers() {
    for (start, end, written) in [
        (Bound::Included(2), Bound::Included(5), Some("bytes=2-5")),
        (Bound::Included(2), Bound::Excluded(5), Some("bytes=2-4")),
        (Bound::Excluded(2), Bound::Included(5), Some("bytes=3-5")),
        (Bound::Excluded(2), Bound::Excluded(4), Some("bytes=3-3")),
        (Bound::Unbounded, Bound::Included(0), Some("bytes=0-0")),
        (Bound::Unbounded, Bound::Excluded(1), Some("bytes=0-0")),
        (Bound::Included(7), Bound::Unbounded, Some("bytes=7-")),
        (Bound::Unbounded, Bound::Unbounded, Some("bytes=0-")),
        (Bound::Unbounded, Bound::Excluded(0), None),
        (Bound::Included(5), Bound::Excluded(5), None),
        (Bound::Included(5), Bound::Included(4), None),
    ] {
        let mock = Mock::new();
        mock.on_id("it", MockReply::status(204));
        let request = client(&mock).request(&OP).range((start, end));
        assert_eq!(request.send_empty().await.is_ok(), written.is_some(), "{start:?} {end:?}");
        let requests = mock.requests();
        assert_eq!(requests.first().and_then(|sent| sent.header("range")), written);
    }
    let etag = ETag::new("\"1\"").expect("a tag");
    let both = sent(&OP, |it| it.if_match(&etag).if_none_match(&etag)).await;
    assert_eq!(
        (both.header("if-match"), both.header("if-none-match")),
        (Some("\"1\""), Some("\"1\""))
    );
}

#[tokio::test]
async fn an_operation_may_have_a_server_of_its_own() {
    static OWN: Op = Op::new("own", Method::Get, "/it").server("https://own.example/v2/");
    static PLAIN: Op = Op::new("own", Method::Get, "/it").server("http://own.example");
    let mock = Mock::new();
    mock.on_id("own", MockReply::status(204));
    client(&mock).request(&OWN).send_empty().await.expect("an answer");
    // Unless the caller says where to.
    let chosen = with(&mock).base_url("https://chosen.example/").build().expect("a client");
    chosen.request(&OWN).send_empty().await.expect("an answer");
    client(&mock).request(&PLAIN).send_empty().await.expect_err("it is not https");
    let allowed = with(&mock).allow_http(true).build().expect("a client");
    allowed.request(&PLAIN).send_empty().await.expect("an answer");
    let uris: Vec<String> = mock.requests().iter().map(|sent| sent.uri.to_string()).collect();
    assert_eq!(
        uris,
        ["https://own.example/v2/it", "https://chosen.example/it", "http://own.example/it"]
    );
}

#[tokio::test]
async fn paths_are_filled_segment_by_segment() {
    static QUERY: Op = Op::new("q", Method::Get, "/find?a={x}?b&c");
    static TWICE: Op = Op::new("t", Method::Get, "/{x}/{y}/{x}");
    static LITERAL: Op = Op::new("l", Method::Get, "/a{b/../{x");
    let request = sent(&QUERY, |it| it.path("x", "1?")).await;
    assert_eq!(request.uri, "https://it.example/find?a=1%3F?b&c");
    let request = sent(&TWICE, |it| it.path("x", "1").path("y", "2").path("x", "3")).await;
    assert_eq!(request.uri, "https://it.example/3/2/3");
    let request = client(&Mock::new()).request(&TWICE).path("x", "1");
    let error = request.send_empty().await.expect_err("a parameter is missing");
    assert!(error.message().contains("`y` is not set"), "{error}");
    let request = sent(&LITERAL, |it| it).await;
    assert_eq!(request.uri, "https://it.example/%7Bx", "braces that do not match are text");
}

#[tokio::test]
async fn what_the_client_sends_with_every_request_can_be_replaced() {
    static ACCEPTING: Op = Op::new("it", Method::Get, "/it").accept("text/x");
    let mock = Mock::new();
    mock.on_id("it", MockReply::status(204));
    let client = with(&mock).header("x-every", "1").user_agent("mine/2").build().expect("a client");
    client.request(&ACCEPTING).send_empty().await.expect("an answer");
    let request = client.request(&ACCEPTING).extra_header("x-every", "2");
    let request = request.extra_header("accept", "text/y").extra_header("user-agent", "other");
    request.send_empty().await.expect("an answer");
    client.request(&OP).send_empty().await.expect("an answer");
    for (at, expected) in [
        [Some("1"), Some("text/x"), Some("mine/2"), None],
        [Some("2"), Some("text/y"), Some("other"), None],
        [Some("1"), None, Some("mine/2"), None],
    ]
    .into_iter()
    .enumerate()
    {
        let requests = mock.requests();
        let names = ["x-every", "accept", "user-agent", "cookie"];
        assert_eq!(names.map(|name| requests[at].header(name)), expected);
    }
}

#[test]
fn a_base_url_is_https_or_this_host() {
    let build = |url: &str, allow: bool| {
        Client::builder().base_url(url).allow_http(allow).transport(Mock::new()).build().map(drop)
    };
    for (url, is_plain_taken, is_taken) in [
        ("https://it.example", true, true),
        ("https://it.example/a/b/", true, true),
        ("http://it.example", false, true),
        ("http://localhost", true, true),
        ("http://a.localhost:8080", true, true),
        ("http://localhost.evil.example", false, true),
        ("http://notlocalhost", false, true),
        ("http://.localhost.it.example", false, true),
        ("http://127.0.0.1", true, true),
        ("http://127.8.9.1", true, true),
        ("http://[::1]", true, true),
        ("http://[::2]", false, true),
        ("http://10.0.0.1", false, true),
        ("ftp://it.example", false, false),
        ("https://user@it.example", false, false),
        ("https://:word@it.example", false, false),
        ("https://user:word@it.example", false, false),
        ("https://it.example?a", false, false),
        ("https://it.example#a", false, false),
        ("it.example", false, false),
        ("", false, false),
    ] {
        assert_eq!(build(url, false).is_ok(), is_plain_taken, "{url}");
        assert_eq!(build(url, true).is_ok(), is_taken, "{url}");
    }
    let told = |url: &str| build(url, false).expect_err("refused").to_string();
    assert!(told("ftp://it.example").contains("`ftp://it.example`: is not https"));
    assert!(told("http://it.example").contains("http is only for this host"));
    for url in
        ["https://user:word@it.example", "http://user:word@", "https://user:word@it.example?a"]
    {
        assert!(!told(url).contains("word@"), "{}", told(url));
    }
}

#[tokio::test]
async fn the_first_server_of_the_document_is_used() {
    static NONE: Api = Api { user_agent: "", servers: &[], ..TWO };
    static TWO: Api = Api {
        title: "",
        version: "",
        user_agent: "two/1",
        servers: &["https://one.example/", "https://two.example"],
        security: &[],
        error: emitted::runtime::ErrorEnvelope::NONE,
        headers: emitted::runtime::HeaderNames::USUAL,
    };
    let mock = Mock::new();
    mock.on_id("it", MockReply::status(204));
    let client = ClientBuilder::new(&TWO).transport(mock.clone()).build().expect("a client");
    client.request(&OP).send_empty().await.expect("an answer");
    let builder = || ClientBuilder::new(&NONE).transport(mock.clone());
    let error = builder().build().expect_err("no server");
    assert!(error.to_string().contains("`base_url` is needed"), "{error}");
    let client = builder().base_url("https://mine.example").build().expect("a client");
    client.request(&OP).send_empty().await.expect("an answer");
    let seen: Vec<_> = mock
        .requests()
        .iter()
        .map(|sent| (sent.uri.to_string(), sent.header("user-agent").map(str::to_owned)))
        .collect();
    assert_eq!(
        seen,
        [
            ("https://one.example/it".to_owned(), Some("two/1".to_owned())),
            ("https://mine.example/it".to_owned(), None),
        ]
    );
}
