//! Names that schemas give themselves: `$id`, `$anchor`, `$dynamicAnchor`, and `$self` of a
//! document.

use super::address::Address;
use super::{File, Source, resolve};
use crate::diag::{FileId, Pointer};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Every such name of a document's files.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// Files that have any.
    files: BTreeSet<FileId>,
    /// The base URI of those files that say it.
    selves: BTreeMap<FileId, String>,
    resources: BTreeMap<String, Pointer>,
    names: BTreeMap<(String, String), Pointer>,
}

impl Anchors {
    /// Finds the names in the files that have any.
    pub(super) fn find(files: &[File]) -> Self {
        let mut anchors = Self::default();
        for (id, file) in (0..).map(FileId).zip(files).filter(|(_, file)| file.anchors) {
            anchors.files.insert(id);
            let mut base = uri(&file.address);
            if let Some(own) = file.value.get("$self").and_then(Value::as_str) {
                base = join(&base, own);
                anchors.selves.insert(id, base.clone());
                anchors.resources.insert(base.clone(), Pointer::root(id));
            }
            anchors.walk(&file.value, &Pointer::root(id), &base, false);
        }
        anchors
    }

    fn walk(&mut self, value: &Value, at: &Pointer, base: &str, names_only: bool) {
        let object = match value {
            Value::Object(object) => object,
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate().filter(|(_, item)| is_tree(item)) {
                    self.walk(item, &at.index(index), base, false);
                }
                return;
            }
            _ => return,
        };
        let mut own = None;
        if !names_only {
            if let Some(id) = object.get("$id").and_then(Value::as_str) {
                own = self.declare(id, at, base);
            }
            let base = own.as_deref().unwrap_or(base);
            for keyword in ["$anchor", "$dynamicAnchor"] {
                if let Some(name) = object.get(keyword).and_then(Value::as_str) {
                    self.name(base, name, at);
                }
            }
        }
        let base = own.as_deref().unwrap_or(base);
        for (key, member) in object.iter().filter(|(_, member)| is_tree(member)) {
            if names_only || !matches!(key.as_str(), "enum" | "const" | "default" | "example") {
                let names = !names_only && holds_names(key);
                self.walk(member, &at.key(key), base, names);
            }
        }
    }

    /// Notes an `$id`; the base that it makes, if any.
    fn declare(&mut self, id: &str, at: &Pointer, base: &str) -> Option<String> {
        let (file, fragment) = id.split_once('#').unwrap_or((id, ""));
        if !fragment.is_empty() && !fragment.starts_with('/') {
            self.name(base, fragment, at);
        }
        if file.is_empty() {
            return None;
        }
        let own = join(base, file);
        self.resources.entry(own.clone()).or_insert_with(|| at.clone());
        Some(own)
    }

    fn name(&mut self, base: &str, name: &str, at: &Pointer) {
        let key = (base.to_owned(), name.to_owned());
        self.names.entry(key).or_insert_with(|| at.clone());
    }

    /// The base URI at a place, where an `$id` around it changes that of the file.
    pub(super) fn base(&self, source: &Source, at: &Pointer) -> Option<String> {
        if !self.files.contains(&at.file()) {
            return None;
        }
        let mut value = &source.files.get(at.file().index())?.value;
        let mut base = self.base_of(source, at.file());
        let mut changed = false;
        for token in at.tokens().map(Some).chain([None]) {
            if let Some(id) = value.get("$id").and_then(Value::as_str) {
                let file = id.split('#').next().unwrap_or_default();
                if !file.is_empty() {
                    base = join(&base, file);
                    changed = true;
                }
            }
            let Some(token) = token else { break };
            let Some(next) = resolve::child(value, &token) else {
                break;
            };
            value = next;
        }
        changed.then_some(base)
    }

    /// The base URI of a file.
    pub(super) fn base_of(&self, source: &Source, file: FileId) -> String {
        let own = self.selves.get(&file).cloned();
        own.or_else(|| source.files.get(file.index()).map(|file| uri(&file.address)))
            .unwrap_or_default()
    }

    /// The schema or document with that URI.
    pub(super) fn resource(&self, uri: &str) -> Option<&Pointer> {
        self.resources.get(uri)
    }

    /// The schema or document that a relative reference names.
    pub(super) fn joined(&self, base: &str, reference: &str) -> Option<&Pointer> {
        if self.resources.is_empty() {
            return None;
        }
        self.resources.get(&join(base, reference))
    }

    /// The schema of that name below a root.
    pub(super) fn named(&self, source: &Source, root: &Pointer, name: &str) -> Option<Pointer> {
        let base = self.base(source, root).unwrap_or_else(|| self.base_of(source, root.file()));
        let key = (base, name.to_owned());
        let elsewhere = || {
            let mut all = self.names.iter().filter(|((_, other), _)| other == name);
            all.find(|(_, at)| at.file() == root.file()).map(|(_, at)| at)
        };
        self.names.get(&key).or_else(elsewhere).cloned()
    }
}

fn is_tree(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

/// Whether the keys of the object under this keyword are names of the author's choice.
fn holds_names(keyword: &str) -> bool {
    matches!(
        keyword,
        "properties"
            | "patternProperties"
            | "dependentSchemas"
            | "$defs"
            | "definitions"
            | "schemas"
            | "parameters"
            | "responses"
            | "headers"
            | "requestBodies"
            | "content"
    )
}

fn uri(address: &Address) -> String {
    match address {
        Address::Path(path) => format!("document:///{path}"),
        Address::Uri(uri) => uri.clone(),
    }
}

fn join(base: &str, reference: &str) -> String {
    match Address::Uri(base.to_owned()).join(reference) {
        Ok(address) => address.as_str().to_owned(),
        Err(_) => reference.to_owned(),
    }
}
