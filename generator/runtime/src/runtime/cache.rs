//! A memory of answers, asked for again by their version.

use super::{
    ETag, headers,
    response::{Head, Told},
};
use bytes::Bytes;
use http::{HeaderMap, header};
use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Answers to `GET`s by what was asked, bounded by the bytes of their bodies.
pub(super) struct Cache {
    limit: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    answers: BTreeMap<Key, Entry>,
    bytes: usize,
    clock: u64,
}

/// What an answer depends on: the URL and all headers of the request.
type Key = Vec<u8>;

struct Entry {
    answer: Arc<Answer>,
    cost: usize,
    used: u64,
}

/// An answer that is kept.
pub(super) struct Answer {
    pub(super) etag: ETag,
    head: Head,
    body: Bytes,
}

/// A question whose answer may be kept, and the one that is.
pub(super) struct Question {
    key: Key,
    pub(super) answer: Option<Arc<Answer>>,
}

impl Cache {
    /// What an entry costs beside its body and its question.
    const OVERHEAD: usize = 1024;

    pub(super) fn new(limit: usize) -> Self {
        Self { limit, kept: Mutex::default() }
    }

    /// Looks up the answer to a request.
    pub(super) fn ask(&self, url: &str, sent: &HeaderMap) -> Question {
        let mut lines: Vec<Vec<u8>> = sent
            .iter()
            .map(|(name, value)| [name.as_str().as_bytes(), b":", value.as_bytes()].concat())
            .collect();
        lines.sort();
        lines.insert(0, url.as_bytes().to_vec());
        let key = lines.join(&b'\n');
        let mut kept = self.kept();
        kept.clock += 1;
        let clock = kept.clock;
        let answer = kept.answers.get_mut(&key).map(|entry| {
            entry.used = clock;
            entry.answer.clone()
        });
        Question { key, answer }
    }

    /// Keeps an answer that names its version; the ones not used for longest make room.
    pub(super) fn keep(&self, question: &Question, head: &Head, body: &Bytes) {
        let mut kept = self.kept();
        kept.remove(&question.key);
        let Some(etag) = headers::etag(&head.headers) else {
            return;
        };
        let cost = body.len() + question.key.len() + Self::OVERHEAD;
        if cost > self.limit {
            return;
        }
        kept.bytes += cost;
        let answer = Arc::new(Answer { etag, head: head.clone(), body: body.clone() });
        let entry = Entry { answer, cost, used: kept.clock };
        kept.answers.insert(question.key.clone(), entry);
        while kept.bytes > self.limit {
            let oldest = kept.answers.iter().min_by_key(|(_, entry)| entry.used);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else {
                return;
            };
            kept.remove(&oldest);
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn remove(&mut self, key: &Key) {
        if let Some(old) = self.answers.remove(key) {
            self.bytes -= old.cost;
        }
    }
}

impl Answer {
    /// Returns the answer, which is still valid; the new headers replace the old ones, but for
    /// what tells of the body: a server that names another version confirms the one it was asked.
    pub(super) fn renewed(&self, new: &Head) -> (Box<Head>, Bytes) {
        let about_body = [
            header::CONTENT_LENGTH,
            header::CONTENT_ENCODING,
            header::CONTENT_TYPE,
            header::TRANSFER_ENCODING,
            header::ETAG,
        ];
        let mut head = Box::new(self.head.clone());
        for name in new.headers.keys().filter(|name| !about_body.contains(name)) {
            head.headers.remove(name);
            for value in new.headers.get_all(name) {
                head.headers.append(name, value.clone());
            }
        }
        // The id is that of the request that was made now.
        if new.names.request_id(&new.headers).is_none() {
            new.names.request_id.iter().for_each(|name| drop(head.headers.remove(*name)));
        }
        head.told = Told::default();
        (head.attempts, head.elapsed) = (new.attempts, new.elapsed);
        (head, self.body.clone())
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Cache").field("limit", &self.limit).finish_non_exhaustive()
    }
}
