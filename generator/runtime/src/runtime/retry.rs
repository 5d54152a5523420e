//! When a request is sent again.

use std::time::Duration;

/// When a request is sent again, and after how long.
///
/// Whatever the policy, a request is sent again only if it is safe: its method is idempotent, it
/// carries an idempotency key, or certainly nothing of it was sent.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// How often a request is sent at most.
    pub attempts: u32,
    /// The longest wait before the second attempt; it doubles with each that follows.
    pub base: Duration,
    /// The longest wait of all.
    pub cap: Duration,
    /// The longest wait that the server may ask for; asked for more, the call fails at once.
    pub longest_retry_after: Duration,
}

impl RetryPolicy {
    /// Sends a request once.
    pub const fn off() -> Self {
        Self {
            attempts: 1,
            base: Duration::from_millis(250),
            cap: Duration::from_secs(10),
            longest_retry_after: Duration::from_secs(60),
        }
    }

    /// Sends a request this often at most.
    pub const fn attempts(attempts: u32) -> Self {
        Self {
            attempts,
            ..Self::off()
        }
    }

    /// Sets the longest wait before the second attempt.
    #[must_use]
    pub const fn base(self, base: Duration) -> Self {
        Self { base, ..self }
    }

    /// Sets the longest wait of all.
    #[must_use]
    pub const fn cap(self, cap: Duration) -> Self {
        Self { cap, ..self }
    }

    /// Sets the longest wait that the server may ask for.
    #[must_use]
    pub const fn longest_retry_after(self, longest_retry_after: Duration) -> Self {
        Self {
            longest_retry_after,
            ..self
        }
    }
}

/// Three attempts.
impl Default for RetryPolicy {
    fn default() -> Self {
        Self::attempts(3)
    }
}
