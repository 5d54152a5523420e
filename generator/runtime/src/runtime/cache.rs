//! A memory of answers, asked for again by their version.

use super::{ETag, headers, response::Head};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Uri, header};
use std::{
    collections::BTreeMap,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Answers to `GET`s by what was asked, bounded by the bytes of their bodies.
pub(super) struct Cache {
    limit: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    answers: BTreeMap<Key, Answer>,
    bytes: usize,
    clock: u64,
}

/// What an answer depends on: the URL and the headers that choose a representation or a person.
pub(super) type Key = (String, Vec<HeaderValue>);

#[derive(Clone)]
struct Answer {
    etag: ETag,
    head: Box<Head>,
    body: Bytes,
    used: u64,
}

impl Cache {
    /// What an entry costs beside its body.
    const OVERHEAD: usize = 1024;

    pub(super) fn new(limit: usize) -> Self {
        Self { limit, kept: Mutex::default() }
    }

    /// Returns what the answer to a request depends on.
    pub(super) fn key(uri: &Uri, sent: &HeaderMap) -> Key {
        const NAMES: [&str; 4] = ["accept", "accept-language", "authorization", "cookie"];
        (uri.to_string(), NAMES.iter().filter_map(|name| sent.get(*name).cloned()).collect())
    }

    /// Returns the version that is kept.
    pub(super) fn etag(&self, key: &Key) -> Option<ETag> {
        self.kept().answers.get(key).map(|answer| answer.etag.clone())
    }

    /// Returns the answer that is still valid; the new headers replace the old ones.
    pub(super) fn fresh(&self, key: &Key, new: &Head) -> Option<(Box<Head>, Bytes)> {
        let mut kept = self.kept();
        kept.clock += 1;
        let clock = kept.clock;
        let answer = kept.answers.get_mut(key)?;
        answer.used = clock;
        let mut head = answer.head.clone();
        for (name, value) in new.headers.iter().filter(|(name, _)| *name != header::CONTENT_LENGTH)
        {
            head.headers.insert(name, value.clone());
        }
        (head.attempts, head.elapsed) = (new.attempts, new.elapsed);
        Some((head, answer.body.clone()))
    }

    /// Keeps an answer that names its version; the ones not used for longest make room.
    pub(super) fn keep(&self, key: Key, head: &Head, body: &Bytes) {
        let Some(etag) = headers::etag(&head.headers) else {
            return;
        };
        let cost = body.len() + Self::OVERHEAD;
        if cost > self.limit {
            return;
        }
        let mut kept = self.kept();
        kept.clock += 1;
        let answer =
            Answer { etag, head: Box::new(head.clone()), body: body.clone(), used: kept.clock };
        kept.bytes += cost;
        if let Some(old) = kept.answers.insert(key, answer) {
            kept.bytes -= old.body.len() + Self::OVERHEAD;
        }
        while kept.bytes > self.limit {
            let oldest = kept.answers.iter().min_by_key(|(_, answer)| answer.used);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else {
                return;
            };
            if let Some(old) = kept.answers.remove(&oldest) {
                kept.bytes -= old.body.len() + Self::OVERHEAD;
            }
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Cache").field("limit", &self.limit).finish_non_exhaustive()
    }
}
