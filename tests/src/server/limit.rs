//! The rate limit of a key.

use std::time::{SystemTime, UNIX_EPOCH};

use super::answer::Answer;

/// Requests that are left, the same for every key.
pub(super) struct Limit {
    most: u32,
    remaining: u32,
    reset: u64,
}

impl Default for Limit {
    fn default() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { most: 600, remaining: 600, reset: now.as_secs() + 60 }
    }
}

impl Limit {
    pub(super) fn allow(&mut self, remaining: u32) {
        self.remaining = remaining;
    }

    /// Counts a request; false when none is left.
    pub(super) fn take(&mut self) -> bool {
        let left = self.remaining.checked_sub(1);
        self.remaining = left.unwrap_or_default();
        left.is_some()
    }

    pub(super) fn show(&self, answer: &mut Answer) {
        answer.set("X-RateLimit-Limit", self.most);
        answer.set("X-RateLimit-Remaining", self.remaining);
        answer.set("X-RateLimit-Reset", self.reset);
    }
}
