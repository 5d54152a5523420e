//! YAML text to values, from the parser's events.
//!
//! serde's view of YAML decides too much for us (how keys are spelt, what a number is), so values
//! are built here: by the core schema of YAML 1.2, with merge keys, every key as it is written.
//! Nothing recurses, and what an alias copies is paid for before it is copied.

mod parts;
mod quoted;
mod scalar;

pub(super) use parts::{Block, Blocks, Lines};
pub(super) use quoted::indented;

use super::harvest::Harvest;
use super::limits::{MAX_ALIAS_WEIGHT, MAX_DEPTH, MAX_YAML_KEY};
use super::parts::LEVELS;
use super::text::Problem;
use crate::diag::{Position, code};
use serde_json::{Map, Value};
use serde_yaml::granit_parser::{
    ErrorKind, Event, Parser, ScalarStyle, ScanError, Span, StrInput, options,
};
use std::collections::BTreeMap;

/// Reads the first YAML document of a text.
pub(super) fn read(text: &str, harvest: &mut Harvest) -> Result<Value, Problem> {
    if let Some((value, found)) = parts::read(text) {
        *harvest = found;
        return Ok(value);
    }
    read_whole(text, harvest)
}

fn read_whole(text: &str, harvest: &mut Harvest) -> Result<Value, Problem> {
    let mut builder = Builder::new(harvest, MAX_DEPTH);
    builder.document(text)?;
    builder.root.ok_or_else(|| Problem::new(code::NOT_OPENAPI, "the file is empty"))
}

/// Reads lines that are members of a map, which is within few others; `None` where that is not all
/// that they are.
fn read_block(text: &str, harvest: &mut Harvest) -> Option<Map<String, Value>> {
    let mut builder = Builder::new(harvest, MAX_DEPTH - LEVELS);
    builder.document(text).ok()?;
    match builder.root {
        Some(Value::Object(members)) if builder.anchors.is_empty() => {
            // The map around them is counted where it ends.
            harvest.nodes -= 1;
            Some(members)
        }
        _ => None,
    }
}

/// The parser over a text, with our limits in place of its own.
pub(super) fn events(text: &str) -> Parser<'_, StrInput<'_>> {
    let limits = options! {
        emit_comments: false,
        simple_key_max_lookahead: MAX_YAML_KEY,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    Parser::new_from_str_with_options(text, limits)
}

/// Whether a key merges another map into the one it stands in.
pub(super) fn is_merge(text: &str, style: ScalarStyle) -> bool {
    text == "<<" && style == ScalarStyle::Plain
}

fn refused(error: &ScanError) -> Problem {
    let position = Position { line: error.marker().line(), column: error.marker().col() + 1 };
    if *error.kind() == ErrorKind::RecursionLimitExceeded {
        return Problem::too_deep(position);
    }
    let mut problem = Problem::new(code::INVALID_YAML, format!("invalid YAML: {}", error.info()));
    problem.remedy = remedy(error.kind());
    problem.at(position)
}

/// What mends the faults that people make, in words that need no grammar.
fn remedy(kind: &ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInBlockIndentation => "indent with spaces",
        ErrorKind::MappingValueNotAllowed => "put quotes around a text that contains `: `",
        ErrorKind::UnexpectedCharacter { .. } => "put quotes around a text that begins with a sign",
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => {
            "indent this line as its neighbours are"
        }
        ErrorKind::UnclosedQuotedScalar => "close the quote that is opened here",
        _ => return None,
    })
}

/// How much a value holds.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    weight: usize,
    height: usize,
}

impl Size {
    fn scalar(text: &str) -> Self {
        Self { nodes: 1, weight: 32 + text.len(), height: 0 }
    }

    fn grow(&mut self, child: Self) {
        self.nodes += child.nodes;
        self.weight += child.weight;
        self.height = self.height.max(child.height + 1);
    }
}

/// A collection that is not complete yet.
struct Frame {
    collection: Collection,
    anchor: usize,
    size: Size,
}

enum Collection {
    List(Vec<Value>),
    /// A map, and where its members begin among those of the harvest.
    Map {
        since: usize,
        key: Option<String>,
        merges: Vec<Value>,
        merging: bool,
    },
}

struct Builder<'h> {
    harvest: &'h mut Harvest,
    depth: usize,
    stack: Vec<Frame>,
    anchors: BTreeMap<usize, (Value, Size)>,
    copied: usize,
    root: Option<Value>,
}

impl<'h> Builder<'h> {
    fn new(harvest: &'h mut Harvest, depth: usize) -> Self {
        let (stack, anchors) = (Vec::new(), BTreeMap::new());
        Self { harvest, depth, stack, anchors, copied: 0, root: None }
    }

    /// Takes the first document of a text, and notes whether there are more.
    fn document(&mut self, text: &str) -> Result<(), Problem> {
        let mut documents = 0;
        for event in events(text) {
            let (event, span) = event.map_err(|error| refused(&error))?;
            match event {
                Event::DocumentStart(..) => documents += 1,
                _ if documents > 1 => break,
                event => self.take(event, span)?,
            }
        }
        self.harvest.extra_document |= documents > 1;
        Ok(())
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Problem> {
        let at = Position { line: span.start.line(), column: span.start.col() + 1 };
        if event.is_node() && !self.wants_key() && !self.harvest.count(1) {
            return Err(Problem::too_many_nodes());
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let size = Size::scalar(&text);
                if self.wants_key() {
                    self.remember(anchor, || Value::String(text.to_string()), size)?;
                    self.set_key(&text, is_merge(&text, style));
                    return Ok(());
                }
                let value = scalar::resolve(&text, style, tag.as_deref());
                self.remember(anchor, || value.clone(), size)?;
                self.complete(value, size);
            }
            Event::SequenceStart(_, anchor, _) => {
                self.open(Collection::List(Vec::new()), anchor, at)?;
            }
            Event::MappingStart(_, anchor, _) => {
                let (since, merges) = (self.harvest.members.len(), Vec::new());
                let map = Collection::Map { since, key: None, merges, merging: false };
                self.open(map, anchor, at)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close()?,
            Event::Alias(anchor) => self.alias(anchor, at)?,
            _ => {}
        }
        Ok(())
    }

    fn wants_key(&self) -> bool {
        let top = self.stack.last().map(|frame| &frame.collection);
        matches!(top, Some(Collection::Map { key: None, merging: false, .. }))
    }

    fn set_key(&mut self, text: &str, merge: bool) {
        if let Some(frame) = self.stack.last_mut()
            && let Collection::Map { key, merging, .. } = &mut frame.collection
        {
            frame.size.weight += 40 + text.len();
            if merge {
                *merging = true;
            } else {
                *key = Some(text.to_owned());
            }
        }
    }

    fn open(&mut self, collection: Collection, anchor: usize, at: Position) -> Result<(), Problem> {
        if self.wants_key() {
            return Err(Problem::new(code::COMPLEX_KEY, "a list or map is used as a key").at(at));
        }
        if self.stack.len() == self.depth {
            return Err(Problem::too_deep(at));
        }
        let size = Size { nodes: 1, weight: 64, height: 0 };
        self.stack.push(Frame { collection, anchor, size });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Problem> {
        let Some(frame) = self.stack.pop() else {
            return Ok(());
        };
        let value = match frame.collection {
            Collection::List(items) => Value::Array(items),
            Collection::Map { since, merges, .. } => {
                Value::Object(merged(self.members(since), merges))
            }
        };
        self.remember(frame.anchor, || value.clone(), frame.size)?;
        self.complete(value, frame.size);
        Ok(())
    }

    /// Puts a finished value where it belongs.
    fn complete(&mut self, value: Value, size: Size) {
        let Some(frame) = self.stack.last_mut() else {
            self.root.get_or_insert(value);
            return;
        };
        frame.size.grow(size);
        match &mut frame.collection {
            Collection::List(items) => items.push(value),
            Collection::Map { merges, merging: merging @ true, .. } => {
                *merging = false;
                merges.push(value);
            }
            Collection::Map { key, .. } => {
                let key = key.take().unwrap_or_default();
                self.harvest.look(&key, &value);
                self.harvest.members.push((key, value));
            }
        }
    }

    /// The members of a map that ends.
    fn members(&mut self, since: usize) -> Map<String, Value> {
        let known = self.harvest.duplicates.len();
        let members = self.harvest.object(since);
        for path in &mut self.harvest.duplicates[known..] {
            path.extend(self.stack.iter().rev().map(|frame| match &frame.collection {
                Collection::List(items) => items.len().to_string(),
                Collection::Map { key, .. } => key.clone().unwrap_or_else(|| "<<".into()),
            }));
        }
        members
    }

    /// Keeps a copy of an anchored value for its aliases.
    fn remember(
        &mut self,
        anchor: usize,
        value: impl FnOnce() -> Value,
        size: Size,
    ) -> Result<(), Problem> {
        if anchor != 0 {
            self.pay(size.weight)?;
            self.anchors.insert(anchor, (value(), size));
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, at: Position) -> Result<(), Problem> {
        let Some((_, size)) = self.anchors.get(&anchor) else {
            let message = "an alias stands within the value that it names";
            return Err(Problem::new(code::INVALID_ALIAS, message).at(at));
        };
        let size = *size;
        if self.stack.len() + size.height > self.depth {
            return Err(Problem::too_deep(at));
        }
        self.pay(size.weight).map_err(|problem| problem.at(at))?;
        if !self.harvest.count(size.nodes) {
            return Err(Problem::too_many_nodes().at(at));
        }
        let value = self.anchors[&anchor].0.clone();
        if !self.wants_key() {
            self.complete(value, size);
            return Ok(());
        }
        match value {
            Value::String(text) => self.set_key(&text, false),
            Value::Array(_) | Value::Object(_) => {
                let message = "an alias of a list or map is used as a key";
                return Err(Problem::new(code::COMPLEX_KEY, message).at(at));
            }
            scalar => self.set_key(&scalar.to_string(), false),
        }
        Ok(())
    }

    fn pay(&mut self, weight: usize) -> Result<(), Problem> {
        self.copied += weight;
        if self.copied <= MAX_ALIAS_WEIGHT {
            return Ok(());
        }
        let megabytes = MAX_ALIAS_WEIGHT >> 20;
        let message = format!("the aliases of the file expand to more than {megabytes} MiB");
        Err(Problem::new(code::TOO_LARGE, message).remedy("use `$ref` for what repeats"))
    }
}

/// Adds what merge keys bring to the members that a map has of its own.
fn merged(mut members: Map<String, Value>, merges: Vec<Value>) -> Map<String, Value> {
    let flat = merges.into_iter().flat_map(|merge| match merge {
        Value::Array(maps) => maps,
        single => vec![single],
    });
    for merge in flat {
        match merge {
            Value::Object(more) => {
                for (key, value) in more {
                    members.entry(key).or_insert(value);
                }
            }
            Value::Null => {}
            other => drop(members.insert("<<".into(), other)),
        }
    }
    members
}
