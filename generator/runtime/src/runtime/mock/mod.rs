//! A transport that answers what a test sets up, without a socket; behind the feature `mock`.

pub mod answers;
pub mod bodies;
mod both;
mod operation;
mod part;
mod reply;
mod request;
mod rule;
mod script;
mod value;

pub use operation::{MockAnswer, MockByStatus, MockOperation};
pub use part::MockPart;
pub use reply::{Fault, MockReply};
pub use request::{MockCall, MockRequest};
pub use rule::MockRule;

use super::{Attempt, Body, ErrorKind, Sending, Transport, TransportError};
use bytes::Bytes;
use http::Request;
use script::Script;
use std::{
    future::poll_fn,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// A transport that answers what a test sets up, and remembers what was asked. Clones share both.
///
/// ```text
/// let mock = Mock::new();
/// mock.on::<GetThing>().answer(Thing { id: "t1".into() });
/// mock.on::<CreateThing>().script([
///     MockReply::fault(Fault::Reset),
///     MockReply::answer(Thing { id: "t2".into() }),
/// ]);
/// let client = Client::builder().transport(mock.clone()).build()?;
/// …
/// assert_eq!(mock.calls::<CreateThing>()[1].body()?.name, "A thing");
/// mock.assert_done();
/// ```
///
/// All that a client does happens: retries, pages, caches, checks, credentials. Only the wire is
/// another. A call that nothing is set up for is an error that says so, and is not repeated.
#[derive(Clone, Debug, Default)]
pub struct Mock(Arc<Mutex<Script>>);

impl Mock {
    /// Starts with nothing set up.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets up what an operation answers.
    pub fn on<O: MockOperation>(&self) -> MockRule<'_, O> {
        MockRule::new(self)
    }

    /// Adds an answer to an operation, by its id: what [`on`](Self::on) does for requests that are
    /// made by hand. Answers are given in order, the last again and again.
    pub fn on_id(&self, operation: &str, reply: MockReply) -> &Self {
        self.script().rule(operation).then(reply);
        self
    }

    /// Returns every request so far.
    pub fn requests(&self) -> Vec<MockRequest> {
        self.script().requests.clone()
    }

    /// Returns every request of an operation so far, each attempt of a call.
    pub fn calls<O: MockOperation>(&self) -> Vec<MockCall<O>> {
        let id = O::OP.id();
        let script = self.script();
        let requests = script.requests.iter().filter(|request| request.operation == id);
        requests.cloned().map(MockCall::new).collect()
    }

    /// Asserts that every script came to its end, and that no call came that was not set up.
    ///
    /// # Panics
    ///
    /// If not; the message names the operations.
    #[track_caller]
    pub fn assert_done(&self) {
        let open = self.script().open();
        assert!(open.is_empty(), "the mock is not done: {}", open.join("; "));
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a request and returns what answers it.
    fn answer(&self, request: MockRequest) -> Result<MockReply, TransportError> {
        let found = self.script().next(&request);
        // A function of the caller's may use the mock itself.
        let reply = found.map(|answering| answering.reply(&request)).map_err(unexpected);
        self.script().requests.push(request);
        reply
    }
}

impl Transport for Mock {
    fn send(&self, request: Request<Body>) -> Sending {
        let mock = self.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = collect(body).await.map_err(TransportError::broken)?;
            let attempt = parts.extensions.get::<Attempt>().copied();
            let request = MockRequest {
                operation: attempt.map_or("", |attempt| attempt.operation),
                template: attempt.map_or("", |attempt| attempt.path),
                attempt: attempt.map_or(1, |attempt| attempt.number),
                method: parts.method,
                uri: parts.uri,
                headers: parts.headers,
                body,
            };
            mock.answer(request)?.send().await
        })
    }
}

/// Makes the error of a call that cannot be answered: nothing was sent, and nothing is repeated.
fn unexpected(problem: String) -> TransportError {
    TransportError { kind: ErrorKind::Build, maybe_sent: false, source: problem.into() }
}

async fn collect(body: Body) -> io::Result<Bytes> {
    let mut chunks = body.into_stream();
    let mut all = Vec::new();
    while let Some(chunk) = poll_fn(|context| chunks.as_mut().poll_next(context)).await {
        all.extend_from_slice(&chunk?);
    }
    Ok(all.into())
}
