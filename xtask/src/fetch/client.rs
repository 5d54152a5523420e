//! The HTTP client: no credentials, no compression, redirects within the origin.

use std::error::Error as StdError;
use std::fmt;

use reqwest::Url;
use reqwest::blocking::{Client, Response};
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, IF_NONE_MATCH};
use reqwest::redirect::{Action, Attempt, Policy};

use super::Limits;
use crate::failure::{Failure, Result};

const USER_AGENT: &str = concat!("openapi-codegen/", env!("CARGO_PKG_VERSION"));

/// Sends the request; the inner error is why there was no answer.
pub(super) fn send(
    url: &Url,
    etag: Option<&str>,
    limits: &Limits,
) -> Result<std::result::Result<Response, String>> {
    let client = match build(url, limits) {
        Ok(client) => client,
        Err(error) => return Ok(Err(causes(&error))),
    };
    let mut request = client
        .get(url.clone())
        .header(ACCEPT, "application/json, application/yaml;q=0.9, */*;q=0.1")
        // The size that counts is that of the document: nothing to unpack, nothing to blow up.
        .header(ACCEPT_ENCODING, "identity");
    if let Some(etag) = etag {
        request = request.header(IF_NONE_MATCH, etag);
    }
    match request.send() {
        Ok(response) => Ok(Ok(response)),
        Err(error) => judge(&error, url).map(Err),
    }
}

fn build(url: &Url, limits: &Limits) -> reqwest::Result<Client> {
    // Fails only if it was done before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let max = limits.redirects;
    let builder = Client::builder()
        .user_agent(USER_AGENT)
        .referer(false)
        // What is recorded is what was sent, even where another crate of the build has gzip on.
        .no_gzip()
        // A redirect is followed on a connection of its own: an idle one may be closed meanwhile.
        .pool_max_idle_per_host(0)
        .connect_timeout(limits.connect)
        .timeout(limits.silence)
        .redirect(Policy::custom(move |attempt| redirect(attempt, max)));
    match url.scheme() {
        // This machine: nothing between, and no certificates to load.
        "http" => builder.no_proxy().tls_certs_only([]).build(),
        _ => builder.build(),
    }
}

fn redirect(attempt: Attempt<'_>, max: usize) -> Action {
    let from = attempt.previous().last().map(Url::origin);
    if from != Some(attempt.url().origin()) {
        let target = attempt.url().to_string();
        return attempt.error(Redirected(format!("the server redirects elsewhere, to {target}")));
    }
    if attempt.previous().len() > max {
        return attempt.error(Redirected(format!("the server redirects more than {max} times")));
    }
    attempt.follow()
}

/// Tells why a redirect was not followed.
#[derive(Debug)]
struct Redirected(String);

impl fmt::Display for Redirected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl StdError for Redirected {}

/// Tells a host that cannot be reached (the reason) from one that can and errs (a failure).
fn judge(error: &reqwest::Error, url: &Url) -> Result<String> {
    if let Some(redirected) = find::<Redirected>(error) {
        return Err(Failure::new(redirected.to_string())
            .at(url)
            .help("if you trust that address, put it into codegen.toml or give it by `--spec`"));
    }
    if let Some(tls) = find::<rustls::Error>(error) {
        return Err(Failure::new(format!("no secure connection: {tls}"))
            .at(url)
            .help("somebody between may be answering in the server's place"));
    }
    if error.is_connect() || error.is_timeout() || find::<std::io::Error>(error).is_some() {
        return Ok(causes(error));
    }
    Err(Failure::new(format!("the server does not speak HTTP as it should: {}", causes(error)))
        .at(url))
}

/// The first cause of a kind, also inside of I/O errors, which do not name theirs as a source.
fn find<E: StdError + 'static>(error: &reqwest::Error) -> Option<&E> {
    let mut cause: Option<&(dyn StdError + 'static)> = error.source();
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        cause = match inner {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}

/// The deepest two causes of an error, which say more than its surface.
pub(super) fn causes(error: &(dyn StdError + 'static)) -> String {
    let mut texts: Vec<String> = Vec::new();
    let mut cause = Some(error);
    while let Some(error) = cause {
        texts.push(error.to_string());
        cause = error.source();
    }
    texts.dedup();
    let tail = texts.split_off(texts.len().saturating_sub(2));
    match tail.as_slice() {
        [outer, inner] if outer.contains(inner.as_str()) => outer.clone(),
        texts => texts.join(": "),
    }
}
