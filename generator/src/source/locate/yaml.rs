//! Wanted places in YAML text, from the spans of the parser's events.

use super::super::yaml::{events, is_merge};
use super::{Found, Wanted};
use serde_yaml::granit_parser::{Event, Span};
use std::ops::Range;

/// Finds the wanted places in a text that is valid YAML. What an alias or a merge key brings has
/// the place of the alias.
pub(super) fn find(text: &str, wanted: &mut Wanted) {
    let mut walk = Walk { wanted, stack: Vec::new() };
    for event in events(text) {
        let Ok((event, span)) = event else { return };
        let range = span.byte_range().unwrap_or(0..0);
        match event {
            Event::Scalar(value, style, ..) => {
                if walk.wants_key() {
                    walk.key(&value, range, is_merge(&value, style));
                } else {
                    walk.scalar(range);
                }
            }
            Event::Alias(_) if walk.wants_key() => walk.key("", range, true),
            Event::Alias(_) => walk.scalar(range),
            Event::SequenceStart(..) => walk.open(first(&span), Some(0)),
            Event::MappingStart(..) => walk.open(first(&span), None),
            Event::SequenceEnd | Event::MappingEnd => drop(walk.stack.pop()),
            Event::DocumentEnd => return,
            _ => {}
        }
    }
}

/// The first character of a collection, whose span may be empty.
fn first(span: &Span) -> Range<usize> {
    let start = span.byte_range().map_or(0, |range| range.start);
    start..start + 1
}

struct Walk<'w> {
    wanted: &'w mut Wanted,
    stack: Vec<Frame>,
}

/// A collection around the current place.
struct Frame {
    /// Its own place, if anything is wanted below it.
    node: Option<usize>,
    /// The position of the next item, in a list.
    index: Option<usize>,
    /// The place under the last key, and the key, in a map.
    key: Option<(Option<usize>, Range<usize>)>,
}

impl Walk<'_> {
    fn wants_key(&self) -> bool {
        self.stack.last().is_some_and(|frame| frame.index.is_none() && frame.key.is_none())
    }

    fn key(&mut self, text: &str, range: Range<usize>, merge: bool) {
        if let Some(frame) = self.stack.last_mut() {
            let node = frame.node.filter(|_| !merge);
            frame.key = Some((node.and_then(|node| self.wanted.child(node, text)), range));
        }
    }

    /// The place of the value that comes next, and its key.
    fn next(&mut self) -> (Option<usize>, Option<Range<usize>>) {
        let Some(frame) = self.stack.last_mut() else {
            return (Some(Wanted::ROOT), None);
        };
        match (&mut frame.index, frame.key.take()) {
            (Some(index), _) => {
                let node = frame.node.and_then(|node| self.wanted.item(node, *index));
                *index += 1;
                (node, None)
            }
            (None, Some((node, key))) => (node, Some(key)),
            (None, None) => (None, None),
        }
    }

    fn scalar(&mut self, range: Range<usize>) {
        if let (Some(node), key) = self.next() {
            self.wanted.found(node, Found { key, value: range, is_scalar: true });
        }
    }

    fn open(&mut self, start: Range<usize>, index: Option<usize>) {
        let (node, key) = self.next();
        if let Some(node) = node {
            self.wanted.found(node, Found { key, value: start, is_scalar: false });
        }
        let node = node.filter(|node| self.wanted.has_children(*node));
        self.stack.push(Frame { node, index, key: None });
    }
}
