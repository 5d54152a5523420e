//! What can go wrong on purpose.

use std::time::Duration;

/// Something that happens to one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The request is refused with this status, the status's documented code and `Retry-After`.
    Status {
        /// The status.
        status: u16,
        /// Seconds to wait.
        retry_after: Option<u64>,
    },
    /// An answer that is not Sendmux's, such as a proxy's HTML page.
    Raw {
        /// The status.
        status: u16,
        /// The media type.
        media: &'static str,
        /// The body.
        body: &'static str,
    },
    /// The request is worked on only after this long.
    Delay(Duration),
    /// The request is worked on, but the answer takes this long.
    DelayAnswer(Duration),
    /// The request is worked on, but its answer never comes.
    LoseAnswer,
    /// The request is worked on, then the connection is closed without an answer.
    Close,
    /// The answer breaks off in the middle of its body.
    Truncate,
}

/// What Sendmux's manual promises; a test breaks one to show that it would notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// A request without a valid key is a 401. Broken: everyone is let in.
    Authentication,
    /// A key of the wrong kind is a 403. Broken: it is let in.
    KeyKind,
    /// A key without the permission is a 403. Broken: it is let in.
    Permissions,
    /// A success is `ok`, `data`, `meta`. Broken: the data comes bare.
    Envelope,
    /// A failure is `ok`, `error`, `meta`. Broken: the error is a text.
    ErrorEnvelope,
    /// The code says what is wrong. Broken: every code is `internal_error`.
    ErrorCode,
    /// `retryable` is right. Broken: it is turned round.
    Retryable,
    /// `X-Request-Id` is `meta.request_id`. Broken: it is another.
    RequestId,
    /// Every answer bears the `X-RateLimit-…` headers. Broken: they are missing.
    RateLimitHeaders,
    /// A 429 says how long to wait. Broken: it does not.
    RetryAfter,
    /// A list is handed out page by page. Broken: the cursor is ignored.
    Pagination,
    /// `has_more` is false on the last page. Broken: it is always false.
    HasMore,
    /// A GET of one resource has an `ETag`. Broken: it has none.
    ETag,
    /// `If-None-Match` of what is unchanged is a 304. Broken: it is a 200.
    NotModified,
    /// A stale `If-Match` is a 409. Broken: the write is done.
    IfMatch,
    /// The same key and body give the first result again. Broken: the work is done twice.
    Replay,
    /// The same key with another body is a 409. Broken: the first result is given.
    ReplayConflict,
    /// A field that is absent from a PATCH stays. Broken: it is cleared.
    AbsentStays,
    /// A null in a PATCH clears. Broken: it changes nothing.
    NullClears,
    /// Activating and deactivating show in the account. Broken: they do not.
    Activation,
    /// A created resource is a 201 with its `Location`. Broken: a 200 without.
    Created,
    /// `Range` is a 206 with the bytes asked for. Broken: all bytes come, with 200.
    Range,
    /// `Last-Event-ID` goes on where the stream broke off. Broken: it begins anew.
    Resume,
    /// Nothing is to be cached by proxies. Broken: `Cache-Control` is missing.
    NoStore,
}
