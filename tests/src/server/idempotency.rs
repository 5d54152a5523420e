//! The store of first results.

use std::time::Duration;

use bytes::Bytes;
use indexmap::IndexMap;

use super::answer::Answer;

/// How long a first result is given again.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// First results by caller, endpoint and key.
#[derive(Default)]
pub(super) struct Store(IndexMap<String, Entry>);

struct Entry {
    body: Bytes,
    since: Duration,
    /// Nothing while the first request is running.
    result: Option<Answer>,
}

/// What to do with a request that bears a key.
pub(super) enum Step {
    Work,
    Replay(Answer),
    Conflict,
}

impl Store {
    /// Looks a key up and, if it is new, notes that its first request is running.
    pub(super) fn begin(&mut self, slot: &str, body: &Bytes, now: Duration, strict: bool) -> Step {
        match self.0.get(slot) {
            Some(entry) if now < entry.since + KEPT => match &entry.result {
                Some(_) if strict && entry.body != *body => Step::Conflict,
                Some(result) => result.copy().map_or(Step::Work, Step::Replay),
                None => Step::Conflict,
            },
            _ => {
                let entry = Entry { body: body.clone(), since: now, result: None };
                self.0.insert(slot.to_owned(), entry);
                Step::Work
            }
        }
    }

    /// Keeps a result; one that may turn out otherwise next time is forgotten.
    pub(super) fn finish(&mut self, slot: &str, answer: &Answer) {
        let passing = answer.status.is_server_error() || answer.status.as_u16() == 429;
        match self.0.get_mut(slot) {
            Some(entry) if !passing => entry.result = answer.copy(),
            _ => drop(self.0.shift_remove(slot)),
        }
    }
}
