//! What a person says of an API's conventions: it goes before what the passes recognised.

mod apply;
mod pages;

pub use apply::choose;

use crate::ir::AnswerHeaders;
use crate::select::Pattern;

/// What a person says of an API's conventions.
#[derive(Clone, Debug, Default)]
pub struct Conventions {
    /// The header parameter that makes a repetition safe, wherever an operation has it.
    pub idempotency_key: Option<String>,
    /// Headers of answers.
    pub headers: AnswerHeaders,
    /// The error envelope.
    pub error: Option<ErrorFields>,
    /// What is special of some operations; later entries go before earlier ones.
    pub operations: Vec<OperationConventions>,
}

/// The error envelope: keys from an error's body to what it says.
#[derive(Clone, Debug, Default)]
pub struct ErrorFields {
    /// The JSON pointer of its schema; without it, the one that was recognised.
    pub schema: Option<String>,
    /// Keys to the machine-readable code.
    pub code: Option<Vec<String>>,
    /// Keys to the message for people.
    pub message: Option<Vec<String>>,
    /// Keys to the flag that says whether a repetition can succeed.
    pub retryable: Option<Vec<String>>,
    /// Keys to the id of the request.
    pub request_id: Option<Vec<String>>,
}

/// What is special of some operations.
#[derive(Clone, Debug)]
pub struct OperationConventions {
    /// The operations.
    pub pattern: Pattern,
    /// The header that makes a repetition safe, declared or not.
    pub idempotency_key: Option<Choice<String>>,
    /// Whether they take `If-Match`, declared or not.
    pub if_match: Option<bool>,
    /// Whether they take `If-None-Match`, declared or not.
    pub if_none_match: Option<bool>,
    /// How their pages follow each other.
    pub pages: Option<Choice<PageConventions>>,
}

/// Something, or expressly nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice<T> {
    /// Nothing, whatever was recognised.
    Off,
    /// This.
    On(T),
}

/// How pages follow each other.
#[derive(Clone, Debug)]
pub struct PageConventions {
    /// Keys from the answer to the list of items; without them, the one that is recognised.
    pub items: Option<Vec<String>>,
    /// The way to the next page.
    pub next: Pages,
}

/// The way to the next page.
#[derive(Clone, Debug)]
pub enum Pages {
    /// A cursor of this page goes into a query parameter of the next.
    Cursor {
        /// The query parameter.
        parameter: String,
        /// Keys from the answer to the cursor.
        next: Vec<String>,
        /// Keys from the answer to the flag that says whether there is more.
        more: Option<Vec<String>>,
    },
    /// A query parameter counts items from zero.
    Offset {
        /// The query parameter.
        parameter: String,
        /// The query parameter that caps a page.
        limit: Option<String>,
    },
    /// A query parameter counts pages.
    Page {
        /// The query parameter.
        parameter: String,
        /// The number of the first page.
        first: i64,
    },
    /// The answer names the URL of the next page: keys to it.
    Url(Vec<String>),
    /// The `Link` header names the next page.
    Link,
}
