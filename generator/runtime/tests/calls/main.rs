//! Calls to a script without a socket.

mod access;
mod answers;
mod cache;
mod conflicts;
mod credentials;
mod dates;
mod downloads;
mod events;
mod killed;
mod kills;
mod paced;
mod pages;
mod redirects;
mod requests;
mod retry;
mod schedule;
mod secrets;
mod shapes;
mod streams;

use emitted::{
    Client,
    runtime::{ClientBuilder, Environment, Mock, Sleep, System},
};
use serde_json::{Value, json};
use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant, SystemTime},
};

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

/// Tokio's clock, random bytes that are all the same, and waits that are written down. With zeros
/// there is no jitter, with ones it is as long as it can be.
#[derive(Clone, Debug)]
pub(crate) struct Fixed {
    byte: u8,
    slept: Arc<Mutex<Vec<Duration>>>,
}

impl Fixed {
    pub(crate) fn new(byte: u8) -> Self {
        Self { byte, slept: Arc::default() }
    }

    /// Returns the waits since it was asked last.
    pub(crate) fn slept(&self) -> Vec<Duration> {
        std::mem::take(&mut self.slept.lock().expect("no panic"))
    }
}

impl Environment for Fixed {
    fn now(&self) -> Instant {
        System.now()
    }

    fn today(&self) -> SystemTime {
        System.today()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.slept.lock().expect("no panic").push(duration);
        System.sleep(duration)
    }

    fn fill(&self, bytes: &mut [u8]) -> bool {
        bytes.fill(self.byte);
        true
    }
}
