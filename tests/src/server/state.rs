//! What the server remembers.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use http::StatusCode;
use indexmap::IndexMap;
use serde_json::Value;
use tokio::sync::watch;

use super::{
    auth::Keys,
    events::Event,
    fault::{Fault, Promise},
    idempotency::Store,
    limit::Limit,
    record::Recorded,
    synthesise::Shape,
};
use crate::document::Document;

/// Shared by all requests of a server.
pub(super) struct Shared {
    pub(super) document: &'static Document,
    pub(super) conduct: Conduct,
    /// Turns true when the server stops.
    pub(super) stopped: watch::Receiver<bool>,
    /// The number of published events, for streams to wait on.
    pub(super) published: watch::Sender<usize>,
    memory: Mutex<Memory>,
}

/// What a server does beside what its document says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Conduct {
    /// Sending accounts, events and replays are kept, and every promise of the manual.
    Stateful,
    /// The promises are kept, nothing else is.
    Stateless,
    /// Nothing: the document has the only word.
    Document,
}

/// A success that a test has chosen.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) status: StatusCode,
    pub(super) body: Option<Value>,
}

/// What requests change.
pub(super) struct Memory {
    pub(super) requests: Vec<Recorded>,
    pub(super) faults: VecDeque<Fault>,
    pub(super) last_code: Option<String>,
    pub(super) broken: Vec<Promise>,
    pub(super) keys: Keys,
    pub(super) limit: Limit,
    pub(super) replays: Store,
    pub(super) shape: Shape,
    pub(super) pages: usize,
    /// What every operation answers, where it is chosen.
    pub(super) given: Option<Given>,
    /// Whether requests are worked on although the document does not allow them.
    pub(super) tolerant: bool,
    pub(super) providers: IndexMap<String, Value>,
    pub(super) events: Vec<Event>,
    pub(super) close_after: Option<usize>,
    pub(super) skipped: Duration,
    /// How long every accepted request takes.
    pub(super) work_time: Duration,
    started: Instant,
    made: usize,
}

impl Shared {
    pub(super) fn new(
        document: &'static Document,
        conduct: Conduct,
        stopped: watch::Receiver<bool>,
    ) -> Self {
        let memory = Memory {
            requests: Vec::new(),
            faults: VecDeque::new(),
            last_code: None,
            broken: Vec::new(),
            keys: Keys::default(),
            limit: Limit::default(),
            replays: Store::default(),
            shape: Shape::Full,
            pages: 1,
            given: None,
            tolerant: false,
            providers: IndexMap::new(),
            events: Vec::new(),
            close_after: None,
            skipped: Duration::ZERO,
            work_time: Duration::ZERO,
            started: Instant::now(),
            made: 0,
        };
        let (published, _) = watch::channel(0);
        Self { document, conduct, stopped, published, memory: Mutex::new(memory) }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn keeps(&self, promise: Promise) -> bool {
        self.lock().keeps(promise)
    }

    /// Whether sending accounts, events and replays are kept.
    pub(super) fn is_stateful(&self) -> bool {
        self.conduct == Conduct::Stateful
    }

    /// Whether nothing is said but what the document says.
    pub(super) fn is_plain(&self) -> bool {
        self.conduct == Conduct::Document
    }
}

impl Memory {
    pub(super) fn keeps(&self, promise: Promise) -> bool {
        !self.broken.contains(&promise)
    }

    /// The server's clock.
    pub(super) fn now(&self) -> Duration {
        self.started.elapsed() + self.skipped
    }

    /// A new public id, as in `dprov_000000000000000000000001`.
    pub(super) fn new_id(&mut self, prefix: &str) -> String {
        self.made += 1;
        format!("{prefix}_{:024}", self.made)
    }
}
