//! The one place where requests are sent, and sent again.

use super::{
    Error, ErrorKind, Request, Result, RetryPolicy,
    attempt::Attempting,
    cache::Question,
    credential::{self, Provided},
    environment::within,
    exchange::{Exchange, Mode},
    prepare::Prepared,
    retry,
};
use std::{
    pin::Pin,
    time::{Duration, Instant},
};

/// Sends a request and gives a successful answer.
pub(super) async fn send(mut request: Request, mode: Mode) -> Result<Exchange> {
    let client = request.0.client.clone();
    let environment = client.shared().environment.clone();
    let start = environment.now();
    let op = request.0.op;
    let outcome = match request.prepare(&*environment) {
        Ok(prepared) => {
            let mut sending = Sending::new(request, prepared, mode, start);
            sending.run().await
        }
        Err(error) => Err(error),
    };
    outcome.map_err(|mut error| {
        let report = error.report_mut();
        report.operation = op.id;
        report.elapsed = environment.now().saturating_duration_since(start);
        error
    })
}

/// A call under way.
struct Sending {
    request: Request,
    /// What is sent first; for later attempts it is made anew.
    prepared: Option<Prepared>,
    is_replayable: bool,
    mode: Mode,
    start: Instant,
    deadline: Option<Instant>,
    policy: RetryPolicy,
    attempts: u32,
    conflicts: u32,
    /// Attempts that the policy does not count.
    uncounted: u32,
    /// Whether an attempt ended without an answer, so that the server may have acted on it.
    unknown: bool,
    /// Whether another credential was asked for, after a refusal.
    is_refreshed: bool,
    question: Option<Question>,
}

impl Sending {
    /// How often a conflict with one's own earlier attempt is waited out.
    const CONFLICTS: u32 = 10;

    fn new(request: Request, prepared: Prepared, mode: Mode, start: Instant) -> Self {
        let options = &request.0.options;
        let settings = &request.0.client.shared().settings;
        let is_upload = prepared.body.as_bytes().is_none();
        let timeout = options.timeout.or((!is_upload).then_some(settings.timeout));
        let by_timeout = timeout.and_then(|timeout| start.checked_add(timeout));
        let deadline = by_timeout.into_iter().chain(options.deadline).min();
        let policy = options.retry.clone().unwrap_or_else(|| settings.retry.clone());
        Self {
            is_replayable: prepared.body.is_replayable(),
            prepared: Some(prepared),
            mode,
            start,
            deadline,
            policy,
            attempts: 0,
            conflicts: 0,
            uncounted: 0,
            unknown: false,
            is_refreshed: false,
            question: None,
            request,
        }
    }

    async fn run(&mut self) -> Result<Exchange> {
        let client = self.request.0.client.clone();
        let shared = client.shared();
        loop {
            self.attempts += 1;
            let error = match self.attempt().await {
                Ok(exchange) => {
                    shared.budget.succeed(self.attempts);
                    return Ok(exchange);
                }
                Err(error) => error,
            };
            let wait = match self.wait(&error) {
                Some(wait) if self.is_in_time(wait) => wait,
                _ => return Err(self.give_up(error)),
            };
            self.unknown |= error.may_have_been_sent();
            shared.environment.sleep(wait).await;
        }
    }

    /// Sends the request once, and once more with another credential if it was refused for the one
    /// it had and the provider has another.
    async fn attempt(&mut self) -> Result<Exchange> {
        let used = self.credentials(&[]).await?;
        let outcome = self.send_with(&used).await;
        let is_refused = |error: &Error| error.status() == Some(http::StatusCode::UNAUTHORIZED);
        if self.is_refreshed || !outcome.as_ref().is_err_and(is_refused) || !self.is_replayable {
            return outcome;
        }
        self.is_refreshed = true;
        let fresh = self.credentials(&used).await?;
        if credential::are_same(&fresh, &used) {
            return outcome;
        }
        self.attempts += 1;
        self.uncounted += 1;
        self.send_with(&fresh).await
    }

    /// Asks for the credentials, other ones than those that were refused.
    async fn credentials(&self, refused: &[Provided]) -> Result<Vec<Provided>> {
        let client = &self.request.0.client;
        let environment = &*client.shared().environment;
        let left = self.deadline.map(|at| at.saturating_duration_since(environment.now()));
        let gathering = credential::gather(client, self.request.0.op, refused);
        within(environment, left, gathering)
            .await
            .unwrap_or_else(|| Err(Error::new(ErrorKind::Deadline, "no credential came in time")))
    }

    async fn send_with(&mut self, provided: &[Provided]) -> Result<Exchange> {
        let prepared = self.prepare(provided)?;
        let mut attempting = Attempting {
            request: &self.request,
            is_conditional: prepared.is_conditional,
            prepared: Some(prepared),
            mode: self.mode,
            start: self.start,
            deadline: self.deadline,
            number: self.attempts,
            provided,
            question: self.question.as_ref(),
        };
        attempting.run().await
    }

    /// Returns the request as this attempt sends it.
    fn prepare(&mut self, provided: &[Provided]) -> Result<Prepared> {
        let client = self.request.0.client.clone();
        let mut prepared = match self.prepared.take() {
            Some(prepared) => prepared,
            None => self.request.prepare(&*client.shared().environment)?,
        };
        credential::apply(&client, self.request.0.op, provided, &mut prepared)?;
        self.revalidate(&mut prepared);
        Ok(prepared)
    }

    /// Asks only whether the answer that is kept is still valid.
    fn revalidate(&mut self, prepared: &mut Prepared) {
        let Some(cache) = &self.request.0.client.shared().cache else {
            return;
        };
        let is_plain = prepared.method == http::Method::GET
            && prepared.body.is_empty()
            && !self.mode.stream
            && ["if-none-match", "if-match", "range"]
                .iter()
                .all(|it| !prepared.headers.contains_key(*it));
        if !is_plain {
            return;
        }
        let question = cache.ask(prepared.url.as_str(), &prepared.headers);
        if let Some(answer) = &question.answer
            && let Ok(value) = http::HeaderValue::from_bytes(answer.etag.as_str().as_bytes())
        {
            prepared.headers.insert(http::header::IF_NONE_MATCH, value);
        }
        self.question = Some(question);
    }

    /// Returns how long to wait before the request is sent again, or nothing if it must not be.
    fn wait(&mut self, error: &Error) -> Option<Duration> {
        let shared = self.request.0.client.shared();
        let counted = self.attempts - self.uncounted;
        let backoff = self.policy.backoff(&*shared.environment, counted);
        let asked = error.retry_after();
        if asked.is_some_and(|asked| asked > self.policy.longest_retry_after) {
            return None;
        }
        if retry::is_key_conflict(error) {
            // The attempt without an answer is still under way at the server: its result will come.
            // Without such an attempt the key is that of another call.
            self.conflicts += 1;
            self.uncounted += 1;
            let patient = backoff.max(Duration::from_millis(500));
            let wait = asked.map_or(patient, |asked| asked.max(patient));
            return (self.unknown && self.conflicts <= Self::CONFLICTS).then_some(wait);
        }
        let may_repeat = self.is_repeatable(error)
            && retry::may_pass(error)
            && counted < self.policy.attempts
            && shared.budget.take();
        may_repeat.then(|| asked.map_or(backoff, |asked| asked.max(backoff)))
    }

    /// Whether sending again cannot do twice what should be done once.
    fn is_repeatable(&self, error: &Error) -> bool {
        let op = self.request.0.op;
        let is_unsent = !error.may_have_been_sent() && error.status().is_none();
        self.is_replayable && (op.method.is_idempotent() || op.key.is_some() || is_unsent)
    }

    fn is_in_time(&self, wait: Duration) -> bool {
        let now = self.request.0.client.shared().environment.now();
        let Some(deadline) = self.deadline else {
            return true;
        };
        now.checked_add(wait).is_some_and(|then| then < deadline)
    }

    #[cold]
    fn give_up(&self, mut error: Error) -> Error {
        let report = error.report_mut();
        report.maybe_sent |= self.unknown;
        report.attempts = self.attempts;
        report.idempotency_key = self.request.0.options.key.clone();
        error
    }
}

/// An exchange to come.
pub(super) type Exchanging = Pin<Box<dyn Future<Output = Result<Exchange>> + Send>>;

/// Sends a request for a stream that broke off, after a while.
pub(super) fn resume(request: Request, wait: Duration) -> Exchanging {
    let environment = request.0.client.shared().environment.clone();
    Box::pin(async move {
        let then = environment.now().checked_add(wait);
        let deadline = request.0.options.deadline;
        if deadline.is_some_and(|deadline| then.is_none_or(|then| then >= deadline)) {
            let message = "the deadline comes before the next connection";
            let mut error = Error::new(ErrorKind::Deadline, message);
            error.report_mut().operation = request.0.op.id;
            error.report_mut().maybe_sent = true;
            return Err(error);
        }
        environment.sleep(wait).await;
        send(request, Mode::STREAM).await
    })
}
