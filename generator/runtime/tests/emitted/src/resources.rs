//! Resources and their operations.

use crate::{
    Client, Conditional, ETag, Response,
    runtime::{
        ByStatus, Call, Case, Download, EventStream, FilePart, IntoBody, Items, Lines, Method, Op,
        Pages, Paginated, Parameter, Request, Style,
    },
    types,
};
use std::{borrow::Borrow, ops::RangeBounds};

/// Books on shelves.
#[derive(Clone, Copy, Debug)]
pub struct Books<'a>(&'a Client);

impl<'a> Books<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self(client)
    }

    /// Lists books, a page at a time.
    pub fn list(&self) -> ListBooks {
        ListBooks(self.0.request(&ListBooks::OP))
    }

    /// Reads a book.
    pub fn get(&self, book_id: &str) -> GetBook {
        GetBook(self.0.request(&GetBook::OP).path("book_id", book_id))
    }

    /// Changes a book.
    pub fn update(&self, book_id: &str, body: impl Borrow<types::BookEdit>) -> UpdateBook {
        let request = self.0.request(&UpdateBook::OP).path("book_id", book_id);
        let body = body.borrow();
        UpdateBook(request.check(body).json::<types::BookEdit>(body))
    }

    /// Adds a book.
    pub fn create(&self, body: impl IntoBody<types::BookEdit>) -> CreateBook {
        CreateBook(self.0.request(&CreateBook::OP).optional_json::<types::BookEdit>(body))
    }

    /// Lends a book; without a key.
    pub fn lend(&self, book_id: &str) -> LendBook {
        LendBook(self.0.request(&LendBook::OP).path("book_id", book_id))
    }

    /// Moves a book.
    pub fn relocate(&self, book_id: &str) -> MoveBook {
        MoveBook(self.0.request(&MoveBook::OP).path("book_id", book_id))
    }

    /// Asks whether there is a book.
    pub fn probe(&self, book_id: &str) -> ProbeBook {
        ProbeBook(self.0.request(&ProbeBook::OP).path("book_id", book_id))
    }

    /// Reads the text of a book.
    pub fn content(&self, book_id: &str) -> BookContent {
        BookContent(self.0.request(&BookContent::OP).path("book_id", book_id))
    }

    /// Sends the scan of a book.
    pub fn scan(&self, file: impl Into<FilePart>) -> ScanBook {
        let request = self.0.request(&ScanBook::OP);
        ScanBook(request.part(|form| form.file("file", Some("application/pdf"), file)))
    }

    /// Follows what happens.
    pub fn events(&self) -> BookEvents {
        BookEvents(self.0.request(&BookEvents::OP))
    }

    /// Reads every book, one a line.
    pub fn export(&self) -> ExportBooks {
        ExportBooks(self.0.request(&ExportBooks::OP))
    }
}

/// Made by [`Books::list`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until awaited"]
pub struct ListBooks(Request);

impl ListBooks {
    const OP: Op = Op::new("listBooks", Method::Get, "/books").accept("application/json");
    const FILTER: Parameter = Parameter::query("filter").style(Style::DeepObject).explode(true);

    /// Caps a page.
    pub fn limit(self, limit: i64) -> Self {
        Self(self.0.check_range("limit", &limit, 1.0..=100.0).query("limit", &limit))
    }

    /// Only books of these statuses.
    pub fn status(self, status: impl IntoIterator<Item = impl Into<types::BookStatus>>) -> Self {
        let status: Vec<types::BookStatus> = status.into_iter().map(Into::into).collect();
        Self(self.0.query("status", &status))
    }

    /// Only books like this.
    pub fn filter(self, filter: &types::BookEdit) -> Self {
        Self(self.0.parameter(&Self::FILTER, filter))
    }

    /// Starts behind this cursor.
    pub fn cursor(self, cursor: &str) -> Self {
        Self(self.0.query("cursor", cursor))
    }

    /// Every book, fetching pages as they are needed.
    pub fn items(self) -> Items<Self> {
        Items::new(self)
    }

    /// Every page.
    pub fn pages(self) -> Pages<Self> {
        Pages::new(self)
    }
}

impl IntoFuture for ListBooks {
    type Output = crate::Result<Response<types::BookPage>>;
    type IntoFuture = Call<Response<types::BookPage>>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.send_json()
    }
}

impl Paginated for ListBooks {
    type Page = types::BookPage;
    type Item = types::Book;

    fn after(&self, page: &Response<types::BookPage>) -> Option<Self> {
        let request = self.0.next_cursor("cursor", page.next.as_deref(), page.more)?;
        Some(Self(request))
    }

    fn items(page: types::BookPage) -> Vec<types::Book> {
        page.data
    }
}

/// Made by [`Books::get`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until awaited"]
pub struct GetBook(Request);

impl GetBook {
    const OP: Op = Op::new("getBook", Method::Get, "/books/{book_id}").accept("application/json");

    /// Asks only for what changed since `etag`.
    pub fn if_none_match(self, etag: &ETag) -> Call<Conditional<types::Book>> {
        self.0.if_none_match(etag).send_conditional_json()
    }
}

impl IntoFuture for GetBook {
    type Output = crate::Result<Response<types::Book>>;
    type IntoFuture = Call<Response<types::Book>>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.send_json()
    }
}

/// Made by [`Books::update`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until awaited"]
pub struct UpdateBook(Request);

impl UpdateBook {
    const OP: Op =
        Op::new("updateBook", Method::Patch, "/books/{book_id}").accept("application/json");

    /// Refuses the change unless the book is still at this version.
    pub fn if_match(self, etag: &ETag) -> Self {
        Self(self.0.if_match(etag))
    }
}

impl IntoFuture for UpdateBook {
    type Output = crate::Result<Response<types::Book>>;
    type IntoFuture = Call<Response<types::Book>>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.send_json()
    }
}

/// Made by [`Books::create`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until awaited"]
pub struct CreateBook(Request);

impl CreateBook {
    const OP: Op = Op::new("createBook", Method::Post, "/books")
        .accept("application/json")
        .idempotency_key("Idempotency-Key")
        .security(&[&["token"], &["key"]]);

    /// Uses this key, so that the call can be made again.
    pub fn idempotency_key(self, key: &str) -> Self {
        Self(self.0.idempotency_key(key))
    }
}

impl IntoFuture for CreateBook {
    type Output = crate::Result<Response<Option<types::Book>>>;
    type IntoFuture = Call<Response<Option<types::Book>>>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.send_optional_json()
    }
}

/// Made by [`Books::lend`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until awaited"]
pub struct LendBook(Request);

impl LendBook {
    const OP: Op = Op::new("lendBook", Method::Post, "/books/{book_id}:lend");
}

impl IntoFuture for LendBook {
    type Output = crate::Result<Response<()>>;
    type IntoFuture = Call<Response<()>>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.send_empty()
    }
}

/// Made by [`Books::relocate`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until awaited"]
pub struct MoveBook(Request);

impl MoveBook {
    const OP: Op = Op::new("moveBook", Method::Put, "/books/{book_id}/place");
}

impl IntoFuture for MoveBook {
    type Output = crate::Result<Response<types::MoveBookResponse>>;
    type IntoFuture = Call<Response<types::MoveBookResponse>>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.send_by_status()
    }
}

impl ByStatus for types::MoveBookResponse {
    const CASES: &'static [Case<Self>] = &[
        Case::status(200, |body| body.json().map(Self::Ok)),
        Case::status(202, |body| body.json().map(Self::Accepted)),
        Case::range(2, |_| Ok(Self::Other)),
    ];
}

/// Made by [`Books::probe`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until awaited"]
pub struct ProbeBook(Request);

impl ProbeBook {
    const OP: Op = Op::new("probeBook", Method::Head, "/books/{book_id}");
}

impl IntoFuture for ProbeBook {
    type Output = crate::Result<Response<()>>;
    type IntoFuture = Call<Response<()>>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.send_empty()
    }
}

/// Made by [`Books::content`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until awaited"]
pub struct BookContent(Request);

impl BookContent {
    const OP: Op = Op::new("bookContent", Method::Get, "/books/{book_id}/content");

    /// Asks for a part of the bytes only.
    pub fn range(self, range: impl RangeBounds<u64>) -> Self {
        Self(self.0.range(range))
    }
}

impl IntoFuture for BookContent {
    type Output = crate::Result<Download>;
    type IntoFuture = Call<Download>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.send_download()
    }
}

/// Made by [`Books::scan`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until awaited"]
pub struct ScanBook(Request);

impl ScanBook {
    const OP: Op = Op::new("scanBook", Method::Post, "/scans").idempotency_key("Idempotency-Key");

    /// The title on the cover.
    pub fn title(self, title: &str) -> Self {
        Self(self.0.part_text("title", title))
    }

    /// What is in it.
    pub fn parts(self, parts: &[types::Part]) -> Self {
        Self(self.0.part_json("parts", parts))
    }
}

impl IntoFuture for ScanBook {
    type Output = crate::Result<Response<String>>;
    type IntoFuture = Call<Response<String>>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.send_text()
    }
}

/// Made by [`Books::events`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until awaited"]
pub struct BookEvents(Request);

impl BookEvents {
    const OP: Op = Op::new("bookEvents", Method::Get, "/events")
        .accept("text/event-stream")
        .last_event_id("last_event_id");

    /// Goes on behind this event.
    pub fn last_event_id(self, last_event_id: &str) -> Self {
        Self(self.0.header("Last-Event-ID", last_event_id))
    }
}

impl IntoFuture for BookEvents {
    type Output = crate::Result<EventStream<types::BookEvent>>;
    type IntoFuture = Call<EventStream<types::BookEvent>>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.send_events()
    }
}

/// Made by [`Books::export`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until awaited"]
pub struct ExportBooks(Request);

impl ExportBooks {
    const OP: Op = Op::new("exportBooks", Method::Get, "/books.jsonl").security(&[]);
}

impl IntoFuture for ExportBooks {
    type Output = crate::Result<Lines<types::Book>>;
    type IntoFuture = Call<Lines<types::Book>>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.send_lines()
    }
}

crate::runtime::request_options! {
    ListBooks, GetBook, UpdateBook, CreateBook, LendBook, MoveBook, BookContent, ScanBook,
    BookEvents, ExportBooks, ProbeBook,
}

#[cfg(feature = "mock")]
crate::runtime::mocked_by_status! {
    types::MoveBookResponse { Ok: 200 json, Accepted: 202 json, Other: 204 empty }
}

#[cfg(feature = "mock")]
crate::runtime::mocked! {
    ListBooks => 200 json,
    GetBook => 200 json,
    UpdateBook: json types::BookEdit => 200 json,
    CreateBook: json types::BookEdit => 201 optional_json | 204,
    LendBook => 204 empty,
    MoveBook => by_status,
    BookContent => 200 bytes,
    ScanBook: multipart => 200 text,
    BookEvents => 200 events,
    ExportBooks => 200 lines,
    ProbeBook => 200 empty,
}
