//! Calls over TLS: the provider, the system's certificates, proxies, HTTP/2.
//!
//! What a process reads from its environment is tested in a process of its own: the test starts
//! its program again, with one ignored test of the module `child`.

mod child;
mod peers;

use peers::{Certificate, Proxy};
use std::{path::PathBuf, process::Stdio};

/// Runs a test of the module `child` and gives what it says.
async fn run(name: &str, variables: &[(&str, &str)]) -> String {
    let program = std::env::current_exe().expect("the program of the tests");
    let mut command = tokio::process::Command::new(program);
    command.args(["--exact", &format!("child::{name}"), "--ignored", "--nocapture"]);
    for proxy in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        command.env_remove(proxy).env_remove(proxy.to_lowercase());
    }
    command.envs(variables.iter().copied()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = command.output().await.expect("it runs");
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success() && said.contains("1 passed"), "{name}: {said}");
    said
}

fn scratch(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    folder.join(format!("{name}-{}.pem", std::process::id()))
}

#[tokio::test]
async fn nothing_is_installed_for_the_whole_process() {
    run("no_provider_is_installed", &[]).await;
    run("an_applications_own_client_lives_beside", &[]).await;
}

#[tokio::test]
async fn a_server_that_the_system_trusts_is_spoken_to() {
    let certificate = Certificate::new("localhost");
    let roots = certificate.write(scratch("trusted"));
    let server = peers::http1(&certificate).await;
    let url = format!("https://localhost:{}", server.port);
    run("a_book_comes", &[("SSL_CERT_FILE", &roots), ("BASE_URL", &url)]).await;
    run("the_certificate_is_refused", &[("BASE_URL", &url)]).await;
    let other = format!("https://127.0.0.1:{}", server.port);
    let name = [("SSL_CERT_FILE", &*roots), ("BASE_URL", &*other)];
    run("the_certificate_is_refused", &name).await;
}

#[tokio::test]
async fn a_proxy_sees_where_to_and_nothing_else() {
    let certificate = Certificate::new("books.test");
    let roots = certificate.write(scratch("proxied"));
    let server = peers::http1(&certificate).await;
    let proxy = Proxy::start(server.port).await;
    let at = format!("http://user:word@127.0.0.1:{}", proxy.port);
    let trusted = ("SSL_CERT_FILE", &*roots);
    let base = ("BASE_URL", "https://books.test");
    run("a_book_comes", &[trusted, base, ("HTTPS_PROXY", &at)]).await;
    let seen = proxy.seen();
    assert!(seen.starts_with("CONNECT books.test:443 HTTP/1.1\r\n"), "{seen}");
    assert!(seen.contains("dXNlcjp3b3Jk"), "the proxy's own credential: {seen}");
    assert!(!seen.contains(child::KEY), "{seen}");

    // What is not to be proxied is not.
    let without = [trusted, base, ("HTTPS_PROXY", &*at), ("NO_PROXY", "books.test")];
    run("no_connection_is_made", &without).await;
    assert_eq!(proxy.seen(), seen);

    // What goes to this host in the clear takes no way around.
    let plain = peers::plain().await;
    let url = format!("http://127.0.0.1:{}", plain.port);
    run("a_book_comes", &[("BASE_URL", &url), ("HTTP_PROXY", &at), ("ALL_PROXY", &at)]).await;
    assert_eq!(proxy.seen(), seen);
}

#[tokio::test]
async fn http2_is_spoken_and_shows_no_secret() {
    let certificate = Certificate::new("localhost");
    let roots = certificate.write(scratch("http2"));
    let server = peers::http2(&certificate).await;
    let url = format!("https://localhost:{}", server.port);
    let variables = [("SSL_CERT_FILE", &*roots), ("BASE_URL", &*url)];
    let said = run("http2_calls_are_made", &variables).await;
    assert!(!said.contains(child::KEY), "{said}");
}
