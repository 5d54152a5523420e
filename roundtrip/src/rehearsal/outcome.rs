//! What came of the calls of an operation.

use std::collections::BTreeMap;

use ::rehearsal::Line;

/// All calls of one operation together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) calls: usize,
    pub(super) answers: usize,
    /// Why the server does not take one of them.
    pub(super) sent: Option<String>,
    /// What the server does not know of what one of them sends.
    pub(super) ignored: Option<String>,
    /// Why one of the answers cannot be read.
    pub(super) read: Option<String>,
    /// Whether calls end only when their answers are read.
    pub(super) decoded: bool,
}

/// Reads a report: what came of each operation, by its id.
pub(super) fn read(report: &str) -> Result<BTreeMap<String, Outcome>, String> {
    let mut outcomes: BTreeMap<String, Outcome> = BTreeMap::new();
    for text in report.lines() {
        let line = Line::parse(text).ok_or_else(|| format!("no line of a report: {text}"))?;
        let Line { operation, call, sent, ignored, read, answers, decoded } = line;
        let outcome = outcomes.entry(operation).or_default();
        outcome.calls += 1;
        outcome.answers += answers;
        outcome.decoded = decoded;
        let told = |why: String| format!("{call}: {why}");
        outcome.sent = outcome.sent.take().or(sent.map(told));
        outcome.ignored = outcome.ignored.take().or(ignored.map(told));
        outcome.read = outcome.read.take().or(read.map(told));
    }
    Ok(outcomes)
}
