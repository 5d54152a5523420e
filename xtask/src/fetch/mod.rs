//! Fetching a document: one conditional GET, bounded in time, size and redirects.

mod body;
mod client;
mod progress;
#[cfg(test)]
mod tests;

use std::net::IpAddr;
use std::time::Duration;

use reqwest::blocking::Response;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderName};
use reqwest::{StatusCode, Url};

use crate::failure::{Failure, Result};
use progress::Progress;

/// What a fetch may cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Time until the connection stands.
    pub(crate) connect: Duration,
    /// Time without a byte.
    pub(crate) silence: Duration,
    /// Time for the whole document.
    pub(crate) total: Duration,
    /// The size of the document.
    pub(crate) bytes: u64,
    /// Redirects that are followed.
    pub(crate) redirects: usize,
    /// Time until a progress line appears.
    pub(crate) patience: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(30),
            total: Duration::from_secs(120),
            bytes: 64 << 20,
            redirects: 5,
            patience: Duration::from_secs(2),
        }
    }
}

/// What came of a fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The server sent a document.
    Document {
        /// Its bytes.
        bytes: Vec<u8>,
        /// The server's name for this version.
        etag: Option<String>,
    },
    /// The document is still the one with the ETag that was sent.
    NotModified,
    /// There was no answer; why.
    Unreachable(String),
}

/// Reads a URL from which a document may be fetched: https, or http on this machine.
pub(crate) fn address(text: &str) -> Result<Url> {
    let mut url =
        Url::parse(text).map_err(|error| Failure::new(format!("`{text}` is no URL: {error}")))?;
    url.set_fragment(None);
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Failure::new("the URL has a user name or password in it")
            .help("documents are fetched without credentials; download it and give the file"));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        scheme => Err(Failure::new(format!("`{text}` is {scheme}, but has to be https"))
            .help("http is accepted for this machine only (localhost, 127.0.0.1, [::1])")),
    }
}

/// Whether text is meant as a URL rather than as a path.
pub(crate) fn is_url(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// Fetches the document unless it still has the given ETag.
pub(crate) fn get(url: &Url, etag: Option<&str>, limits: &Limits) -> Result<Answer> {
    let progress = Progress::start(url.host_str().unwrap_or_default(), limits.patience);
    let response = match client::send(url, etag, limits)? {
        Ok(response) => response,
        Err(reason) => return Ok(Answer::Unreachable(reason)),
    };
    match response.status() {
        StatusCode::OK => document(response, url, limits, &progress),
        StatusCode::NOT_MODIFIED if etag.is_some() => Ok(Answer::NotModified),
        status => Err(refused(status, &response, url)),
    }
}

fn document(response: Response, url: &Url, limits: &Limits, progress: &Progress) -> Result<Answer> {
    let encoding = header(&response, CONTENT_ENCODING);
    if let Some(encoding) = encoding.filter(|name| !name.eq_ignore_ascii_case("identity")) {
        return Err(Failure::new(format!(
            "the server sent the document compressed ({encoding}), though it was asked not to"
        ))
        .at(url)
        .help("download and unpack it, and give the file"));
    }
    let etag = header(&response, ETAG);
    let html = header(&response, CONTENT_TYPE).is_some_and(|kind| kind.contains("html"));
    let bytes = body::read(response, url, limits, progress)?;
    match kind(&bytes) {
        Kind::Empty => {
            Err(Failure::new("the server sent an empty document").at(url).help("try again"))
        }
        Kind::Markup => Err(markup(url)),
        Kind::Text if html => Err(markup(url)),
        Kind::Text => Ok(Answer::Document { bytes, etag }),
    }
}

fn header(response: &Response, name: HeaderName) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// What bytes are at first sight.
enum Kind {
    Empty,
    Markup,
    Text,
}

fn kind(bytes: &[u8]) -> Kind {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match bytes.trim_ascii_start().first() {
        None => Kind::Empty,
        Some(b'<') => Kind::Markup,
        Some(_) => Kind::Text,
    }
}

fn markup(url: &Url) -> Failure {
    Failure::new("the server sent a web page (HTML or XML), no OpenAPI document")
        .at(url)
        .help("open the URL in a browser: it may be the documentation's page, or ask for a login")
        .help("the URL of the document itself mostly ends in .json or .yaml")
}

fn refused(status: StatusCode, response: &Response, url: &Url) -> Failure {
    let failure = Failure::new(format!("the server answered {status}")).at(response.url());
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => failure.help(
            "the document has moved: correct the URL in codegen.toml, or give it by `--spec`",
        ),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => failure.help(
            "the document is not public, and is fetched without credentials; download it and give \
             the file: `--spec <FILE>`",
        ),
        StatusCode::NOT_MODIFIED => failure.help("it was not asked whether anything changed"),
        status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
            failure.help("try again later")
        }
        status if status.is_redirection() => {
            failure.help(format!("it leads to no other address; check {url}"))
        }
        _ => failure,
    }
}
