//! One request and its answer, as far as it has come.

use super::{
    Error, ErrorKind, Request, Response, Result, Secret,
    credential::{self, Provided},
    error::Source,
    headers,
    intake::Intake,
    response::Head,
    scrub::Scrubber,
};
use bytes::Bytes;
use std::fmt;

/// How much of a body an error keeps.
pub(super) const SHOWN: usize = 64 * 1024;

/// What a call wants of the answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mode {
    /// Whether the body is left as a stream.
    pub(super) stream: bool,
    /// Whether 304 is a success.
    pub(super) conditional: bool,
}

impl Mode {
    pub(super) const WHOLE: Self = Self { stream: false, conditional: false };
    pub(super) const CONDITIONAL: Self = Self { stream: false, conditional: true };
    pub(super) const STREAM: Self = Self { stream: true, conditional: false };
}

/// A successful answer: its body is read whole, or still a stream.
pub(super) struct Exchange {
    pub(super) request: Request,
    pub(super) head: Box<Head>,
    pub(super) body: Bytes,
    pub(super) intake: Option<Intake>,
    pub(super) provided: Vec<Provided>,
}

impl Exchange {
    /// Reads the body and makes a response of it.
    pub(super) fn respond<T>(self, read: fn(&Self) -> Result<T>) -> Result<Response<T>> {
        let value = read(&self)?;
        Ok(Response::new(value, self.head))
    }

    /// Makes an error of an answer that arrived.
    #[cold]
    pub(super) fn fail(&self, kind: ErrorKind, message: &str) -> Error {
        let scrubber = self.scrubber();
        let mut error = Error::new(kind, scrubber.text(message));
        let report = error.report_mut();
        report.operation = self.request.0.op.id;
        report.status = Some(self.head.status);
        report.headers = scrubber.headers(&self.head.headers);
        report.names = self.head.names;
        report.request_id = report.names.request_id(&report.headers).map(Into::into);
        report.body = scrubber.body(&self.body.slice(..self.body.len().min(SHOWN)));
        report.idempotency_key = self.request.0.options.key.clone();
        report.attempts = self.head.attempts;
        report.elapsed = self.head.elapsed;
        report.maybe_sent = true;
        error
    }

    /// Makes an error of an answer that arrived, with the error behind it.
    #[cold]
    pub(super) fn fail_because(
        &self,
        kind: ErrorKind,
        message: &str,
        source: impl Into<Source>,
    ) -> Error {
        let mut error = self.fail(kind, message);
        error.report_mut().source = self.scrubber().source(source.into());
        error
    }

    /// Returns what keeps this call's secrets out of an error: its credentials, and secrets among
    /// its arguments.
    pub(super) fn scrubber(&self) -> Scrubber {
        let parts = &self.request.0;
        let client = &parts.client;
        let given = [&parts.headers, &client.shared().headers].map(headers::secrets);
        let kept: Vec<Secret> = credential::secrets(client, &self.provided).collect();
        Scrubber::new(kept.iter().chain(&parts.secrets).chain(given.iter().flatten()))
    }

    /// Adds what is known of the answer to an error that came with its body.
    #[cold]
    pub(super) fn broke(&self, error: Error) -> Error {
        let mut made = self.fail(error.kind(), error.message());
        made.report_mut().source = self.scrubber().source(error.into());
        made
    }

    /// Makes an error of a body that is not the JSON it should be.
    #[cold]
    pub(super) fn undecodable(&self, error: serde_json::Error) -> Error {
        let media_type = headers::text(&self.head.headers, "content-type").unwrap_or_default();
        let message = match self.body.is_empty() {
            true => "the body is empty".to_owned(),
            false if media_type.contains("json") || media_type.is_empty() => {
                format!("the body is not as documented: {error}")
            }
            false => format!("the body is {media_type} where JSON is documented: {error}"),
        };
        self.fail_because(ErrorKind::Decode, &message, error)
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Exchange")
            .field("request", &self.request)
            .field("status", &self.head.status)
            .finish_non_exhaustive()
    }
}
