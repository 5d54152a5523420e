//! Calls to a script without a socket.

mod access;
mod killed;
mod kills;
mod pages;
mod retry;
mod schedule;

use emitted::{
    Client,
    runtime::{ClientBuilder, Mock},
};
use serde_json::{Value, json};

pub(crate) fn book() -> Value {
    json!({"id": "b1", "title": "T", "status": "lent", "reader": null})
}

pub(crate) fn failure(code: &str, retryable: bool) -> Value {
    json!({"error": {"code": code, "message": "Sorry", "retryable": retryable}, "meta": {"request_id": "r1"}})
}

pub(crate) fn with(mock: &Mock) -> ClientBuilder {
    Client::builder().bearer("secret-token").transport(mock.clone())
}

pub(crate) fn client(mock: &Mock) -> Client {
    with(mock).build().expect("a client")
}
