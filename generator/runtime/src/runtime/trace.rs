//! Spans by OpenTelemetry's conventions for HTTP clients, behind the feature `tracing`.

use super::{Request, Result, exchange::Exchange, prepare::Prepared};

/// The span of an attempt.
#[cfg(feature = "tracing")]
pub(super) struct Trace(tracing::Span);

#[cfg(feature = "tracing")]
impl Trace {
    /// Opens the span; it holds no value of a parameter, as any may be a secret.
    pub(super) fn start(request: &Request, prepared: Option<&Prepared>, number: u32) -> Self {
        let op = request.0.op;
        Self(tracing::info_span!(
            "request",
            otel.name = format!("{} {}", op.method.as_str(), op.path),
            otel.kind = "client",
            otel.status_code = tracing::field::Empty,
            rpc.method = op.id,
            http.request.method = op.method.as_str(),
            url.template = op.path,
            server.address = prepared.and_then(|it| it.url.host_str()),
            server.port = prepared.and_then(|it| it.url.port_or_known_default()),
            http.request.resend_count = (number > 1).then_some(number - 1),
            http.response.status_code = tracing::field::Empty,
            error.r#type = tracing::field::Empty,
        ))
    }

    /// Runs the attempt in its span.
    pub(super) async fn within(
        &mut self,
        exchanging: impl Future<Output = Result<Exchange>> + Send,
    ) -> Result<Exchange> {
        let mut exchanging = std::pin::pin!(exchanging);
        std::future::poll_fn(|context| {
            let _entered = self.0.enter();
            exchanging.as_mut().poll(context)
        })
        .await
    }

    /// Notes the outcome.
    pub(super) fn end(self, outcome: &Result<Exchange>) {
        match outcome {
            Ok(exchange) => {
                self.0.record("http.response.status_code", exchange.head.status.as_u16());
            }
            Err(error) => {
                let status = error.status().map(|status| status.as_u16());
                if let Some(status) = status {
                    self.0.record("http.response.status_code", status);
                }
                match (error.kind(), status) {
                    (super::ErrorKind::Status, Some(status)) => {
                        self.0.record("error.type", tracing::field::display(status))
                    }
                    (kind, _) => self.0.record("error.type", kind.as_str()),
                };
                self.0.record("otel.status_code", "ERROR");
            }
        }
    }
}

/// No span.
#[cfg(not(feature = "tracing"))]
pub(super) struct Trace;

#[cfg(not(feature = "tracing"))]
impl Trace {
    pub(super) fn start(_: &Request, _: Option<&Prepared>, _: u32) -> Self {
        Self
    }

    pub(super) fn within(
        &mut self,
        exchanging: impl Future<Output = Result<Exchange>> + Send,
    ) -> impl Future<Output = Result<Exchange>> + Send {
        exchanging
    }

    pub(super) fn end(self, _: &Result<Exchange>) {}
}
