//! What is sent: bytes, files and streams.

use bytes::Bytes;
use futures_core::Stream;
use std::{
    fmt, io,
    path::PathBuf,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
};
use tokio::io::{AsyncRead, ReadBuf};

/// The size of chunks.
const CHUNK: usize = 64 * 1024;

/// The chunks of a body that is sent.
pub type Upload = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// A body to send. Bytes and files can be sent again after a failure, a stream only once.
#[derive(Clone)]
pub struct Body {
    source: Source,
    length: Option<u64>,
}

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    Replay(Arc<dyn Fn() -> Upload + Send + Sync>),
    Once(Arc<Mutex<Option<Upload>>>),
}

impl Body {
    /// Makes a body of chunks that come only once; with the length, if it is known.
    pub fn stream(
        chunks: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        Self { source: Source::Once(Arc::new(Mutex::new(Some(Box::pin(chunks))))), length }
    }

    /// Makes a body of chunks that can be had again.
    pub fn replayable(
        open: impl Fn() -> Upload + Send + Sync + 'static,
        length: Option<u64>,
    ) -> Self {
        Self { source: Source::Replay(Arc::new(open)), length }
    }

    /// Makes a body of what a reader gives, which comes only once.
    pub fn reader(reader: impl AsyncRead + Send + 'static, length: Option<u64>) -> Self {
        Self::stream(Reader::new(Box::pin(reader)), length)
    }

    /// Makes a body of a file, read in chunks while it is sent, again for every attempt.
    ///
    /// # Errors
    ///
    /// The file cannot be looked at.
    pub async fn file(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let length = tokio::fs::metadata(&path).await?.len();
        Ok(Self::replayable(move || Box::pin(File::new(path.clone())), Some(length)))
    }

    /// Calls a function with the number of bytes sent so far, after each chunk.
    #[must_use]
    pub fn on_progress(self, report: impl Fn(u64) + Send + Sync + 'static) -> Self {
        let (report, length) = (Arc::new(report), self.length);
        let watch = move |chunks| Watched { chunks, sent: 0, report: report.clone() };
        match self.source {
            Source::Bytes(bytes) => {
                let open = move || Box::pin(watch(Box::pin(Pieces(bytes.clone())))) as Upload;
                Self::replayable(open, length)
            }
            Source::Replay(open) => {
                Self::replayable(move || Box::pin(watch(open())) as Upload, length)
            }
            Source::Once(_) => Self::stream(watch(self.into_stream()), length),
        }
    }

    /// Returns the length, where it is known.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Whether it can be sent again.
    pub fn is_replayable(&self) -> bool {
        !matches!(self.source, Source::Once(_))
    }

    /// Returns the bytes, if the body is bytes.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Bytes(bytes) => Some(bytes),
            Source::Replay(_) | Source::Once(_) => None,
        }
    }

    /// Whether it is known to be empty.
    pub fn is_empty(&self) -> bool {
        self.length == Some(0)
    }

    /// Turns the body into its chunks. One that comes only once gives an error the second time.
    pub fn into_stream(self) -> Upload {
        match self.source {
            Source::Bytes(bytes) => Box::pin(Pieces(bytes)),
            Source::Replay(open) => open(),
            Source::Once(cell) => {
                let taken = cell.lock().unwrap_or_else(PoisonError::into_inner).take();
                taken.unwrap_or_else(|| Box::pin(Spent { is_told: false }))
            }
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::from(Bytes::new())
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Body")
            .field("length", &self.length)
            .field("replayable", &self.is_replayable())
            .finish()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        let length = Some(bytes.len() as u64);
        Self { source: Source::Bytes(bytes), length }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&[u8]> for Body {
    fn from(bytes: &[u8]) -> Self {
        Bytes::copy_from_slice(bytes).into()
    }
}

impl<const N: usize> From<&[u8; N]> for Body {
    fn from(bytes: &[u8; N]) -> Self {
        bytes.as_slice().into()
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        text.as_bytes().into()
    }
}

/// Bytes in chunks.
struct Pieces(Bytes);

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let length = self.0.len().min(CHUNK);
        Poll::Ready((length > 0).then(|| Ok(self.0.split_to(length))))
    }
}

/// Chunks that are counted.
struct Watched<F> {
    chunks: Upload,
    sent: u64,
    report: Arc<F>,
}

impl<F: Fn(u64)> Stream for Watched<F> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(self.chunks.as_mut().poll_next(context));
        if let Some(Ok(chunk)) = &chunk {
            self.sent += chunk.len() as u64;
            (self.report)(self.sent);
        }
        Poll::Ready(chunk)
    }
}

/// A stream that has been used up: it says so, once.
struct Spent {
    is_told: bool,
}

impl Stream for Spent {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let message = "the body was a stream and has been sent already";
        let is_told = std::mem::replace(&mut self.is_told, true);
        Poll::Ready((!is_told).then(|| Err(io::Error::other(message))))
    }
}

/// The chunks of a reader.
struct Reader {
    reader: Option<Pin<Box<dyn AsyncRead + Send>>>,
    buffer: Box<[u8]>,
}

impl Reader {
    fn new(reader: Pin<Box<dyn AsyncRead + Send>>) -> Self {
        Self { reader: Some(reader), buffer: vec![0; CHUNK].into() }
    }
}

impl Stream for Reader {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let Some(reader) = &mut this.reader else {
            return Poll::Ready(None);
        };
        let mut buffer = ReadBuf::new(&mut this.buffer);
        match reader.as_mut().poll_read(context, &mut buffer) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {
                Poll::Ready(Some(Ok(Bytes::copy_from_slice(buffer.filled()))))
            }
            Poll::Ready(end) => {
                this.reader = None;
                Poll::Ready(end.err().map(Err))
            }
        }
    }
}

/// The chunks of a file, opened when the first is asked for.
enum File {
    Closed(PathBuf),
    Opening(Pin<Box<dyn Future<Output = io::Result<tokio::fs::File>> + Send>>),
    Open(Reader),
    Failed,
}

impl File {
    fn new(path: PathBuf) -> Self {
        Self::Closed(path)
    }
}

impl Stream for File {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match this {
                Self::Closed(path) => {
                    let opening = Box::pin(tokio::fs::File::open(std::mem::take(path)));
                    *this = Self::Opening(opening);
                }
                Self::Opening(opening) => match opening.as_mut().poll(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(Ok(file)) => *this = Self::Open(Reader::new(Box::pin(file))),
                    Poll::Ready(Err(error)) => {
                        *this = Self::Failed;
                        return Poll::Ready(Some(Err(error)));
                    }
                },
                Self::Open(reader) => return Pin::new(reader).poll_next(context),
                Self::Failed => return Poll::Ready(None),
            }
        }
    }
}

/// A request body that may be left out: a value, a reference to one, or `None`.
pub trait IntoBody<T> {
    /// Returns the body, if there is one.
    fn body(&self) -> Option<&T>;
}

impl<T> IntoBody<T> for T {
    fn body(&self) -> Option<&T> {
        Some(self)
    }
}

impl<T> IntoBody<T> for &T {
    fn body(&self) -> Option<&T> {
        Some(self)
    }
}

impl<T> IntoBody<T> for Option<T> {
    fn body(&self) -> Option<&T> {
        self.as_ref()
    }
}
