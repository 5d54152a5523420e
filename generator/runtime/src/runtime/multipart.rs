//! Forms of several parts (RFC 7578).

use super::{Body, body::Upload};
use bytes::Bytes;
use futures_core::Stream;
use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    vec,
};

/// A file to send as a part of a form.
#[derive(Clone, Debug)]
pub struct FilePart {
    body: Body,
    file_name: Option<String>,
    content_type: Option<String>,
}

impl FilePart {
    /// Makes a part of bytes, a file or a stream.
    pub fn new(body: impl Into<Body>) -> Self {
        Self { body: body.into(), file_name: None, content_type: None }
    }

    /// Names the file.
    #[must_use]
    pub fn file_name(self, name: impl Into<String>) -> Self {
        Self { file_name: Some(name.into()), ..self }
    }

    /// Says what the file is.
    #[must_use]
    pub fn content_type(self, media_type: impl Into<String>) -> Self {
        Self { content_type: Some(media_type.into()), ..self }
    }
}

impl<T: Into<Body>> From<T> for FilePart {
    fn from(body: T) -> Self {
        Self::new(body)
    }
}

/// The parts of a form.
#[derive(Clone, Debug, Default)]
pub struct Multipart {
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
struct Part {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    body: Body,
}

impl Multipart {
    /// Starts a form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text.
    #[must_use]
    pub fn text(self, name: &str, value: impl Into<String>) -> Self {
        self.part(name, None, None, Body::from(value.into()))
    }

    /// Adds a file; `content_type` is what it is unless the file says so itself.
    #[must_use]
    pub fn file(self, name: &str, content_type: Option<&str>, file: impl Into<FilePart>) -> Self {
        let file = file.into();
        let content_type = file.content_type.or_else(|| content_type.map(str::to_owned));
        let content_type = content_type.unwrap_or_else(|| "application/octet-stream".to_owned());
        let file_name = file.file_name.unwrap_or_else(|| name.to_owned());
        self.part(name, Some(file_name), Some(content_type), file.body)
    }

    /// Adds a part that has been written already, in the media type named.
    #[must_use]
    pub fn encoded(self, name: &str, content_type: &str, body: impl Into<Body>) -> Self {
        self.part(name, None, Some(content_type.to_owned()), body.into())
    }

    fn part(
        mut self,
        name: &str,
        file_name: Option<String>,
        content_type: Option<String>,
        body: Body,
    ) -> Self {
        self.parts.push(Part { name: name.to_owned(), file_name, content_type, body });
        self
    }

    /// Writes the form: bytes if all parts are, else a stream.
    pub(super) fn into_body(self, boundary: &str) -> Body {
        let mut bodies = Vec::with_capacity(self.parts.len() * 2 + 1);
        let mut start = format!("--{boundary}\r\n");
        for part in self.parts {
            part.write_head(&mut start);
            bodies.push(Body::from(std::mem::take(&mut start)));
            bodies.push(part.body);
            start = format!("\r\n--{boundary}\r\n");
        }
        start.truncate(start.len() - 2);
        start.push_str("--\r\n");
        bodies.push(Body::from(start));
        concat(bodies)
    }
}

impl Part {
    fn write_head(&self, out: &mut String) {
        out.push_str("Content-Disposition: form-data; name=\"");
        push_quoted(&self.name, out);
        if let Some(name) = &self.file_name {
            out.push_str("\"; filename=\"");
            push_quoted(name, out);
        }
        out.push_str("\"\r\n");
        if let Some(media_type) = &self.content_type {
            out.push_str("Content-Type: ");
            out.extend(media_type.chars().filter(|character| !character.is_control()));
            out.push_str("\r\n");
        }
        out.push_str("\r\n");
    }
}

/// Escapes what would end a quoted name, as browsers do.
fn push_quoted(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '"' => out.push_str("%22"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
}

/// Puts bodies behind each other.
fn concat(bodies: Vec<Body>) -> Body {
    let bytes: Option<Vec<&Bytes>> = bodies.iter().map(Body::as_bytes).collect();
    if let Some(bytes) = bytes {
        return Body::from(bytes.into_iter().flatten().copied().collect::<Vec<u8>>());
    }
    let length = bodies.iter().map(Body::length).sum();
    if bodies.iter().all(Body::is_replayable) {
        return Body::replayable(move || Box::pin(Chain::new(bodies.clone())), length);
    }
    Body::stream(Chain::new(bodies), length)
}

/// The chunks of bodies behind each other.
struct Chain {
    bodies: vec::IntoIter<Body>,
    current: Option<Upload>,
}

impl Chain {
    fn new(bodies: Vec<Body>) -> Self {
        Self { bodies: bodies.into_iter(), current: None }
    }
}

impl Stream for Chain {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(current) = &mut self.current {
                match current.as_mut().poll_next(context) {
                    Poll::Ready(None) => self.current = None,
                    other => return other,
                }
            }
            match self.bodies.next() {
                Some(body) => self.current = Some(body.into_stream()),
                None => return Poll::Ready(None),
            }
        }
    }
}
