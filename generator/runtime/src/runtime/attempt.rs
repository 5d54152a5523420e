//! One attempt: a request goes out, its answer comes in.

use super::{
    Body, Error, ErrorKind, Method, Redirects, Request, Result, cache,
    credential::Provided,
    environment::within,
    exchange::{Exchange, Mode, SHOWN},
    headers,
    intake::{Intake, from_transport},
    page::digest,
    prepare::Prepared,
    refusal::refusal,
    response::{Head, Told},
    trace::Trace,
    transport::{Attempt, Carried, Incoming},
};
use bytes::Bytes;
use http::{StatusCode, header};
use std::{
    mem,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// The media type of pages.
const PAGE: &str = "text/html";

/// One attempt of a call.
pub(super) struct Attempting<'a> {
    pub(super) request: &'a Request,
    /// What is sent next.
    pub(super) prepared: Option<Prepared>,
    /// Whether it names the version that it expects.
    pub(super) is_conditional: bool,
    pub(super) mode: Mode,
    pub(super) start: Instant,
    pub(super) deadline: Option<Instant>,
    pub(super) number: u32,
    pub(super) provided: &'a [Provided],
    pub(super) question: Option<&'a cache::Question>,
}

impl Attempting<'_> {
    /// How many redirects are followed.
    const HOPS: u32 = 5;

    pub(super) async fn run(&mut self) -> Result<Exchange> {
        let mut trace = Trace::start(self.request, self.prepared.as_ref(), self.number);
        let outcome = trace.within(self.exchange()).await;
        trace.end(&outcome);
        outcome
    }

    async fn exchange(&mut self) -> Result<Exchange> {
        let redirects = self.request.0.client.shared().settings.redirects;
        for _ in 0..=Self::HOPS {
            // Only a redirect needs it again.
            let follows = redirects != Redirects::Never;
            let again = self.prepared.as_ref().filter(|_| follows).cloned().map(Box::new);
            let Some(sending) = self.send() else { break };
            let response = sending.await?;
            let mut exchange = self.open(response);
            let location = headers::text(&exchange.head.headers, "location");
            let location = location.filter(|_| leads_on(exchange.head.status)).map(str::to_owned);
            match location {
                Some(location) => self.redirect(&exchange, &location, again)?,
                None => {
                    self.receive(&mut exchange).await?;
                    return Ok(exchange);
                }
            }
        }
        Err(sent(Error::new(ErrorKind::Redirect, "redirect: it leads on and on")))
    }

    /// Points the request to where the answer says.
    fn redirect(
        &mut self,
        exchange: &Exchange,
        location: &str,
        again: Option<Box<Prepared>>,
    ) -> Result<()> {
        let op = self.request.0.op;
        let settings = &self.request.0.client.shared().settings;
        let mut followed = match again {
            Some(prepared) if !prepared.body.is_replayable() => {
                let message = "redirect: the body cannot be sent again";
                return Err(exchange.fail(ErrorKind::Redirect, message));
            }
            Some(prepared) => prepared,
            None => {
                let message = format!("redirect: the client follows none ({location})");
                return Err(exchange.fail(ErrorKind::Redirect, &message));
            }
        };
        let scrubber = exchange.scrubber();
        settings
            .redirects
            .follow(
                op.method,
                exchange.head.status,
                location,
                settings.allow_http,
                &scrubber,
                &mut followed,
            )
            .map_err(|refused| {
                let message = format!("{} ({location})", refused.message());
                exchange.fail(ErrorKind::Redirect, &message)
            })?;
        self.prepared = Some(*followed);
        Ok(())
    }

    /// Sends what is prepared; the answer follows.
    fn send(
        &mut self,
    ) -> Option<impl Future<Output = Result<http::Response<Incoming>>> + Send + '_> {
        let mut prepared = self.prepared.take()?;
        let op = self.request.0.op;
        let progress = watch(&mut prepared.body);
        let attempt = Attempt { operation: op.id, path: op.path, number: self.number };
        let sending = self.request.0.client.shared().carrier.send(prepared, attempt);
        Some(self.answer(sending, progress))
    }

    /// Waits for the headers of the answer.
    async fn answer(
        &self,
        sending: impl Future<Output = Carried> + Send,
        progress: Option<Arc<AtomicU64>>,
    ) -> Result<http::Response<Incoming>> {
        let shared = self.request.0.client.shared();
        let mut sending = pin!(sending);
        let mut before = 0;
        loop {
            let limit =
                self.limit(shared.settings.attempt_timeout).map_err(|error| match before {
                    0 => error,
                    _ => sent(error),
                })?;
            if let Some(response) =
                within(&*shared.environment, Some(limit), sending.as_mut()).await
            {
                return response.map_err(|error| from_transport(error, "the connection broke"));
            }
            let now = progress.as_ref().map_or(0, |progress| progress.load(Ordering::Relaxed));
            if now == before {
                return Err(self.late(limit));
            }
            before = now;
        }
    }

    /// Returns the time for a step: no longer than is left of the call's.
    fn limit(&self, patience: Duration) -> Result<Duration> {
        let now = self.request.0.client.shared().environment.now();
        let left = self.deadline.map(|deadline| deadline.saturating_duration_since(now));
        match left {
            Some(Duration::ZERO) => {
                Err(Error::new(ErrorKind::Deadline, "the time for the call ran out"))
            }
            Some(left) => Ok(left.min(patience)),
            None => Ok(patience),
        }
    }

    fn late(&self, limit: Duration) -> Error {
        let now = self.request.0.client.shared().environment.now();
        sent(match self.deadline {
            Some(deadline) if now >= deadline => {
                Error::new(ErrorKind::Deadline, "the time for the call ran out")
            }
            _ => Error::new(ErrorKind::Timeout, format!("no answer within {limit:?}")),
        })
    }

    /// Takes the head of an answer; its body is still to come.
    fn open(&self, response: http::Response<Incoming>) -> Exchange {
        let shared = self.request.0.client.shared();
        let (head, chunks) = response.into_parts();
        let deadline = match self.mode.stream && head.status.is_success() {
            true => self.request.0.options.deadline,
            false => self.deadline.or_else(|| {
                // An upload has no limit of its own, but its answer is one like any other.
                shared.environment.now().checked_add(shared.settings.timeout)
            }),
        };
        let intake =
            Intake::new(chunks, shared.environment.clone(), shared.settings.read_timeout, deadline);
        let head = Head {
            status: head.status,
            headers: head.headers,
            names: &shared.api.headers,
            attempts: self.number,
            elapsed: shared.environment.now().saturating_duration_since(self.start),
            told: Told::default(),
            digest: None,
        };
        Exchange {
            request: self.request.clone(),
            head: Box::new(head),
            body: Bytes::new(),
            intake: Some(intake),
            provided: self.provided.to_vec(),
        }
    }

    /// Reads the answer as far as the call wants.
    async fn receive(&self, exchange: &mut Exchange) -> Result<()> {
        let shared = self.request.0.client.shared();
        let status = exchange.head.status;
        let is_unchanged = status == StatusCode::NOT_MODIFIED;
        if is_unchanged && let Some(kept) = self.question.and_then(|it| it.answer.as_ref()) {
            (exchange.head, exchange.body) = kept.renewed(&exchange.head);
            return Ok(());
        }
        if is_unchanged && self.mode.conditional {
            return Ok(());
        }
        if !status.is_success() {
            let read = read(exchange, SHOWN, true).await;
            let mut error = refusal(exchange, self.is_conditional, shared.environment.today());
            error.report_mut().source = read.err().map(Into::into);
            return Err(error);
        }
        if self.request.0.op.method == Method::Head {
            // Its headers are about a body that does not come.
            exchange.intake = None;
            return Ok(());
        }
        let coding =
            headers::text(&exchange.head.headers, "content-encoding").unwrap_or("identity");
        if !coding.eq_ignore_ascii_case("identity") {
            let message = format!("the body is compressed ({coding}), which was not asked for");
            return Err(exchange.fail(ErrorKind::Decode, &message));
        }
        if self.is_page(exchange) {
            let broken = read(exchange, SHOWN, true).await.err();
            if broken.is_some() || !exchange.body.is_empty() {
                let message = "the body is a page in HTML, which is not documented";
                return Err(exchange.fail(ErrorKind::Decode, message));
            }
        }
        if self.mode.stream {
            return Ok(());
        }
        read(exchange, shared.settings.max_body, false).await?;
        exchange.head.elapsed = shared.environment.now().saturating_duration_since(self.start);
        let keys = shared.api.error.request_id;
        if !keys.is_empty() && shared.api.headers.request_id(&exchange.head.headers).is_none() {
            exchange.head.told = Told::new(keys, &exchange.body);
        }
        if self.request.0.is_counted {
            exchange.head.digest = Some(digest(&exchange.body));
        }
        if let (Some(cache), Some(question)) = (&shared.cache, self.question) {
            cache.keep(question, &exchange.head, &exchange.body);
        }
        Ok(())
    }

    /// Whether a page came, as proxies and portals send them, where none was asked for. JSON shows
    /// for itself whether it is some, whatever it is called.
    fn is_page(&self, exchange: &Exchange) -> bool {
        let parts = &self.request.0;
        let media_type = headers::text(&exchange.head.headers, "content-type").unwrap_or_default();
        let accept = headers::text(&parts.headers, "accept").unwrap_or(parts.op.accept);
        let is_wanted = ["html", "json", "text/*", "*/*"].iter().any(|it| accept.contains(it));
        let start = media_type.trim_start().as_bytes().get(..PAGE.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(PAGE.as_bytes())) && !is_wanted
    }
}

/// Whether a status says to look elsewhere.
fn leads_on(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301..=303 | 307 | 308)
}

/// Marks an error that came when some or all of the request may have been sent.
fn sent(mut error: Error) -> Error {
    error.report_mut().maybe_sent = true;
    error
}

/// Reads the body into memory: at most so much of it, whether more is an error or not.
async fn read(exchange: &mut Exchange, limit: usize, cut: bool) -> Result<()> {
    let Some(mut intake) = exchange.intake.take() else {
        return Ok(());
    };
    let said = headers::text(&exchange.head.headers, header::CONTENT_LENGTH.as_str());
    let length = said.and_then(|text| text.parse::<usize>().ok()).unwrap_or_default();
    let too_large = || format!("the body is larger than {limit} bytes");
    if length > limit && !cut {
        return Err(exchange.fail(ErrorKind::BodyTooLarge, &too_large()));
    }
    let mut first = Bytes::new();
    let mut body = Vec::new();
    while let Some(chunk) = intake.next().await {
        let mut chunk = chunk.map_err(|error| {
            exchange.body =
                if body.is_empty() { first.clone() } else { mem::take(&mut body).into() };
            exchange.broke(error)
        })?;
        let room = limit - first.len().max(body.len());
        let is_over = chunk.len() > room;
        if is_over && !cut {
            return Err(exchange.fail(ErrorKind::BodyTooLarge, &too_large()));
        }
        chunk.truncate(room);
        match (first.is_empty(), body.is_empty()) {
            // A body of one chunk, as most are, is not copied.
            (true, true) => first = chunk,
            (false, true) => {
                body.reserve(length.max(first.len() + chunk.len()).min(limit));
                body.extend_from_slice(&first);
                body.extend_from_slice(&chunk);
            }
            (_, false) => body.extend_from_slice(&chunk),
        }
        if is_over {
            break;
        }
    }
    exchange.body = if body.is_empty() { first } else { body.into() };
    Ok(())
}

/// Counts the chunks of a streamed body, so that a slow upload is not taken for a stall.
fn watch(body: &mut Body) -> Option<Arc<AtomicU64>> {
    if body.as_bytes().is_some() {
        return None;
    }
    let progress = Arc::new(AtomicU64::new(0));
    let counted = progress.clone();
    *body = mem::take(body).on_progress(move |sent| counted.store(sent, Ordering::Relaxed));
    Some(progress)
}
