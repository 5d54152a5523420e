//! Wanted places in YAML text, from the spans of the parser's events.

use super::super::yaml::{Block, Blocks, Lines, events, is_merge};
use super::{Found, Wanted};
use serde_yaml::granit_parser::{Event, Span};
use std::ops::Range;

/// Finds the wanted places in a text that is valid YAML. What an alias or a merge key brings has
/// the place of the alias.
pub(super) fn find(text: &str, wanted: &mut Wanted) {
    let mut walk = Walk { wanted, stack: Vec::new(), start: 0 };
    for event in events(text) {
        match event {
            Err(_) | Ok((Event::DocumentEnd, _)) => return,
            Ok((event, span)) => walk.take(&event, &span),
        }
    }
}

/// The same for a text that was read in parts: only those that have wanted places are read.
pub(super) fn find_in_parts(text: &str, wanted: &mut Wanted) {
    let mut walk = Walk { wanted, stack: Vec::new(), start: 0 };
    // As few members at a time as can be.
    let Some(blocks) = Blocks::of(text, 1) else { return };
    let start = blocks.first_key().unwrap_or_default();
    walk.open(start..start + 1, None);
    for block in blocks.flatten().flatten() {
        match block {
            Block::Opened(lines) => walk.opened(lines),
            Block::Members(lines) if walk.wants(lines) => walk.members(lines),
            Block::Members(_) => {}
            Block::Closed => drop(walk.stack.pop()),
        }
    }
}

struct Walk<'w> {
    wanted: &'w mut Wanted,
    stack: Vec<Frame>,
    /// Where the text starts whose events are taken.
    start: usize,
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
    fn take(&mut self, event: &Event<'_>, span: &Span) {
        let range = span.byte_range().unwrap_or(0..0);
        let range = self.start + range.start..self.start + range.end;
        // The span of a collection may be empty.
        let first = range.start..range.start + 1;
        match event {
            Event::Scalar(value, style, ..) => {
                if self.wants_key() {
                    self.key(value, range, is_merge(value, *style));
                } else {
                    self.scalar(range);
                }
            }
            Event::Alias(_) if self.wants_key() => self.key("", range, true),
            Event::Alias(_) => self.scalar(range),
            Event::SequenceStart(..) => self.open(first, Some(0)),
            Event::MappingStart(..) => self.open(first, None),
            Event::SequenceEnd | Event::MappingEnd => drop(self.stack.pop()),
            _ => {}
        }
    }

    /// Whether lines that are members of the innermost map may have a wanted place.
    fn wants(&self, lines: Lines<'_>) -> bool {
        let node = self.stack.last().and_then(|frame| frame.node);
        node.is_some_and(|node| {
            lines.plain_key().is_none_or(|key| self.wanted.child(node, key).is_some())
        })
    }

    /// Goes through members of the innermost map.
    fn members(&mut self, lines: Lines<'_>) {
        self.start = lines.start;
        let (around, mut begun) = (self.stack.len(), false);
        for (event, span) in events(lines.text).map_while(Result::ok) {
            match event {
                Event::MappingStart(..) if !begun => begun = true,
                Event::MappingEnd if self.stack.len() == around => return,
                event => self.take(&event, &span),
            }
        }
    }

    /// Goes into the map under the key that lines have.
    fn opened(&mut self, lines: Lines<'_>) {
        self.start = lines.start;
        if self.wants(lines) {
            let events = events(lines.text).map_while(Result::ok);
            let key = events.into_iter().find(|(event, _)| matches!(event, Event::Scalar(..)));
            key.iter().for_each(|(event, span)| self.take(event, span));
        }
        let end = lines.start + lines.text.len();
        self.open(end..end + 1, None);
    }

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

#[cfg(test)]
mod tests {
    use crate::diag::{FileId, Part, Places, Pointer};
    use crate::source::Source;
    use serde_json::Value;

    const DOCUMENT: &str = "# A comment.
openapi: 3.1.0 # another
info:
  description: |+
    third:

  n: [1, {a: 2},
    3]
tags:
- name: x
  x: 1

paths:
  # a comment
  /a/{id}:
    get:
      - a: plain
          text
  \"/b: c\":
    post: {}
    'put':
      x: 1
empty:
components:
  schemas:
    Pet:
      type: object
    404:
      a: \"quoted
        text\"
";

    fn all(value: &Value, at: &Pointer, places: &mut Vec<Pointer>) {
        places.push(at.clone());
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(key, value)| all(value, &at.key(key), places));
            }
            Value::Array(items) => {
                (0..).zip(items).for_each(|(index, value)| all(value, &at.index(index), places));
            }
            _ => {}
        }
    }

    #[test]
    fn places_in_parts_are_those_in_the_whole() {
        let mut source = Source::from_bytes("a.yaml", DOCUMENT.into());
        let mut places = Vec::new();
        let entry = source.entry().expect("it is valid");
        all(entry.value, &Pointer::root(FileId::ENTRY), &mut places);
        assert!(places.len() > 20);
        let places: Vec<(&Pointer, Part)> =
            places.iter().flat_map(|place| [(place, Part::Key), (place, Part::Value)]).collect();
        let expected = source.locate_all(&places);
        source.files[0].in_parts = true;
        assert_eq!(source.locate_all(&places), expected);
        for (place, expected) in places.iter().zip(expected) {
            assert!(expected.is_some());
            assert_eq!(source.locate_all(&[*place]), [expected], "{place:?}");
        }
    }
}
