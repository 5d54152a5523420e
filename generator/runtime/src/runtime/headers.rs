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

/// The id of the request.
pub(super) fn request_id(headers: &HeaderMap) -> Option<&str> {
    const NAMES: [&str; 5] =
        ["x-request-id", "request-id", "x-requestid", "x-amzn-requestid", "x-correlation-id"];
    NAMES.iter().find_map(|name| text(headers, name))
}

/// The version of the resource.
pub(super) fn etag(headers: &HeaderMap) -> Option<ETag> {
    ETag::parse(std::str::from_utf8(headers.get(http::header::ETAG)?.as_bytes()).ok()?)
}

/// The state of the rate limit, under the names in use.
pub(super) fn rate_limit(headers: &HeaderMap) -> Option<RateLimit> {
    let number = |name: &str| {
        let names = [
            format!("x-ratelimit-{name}"),
            format!("ratelimit-{name}"),
            format!("x-rate-limit-{name}"),
        ];
        names.iter().find_map(|name| text(headers, name)?.trim().parse::<u64>().ok())
    };
    let limit = RateLimit {
        limit: number("limit"),
        remaining: number("remaining"),
        reset: number("reset").and_then(instant),
    };
    (limit != RateLimit { limit: None, remaining: None, reset: None }).then_some(limit)
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
        let end = after.find(",<").or_else(|| after.find(", <")).unwrap_or(after.len());
        let is_next = after[..end].split(';').any(|parameter| {
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
        rest = &after[end..];
    }
    None
}
