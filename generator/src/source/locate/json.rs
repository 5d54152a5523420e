//! A walk over JSON text along the wanted places that skips the rest.

use super::{Found, Wanted};
use crate::source::scan::Scanner;
use std::borrow::Cow;
use std::ops::Range;

/// Finds the wanted places in a text that is valid JSON.
pub(super) fn find(text: &str, wanted: &mut Wanted) {
    Walk { scanner: Scanner::new(text), wanted }.value(Some(Wanted::ROOT), None);
}

struct Walk<'t, 'w> {
    scanner: Scanner<'t>,
    wanted: &'w mut Wanted,
}

impl Walk<'_, '_> {
    /// Passes a value. Recurses only along wanted places.
    fn value(&mut self, node: Option<usize>, key: Option<Range<usize>>) {
        self.scanner.space();
        let start = self.scanner.position;
        let first = self.scanner.peek();
        match (node, first) {
            (Some(node), Some(b'{')) if self.wanted.has_children(node) => self.object(node),
            (Some(node), Some(b'[')) if self.wanted.has_children(node) => self.list(node),
            _ => self.scanner.value(),
        }
        if let Some(node) = node {
            let is_scalar = !matches!(first, Some(b'{' | b'['));
            let end = if is_scalar { self.scanner.position } else { start + 1 };
            self.wanted.found(node, Found { key, value: start..end, is_scalar });
        }
    }

    fn object(&mut self, node: usize) {
        self.scanner.position += 1;
        loop {
            self.scanner.space();
            if self.scanner.peek() != Some(b'"') {
                break;
            }
            let start = self.scanner.position;
            self.scanner.string();
            let key = start..self.scanner.position;
            let token = self.scanner.since(start).and_then(unquoted);
            self.scanner.space();
            self.scanner.take(b':');
            let child = token.and_then(|token| self.wanted.child(node, &token));
            self.value(child, Some(key));
            self.scanner.space();
            if !self.scanner.take(b',') {
                break;
            }
        }
        self.scanner.take(b'}');
    }

    fn list(&mut self, node: usize) {
        self.scanner.position += 1;
        for index in 0.. {
            self.scanner.space();
            if matches!(self.scanner.peek(), Some(b']') | None) {
                break;
            }
            self.value(self.wanted.item(node, index), None);
            self.scanner.space();
            if !self.scanner.take(b',') {
                break;
            }
        }
        self.scanner.take(b']');
    }
}

/// The text of a quoted key.
fn unquoted(key: &str) -> Option<Cow<'_, str>> {
    match key.contains('\\') {
        false => key.get(1..key.len() - 1).map(Cow::Borrowed),
        true => serde_json::from_str(key).map(Cow::Owned).ok(),
    }
}
