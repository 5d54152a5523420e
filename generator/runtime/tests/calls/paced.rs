//! A transport whose answers come in their own time.

use emitted::runtime::{Body, Chunks, Sending, Transport, TransportError};
use futures_core::Stream;
use http::{Request, Response};
use std::{
    collections::VecDeque,
    fmt,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::time::{Sleep, sleep};

/// An answer and its pace.
#[derive(Default)]
pub(crate) struct Pace {
    /// How long it takes until the headers are there.
    pub(crate) before: Duration,
    /// Headers.
    pub(crate) headers: &'static [(&'static str, &'static str)],
    /// Chunks, each with the time that it takes.
    pub(crate) chunks: Vec<(Duration, Result<&'static str, TransportError>)>,
}

/// Answers one request after the other; a request behind the last finds nobody.
#[derive(Clone, Default)]
pub(crate) struct Paced(Arc<Mutex<VecDeque<Pace>>>);

impl Paced {
    pub(crate) fn new(answers: impl IntoIterator<Item = Pace>) -> Self {
        Self(Arc::new(Mutex::new(answers.into_iter().collect())))
    }
}

impl fmt::Debug for Paced {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Paced")
    }
}

impl Transport for Paced {
    fn send(&self, _: Request<Body>) -> Sending {
        let answer = self.0.lock().expect("no panic").pop_front();
        Box::pin(async move {
            let Some(answer) = answer else {
                return Err(TransportError::connect("nobody is there"));
            };
            sleep(answer.before).await;
            let chunks: Chunks = Box::pin(Chunking { left: answer.chunks.into(), timer: None });
            let mut response = Response::new(chunks);
            for (name, value) in answer.headers {
                response.headers_mut().append(*name, value.parse().expect("a header"));
            }
            Ok(response)
        })
    }
}

struct Chunking {
    left: VecDeque<(Duration, Result<&'static str, TransportError>)>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Stream for Chunking {
    type Item = Result<bytes::Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(&(wait, _)) = self.left.front() else {
            return Poll::Ready(None);
        };
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(wait)));
        ready!(timer.as_mut().poll(context));
        self.timer = None;
        let chunk = self.left.pop_front();
        Poll::Ready(chunk.map(|(_, chunk)| chunk.map(Into::into)))
    }
}
