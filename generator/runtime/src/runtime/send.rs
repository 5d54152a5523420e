//! The one place where requests are sent.

use super::{
    Error, ErrorKind, Request, Result,
    exchange::{Exchange, Mode},
    headers,
    prepare::Prepared,
    response::Head,
    transport::{Attempt, Chunks, TransportError},
};
use bytes::Bytes;
use std::{future::poll_fn, time::Instant};

/// Sends a request and gives a successful answer.
pub(super) async fn send(mut request: Request, mode: Mode) -> Result<Exchange> {
    let start = Instant::now();
    let op = request.0.op;
    let outcome = attempt(&mut request, mode, start).await;
    outcome.map_err(|mut error| {
        let report = error.report_mut();
        report.operation = op.id;
        report.elapsed = start.elapsed();
        error
    })
}

async fn attempt(request: &mut Request, mode: Mode, start: Instant) -> Result<Exchange> {
    let Prepared {
        uri,
        method,
        headers,
        body,
    } = request.prepare()?;
    let mut outgoing = http::Request::new(body);
    *outgoing.uri_mut() = uri;
    *outgoing.method_mut() = method;
    *outgoing.headers_mut() = headers;
    let op = request.0.op;
    outgoing.extensions_mut().insert(Attempt {
        operation: op.id,
        path: op.path,
        number: 1,
    });
    let client = request.0.client.clone();
    let response = client
        .shared()
        .transport
        .send(outgoing)
        .await
        .map_err(from_transport)?;
    let (head, chunks) = response.into_parts();
    let head = Box::new(Head {
        status: head.status,
        headers: head.headers,
        attempts: 1,
        elapsed: start.elapsed(),
    });
    let mut exchange = Exchange {
        request: request.clone(),
        head,
        body: Bytes::new(),
        chunks: Some(chunks),
    };
    let success = exchange.head.status.is_success()
        || mode.conditional && exchange.head.status == http::StatusCode::NOT_MODIFIED;
    if success && mode.stream {
        return Ok(exchange);
    }
    if let Some(chunks) = exchange.chunks.take() {
        exchange.body = read(chunks, client.shared().settings.max_body).await?;
    }
    if success {
        Ok(exchange)
    } else {
        Err(refusal(&exchange))
    }
}

async fn read(mut chunks: Chunks, limit: usize) -> Result<Bytes> {
    let mut body = Vec::new();
    while let Some(chunk) = poll_fn(|context| chunks.as_mut().poll_next(context)).await {
        let chunk = chunk.map_err(from_transport)?;
        if body.len() + chunk.len() > limit {
            return Err(Error::new(
                ErrorKind::BodyTooLarge,
                format!("the body is over {limit} bytes"),
            ));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.into())
}

fn from_transport(error: TransportError) -> Error {
    let message = error.to_string();
    let mut made = Error::new(error.kind, message).because(error.source);
    made.report_mut().maybe_sent = error.maybe_sent;
    made
}

/// Makes the error of a status that is no success.
fn refusal(exchange: &Exchange) -> Error {
    let envelope = &exchange.request.0.client.shared().api.error;
    let said = envelope.read(&exchange.body);
    let status = exchange.head.status;
    let message = said
        .message
        .as_deref()
        .unwrap_or(status.canonical_reason().unwrap_or("refused"));
    let mut error = exchange.fail(ErrorKind::Status, message);
    let report = error.report_mut();
    report.envelope = envelope.decode.and_then(|decode| decode(&exchange.body));
    report.code = said.code;
    report.retryable = said.retryable;
    report.request_id = headers::request_id(&exchange.head.headers)
        .map(Into::into)
        .or(said.request_id);
    error
}
