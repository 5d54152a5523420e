//! Following references.

use super::reader::Reader;
use super::{Document, MediaType, Operation, Parameter, mistaken};
use crate::diag::{Diagnostics, FileId, Pointer, code};
use crate::source::{Node, Source};
use serde_json::Value;
use std::collections::BTreeSet;

/// The most references that are followed in a row.
const CHAIN: usize = 32;

/// What a chain of references leads to.
#[derive(Clone, Debug)]
pub struct Target<'a> {
    /// The value, which is no bare reference.
    pub node: Node<'a>,
    /// The name of the first component of the chain: `NAME` of `#/components/*/NAME`, or what
    /// stands for it in another file.
    pub name: Option<&'a str>,
}

impl<'a> Document<'a> {
    /// Follows the references of a schema to one that says something itself.
    ///
    /// A schema that has keywords beside `$ref` says something (from OpenAPI 3.1 on); a chain
    /// that leads nowhere or to itself is reported.
    pub fn resolve_schema(
        &self,
        node: &Node<'a>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Target<'a>> {
        let bare = |value: &Value| match value {
            Value::Object(object) if self.version > super::Version::V30 => {
                object.keys().all(|key| super::keywords::is_annotation(key))
            }
            _ => true,
        };
        follow(self.source, node, bare, diagnostics)
    }

    /// The name of the component at a place: `NAME` of `/components/*/NAME`. In another file, which
    /// often holds one component or a map of them, the file's name or the key.
    pub fn component_name(&self, at: &Pointer) -> Option<&'a str> {
        component(self.source, at)
    }

    /// Every schema that a schema refers to, except components: schemas inside others, inside
    /// operations, and in other files. In the order of first use.
    pub fn referenced_schemas(&self) -> Vec<Node<'a>> {
        let mut search = Search { source: self.source, seen: BTreeSet::new(), found: Vec::new() };
        if !self.source.refers_beyond_components() {
            return Vec::new();
        }
        for (_, node) in &self.schemas {
            search.schema(node.value, &node.at);
        }
        let webhooks = self.webhooks.iter().map(|(_, operation)| operation);
        for operation in self.operations.iter().chain(webhooks) {
            search.operation(operation);
        }
        search.drain();
        search.found
    }
}

impl<'a> Reader<'a, '_> {
    /// What stands at a place, or where the reference there leads; `None` and a report where that
    /// is nowhere.
    pub(super) fn target(&mut self, node: &Node<'a>) -> Option<Target<'a>> {
        let target = follow(self.source, node, |_| true, self.diagnostics)?;
        if target.node.at != node.at && mistaken::is_schema(&target.node) {
            let message = "this leads to a schema, which cannot stand here; left out";
            self.diagnostics
                .report(code::MISTAKEN_REFERENCE, &node.at.key("$ref"), message)
                .remedy("refer to a component of the kind that is wanted, or wrap the schema");
            return None;
        }
        Some(target)
    }
}

fn follow<'a>(
    source: &'a Source,
    start: &Node<'a>,
    bare: impl Fn(&Value) -> bool,
    diagnostics: &mut Diagnostics,
) -> Option<Target<'a>> {
    let mut target = Target { node: start.clone(), name: None };
    let mut seen = BTreeSet::new();
    loop {
        let Some(reference) = target.node.value.get("$ref").filter(|_| bare(target.node.value))
        else {
            return Some(target);
        };
        let at = target.node.at.key("$ref");
        let Value::String(reference) = reference else {
            let message = "`$ref` is not a text; what refers here is left out";
            diagnostics.report(code::INVALID_REFERENCE, &at, message);
            return None;
        };
        if !seen.insert(target.node.at.clone()) {
            let message = "this reference leads only to itself";
            diagnostics.report(code::REFERENCE_CYCLE, &start.at, message);
            return None;
        }
        if seen.len() > CHAIN {
            let message = format!("this reference leads to a chain of more than {CHAIN}");
            diagnostics.report(code::TOO_DEEP, &start.at, message);
            return None;
        }
        match source.resolve(&target.node.at, reference) {
            Ok(node) => {
                target.name = target.name.or_else(|| component(source, &node.at));
                target.node = node;
            }
            Err(error) => {
                error.report(reference, &at, source, diagnostics);
                return None;
            }
        }
    }
}

/// The name of the component at a place. Other files often hold one component each, named by the
/// file, or a map of them.
fn component<'a>(source: &'a Source, at: &Pointer) -> Option<&'a str> {
    let depth = at.path().bytes().filter(|byte| *byte == b'/').count();
    match at.path() {
        "" if at.file() != FileId::ENTRY => {
            let name = source.file_name(at.file())?;
            let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
            Some(name.split('.').next().unwrap_or(name)).filter(|name| !name.is_empty())
        }
        path if path.starts_with("/components/") && depth == 3 => source.key(at),
        path if at.file() != FileId::ENTRY && !path.starts_with("/paths/") && depth <= 2 => {
            source.key(at)
        }
        _ => None,
    }
}

/// A walk over schemas as they are written, along their references.
struct Search<'a> {
    source: &'a Source,
    seen: BTreeSet<Pointer>,
    found: Vec<Node<'a>>,
}

impl<'a> Search<'a> {
    /// Looks into the schemas that were found, which may lead to more.
    fn drain(&mut self) {
        let mut next = 0;
        while let Some(node) = self.found.get(next).cloned() {
            self.schema(node.value, &node.at);
            next += 1;
        }
    }

    fn operation(&mut self, operation: &Operation<'a>) {
        for parameter in &operation.parameters {
            self.parameter(parameter);
        }
        for media in operation.body.iter().flat_map(|body| &body.contents) {
            self.media(media);
        }
        for response in &operation.responses {
            response.contents.iter().for_each(|media| self.media(media));
            response.headers.iter().for_each(|header| self.parameter(header));
        }
        for (_, callback) in &operation.callbacks {
            self.operation(callback);
        }
    }

    fn parameter(&mut self, parameter: &Parameter<'a>) {
        parameter.schema.iter().for_each(|node| self.root(node));
        parameter.content.iter().for_each(|media| self.media(media));
    }

    fn media(&mut self, media: &MediaType<'a>) {
        media.schema.iter().chain(&media.item_schema).for_each(|node| self.root(node));
    }

    fn root(&mut self, node: &Node<'a>) {
        if self.seen.insert(node.at.clone()) {
            self.schema(node.value, &node.at);
        }
    }

    /// Recurses over what is written in place, whose depth is limited.
    fn schema(&mut self, value: &'a Value, at: &Pointer) {
        let Value::Object(object) = value else { return };
        for (key, member) in object {
            match (key.as_str(), member) {
                ("$ref" | "$dynamicRef" | "$recursiveRef", Value::String(to)) => self.found(at, to),
                (
                    "properties" | "patternProperties" | "dependentSchemas" | "$defs"
                    | "definitions" | "dependencies",
                    Value::Object(named),
                ) => {
                    let at = at.key(key);
                    for (name, schema) in named.iter().filter(|(_, schema)| schema.is_object()) {
                        self.schema(schema, &at.key(name));
                    }
                }
                ("allOf" | "anyOf" | "oneOf" | "prefixItems" | "items", Value::Array(list)) => {
                    let at = at.key(key);
                    for (index, schema) in list.iter().enumerate() {
                        self.schema(schema, &at.index(index));
                    }
                }
                (
                    "items"
                    | "additionalProperties"
                    | "unevaluatedProperties"
                    | "propertyNames"
                    | "contentSchema"
                    | "then"
                    | "else",
                    Value::Object(_),
                ) => self.schema(member, &at.key(key)),
                _ => {}
            }
        }
    }

    fn found(&mut self, from: &Pointer, reference: &str) {
        let entry = |at: &Pointer| at.file() == FileId::ENTRY;
        if entry(from) && is_component(reference) {
            return;
        }
        if let Ok(node) = self.source.resolve(from, reference)
            && !(entry(&node.at) && is_component(&node.at.to_string()))
            && !mistaken::is_no_schema(&node)
            && self.seen.insert(node.at.clone())
        {
            self.found.push(node);
        }
    }
}

/// Whether a reference is to a component schema of the same file.
fn is_component(reference: &str) -> bool {
    let name = reference.strip_prefix("#/components/schemas/");
    name.is_some_and(|name| !name.contains('/'))
}
