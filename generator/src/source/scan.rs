//! Passing over JSON text without reading it.

use memchr::{memchr2, memchr3};

/// A place in a text. What is passed over is taken for valid JSON: where it is not, some place
/// after it is found, or the end.
pub(super) struct Scanner<'t> {
    text: &'t str,
    pub(super) position: usize,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, position: 0 }
    }

    /// The text from a place on to where the scanner is.
    pub(super) fn since(&self, start: usize) -> Option<&'t str> {
        self.text.get(start..self.position)
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.position).copied()
    }

    /// Passes a byte if it is the next one.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.position += usize::from(is_next);
        is_next
    }

    pub(super) fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.position += 1;
        }
    }

    /// Passes a value.
    pub(super) fn value(&mut self) {
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'{') => self.nested(b'{', b'}'),
            Some(b'[') => self.nested(b'[', b']'),
            _ => self.word(),
        }
    }

    /// Passes a quoted text.
    pub(super) fn string(&mut self) {
        self.position += 1;
        while let Some(length) = memchr2(b'"', b'\\', self.rest()) {
            self.position += length;
            let closes = self.peek() == Some(b'"');
            self.position += if closes { 1 } else { 2 };
            if closes {
                return;
            }
        }
        self.position = self.text.len();
    }

    /// Passes an object or a list: brackets of the other kind match of themselves.
    fn nested(&mut self, opening: u8, closing: u8) {
        let mut depth = 0usize;
        while let Some(length) = memchr3(b'"', opening, closing, self.rest()) {
            self.position += length;
            match self.peek() {
                Some(b'"') => {
                    self.string();
                    continue;
                }
                Some(byte) if byte == opening => depth += 1,
                _ => depth = depth.saturating_sub(1),
            }
            self.position += 1;
            if depth == 0 {
                return;
            }
        }
        self.position = self.text.len();
    }

    /// Passes a number, `true`, `false` or `null`.
    fn word(&mut self) {
        while self.peek().is_some_and(|byte| !b",]} \n\r\t".contains(&byte)) {
            self.position += 1;
        }
    }

    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.position..).unwrap_or_default()
    }
}
