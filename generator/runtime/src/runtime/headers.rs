//! Headers of responses that mean the same for many APIs.

use super::{
    ETag, RateLimit, Secret,
    api::{Api, Place, SecurityKind, SecurityScheme},
};
use http::{HeaderMap, HeaderName, header};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A header as text.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Whether a header proves who calls.
pub(super) fn is_secret(name: &HeaderName, api: &Api) -> bool {
    let is_key = |scheme: &SecurityScheme| match scheme.kind {
        SecurityKind::ApiKey(Place::Header, key) => name.as_str().eq_ignore_ascii_case(key),
        _ => false,
    };
    [header::AUTHORIZATION, header::PROXY_AUTHORIZATION, header::COOKIE].contains(name)
        || api.security.iter().any(is_key)
}

/// The values of headers that prove who calls, with and without the name of their scheme.
pub(super) fn secrets(headers: &HeaderMap) -> Vec<Secret> {
    let values = headers.values().filter(|value| value.is_sensitive());
    let texts = values.filter_map(|value| value.to_str().ok());
    texts
        .flat_map(|text| [text, text.split_once(' ').map_or(text, |(_, token)| token)])
        .map(Secret::from)
        .collect()
}

/// Where answers say what many APIs say under one name or another: headers, best first.
#[derive(Clone, Copy, Debug)]
pub struct HeaderNames {
    /// The id that the server gave to the request.
    pub request_id: &'static [&'static str],
    /// The number of requests in a window.
    pub limit: &'static [&'static str],
    /// The number of requests left in this window.
    pub remaining: &'static [&'static str],
    /// When the next window starts: Unix seconds, or seconds from now.
    pub reset: &'static [&'static str],
}

impl HeaderNames {
    /// The names in use.
    pub const USUAL: Self = Self {
        request_id: &[
            "x-request-id",
            "request-id",
            "x-requestid",
            "x-amzn-requestid",
            "x-correlation-id",
        ],
        limit: &["x-ratelimit-limit", "ratelimit-limit", "x-rate-limit-limit"],
        remaining: &["x-ratelimit-remaining", "ratelimit-remaining", "x-rate-limit-remaining"],
        reset: &["x-ratelimit-reset", "ratelimit-reset", "x-rate-limit-reset"],
    };

    /// The id of the request.
    pub(super) fn request_id<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        self.request_id.iter().find_map(|name| text(headers, name))
    }

    /// The state of the rate limit.
    pub(super) fn rate_limit(&self, headers: &HeaderMap) -> Option<RateLimit> {
        let number = |names: &[&str]| {
            names.iter().find_map(|name| text(headers, name)?.trim().parse::<u64>().ok())
        };
        let limit = RateLimit {
            limit: number(self.limit),
            remaining: number(self.remaining),
            reset: number(self.reset).and_then(instant),
        };
        (limit != RateLimit { limit: None, remaining: None, reset: None }).then_some(limit)
    }
}

/// The version of the resource.
pub(super) fn etag(headers: &HeaderMap) -> Option<ETag> {
    ETag::parse(std::str::from_utf8(headers.get(http::header::ETAG)?.as_bytes()).ok()?)
}

/// Reads a time given in Unix seconds, or in seconds from now where it is too small for that.
fn instant(seconds: u64) -> Option<SystemTime> {
    const LEAST_UNIX_TIME: u64 = 1_000_000_000;
    let base = if seconds < LEAST_UNIX_TIME { SystemTime::now() } else { UNIX_EPOCH };
    base.checked_add(Duration::from_secs(seconds))
}

/// The target of the link that is called next (RFC 8288).
pub(super) fn next_link(links: &str) -> Option<&str> {
    let mut rest = links;
    while let Some((target, after)) = rest.split_once('<').and_then(|(_, it)| it.split_once('>')) {
        let parameters = unquoted(after, ',').next().unwrap_or_default();
        let is_next = unquoted(parameters, ';').any(|parameter| {
            let Some((name, value)) = parameter.split_once('=') else {
                return false;
            };
            let value = value.trim().trim_matches('"');
            name.trim().eq_ignore_ascii_case("rel")
                && value.split(' ').any(|word| word.eq_ignore_ascii_case("next"))
        });
        if is_next {
            return Some(target);
        }
        rest = &after[parameters.len()..];
    }
    None
}

/// The parts of a text between separators that do not stand in quotes.
fn unquoted(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    text.split(move |character| {
        is_quoted ^= character == '"';
        character == separator && !is_quoted
    })
}
