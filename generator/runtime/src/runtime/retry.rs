//! When a request is sent again.

use super::{
    Error, ErrorKind,
    environment::{Environment, jitter},
};
use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

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
        Self { attempts, ..Self::off() }
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
        Self { longest_retry_after, ..self }
    }

    /// Returns how long to wait after this many attempts: any time up to a bound that doubles.
    pub(super) fn backoff(&self, environment: &dyn Environment, attempts: u32) -> Duration {
        let doubled = 2u32.saturating_pow(attempts.saturating_sub(1));
        jitter(environment, self.base.saturating_mul(doubled).min(self.cap))
    }
}

/// Three attempts.
impl Default for RetryPolicy {
    fn default() -> Self {
        Self::attempts(3)
    }
}

/// What is left for repetitions: a client whose calls all fail stops repeating them.
///
/// Every repetition costs a token, every success brings a fifth of one, and a success that took
/// repetitions brings the last one's back. So what helps goes on, and while nothing succeeds there
/// are ten repetitions in all, however many calls.
#[derive(Debug)]
pub(super) struct Budget(AtomicU32);

impl Budget {
    const TOKEN: u32 = 5;
    const FULL: u32 = 10 * Self::TOKEN;

    pub(super) fn new() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    /// Takes a token, if there is one.
    pub(super) fn take(&self) -> bool {
        let less = |tokens: u32| tokens.checked_sub(Self::TOKEN);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }

    /// Notes a success; one that took repetitions brings their last token back.
    pub(super) fn succeed(&self, attempts: u32) {
        let gain = if attempts > 1 { Self::TOKEN } else { 1 };
        let more = |tokens: u32| Some((tokens + gain).min(Self::FULL));
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }
}

/// Whether a failure may pass, so that the same request can succeed later.
pub(super) fn may_pass(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Protocol => true,
        ErrorKind::Status => error.is_retryable(),
        _ => false,
    }
}

/// Whether the server says that a request with the same key is still under way, or was another.
pub(super) fn is_key_conflict(error: &Error) -> bool {
    error.status() == Some(http::StatusCode::CONFLICT)
        && error.code_text().is_some_and(|code| code.to_ascii_lowercase().contains("idempot"))
}
