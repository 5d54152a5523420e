//! What is picked up while a file's values are built, so that no second walk is needed.

use super::limits::MAX_NODES;
use serde_json::map::Entry;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Facts about a file's values.
#[derive(Debug, Default)]
pub(super) struct Harvest {
    /// The files that references name, without fragments.
    pub(super) references: BTreeSet<String>,
    /// Whether a reference may lead to something other than a component of the same file.
    pub(super) deep: bool,
    /// Whether a value declares `$id`, `$anchor` or the like.
    pub(super) anchors: bool,
    /// Keys that appear twice: each a path, its innermost key first.
    pub(super) duplicates: Vec<Vec<String>>,
    /// Whether the file holds a second YAML document.
    pub(super) extra_document: bool,
    /// Whether the file was read in parts, which can be found again.
    pub(super) in_parts: bool,
    /// Whether there are more values than a file may have.
    pub(super) overflow: bool,
    pub(super) nodes: usize,
    /// Members of objects that are being read, those inside others last.
    pub(super) members: Vec<(String, Value)>,
}

impl Harvest {
    /// Counts a value; false once there are too many.
    pub(super) fn count(&mut self, nodes: usize) -> bool {
        self.nodes += nodes;
        self.overflow |= self.nodes > MAX_NODES;
        !self.overflow
    }

    /// Adds what another part of the same file has.
    pub(super) fn absorb(&mut self, part: Self) {
        self.references.extend(part.references);
        self.deep |= part.deep;
        self.anchors |= part.anchors;
        self.duplicates.extend(part.duplicates);
        self.extra_document |= part.extra_document;
        self.count(part.nodes);
    }

    /// Looks at a finished member of an object.
    pub(super) fn look(&mut self, key: &str, value: &Value) {
        match (key, value) {
            ("$ref" | "$dynamicRef" | "$recursiveRef", Value::String(reference)) => {
                self.deep |= !is_component(reference);
                self.reference(reference);
            }
            ("$id" | "$anchor" | "$dynamicAnchor" | "$self", Value::String(_))
            | ("$recursiveAnchor", Value::Bool(true)) => self.anchors = true,
            ("discriminator", Value::Object(discriminator)) => {
                let mapping = discriminator.get("mapping").and_then(Value::as_object);
                for target in mapping.into_iter().flat_map(|mapping| mapping.values()) {
                    if let Some(target) = target.as_str().filter(|target| is_file(target)) {
                        self.reference(target);
                    }
                }
            }
            _ => {}
        }
    }

    /// Notes a key that appears twice; of very many, only the first.
    pub(super) fn duplicate(&mut self, path: Vec<String>) {
        if self.duplicates.len() < 1000 {
            self.duplicates.push(path);
        }
    }

    /// The object of the members since then, with no more room than they need: an object that grows
    /// takes twice as much. The last of several equal keys counts.
    pub(super) fn object(&mut self, since: usize) -> Map<String, Value> {
        let mut object = Map::with_capacity(self.members.len() - since);
        let mut twice = Vec::new();
        for (key, value) in self.members.drain(since..) {
            match object.entry(key) {
                Entry::Vacant(place) => drop(place.insert(value)),
                Entry::Occupied(mut place) => {
                    twice.push(vec![place.key().clone()]);
                    place.insert(value);
                }
            }
        }
        twice.into_iter().for_each(|path| self.duplicate(path));
        object
    }

    /// Adds the key of the object or list around to the duplicates found since.
    pub(super) fn under(&mut self, since: usize, key: impl Fn() -> String) {
        for path in &mut self.duplicates[since..] {
            path.push(key());
        }
    }

    fn reference(&mut self, reference: &str) {
        let file = reference.split('#').next().unwrap_or_default();
        if !file.is_empty() && !self.references.contains(file) {
            self.references.insert(file.to_owned());
        }
    }
}

/// Whether a reference is `#/components/KIND/NAME`.
fn is_component(reference: &str) -> bool {
    let path = reference.strip_prefix("#/components/");
    path.is_some_and(|path| path.bytes().filter(|byte| *byte == b'/').count() == 1)
}

/// Whether a text that may name a schema or a file is a file's name.
fn is_file(text: &str) -> bool {
    let file = text.split('#').next().unwrap_or_default().to_ascii_lowercase();
    [".json", ".yaml", ".yml"].iter().any(|extension| file.ends_with(extension))
}
