//! References: where they lead, and whether null is there.

use super::site::{Place, PlaceSet};
use super::trail::Trail;
use super::{Lowering, Site, site};
use crate::diag::{Pointer, code};
use crate::document::{Schema, is_no_schema};
use crate::ir::Kind;
use crate::source::Node;
use serde_json::Value;
use std::rc::Rc;

/// How many references may stand in a row.
const CHAIN: usize = 64;

/// Where references that stand alone lead.
#[derive(Clone, Debug)]
pub(super) enum End<'a> {
    /// To a schema that says something itself.
    Schema(Site<'a>),
    /// To nothing, which has been reported.
    Nowhere,
    /// To no end, for this reason.
    Endless(&'static str),
}

impl<'a> Lowering<'a, '_> {
    /// Reads the schema of a site.
    pub(super) fn read(&mut self, site: &Site<'a>) -> Rc<Schema<'a>> {
        if let Some(known) = self.read.get(site.place()) {
            return known;
        }
        let schema = Rc::new(self.document.read_schema(&site.node, self.diagnostics));
        self.read.insert(site.place(), Rc::clone(&schema));
        schema
    }

    /// The site that a reference leads to; reports one that leads nowhere.
    pub(super) fn target(&mut self, from: &Site<'a>, reference: &'a str) -> Option<Site<'a>> {
        // It is written in one place only, so its own address says from where it leads.
        let written = (!reference.is_empty()).then(|| Place::of_text(reference));
        if let Some(known) = written.and_then(|written| self.targets.get(written)) {
            return Some(Site { path: known.path.apart(), ..known });
        }
        let node = match self.document.resolve(from.at(), reference) {
            Ok(node) if is_no_schema(&node) => {
                let message = format!("`{reference}` leads to no schema, but to something else");
                self.report(code::MISTAKEN_REFERENCE, &written_at(from), message);
                return None;
            }
            Ok(node) => node,
            Err(reason) => {
                let at = written_at(from);
                reason.report(reference, &at, self.document.source, self.diagnostics);
                return None;
            }
        };
        let path = self.path_of(&node.at);
        let site = Site::new(node, path);
        if let Some(written) = written {
            self.targets.insert(written, site.clone());
        }
        Some(site)
    }

    /// The schema that a branch refers to, if it is a reference that leads anywhere.
    pub(super) fn referred(&mut self, branch: &Node<'a>) -> Option<Place> {
        let own = Place::of(branch);
        if let Some(known) = self.referred.get(&own) {
            return *known;
        }
        let reference = branch.value.get("$ref").and_then(Value::as_str);
        let target = reference.and_then(|to| self.document.resolve(&branch.at, to).ok());
        let place = target.map(|target| Place::of(&target));
        self.referred.insert(own, place);
        place
    }

    /// The path that names what stands at a pointer.
    pub(super) fn path_of(&self, pointer: &Pointer) -> Trail {
        match self.document.component_name(pointer) {
            Some(name) => Trail::component(name),
            None => site::path_of(pointer, |place| self.ground.operation_index.get(place).copied())
                .into(),
        }
    }

    /// Follows references that stand alone, to the schema that says something itself.
    ///
    /// Returns nothing where a reference leads nowhere or back to itself.
    pub(super) fn destination(&mut self, start: &Site<'a>) -> Option<(Site<'a>, Rc<Schema<'a>>)> {
        let mut seen = PlaceSet::default();
        let end = self.end(start, &mut seen);
        for place in seen {
            self.ends.insert(place, end.clone());
        }
        match end {
            End::Schema(site) => {
                let schema = self.read(&site);
                Some((site, schema))
            }
            End::Nowhere => None,
            End::Endless(message) => {
                self.report(code::REFERENCE_CYCLE, start.at(), message.to_owned());
                None
            }
        }
    }

    /// Walks from reference to reference, and takes down those on the way.
    fn end(&mut self, start: &Site<'a>, seen: &mut PlaceSet) -> End<'a> {
        let mut site = start.clone();
        loop {
            if let Some(known) = self.ends.get(&site.place()) {
                return known.clone();
            }
            let schema = self.read(&site);
            let Some(reference) = schema.reference.or(schema.dynamic_reference) else {
                return End::Schema(site);
            };
            if !is_bare(&schema) {
                return End::Schema(site);
            }
            if !seen.insert(site.place()) {
                return End::Endless("this reference leads only to other references, in a circle");
            }
            if seen.len() > CHAIN {
                return End::Endless("more references in a row than anyone could mean");
            }
            let Some(target) = self.target(&site, reference) else {
                return End::Nowhere;
            };
            site = target;
        }
    }

    /// Whether null satisfies a schema, or is meant to.
    pub(super) fn is_nullable(&mut self, site: &Site<'a>) -> bool {
        let schema = self.read(site);
        if schema.stands_alone() {
            return schema.written_null().unwrap_or(false);
        }
        if let Some(known) = self.nullable.get(&site.place()) {
            return known.unwrap_or(false);
        }
        self.nullable.insert(site.place(), None);
        let nullable = self.null_of(site);
        self.nullable.insert(site.place(), Some(nullable));
        nullable
    }

    fn null_of(&mut self, site: &Site<'a>) -> bool {
        let Some((site, schema)) = self.destination(site) else {
            return false;
        };
        let plain =
            schema.all_of.is_empty() && schema.one_of.is_empty() && schema.any_of.is_empty();
        match schema.kinds.is_some_and(|kinds| kinds.iter().eq([Kind::Null])) {
            true => true,
            false if plain && schema.reference.is_none() => schema.written_null().unwrap_or(false),
            false => self.flatten(&[site]).nullable,
        }
    }
}

/// Whether a schema is a reference and nothing else that matters: texts may stand beside it.
pub(super) fn is_bare(schema: &Schema<'_>) -> bool {
    (schema.reference.is_some() || schema.dynamic_reference.is_some())
        && schema.kinds.is_none()
        && !schema.nullable
        && schema.properties.is_empty()
        && schema.required.is_empty()
        && schema.additional.is_none()
        && schema.all_of.is_empty()
        && schema.one_of.is_empty()
        && schema.any_of.is_empty()
        && schema.enumeration.is_none()
        && schema.constant.is_none()
        && schema.items.is_none()
        && schema.patterns.is_empty()
        && schema.prefix_items.is_empty()
}

/// Where the reference of a schema is written.
fn written_at(from: &Site<'_>) -> Pointer {
    let keys = ["$ref", "$dynamicRef", "$recursiveRef"];
    let written = keys.iter().find(|key| from.node.value.get(**key).is_some());
    written.map_or_else(|| from.at().clone(), |key| from.at().key(key))
}
