//! No credential shows or leaves.

use super::support::{BOOK, Server, reply};
use emitted::{
    Client, ErrorKind,
    runtime::{ClientBuilder, Redirects, RetryPolicy},
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
