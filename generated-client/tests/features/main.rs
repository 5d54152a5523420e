//! Each feature of the client as its user would write it, against a script instead of a server.

mod access;
mod bodies;
mod changes;
mod failures;
mod lists;
mod mocks;
mod observing;
mod receiving;

use generated_client::{
    Client,
    runtime::{Mock, MockReply},
};
use serde_json::{Value, json};

/// A client that asks a script.
pub(crate) fn client(mock: &Mock) -> Client {
    Client::builder().bearer("smx_root_test").transport(mock.clone()).build().expect("a client")
}

/// A sending account as the API writes it.
pub(crate) fn account(id: &str) -> Value {
    json!({
        "allowed_actions": {
            "activate": true, "deactivate": true, "delete": true, "test": true, "update": true,
        },
        "created_at": "2026-01-01T00:00:00Z",
        "has_refresh_token": false,
        "has_smtp_password": true,
        "id": id,
        "is_active": true,
        "is_editable": true,
        "is_shared": false,
        "name": "Billing",
        "quotas": {},
        "status": "active",
        "type": "smtp",
        "updated_at": "2026-01-01T00:00:00Z",
    })
}

/// An answer with one thing.
pub(crate) fn one(data: Value) -> MockReply {
    MockReply::json(200, &json!({"ok": true, "data": data, "meta": {"request_id": "req_1"}}))
}

/// An answer with a page of accounts.
pub(crate) fn page(ids: &[&str], next: Option<&str>) -> MockReply {
    let data: Vec<Value> = ids.iter().map(|id| account(id)).collect();
    let pagination = json!({"has_more": next.is_some(), "next_cursor": next});
    let meta = json!({"request_id": "req_1"});
    MockReply::json(200, &json!({"ok": true, "data": data, "pagination": pagination, "meta": meta}))
}

/// An error of the API.
pub(crate) fn refusal(status: u16, code: &str, retryable: bool) -> MockReply {
    let error = json!({"code": code, "message": "Not so.", "retryable": retryable});
    let body = json!({"ok": false, "error": error, "meta": {"request_id": "req_2"}});
    MockReply::json(status, &body)
}
