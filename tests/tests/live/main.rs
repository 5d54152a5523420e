//! The generated client against the fake server, by the pages of Sendmux's manual.
//!
//! Each check stands on a promise of the server. It runs twice: against a server that keeps the
//! promise, where it has to pass, and against one that breaks it, where it has to fail; a check
//! that passes both times proves nothing.

mod activate;
mod create;
mod introduction;
mod limits;
mod mailbox;
mod update;

use std::{panic::AssertUnwindSafe, time::Duration};

use futures_util::FutureExt;
use generated_client::{Client, ClientBuilder, RetryPolicy};
use tests::server::{MAILBOX_KEY, Promise, ROOT_KEY, Server};

/// Checks, each with the promises that it stands on.
macro_rules! promises {
    ($($check:ident: $($promise:ident),+;)+) => { $(
        mod $check {
            #[tokio::test]
            async fn holds() {
                super::$check(&tests::server::Server::start().await).await;
            }

            #[tokio::test]
            async fn fails_when_the_promise_is_broken() {
                $(
                    let server = tests::server::Server::start().await;
                    let promise = tests::server::Promise::$promise;
                    crate::has_to_fail(&server, promise, super::$check(&server)).await;
                )+
            }
        }
    )+ };
}
pub(crate) use promises;

/// Runs a check against a server that breaks a promise.
async fn has_to_fail(server: &Server, promise: Promise, check: impl Future<Output = ()>) {
    server.break_promise(promise);
    let noticed = AssertUnwindSafe(check).catch_unwind().await.is_err();
    assert!(noticed, "nobody noticed that {promise:?} is broken");
}

/// The way to a client: short waits, so that tests that wait are quick.
fn builder(server: &Server, key: &str) -> ClientBuilder {
    let patient = RetryPolicy::default().base(Duration::from_millis(20));
    Client::builder().base_url(server.url()).bearer(key).retry(patient)
}

/// A client with a Management key.
fn client(server: &Server) -> Client {
    builder(server, ROOT_KEY).build().expect("a client for loopback")
}

/// A client with a mailbox credential.
fn mailbox_client(server: &Server) -> Client {
    builder(server, MAILBOX_KEY).build().expect("a client for loopback")
}
