//! Request bodies, responses and their representations.

use super::fields::Fields;
use super::parameters::style_of;
use super::reader::Reader;
use super::{Encoding, MediaType, RequestBody, Response};
use crate::diag::code;
use crate::ir::Status;
use crate::source::Node;
use serde_json::Value;

const BODY: &[&str] = &["$ref", "description", "content", "required", "summary"];
const RESPONSE: &[&str] = &["$ref", "summary", "description", "headers", "content", "links"];
const MEDIA_TYPE: &[&str] = &[
    "$ref",
    "schema",
    "itemSchema",
    "example",
    "examples",
    "encoding",
    "prefixEncoding",
    "itemEncoding",
    "description",
    "summary",
];

impl<'a> Reader<'a, '_> {
    pub(super) fn request_body(&mut self, node: &Node<'a>) -> Option<RequestBody<'a>> {
        let target = self.target(node)?;
        let fields = Fields::of(&target.node, "a request body", self.diagnostics)?;
        if !self.spend() {
            return None;
        }
        fields.expect(BODY, "a request body", self.diagnostics);
        let contents = self.contents(&fields);
        if contents.is_empty() {
            let message = "the request body lists no media type";
            self.diagnostics.report(code::MISSING_CONTENT, &fields.at, message);
        }
        Some(RequestBody {
            required: fields.flag("required", self.diagnostics).unwrap_or(false),
            contents,
            component: target.name,
            docs: self.docs(&fields),
            at: fields.at.clone(),
        })
    }

    pub(super) fn responses(&mut self, operation: &Fields<'a>) -> Vec<Response<'a>> {
        let members = self.map(operation, "responses");
        let responses = members.iter().filter_map(|(key, node)| {
            let Some(status) = status(key) else {
                let message = format!("`{key}` is no status; the response is left out");
                self.diagnostics
                    .report(code::INVALID_STATUS, &node.at, message)
                    .on_key()
                    .remedy("use a status such as `200`, a range such as `2XX`, or `default`");
                return None;
            };
            self.response(status, node)
        });
        responses.collect()
    }

    fn response(&mut self, status: Status, node: &Node<'a>) -> Option<Response<'a>> {
        if !self.spend() {
            return None;
        }
        let empty = Response {
            status,
            contents: Vec::new(),
            headers: Vec::new(),
            component: None,
            docs: Default::default(),
            at: node.at.clone(),
        };
        // `204:` with nothing behind it is a response without a body.
        if node.value.is_null() {
            return Some(empty);
        }
        let target = self.target(node)?;
        let fields = Fields::of(&target.node, "a response", self.diagnostics)?;
        fields.expect(RESPONSE, "a response", self.diagnostics);
        let headers = self.named(&fields, "headers");
        let mut docs = self.docs(&fields);
        docs.summary = fields.prose("summary", self.diagnostics);
        Some(Response {
            contents: self.contents(&fields),
            headers: headers.iter().filter_map(|(name, node)| self.header(name, node)).collect(),
            component: target.name,
            docs,
            at: fields.at.clone(),
            ..empty
        })
    }

    /// The representations under `content`.
    pub(super) fn contents(&mut self, fields: &Fields<'a>) -> Vec<MediaType<'a>> {
        let members = self.named(fields, "content");
        members.iter().filter_map(|(name, node)| self.media_type(name, node)).collect()
    }

    fn media_type(&mut self, name: &'a str, node: &Node<'a>) -> Option<MediaType<'a>> {
        if !self.spend() {
            return None;
        }
        let target = match node.value {
            Value::Null => None,
            _ => Some(self.target(node)?),
        };
        let fields = match &target {
            Some(target) => Fields::of(&target.node, "a media type", self.diagnostics),
            None => None,
        };
        let Some(fields) = fields else {
            let at = node.at.clone();
            return Some(MediaType {
                name,
                schema: None,
                item_schema: None,
                encodings: Vec::new(),
                at,
            });
        };
        fields.expect(MEDIA_TYPE, "a media type", self.diagnostics);
        for key in ["prefixEncoding", "itemEncoding"] {
            if fields.get(key).is_some() {
                let message = format!("`{key}` is not supported");
                self.diagnostics.report(code::UNKNOWN_ENCODING, &fields.at.key(key), message);
            }
        }
        Some(MediaType {
            name,
            schema: fields.node("schema"),
            item_schema: fields.node("itemSchema").or_else(|| fields.node("x-itemSchema")),
            encodings: self.encodings(&fields),
            at: fields.at.clone(),
        })
    }

    fn encodings(&mut self, media: &Fields<'a>) -> Vec<(&'a str, Encoding<'a>)> {
        let mut encodings = Vec::new();
        for (name, node) in self.named(media, "encoding") {
            let Some(fields) = Fields::of(&node, "an encoding", self.diagnostics) else {
                continue;
            };
            let style = fields.text("style", self.diagnostics);
            let known = style.and_then(style_of);
            if let (Some(style), None) = (style, known) {
                let message = format!("the style `{style}` is unknown");
                self.diagnostics.report(code::UNSUPPORTED_STYLE, &fields.at.key("style"), message);
            }
            for (header, node) in self.named(&fields, "headers") {
                // The media type of a part is said by `contentType`.
                if !header.eq_ignore_ascii_case("content-type") {
                    let message = format!("the header `{header}` of a part is not sent");
                    self.diagnostics.report(code::UNKNOWN_ENCODING, &node.at, message);
                }
            }
            encodings.push((
                name,
                Encoding {
                    content_type: fields.text("contentType", self.diagnostics),
                    style: known,
                    explode: fields.flag("explode", self.diagnostics),
                    allow_reserved: fields.flag("allowReserved", self.diagnostics).unwrap_or(false),
                },
            ));
        }
        encodings
    }
}

/// The statuses that a key of `responses` names.
fn status(key: &str) -> Option<Status> {
    match key.as_bytes() {
        [class @ b'1'..=b'5', b'x' | b'X', b'x' | b'X'] => Some(Status::Range(class - b'0')),
        [b'1'..=b'9', tens, ones] if tens.is_ascii_digit() && ones.is_ascii_digit() => {
            key.parse().ok().map(Status::Code)
        }
        _ if key.eq_ignore_ascii_case("default") => Some(Status::Default),
        _ => None,
    }
}
