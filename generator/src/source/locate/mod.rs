//! Values to lines and columns. Nothing is kept for it while a document is read: a text is walked
//! once more when there is something to show, for all places at once.

mod json;
mod yaml;

use super::File;
use super::text::Format;
use crate::diag::{Location, Part, Pointer, Position};
use std::cell::Cell;
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
    let lines = Lines::new(&file.text);
    let parts = places.iter().map(|(_, part)| *part);
    let ranges = nodes.into_iter().zip(parts).map(|(node, part)| wanted.closest(node, part));
    ranges.map(|range| lines.location(file, range)).collect()
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

/// Where the lines of a text start.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// The place counted last and its column: a document may be one long line.
    last: Cell<(usize, usize)>,
}

/// How many bytes of a long line are kept before and after a place.
const AROUND: usize = 2_000;

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        let after = memchr::memchr_iter(b'\n', text.as_bytes()).map(|index| index + 1);
        let starts = std::iter::once(0).chain(after).collect();
        Self { text, starts, last: Cell::new((0, 1)) }
    }

    /// The column of a place, counted on from the last where that is closer than the line's start.
    fn column(&self, start: usize, place: usize) -> Option<usize> {
        let (last, column) = self.last.get();
        let (from, counted) =
            if (start..=place).contains(&last) { (last, column) } else { (start, 1) };
        let column = counted + self.text.get(from..place)?.chars().count();
        self.last.set((place, column));
        Some(column)
    }

    fn location(&self, file: &File, range: Range<usize>) -> Option<Location> {
        let line = self.starts.partition_point(|start| *start <= range.start);
        let start = self.starts[line - 1];
        let end = self.starts.get(line).map_or(self.text.len(), |next| next - 1);
        let column = self.column(start, range.start)?;
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
