//! What runs in a process of its own, started by the tests beside.

use emitted::{Client, ErrorKind, runtime::RetryPolicy};
use rustls::crypto::CryptoProvider;
use std::{
    fmt::{Debug, Write},
    sync::{Arc, Mutex},
    time::Duration,
};
use tracing::{Event, Metadata, Subscriber, field::Visit, span};

/// The key that nobody may see.
pub(crate) const KEY: &str = "canary-secret-0123456789";

fn client() -> Client {
    let base = std::env::var("BASE_URL").expect("the test says where to");
    let client = Client::builder().bearer(KEY).base_url(base).timeout(Duration::from_secs(20));
    client.retry(RetryPolicy::off()).build().expect("a client")
}

#[test]
#[ignore = "started by another test"]
fn no_provider_is_installed() {
    Client::builder().build().expect("a client");
    assert!(CryptoProvider::get_default().is_none());
    // So the application can install one of its own, even after.
    rustls::crypto::ring::default_provider().install_default().expect("the first");
    Client::builder().build().expect("a client");
}

#[tokio::test]
#[ignore = "started by another test"]
async fn an_applications_own_client_lives_beside() {
    let ours = Client::builder().bearer(KEY).base_url("https://localhost:1").build();
    let ours = ours.expect("a client").books().get("b1").retry(RetryPolicy::off()).await;
    assert_eq!(ours.expect_err("nobody there").kind(), ErrorKind::Connect);
    // With a provider for the process, or with settings of its own, as here.
    let roots = rustls::RootCertStore::empty();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let settings = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("protocols")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let theirs = reqwest::Client::builder().tls_backend_preconfigured(settings).build();
    let theirs = theirs.expect("a client");
    assert!(theirs.get("https://localhost:1").send().await.expect_err("nobody").is_connect());
    let shared = Client::builder().base_url("https://localhost:1").http_client(theirs).build();
    let shared = shared.expect("a client").books().get("b1").retry(RetryPolicy::off()).await;
    assert_eq!(shared.expect_err("nobody there").kind(), ErrorKind::Connect);
}

#[tokio::test]
#[ignore = "started by another test"]
async fn a_book_comes() {
    assert_eq!(client().books().get("b1").await.expect("a book").id, "b1");
}

#[tokio::test]
#[ignore = "started by another test"]
async fn the_certificate_is_refused() {
    let error = client().books().lend("b1").await.expect_err("nobody knows it");
    assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
    assert!(!error.may_have_been_sent());
}

#[tokio::test]
#[ignore = "started by another test"]
async fn no_connection_is_made() {
    let error = client().books().get("b1").await.expect_err("there is no such host");
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
}

/// Writes down everything that anything in the process tells, at every level.
#[derive(Clone, Default)]
struct Everything(Arc<Mutex<(String, u64)>>);

impl Visit for Everything {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn Debug) {
        let all = &mut self.0.lock().expect("no panic").0;
        write!(all, "{}={value:?} ", field.name()).expect("a string takes all");
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        span.record(&mut self.clone());
        let mut all = self.0.lock().expect("no panic");
        write!(all.0, "\n[{}] ", span.metadata().target()).expect("a string takes all");
        all.1 += 1;
        span::Id::from_u64(all.1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let target = event.metadata().target().to_owned();
        write!(self.0.lock().expect("no panic").0, "\n{target}: ").expect("a string takes all");
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

impl log::Log for Everything {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let all = &mut self.0.lock().expect("no panic").0;
        write!(all, "\n{}: {}", record.target(), record.args()).expect("a string takes all");
    }

    fn flush(&self) {}
}

#[tokio::test]
#[ignore = "started by another test"]
async fn http2_calls_are_made() {
    let everything = Everything::default();
    tracing::subscriber::set_global_default(everything.clone()).expect("the first");
    log::set_boxed_logger(Box::new(everything.clone())).expect("the first");
    log::set_max_level(log::LevelFilter::Trace);
    let client = client();
    let book = client.books().get("b1").await.expect("a book");
    assert_eq!(book.header("x-version"), Some("HTTP/2.0"));
    // Many at once, on one connection.
    let calls: Vec<_> =
        (0..50).map(|_| tokio::spawn(client.books().get("b1").into_future())).collect();
    for call in calls {
        call.await.expect("no panic").expect("a book");
    }
    // A stream that is reset, and one that the server did not begin with.
    for id in ["reset", "refused"] {
        let error = client.books().get(id).await.expect_err("no answer");
        assert_eq!(error.kind(), ErrorKind::Protocol, "{error:?}");
        assert!(error.may_have_been_sent());
        client.books().get("b1").await.expect("the connection goes on");
    }
    let error = client.books().get("cut").await.expect_err("half an answer");
    assert_eq!(error.kind(), ErrorKind::Protocol, "{error:?}");
    let error = client.books().get("echo").await.expect_err("no book");
    assert!(!format!("{error:?} {error}").contains(KEY));
    let error = client.books().get("goaway").await.expect_err("no answer");
    assert_eq!(error.kind(), ErrorKind::Protocol, "{error:?}");
    client.books().get("b1").await.expect("another connection");
    let said = everything.0.lock().expect("no panic").0.clone();
    for expected in ["h2::", "rustls", "reqwest", "url.template", "runtime"] {
        assert!(said.contains(expected), "{expected} said nothing: {said}");
    }
    let leak = said.lines().find(|line| line.contains(KEY));
    assert_eq!(leak, None);
}
