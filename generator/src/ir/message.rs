//! What is sent and what comes back.

use super::{Docs, RareBounds, Style, Ty};
use crate::diag::Pointer;

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether it must be given.
    pub required: bool,
    /// Ways to write it, in the order of the document; the first is the one that clients use.
    pub contents: Vec<Content>,
    /// What the document says about it.
    pub docs: Docs,
    /// Where it stands.
    pub origin: Pointer,
}

/// One representation of a body.
#[derive(Clone, Debug)]
pub struct Content {
    /// The media type as the document writes it, such as `application/json; charset=utf-8`.
    pub media_type: String,
    /// How it is read and written.
    pub format: Format,
    /// The constraints on it, where it is JSON.
    pub bounds: RareBounds,
    /// Where it stands.
    pub origin: Pointer,
}

/// Whether a media type stands for several, such as `*/*` or `application/*+json`.
pub fn is_range(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let (kind, subtype) = essence.split_once('/').unwrap_or(("*", essence));
    let is_name = |text: &str| text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    let suffix = subtype.strip_prefix("*+").or(subtype.strip_prefix('*'));
    (kind == "*" || !kind.is_empty() && is_name(kind)) && suffix.is_some_and(is_name)
}

/// How a representation is read and written.
#[derive(Clone, Debug, PartialEq)]
pub enum Format {
    /// JSON of a type.
    Json(Ty),
    /// `application/x-www-form-urlencoded` fields of an object type, with the encoding of those
    /// that differ from the default.
    Form(Ty, Vec<FieldEncoding>),
    /// `multipart/*` parts; none where the document names none, and the caller does.
    Multipart(Vec<Part>),
    /// Text as it is (also XML and other formats that have no type here).
    Text,
    /// Bytes as they are.
    Bytes,
    /// `text/event-stream`, the data of whose events is JSON of this type, or text.
    Events(Option<Ty>),
    /// One JSON value a line (`application/jsonl`, `application/x-ndjson`, `application/json-seq`).
    JsonLines(Ty),
}

/// How one field of a form is written (OpenAPI 3.1, section 4.8.15).
#[derive(Clone, Debug, PartialEq)]
pub struct FieldEncoding {
    /// The field.
    pub wire: String,
    /// Its style.
    pub style: Style,
    /// Whether a list or object repeats the name.
    pub explode: bool,
    /// Whether it is written as JSON instead.
    pub json: bool,
}

/// One part of a multipart body.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its name on the wire.
    pub wire: String,
    /// Its type: of one part, where it repeats.
    pub ty: Ty,
    /// Whether it must be given.
    pub required: bool,
    /// Whether it may come several times.
    pub repeated: bool,
    /// How it is written.
    pub format: PartFormat,
    /// The content type, where it is not the one that goes without saying.
    pub media_type: Option<String>,
    /// What the document says about it.
    pub docs: Docs,
}

/// How a part is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartFormat {
    /// A file: bytes with an optional name and content type.
    File,
    /// The text of a scalar.
    Text,
    /// JSON.
    Json,
}

/// One documented response.
#[derive(Clone, Debug)]
pub struct Response {
    /// The statuses it is for.
    pub status: Status,
    /// Ways it is written, in the order of the document; empty for no body.
    pub contents: Vec<Content>,
    /// Headers it carries.
    pub headers: Vec<Header>,
    /// What the document says about it.
    pub docs: Docs,
    /// Where it stands.
    pub origin: Pointer,
}

/// The statuses of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// One status.
    Code(u16),
    /// A hundred statuses: 4 for `4XX`.
    Range(u8),
    /// All that are not listed.
    Default,
}

impl Status {
    /// Whether a 2xx status is among them, `default` left aside.
    pub fn is_success(self) -> bool {
        match self {
            Self::Code(code) => (200..300).contains(&code),
            Self::Range(class) => class == 2,
            Self::Default => false,
        }
    }
}

/// A response header.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its name as the document writes it.
    pub wire: String,
    /// Its type.
    pub ty: Ty,
    /// Whether it is always there.
    pub required: bool,
    /// Whether an object is written as `key=value`.
    pub explode: bool,
    /// The media type that it is written in, where there is one.
    pub media_type: Option<String>,
    /// What the document says about it.
    pub docs: Docs,
    /// Where it stands.
    pub origin: Pointer,
}
