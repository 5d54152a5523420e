//! What errors show of secrets that come back.

use super::paced::{Pace, Paced};
use emitted::{
    Client, Error,
    resources::GetBook,
    runtime::{Credential, Mock, MockReply, RetryPolicy, TransportError},
};
use std::{error, fmt, time::Duration};

fn client(mock: &Mock, secrets: [&str; 2]) -> Client {
    let token = |secret: &str| Credential::Token(secret.into());
    let client = Client::builder().transport(mock.clone()).retry(RetryPolicy::off());
    let client = client.credential("token", token(secrets[0])).credential("key", token(secrets[1]));
    client.build().expect("a client")
}

/// Returns a body as the error of a call with two secrets shows it.
async fn body(secrets: [&str; 2], body: &str) -> String {
    let mock = Mock::new();
    mock.on::<GetBook>().reply(MockReply::status(500).chunk(body.to_owned()));
    let error = client(&mock, secrets).books().get("b1").await.expect_err("an error");
    String::from_utf8_lossy(error.raw_body()).into_owned()
}

#[tokio::test]
async fn a_secret_is_found_within_words_if_it_is_long_enough() {
    for (text, shown) in [
        // Six characters.
        ("secret", "[redacted]"),
        ("xsecretx", "x[redacted]x"),
        ("secretsecret", "[redacted][redacted]"),
        ("secre", "[redacted]"),
        ("secre!", "secre!"),
        ("Secret", "Secret"),
        // Five, which could be part of any word.
        ("short", "[redacted]"),
        ("a short, one", "a [redacted], one"),
        ("short short", "[redacted] [redacted]"),
        ("shorts", "shorts"),
        ("ashort!", "ashort!"),
        ("ashorts, short", "ashorts, [redacted]"),
        ("é short é", "é [redacted] é"),
    ] {
        assert_eq!(body(["secret", "short"], text).await, shown, "{text}");
    }
}

#[tokio::test]
async fn a_secret_that_is_cut_off_at_the_end_is_one_too() {
    for (text, shown) in [
        ("it is can", "it is can"),
        ("it is cana", "it is [redacted]"),
        ("it is canar", "it is [redacted]"),
        ("it is xcanary-birdx", "it is x[redacted]x"),
        ("it is xcanary-bir", "it is x[redacted]"),
        ("canary-bir is it", "canary-bir is it"),
        ("cana", "[redacted]"),
        // The longest that could be cut off counts.
        ("it is canary-tre", "it is [redacted]"),
        ("it is canary-bird-canary-tre", "it is [redacted]-[redacted]"),
    ] {
        assert_eq!(body(["canary-bird", "canary-tree"], text).await, shown, "{text}");
    }
    // Of one whose start comes in it again, as much as can be.
    assert_eq!(body(["ababab-xyz", "other-one"], "it is ababab").await, "it is [redacted]");
}

#[tokio::test]
async fn the_longer_of_two_secrets_is_found_first() {
    for secrets in [["secret", "secret-two"], ["secret-two", "secret"]] {
        assert_eq!(body(secrets, "secret-two, secret.").await, "[redacted], [redacted].");
    }
}

#[tokio::test]
async fn a_secret_is_found_however_it_is_written() {
    let secret = "a/b+c d\"e\\f&ü";
    for written in [
        secret,
        "a%2Fb%2Bc%20d%22e%5Cf%26%C3%BC",
        "a%2Fb%2Bc+d%22e%5Cf%26%C3%BC",
        r#"a/b+c d\"e\\f&ü"#,
        r#"a\/b+c d\"e\\f&ü"#,
    ] {
        let text = format!("x{written}x");
        assert_eq!(body([secret, "other-one"], &text).await, "x[redacted]x", "{written}");
    }
}

#[tokio::test]
async fn headers_that_hold_a_secret_are_hidden_and_others_are_not() {
    let mock = Mock::new();
    let reply = MockReply::status(500).header("x-echo", "it is secret!").header("x-other", "it is");
    mock.on::<GetBook>().reply(reply);
    let error = client(&mock, ["secret", "other-one"]).books().get("b1").await;
    let error = error.expect_err("an error");
    assert_eq!(error.header("x-echo"), Some("[redacted]"));
    assert_eq!(error.header("x-other"), Some("it is"));
    // A header that proves who calls is as good as a credential, with its scheme and without.
    for given in ["proxy-authorization", "authorization", "x-key", "cookie"] {
        let mock = Mock::new();
        mock.on::<GetBook>()
            .reply(MockReply::status(500).chunk("xmine-alone!, Scheme mine-alone!"));
        let client = Client::builder().transport(mock).retry(RetryPolicy::off());
        let client = client.build().expect("a client");
        let call = client.books().get("b1").extra_header(given, "Scheme mine-alone!");
        let error = call.await.expect_err("an error");
        assert_eq!(&error.raw_body()[..], b"x[redacted], [redacted]", "{given}");
    }
    // Other headers prove nothing, and nor does one without a value.
    for (name, value) in [("x-any", "harmless"), ("authorization", "")] {
        let mock = Mock::new();
        mock.on::<GetBook>().reply(MockReply::status(500).chunk("harmless"));
        let client = Client::builder().transport(mock).retry(RetryPolicy::off());
        let client = client.build().expect("a client");
        let call = client.books().get("b1").extra_header(name, value);
        let error = call.await.expect_err("an error");
        assert_eq!(&error.raw_body()[..], b"harmless");
    }
}

/// An error that shows a text only when it is printed, behind some others.
struct Hidden {
    text: &'static str,
    cause: Option<Box<Hidden>>,
}

impl Hidden {
    fn behind(depth: usize, text: &'static str) -> Self {
        match depth.checked_sub(1) {
            None => Self { text, cause: None },
            Some(depth) => {
                Self { text: "outside", cause: Some(Box::new(Self::behind(depth, text))) }
            }
        }
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Hidden")
    }
}

impl fmt::Display for Hidden {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.text)
    }
}

impl error::Error for Hidden {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

fn chain(error: &Error) -> Vec<String> {
    let mut all = Vec::new();
    let mut cause = error::Error::source(error);
    while let Some(error) = cause {
        all.push(error.to_string());
        cause = error.source();
    }
    all
}

#[tokio::test]
async fn causes_are_kept_unless_one_of_them_shows_a_secret() {
    for depth in 0..3 {
        for (text, is_kept) in [("it is harmless", true), ("it is xsecretx", false)] {
            let broken = TransportError::broken(Hidden::behind(depth, text));
            let chunks = vec![(Duration::ZERO, Ok("{")), (Duration::ZERO, Err(broken))];
            let paced = Paced::new([Pace { chunks, ..Pace::default() }]);
            let client = Client::builder().bearer("secret").transport(paced);
            let client = client.retry(RetryPolicy::off()).build().expect("a client");
            let error = client.books().get("b1").await.expect_err("broken");
            let chain = chain(&error);
            assert_eq!(chain.last().is_some_and(|last| last == text), is_kept, "{depth} {chain:?}");
            assert!(chain.iter().all(|shown| !shown.contains("secret")), "{chain:?}");
        }
    }
    // What a message could show by its neighbours is no secret.
    let broken = TransportError::broken(Hidden {
        text: "sec",
        cause: Some(Box::new(Hidden::behind(0, "ret"))),
    });
    let chunks = vec![(Duration::ZERO, Err(broken))];
    let paced = Paced::new([Pace { chunks, ..Pace::default() }]);
    let client = Client::builder().bearer("secret").transport(paced).build().expect("a client");
    let error = client.books().get("b1").retry(RetryPolicy::off()).await.expect_err("broken");
    assert_eq!(chain(&error).last().map(String::as_str), Some("ret"));
}
