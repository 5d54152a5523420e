//! Lists that come in pages.

use super::{Call, Error, ErrorKind, Operation, Request, Response, Result, headers};
use futures_core::Stream;
use serde::Serialize;
use serde_json::Value;
use std::{
    collections::{BTreeSet, VecDeque},
    fmt,
    future::poll_fn,
    hash::{DefaultHasher, Hash, Hasher},
    pin::Pin,
    task::{Context, Poll, ready},
};

/// An operation whose answer is one page of a list.
pub trait Paginated:
    Operation
    + Clone
    + IntoFuture<Output = Result<Response<Self::Page>>, IntoFuture = Call<Response<Self::Page>>>
{
    /// A page.
    type Page;
    /// An item of the list.
    type Item;

    /// Returns the request for the page after this one, if there is one.
    fn after(&self, page: &Response<Self::Page>) -> Option<Self>;

    /// Returns the items of a page.
    fn items(page: Self::Page) -> Vec<Self::Item>;
}

/// The pages of a list, fetched as they are needed.
///
/// After an error `try_next` asks for the same page again; as a stream it ends.
pub struct Pages<P: Paginated> {
    next: Option<P>,
    fetching: Option<Call<Response<P::Page>>>,
    /// The next page, where it came as soon as it was asked for.
    fetched: Option<Box<Result<Response<P::Page>>>>,
    seen: BTreeSet<u64>,
    same: Same,
    prefetch: bool,
    has_failed: bool,
    /// Why there is no next page although the last one named one.
    problem: Option<&'static str>,
}

impl<P: Paginated> Pages<P> {
    /// Starts with the page that a request asks for.
    pub fn new(first: P) -> Self {
        Self {
            next: Some(first),
            fetching: None,
            fetched: None,
            seen: BTreeSet::new(),
            same: Same::default(),
            prefetch: false,
            has_failed: false,
            problem: None,
        }
    }

    /// Asks for the next page while this one is used.
    #[must_use]
    pub fn prefetch(self) -> Self {
        Self { prefetch: true, ..self }
    }

    /// Returns the next page, or nothing after the last.
    ///
    /// # Errors
    ///
    /// The page could not be had, the list leads back to a page it gave before, or page after page
    /// is the same; asked again, a list of the last kind goes on.
    pub async fn try_next(&mut self) -> Result<Option<Response<P::Page>>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Returns the request for the next page: where to go on from later.
    pub fn next_request(&self) -> Option<&P> {
        self.next.as_ref()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Response<P::Page>>>> {
        let Some(request) = &self.next else {
            return Poll::Ready(Ok(None));
        };
        if let Some(problem) = self.problem {
            let error = self.endless(problem);
            self.next = None;
            return Poll::Ready(Err(error));
        }
        let page = match self.fetched.take() {
            Some(page) => (*page)?,
            None => {
                let ask = || request.clone().into_future();
                let page = ready!(Pin::new(self.fetching.get_or_insert_with(ask)).poll(context));
                self.fetching = None;
                page?
            }
        };
        if self.same.is_endless(page.digest()) {
            let error = self.endless("page after page is the same: the server may not count them");
            self.fetched = Some(Box::new(Ok(page)));
            return Poll::Ready(Err(error));
        }
        self.seen.insert(fingerprint(request.request()));
        let next = request.after(&page);
        if let Some(next) = &next
            && next.request().checked().is_ok()
            && self.seen.contains(&fingerprint(next.request()))
        {
            self.problem = Some("the list leads back to a page it gave before");
        }
        self.next = next;
        self.ahead(context);
        Poll::Ready(Ok(Some(page)))
    }

    /// Makes an error of a list that does not end.
    #[cold]
    fn endless(&self, message: &str) -> Error {
        let mut error = Error::new(ErrorKind::Pagination, message);
        let request = self.next.as_ref().map(Operation::request);
        error.report_mut().operation = request.map_or("", |request| request.0.op.id);
        error
    }

    /// Sends the request for the next page, if that is wanted.
    fn ahead(&mut self, context: &mut Context<'_>) {
        let (true, None, Some(next)) = (self.prefetch, self.problem, &self.next) else {
            return;
        };
        let mut fetching = next.clone().into_future();
        match Pin::new(&mut fetching).poll(context) {
            Poll::Pending => self.fetching = Some(fetching),
            Poll::Ready(page) => self.fetched = Some(Box::new(page)),
        }
    }
}

/// What tells the requests for two pages apart.
fn fingerprint(request: &Request) -> u64 {
    digest(request.0.target().unwrap_or_default().as_bytes())
}

/// What tells texts apart.
pub(super) fn digest(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// How often in a row the same page came: a server that does not know the parameter by which the
/// pages are counted gives the first one without end.
#[derive(Default)]
struct Same {
    last: Option<u64>,
    times: u32,
}

impl Same {
    /// How many pages in a row may be the same: short ones may be by chance.
    const MOST: u32 = 2;

    /// Notes a page; returns true where it is the same once too often, and starts anew.
    fn is_endless(&mut self, digest: Option<u64>) -> bool {
        self.times = if digest.is_some() && digest == self.last { self.times + 1 } else { 1 };
        self.last = digest;
        let is_endless = self.times > Self::MOST;
        if is_endless {
            self.last = None;
        }
        is_endless
    }
}

impl<P: Paginated + Unpin> Stream for Pages<P> {
    type Item = Result<Response<P::Page>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.has_failed {
            return Poll::Ready(None);
        }
        let page = ready!(self.poll(context));
        self.has_failed = page.is_err();
        Poll::Ready(page.transpose())
    }
}

impl<P: Paginated> fmt::Debug for Pages<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pages")
            .field("next", &self.next.as_ref().map(Operation::request))
            .field("fetched", &self.seen.len())
            .finish_non_exhaustive()
    }
}

/// The items of a list, across its pages.
///
/// After an error `try_next` goes on where it failed; as a stream it ends.
pub struct Items<P: Paginated> {
    pages: Pages<P>,
    items: VecDeque<P::Item>,
    empty: u32,
}

impl<P: Paginated> Items<P> {
    /// How many pages in a row may be empty.
    const EMPTY: u32 = 100;

    /// Starts with the page that a request asks for.
    pub fn new(first: P) -> Self {
        Self { pages: Pages::new(first), items: VecDeque::new(), empty: 0 }
    }

    /// Asks for the next page while this one is used.
    #[must_use]
    pub fn prefetch(self) -> Self {
        Self { pages: self.pages.prefetch(), ..self }
    }

    /// Returns the next item, or nothing after the last.
    ///
    /// # Errors
    ///
    /// A page could not be had, or the list leads back to a page it gave before.
    pub async fn try_next(&mut self) -> Result<Option<P::Item>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Returns every item that is left.
    ///
    /// # Errors
    ///
    /// A page could not be had, or the list leads back to a page it gave before.
    pub async fn try_collect(mut self) -> Result<Vec<P::Item>> {
        let mut all = Vec::new();
        while let Some(item) = self.try_next().await? {
            all.push(item);
        }
        Ok(all)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<P::Item>>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Ok(Some(item)));
            }
            match self.pages.poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Ok(Some(page))) => {
                    self.items = P::items(page.into_inner()).into();
                    self.empty = if self.items.is_empty() { self.empty + 1 } else { 0 };
                    if self.empty == Self::EMPTY {
                        self.empty = 0;
                        return Poll::Ready(Err(self.pages.endless("page after page is empty")));
                    }
                }
                Poll::Ready(end) => return Poll::Ready(end.map(|_| None)),
            }
        }
    }
}

impl<P: Paginated<Item: Unpin> + Unpin> Stream for Items<P> {
    type Item = Result<P::Item>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.pages.has_failed {
            return Poll::Ready(None);
        }
        let item = ready!(self.poll(context));
        self.pages.has_failed = item.is_err();
        Poll::Ready(item.transpose())
    }
}

impl<P: Paginated> fmt::Debug for Items<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Items")
            .field("pages", &self.pages)
            .field("ready", &self.items.len())
            .finish()
    }
}

impl Request {
    /// Returns the request with a number in its query moved on: the next offset, the next page.
    /// `first` is what the server assumes where there is none.
    #[must_use]
    pub fn advance(mut self, name: &'static str, first: i64, by: i64) -> Self {
        self.parts().is_counted = true;
        let pair = self.0.query.iter().find(|(known, _)| known == name).map(|(_, pair)| pair);
        let set = pair.and_then(|pair| pair.split_once('=')?.1.parse::<i64>().ok());
        self.query(name, &set.unwrap_or(first).saturating_add(by))
    }

    /// Returns the request with the cursor that a page names, unless the page is the last: it says
    /// so, or names no cursor. A page that says that there are more and names none leads to an
    /// error.
    pub fn next_cursor<T: Serialize + ?Sized>(
        &self,
        name: &'static str,
        cursor: Option<&T>,
        more: Option<bool>,
    ) -> Option<Self> {
        let is_last = more == Some(false);
        match serde_json::to_value(cursor).unwrap_or_default() {
            _ if is_last => None,
            Value::String(cursor) if !cursor.is_empty() => Some(self.clone().query(name, &cursor)),
            cursor @ Value::Number(_) => Some(self.clone().query(name, &cursor)),
            _ if more == Some(true) => {
                let message = "the page says that there are more, but not where they start";
                Some(self.clone().fail_as(ErrorKind::Pagination, message))
            }
            _ => None,
        }
    }

    /// Returns the request for a URL that a page names; it must be of the same server.
    #[must_use]
    pub fn follow(mut self, url: &str) -> Self {
        let target = self.0.target().unwrap_or_default();
        let base = self.0.base().unwrap_or_default();
        match resolve(&base, &target, url) {
            Some(target) => {
                self.parts().url = Some(target.into());
                self
            }
            None => self.fail_as(ErrorKind::Pagination, "the next page is on another server"),
        }
    }

    /// Returns the request for the page that the `Link` header names as next, if it does.
    pub fn follow_link<T>(&self, page: &Response<T>) -> Option<Self> {
        let links = page.headers().get_all(http::header::LINK).iter();
        let next = links.filter_map(|link| link.to_str().ok()).find_map(headers::next_link)?;
        Some(self.clone().follow(next))
    }
}

/// The path and query of a URL behind the base, if it is there. What is sent goes to the base: a
/// server behind a proxy may take itself for one without TLS.
fn resolve(base: &str, target: &str, url: &str) -> Option<String> {
    let current = reqwest::Url::parse(&format!("{base}{target}")).ok()?;
    let next = current.join(url).ok()?;
    let prefix = reqwest::Url::parse(base).ok()?;
    let is_same = next.origin() == prefix.origin();
    let is_plain = (next.scheme(), prefix.scheme()) == ("http", "https");
    let is_itself = is_plain && next.port().is_none() && next.host() == prefix.host();
    if !(is_same || is_itself) {
        return None;
    }
    let path = next.path().strip_prefix(prefix.path().trim_end_matches('/'))?;
    if !path.is_empty() && !path.starts_with('/') {
        return None;
    }
    Some(match next.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    })
}
