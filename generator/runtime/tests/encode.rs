//! How arguments go over the wire.

use emitted::{
    Client, ErrorKind, Patch,
    runtime::{
        Api, ErrorEnvelope, FieldEncoding, HeaderNames, Method, Mock, MockReply, MockRequest, Op,
        Parameter, Request, Style,
    },
    types::{BookEdit, BookStatus},
};
use serde_json::json;

static API: Api = Api {
    title: "T",
    version: "1",
    user_agent: "t/1",
    servers: &["https://t.example/base"],
    security: &[],
    error: ErrorEnvelope::NONE,
    headers: HeaderNames::USUAL,
};
static ONE: Op = Op::new("one", Method::Post, "/a/{x}/b:{y}.json");
static PLAIN: Op = Op::new("plain", Method::Get, "/p");

async fn sent(op: &'static Op, build: impl FnOnce(Request) -> Request) -> MockRequest {
    let mock = Mock::new();
    mock.on_id(op.id(), MockReply::status(200));
    let client = emitted::runtime::ClientBuilder::new(&API).transport(mock.clone()).build();
    build(client.expect("a client").request(op)).send_empty().await.expect("an answer");
    mock.requests().remove(0)
}

async fn query(parameter: Parameter, value: serde_json::Value) -> String {
    let sent = sent(&PLAIN, |request| request.parameter(&parameter, &value)).await;
    sent.uri.query().unwrap_or_default().to_owned()
}

async fn path(style: Style, explode: bool, value: serde_json::Value) -> String {
    let parameter = Parameter::path("x").style(style).explode(explode);
    let sent = sent(&ONE, |request| request.parameter(&parameter, &value).path("y", "y")).await;
    sent.uri.path().trim_start_matches("/base/a/").trim_end_matches("/b:y.json").to_owned()
}

#[tokio::test]
async fn path_segments_arrive_as_they_were_given() {
    for text in [
        "a/b",
        "ü ñ",
        "%2F",
        "a?b#c",
        "..a",
        "a+b",
        "%",
        "\\",
        "a;b=c",
        "日本",
        "...",
        "~!$&'()*,:@",
    ] {
        let sent = sent(&ONE, |request| request.path("x", text).path("y", text)).await;
        assert_eq!(sent.segments(), ["base", "a", text, &format!("b:{text}.json")]);
    }
}

#[tokio::test]
async fn path_segments_that_would_vanish_are_refused() {
    for text in ["", ".", ".."] {
        let mock = Mock::new();
        let client = Client::builder().transport(mock.clone()).build().expect("a client");
        let error = client.books().get(text).await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Build, "{text:?}");
        assert!(mock.requests().is_empty(), "{text:?}");
        assert!(!error.may_have_been_sent());
        assert_eq!(error.operation(), "getBook");
    }
}

#[tokio::test]
async fn a_template_can_have_a_query_of_its_own() {
    static OP: Op = Op::new("find", Method::Get, "/find?mode=fast&q={q}&a%20b=ü");
    let sent = sent(&OP, |request| request.path("q", "a&b=c#d").query("page", &2)).await;
    assert_eq!(
        sent.uri,
        "https://t.example/base/find?mode=fast&q=a%26b%3Dc%23d&a%20b=%C3%BC&page=2"
    );
}

#[tokio::test]
async fn reserved_path_values_keep_their_segments_and_no_others() {
    static OP: Op = Op::new("tree", Method::Get, "/tree/{path}.json");
    let parameter = Parameter::path("path").allow_reserved();
    let sent = sent(&OP, |request| request.parameter(&parameter, &json!("a/b c/d?e#f"))).await;
    assert_eq!(sent.uri, "https://t.example/base/tree/a/b%20c/d%3Fe%23f.json");
    for vanishing in ["a/../b", "..", "a/.", "./a"] {
        let mock = Mock::new();
        let client = emitted::runtime::ClientBuilder::new(&API).transport(mock.clone()).build();
        let request = client.expect("a client").request(&OP).parameter(&parameter, vanishing);
        let error = request.send_empty().await;
        // In front of `.json` the last one is a name.
        let is_refused = vanishing.contains("./") || vanishing == "a/../b";
        assert_eq!((error.is_err(), mock.requests().is_empty()), (true, is_refused), "{vanishing}");
    }
}

#[tokio::test]
async fn path_styles() {
    let (list, object) = (json!(["a", "b c"]), json!({"k": "v", "l": "w"}));
    let cases = [
        (Style::Simple, false, "a,b%20c", "k,v,l,w"),
        (Style::Simple, true, "a,b%20c", "k=v,l=w"),
        (Style::Label, false, ".a,b%20c", ".k,v,l,w"),
        (Style::Label, true, ".a.b%20c", ".k=v.l=w"),
        (Style::Matrix, false, ";x=a,b%20c", ";x=k,v,l,w"),
        (Style::Matrix, true, ";x=a;x=b%20c", ";k=v;l=w"),
    ];
    for (style, explode, of_list, of_object) in cases {
        assert_eq!(path(style, explode, list.clone()).await, of_list, "{style:?} {explode}");
        assert_eq!(path(style, explode, object.clone()).await, of_object, "{style:?} {explode}");
    }
    assert_eq!(path(Style::Label, false, json!(5)).await, ".5");
    assert_eq!(path(Style::Matrix, true, json!(true)).await, ";x=true");
    assert_eq!(path(Style::Matrix, false, json!("")).await, ";x");
}

#[tokio::test]
async fn query_styles() {
    let (list, object) = (json!(["a", "b&c"]), json!({"k": "v", "l": "w"}));
    let cases = [
        (Style::Form, true, "q=a&q=b%26c", "k=v&l=w"),
        (Style::Form, false, "q=a,b%26c", "q=k,v,l,w"),
        (Style::SpaceDelimited, false, "q=a%20b%26c", "q=k%20v%20l%20w"),
        (Style::PipeDelimited, false, "q=a%7Cb%26c", "q=k%7Cv%7Cl%7Cw"),
        (Style::DeepObject, true, "q%5B0%5D=a&q%5B1%5D=b%26c", "q%5Bk%5D=v&q%5Bl%5D=w"),
    ];
    for (style, explode, of_list, of_object) in cases {
        let parameter = Parameter::query("q").style(style).explode(explode);
        assert_eq!(query(parameter, list.clone()).await, of_list, "{style:?}");
        assert_eq!(query(parameter, object.clone()).await, of_object, "{style:?}");
    }
    assert_eq!(query(Parameter::query("q"), json!("ä b+c")).await, "q=%C3%A4%20b%2Bc");
    assert_eq!(
        query(Parameter::query("q").allow_reserved(), json!("a/b?c=d&e%20%")).await,
        "q=a/b?c=d%26e%20%25"
    );
    assert_eq!(
        query(Parameter::query("q"), json!({"page": 2, "sort": ["a,asc", "b"], "none": null}))
            .await,
        "page=2&sort=a%2Casc&sort=b"
    );
    assert_eq!(query(Parameter::query("q"), json!(null)).await, "");
    assert_eq!(query(Parameter::query("q"), json!([])).await, "");
    assert_eq!(
        query(Parameter::query("q").content("application/json"), json!({"a": 1})).await,
        "q=%7B%22a%22%3A1%7D"
    );
    assert_eq!(query(Parameter::query_string("q"), json!({"a": "1 2", "b": 2})).await, "a=1+2&b=2");
    assert_eq!(
        query(Parameter::query_string("q").content("application/json"), json!([1])).await,
        "%5B1%5D"
    );
}

#[tokio::test]
async fn a_name_set_again_replaces_its_value() {
    let sent =
        sent(&PLAIN, |request| request.query("a", &[1, 2]).query("b", &1).query("a", &3)).await;
    assert_eq!(sent.uri.query(), Some("a=3&b=1"));
}

#[tokio::test]
async fn headers_and_cookies() {
    let sent = sent(&PLAIN, |request| {
        request
            .header("X-List", &["a", "b"])
            .header("X-None", &None::<&str>)
            .cookie("sid", "a;b")
            .parameter(&Parameter::cookie("raw").style(Style::Cookie), "a b")
            .extra_header("user-agent", "mine")
    })
    .await;
    assert_eq!(sent.header("x-list"), Some("a,b"));
    assert_eq!(sent.header("x-none"), None);
    assert_eq!(sent.header("cookie"), Some("sid=a%3Bb; raw=a b"));
    assert_eq!(sent.header("user-agent"), Some("mine"));
}

#[tokio::test]
async fn headers_with_control_characters_are_refused() {
    let client = Client::builder().transport(Mock::new()).build().expect("a client");
    for value in ["a\r\nX-Evil: 1", "a\nb", "a\0"] {
        let error =
            client.books().list().extra_header("X-Thing", value).await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Build);
        assert!(error.to_string().contains("X-Thing"), "{error}");
    }
    assert!(Client::builder().header("X-A", "a\r\nb").build().is_err());
}

#[tokio::test]
async fn what_a_header_cannot_hold_is_refused() {
    for build in [
        (|request: Request| request.header("X-Thing", " a")) as fn(Request) -> Request,
        |request| request.header("X-Thing", "a\t"),
        |request| request.parameter(&Parameter::cookie("c").style(Style::Cookie), "a; admin=1"),
        |request| request.parameter(&Parameter::cookie("c").style(Style::Cookie), "a\r\nb"),
    ] {
        let mock = Mock::new();
        let client = emitted::runtime::ClientBuilder::new(&API).transport(mock.clone()).build();
        let request = build(client.expect("a client").request(&PLAIN).cookie("other", "fine"));
        let error = request.send_empty().await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Build, "{error}");
        assert!(mock.requests().is_empty(), "{error}");
    }
}

#[tokio::test]
async fn forms_are_written_by_their_fields() {
    let body = json!({"a": "x y", "l": [1, 2], "o": {"k": "v&"}, "n": null});
    let fields = [
        FieldEncoding { name: "l", style: Style::Form, explode: false, json: false },
        FieldEncoding { name: "o", style: Style::DeepObject, explode: true, json: false },
    ];
    let got = sent(&PLAIN, |request| request.form(&body, &fields)).await;
    assert_eq!(got.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(&got.body[..], b"a=x+y&l=1,2&o%5Bk%5D=v%26");
    let fields = [FieldEncoding { name: "o", style: Style::Form, explode: true, json: true }];
    let got = sent(&PLAIN, |request| request.form(&json!({"o": {"k": 1}}), &fields)).await;
    assert_eq!(&got.body[..], b"o=%7B%22k%22%3A1%7D");
}

#[tokio::test]
async fn typed_arguments_reach_their_place() {
    let mock = Mock::new();
    mock.on_id("listBooks", MockReply::json(200, &json!({"data": []})));
    let client =
        Client::builder().bearer("secret-token").transport(mock.clone()).build().expect("a client");
    let filter = BookEdit { reader: Patch::Null, title: Some("T".into()), ..Default::default() };
    let list =
        client.books().list().limit(5).status([BookStatus::Lent, "burnt".into()]).filter(&filter);
    list.await.expect("a page");
    let sent = mock.requests().remove(0);
    let pairs = sent.query();
    assert!(pairs.contains(&("limit".into(), "5".into())));
    assert!(pairs.contains(&("status".into(), "burnt".into())));
    assert!(pairs.contains(&("filter[title]".into(), "T".into())));
    assert_eq!(sent.uri.path(), "/api/v1/books");
    assert_eq!(sent.header("accept"), Some("application/json"));
    assert_eq!(sent.header("authorization"), Some("Bearer secret-token"));
    assert_eq!(sent.header("user-agent"), Some("shelves/0.1.0"));
}

#[tokio::test]
async fn multipart_forms_hold_their_parts() {
    let mock = Mock::new();
    mock.on_id("scanBook", MockReply::status(200).chunk("done"));
    let client = Client::builder().transport(mock.clone()).build().expect("a client");
    let file = emitted::runtime::FilePart::new("%PDF").file_name("a\"b\r\n.pdf");
    let done = client.books().scan(file).title("T").parts(&[]).await.expect("done");
    assert_eq!(*done, "done");
    let sent = mock.requests().remove(0);
    let media_type = sent.header("content-type").expect("a media type");
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").expect("a boundary");
    let expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22b%0D%0A.pdf\"\r\n\
         Content-Type: application/pdf\r\n\r\n%PDF\r\n--{boundary}\r\nContent-Disposition: form-data; \
         name=\"title\"\r\n\r\nT\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"parts\"\r\n\
         Content-Type: application/json\r\n\r\n[]\r\n--{boundary}--\r\n"
    );
    assert_eq!(String::from_utf8_lossy(&sent.body), expected);
}

#[tokio::test]
async fn optional_bodies_may_be_left_out() {
    let mock = Mock::new();
    mock.on_id("createBook", MockReply::status(204));
    let client = Client::builder().api_key("k").transport(mock.clone()).build().expect("a client");
    assert!(client.books().create(None).await.expect("nothing").is_none());
    client.books().create(BookEdit::default()).await.expect("nothing");
    let sent = mock.requests();
    assert_eq!((&sent[0].body[..], sent[0].header("content-type")), (&b""[..], None));
    assert_eq!(&sent[1].body[..], br#"{"kind":"book"}"#);
    assert_eq!(sent[1].header("x-key"), Some("k"));
}

#[test]
fn base_urls_are_checked() {
    let build = |url: &str| Client::builder().base_url(url).build();
    for url in
        ["http://localhost/x/", "http://127.0.0.1:80", "http://[::1]:80", "https://a.example/p/"]
    {
        assert!(build(url).is_ok(), "{url}");
    }
    for url in [
        "http://a.example",
        "ftp://a",
        "https://u:secret@a.example",
        "https://a?x",
        "https://a#x",
        "a",
        "//a",
        "http://u:secret@a.example",
        "https://u:secret@[",
    ] {
        let error = build(url).expect_err(url);
        assert_eq!(error.kind(), ErrorKind::Build);
        let builder = Client::builder().base_url(url);
        let shown = format!("{error} {error:?} {builder:?}");
        assert!(!shown.contains("secret"), "{shown}");
    }
    assert!(Client::builder().base_url("http://a.example").allow_http(true).build().is_ok());
}

/// An API whose answers name these headers in ways of their own.
static OWN: Api = Api {
    headers: HeaderNames { request_id: &["X-Trace"], remaining: &["X-Left"], ..HeaderNames::USUAL },
    ..API
};

#[tokio::test]
async fn named_headers_take_the_place_of_the_usual_ones() {
    let mock = Mock::new();
    let reply = |status| {
        let reply = MockReply::status(status).header("x-request-id", "a");
        reply.header("x-trace", "b").header("x-left", "7")
    };
    mock.on_id("plain", reply(200)).on_id("plain", reply(404));
    let client = emitted::runtime::ClientBuilder::new(&OWN).transport(mock).build();
    let client = client.expect("a client");
    let answer = client.request(&PLAIN).send_empty().await.expect("an answer");
    let error = client.request(&PLAIN).send_empty().await.expect_err("a refusal");
    assert_eq!((answer.request_id(), error.request_id()), (Some("b"), Some("b")));
    for limit in [answer.rate_limit(), error.rate_limit()] {
        let limit = limit.expect("one header is enough");
        assert_eq!((limit.limit, limit.remaining, limit.reset), (None, Some(7), None));
    }
}

#[tokio::test]
async fn lines_of_json_are_written_one_by_one() {
    let books =
        [BookEdit { title: Some("One".into()), ..BookEdit::default() }, BookEdit::default()];
    let sent_as = async |media_type: &'static str| {
        let books = books.clone();
        sent(&ONE, move |it| it.path("x", "x").path("y", "y").json_lines(media_type, books)).await
    };
    let lines = sent_as("application/x-ndjson").await;
    assert_eq!(lines.header("content-type"), Some("application/x-ndjson"));
    assert_eq!(lines.body, &b"{\"kind\":\"book\",\"title\":\"One\"}\n{\"kind\":\"book\"}\n"[..]);
    let sequence = sent_as("application/json-seq").await;
    assert_eq!(
        sequence.body,
        &b"\x1e{\"kind\":\"book\",\"title\":\"One\"}\n\x1e{\"kind\":\"book\"}\n"[..]
    );
    let written =
        emitted::runtime::JsonLines::<BookEdit>::from(emitted::runtime::Body::from("{}\n"));
    let sent =
        sent(&ONE, |it| it.path("x", "x").path("y", "y").json_lines("application/jsonl", written))
            .await;
    assert_eq!(sent.body, &b"{}\n"[..]);
}

#[tokio::test]
async fn an_optional_body_keeps_its_media_type() {
    let kind = "application/vnd.books+json";
    let sent = async |body: Option<BookEdit>| {
        sent(&ONE, |it| it.path("x", "x").path("y", "y").optional_json_as::<BookEdit>(kind, body))
            .await
    };
    assert_eq!(sent(Some(BookEdit::default())).await.header("content-type"), Some(kind));
    assert_eq!(sent(None).await.header("content-type"), None);
}
