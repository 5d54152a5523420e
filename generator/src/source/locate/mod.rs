//! Values to lines and columns. Nothing is kept for it while a document is read: a text is walked
//! once more when there is something to show, for all places at once.

mod json;
mod yaml;

use super::File;
use super::text::Format;
use crate::diag::{Location, Part, Pointer, Position};
use memchr::{memchr, memchr_iter, memrchr};
use std::collections::BTreeMap;
use std::ops::Range;

/// The locations of values of a file, each of the closest value around one that does not exist.
pub(super) fn locate(file: &File, places: &[(&Pointer, Part)]) -> Vec<Option<Location>> {
    let mut wanted = Wanted::default();
    let nodes: Vec<usize> = places.iter().map(|(pointer, _)| wanted.add(pointer)).collect();
    if file.readable {
        match file.format {
            Format::Json => json::find(&file.text, &mut wanted),
            Format::Yaml if file.in_parts => yaml::find_in_parts(&file.text, &mut wanted),
            Format::Yaml => yaml::find(&file.text, &mut wanted),
        }
    }
    let parts = places.iter().map(|(_, part)| *part);
    let ranges = nodes.into_iter().zip(parts).map(|(node, part)| wanted.closest(node, part));
    let mut ranges: Vec<(usize, Range<usize>)> = ranges.enumerate().collect();
    // Lines and columns are counted on from one place to the next.
    ranges.sort_by_key(|(_, range)| range.start);
    let mut lines = Lines::new(&file.text);
    let mut found = vec![None; ranges.len()];
    for (index, range) in ranges {
        found[index] = lines.location(file, range);
    }
    found
}

/// A line and column with the text of the line.
pub(super) fn at_position(file: &File, position: Position) -> Option<Location> {
    let text = file.text.split('\n').nth(position.line - 1)?.trim_end_matches('\r');
    let length = 1;
    Some(Location { file: file.name.clone(), position, length, text: text.to_owned(), skipped: 0 })
}

/// Places to find, as a tree of the tokens of their pointers.
#[derive(Default)]
struct Wanted {
    nodes: Vec<Place>,
}

#[derive(Default)]
struct Place {
    parent: Option<usize>,
    children: BTreeMap<String, usize>,
    found: Option<Found>,
}

/// Where a value stands.
struct Found {
    key: Option<Range<usize>>,
    /// The value; of a list or object only its first character.
    value: Range<usize>,
    is_scalar: bool,
}

impl Found {
    fn part(&self, part: Part) -> Range<usize> {
        let value_shows = self.is_scalar && !self.value.is_empty();
        match &self.key {
            Some(key) if part == Part::Key || !value_shows => key.clone(),
            _ => self.value.clone(),
        }
    }
}

impl Wanted {
    const ROOT: usize = 0;

    fn add(&mut self, pointer: &Pointer) -> usize {
        if self.nodes.is_empty() {
            self.nodes.push(Place::default());
        }
        let mut node = Self::ROOT;
        for token in pointer.tokens() {
            let next = self.nodes.len();
            let found = *self.nodes[node].children.entry(token).or_insert(next);
            if found == next {
                self.nodes.push(Place { parent: Some(node), ..Place::default() });
            }
            node = found;
        }
        node
    }

    fn child(&self, node: usize, token: &str) -> Option<usize> {
        self.nodes[node].children.get(token).copied()
    }

    /// The child at a position; a list's children are few, its items may be many.
    fn item(&self, node: usize, index: usize) -> Option<usize> {
        if self.nodes[node].children.is_empty() {
            return None;
        }
        self.child(node, &index.to_string())
    }

    fn has_children(&self, node: usize) -> bool {
        !self.nodes[node].children.is_empty()
    }

    /// Of equal keys the last counts, for the place as for the value.
    fn found(&mut self, node: usize, found: Found) {
        self.nodes[node].found = Some(found);
    }

    fn closest(&self, mut node: usize, part: Part) -> Range<usize> {
        loop {
            match (&self.nodes[node].found, self.nodes[node].parent) {
                (Some(found), _) => return found.part(part),
                (None, Some(parent)) => node = parent,
                (None, None) => return 0..0,
            }
        }
    }
}

/// Counts the lines of a text, and the characters of a line: a document may be one long line.
struct Lines<'t> {
    text: &'t str,
    /// How many bytes have been counted.
    counted: usize,
    /// The line there, and where it starts.
    line: usize,
    start: usize,
    /// The column there.
    column: usize,
}

/// How many bytes of a long line are kept before and after a place.
const AROUND: usize = 2_000;

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, counted: 0, line: 1, start: 0, column: 1 }
    }

    /// Counts on to a place that is not before the last one.
    fn count(&mut self, place: usize) -> Option<()> {
        let passed = self.text.get(self.counted..place)?;
        if let Some(last) = memrchr(b'\n', passed.as_bytes()) {
            self.line += memchr_iter(b'\n', passed.as_bytes()).count();
            self.start = self.counted + last + 1;
            self.counted = self.start;
            self.column = 1;
        }
        self.column += self.text.get(self.counted..place)?.chars().count();
        self.counted = place;
        Some(())
    }

    /// The location of a range that does not begin before the last one.
    fn location(&mut self, file: &File, range: Range<usize>) -> Option<Location> {
        self.count(range.start)?;
        let Self { line, start, column, .. } = *self;
        let rest = &self.text.as_bytes()[range.start..];
        let end =
            range.start + memchr(b'\n', &rest[..rest.len().min(AROUND)]).unwrap_or(rest.len());
        let from = self.text.ceil_char_boundary(start.max(range.start.saturating_sub(AROUND)));
        let to = self.text.floor_char_boundary(end.min(range.start + AROUND));
        let text = self.text.get(from..to)?.trim_end_matches('\r');
        let skipped = column - 1 - self.text.get(from..range.start)?.chars().count();
        let marked = self.text.get(range.start..range.end.min(to).max(range.start))?;
        Some(Location {
            file: file.name.clone(),
            position: Position { line, column },
            length: marked.trim_end().chars().count().max(1),
            text: text.to_owned(),
            skipped,
        })
    }
}
