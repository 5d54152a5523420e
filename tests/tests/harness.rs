//! The harness notices what it is there to notice.

use futures_util::FutureExt;
use reqwest::Client;
use serde_json::{Value, json};
use std::{collections::BTreeMap, panic::AssertUnwindSafe};
use tests::Check;

/// A sending account whose id says its own name.
const PROVIDER: &str =
    "/providers/public_id%20%22%C3%BC%5C%E2%98%83%22%201%2F2%3F%26%3D%252F%2B%23";

/// A hand-made call of one operation; the closures below differ in what they send.
async fn send(check: &Check, path: &str, body: Option<Value>) -> Result<Value, String> {
    drop(rustls::crypto::ring::default_provider().install_default());
    let client = Client::builder().no_proxy().build().expect("a plain client builds");
    let method = if body.is_some() { reqwest::Method::PATCH } else { reqwest::Method::GET };
    let mut request = client.request(method, format!("{}{path}", check.url()));
    if let Some(body) = body {
        request = request.header("If-Match", "W/\"1\"").json(&body);
    }
    let sent = request.bearer_auth(check.key()).send().await;
    let response = sent.map_err(|error| error.to_string())?;
    let status = response.status();
    let text = response.text().await.map_err(|error| error.to_string())?;
    let answer = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    if status.is_success() { Ok(answer) } else { Err(format!("{status} {text}")) }
}

async fn panics(test: impl Future<Output = ()>) -> bool {
    AssertUnwindSafe(test).catch_unwind().await.is_err()
}

#[tokio::test]
async fn too_much_and_too_little_are_noticed() {
    let check = tests::operation("managementListMailboxes").await;
    let check = &check;
    let all = "/mailboxes?cursor=cursor%20%22%C3%BC%5C%E2%98%83%22%201%2F2%3F%26%3D%252F%2B%23\
               &limit=1&include_deleted=true";
    let call = |path: &'static str| move || send(check, path, None);
    check.full(call(all)).await;
    let another = "/mailboxes?cursor=a&limit=1&include_deleted=true";
    assert!(panics(check.full(call(another))).await, "a text is another one's");
    check.minimal(call("/mailboxes")).await;
    check.refused(call("/mailboxes")).await;
    assert!(
        panics(check.full(call("/mailboxes?cursor=a&limit=1"))).await,
        "a parameter is left out"
    );
    assert!(panics(check.minimal(call(all))).await, "parameters come unasked");
    assert!(panics(check.minimal(call("/mailboxes?limit=101"))).await, "a bound is broken");
    assert!(panics(check.minimal(call("/webhooks"))).await, "another operation");
    assert!(panics(check.minimal(call("/mailboxes?x=1"))).await, "an undeclared parameter");
}

#[tokio::test]
async fn bodies_are_compared_to_the_depth_of_their_schemas() {
    let check = tests::operation("managementUpdateProvider").await;
    let check = &check;
    let pointer = "/components/schemas/ProviderUpdateBody";
    let full = tests::document::Document::sendmux().instances(pointer).full();
    let call = |body: Value| move || send(check, PROVIDER, Some(body.clone()));
    check.full(call(full.clone())).await;
    let mut less = full.clone();
    less["quotas"] = json!({"per_day": 1});
    assert!(panics(check.full(call(less))).await, "a property at depth is left out");
    let mut swapped = full.clone();
    swapped["smtp_username"] = full["smtp_host"].clone();
    assert!(panics(check.full(call(swapped))).await, "a text is another one's");
    let mut wrong = full;
    wrong["smtp_port"] = json!(0);
    assert!(panics(check.full(call(wrong))).await, "a property is out of bounds");
}

#[test]
fn decoding_is_tried_with_every_instance() {
    let pointer = "#/components/schemas/CursorPagination";
    #[derive(PartialEq, serde::Serialize, serde::Deserialize)]
    struct Pagination {
        has_more: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        next_cursor: Option<String>,
    }
    #[derive(PartialEq, serde::Serialize, serde::Deserialize)]
    struct Demanding {
        next_cursor: String,
    }
    #[derive(PartialEq, serde::Serialize, serde::Deserialize)]
    struct Lossy {
        has_more: bool,
    }
    tests::round_trips::<Pagination>(pointer);
    tests::round_trips::<BTreeMap<String, Value>>(pointer);
    let demanding = std::panic::catch_unwind(|| tests::round_trips::<Demanding>(pointer));
    assert!(demanding.is_err(), "an absent cursor is tried");
    let lossy = std::panic::catch_unwind(|| tests::round_trips::<Lossy>(pointer));
    assert!(lossy.is_err(), "what is lost is missed");
}
