//! Calls as tests hand them over.

use std::{
    fmt::{Debug, Display},
    future::IntoFuture,
    pin::Pin,
};

/// A call that can be made again: a closure that gives a future or a request builder.
pub trait Call<T, E> {
    /// Makes the call.
    fn again(&self) -> impl Future<Output = Result<T, E>>;
}

impl<F, I, T, E> Call<T, E> for F
where
    F: Fn() -> I,
    I: IntoFuture<Output = Result<T, E>>,
{
    fn again(&self) -> impl Future<Output = Result<T, E>> {
        self().into_future()
    }
}

/// A call without its types, so that what judges it is compiled once.
pub type Again<'r, 'c> = &'r (dyn Fn() -> Sent<'c> + 'r);

/// A call under way.
pub type Sent<'c> = Pin<Box<dyn Future<Output = Result<(), String>> + 'c>>;

/// A call whose error is told as programmers read it.
pub fn debugged<'c, T, E: Debug>(call: &'c impl Call<T, E>) -> impl Fn() -> Sent<'c> {
    move || Box::pin(async { call.again().await.map(drop).map_err(|error| format!("{error:?}")) })
}

/// A call whose error is told as people read it.
pub(crate) fn displayed<'c, T, E: Display>(call: &'c impl Call<T, E>) -> impl Fn() -> Sent<'c> {
    move || Box::pin(async { call.again().await.map(drop).map_err(|error| error.to_string()) })
}
