//! No credential shows or leaves.

use super::support::{BOOK, Server, Step, reply};
use emitted::{
    Client, ErrorKind,
    runtime::{ClientBuilder, Method, Op, Redirects, RetryPolicy},
    types::BookEdit,
};
use std::error::Error as _;

const KEY: &str = "canary-secret-0123456789";

fn to(server: &Server) -> ClientBuilder {
    Client::builder().bearer(KEY).base_url(&server.url)
}

#[tokio::test]
async fn secrets_show_nowhere() {
    let server = Server::start(|_, seen| {
        let given = seen.header("authorization").unwrap_or_default();
        let body = format!(r#"{{"error":{{"code":"bad","message":"no such key: {given}"}}}}"#);
        reply(403, &[("x-echo", given), ("content-type", "application/json")], &body)
    })
    .await;
    let builder = to(&server);
    let client = builder.clone().build().expect("a client");
    let request =
        client.books().update("b1", BookEdit { code: Some(KEY.into()), ..Default::default() });
    let mut shown = vec![format!("{builder:?}"), format!("{client:?}"), format!("{request:?}")];
    let call = request.into_future();
    shown.push(format!("{call:?}"));
    let error = call.await.expect_err("refused");
    assert_eq!(error.message(), "no such key: Bearer [redacted]");
    shown.extend([format!("{error}"), format!("{error:?}"), format!("{:?}", error.headers())]);
    shown.push(String::from_utf8_lossy(error.raw_body()).into_owned());
    shown.push(format!("{:?} {:?}", error.api_error(), error.source()));
    for shown in shown {
        assert!(!shown.contains(KEY), "{shown}");
    }
    assert_eq!(server.seen()[0].header("authorization"), Some(&*format!("Bearer {KEY}")));
}

#[tokio::test]
async fn redirects_take_no_credential_elsewhere() {
    let elsewhere = Server::start(|_, _| reply(200, &[], BOOK)).await;
    let away = elsewhere.url.clone();
    let local = away.replace("127.0.0.1", "localhost");
    let targets = [
        ("/found", true, false),
        ("?found", true, false),
        ("//127.0.0.1:1/", false, false),
        ("ftp://127.0.0.1/", false, false),
        ("http://[", false, false),
        (&*away, false, true),
        (&*format!("{away}/x"), false, true),
        (&*local, false, true),
    ];
    for redirects in [Redirects::Never, Redirects::SameOrigin, Redirects::AnyWithoutCredentials] {
        for status in [301, 302, 303, 307, 308] {
            for (target, is_same, is_elsewhere) in targets {
                let location = target.to_owned();
                let server = Server::start(move |number, _| match number {
                    0 => reply(status, &[("location", &location)], ""),
                    _ => reply(200, &[], BOOK),
                })
                .await;
                let client = to(&server).redirects(redirects).retry(RetryPolicy::off()).build();
                let outcome = client.expect("a client").books().get("b1").await;
                let is_followed = is_same && redirects != Redirects::Never
                    || is_elsewhere && redirects == Redirects::AnyWithoutCredentials;
                assert_eq!(
                    outcome.is_ok(),
                    is_followed,
                    "{status} {target} {redirects:?} {outcome:?}"
                );
                let seen = server.seen();
                assert_eq!(seen.len(), if is_followed && is_same { 2 } else { 1 });
                assert!(seen.iter().all(|it| it.header("authorization").is_some()));
            }
        }
    }
    let seen = elsewhere.seen();
    assert!(!seen.is_empty());
    assert!(seen.iter().all(|it| !it.head.contains(KEY)));
    // A write is never turned into another request, nor sent elsewhere.
    for (status, is_kept) in [(302, false), (307, true)] {
        let server = Server::start(move |number, _| match number {
            0 => reply(status, &[("location", "/found")], ""),
            _ => reply(204, &[], ""),
        })
        .await;
        let client = to(&server).redirects(Redirects::SameOrigin).build().expect("a client");
        assert_eq!(client.books().lend("b1").await.is_ok(), is_kept);
        assert_eq!(server.seen().len(), if is_kept { 2 } else { 1 });
    }
    let server = Server::start(|_, _| reply(302, &[("location", "/again")], "")).await;
    let client = to(&server).redirects(Redirects::SameOrigin).build().expect("a client");
    assert_eq!(client.books().get("b1").await.expect_err("endless").kind(), ErrorKind::Redirect);
}

/// Everything that an error shows.
fn shown(error: &emitted::Error) -> String {
    let mut all = format!("{error} {error:?} {:?} {}", error.headers(), error.message());
    all.push_str(&String::from_utf8_lossy(error.raw_body()));
    all.push_str(error.request_id().unwrap_or_default());
    let mut cause = error.source();
    while let Some(error) = cause {
        all.push_str(&format!("{error} {error:?}"));
        cause = error.source();
    }
    all
}

#[tokio::test]
async fn no_echo_of_a_secret_shows() {
    let long = "x".repeat(64 * 1024 - 10);
    let written = [
        reply(403, &[("x-request-id", KEY)], ""),
        reply(403, &[("content-type", &format!("text/{KEY}"))], "x"),
        reply(200, &[("content-type", &format!("text/{KEY}"))], "x"),
        reply(200, &[], &format!("\"{KEY}\"")),
        reply(200, &[], &format!(r#"{{"id":"","title":"","status":{{"{KEY}":1}}}}"#)),
        reply(302, &[("location", &format!("https://elsewhere.test/?key={KEY}"))], ""),
        reply(500, &[], &format!("{long}{KEY}")),
        reply(200, &[("content-encoding", KEY)], "x"),
        vec![Step::Write(format!("HTTP/1.1 503 {KEY}\r\n\r\n{KEY}").into()), Step::Close],
    ];
    for reply in written {
        let server = Server::start(move |_, _| reply.clone()).await;
        let client = to(&server).retry(RetryPolicy::off()).build().expect("a client");
        let error = client.books().get("b1").await.expect_err("refused");
        assert!(!shown(&error).contains(&KEY[..12]), "{}", shown(&error));
    }
}

#[tokio::test]
async fn whatever_a_secret_looks_like_it_does_not_show() {
    // Short ones, and ones that URLs and JSON write otherwise.
    for key in ["k-e-y", "abc", "pass/word+1", "quo\"te\\d", "päss wörd"] {
        let server = Server::start(move |_, seen| {
            let sent = String::from_utf8_lossy(&seen.body).into_owned();
            let sent = sent.split("\"code\":").nth(1).unwrap_or("\"none\"}").replace('/', "\\/");
            reply(422, &[], &format!(r#"{{"error":{{"message":"not so","code":{sent}}}"#))
        })
        .await;
        let client = Client::builder().base_url(&server.url).build().expect("a client");
        let edit = BookEdit { code: Some(key.into()), ..Default::default() };
        let error = client.books().update("b1", edit).await.expect_err("refused");
        assert_eq!(error.message(), "not so");
        assert!(shown(&error).contains("[redacted]"), "{error:?}");
        assert!(!shown(&error).contains(key), "{error:?}");
    }
    // A header of one's own, and a user's password.
    for given in ["authorization", "x-key"] {
        let server =
            Server::start(move |_, seen| reply(400, &[], seen.header(given).unwrap_or_default()))
                .await;
        let client = Client::builder().base_url(&server.url);
        let plain = client.clone().build().expect("a client");
        let error = plain.books().get("b1").extra_header(given, KEY).await.expect_err("refused");
        assert!(!shown(&error).contains(KEY), "{error:?}");
        let client = client.header(given, KEY);
        let error = client.clone().build().expect("a client").books().get("b1").await;
        assert!(!shown(&error.expect_err("refused")).contains(KEY));
        assert!(!format!("{client:?}").contains(KEY));
    }
}

#[tokio::test]
async fn a_redirect_brings_no_credential_along() {
    let elsewhere = Server::start(|_, _| reply(200, &[], BOOK)).await;
    let host = elsewhere.url.trim_start_matches("http://").to_owned();
    let coded = KEY.replace('-', "%2D");
    for location in [
        format!("http://user:word@{host}/"),
        format!("http://{host}/?key={KEY}"),
        "http://server.example/".to_owned(),
    ] {
        let server = Server::start(move |_, _| reply(302, &[("location", &location)], "")).await;
        let client = to(&server).redirects(Redirects::AnyWithoutCredentials).build();
        let error = client.expect("a client").books().get("b1").await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Redirect, "{error:?}");
        assert!(!shown(&error).contains(KEY) && !shown(&error).contains(&coded));
    }
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn a_redirect_takes_no_body_to_another_origin() {
    static SEARCH: Op = Op::new("search", Method::Query, "/search");

    let elsewhere = Server::start(|_, _| reply(200, &[], "")).await;
    let location = elsewhere.url.clone();
    let server = Server::start(move |_, _| reply(307, &[("location", &location)], "")).await;
    let client = to(&server).redirects(Redirects::AnyWithoutCredentials).build();
    let search = client.expect("a client").request(&SEARCH).json(&"what nobody else may read");
    let error = search.send_empty().await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Redirect, "{error:?}");
    assert!(elsewhere.seen().is_empty());
}
