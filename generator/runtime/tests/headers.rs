//! Headers of answers, read as the document describes them.

use emitted::{
    ETag, Patch,
    runtime::{
        Api, Client, ClientBuilder, ErrorEnvelope, Header, HeaderNames, Json, Method, Mock,
        MockReply, Op, Response,
    },
    types::{BookEdit, BookStatus},
};
use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

static API: Api = Api {
    title: "T",
    version: "1",
    user_agent: "t/1",
    servers: &["https://t.example"],
    security: &[],
    error: ErrorEnvelope::NONE,
    headers: HeaderNames::USUAL,
};
static OP: Op = Op::new("one", Method::Get, "/");

fn client(mock: &Mock) -> Client {
    ClientBuilder::new(&API).transport(mock.clone()).build().expect("a client")
}

async fn answer(headers: &[(&str, &str)]) -> Response<()> {
    let mock = Mock::new();
    let reply =
        headers.iter().fold(MockReply::status(204), |it, (name, value)| it.header(name, value));
    mock.on_id(OP.id(), reply);
    client(&mock).request(&OP).send_empty().await.expect("an answer")
}

#[tokio::test]
async fn scalars_are_what_they_are_described_as() {
    let response = answer(&[
        ("x-number", "7"),
        ("x-flag", "true"),
        ("x-load", "0.5"),
        ("x-text", "7, or more"),
        ("x-status", "lent"),
        ("x-tomorrow", "burnt"),
    ])
    .await;
    assert_eq!(response.header(Header::<i64>::simple("X-Number")), Some(7));
    assert_eq!(response.header(Header::<bool>::simple("X-Flag")), Some(true));
    assert_eq!(response.header(Header::<f64>::simple("X-Load")), Some(0.5));
    assert_eq!(response.header(Header::<String>::simple("X-Text")), Some("7, or more".into()));
    assert_eq!(response.header(Header::<BookStatus>::simple("X-Status")), Some(BookStatus::Lent));
    let tomorrow = response.header(Header::<BookStatus>::simple("X-Tomorrow"));
    assert_eq!(tomorrow, Some(BookStatus::Unknown("burnt".into())));
    assert_eq!(response.header("x-number"), Some("7"));
}

#[tokio::test]
async fn what_does_not_fit_is_nothing_and_fails_no_call() {
    let response = answer(&[("x-number", "many"), ("x-json", "{")]).await;
    assert_eq!(response.header(Header::<i64>::simple("X-Number")), None);
    assert_eq!(response.header(Header::<u8>::simple("X-Missing")), None);
    assert_eq!(response.header(Header::<BookEdit>::json("X-Json")), None);
    assert_eq!(response.header("x-number"), Some("many"));
}

#[tokio::test]
async fn lists_and_objects_are_parted_by_commas() {
    let response = answer(&[
        ("x-list", "1, 2,3"),
        ("x-object", "title,One,reader,Ada"),
        ("x-exploded", "title=One, reader=Ada"),
        ("x-json", r#"{"title":"One","reader":"Ada"}"#),
    ])
    .await;
    assert_eq!(response.header(Header::<Vec<i64>>::simple("X-List")), Some(vec![1, 2, 3]));
    let texts = response.header(Header::<Vec<String>>::simple("X-List"));
    assert_eq!(texts, Some(vec!["1".into(), "2".into(), "3".into()]));
    let plain = response.header(Header::<BookEdit>::simple("X-Object")).expect("an object");
    assert_eq!(plain.reader, Patch::Value("Ada".into()));
    assert_eq!(response.header(Header::<BookEdit>::exploded("X-Exploded")), Some(plain.clone()));
    assert_eq!(response.header(Header::<BookEdit>::json("X-Json")), Some(plain));
    let map = response.header(Header::<BTreeMap<String, String>>::exploded("X-Exploded"));
    assert_eq!(map.map(|it| it["title"].clone()), Some("One".into()));
}

#[tokio::test]
async fn a_header_may_come_in_several_lines() {
    let response =
        answer(&[("x-list", "1, 2"), ("x-list", "3"), ("x-json", "[1]"), ("x-json", "[2]")]).await;
    assert_eq!(response.header(Header::<Vec<i64>>::simple("X-List")), Some(vec![1, 2, 3]));
    assert_eq!(response.header(Header::<Vec<i64>>::json("X-Json")), Some(vec![1]));
    assert_eq!(Header::<i64>::simple("X-List").name(), "X-List");
}

#[tokio::test]
async fn a_header_of_no_type_is_what_it_looks_like() {
    let texts = [("7", "7"), ("-7", "-7"), ("true", "true"), ("0.5", "0.5"), ("inf", "\"inf\"")];
    for (text, json) in texts.into_iter().chain([("NaN", "\"NaN\""), ("a=b", "\"a=b\"")]) {
        let value = answer(&[("x-any", text)]).await.header(Header::<Json>::simple("X-Any"));
        assert_eq!(value.map(|it| it.to_string()).as_deref(), Some(json));
    }
    let response = answer(&[("x-object", "filter=a=b, sort=name")]).await;
    let map = response.header(Header::<BTreeMap<String, String>>::exploded("X-Object"));
    assert_eq!(map.map(|it| it["filter"].clone()), Some("a=b".into()));
    let list = response.header(Header::<Vec<Option<String>>>::simple("X-Object"));
    assert_eq!(list, Some(vec![Some("filter=a=b".into()), Some("sort=name".into())]));
}

#[tokio::test]
async fn the_rate_limit_is_read_from_the_best_header_that_has_a_number() {
    assert_eq!(answer(&[]).await.rate_limit(), None);
    assert_eq!(answer(&[("x-ratelimit-limit", "many")]).await.rate_limit(), None);
    let headers = [
        ("x-ratelimit-limit", "many"),
        ("ratelimit-limit", " 60 "),
        ("x-ratelimit-remaining", "0"),
    ];
    let limit = answer(&headers).await.rate_limit().expect("a limit");
    assert_eq!((limit.limit, limit.remaining, limit.reset), (Some(60), Some(0), None));
    // Small numbers are seconds from now, large ones those since 1970.
    for (seconds, is_from_now) in [
        (0, true),
        (600_000_000, true),
        (999_999_999, true),
        (1_000_000_000, false),
        (1_500_000_000, false),
    ] {
        let wait = Duration::from_secs(seconds);
        let before = SystemTime::now();
        let response = answer(&[("x-ratelimit-reset", &*seconds.to_string())]).await;
        let reset = response.rate_limit().and_then(|limit| limit.reset).expect("a time");
        match is_from_now {
            true => {
                assert!((before + wait..=SystemTime::now() + wait).contains(&reset), "{seconds}")
            }
            false => assert_eq!(reset, UNIX_EPOCH + wait),
        }
    }
    let never = answer(&[("x-ratelimit-reset", &*u64::MAX.to_string())]).await;
    assert_eq!(never.rate_limit(), None);
}

#[tokio::test]
async fn the_next_page_is_where_its_link_leads() {
    for (links, next) in [
        (r#"</b>; rel="next""#, Some("/b")),
        ("</b>;rel=next", Some("/b")),
        (r#"</b>; rel = "next" "#, Some("/b")),
        (r#"</b>; REL = " NEXT ""#, Some("/b")),
        (r#"</a>; rel="prev", </b>; rel="next", </c>; rel="last""#, Some("/b")),
        (r#"</a>; rel="prev",</b>; rel="next",</c>; rel="last""#, Some("/b")),
        (r#"</a>; rel="prev", </b>; rel="next",</c>; rel="last""#, Some("/b")),
        (r#"</a>; rel="prev",	</b>; rel="next""#, Some("/b")),
        (r#"</b>; rel="last next""#, Some("/b")),
        (r#"</b>; rel="https://t.example/rels?a=b next""#, Some("/b")),
        ("</a>; crossorigin, </b>; rel=next", Some("/b")),
        ("</b>; crossorigin; rel=next", Some("/b")),
        (r#"</b?ids=1,2>; rel="next""#, Some("/b?ids=1,2")),
        (r#"</a>; title="one, </c>; rel=next", </b>; rel="next""#, Some("/b")),
        (r#"</a>; title="the; rel=next; one"; rel="prev""#, None),
        (r#"</a>; title="next"; rel="prev""#, None),
        (r#"</a>; rel="nextish""#, None),
        ("</a>", None),
        ("/a; rel=next", None),
        ("</a; rel=next", None),
        ("", None),
    ] {
        let mock = Mock::new();
        mock.on_id(OP.id(), MockReply::status(204).header("link", links));
        let request = client(&mock).request(&OP);
        let page = request.clone().send_empty().await.expect("a page");
        let after = request.follow_link(&page);
        assert_eq!(after.is_some(), next.is_some(), "{links}");
        if let Some(after) = after {
            after.send_empty().await.expect("a page");
            let uri = mock.requests().remove(1).uri;
            assert_eq!(uri.path_and_query().map(|it| it.as_str()), next, "{links}");
        }
    }
}

#[tokio::test]
async fn the_next_page_is_on_the_same_server() {
    static API: Api = Api { servers: &["https://t.example/api"], ..self::API };
    static LIST: Op = Op::new("list", Method::Get, "/things/list");
    for (url, next) in [
        ("more?page=2", Some("/api/things/more?page=2")),
        ("?page=2", Some("/api/things/list?page=2")),
        ("/api/other", Some("/api/other")),
        ("/api", Some("/api")),
        ("https://t.example/api/x?y", Some("/api/x?y")),
        ("https://t.example:443/api/x", Some("/api/x")),
        // As a server behind a proxy calls itself.
        ("http://t.example/api/x", Some("/api/x")),
        ("http://t.example:8080/api/x", None),
        ("http://other.example/api/x", None),
        ("https://other.example/api/x", None),
        ("https://t.example:444/api/x", None),
        ("ftp://t.example/api/x", None),
        ("/apis/x", None),
        ("/x", None),
    ] {
        let mock = Mock::new();
        mock.on_id("list", MockReply::status(204));
        let client = ClientBuilder::new(&API).transport(mock.clone()).build().expect("a client");
        let outcome = client.request(&LIST).follow(url).send_empty().await;
        let sent = mock.requests();
        let sent = sent.first().map(|sent| sent.uri.to_string());
        let next = next.map(|next| format!("https://t.example{next}"));
        assert_eq!((outcome.is_ok(), sent), (next.is_some(), next), "{url}");
    }
    // The other way round nothing is taken for the same.
    let client = ClientBuilder::new(&API).base_url("http://t.example").allow_http(true);
    let client = client.transport(Mock::new()).build().expect("a client");
    client.request(&LIST).follow("https://t.example/").send_empty().await.expect_err("another");
}

#[test]
fn an_entity_tag_holds_what_the_standard_lets_it() {
    for character in (0..=0x100).filter_map(char::from_u32) {
        let is_taken =
            character == '!' || ('#'..='~').contains(&character) || character >= '\u{80}';
        assert_eq!(ETag::new(format!("\"{character}\"")).is_ok(), is_taken, "{character:?}");
    }
    for text in ["\"\"", "\"a\"", "W/\"a\"", "\"W/\""] {
        let tag = ETag::new(format!(" \t{text}\t ")).expect("a tag");
        assert_eq!((tag.as_str(), tag.is_weak()), (text, text.starts_with('W')));
        assert_eq!(text.parse::<ETag>().expect("a tag").to_string(), text);
    }
}
