//! A server on loopback that records one request after the other and answers as it is told.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
};
use http::{Response, StatusCode};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{answer::Plan, request::Recorded};

/// Where the API lies on the server.
const PREFIX: &str = "/base";

/// The largest body that is read.
const LARGEST_BODY: usize = 1 << 20;

/// A running server; dropping it stops it.
pub(crate) struct Server {
    url: String,
    shared: Arc<Mutex<Memory>>,
    serving: JoinHandle<()>,
}

#[derive(Default)]
struct Memory {
    requests: Vec<Recorded>,
    plan: Option<Plan>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let shared = Arc::<Mutex<Memory>>::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let app = Router::new().fallback(receive).with_state(Arc::clone(&shared));
        let serving = tokio::spawn(async move {
            axum::serve(listener, app).await.expect("serving loopback does not fail");
        });
        Self { url: format!("http://{address}{PREFIX}"), shared, serving }
    }

    pub(crate) fn url(&self) -> String {
        self.url.clone()
    }

    /// Answers with this from now on.
    pub(crate) fn answer_with(&self, plan: Plan) {
        lock(&self.shared).plan = Some(plan);
    }

    /// The requests since the last time.
    pub(crate) fn take(&self) -> Vec<Recorded> {
        std::mem::take(&mut lock(&self.shared).requests)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn lock(memory: &Mutex<Memory>) -> MutexGuard<'_, Memory> {
    memory.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn receive(State(shared): State<Arc<Mutex<Memory>>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LARGEST_BODY).await.unwrap_or_default();
    let mut request = Recorded::new(&parts, body);
    match request.path.strip_prefix(PREFIX) {
        Some(rest) => request.path = rest.to_owned(),
        None => request.path = format!("outside of the base: {}", request.path),
    }
    let plan = {
        let mut memory = lock(&shared);
        memory.requests.push(request.clone());
        memory.plan.clone()
    };
    match plan {
        Some(plan) => plan.answer(&request),
        None => {
            let mut answer = Response::new(Body::empty());
            *answer.status_mut() = StatusCode::NOT_IMPLEMENTED;
            answer
        }
    }
}
