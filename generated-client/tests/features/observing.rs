//! Waiting without an async runtime of one's own, watching what is sent.

use super::{account, client, one, page};
use generated_client::{
    Body, Client, Error,
    runtime::{Mock, Sending, Transport, Wait, WaitEach},
};
use std::sync::{Arc, Mutex};

#[test]
fn calls_are_waited_for() -> Result<(), Error> {
    let mock = Mock::new();
    mock.on_id("managementGetProvider", one(account("dprov_1")))
        .on_id("managementListProviders", page(&["dprov_1"], Some("next")))
        .on_id("managementListProviders", page(&["dprov_2"], None));
    let client = client(&mock);
    assert_eq!(client.sending_accounts().get("dprov_1").wait()?.data.name, "Billing");
    let accounts: Result<Vec<_>, _> =
        client.sending_accounts().list().items().wait_each().collect();
    assert_eq!(accounts?.len(), 2);
    Ok(())
}

/// Middleware: a transport around another.
#[derive(Debug)]
struct Counted<T>(T, Arc<Mutex<Vec<String>>>);

impl<T: Transport> Transport for Counted<T> {
    fn send(&self, request: http::Request<Body>) -> Sending {
        let attempt = request.extensions().get::<generated_client::runtime::Attempt>();
        let attempt = attempt.map(|it| format!("{} {}", it.operation, it.number));
        self.1.lock().expect("no panic").extend(attempt);
        self.0.send(request)
    }
}

#[tokio::test(start_paused = true)]
async fn middleware_sees_every_attempt() -> Result<(), Error> {
    let mock = Mock::new();
    mock.on_id("managementGetProvider", generated_client::runtime::MockReply::status(503))
        .on_id("managementGetProvider", one(account("dprov_1")));
    let seen = Arc::default();
    let transport = Counted(mock, Arc::clone(&seen));
    let client = Client::builder().transport(transport).build()?;
    client.sending_accounts().get("dprov_1").await?;
    let expected = ["managementGetProvider 1", "managementGetProvider 2"];
    assert_eq!(*seen.lock().expect("no panic"), expected);
    Ok(())
}

#[tokio::test]
async fn a_call_is_a_span_that_tells_no_secret() -> Result<(), Error> {
    let written = Written::default();
    let log = written.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::CLOSE)
        .with_ansi(false)
        .with_writer(move || log.clone())
        .finish();
    let _default = tracing::subscriber::set_default(subscriber);
    let mock = Mock::new();
    mock.on_id("managementGetProvider", one(account("dprov_1")));
    client(&mock).sending_accounts().get("dprov_1").await?;
    let text = String::from_utf8_lossy(&written.0.lock().expect("no panic")).into_owned();
    for expected in [
        "url.template=\"/providers/{public_id}\"",
        "http.request.method=\"GET\"",
        "http.response.status_code=200",
        "server.port=443",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(!text.contains("smx_root_test"), "{text}");
    Ok(())
}

/// A log in memory.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
