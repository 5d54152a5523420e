//! The harness of operation tests, for a client of one document and a server of another.
//!
//! The tests that are generated beside a client call it by the name `tests`. They make each call
//! with as little as it takes and with every argument; here it goes to a server that does what
//! another document says and nothing else. Nothing is asserted: what is refused and what the client
//! cannot read is written down, and held against the comparison of the documents elsewhere.
//!
//! The documents and the place of the report are in the environment: see [`CLIENT`], [`SERVER`] and
//! [`REPORT`].

mod answers;
mod report;

use std::{
    env,
    fmt::Debug,
    future::IntoFuture,
    path::PathBuf,
    sync::{
        LazyLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tests::{
    call::{Again, Call, debugged},
    document::Document,
    operation::Operation,
    server::{Recorded, Server},
};

pub use report::Line;
pub use tests::Http;

/// The variable with the path of the client's document.
pub const CLIENT: &str = "REHEARSAL_CLIENT";
/// The variable with the path of the server's document.
pub const SERVER: &str = "REHEARSAL_SERVER";
/// The variable with the path of the report, which has a [`Line`] for each call.
pub const REPORT: &str = "REHEARSAL_REPORT";

/// How many answers a call has that is not the first of its operation: a full and a minimal one.
const FEW: usize = 2;

static CLIENTS: LazyLock<Document> = LazyLock::new(|| Document::read(&path(CLIENT)));
static SERVERS: LazyLock<Document> = LazyLock::new(|| Document::read(&path(SERVER)));

fn path(variable: &str) -> PathBuf {
    env::var_os(variable).unwrap_or_else(|| panic!("{variable} is not set")).into()
}

/// A server of the new document that waits for calls of one operation of the old one.
pub struct Check {
    server: Server,
    known: &'static Operation,
    /// The same operation in the server's document, where it has it.
    now: Option<&'static Operation>,
    /// Whether a call has had every answer.
    answered: AtomicBool,
}

/// Starts a server for the calls of one operation of the client's document.
///
/// # Panics
///
/// Panics when the client's document has no such operation.
pub async fn operation(id: &str) -> Check {
    let known = CLIENTS.operation(id);
    let now = SERVERS.operations().iter().find(|other| is_same(known, other));
    let answered = AtomicBool::new(false);
    Check { server: Server::of(&SERVERS).await, known, now, answered }
}

impl Check {
    /// The base URL for the client.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// A key: nobody looks at it.
    pub fn key(&self) -> &'static str {
        "a-key-of-no-account"
    }

    /// A call with nothing but what the client's document requires.
    pub async fn minimal<T, E: Debug>(&self, call: impl Call<T, E>) {
        let call = debugged(&call);
        self.rehearse("minimal", &call).await;
    }

    /// A call with every argument of the client's document.
    pub async fn full<T, E: Debug>(&self, call: impl Call<T, E>) {
        let call = debugged(&call);
        self.rehearse("full", &call).await;
    }

    /// Errors are told apart by their statuses, whatever the document: there is nothing to see.
    pub async fn refused<T, E>(&self, call: impl Call<T, E>) {
        drop(call);
    }

    /// A server that misbehaves does so whatever its document.
    pub async fn faults<C, I, T, E>(
        &self,
        client: impl Fn(&Http, &str, Duration) -> C,
        call: impl Fn(&C) -> I,
    ) where
        I: IntoFuture<Output = Result<T, E>>,
    {
        drop((client, call));
    }

    /// Each page is an answer, and these are given by [`minimal`](Self::minimal) already.
    pub async fn pages<T, E>(&self, call: impl Call<Vec<T>, E>) {
        drop(call);
    }

    /// Makes a call as the document wants it, then with each answer, and writes down what came of
    /// it.
    async fn rehearse(&self, name: &'static str, call: Again<'_, '_>) {
        let before = self.server.requests().len();
        self.server.tolerate(false);
        let mut outcome = call().await;
        let requests = self.server.requests().split_off(before);
        let refused = self.refusal(&requests, &outcome);
        let mut line = Line::new(&self.known.id, name);
        if refused.is_none() {
            line.ignored = requests.first().and_then(|request| messages(request, true));
        }
        if line.ignored.is_some() {
            self.server.tolerate(true);
            outcome = call().await;
        }
        line.read = outcome.err().filter(|_| refused.is_none());
        line.answers = usize::from(refused.is_none());
        line.sent = refused;
        if let Some(now) = self.now {
            line.decoded = answers::are_decoded(now);
            self.answer(now, &mut line, call).await;
        }
        report::write(&path(REPORT), &line);
    }

    /// Has a call answered in every way that the document knows, even if it is not allowed.
    async fn answer(&self, now: &Operation, line: &mut Line, call: Again<'_, '_>) {
        let many = !self.answered.swap(true, Ordering::Relaxed);
        let most = if many { usize::MAX } else { FEW };
        self.server.tolerate(true);
        for answer in answers::all(&SERVERS, now).into_iter().take(most) {
            let told = answer.to_string();
            self.server.answer_as(answer.status, answer.body);
            line.answers += 1;
            if let Err(error) = call().await {
                line.read.get_or_insert(format!("{error}: {told}"));
            }
        }
    }

    /// Why the server does not take what was sent.
    fn refusal(&self, sent: &[Recorded], outcome: &Result<(), String>) -> Option<String> {
        let Some(request) = sent.first() else {
            let why = outcome.as_ref().err().map_or("no error", String::as_str);
            return Some(format!("nothing is sent: {why}"));
        };
        let now = self.now.map(|now| now.id.as_str());
        if request.operation.is_none() || request.operation.as_deref() != now {
            return Some(format!(
                "there is no {} {}",
                self.known.method,
                self.known.template.as_str()
            ));
        }
        messages(request, false)
    }
}

/// What is wrong about a request: what is declared and not right, or what is not declared.
fn messages(request: &Recorded, undeclared: bool) -> Option<String> {
    let all = request.violations.iter().filter(|violation| violation.undeclared == undeclared);
    let all: Vec<&str> = all.map(|violation| violation.message.as_str()).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

/// Whether two operations are the same call: method and path, whatever the path calls its
/// parameters.
fn is_same(one: &Operation, other: &Operation) -> bool {
    one.method == other.method && unnamed(one.template.as_str()) == unnamed(other.template.as_str())
}

/// A path without the names of its parameters.
fn unnamed(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| path + "{" + part.split_once('}').map_or(part, |it| it.1))
}
