//! A scanner that walks JSON text along the wanted places and skips the rest.

use super::{Found, Wanted};
use memchr::memchr2;
use std::ops::Range;

/// Finds the wanted places in a text that is valid JSON.
pub(super) fn find(text: &str, wanted: &mut Wanted) {
    let mut scanner = Scanner { bytes: text.as_bytes(), position: 0 };
    scanner.value(Some(Wanted::ROOT), None, wanted);
}

struct Scanner<'t> {
    bytes: &'t [u8],
    position: usize,
}

impl Scanner<'_> {
    /// Passes a value. Recurses only along wanted places.
    fn value(&mut self, node: Option<usize>, key: Option<Range<usize>>, wanted: &mut Wanted) {
        self.space();
        let start = self.position;
        let is_scalar = !matches!(self.peek(), Some(b'{' | b'['));
        match (node, self.peek()) {
            (Some(node), Some(b'{')) if wanted.has_children(node) => self.object(node, wanted),
            (Some(node), Some(b'[')) if wanted.has_children(node) => self.list(node, wanted),
            _ => self.skip(),
        }
        if let Some(node) = node {
            let value = start..if is_scalar { self.position } else { start + 1 };
            wanted.found(node, Found { key, value, is_scalar });
        }
    }

    fn object(&mut self, node: usize, wanted: &mut Wanted) {
        self.position += 1;
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                break;
            }
            let start = self.position;
            self.string();
            let key = start..self.position;
            self.space();
            self.position += 1;
            let child = self.text(&key).and_then(|token| wanted.child(node, &token));
            self.value(child, Some(key), wanted);
            self.space();
            if self.peek() != Some(b',') {
                break;
            }
            self.position += 1;
        }
        self.position += 1;
    }

    fn list(&mut self, node: usize, wanted: &mut Wanted) {
        self.position += 1;
        for index in 0.. {
            self.space();
            if matches!(self.peek(), Some(b']') | None) {
                break;
            }
            self.value(wanted.item(node, index), None, wanted);
            self.space();
            if self.peek() != Some(b',') {
                break;
            }
            self.position += 1;
        }
        self.position += 1;
    }

    /// The text of a quoted key.
    fn text(&self, range: &Range<usize>) -> Option<String> {
        serde_json::from_slice(self.bytes.get(range.clone())?).ok()
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.position..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.position).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.position += 1;
        }
    }

    fn string(&mut self) {
        self.position += 1;
        while let Some(length) = memchr2(b'"', b'\\', self.rest()) {
            self.position += length;
            let closes = self.peek() == Some(b'"');
            self.position += if closes { 1 } else { 2 };
            if closes {
                return;
            }
        }
        self.position = self.bytes.len();
    }

    /// Passes a value without looking at it.
    fn skip(&mut self) {
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'{' | b'[') => self.skip_nested(),
            _ => self.word(),
        }
    }

    /// Passes an object or a list: only brackets and strings count, for the text is valid.
    fn skip_nested(&mut self) {
        let counts = |byte: &u8| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']');
        let mut depth = 0usize;
        while let Some(length) = self.rest().iter().position(counts) {
            self.position += length;
            match self.bytes[self.position] {
                b'"' => {
                    self.string();
                    continue;
                }
                b'{' | b'[' => depth += 1,
                _ => depth = depth.saturating_sub(1),
            }
            self.position += 1;
            if depth == 0 {
                return;
            }
        }
        self.position = self.bytes.len();
    }

    fn word(&mut self) {
        while self.peek().is_some_and(|byte| !b",]} \n\r\t".contains(&byte)) {
            self.position += 1;
        }
    }
}
