//! The parts of a form, as they were sent.

use bytes::Bytes;
use std::fmt;

/// A part of a form of several parts.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MockPart {
    /// Its name.
    pub name: String,
    /// The name of its file.
    pub file_name: Option<String>,
    /// Its media type.
    pub content_type: Option<String>,
    /// What it holds.
    pub body: Bytes,
}

/// Shows no value, as any may be a secret.
impl fmt::Debug for MockPart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("MockPart")
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// Reads the parts of a form; nothing where the body is none.
pub(super) fn parts(media_type: &str, body: &Bytes) -> Option<Vec<MockPart>> {
    let boundary = media_type.split_once("boundary=")?.1;
    let boundary = boundary.split(';').next()?.trim().trim_matches('"');
    let first = format!("--{boundary}");
    let next = format!("\r\n--{boundary}");
    let mut at = find(body, first.as_bytes(), 0)? + first.len();
    let mut parts = Vec::new();
    while body.get(at..at + 2)? == b"\r\n" {
        let head = find(body, b"\r\n\r\n", at)?;
        // A part without a body may begin with the boundary at once.
        let end = find(body, next.as_bytes(), head + 2)?;
        let (start, lines) = (head + 4, body.get(at + 2..head)?);
        parts.push(part(std::str::from_utf8(lines).ok()?, body.slice(start.min(end)..end))?);
        at = end + next.len();
    }
    (body.get(at..at + 2)? == b"--").then_some(parts)
}

fn part(head: &str, body: Bytes) -> Option<MockPart> {
    let value = |name: &str| {
        let lines = head.lines().filter_map(|line| line.split_once(':'));
        let mut found = lines.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.trim())
    };
    let disposition = value("content-disposition")?;
    Some(MockPart {
        name: quoted(disposition, "; name=\"")?,
        file_name: quoted(disposition, "; filename=\""),
        content_type: value("content-type").map(str::to_owned),
        body,
    })
}

/// A quoted text behind a key, with what browsers escape.
fn quoted(text: &str, key: &str) -> Option<String> {
    let value = text.split_once(key)?.1.split('"').next()?;
    Some(value.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"))
}

fn find(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let found = bytes.get(from..)?.windows(wanted.len()).position(|it| it == wanted);
    found.map(|at| from + at)
}
