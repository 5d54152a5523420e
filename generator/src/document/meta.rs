//! `info`, `servers`, `tags`: what the versions share, in the types of `openapiv3`.
//!
//! Each part is read on its own, so that a broken contact costs the contact.

use super::fields::Fields;
use super::reader::Reader;
use crate::diag::code;
use crate::source::Node;
use indexmap::IndexMap;
use openapiv3::{Info, Server, ServerVariable, Tag};
use serde::de::DeserializeOwned;
use serde_json::Value;

impl<'a> Reader<'a, '_> {
    /// `info`; what is missing stays empty. Its `summary` is kept among the extensions, because
    /// `openapiv3` has no field for it.
    pub(super) fn info(&mut self, root: &Fields<'a>) -> Info {
        let Some(node) = root.node("info") else {
            self.missing(root, "info", "the API has no name");
            return Info::default();
        };
        let Some(fields) = Fields::of(&node, "`info`", self.diagnostics) else {
            return Info::default();
        };
        let title = self.required_prose(&fields, "title");
        let version = self.required_prose(&fields, "version");
        Info {
            title,
            version,
            description: fields.prose("description", self.diagnostics),
            terms_of_service: fields.prose("termsOfService", self.diagnostics),
            contact: part(&fields, "contact"),
            license: part(&fields, "license"),
            extensions: extensions(&fields, &["summary"]),
        }
    }

    /// A text that must be there; a number is taken as it is written (`version: 1.10`).
    fn required_prose(&mut self, fields: &Fields<'a>, key: &str) -> String {
        match fields.get(key) {
            Some(Value::Number(number)) => {
                let written = self.source.written(&fields.at.key(key));
                written.unwrap_or_else(|| number.to_string())
            }
            Some(_) => fields.prose(key, self.diagnostics).unwrap_or_default(),
            None => {
                self.missing(fields, key, "it stays empty");
                String::new()
            }
        }
    }

    pub(super) fn servers(&mut self, fields: &Fields<'a>) -> Vec<Server> {
        let nodes = match fields.get("servers") {
            Some(_) => fields.items("servers", self.diagnostics),
            None => return Vec::new(),
        };
        nodes.iter().filter_map(|node| self.server(node)).collect()
    }

    fn server(&mut self, node: &Node<'a>) -> Option<Server> {
        let fields = Fields::of(node, "a server", self.diagnostics)?;
        let Some(url) = fields.text("url", self.diagnostics) else {
            self.missing(&fields, "url", "the server is left out");
            return None;
        };
        let members = fields.members("variables", self.diagnostics);
        let mut variables = IndexMap::new();
        for (name, variable) in members {
            if let Some(fields) = Fields::of(&variable, "a variable", self.diagnostics) {
                variables.insert(name.to_owned(), self.variable(&fields));
            }
        }
        Some(Server {
            url: url.trim().to_owned(),
            description: fields.prose("description", self.diagnostics),
            variables: Some(variables).filter(|variables| !variables.is_empty()),
            extensions: extensions(&fields, &["name"]),
        })
    }

    /// Ports are often written as numbers; the default may be missing where there is a list.
    fn variable(&mut self, fields: &Fields<'a>) -> ServerVariable {
        let listed = match fields.get("enum") {
            Some(_) => fields.list("enum", self.diagnostics).unwrap_or_default(),
            None => &[],
        };
        let enumeration: Vec<String> = listed.iter().map(plain).collect();
        let default = fields.get("default").map(plain);
        if default.is_none() {
            self.missing(fields, "default", "the first value of `enum` is taken, or none");
        }
        ServerVariable {
            default: default.or_else(|| enumeration.first().cloned()).unwrap_or_default(),
            enumeration,
            description: fields.prose("description", self.diagnostics),
            extensions: extensions(fields, &[]),
        }
    }

    pub(super) fn tags(&mut self, root: &Fields<'a>) -> Vec<Tag> {
        let nodes = match root.get("tags") {
            Some(_) => root.items("tags", self.diagnostics),
            None => return Vec::new(),
        };
        let mut tags = Vec::new();
        for node in nodes {
            let Some(fields) = Fields::of(&node, "a tag", self.diagnostics) else {
                continue;
            };
            let Some(name) = fields.prose("name", self.diagnostics) else {
                self.missing(&fields, "name", "the tag is left out");
                continue;
            };
            tags.push(Tag {
                name,
                description: fields.prose("description", self.diagnostics),
                external_docs: part(&fields, "externalDocs"),
                extensions: extensions(&fields, &["summary", "parent", "kind"]),
            });
        }
        tags
    }

    /// Reports a field that must be there.
    pub(super) fn missing(&mut self, fields: &Fields<'a>, key: &str, consequence: &str) {
        let message = format!("`{key}` is missing; {consequence}");
        self.diagnostics.report(code::MISSING_FIELD, &fields.at, message);
    }
}

/// A part that is for people only: if it is broken, it is left out.
fn part<T: DeserializeOwned>(fields: &Fields<'_>, key: &str) -> Option<T> {
    fields.get(key).and_then(|value| T::deserialize(value).ok())
}

/// Extensions, and fields of newer versions that the type has no place for.
fn extensions(fields: &Fields<'_>, newer: &[&str]) -> IndexMap<String, Value> {
    let kept =
        |(key, _): &(&String, &Value)| key.starts_with("x-") || newer.contains(&key.as_str());
    fields.object.iter().filter(kept).map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
