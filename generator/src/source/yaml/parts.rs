//! Where the members of the outermost maps of a YAML text are, told by the indentation of lines.
//!
//! Within a block map, every line with as many spaces before it as the keys have begins a member,
//! unless it goes on with a text in quotes or in brackets, or is an item of the list before it. In
//! the first case, the lines before it are no YAML: there is no result then, as with all else that
//! is unusual, such as anchors.

use super::read_block;
use crate::source::harvest::Harvest;
use crate::source::parts::{self, BATCH, LARGE, LEVELS, Part};
use serde_json::Value;

/// What a document may begin with.
const MARKERS: [&str; 2] = ["---\n", "---\r\n"];

/// The values of a large text, and what is picked up on the way.
pub(super) fn read(text: &str) -> Option<(Value, Harvest)> {
    if text.len() < LARGE { None } else { parts::read(Blocks::of(text, BATCH)?, read_blocks) }
}

fn read_blocks(blocks: Vec<Block<'_>>, harvest: &mut Harvest) -> Option<Vec<Part>> {
    let mut read = Vec::new();
    for block in blocks {
        match block {
            Block::Opened(lines) => read.push(Part::Opened(key(lines.text)?)),
            Block::Members(lines) => {
                let members = read_block(lines.text, harvest)?;
                read.extend(members.into_iter().map(|(key, value)| Part::Member(key, value)));
            }
            Block::Closed => read.push(Part::Closed),
        }
    }
    Some(read)
}

/// The key of lines that have nothing else.
fn key(lines: &str) -> Option<String> {
    let mut members = read_block(lines, &mut Harvest::default())?.into_iter();
    let (key, value) = members.next()?;
    (value.is_null() && members.next().is_none()).then_some(key)
}

/// Some lines of a text. All blocks one after the other are the whole text.
pub(in super::super) enum Block<'t> {
    /// A map begins under the key that these lines have, besides comments.
    Opened(Lines<'t>),
    /// Members of a map.
    Members(Lines<'t>),
    /// A map ends.
    Closed,
}

/// Lines of a text, and where they start.
#[derive(Clone, Copy)]
pub(in super::super) struct Lines<'t> {
    pub(in super::super) text: &'t str,
    pub(in super::super) start: usize,
}

impl<'t> Lines<'t> {
    /// The first key, where it can be told without reading: no quotes, comments or tags.
    pub(in super::super) fn plain_key(&self) -> Option<&'t str> {
        let (before, after) = self.text.split_once(':')?;
        let key = before.trim_start_matches(' ');
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/_.$-{}".contains(&byte);
        let is_key = key.as_bytes().first().is_some_and(|first| !b"-{}.".contains(first))
            && key.bytes().all(is_plain)
            && after.starts_with([' ', '\n', '\r']);
        is_key.then_some(key)
    }
}

/// Finds the blocks of a text, a batch at a time; `None` where there is something else.
pub(in super::super) struct Blocks<'t> {
    text: &'t str,
    /// Where the next line starts.
    position: usize,
    /// The fewest bytes of a batch.
    batch: usize,
    /// How many spaces are before the keys of each open map.
    levels: Vec<usize>,
}

/// A line that is neither empty nor a comment.
#[derive(Clone, Copy)]
struct Line<'t> {
    start: usize,
    end: usize,
    /// The number of spaces that it begins with.
    indent: usize,
    /// What follows them, without spaces at the end.
    content: &'t str,
}

impl Line<'_> {
    /// Whether a document starts or ends here.
    fn is_marker(&self) -> bool {
        self.indent == 0 && (self.content.starts_with("---") || self.content.starts_with("..."))
    }

    /// Whether it begins as keys mostly do.
    fn begins_key(&self) -> bool {
        let first = self.content.as_bytes().first();
        first.is_some_and(|first| first.is_ascii_alphanumeric() || b"\"'/_$".contains(first))
    }
}

impl<'t> Blocks<'t> {
    /// The blocks of a text that is a map.
    pub(in super::super) fn of(text: &'t str, batch: usize) -> Option<Self> {
        let rest = MARKERS.iter().find_map(|marker| text.strip_prefix(marker));
        let position = text.len() - rest.unwrap_or(text).len();
        let blocks = Self { text, position, batch, levels: vec![0] };
        blocks.line(position).is_some().then_some(blocks)
    }

    fn batch(&mut self) -> Option<Vec<Block<'t>>> {
        let end = self.position + self.batch;
        let mut batch = Vec::new();
        while let Some(indent) = self.levels.last().copied().filter(|_| self.position < end) {
            batch.push(self.block(indent)?);
        }
        Some(batch)
    }

    fn block(&mut self, indent: usize) -> Option<Block<'t>> {
        let Some(line) = self.line(self.position).filter(|line| line.indent >= indent) else {
            self.levels.pop();
            return Some(Block::Closed);
        };
        if line.indent > indent || !line.begins_key() || line.is_marker() {
            return None;
        }
        if let Some(first) = self.opened(line) {
            self.levels.push(first.indent);
            return self.until(first.start).map(Block::Opened);
        }
        let end = self.end_of_members(line)?;
        self.until(end).map(Block::Members)
    }

    /// Passes the text up to a place.
    fn until(&mut self, end: usize) -> Option<Lines<'t>> {
        let start = std::mem::replace(&mut self.position, end);
        Some(Lines { text: self.text.get(start..end)?, start })
    }

    /// Where the first key of the text stands.
    pub(in super::super) fn first_key(&self) -> Option<usize> {
        self.line(self.position).map(|line| line.start + line.indent)
    }

    /// The first line of the map that a line opens, if it opens one.
    fn opened(&self, line: Line<'t>) -> Option<Line<'t>> {
        let is_key = line.content.ends_with(':') && !line.content.contains('#');
        if self.levels.len() == LEVELS || !is_key {
            return None;
        }
        let first = self.line(line.end).filter(|first| first.indent > line.indent)?;
        let has_key = first.content.ends_with(':') || first.content.contains(": ");
        (first.begins_key() && has_key).then_some(first)
    }

    /// Where members end of which the first begins with a line: enough of them, all, or before one
    /// that is taken apart itself.
    fn end_of_members(&self, first: Line<'t>) -> Option<usize> {
        let mut end = first.end;
        while let Some(line) = self.line(end) {
            if line.is_marker() {
                return None;
            }
            let is_member = line.indent == first.indent && line.begins_key();
            let enough = line.start - first.start >= self.batch;
            let ends = is_member && (enough || self.opened(line).is_some());
            if ends || line.indent < first.indent {
                return Some(line.start);
            }
            end = line.end;
        }
        Some(self.text.len())
    }

    /// The first line from a place on that has content.
    fn line(&self, mut start: usize) -> Option<Line<'t>> {
        loop {
            let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
            let length = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
            let line = &rest[..length];
            let content = line.trim_start_matches(' ');
            let indent = line.len() - content.len();
            let (content, end) = (content.trim_end(), start + length);
            if !content.is_empty() && !content.starts_with('#') {
                return Some(Line { start, end, indent, content });
            }
            start = end;
        }
    }
}

impl<'t> Iterator for Blocks<'t> {
    type Item = Option<Vec<Block<'t>>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.levels.is_empty() {
            return None;
        }
        let batch = self.batch();
        if batch.is_none() {
            self.levels.clear();
        }
        Some(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::{Blocks, Harvest, read, read_blocks};
    use crate::source::parts::{self, told};
    use crate::source::yaml::read_whole;

    fn whole(text: &str) -> Option<String> {
        let mut harvest = Harvest::default();
        let value = read_whole(text, &mut harvest).ok()?;
        let usual = harvest.duplicates.is_empty() && !harvest.extra_document;
        usual.then(|| told(&value, &harvest))
    }

    fn in_batches(text: &str, batch: usize) -> Option<String> {
        let read = parts::read_in_turn(Blocks::of(text, batch)?, read_blocks);
        read.map(|(value, harvest)| told(&value, &harvest))
    }

    /// How often a text is taken apart, in batches of one size or another. Asserts that it then
    /// says what it says as a whole.
    fn times_taken_apart(text: &str) -> usize {
        let expected = whole(text);
        let parts = [1, 60, 1_000_000].map(|batch| in_batches(text, batch));
        let found = parts.iter().filter(|parts| parts.is_some());
        found.inspect(|parts| assert_eq!(**parts, expected, "{text}")).count()
    }

    const DOCUMENT: &str = r##"---
# A comment.
openapi: 3.1.0 # another
info:
  title: "a: b # c"
  description: |+
    first

      # second
    third:

  # a comment
  summary: >-
    folded
    text
  n: [1, {a: 2},
    3]
tags:
- name: x
  x: 1
- name: y
servers: []

paths:
  /a/{id}:
    get:
      $ref: 'pets.yaml#/Cat'
      text: plain
        text that goes on
  "/b: c":
    post: {}
    discriminator:
      mapping: {d: Dog, e: e.json}
empty:
components:

  schemas:
    # of pets
    Pet:
      type: object
      enum: [yes, ~, 1.50, 'it''s']
    404:
      $anchor: p
      é: "quoted
        text \u00e9"
  x:
    - a:
        b: 1
    -
      c
"##;

    #[test]
    fn parts_are_the_whole() {
        assert!(whole(DOCUMENT).is_some());
        for text in [
            DOCUMENT,
            &DOCUMENT.replace('\n', "\r\n"),
            "a: 1",
            "a:\n  b:\n    c:\n      d: 1\n",
            "a:\n  b: 1\n\nc: |+\n  x\n\n\n",
            "a:\n- b: 1\nc:\n  - d\n",
        ] {
            assert!(whole(text).is_some());
            assert_eq!(times_taken_apart(text), 3, "{text}");
        }
    }

    #[test]
    fn what_is_unusual_has_no_parts() {
        for text in [
            "a: 1\nb: 2\na: 3\n",
            "a:\n  b: 1\nc: 2\na:\n  b: 1\n",
            "a:\n  b: 1\n  c: 2\n  b: 1\n",
            "a: &x 1\nb: *x\n",
            "a: &x\n  b: 1\nc:\n  <<: *x\n",
            "a: 1\n---\nb: 2\n",
            "a: 1\n...\nb: 2\n",
            "a: ~ # b:\n  c: 1\n",
            "a: 'x\nb: y'\nc: 1\n",
            "a: {\nb: 1,\nc: 2 }\n",
            "a:\n    b: 1\n  c: 2\n",
            "a:\n  b: 1\n c: 2\n",
            "a: 1\nb\nc: 2\n",
            "? a\n: b\n",
            "- a: 1\n",
            "  a: 1\nb: 2\n",
            "a: b: c\n",
            "%YAML 1.2\n---\na: 1\n",
            "",
        ] {
            assert_eq!(in_batches(text, 1), None, "{text}");
            times_taken_apart(text);
        }
    }

    const MORE: [&str; 14] =
        [" ", "\n", "\n\n", "\t", "\r", ":", ": ", "- ", "#", "'", "\"", "{", "|\n", "x"];

    #[test]
    fn texts_that_are_changed_anywhere_say_the_same_in_parts() {
        let mut taken_apart = 0;
        for place in (0..=DOCUMENT.len()).filter(|place| DOCUMENT.is_char_boundary(*place)) {
            let (before, after) = DOCUMENT.split_at(place);
            taken_apart += times_taken_apart(before);
            for more in MORE.iter().skip(place % 3).step_by(3) {
                taken_apart += times_taken_apart(&format!("{before}{more}{after}"));
            }
            let rest = after.chars().next().map_or(0, char::len_utf8);
            taken_apart += times_taken_apart(&format!("{before}{}", &after[rest..]));
        }
        assert!(taken_apart > 2_000, "{taken_apart}");
    }

    #[test]
    fn depth_is_limited_for_the_whole() {
        for (depth, expected) in [(500, 3), (512, 0), (513, 0), (600, 0)] {
            let text =
                format!("a:\n  b:\n    c: {}{}\n", "[".repeat(depth - 3), "]".repeat(depth - 3));
            assert_eq!(times_taken_apart(&text), expected, "{depth}");
        }
    }

    #[test]
    fn only_large_texts_are_taken_apart() {
        let filled = |count: usize| {
            let members: Vec<String> =
                (0..count).map(|at| format!("  k{at}:\n    - {at}\n")).collect();
            format!("paths:\n{}", members.concat())
        };
        assert!(read(&filled(10)).is_none());
        let large = filled(20_000);
        let (value, harvest) = read(&large).expect("it is large");
        assert_eq!(Some(told(&value, &harvest)), whole(&large));
    }
}
