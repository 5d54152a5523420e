//! Where answers may lead a request, and with what.

use super::with;
use emitted::{
    Client, ErrorKind,
    runtime::{Body, Method, Mock, MockReply, Op, Redirects, Request},
};

static GET: Op = Op::new("it", Method::Get, "/it").accept("text/plain");
static QUERY: Op = Op::new("it", Method::Query, "/it");
static POST: Op = Op::new("it", Method::Post, "/it").idempotency_key("Idempotency-Key");

/// Returns where a request ends up behind one redirect, or why it does not.
async fn led(
    base: &str,
    redirects: Redirects,
    status: u16,
    location: &str,
    build: impl Fn(&Client) -> Request,
) -> Result<Mock, String> {
    let mock = Mock::new();
    mock.on_id("it", MockReply::status(status).header("location", location))
        .on_id("it", MockReply::status(204));
    let client = with(&mock).base_url(base).allow_http(true).redirects(redirects).build();
    let outcome = build(&client.expect("a client")).send_empty().await;
    match outcome {
        Ok(_) => Ok(mock),
        Err(error) => {
            assert_eq!(
                (error.kind(), mock.requests().len()),
                (ErrorKind::Redirect, 1),
                "{error:?}"
            );
            assert!(error.may_have_been_sent());
            Err(error.message().to_owned())
        }
    }
}

const HERE: &str = "https://shelves.example/api";

#[tokio::test]
async fn a_redirect_leads_only_where_it_may() {
    use Redirects::{AnyWithoutCredentials as Any, Never, SameOrigin as Same};

    let follows = Ok("");
    let get = |client: &Client| client.request(&GET);
    for (base, redirects, location, outcome) in [
        (HERE, Same, "/found", follows),
        (HERE, Same, "found?a=b", follows),
        (HERE, Same, "https://shelves.example:443/found", follows),
        // What stays in its origin may hold a credential.
        (HERE, Same, "/found?key=secret-token", follows),
        (HERE, Any, "https://other.example/found", follows),
        ("http://api.example", Same, "http://api.example/found", follows),
        ("http://localhost", Any, "https://other.example/found", follows),
        ("http://localhost", Same, "https://localhost/found", Err("another origin")),
        (HERE, Never, "/found", Err("the client follows none (/found)")),
        (HERE, Same, "https://other.example/", Err("another origin (https://other.example/)")),
        (HERE, Same, "https://shelves.example:444/", Err("another origin")),
        (HERE, Same, "http://shelves.example/", Err("another origin")),
        (HERE, Any, "http://shelves.example/", Err("away from https")),
        (HERE, Any, "http://localhost/", Err("away from https")),
        (HERE, Any, "ftp://other.example/", Err("away from https")),
        (HERE, Any, "https://user@other.example/", Err("a user or a password")),
        (HERE, Any, "https://:word@other.example/", Err("a user or a password")),
        (HERE, Same, "https://user@shelves.example/", Err("a user or a password")),
        (HERE, Any, "https://other.example/?key=secret-token", Err("a credential")),
        (HERE, Any, "https://", Err("no URL")),
    ] {
        let led = led(base, redirects, 302, location, get).await;
        match outcome {
            Ok(_) => assert_eq!(led.map(|mock| mock.requests().len()), Ok(2), "{location}"),
            Err(why) => {
                let told = led.expect_err(location);
                assert!(told.starts_with("redirect: ") && told.contains(why), "{location}: {told}");
            }
        }
    }
}

#[tokio::test]
async fn a_redirect_does_not_lead_to_plain_http_unless_that_is_allowed() {
    let mock = Mock::new();
    mock.on_id("it", MockReply::status(302).header("location", "http://127.0.0.1/found"))
        .on_id("it", MockReply::status(302).header("location", "http://other.example/"));
    let client = with(&mock).base_url("http://127.0.0.1/api");
    let client = client.redirects(Redirects::AnyWithoutCredentials).build().expect("a client");
    let error = client.request(&GET).send_empty().await.expect_err("not to another host");
    assert!(error.message().contains("away from https"), "{error}");
    assert_eq!(mock.requests()[1].uri, "http://127.0.0.1/found");
}

#[tokio::test]
async fn a_write_and_a_body_stay_in_their_origin() {
    let any = Redirects::AnyWithoutCredentials;
    let post = |client: &Client| client.request(&POST).json(&"body");
    for (status, location, why) in [
        (307, "/found", None),
        (308, "/found", None),
        (302, "/found", Some("it would turn the request into another")),
        (307, "https://other.example/", Some("another origin")),
    ] {
        let led = led(HERE, any, status, location, post).await;
        match why {
            Some(why) => assert!(led.expect_err("refused").contains(why), "{status} {location}"),
            None => {
                let sent = led.expect("followed").requests();
                let keys = [0, 1].map(|at: usize| sent[at].header("idempotency-key"));
                assert_eq!(
                    (sent[1].method.as_str(), &sent[1].body[..]),
                    ("POST", &b"\"body\""[..])
                );
                assert!(keys[0].is_some() && keys[0] == keys[1]);
            }
        }
    }
    // A write without a body stays too; a question goes, but not with a body.
    let post = |client: &Client| client.request(&POST);
    led(HERE, any, 307, "https://other.example/", post).await.expect_err("a write");
    let query = |client: &Client| client.request(&QUERY);
    led(HERE, any, 307, "https://other.example/", query).await.expect("a question");
    let query = |client: &Client| client.request(&QUERY).json(&"body");
    led(HERE, any, 307, "/found", query).await.expect("a question");
    let error = led(HERE, any, 307, "https://other.example/", query).await.expect_err("a body");
    assert!(error.contains("a body"), "{error}");
    let once = |client: &Client| {
        client.request(&POST).bytes("text/plain", Body::reader(&b"once"[..], Some(4)))
    };
    let error = led(HERE, any, 307, "/found", once).await.expect_err("it comes only once");
    assert!(error.contains("cannot be sent again"), "{error}");
}

#[tokio::test]
async fn only_harmless_headers_go_elsewhere() {
    let names =
        ["accept", "user-agent", "range", "content-type", "authorization", "cookie", "x-any"];
    let build = |client: &Client| {
        let request = client.request(&GET).cookie("a", "b").extra_header("x-any", "1");
        request.extra_header("range", "bytes=0-1").extra_header("content-type", "text/plain")
    };
    let any = Redirects::AnyWithoutCredentials;
    for (location, kept) in [("/found#part", 7), ("https://other.example/found#part", 4)] {
        let sent = led(HERE, any, 303, location, build).await.expect("followed").requests();
        assert!(names.iter().all(|name| sent[0].header(name).is_some()));
        for (at, name) in names.into_iter().enumerate() {
            assert_eq!(sent[1].header(name).is_some(), at < kept, "{name}");
        }
        assert_eq!(sent[1].uri.path(), "/found");
        assert!(sent[1].uri.to_string().ends_with("/found"), "a fragment is not sent");
    }
}

#[tokio::test]
async fn five_redirects_are_followed() {
    for (hops, requests) in [(5, 6), (6, 6)] {
        let mock = Mock::new();
        for hop in 0..hops {
            mock.on_id("it", MockReply::status(302).header("location", &format!("/{hop}")));
        }
        mock.on_id("it", MockReply::status(204));
        let client = with(&mock).redirects(Redirects::SameOrigin).build().expect("a client");
        let outcome = client.request(&GET).send_empty().await;
        assert_eq!((outcome.is_ok(), mock.requests().len()), (hops == 5, requests));
        if let Err(error) = outcome {
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Redirect, 1));
            assert!(error.may_have_been_sent());
        }
    }
}

#[tokio::test]
async fn only_some_statuses_lead_on() {
    for (status, is_redirect) in [
        (200, false),
        (201, false),
        (300, false),
        (301, true),
        (302, true),
        (303, true),
        (304, false),
        (305, false),
        (306, false),
        (307, true),
        (308, true),
        (404, false),
    ] {
        let mock = Mock::new();
        mock.on_id("it", MockReply::status(status).header("location", "/found"))
            .on_id("it", MockReply::status(204));
        let client = with(&mock).redirects(Redirects::SameOrigin).build().expect("a client");
        let _ = client.request(&GET).send_empty().await;
        assert_eq!(mock.requests().len(), if is_redirect { 2 } else { 1 }, "{status}");
    }
    // One that does not say where is an answer like any other.
    let mock = Mock::new();
    mock.on_id("it", MockReply::status(302));
    let client = with(&mock).redirects(Redirects::SameOrigin).build().expect("a client");
    let error = client.request(&GET).send_empty().await.expect_err("no success");
    assert_eq!(error.kind(), ErrorKind::Status);
}
