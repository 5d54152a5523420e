//! How long to wait before a request is sent again.

use super::{book, with};
use emitted::runtime::{Environment, ErrorKind, Mock, MockReply, RetryPolicy, Sleep, System};
use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant, SystemTime},
};

/// A clock that stands still, randomness from a seed, and waits that are written down.
#[derive(Clone)]
struct Still {
    today: SystemTime,
    state: Arc<Mutex<u64>>,
    slept: Arc<Mutex<Vec<Duration>>>,
}

impl Still {
    fn new(today: u64) -> Self {
        let today = SystemTime::UNIX_EPOCH + Duration::from_secs(today);
        Self { today, state: Arc::new(Mutex::new(42)), slept: Arc::default() }
    }

    fn slept(&self) -> Vec<Duration> {
        // Waits for whole seconds are timeouts.
        let slept = self.slept.lock().expect("no panic");
        slept.iter().copied().filter(|wait| wait.subsec_nanos() != 0).collect()
    }
}

impl Environment for Still {
    fn now(&self) -> Instant {
        System.now()
    }

    fn today(&self) -> SystemTime {
        self.today
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.slept.lock().expect("no panic").push(duration);
        if duration.subsec_nanos() != 0 { Box::pin(async {}) } else { System.sleep(duration) }
    }

    fn fill(&self, bytes: &mut [u8]) -> bool {
        let mut state = self.state.lock().expect("no panic");
        for byte in bytes {
            *state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *byte = (*state >> 56) as u8;
        }
        true
    }
}

#[tokio::test(start_paused = true)]
async fn dates_are_compared_with_the_time_of_day() {
    // 1994-11-06 08:49:37
    let still = Still::new(784_111_777);
    for (date, wait) in [
        ("Sun, 06 Nov 1994 08:50:37 GMT", Some(60)),
        ("Sunday, 06-Nov-94 08:51:37 GMT", Some(120)),
        ("Sun Nov  6 08:49:47 1994", Some(10)),
        ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
        ("Thu, 29 Feb 2024 00:00:00 GMT", Some(1_709_164_800 - 784_111_777)),
        ("120", Some(120)),
        ("1.5", Some(1)),
        ("99999999999999999999999", Some(u64::MAX)),
        ("soon", None),
        ("-5", None),
    ] {
        let mock = Mock::new();
        mock.on_id("getBook", MockReply::status(429).header("retry-after", date));
        let client = with(&mock).environment(still.clone()).retry(RetryPolicy::off()).build();
        let error = client.expect("a client").books().get("b1").await.expect_err("an error");
        assert_eq!(error.retry_after().map(|wait| wait.as_secs()), wait, "{date}");
    }
}

#[tokio::test(start_paused = true)]
async fn dates_are_compared_with_the_servers_own_clock() {
    // The client's clock is years behind.
    let still = Still::new(784_111_777);
    for (now, wait) in [
        ("Thu, 26 Nov 2026 10:00:00 GMT", 30),
        ("Thu, 26 Nov 2026 10:01:00 GMT", 0),
        ("some day", 1_795_687_230 - 784_111_777),
    ] {
        let mock = Mock::new();
        let date = "Thu, 26 Nov 2026 10:00:30 GMT";
        mock.on_id(
            "getBook",
            MockReply::status(503).header("retry-after", date).header("date", now),
        );
        let client = with(&mock).environment(still.clone()).retry(RetryPolicy::off()).build();
        let error = client.expect("a client").books().get("b1").await.expect_err("an error");
        assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(wait), "{now}");
    }
}

#[tokio::test(start_paused = true)]
async fn any_retry_after_is_survived() {
    survive(20).await;
}

/// `cargo test -p runtime --test calls -- --ignored a_million_retry_afters`
#[tokio::test(start_paused = true)]
#[ignore = "takes half a minute"]
async fn a_million_retry_afters_are_survived() {
    survive(1_000).await;
}

/// Answers calls with random `Retry-After` headers, a thousand a round.
async fn survive(rounds: usize) {
    let still = Still::new(784_111_777);
    let alphabet = b"0123456789 :-,.+GMTSunNov";
    let mut random = [0u8; 24];
    for _ in 0..rounds {
        let mock = Mock::new();
        let client = with(&mock).environment(still.clone()).retry(RetryPolicy::off()).build();
        let client = client.expect("a client");
        for _ in 0..1_000 {
            still.fill(&mut random);
            let length = usize::from(random[0] % 24);
            let text: String = random[..length]
                .iter()
                .map(|it| char::from(alphabet[usize::from(*it) % alphabet.len()]))
                .collect();
            mock.on_id("getBook", MockReply::status(429).header("retry-after", &text));
            let error = client.books().get("b1").await.expect_err("an error");
            assert_eq!(error.kind(), ErrorKind::Status, "{text:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn waits_are_uniform_below_a_bound_that_doubles() {
    let still = Still::new(0);
    for _ in 0..10_000 {
        let mock = Mock::new();
        mock.on_id("getBook", MockReply::status(503))
            .on_id("getBook", MockReply::status(503))
            .on_id("getBook", MockReply::json(200, &book()));
        let client = with(&mock).environment(still.clone()).build().expect("a client");
        client.books().get("b1").await.expect("a book");
    }
    let slept = still.slept();
    assert_eq!(slept.len(), 20_000);
    let odd: Vec<f64> = slept.iter().step_by(2).map(|wait| wait.as_secs_f64() / 0.25).collect();
    let even: Vec<f64> =
        slept.iter().skip(1).step_by(2).map(|wait| wait.as_secs_f64() / 0.5).collect();
    for shares in [odd, even] {
        assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
        let mean = shares.iter().sum::<f64>() / shares.len() as f64;
        assert!((mean - 0.5).abs() < 0.02, "{mean}");
        for tenth in 0..10 {
            let count = shares.iter().filter(|share| (**share * 10.0) as usize == tenth).count();
            let part = count as f64 / shares.len() as f64;
            assert!((part - 0.1).abs() < 0.02, "{tenth}: {part}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn waits_have_the_bounds_of_the_policy() {
    let still = Still::new(0);
    let policy = RetryPolicy::default();
    let policy = policy.base(Duration::from_millis(7)).cap(Duration::from_millis(9));
    for _ in 0..200 {
        let mock = Mock::new();
        mock.on_id("getBook", MockReply::status(503))
            .on_id("getBook", MockReply::status(503))
            .on_id("getBook", MockReply::json(200, &book()));
        let client = with(&mock).environment(still.clone()).retry(policy.clone()).build();
        client.expect("a client").books().get("b1").await.expect("a book");
    }
    let slept = still.slept();
    let longest = |skip| slept.iter().skip(skip).step_by(2).max().copied().expect("waits");
    assert_eq!(slept.len(), 400);
    assert!((6..7).contains(&longest(0).as_millis()), "{:?}", longest(0));
    assert!((8..9).contains(&longest(1).as_millis()), "{:?}", longest(1));
}

#[tokio::test(start_paused = true)]
async fn a_server_may_ask_for_as_long_a_wait_as_the_policy_allows() {
    let default = RetryPolicy::default();
    let patient = RetryPolicy::default().longest_retry_after(Duration::from_secs(90));
    for (policy, attempts) in [(default, 1), (patient, 3)] {
        let mock = Mock::new();
        mock.on_id("getBook", MockReply::status(503).header("retry-after", "80"));
        let client = with(&mock).retry(policy).timeout(Duration::from_secs(900)).build();
        let error = client.expect("a client").books().get("b1").await.expect_err("an error");
        assert_eq!(error.attempts(), attempts);
    }
}
