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
    task::{Context, Poll},
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
/// After an error the same page can be asked for again.
pub struct Pages<P: Paginated> {
    next: Option<P>,
    fetching: Option<Call<Response<P::Page>>>,
    seen: BTreeSet<u64>,
    prefetch: bool,
}

impl<P: Paginated> Pages<P> {
    /// Starts with the page that a request asks for.
    pub fn new(first: P) -> Self {
        Self { next: Some(first), fetching: None, seen: BTreeSet::new(), prefetch: false }
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
    /// The page could not be had, or the list leads back to a page it gave before.
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
        let fetching = self.fetching.get_or_insert_with(|| request.clone().into_future());
        let page = match Pin::new(fetching).poll(context) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(page) => page,
        };
        self.fetching = None;
        let page = page?;
        self.seen.insert(fingerprint(request.request()));
        let next = request.after(&page);
        if let Some(next) = &next
            && self.seen.contains(&fingerprint(next.request()))
        {
            let operation = request.request().0.op.id;
            self.next = None;
            return Poll::Ready(Err(endless(operation)));
        }
        self.next = next;
        self.ahead(context);
        Poll::Ready(Ok(Some(page)))
    }

    /// Sends the request for the next page, if that is wanted.
    fn ahead(&mut self, context: &mut Context<'_>) {
        let (true, Some(next)) = (self.prefetch, &self.next) else {
            return;
        };
        let mut fetching = next.clone().into_future();
        match Pin::new(&mut fetching).poll(context) {
            Poll::Pending => self.fetching = Some(fetching),
            // Too fast to be true: a request that cannot be built. Asking again gives the error.
            Poll::Ready(_) => {}
        }
    }
}

#[cold]
fn endless(operation: &'static str) -> Error {
    let mut error =
        Error::new(ErrorKind::Pagination, "the list leads back to a page it gave before");
    error.report_mut().operation = operation;
    error
}

/// What tells the requests for two pages apart.
fn fingerprint(request: &Request) -> u64 {
    let mut hasher = DefaultHasher::new();
    request.0.target().unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}

impl<P: Paginated + Unpin> Stream for Pages<P> {
    type Item = Result<Response<P::Page>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context).map(Result::transpose)
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
pub struct Items<P: Paginated> {
    pages: Pages<P>,
    items: VecDeque<P::Item>,
}

impl<P: Paginated> Items<P> {
    /// Starts with the page that a request asks for.
    pub fn new(first: P) -> Self {
        Self { pages: Pages::new(first), items: VecDeque::new() }
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
                Poll::Ready(Ok(Some(page))) => self.items = P::items(page.into_inner()).into(),
                Poll::Ready(end) => return Poll::Ready(end.map(|_| None)),
            }
        }
    }
}

impl<P: Paginated<Item: Unpin> + Unpin> Stream for Items<P> {
    type Item = Result<P::Item>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context).map(Result::transpose)
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
    pub fn advance(self, name: &'static str, first: i64, by: i64) -> Self {
        let pairs = self.0.query.iter().find(|(known, _)| known == name).map(|(_, pairs)| pairs);
        let set = pairs.and_then(|pairs| pairs.first()?.1.parse::<i64>().ok());
        self.query(name, &set.unwrap_or(first).saturating_add(by))
    }

    /// Returns the request with the cursor that a page names, if it names one.
    pub fn next_cursor<T: Serialize>(&self, name: &'static str, cursor: &T) -> Option<Self> {
        match serde_json::to_value(cursor) {
            Ok(Value::Null) => None,
            Ok(Value::String(cursor)) if cursor.is_empty() => None,
            Ok(cursor) => Some(self.clone().query(name, &cursor)),
            Err(error) => Some(self.clone().fail(format!("parameter `{name}`: {error}"))),
        }
    }

    /// Returns the request for a URL that a page names; it must be of the same server.
    #[must_use]
    pub fn follow(mut self, url: &str) -> Self {
        let base = self.0.client.shared().base.clone();
        match resolve(&base, self.0.target().as_deref().unwrap_or("/"), url) {
            Some(target) => {
                self.parts().url = Some(target.into());
                self
            }
            None => self.fail("the next page is on another server"),
        }
    }

    /// Returns the request for the page that the `Link` header names as next, if it does.
    pub fn follow_link<T>(&self, page: &Response<T>) -> Option<Self> {
        let links = page.headers().get_all(http::header::LINK).iter();
        let next = links.filter_map(|link| link.to_str().ok()).find_map(headers::next_link)?;
        Some(self.clone().follow(next))
    }
}

/// The path and query of a URL behind the base, if it is there.
fn resolve(base: &str, target: &str, url: &str) -> Option<String> {
    let current = reqwest::Url::parse(&format!("{base}{target}")).ok()?;
    let next = current.join(url).ok()?;
    let prefix = reqwest::Url::parse(base).ok()?;
    if next.origin() != prefix.origin() {
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
