//! A fake Sendmux server: real HTTP on loopback, in process.
//!
//! A request goes through the steps of `pipeline`: it is recorded, judged against the document,
//! possibly failed by a fault, counted against the rate limit, authenticated, looked up in the
//! idempotency store, and then answered: by the state of the sending accounts, or by an instance
//! of the documented response.

mod answer;
mod auth;
mod conditional;
mod download;
mod envelope;
mod events;
mod fault;
mod idempotency;
mod limit;
mod pages;
mod pipeline;
mod providers;
mod record;
mod state;
mod synthesise;
mod validate;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    response::Response,
};
use http::StatusCode;
use serde_json::Value;
use tokio::{net::TcpListener, sync::watch};

pub use auth::{MAILBOX_KEY, ROOT_KEY};
pub use fault::{Fault, Promise};
pub use record::Recorded;
pub use synthesise::Shape;

use crate::document::Document;
use state::{Conduct, Given, Shared};

/// Where the API lies on the server, as in production.
const PREFIX: &str = "/api/v1";

/// The largest body that is read.
const LARGEST_BODY: usize = 1 << 20;

/// A running server; dropping it stops it.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
}

impl Server {
    /// Starts a server that keeps state and every promise.
    ///
    /// # Panics
    ///
    /// Panics when no port of loopback can be had.
    pub async fn start() -> Self {
        Self::serve(Document::sendmux(), Conduct::Stateful).await
    }

    /// Starts a server that answers every operation from the schemas alone: nothing is unknown,
    /// nothing is in conflict.
    pub async fn stateless() -> Self {
        Self::serve(Document::sendmux(), Conduct::Stateless).await
    }

    /// Starts a server that does what a document says and nothing else: what the document does not
    /// allow is refused, everything else has an instance of the documented success for an answer.
    ///
    /// # Panics
    ///
    /// Panics when no port of loopback can be had.
    pub async fn of(document: &'static Document) -> Self {
        Self::serve(document, Conduct::Document).await
    }

    async fn serve(document: &'static Document, conduct: Conduct) -> Self {
        let (stop, stopped) = watch::channel(false);
        let shared = Arc::new(Shared::new(document, conduct, stopped.clone()));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let app = Router::new().fallback(receive).with_state(Arc::clone(&shared));
        let mut stopped = stopped;
        let until = async move { drop(stopped.wait_for(|stop| *stop).await) };
        let serving = axum::serve(listener, app).with_graceful_shutdown(until);
        tokio::spawn(async move { serving.await.expect("serving loopback does not fail") });
        Self { address, shared, stop }
    }

    /// The base URL that a client is given.
    pub fn url(&self) -> String {
        format!("http://{}{PREFIX}", self.address)
    }

    /// Every request so far, oldest first.
    pub fn requests(&self) -> Vec<Recorded> {
        self.shared.lock().requests.clone()
    }

    /// The last request.
    ///
    /// # Panics
    ///
    /// Panics when there was none.
    pub fn last_request(&self) -> Recorded {
        self.requests().pop().expect("the server has been sent a request")
    }

    /// The error code of the last answer, if it was an error.
    pub fn last_code(&self) -> Option<String> {
        self.shared.lock().last_code.clone()
    }

    /// Puts a fault in the way of the next request that has none yet.
    pub fn fault_next(&self, fault: Fault) {
        self.shared.lock().faults.push_back(fault);
    }

    /// Fails the next request with this status and its documented code, asking to wait.
    pub fn fail_next(&self, status: u16, retry_after: Option<u64>) {
        self.fault_next(Fault::Status { status, retry_after });
    }

    /// Stops keeping a promise.
    pub fn break_promise(&self, promise: Promise) {
        self.shared.lock().broken.push(promise);
    }

    /// Allows this many requests from now on; one more is a 429.
    pub fn limit_requests(&self, remaining: u32) {
        self.shared.lock().limit.allow(remaining);
    }

    /// Adds a key with permissions such as `provider.read`, `domain.*` or `root:readonly`.
    pub fn add_key(&self, key: &str, permissions: &[&str]) {
        self.shared.lock().keys.add(key, permissions);
    }

    /// Lets time pass for what the server keeps: replays last 24 hours.
    pub fn advance(&self, by: Duration) {
        self.shared.lock().skipped += by;
    }

    /// Makes every accepted request take this long, with its idempotency key in flight meanwhile.
    pub fn work_for(&self, time: Duration) {
        self.shared.lock().work_time = time;
    }

    /// The bytes of every attachment.
    pub fn attachment() -> Vec<u8> {
        download::content()
    }

    /// Chooses what instances the server answers with.
    pub fn answer_with(&self, shape: Shape) {
        self.shared.lock().shape = shape;
    }

    /// Answers every operation with this status and JSON, or without a body.
    pub fn answer_as(&self, status: StatusCode, body: Option<Value>) {
        self.shared.lock().given = Some(Given { status, body });
    }

    /// Works on requests although the document does not allow them; what is wrong is recorded.
    pub fn tolerate(&self, tolerant: bool) {
        self.shared.lock().tolerant = tolerant;
    }

    /// Serves every list in this many pages.
    pub fn serve_pages(&self, pages: usize) {
        self.shared.lock().pages = pages;
    }

    /// Puts a sending account with this name on the server; gives back its public id.
    pub fn add_sending_account(&self, name: &str) -> String {
        providers::add(&mut self.shared.lock(), name)
    }

    /// The sending account as the server holds it.
    pub fn sending_account(&self, id: &str) -> Option<Value> {
        self.shared.lock().providers.get(id).cloned()
    }

    /// The number of sending accounts.
    pub fn sending_accounts(&self) -> usize {
        self.shared.lock().providers.len()
    }

    /// Changes a sending account behind the client's back.
    pub fn touch_sending_account(&self, id: &str, name: &str) {
        providers::rename(&mut self.shared.lock(), id, name);
    }

    /// Sends a mailbox event to every stream, now and later.
    pub fn publish(&self, data: &Value) -> String {
        self.shared.publish(data)
    }

    /// Ends every event stream after this many events.
    pub fn close_streams_after(&self, events: usize) {
        self.shared.lock().close_after = Some(events);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

/// Takes a request; it is worked on to its end even if the client goes away.
async fn receive(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LARGEST_BODY).await.ok();
    let work = tokio::spawn(async move { pipeline::answer(&shared, &parts, body).await });
    work.await.unwrap_or_else(|error| {
        let mut broken = Response::new(Body::from(format!("the fake server failed: {error}")));
        *broken.status_mut() = StatusCode::NOT_IMPLEMENTED;
        broken
    })
}
