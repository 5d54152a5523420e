//! Which credentials go where.

use emitted::{
    ErrorKind,
    runtime::{
        Api, ClientBuilder, Credential, CredentialProvider, ErrorEnvelope, HeaderNames, Method,
        Mock, MockReply, MockRequest, Op, Place, Providing, SecurityKind, SecurityScheme,
    },
};
use std::error::Error as _;

const fn scheme(name: &'static str, kind: SecurityKind) -> SecurityScheme {
    SecurityScheme { name, kind }
}

static API: Api = Api {
    title: "",
    version: "",
    user_agent: "",
    servers: &["https://keys.example"],
    security: &[
        scheme("token", SecurityKind::Bearer),
        scheme("user", SecurityKind::Basic),
        scheme("digest", SecurityKind::Http("Digest")),
        scheme("header", SecurityKind::ApiKey(Place::Header, "X-Key")),
        scheme("query", SecurityKind::ApiKey(Place::Query, "k y")),
        scheme("cookie", SecurityKind::ApiKey(Place::Cookie, "sid")),
        scheme("tls", SecurityKind::MutualTls),
    ],
    error: ErrorEnvelope::NONE,
    headers: HeaderNames::USUAL,
};

fn builder(mock: &Mock) -> ClientBuilder {
    ClientBuilder::new(&API).transport(mock.clone())
}

/// Returns the first request of an operation that takes what is given.
async fn sent(op: &'static Op, given: impl Fn(ClientBuilder) -> ClientBuilder) -> MockRequest {
    let mock = Mock::new();
    mock.on_id(op.id(), MockReply::status(204));
    let client = given(builder(&mock)).build().expect("a client");
    client.request(op).cookie("a", "b").send_empty().await.expect("an answer");
    mock.requests().remove(0)
}

fn token(text: &str) -> Credential {
    Credential::Token(text.into())
}

fn basic(user: &str, password: &str) -> Credential {
    Credential::Basic { user: user.into(), password: password.into() }
}

#[tokio::test]
async fn each_credential_goes_where_its_scheme_says() {
    static ANY: Op = Op::new("any", Method::Get, "/any?x=1");
    for (scheme, credential, header, value, query) in [
        ("token", token("t"), "authorization", "Bearer t", "x=1"),
        ("user", basic("u", "p"), "authorization", "Basic dTpw", "x=1"),
        ("user", token("ready"), "authorization", "Basic ready", "x=1"),
        ("digest", token("d"), "authorization", "Digest d", "x=1"),
        ("header", token("h"), "x-key", "h", "x=1"),
        ("query", token("q&"), "cookie", "a=b", "x=1&k%20y=q%26"),
        ("cookie", token("c;"), "cookie", "a=b; sid=c%3B", "x=1"),
    ] {
        let request = sent(&ANY, |client| client.credential(scheme, credential.clone())).await;
        assert_eq!(request.header(header), Some(value), "{scheme}");
        assert_eq!(request.uri.query(), Some(query), "{scheme}");
        let all = ["authorization", "x-key"].into_iter().filter(|it| *it != header);
        assert!(all.into_iter().all(|other| request.header(other).is_none()), "{scheme}");
    }
    let request = sent(&ANY, |client| client.basic("u", "p")).await;
    assert_eq!(request.header("authorization"), Some("Basic dTpw"));
    static PLAIN: Op = Op::new("plain", Method::Get, "/any");
    let request = sent(&PLAIN, |client| client.credential("query", token("q"))).await;
    assert_eq!(request.uri.query(), Some("k%20y=q"));
    let request = sent(&PLAIN, |client| client).await;
    assert_eq!((request.header("authorization"), request.uri.query()), (None, None));
}

#[tokio::test]
async fn basic_credentials_are_base64_of_any_length() {
    static ANY: Op = Op::new("any", Method::Get, "/any");
    // RFC 4648, section 10, with a colon in front; then every digit.
    for (user, password, digits) in [
        ("", "f", "OmY="),
        ("", "fo", "OmZv"),
        ("", "foo", "OmZvbw=="),
        ("", "foob", "OmZvb2I="),
        ("", "fooba", "OmZvb2Jh"),
        ("", "foobar", "OmZvb2Jhcg=="),
        ("Aladdin", "open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ("user", "", "dXNlcjo="),
        (
            "\0\u{10}\u{83}\u{10}Q\u{87} \u{92}",
            "~~?\u{3ff}\u{ffff}",
            "ABDCgxBRwocgwpI6fn4/z7/vv78=",
        ),
    ] {
        let credential = basic(user, password);
        let request = sent(&ANY, |client| client.credential("user", credential.clone())).await;
        let header = request.header("authorization").map(str::to_owned);
        assert_eq!(header, Some(format!("Basic {digits}")), "{user}:{password}");
    }
}

#[tokio::test]
async fn the_first_alternative_that_is_complete_is_used() {
    static TWO: Op =
        Op::new("two", Method::Get, "/").security(&[&[], &["token", "header"], &["query"]]);
    static TLS: Op = Op::new("tls", Method::Get, "/").security(&[&["tls", "header"], &["query"]]);
    static NONE: Op = Op::new("none", Method::Get, "/").security(&[]);
    static ANY: Op = Op::new("any", Method::Get, "/");
    let all = |client: ClientBuilder| {
        let client = client.credential("query", token("q")).credential("token", token("t"));
        client.credential("header", token("h"))
    };
    let used = |request: &MockRequest| {
        let header = |name| request.header(name).is_some();
        (header("authorization"), header("x-key"), request.uri.query().is_some())
    };
    assert_eq!(used(&sent(&TWO, all).await), (true, true, false));
    let request = sent(&TWO, |it| it.credential("query", token("q")).bearer("t")).await;
    assert_eq!(used(&request), (false, false, true), "the first is not complete");
    let request = sent(&TWO, |it| it.bearer("t")).await;
    assert_eq!(used(&request), (false, false, false));
    // A certificate is a matter of the transport.
    assert_eq!(used(&sent(&TLS, all).await), (false, true, false));
    assert_eq!(used(&sent(&NONE, all).await), (false, false, false));
    // Where the document does not say, the first scheme that there is a credential for.
    assert_eq!(used(&sent(&ANY, all).await), (true, false, false));
    let request = sent(&ANY, |it| it.api_key("k").credential("query", token("q"))).await;
    assert_eq!(used(&request), (false, true, false));
    // What is set last counts.
    let request = sent(&ANY, |client| client.bearer("old").bearer("new")).await;
    assert_eq!(request.header("authorization"), Some("Bearer new"));
}

/// Gives the same token, or another one where the first was refused.
struct Tokens {
    changes: bool,
}

impl CredentialProvider for Tokens {
    fn credential(&self, scheme: &'static str, refused: Option<Credential>) -> Providing {
        if let Some(refused) = &refused {
            assert_eq!(*refused, token(&format!("{scheme}-1")), "its own one");
        }
        let number = 1 + u32::from(refused.is_some() && self.changes);
        Box::pin(async move { Ok(token(&format!("{scheme}-{number}"))) })
    }
}

#[tokio::test]
async fn a_request_is_sent_again_where_one_of_its_credentials_is_another() {
    static BOTH: Op = Op::new("both", Method::Post, "/").security(&[&["token", "header"]]);
    for (changes, requests) in
        [([false, false], 1), ([true, false], 2), ([false, true], 2), ([true, true], 2)]
    {
        let mock = Mock::new();
        mock.on_id("both", MockReply::status(401));
        let [first, second] = changes.map(|changes| Tokens { changes });
        let client = builder(&mock).credential_provider("token", first);
        let client = client.credential_provider("header", second).build().expect("a client");
        let error = client.request(&BOTH).send_empty().await.expect_err("refused");
        assert_eq!((error.attempts(), mock.requests().len()), (requests, requests as usize));
        let last = mock.requests().pop().expect("a request");
        let number = |changed| if changed { 2 } else { 1 };
        let header = last.header("authorization").map(str::to_owned);
        assert_eq!(header, Some(format!("Bearer token-{}", number(changes[0]))));
        let header = last.header("x-key").map(str::to_owned);
        assert_eq!(header, Some(format!("header-{}", number(changes[1]))));
    }
}

#[tokio::test]
async fn a_provider_that_fails_is_named_as_the_reason() {
    struct Failing;

    impl CredentialProvider for Failing {
        fn credential(&self, _: &'static str, _: Option<Credential>) -> Providing {
            Box::pin(async {
                Err(ClientBuilder::new(&API).bearer("").build().expect_err("an empty token"))
            })
        }
    }

    static ANY: Op = Op::new("any", Method::Get, "/any");
    let mock = Mock::new();
    let client = builder(&mock).credential_provider("token", Failing).build().expect("a client");
    let error = client.request(&ANY).send_empty().await.expect_err("no credential");
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Credential, "any"));
    assert!(!error.may_have_been_sent() && mock.requests().is_empty());
    let source = error.source().expect("a source").to_string();
    assert!(source.contains("the bearer is empty"), "{source}");
}

#[test]
fn what_cannot_prove_anything_is_refused() {
    let build = |scheme: &str, credential| {
        builder(&Mock::new()).credential(scheme, credential).build().map(drop)
    };
    build("user", basic("", "p")).expect("a password");
    build("user", basic("u", "")).expect("a user");
    for (scheme, credential) in [("user", basic("", "")), ("token", token(""))] {
        let error = build(scheme, credential).expect_err("empty");
        assert!(error.to_string().contains(&format!("the {scheme} is empty")), "{error}");
    }
    let error = builder(&Mock::new()).basic("", "").build().expect_err("empty");
    assert!(error.to_string().ends_with("the basic is empty"), "{error}");
    for unknown in [
        build("other", token("t")).expect_err("unknown"),
        builder(&Mock::new())
            .credential_provider("other", Tokens { changes: false })
            .build()
            .expect_err("unknown"),
    ] {
        assert!(unknown.to_string().ends_with("no security scheme `other`"), "{unknown}");
    }
}

#[tokio::test]
async fn a_credential_stands_in_place_of_a_parameter_of_its_name() {
    static ANY: Op = Op::new("any", Method::Get, "/any");
    for (scheme, cookies, query, header) in [
        ("cookie", "sid2=z; sid=key", "k%20y=own&other=1", "own"),
        ("query", "sid=own; sid2=z", "other=1&k%20y=key", "own"),
        ("header", "sid=own; sid2=z", "k%20y=own&other=1", "key"),
    ] {
        let mock = Mock::new();
        mock.on_id("any", MockReply::status(204));
        let client = builder(&mock).credential(scheme, token("key")).build().expect("a client");
        let request = client.request(&ANY).cookie("sid", "own").cookie("sid2", "z");
        let request = request.query("k y", "own").query("other", "1").header("X-Key", "own");
        request.send_empty().await.expect("an answer");
        let sent = mock.requests().remove(0);
        assert_eq!(sent.header("cookie"), Some(cookies), "{scheme}");
        assert_eq!(sent.uri.query(), Some(query), "{scheme}");
        assert_eq!(sent.header("x-key"), Some(header), "{scheme}");
    }
}
