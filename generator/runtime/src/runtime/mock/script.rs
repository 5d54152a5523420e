//! What is set up, operation by operation, and what has been asked.

use super::{MockReply, MockRequest};
use std::{
    collections::{BTreeMap, VecDeque},
    fmt,
    sync::Arc,
};

/// What a mock answers, and what it was asked.
#[derive(Debug, Default)]
pub(super) struct Script {
    rules: BTreeMap<Box<str>, Rule>,
    pub(super) requests: Vec<MockRequest>,
    unexpected: Vec<String>,
}

/// What answers one operation: a script first, then whatever answers every call.
#[derive(Debug, Default)]
pub(super) struct Rule {
    script: VecDeque<MockReply>,
    every: Option<Answering>,
    length: usize,
}

/// What answers a call.
#[derive(Clone)]
pub(super) enum Answering {
    /// The same answer to every call.
    Reply(MockReply),
    /// An answer that depends on the request.
    Function(Arc<dyn Fn(&MockRequest) -> MockReply + Send + Sync>),
}

impl Script {
    /// Returns the rule of an operation to change it.
    pub(super) fn rule(&mut self, operation: &str) -> &mut Rule {
        self.rules.entry(operation.into()).or_default()
    }

    /// Returns what answers a request, or why nothing does.
    pub(super) fn next(&mut self, request: &MockRequest) -> Result<Answering, String> {
        let rule = self.rules.get_mut(request.operation);
        if let Some(answering) = rule.and_then(Rule::next) {
            return Ok(answering);
        }
        let call = format!(
            "no call of `{}` ({} {}) is expected",
            request.operation, request.method, request.template
        );
        let problem = format!("{call}: {}", self.why(request.operation));
        self.unexpected.push(problem.clone());
        Err(problem)
    }

    fn why(&self, operation: &str) -> String {
        if let Some(rule) = self.rules.get(operation) {
            return format!("its script of {} is over", rule.length);
        }
        let known: Vec<String> = self.rules.keys().map(|id| format!("`{id}`")).collect();
        match known.is_empty() {
            true => "nothing is set up".to_owned(),
            false => format!("only {} is set up", known.join(", ")),
        }
    }

    /// Returns what is not as it was set up, in words.
    pub(super) fn open(&self) -> Vec<String> {
        let left = self.rules.iter().filter(|(_, rule)| !rule.script.is_empty());
        let left = left.map(|(id, rule)| {
            format!("{} of {} answers of `{id}` are left", rule.script.len(), rule.length)
        });
        left.chain(self.unexpected.iter().cloned()).collect()
    }
}

impl Rule {
    /// Answers every call that no script answers.
    pub(super) fn every(&mut self, answering: Answering) {
        self.every = Some(answering);
    }

    /// Adds to the script.
    pub(super) fn script(&mut self, replies: impl Iterator<Item = MockReply>) {
        let before = self.script.len();
        self.script.extend(replies);
        self.length += self.script.len() - before;
    }

    /// Answers once as before, then so again and again.
    pub(super) fn then(&mut self, reply: MockReply) {
        if let Some(Answering::Reply(before)) = self.every.replace(Answering::Reply(reply)) {
            self.script.push_back(before);
            self.length += 1;
        }
    }

    fn next(&mut self) -> Option<Answering> {
        let reply = self.script.pop_front().map(Answering::Reply);
        reply.or_else(|| self.every.clone())
    }
}

impl Answering {
    /// Returns the answer to a request.
    pub(super) fn reply(self, request: &MockRequest) -> MockReply {
        match self {
            Self::Reply(reply) => reply,
            Self::Function(function) => function(request),
        }
    }
}

impl fmt::Debug for Answering {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reply(reply) => reply.fmt(formatter),
            Self::Function(_) => formatter.write_str("a function of the request"),
        }
    }
}
