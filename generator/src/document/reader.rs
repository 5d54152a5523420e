//! The reading of a document as a whole.

use super::fields::Fields;
use super::{Document, Version};
use crate::diag::{Diagnostics, code};
use crate::source::{Node, Source};
use openapiv3::Server;
use serde_json::Value;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The most operations, parameters, bodies and responses of a document. Path items and components
/// that many places refer to count each time.
const MAX_OBJECTS: usize = 500_000;

const ROOT: &[&str] = &[
    "openapi",
    "$self",
    "info",
    "jsonSchemaDialect",
    "servers",
    "paths",
    "webhooks",
    "components",
    "security",
    "tags",
    "externalDocs",
    "definitions",
    "$defs",
    "$id",
    "$schema",
];

/// What reading needs to know and to report to.
pub(super) struct Reader<'a, 'd> {
    pub(super) source: &'a Source,
    pub(super) version: Version,
    pub(super) diagnostics: &'d mut Diagnostics,
    /// `security` of the document.
    pub(super) security: Vec<Vec<&'a str>>,
    pub(super) budget: &'d Budget,
}

/// How many objects all readers of a document have read.
#[derive(Default)]
pub(super) struct Budget(AtomicUsize);

impl Budget {
    pub(super) fn spent(&self) -> usize {
        self.0.load(Relaxed)
    }

    pub(super) fn is_overspent(&self) -> bool {
        self.spent() > MAX_OBJECTS
    }

    /// Goes back to what had been spent before.
    pub(super) fn reset(&self, spent: usize) {
        self.0.store(spent, Relaxed);
    }
}

impl<'a, 'd> Reader<'a, 'd> {
    pub(super) fn new(
        source: &'a Source,
        version: Version,
        budget: &'d Budget,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self { source, version, diagnostics, security: Vec::new(), budget }
    }

    pub(super) fn document(mut self, root: &Node<'a>) -> Document<'a> {
        let object = root.value.as_object().expect("the version was read from an object");
        let fields = Fields::of_object(object, &root.at);
        fields.expect(ROOT, "the document", self.diagnostics);
        let info = self.info(&fields);
        let servers = self.servers(&fields);
        let tags = self.tags(&fields);
        self.security = self.requirements(&fields).unwrap_or_default();
        let operations = self.paths(&fields);
        let webhooks = self.webhooks(&fields);
        if operations.is_empty() && webhooks.is_empty() {
            let message = "the document describes no operation";
            self.diagnostics.report(code::NO_PATHS, &root.at, message);
        }
        let components = fields.node("components");
        let components =
            components.and_then(|node| Fields::of(&node, "`components`", self.diagnostics));
        let (schemas, security_schemes) = match &components {
            Some(components) => (self.schemas(components), self.security_schemes(components)),
            None => Default::default(),
        };
        let (source, version) = (self.source, self.version);
        Document {
            source,
            version,
            info,
            servers,
            tags,
            operations,
            schemas,
            security_schemes,
            webhooks,
        }
    }

    fn schemas(&mut self, components: &Fields<'a>) -> Vec<(&'a str, Node<'a>)> {
        let mut schemas = components.members("schemas", self.diagnostics);
        schemas.retain(|(name, node)| match node.value {
            Value::Object(_) | Value::Bool(_) => true,
            other => {
                let kind = super::fields::kind(other);
                let message = format!("the schema `{name}` is {kind}; it is left out");
                self.diagnostics.report(code::WRONG_TYPE, &node.at, message);
                false
            }
        });
        schemas
    }

    /// The members of an object that can be extended, such as `responses`; extensions left out.
    pub(super) fn map(&mut self, fields: &Fields<'a>, key: &str) -> Vec<(&'a str, Node<'a>)> {
        if fields.get(key).is_none() {
            return Vec::new();
        }
        let mut members = fields.members(key, self.diagnostics);
        members.retain(|(key, _)| !key.starts_with("x-"));
        members
    }

    /// The members of an object whose keys are names that the author chose, such as `headers`:
    /// `x-request-id` is a name like others. What is no object is an extension all the same.
    pub(super) fn named(&mut self, fields: &Fields<'a>, key: &str) -> Vec<(&'a str, Node<'a>)> {
        if fields.get(key).is_none() {
            return Vec::new();
        }
        let mut members = fields.members(key, self.diagnostics);
        members.retain(|(key, node)| !key.starts_with("x-") || node.value.is_object());
        members
    }

    /// The servers of the nearest object that has some.
    pub(super) fn own_servers(&mut self, nearest: &[&Fields<'a>]) -> Vec<Server> {
        nearest
            .iter()
            .map(|fields| self.servers(fields))
            .find(|servers| !servers.is_empty())
            .unwrap_or_default()
    }

    /// Counts an object; false once there are too many, which is reported once.
    pub(super) fn spend(&mut self) -> bool {
        let before = self.budget.0.fetch_add(1, Relaxed);
        if before == MAX_OBJECTS {
            let message = format!(
                "the document has more than {MAX_OBJECTS} operations, parameters, bodies and \
                 responses; the rest is left out"
            );
            self.diagnostics.report_whole(code::TOO_LARGE, message);
        }
        before < MAX_OBJECTS
    }
}
