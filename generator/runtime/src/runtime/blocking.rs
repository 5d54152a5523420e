//! Waiting for calls without an async runtime of one's own, behind the feature `blocking`.

use super::{Error, Result};
use futures_core::Stream;
use std::{
    future::poll_fn,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::runtime::{Builder, Handle, Runtime};

/// Waits for a call on this thread: `client.things().get("t1").wait()?`.
pub trait Wait<T> {
    /// Waits for the outcome.
    ///
    /// # Errors
    ///
    /// The call failed, or this is a thread of an async runtime, which must not be blocked.
    fn wait(self) -> Result<T>;
}

impl<T, F: IntoFuture<Output = Result<T>>> Wait<T> for F {
    fn wait(self) -> Result<T> {
        runtime()?.block_on(async { self.await })
    }
}

/// Waits for the items of a stream on this thread: pages, items, events, lines, chunks.
pub trait WaitEach: Sized {
    /// Turns the stream into an iterator.
    fn wait_each(self) -> Waiting<Self>;
}

impl<T, S: Stream<Item = Result<T>> + Unpin> WaitEach for S {
    fn wait_each(self) -> Waiting<Self> {
        Waiting(self)
    }
}

/// A stream as an iterator.
#[derive(Debug)]
pub struct Waiting<S>(S);

impl<T, S: Stream<Item = Result<T>> + Unpin> Iterator for Waiting<S> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        match runtime() {
            Ok(runtime) => {
                runtime.block_on(poll_fn(|context| Pin::new(&mut self.0).poll_next(context)))
            }
            Err(error) => Some(Err(error)),
        }
    }
}

/// Returns the runtime that all waiting threads share: its one thread drives the connections.
fn runtime() -> Result<Arc<Runtime>> {
    static SHARED: Mutex<Option<Arc<Runtime>>> = Mutex::new(None);
    if Handle::try_current().is_ok() {
        return Err(Error::build(
            "this thread belongs to an async runtime: await the call instead",
        ));
    }
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(runtime) = &*shared {
        return Ok(runtime.clone());
    }
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = Arc::new(
        runtime.map_err(|error| Error::build("no runtime for blocking calls").because(error))?,
    );
    *shared = Some(runtime.clone());
    Ok(runtime)
}
