//! Setting up what an operation answers.

use super::{
    Fault, Mock, MockCall, MockOperation, MockReply,
    script::{Answering, Rule},
};
use serde::Serialize;
use std::{fmt, marker::PhantomData, sync::Arc};

/// What an operation answers, while it is set up. A script is used first, then what answers every
/// call; what is set later takes the place of what was set before.
#[must_use = "nothing is set up yet"]
pub struct MockRule<'m, O> {
    mock: &'m Mock,
    operation: PhantomData<fn() -> O>,
}

impl<'m, O: MockOperation> MockRule<'m, O> {
    pub(super) fn new(mock: &'m Mock) -> Self {
        Self { mock, operation: PhantomData }
    }

    /// Answers every call with the operation's own response type, under the status that the
    /// document gives it.
    pub fn answer(self, answer: O::Answer) -> &'m Mock {
        self.reply(MockReply::answer(answer))
    }

    /// Answers every call with an error: a status, and a body such as the API's own error type.
    pub fn fail<T: Serialize + ?Sized>(self, status: u16, body: &T) -> &'m Mock {
        self.reply(MockReply::json(status, body))
    }

    /// Fails every call as a network does.
    pub fn fault(self, fault: Fault) -> &'m Mock {
        self.reply(MockReply::fault(fault))
    }

    /// Answers every call with this.
    pub fn reply(self, reply: MockReply<O>) -> &'m Mock {
        self.set(|rule| rule.every(Answering::Reply(reply.untyped())))
    }

    /// Answers one call after the other, each once. A call behind the last is an error that says
    /// so, unless something answers every call.
    pub fn script(self, replies: impl IntoIterator<Item = MockReply<O>>) -> &'m Mock {
        let replies: Vec<MockReply> = replies.into_iter().map(MockReply::untyped).collect();
        self.set(|rule| rule.script(replies.into_iter()))
    }

    /// Answers every call with what a function makes of it.
    pub fn respond(
        self,
        respond: impl Fn(&MockCall<O>) -> MockReply<O> + Send + Sync + 'static,
    ) -> &'m Mock {
        let respond: Answering = Answering::Function(Arc::new(move |request| {
            respond(&MockCall::new(request.clone())).untyped()
        }));
        self.set(|rule| rule.every(respond))
    }

    fn set(self, change: impl FnOnce(&mut Rule)) -> &'m Mock {
        change(self.mock.script().rule(O::OP.id()));
        self.mock
    }
}

impl<O: MockOperation> fmt::Debug for MockRule<'_, O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("MockRule").field("operation", &O::OP.id()).finish_non_exhaustive()
    }
}
