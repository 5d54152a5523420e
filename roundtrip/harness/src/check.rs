//! The test of one operation.

use std::{
    fmt::{Debug, Display},
    future::IntoFuture,
    sync::LazyLock,
    time::Duration,
};

use tests::{call::Call, instance::Sample};

use crate::{
    Http,
    answer::{Plan, refusals, successes},
    judge::{Wanted, judge},
    operation::{Operation, all},
    schema::document,
    server::Server,
};

/// A server that expects calls of one operation and judges them.
pub struct Check {
    server: Server,
    operation: &'static Operation,
}

/// Starts a server for the test of one operation.
///
/// # Panics
///
/// Panics when the document has no such operation.
pub async fn operation(id: &str) -> Check {
    static ALL: LazyLock<Vec<Operation>> = LazyLock::new(|| all(document()));
    let operation = ALL.iter().find(|operation| operation.id == id);
    let operation = operation.unwrap_or_else(|| panic!("the document has no operation {id:?}"));
    Check { server: Server::start().await, operation }
}

impl Check {
    /// The base URL for the client.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// A key of no account.
    pub fn key(&self) -> &'static str {
        "key-of-no-account"
    }

    /// Judges a call with every argument: each has to arrive and to be valid, and free texts have to
    /// say their own names. Every documented success is answered, full, minimal, with unknown fields
    /// and unknown values, and has to be read.
    ///
    /// # Panics
    ///
    /// Panics when the request is not what the document says or an answer is not read.
    pub async fn full<T, E: Debug>(&self, call: impl Call<T, E>) {
        use Sample::{Full, Minimal, UnknownFields, UnknownValues};
        for (status, response) in successes(self.operation) {
            for sample in [Full, Minimal, UnknownFields, UnknownValues] {
                let plan = Plan { status, response: response.clone(), sample };
                let several = plan.has_samples();
                self.judged(plan, Wanted::All, &call).await;
                if !several {
                    break;
                }
            }
        }
    }

    /// Judges a call with nothing but what the document requires.
    ///
    /// # Panics
    ///
    /// Panics when the request is not what the document says or the answer is not read.
    pub async fn minimal<T, E: Debug>(&self, call: impl Call<T, E>) {
        for (status, response) in successes(self.operation).into_iter().take(1) {
            let plan = Plan { status, response, sample: Sample::Minimal };
            self.judged(plan, Wanted::Required, &call).await;
        }
    }

    async fn judged<T, E: Debug>(&self, plan: Plan, wanted: Wanted, call: &impl Call<T, E>) {
        let Operation { id, method, path, .. } = self.operation;
        let label = format!("{id} ({method} {path}), answered {} {:?}", plan.status, plan.sample);
        self.server.answer_with(plan);
        let result = call.again().await.map(drop);
        let sent = self.server.take();
        let [request] = sent.as_slice() else {
            panic!("{label}: {} requests, {result:?}", sent.len());
        };
        let wrong = judge(self.operation, request, wanted).await;
        assert!(wrong.is_empty(), "{label}, {wanted:?}: {wrong:#?}");
        assert!(result.is_ok(), "{label}: {result:?}");
    }

    /// Judges the errors: each documented refusal has to come out with its status.
    ///
    /// # Panics
    ///
    /// Panics when a refused call is a success, or its error does not name the status.
    pub async fn refused<T, E: Display>(&self, call: impl Call<T, E>) {
        let id = &self.operation.id;
        for (status, response) in refusals(self.operation) {
            let plan = Plan { status, response: Some(response), sample: Sample::Full };
            self.server.answer_with(plan);
            match call.again().await {
                Ok(_) => panic!("{id}: {status} is no error"),
                Err(error) => {
                    let text = error.to_string();
                    assert!(
                        text.contains(status.as_str()),
                        "{id}: {status} is not told by {text:?}"
                    );
                }
            }
        }
    }

    /// Misbehaviour is left to the tests of this project's client.
    pub async fn faults<C, I, T, E>(
        &self,
        _client: impl Fn(&Http, &str, Duration) -> C,
        _call: impl Fn(&C) -> I,
    ) where
        I: IntoFuture<Output = Result<T, E>>,
    {
    }

    /// Lists are walked in the tests of this project's client and of `tests/paged`.
    pub async fn pages<T, E: Debug>(&self, _call: impl Call<Vec<T>, E>) {}
}
