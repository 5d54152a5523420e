//! Keeps credentials out of what an error shows.

use super::Secret;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue};

const REDACTED: &[u8] = b"[redacted]";

/// Replaces every secret in a body.
pub(super) fn body(body: &Bytes, secrets: &[Secret]) -> Bytes {
    let mut clean = body.clone();
    for secret in secrets {
        let secret = secret.expose().as_bytes();
        if find(&clean, secret).is_some() {
            clean = replace(&clean, secret).into();
        }
    }
    clean
}

/// Replaces every header that holds a secret.
pub(super) fn headers(headers: &HeaderMap, secrets: &[Secret]) -> HeaderMap {
    let mut clean = headers.clone();
    for value in clean.values_mut() {
        if secrets.iter().any(|secret| find(value.as_bytes(), secret.expose().as_bytes()).is_some())
        {
            *value = HeaderValue::from_static("[redacted]");
        }
    }
    clean
}

fn find(bytes: &[u8], secret: &[u8]) -> Option<usize> {
    bytes.windows(secret.len()).position(|window| window == secret)
}

fn replace(bytes: &[u8], secret: &[u8]) -> Vec<u8> {
    let mut clean = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = find(rest, secret) {
        clean.extend_from_slice(&rest[..at]);
        clean.extend_from_slice(REDACTED);
        rest = &rest[at + secret.len()..];
    }
    clean.extend_from_slice(rest);
    clean
}
