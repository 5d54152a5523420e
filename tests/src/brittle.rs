//! The calls of one operation to servers that misbehave.

use std::{
    fmt::Debug,
    future::IntoFuture,
    pin::Pin,
    time::{Duration, Instant},
};

use http::Method;
use reqwest::Client as Http;

use crate::{
    harness::Check,
    misbehaviour::{self, End, Misbehaviour, Wrongdoer},
    operation::Operation,
};

/// The time of a call that would never end.
const SHORT: Duration = Duration::from_millis(200);
/// The time of a call that ends by itself.
const LONG: Duration = Duration::from_secs(60);
/// How long after its time a call counts as one that hangs.
const HANGING: Duration = Duration::from_secs(10);

/// A call under way, which ends with what its error is.
type Sent<'c> = Pin<Box<dyn Future<Output = Result<(), String>> + 'c>>;

impl Check {
    /// Judges a call to servers that misbehave in every way: it has to end in time, with the right
    /// kind of error, and what may not be sent twice is not.
    ///
    /// `client` makes a client that sends by the connections it is given to a server, takes so much
    /// time for a call, and repeats three times without a wait.
    ///
    /// # Panics
    ///
    /// Panics when a call hangs, ends otherwise, or is sent too often.
    pub async fn faults<C, I, T, E>(
        &self,
        client: impl Fn(&Http, &str, Duration) -> C,
        call: impl Fn(&C) -> I,
    ) where
        I: IntoFuture<Output = Result<T, E>>,
        E: Debug,
    {
        let http = &http();
        let mut judging: Vec<Pin<Box<dyn Future<Output = Duration> + '_>>> = Vec::new();
        for fault in misbehaviour::all() {
            let (client, call) = (&client, &call);
            judging.push(Box::pin(async move {
                let server = Wrongdoer::start(fault.steps.clone());
                let time = if is_late(&fault) { SHORT } else { LONG };
                let client = client(http, &server.url, time);
                let sent: Sent<'_> = Box::pin(async {
                    let outcome = call(&client).into_future().await;
                    outcome.map(drop).map_err(|error| format!("{error:?}"))
                });
                judge(self.operation(), &fault, &server, time, sent).await
            }));
        }
        let overtimes = futures_util::future::join_all(judging).await;
        let most = overtimes.into_iter().max().unwrap_or_default();
        println!("{}: at most {most:?} past the deadline", self.operation().id);
    }
}

/// Connections as the client makes its own: it is too slow to read the system's certificates for
/// every call.
fn http() -> Http {
    // Another test of this process may have been faster.
    drop(rustls::crypto::ring::default_provider().install_default());
    Http::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .build()
        .expect("an HTTP client")
}

/// Whether a fault would keep a call for ever.
fn is_late(fault: &Misbehaviour) -> bool {
    [fault.json, fault.text, fault.bytes, fault.events].contains(&Some("Deadline"))
}

/// Judges one call, and says how long after its deadline it ended.
async fn judge(
    operation: &Operation,
    fault: &Misbehaviour,
    server: &Wrongdoer,
    time: Duration,
    call: Sent<'_>,
) -> Duration {
    let (id, name) = (&operation.id, fault.name);
    let start = Instant::now();
    let Ok(outcome) = tokio::time::timeout(time + HANGING, call).await else {
        panic!("{id}: {name}: the call hangs");
    };
    let overtime = start.elapsed().saturating_sub(time);
    let expected = end(operation, fault);
    match (&outcome, expected) {
        (Ok(()), None) => {}
        (Err(text), Some(kind)) if text.contains(&format!("kind: {kind},")) => {}
        _ => panic!("{id}: {name}: {outcome:?} is not {expected:?}"),
    }
    let sent = server.requests();
    let is_right = match fault.repeated && is_repeatable(operation) && expected.is_some() {
        true => sent == 3,
        false if fault.steps.is_empty() => sent == 0,
        // A connection may not have been taken yet when the time is over.
        false if is_late(fault) => sent <= 1,
        false => sent == 1,
    };
    assert!(is_right, "{id}: {name}: sent {sent} times");
    overtime
}

/// Whether sending twice does what sending once does.
fn is_repeatable(operation: &Operation) -> bool {
    !matches!(operation.method, Method::POST | Method::PATCH)
        || operation.declares("header", "Idempotency-Key")
}

/// How a call of an operation has to end.
fn end(operation: &Operation, fault: &Misbehaviour) -> End {
    let success = operation.success().map(|answer| &answer.contents[..]).unwrap_or_default();
    match success.first().map(|content| &*content.media) {
        Some("application/json") => fault.json,
        Some("text/event-stream") => fault.events,
        Some(media) if media.starts_with("text/") => fault.text,
        _ => fault.bytes,
    }
}
