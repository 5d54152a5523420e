//! Models, each with its table.

use crate::{Patch, Secret, runtime::Json};
use std::collections::BTreeMap;

/// A book.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "mock", derive(Default))]
#[cfg_attr(not(feature = "mock"), non_exhaustive)]
pub struct Book {
    /// Public id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Whether it can be lent.
    pub status: BookStatus,
    /// Who has it.
    pub reader: Option<String>,
    /// Notes by anybody.
    pub notes: BTreeMap<String, i64>,
}

crate::runtime::object! {
    read write Book {
        required id: "id",
        required title: "title",
        required status: "status",
        nullable reader: "reader",
        .. notes,
    }
}

/// Whether a book can be lent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BookStatus {
    /// It stands on the shelf.
    OnShelf,
    /// Somebody has it.
    Lent,
    /// A value newer than this crate, as it came.
    Unknown(Box<str>),
}

crate::runtime::text_enum! { BookStatus { OnShelf: "on_shelf", Lent: "lent" } }

/// How worn a book is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Wear {
    /// As new.
    New,
    /// Falling apart.
    Old,
    /// A value newer than this crate, as it came.
    Unknown(i64),
}

crate::runtime::integer_enum! { Wear { New: 0, Old: 9 } }

/// What changes about a book.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BookEdit {
    /// Title.
    pub title: Option<String>,
    /// Who has it; null takes it back.
    pub reader: Patch<String>,
    /// The code that opens the shelf.
    pub code: Option<Secret>,
}

crate::runtime::object! {
    read write BookEdit {
        = "kind": "book",
        optional title: "title",
        patch reader: "reader",
        optional code: "code",
    }
}

crate::runtime::checks! {
    BookEdit {
        title: "title" length(1..=20),
        reader: "reader" length(
            0..=40,
        ),
    }
}

/// A page of books.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "mock", derive(Default))]
#[cfg_attr(not(feature = "mock"), non_exhaustive)]
pub struct BookPage {
    /// Books.
    pub data: Vec<Book>,
    /// Where the list goes on.
    pub next: Option<String>,
    /// Whether it does.
    pub more: Option<bool>,
}

crate::runtime::object! {
    read BookPage {
        required data: "data",
        optional next: "next",
        optional more: "more",
    }
}

/// What a book is made of.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Part {
    /// A chapter.
    Chapter(Chapter),
    /// A picture.
    Picture(Box<Picture>),
    /// Something plain.
    Plain(Plain),
    /// A variant newer than this crate, as it came.
    Unknown(Json),
}

crate::runtime::tagged! {
    read write Part by "kind" {
        Chapter: "chapter" written,
        Picture: "picture" | "photo" | -3 | true written,
        Plain,
        ? Picture(object ["url"] !["text"]),
    }
    fallback Plain
}

/// A chapter with parts of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chapter {
    /// Its parts.
    pub parts: Vec<Part>,
}

crate::runtime::object! { read write Chapter { required parts: "parts", } }

/// A picture.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "mock", derive(Default))]
pub struct Picture {
    /// Where it is.
    pub url: String,
}

crate::runtime::object! { read write Picture { required url: "url", } }

/// Something plain.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "mock", derive(Default))]
pub struct Plain {
    /// What it says.
    pub text: String,
}

crate::runtime::object! { read write Plain { required text: "text", } }

/// What happens to a book.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum BookEvent {
    /// It was lent.
    Lent(Lent),
    /// A variant newer than this crate, as it came.
    Unknown(Json),
}

crate::runtime::tagged! { read BookEvent by "type" { Lent: "lent" written } }

/// A book was lent.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "mock", derive(Default))]
#[cfg_attr(not(feature = "mock"), non_exhaustive)]
pub struct Lent {
    /// Who has it.
    pub reader: String,
    /// What was said about it.
    pub note: Option<String>,
    /// What it is after that.
    pub status: Option<BookStatus>,
}

crate::runtime::object! {
    read Lent {
        required reader: "reader",
        optional note: "note",
        optional status: "status",
    }
}

/// Something added to a book.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Attachment {
    /// The content itself.
    Inline(Inline),
    /// Content that was sent before.
    Uploaded(Uploaded),
    /// A page number.
    Number(i64),
    /// Whether there is any.
    Flag(Option<bool>),
    /// Several.
    Many(Vec<Attachment>),
    /// A variant newer than this crate, as it came.
    Unknown(Json),
}

crate::runtime::untagged! { read write Attachment {
    Inline: object ["content"],
    Uploaded: object ["blob_id", "kind"] {"kind": ["a", "b"], "level": [1, 2]} !["content"],
    Number: integer,
    Flag: boolean | null,
    Many: array,
} }

/// The content itself.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "mock", derive(Default))]
pub struct Inline {
    /// Text.
    pub content: String,
}

crate::runtime::object! { read write Inline { required content: "content", } }

/// Content that was sent before.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "mock", derive(Default))]
pub struct Uploaded {
    /// Its id.
    pub blob_id: String,
}

crate::runtime::object! {
    read write Uploaded {
        = "kind": "a",
        = "level": 1,
        required blob_id: "blob_id",
    }
}

/// A list of lists.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "mock", derive(Default))]
pub struct Tree(pub Vec<Tree>);

crate::runtime::newtype! { read write Tree }

/// Nothing at all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Empty {}

crate::runtime::object! { read write Empty {} }

/// An error as the API writes it.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "mock", derive(Default))]
#[cfg_attr(not(feature = "mock"), non_exhaustive)]
pub struct ApiError {
    /// What went wrong.
    pub error: ApiErrorError,
}

crate::runtime::object! { read ApiError { required error: "error", } }

/// What went wrong.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "mock", derive(Default))]
#[cfg_attr(not(feature = "mock"), non_exhaustive)]
pub struct ApiErrorError {
    /// Code.
    pub code: ErrorCode,
    /// Message.
    pub message: String,
}

crate::runtime::object! {
    read ApiErrorError {
        required code: "code",
        required message: "message",
    }
}

/// Codes of errors.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// There is no such thing.
    NotFound,
    /// Another change came first.
    Conflict,
    /// A value newer than this crate, as it came.
    Unknown(Box<str>),
}

crate::runtime::text_enum! { ErrorCode { NotFound: "not_found", Conflict: "conflict" } }

/// The answer to moving a book.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum MoveBookResponse {
    /// 200
    Ok(Book),
    /// 202
    Accepted(Empty),
    /// Another success.
    Other,
}
