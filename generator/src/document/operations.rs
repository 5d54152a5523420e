//! Path items, operations, webhooks and callbacks.

use super::Operation;
use super::fields::Fields;
use super::parameters::Parameters;
use super::reader::Reader;
use crate::diag::code;
use crate::ir::Docs;
use crate::source::Node;
use serde_json::Value;

const METHODS: &[&str] =
    &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

const PATH_ITEM: &[&str] = &[
    "$ref",
    "summary",
    "description",
    "servers",
    "parameters",
    "additionalOperations",
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "query",
];

const OPERATION: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
    "deprecated",
    "security",
    "servers",
];

/// What an operation is read within.
#[derive(Clone, Copy)]
struct Around<'r, 'a> {
    path: &'a str,
    /// The path item: what it refers to, and what stands beside the reference.
    items: &'r [Fields<'a>],
    parameters: &'r Parameters<'a>,
    /// Whether callbacks are read, which they are one level deep.
    callbacks: bool,
}

impl<'a> Reader<'a, '_> {
    pub(super) fn webhooks(&mut self, root: &Fields<'a>) -> Vec<(&'a str, Operation<'a>)> {
        let mut webhooks = Vec::new();
        for key in ["webhooks", "x-webhooks"] {
            for (name, node) in self.named(root, key) {
                let mut operations = Vec::new();
                self.path_item(name, &node, false, &mut operations);
                webhooks.extend(operations.into_iter().map(|operation| (name, operation)));
            }
        }
        webhooks
    }

    /// Adds the operations of a path item.
    pub(super) fn path_item(
        &mut self,
        path: &'a str,
        node: &Node<'a>,
        callbacks: bool,
        operations: &mut Vec<Operation<'a>>,
    ) {
        let Some(items) = self.path_items(node) else {
            return;
        };
        for fields in &items {
            fields.expect(PATH_ITEM, "a path item", self.diagnostics);
        }
        let parameters = self.parameter_lists(&items);
        let around = Around { path, items: &items, parameters: &parameters, callbacks };
        let mut seen: Vec<&str> = Vec::new();
        for fields in &items {
            for (key, value) in fields.object {
                let operation = Node { value, at: fields.at.key(key) };
                if METHODS.contains(&key.as_str()) && !seen.contains(&key.as_str()) {
                    seen.push(key);
                    operations.extend(self.operation(key.to_uppercase(), &operation, around));
                }
            }
            for (method, node) in self.named(fields, "additionalOperations") {
                if is_token(method) {
                    operations.extend(self.operation(method.to_owned(), &node, around));
                } else {
                    let message = format!("`{method}` is no HTTP method; it is left out");
                    self.diagnostics.report(code::INVALID_METHOD, &node.at, message);
                }
            }
        }
    }

    /// A path item, and what it refers to behind it: its own fields win.
    fn path_items(&mut self, node: &Node<'a>) -> Option<Vec<Fields<'a>>> {
        let mut items = Vec::new();
        if node.value.is_null() {
            return None;
        }
        let own = Fields::of(node, "a path item", self.diagnostics)?;
        let refers = own.object.contains_key("$ref");
        if !refers || own.object.len() > 1 {
            items.push(own);
        }
        if refers && let Some(target) = self.target(node) {
            items.extend(Fields::of(&target.node, "a path item", self.diagnostics));
        }
        Some(items)
    }

    fn operation(
        &mut self,
        method: String,
        node: &Node<'a>,
        around: Around<'_, 'a>,
    ) -> Option<Operation<'a>> {
        if !self.spend() {
            return None;
        }
        let fields = Fields::of(node, "an operation", self.diagnostics)?;
        fields.expect(OPERATION, "an operation", self.diagnostics);
        let nearest: Vec<&Fields<'a>> = std::iter::once(&fields).chain(around.items).collect();
        let own = self.parameter_lists(std::slice::from_ref(&fields));
        let security = self.requirements(&fields).unwrap_or_else(|| self.security.clone());
        Some(Operation {
            id: fields.text("operationId", self.diagnostics).filter(|id| !id.is_empty()),
            method,
            path: around.path,
            tags: match fields.get("tags") {
                Some(_) => fields.texts("tags", self.diagnostics),
                None => Vec::new(),
            },
            parameters: own.over(around.parameters),
            body: fields.node("requestBody").and_then(|node| self.request_body(&node)),
            responses: self.responses(&fields),
            callbacks: self.callbacks(&fields, around.callbacks),
            security,
            servers: self.own_servers(&nearest),
            docs: self.operation_docs(&fields, around.items),
            at: node.at.clone(),
        })
    }

    fn operation_docs(&mut self, fields: &Fields<'a>, items: &[Fields<'a>]) -> Docs {
        let mut docs = self.docs(fields);
        docs.summary = fields.prose("summary", self.diagnostics);
        if docs.summary.is_none() && docs.description.is_none() {
            for item in items {
                docs.summary = docs.summary.or_else(|| item.prose("summary", self.diagnostics));
                docs.description =
                    docs.description.or_else(|| item.prose("description", self.diagnostics));
            }
        }
        docs
    }

    /// `description` and `deprecated`.
    pub(super) fn docs(&mut self, fields: &Fields<'a>) -> Docs {
        Docs {
            summary: None,
            description: fields.prose("description", self.diagnostics),
            deprecated: fields.flag("deprecated", self.diagnostics).unwrap_or(false),
            default: None,
        }
    }

    fn callbacks(&mut self, fields: &Fields<'a>, read: bool) -> Vec<(&'a str, Operation<'a>)> {
        let mut callbacks = Vec::new();
        let members = self.named(fields, "callbacks");
        if !read && let Some((_, node)) = members.first() {
            let message = "callbacks of a callback or webhook are left out";
            self.diagnostics.report(code::NESTED_CALLBACK, &node.at, message);
            return callbacks;
        }
        for (name, node) in members {
            let Some(target) = self.target(&node) else {
                continue;
            };
            let Some(fields) = Fields::of(&target.node, "a callback", self.diagnostics) else {
                continue;
            };
            for (expression, value) in fields.object {
                let item = Node { value, at: fields.at.key(expression) };
                if expression.starts_with("x-") || matches!(value, Value::String(_)) {
                    continue;
                }
                let mut operations = Vec::new();
                self.path_item(expression, &item, false, &mut operations);
                callbacks.extend(operations.into_iter().map(|operation| (name, operation)));
            }
        }
        callbacks
    }
}

/// Whether a text is a token of HTTP (RFC 9110, section 5.6.2).
fn is_token(text: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_token)
}
