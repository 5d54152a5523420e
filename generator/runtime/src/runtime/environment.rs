//! Clock and randomness, which tests may want to set.

use super::{Error, Result};
use ring::rand::{SecureRandom, SystemRandom};
use std::{
    fmt::Write,
    future::poll_fn,
    pin::{Pin, pin},
    task::Poll,
    time::{Duration, Instant, SystemTime},
};

/// A wait.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Clock, timer and randomness of a client.
pub trait Environment: Send + Sync {
    /// Returns the time since some moment.
    fn now(&self) -> Instant;

    /// Returns the time of day.
    fn today(&self) -> SystemTime;

    /// Waits.
    fn sleep(&self, duration: Duration) -> Sleep;

    /// Fills a buffer with random bytes, or returns false where there are none.
    fn fill(&self, bytes: &mut [u8]) -> bool;
}

/// The clock of tokio and the randomness of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

impl Environment for System {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    fn today(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }

    fn fill(&self, bytes: &mut [u8]) -> bool {
        SystemRandom::new().fill(bytes).is_ok()
    }
}

/// Makes a random UUID (RFC 9562, version 4).
pub(super) fn uuid(environment: &dyn Environment) -> Result<String> {
    let mut bytes = [0u8; 16];
    if !environment.fill(&mut bytes) {
        return Err(Error::build("the system gives no random bytes"));
    }
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// Returns a random duration from zero to the longest, each as likely as any other.
pub(super) fn jitter(environment: &dyn Environment, longest: Duration) -> Duration {
    let mut bytes = [0u8; 8];
    if !environment.fill(&mut bytes) {
        return longest;
    }
    // The upper 53 bits make a double in [0, 1) without rounding.
    let share = (u64::from_le_bytes(bytes) >> 11) as f64 / (1u64 << 53) as f64;
    longest.mul_f64(share)
}

/// Waits for a future, or gives up after a time.
pub(super) async fn within<T>(
    environment: &dyn Environment,
    limit: Option<Duration>,
    future: impl Future<Output = T> + Send,
) -> Option<T> {
    let mut future = pin!(future);
    let mut timer = None;
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        let Some(limit) = limit else { return Poll::Pending };
        let timer = timer.get_or_insert_with(|| environment.sleep(limit));
        timer.as_mut().poll(context).map(|()| None)
    })
    .await
}
