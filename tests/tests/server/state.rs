//! Keys, limits, errors, pages, replays, conditions and the sending accounts.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tests::{
    document::Document,
    server::{MAILBOX_KEY, Server},
};

use crate::{answer, call, client, get, header, new_account, send};

#[tokio::test]
async fn keys_open_what_they_are_for() {
    let server = Server::start().await;
    let code = |body: &Value| body["error"]["code"].as_str().map(str::to_owned);
    let (status, body) = answer(get(&server, "/mailbox/me")).await;
    assert_eq!((status.as_u16(), code(&body).as_deref()), (403, Some("insufficient_permissions")));
    let bare = client().get(format!("{}/providers", server.url()));
    let (status, body) = answer(bare).await;
    assert_eq!((status.as_u16(), code(&body).as_deref()), (401, Some("authentication_required")));
    let mailbox = client().get(format!("{}/mailbox/me", server.url()));
    assert_eq!(send(mailbox.bearer_auth(MAILBOX_KEY)).await.status(), 200);
    for (permission, reads, creates) in
        [("provider.read", 200, 403), ("provider.*", 200, 201), ("root:readonly", 200, 403)]
    {
        server.add_key("smx_root_other", &[permission]);
        let client = crate::client();
        let url = format!("{}/providers", server.url());
        let read = send(client.get(&url).bearer_auth("smx_root_other")).await;
        let create = client.post(&url).bearer_auth("smx_root_other").json(&new_account());
        assert_eq!(read.status().as_u16(), reads, "{permission}");
        assert_eq!(send(create).await.status().as_u16(), creates, "{permission}");
    }
}

#[tokio::test]
async fn every_answer_names_its_request_and_the_limit() {
    let server = Server::start().await;
    for path in ["/providers", "/providers/nobody", "/nowhere"] {
        let response = send(get(&server, path)).await;
        let id = header(&response, "x-request-id").to_owned();
        assert_eq!(header(&response, "x-ratelimit-limit"), "600");
        assert_eq!(header(&response, "cache-control"), "no-store");
        let body: Value = response.json().await.expect("the answer is JSON");
        assert_eq!(body["meta"]["request_id"], id);
    }
    server.limit_requests(1);
    let response = send(get(&server, "/providers")).await;
    assert_eq!(header(&response, "x-ratelimit-remaining"), "0");
    let response = send(get(&server, "/providers")).await;
    assert_eq!((response.status().as_u16(), header(&response, "retry-after")), (429, "1"));
}

#[tokio::test]
async fn errors_are_instances_of_the_documented_envelope() {
    let server = Server::start().await;
    for status in [400, 401, 403, 404, 409, 413, 422, 429, 500, 503] {
        server.fail_next(status, Some(2));
        let (answered, body) = answer(get(&server, "/providers")).await;
        assert_eq!(answered.as_u16(), status);
        let wrong = Document::sendmux().violations("/components/schemas/ApiError", &body);
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(body["error"]["retryable"], matches!(status, 429 | 500 | 503));
    }
    let (status, body) = answer(get(&server, "/providers?limit=1000")).await;
    assert_eq!((status.as_u16(), &body["error"]["param"]), (400, &json!("limit")));
    let without_body = call(&server, Method::POST, "/providers");
    let (_, body) = answer(without_body).await;
    assert_eq!(body["error"]["code"], "missing_parameter");
    let large = call(&server, Method::POST, "/providers").body(vec![b' '; 2 << 20]);
    assert_eq!(send(large).await.status(), 413);
}

#[tokio::test]
async fn lists_come_in_pages() {
    let server = Server::start().await;
    for number in 0..5 {
        server.add_sending_account(&format!("account {number}"));
    }
    let mut seen = Vec::new();
    let mut path = "/providers?limit=2".to_owned();
    loop {
        let (_, body) = answer(get(&server, &path)).await;
        let names = body["data"].as_array().expect("a list").iter();
        seen.extend(names.map(|account| account["name"].as_str().expect("a name").to_owned()));
        let Some(cursor) = body["pagination"]["next_cursor"].as_str() else {
            break;
        };
        path = format!("/providers?limit=2&cursor={cursor}");
    }
    assert_eq!(seen, ["account 0", "account 1", "account 2", "account 3", "account 4"]);
    assert_eq!(send(get(&server, "/providers?cursor=nonsense")).await.status(), 400);
    let (_, body) = answer(get(&server, "/providers?status=inactive")).await;
    assert_eq!(body["data"], json!([]));
}

#[tokio::test]
async fn a_key_makes_a_create_safe_to_repeat() {
    let server = Server::start().await;
    let create = |body: &Value| {
        call(&server, Method::POST, "/providers").header("Idempotency-Key", "k1").json(body)
    };
    let first = send(create(&new_account())).await;
    assert_eq!(first.status(), 201);
    let location = header(&first, "location").to_owned();
    let first: Value = first.json().await.expect("JSON");
    assert_eq!(
        location,
        format!("/api/v1/providers/{}", first["data"]["id"].as_str().expect("id"))
    );
    let (status, again) = answer(create(&new_account())).await;
    assert_eq!((status.as_u16(), &again["data"]), (201, &first["data"]));
    assert_ne!(again["meta"], first["meta"]);
    let mut other = new_account();
    other["name"] = json!("Other");
    let (status, body) = answer(create(&other)).await;
    assert_eq!((status.as_u16(), &body["error"]["code"]), (409, &json!("idempotency_conflict")));
    assert_eq!(server.sending_accounts(), 1);
    server.advance(Duration::from_secs(24 * 60 * 60));
    assert_eq!(answer(create(&other)).await.0, 201);
    assert_eq!(server.sending_accounts(), 2);
}

#[tokio::test]
async fn a_key_in_flight_is_a_conflict_even_when_the_client_left() {
    let server = Server::start().await;
    server.work_for(Duration::from_millis(150));
    let create = || {
        let request = call(&server, Method::POST, "/providers").json(&new_account());
        request.header("Idempotency-Key", "k1")
    };
    let left = create().timeout(Duration::from_millis(40)).send().await;
    assert!(left.is_err());
    let (status, body) = answer(create()).await;
    assert_eq!((status.as_u16(), &body["error"]["code"]), (409, &json!("idempotency_conflict")));
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(answer(create()).await.0, 201);
    assert_eq!(server.sending_accounts(), 1);
}

#[tokio::test]
async fn conditions_save_bytes_and_stop_lost_updates() {
    let server = Server::start().await;
    let path = format!("/providers/{}", server.add_sending_account("Billing"));
    let first = send(get(&server, &path)).await;
    let tag = header(&first, "etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    let again = send(get(&server, &path).header("If-None-Match", &tag)).await;
    assert_eq!(again.status(), 304);
    assert_eq!(again.bytes().await.expect("no body").len(), 0);
    let patch = || {
        let request = call(&server, Method::PATCH, &path).header("If-Match", &tag);
        request.json(&json!({"name": "Mine"}))
    };
    assert_eq!(send(patch()).await.status(), 200);
    let (status, body) = answer(patch()).await;
    assert_eq!((status.as_u16(), &body["error"]["code"]), (409, &json!("conflict")));
    // Any other resource: its tag is that of the GET.
    let webhook = send(get(&server, "/webhooks/w1")).await;
    let put = |tag: &str| {
        let request = call(&server, Method::PATCH, "/webhooks/w1").header("If-Match", tag);
        request.json(&json!({}))
    };
    assert_eq!(send(put(header(&webhook, "etag"))).await.status(), 200);
    assert_eq!(send(put("W/\"old\"")).await.status(), 409);
}

#[tokio::test]
async fn patches_tell_absent_from_null() {
    let server = Server::start().await;
    let id = server.add_sending_account("Billing");
    let edit = json!({"from_email": null, "quotas": {"per_day": 5}});
    let (status, body) =
        answer(call(&server, Method::PATCH, &format!("/providers/{id}")).json(&edit)).await;
    assert_eq!(status, 200);
    let account = server.sending_account(&id).expect("the account is there");
    assert_eq!(body["data"], account);
    assert_eq!(account["from_email"], Value::Null);
    assert_eq!(account["from_name"], "Acme");
    assert_eq!(account["quotas"]["per_day"], json!({"min": 5, "max": 5}));
    let wrong = json!({"name": ""});
    let refused =
        answer(call(&server, Method::PATCH, &format!("/providers/{id}")).json(&wrong)).await;
    assert_eq!(refused.0, 400);
    assert_eq!(
        send(call(&server, Method::PATCH, "/providers/dprov_unknown").json(&edit)).await.status(),
        404
    );
}

#[tokio::test]
async fn accounts_are_switched_and_deleted() {
    let server = Server::start().await;
    let id = server.add_sending_account("Billing");
    let post = |verb: &str| call(&server, Method::POST, &format!("/providers/{id}/{verb}"));
    let (_, off) = answer(post("deactivate")).await;
    assert_eq!(
        (&off["data"]["status"], &off["data"]["is_active"]),
        (&json!("inactive"), &json!(false))
    );
    let (_, on) = answer(post("activate")).await;
    assert_eq!(on["data"]["status"], "active");
    assert_eq!(answer(post("test")).await.0, 200);
    let delete = || call(&server, Method::DELETE, &format!("/providers/{id}"));
    assert_eq!(answer(delete()).await.0, 200);
    assert_eq!(answer(delete()).await.0, 404);
}
