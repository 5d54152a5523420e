//! The format `text/event-stream` (HTML, section 9.2.6).

use std::{collections::VecDeque, time::Duration};

/// An event as it came.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) id: Option<String>,
    pub(super) name: String,
    pub(super) data: String,
}

/// Takes bytes in any pieces and gives events.
#[derive(Debug, Default)]
pub(super) struct Parser {
    pub(super) frames: VecDeque<Frame>,
    /// The id of the last event that was complete.
    pub(super) last_id: Option<String>,
    /// How long the server wants us to wait before we reconnect.
    pub(super) retry: Option<Duration>,
    pub(super) limit: usize,
    line: Vec<u8>,
    is_first: bool,
    after_return: bool,
    id: Option<String>,
    name: String,
    data: String,
    has_data: bool,
}

impl Parser {
    /// Makes what reads streams; each starts with [`restart`](Self::restart).
    pub(super) fn new(last_id: Option<String>, limit: usize) -> Self {
        Self { last_id, limit, ..Self::default() }
    }

    /// Starts a new stream: what was not complete is dropped.
    pub(super) fn restart(&mut self) {
        self.line.clear();
        self.name.clear();
        self.data.clear();
        self.id.clone_from(&self.last_id);
        (self.has_data, self.is_first, self.after_return) = (false, true, false);
    }

    /// Takes bytes; returns false where an event is larger than it may be.
    pub(super) fn push(&mut self, mut bytes: &[u8]) -> bool {
        if self.after_return && !bytes.is_empty() {
            self.after_return = false;
            bytes = bytes.strip_prefix(b"\n").unwrap_or(bytes);
        }
        while let Some(end) = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            self.line.extend_from_slice(&bytes[..end]);
            let is_return = bytes[end] == b'\r';
            bytes = &bytes[end + 1..];
            if is_return {
                self.after_return = bytes.is_empty();
                bytes = bytes.strip_prefix(b"\n").unwrap_or(bytes);
            }
            if self.line.len() + self.data.len() > self.limit {
                return false;
            }
            self.end_line();
        }
        self.line.extend_from_slice(bytes);
        self.line.len() + self.data.len() <= self.limit
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let mut text = &line[..];
        if std::mem::take(&mut self.is_first) {
            text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        }
        if text.is_empty() {
            self.dispatch();
        } else {
            let text = String::from_utf8_lossy(text);
            let (field, value) = text.split_once(':').unwrap_or((&text, ""));
            self.field(field, value.strip_prefix(' ').unwrap_or(value));
        }
        // The buffer serves the next line too.
        self.line = line;
        self.line.clear();
    }

    fn field(&mut self, field: &str, value: &str) {
        match field {
            "data" => {
                if self.has_data {
                    self.data.push('\n');
                }
                self.data.push_str(value);
                self.has_data = true;
            }
            "event" => value.clone_into(&mut self.name),
            "id" if !value.contains(is_no_text) => self.id = Some(value.to_owned()),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
            }
            _ => {}
        }
    }

    fn dispatch(&mut self) {
        self.last_id.clone_from(&self.id);
        let name = std::mem::take(&mut self.name);
        let data = std::mem::take(&mut self.data);
        if std::mem::take(&mut self.has_data) {
            let name = if name.is_empty() { "message".to_owned() } else { name };
            let id = self.id.clone().filter(|id| !id.is_empty());
            self.frames.push_back(Frame { id, name, data });
        }
    }
}

/// Whether no header carries this character. The format lets ids with NUL pass by; with another of
/// these no id could be asked for.
fn is_no_text(character: char) -> bool {
    character.is_ascii_control() && character != '\t'
}
