//! Headers of answers, read as the document describes them.

use emitted::runtime::{Header, Mock, MockReply, Op, Response};
use emitted::{
    Patch,
    runtime::{Api, ClientBuilder, ErrorEnvelope, HeaderNames, Method},
    types::{BookEdit, BookStatus},
};
use std::collections::BTreeMap;

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

async fn answer(headers: &[(&str, &str)]) -> Response<()> {
    let mock = Mock::new();
    let reply =
        headers.iter().fold(MockReply::status(204), |it, (name, value)| it.header(name, value));
    mock.on_id(OP.id(), reply);
    let client = ClientBuilder::new(&API).transport(mock).build().expect("a client");
    client.request(&OP).send_empty().await.expect("an answer")
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
