//! A server that dies before, while and after it acts.

use emitted::{
    Client, ErrorKind,
    runtime::{Body, Chunks, RetryPolicy, Sending, Transport, TransportError},
};
use http::{Request, Response};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

/// A server with a memory of keys, and a seed for what goes wrong.
#[derive(Clone, Debug, Default)]
struct Dying(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    seed: u64,
    applied: BTreeMap<String, u32>,
    sends: u32,
}

impl State {
    fn chance(&mut self) -> u64 {
        self.seed = self
            .seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) % 10
    }

    fn answer(&mut self, key: &str) -> Result<Option<u16>, TransportError> {
        self.sends += 1;
        let chance = self.chance();
        if chance == 0 {
            return Err(TransportError::connect("dead"));
        }
        if chance == 1 {
            return Err(TransportError::broken("died before"));
        }
        if chance == 2 && !self.applied.contains_key(key) {
            return Ok(Some(503));
        }
        // The first result is kept: a repetition changes nothing.
        self.applied.entry(key.to_owned()).or_insert(1);
        match chance {
            3 => Err(TransportError::broken("died after")),
            4 => Ok(None),
            _ => Ok(Some(204)),
        }
    }
}

impl Transport for Dying {
    fn send(&self, request: Request<Body>) -> Sending {
        let key = request.headers().get("idempotency-key").and_then(|key| key.to_str().ok());
        let answer = self.0.lock().expect("no panic").answer(key.unwrap_or_default());
        Box::pin(async move {
            let Some(status) = answer? else {
                return std::future::pending().await;
            };
            let chunks: Chunks = Box::pin(Nothing);
            let mut response = Response::new(chunks);
            *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
            Ok(response)
        })
    }
}

struct Nothing;

impl futures_core::Stream for Nothing {
    type Item = Result<bytes::Bytes, TransportError>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(None)
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_done_twice_and_nothing_is_reported_that_was_not_done() {
    let server = Dying::default();
    let client = Client::builder()
        .transport(server.clone())
        .retry(RetryPolicy::default().base(Duration::from_millis(1)))
        .build()
        .expect("a client");
    let (mut done, mut unknown, mut certain) = (0, 0, 0);
    for number in 0..10_000 {
        let key = format!("key-{number}");
        let outcome = client.books().create(None).idempotency_key(&key).await;
        let is_applied = server.0.lock().expect("no panic").applied.contains_key(&key);
        match outcome {
            Ok(_) => {
                assert!(is_applied, "{key} was reported and not done");
                done += 1;
            }
            Err(error) if error.may_have_been_sent() => unknown += 1,
            Err(error) => {
                assert!(!is_applied, "{key} was done and reported as certainly not: {error:?}");
                assert_eq!(error.kind(), ErrorKind::Connect);
                certain += 1;
            }
        }
    }
    let state = server.0.lock().expect("no panic");
    assert_eq!(done + unknown + certain, 10_000);
    assert!(done > 5_000 && unknown > 0 && certain > 0, "{done} {unknown} {certain}");
    assert!(state.applied.values().all(|times| *times == 1));
}
