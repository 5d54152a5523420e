//! Keeps secrets out of what an error shows.

use super::{Secret, encode::Escape, error::Source};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue};

const REDACTED: &str = "[redacted]";

/// The length from which a secret is looked for within words; a shorter one counts only where it
/// stands alone, as it would be found in any text.
const LEAST_WITHIN: usize = 6;

/// The length from which the start of a secret at the end of a body is taken for one cut off.
const LEAST_CUT: usize = 4;

/// Looks for secrets, also as URLs and JSON write them.
pub(super) struct Scrubber {
    /// What is looked for, the longer ones first.
    needles: Vec<String>,
}

impl Scrubber {
    pub(super) fn new<'a>(secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        let mut needles: Vec<String> =
            secrets.into_iter().flat_map(|secret| spellings(secret.expose())).collect();
        needles.sort_by(|left, right| (right.len(), right).cmp(&(left.len(), left)));
        needles.dedup();
        Self { needles }
    }

    /// Replaces every secret in a text.
    pub(super) fn text(&self, text: &str) -> String {
        let needles = self.needles.iter().map(String::as_str);
        let clean = needles.fold(text.as_bytes().to_vec(), replaced);
        String::from_utf8_lossy(&clean).into_owned()
    }

    /// Replaces every secret in a body, also one that is cut off at its end.
    pub(super) fn body(&self, body: &Bytes) -> Bytes {
        let mut clean = body.clone();
        for needle in &self.needles {
            if find(&clean, needle, 0).is_some() {
                clean = replaced(clean.to_vec(), needle).into();
            }
        }
        let cut = self.needles.iter().filter_map(|needle| cut_off(&clean, needle)).max();
        if let Some(length) = cut {
            let mut kept = clean[..clean.len() - length].to_vec();
            kept.extend_from_slice(REDACTED.as_bytes());
            clean = kept.into();
        }
        clean
    }

    /// Replaces every header that holds a secret.
    pub(super) fn headers(&self, headers: &HeaderMap) -> HeaderMap {
        let mut clean = headers.clone();
        for value in clean.values_mut() {
            if self.holds(value.as_bytes()) {
                *value = HeaderValue::from_static(REDACTED);
            }
        }
        clean
    }

    /// Returns an error if nothing that it shows holds a secret.
    pub(super) fn source(&self, source: Source) -> Option<Source> {
        let mut shown = format!("{source:?}");
        let mut cause: Option<&dyn std::error::Error> = Some(&*source);
        while let Some(error) = cause {
            shown.push_str(&error.to_string());
            shown.push('\n');
            cause = error.source();
        }
        (!self.holds(shown.as_bytes())).then_some(source)
    }

    /// Whether there is a secret in a text.
    pub(super) fn holds(&self, text: &[u8]) -> bool {
        self.needles.iter().any(|needle| find(text, needle, 0).is_some())
    }
}

/// A secret as it is, as URLs and forms write it, and as JSON does.
fn spellings(secret: &str) -> Vec<String> {
    if secret.is_empty() {
        return Vec::new();
    }
    let json = serde_json::Value::from(secret).to_string();
    let json = json[1..json.len() - 1].to_owned();
    vec![
        Escape::Component.text(secret),
        Escape::Form.text(secret),
        json.replace('/', "\\/"),
        json,
        secret.to_owned(),
    ]
}

/// Finds a secret from a place on.
fn find(bytes: &[u8], needle: &str, from: usize) -> Option<usize> {
    let needle = needle.as_bytes();
    let is_alone = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        let after = bytes.get(at + needle.len());
        ![before, after].into_iter().flatten().any(u8::is_ascii_alphanumeric)
    };
    let windows = bytes.get(from..)?.windows(needle.len()).enumerate();
    let mut found = windows.filter(|(_, window)| *window == needle).map(|(at, _)| at + from);
    found.find(|at| needle.len() >= LEAST_WITHIN || is_alone(*at))
}

fn replaced(bytes: Vec<u8>, needle: &str) -> Vec<u8> {
    let mut clean = Vec::with_capacity(bytes.len());
    let mut start = 0;
    while let Some(at) = find(&bytes, needle, start) {
        clean.extend_from_slice(&bytes[start..at]);
        clean.extend_from_slice(REDACTED.as_bytes());
        start = at + needle.len();
    }
    clean.extend_from_slice(&bytes[start..]);
    clean
}

/// How much of a secret stands at the end of a body that was cut off within it.
fn cut_off(bytes: &[u8], needle: &str) -> Option<usize> {
    let needle = needle.as_bytes();
    (LEAST_CUT..needle.len()).rev().find(|length| bytes.ends_with(&needle[..*length]))
}
