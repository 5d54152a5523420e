//! Conventions of APIs, as the passes find them.

use super::Ty;

/// How the pages of a list follow each other; filled by passes.
#[derive(Clone, Debug, PartialEq)]
pub struct Pagination {
    /// Keys from the response to its list of items.
    pub items: Vec<String>,
    /// The type of an item.
    pub item: Ty,
    /// How the next page is asked for.
    pub next: NextPage,
}

/// How the next page is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum NextPage {
    /// A cursor of this page goes into a query parameter of the next.
    Cursor {
        /// The query parameter.
        parameter: String,
        /// Keys from the response to the cursor.
        cursor: Vec<String>,
        /// Keys from the response to the flag that says whether there is more.
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
    /// The response names the URL of the next page.
    Url {
        /// Keys from the response to the URL.
        url: Vec<String>,
    },
    /// The `Link` header names the next page (RFC 8288, `rel="next"`).
    Link,
}

/// Which conditional requests an operation takes (RFC 9110, section 13); filled by passes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Conditional {
    /// `If-None-Match`, answered with 304.
    pub if_none_match: bool,
    /// `If-Match`, answered with 409 or 412.
    pub if_match: bool,
}

/// The error envelope that all operations share; filled by passes.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorEnvelope {
    /// Its type.
    pub ty: Ty,
    /// Keys to the machine-readable code.
    pub code: Option<Vec<String>>,
    /// Keys to the message for people.
    pub message: Option<Vec<String>>,
    /// Keys to the flag that says whether a repetition can succeed.
    pub retryable: Option<Vec<String>>,
    /// Keys to the id of the request.
    pub request_id: Option<Vec<String>>,
}
