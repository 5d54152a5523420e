//! Representations: how each media type is read and written.

use super::flat::Flat;
use super::trail::Trail;
use super::{Lowering, Site};
use crate::diag::code;
use crate::document::MediaType;
use crate::ir::{Content, FieldEncoding, Format, Kind, Kinds, Part, Prim, RareBounds, Style, Ty};

/// What a media type is, its parameters and its spelling left aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Json,
    JsonLines,
    Form,
    Multipart,
    Events,
    Xml,
    Text,
    Bytes,
}

pub(super) fn family(name: &str) -> Family {
    let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "text/json" | "application/x-json" | "json" => Family::Json,
        "application/jsonl"
        | "application/x-ndjson"
        | "application/ndjson"
        | "application/json-seq"
        | "application/x-jsonlines"
        | "application/jsonlines"
        | "application/stream+json"
        | "text/jsonl" => Family::JsonLines,
        "application/x-www-form-urlencoded" => Family::Form,
        "text/event-stream" => Family::Events,
        "application/xml" | "text/xml" => Family::Xml,
        "application/yaml"
        | "application/x-yaml"
        | "application/javascript"
        | "application/sdp"
        | "application/graphql"
        | "application/toml"
        | "application/sql" => Family::Text,
        _ if essence.starts_with("multipart/") => Family::Multipart,
        _ if essence.ends_with("+json") => Family::Json,
        _ if essence.ends_with("+json-seq") => Family::JsonLines,
        _ if essence.ends_with("+xml") => Family::Xml,
        _ if essence.ends_with("+yaml") => Family::Text,
        _ if essence.starts_with("text/") => Family::Text,
        _ => Family::Bytes,
    }
}

impl<'a> Lowering<'a, '_> {
    /// One representation of a request body.
    pub(super) fn request_content(&mut self, media: &MediaType<'a>, path: &Trail) -> Content {
        let format = match (family(media.name), &media.schema) {
            (Family::Form, Some(node)) => {
                let site = Site::new(node.clone(), path.clone());
                Format::Form(self.lower(&site).ty, self.form_encodings(media, &site))
            }
            (Family::Multipart, Some(node)) => {
                let site = Site::new(node.clone(), path.clone());
                let parts = self.parts(media, &site);
                self.unnamed_parts(&parts, media);
                self.unsent_parts(media, &site, &parts);
                Format::Multipart(parts)
            }
            (Family::Multipart, None) => {
                self.unnamed_parts(&[], media);
                Format::Multipart(Vec::new())
            }
            (Family::Form, None) => Format::Bytes,
            (family, _) => self.format(family, media, path),
        };
        self.range_of_media_types(media, &format);
        let bounds = match (&format, &media.schema) {
            (Format::Json(_), Some(node)) => self.bounds(&[Site::new(node.clone(), path.clone())]),
            _ => RareBounds::NONE,
        };
        content(media, format, bounds)
    }

    /// Says where only the caller knows what is sent: bytes of a kind such as `image/*`.
    fn range_of_media_types(&mut self, media: &MediaType<'a>, format: &Format) {
        let kind = media.name.split_once("/*").map(|(kind, _)| kind.trim());
        if *format == Format::Bytes
            && kind.is_some_and(|kind| !["*", "application"].contains(&kind))
        {
            let message =
                format!("`{}` is a range: what is sent in it is for you to say", media.name);
            self.diagnostics
                .report(code::RANGE_OF_MEDIA_TYPES, &media.at, message)
                .remedy("list the media types; or call `extra_header(\"content-type\", …)`");
        }
    }

    /// Says where a form has no parts of which the document says anything.
    fn unnamed_parts(&mut self, parts: &[Part], media: &MediaType<'a>) {
        if parts.is_empty() {
            let message = "a multipart body without named parts; the caller names them";
            self.note(code::UNTYPED, &media.at, message);
        }
    }

    /// One representation of a response body.
    pub(super) fn response_content(&mut self, media: &MediaType<'a>, path: &Trail) -> Content {
        let format = match family(media.name) {
            Family::Form | Family::Multipart => {
                let message = "this client does not take such a response apart; raw bytes";
                self.note(code::MEDIA_TYPE_AS_BYTES, &media.at, message);
                Format::Bytes
            }
            family => self.format(family, media, path),
        };
        content(media, format, RareBounds::NONE)
    }

    fn format(&mut self, family: Family, media: &MediaType<'a>, path: &Trail) -> Format {
        let site = media.schema.as_ref().map(|node| Site::new(node.clone(), path.clone()));
        match family {
            Family::Json => Format::Json(self.json(media, site)),
            Family::JsonLines => Format::JsonLines(self.line(media, site, path)),
            Family::Events => Format::Events(self.event_data(media, site, path)),
            Family::Xml => {
                let message = "XML is not taken apart; the body is text";
                self.note(code::XML_AS_TEXT, &media.at, message);
                Format::Text
            }
            Family::Text => self.text(media, site),
            Family::Bytes => self.bytes_or_json(media, site),
            Family::Form | Family::Multipart => Format::Bytes,
        }
    }

    fn text(&mut self, media: &MediaType<'a>, site: Option<Site<'a>>) -> Format {
        if let Some(site) = site {
            let flat = self.flatten(std::slice::from_ref(&site));
            if flat.allowed.is_some() || self.kinds_of(&flat) != Kinds::NONE.with(Kind::Text) {
                self.text_of_more(media);
            }
        }
        Format::Text
    }

    /// Says that the schema of a text is not used.
    fn text_of_more(&mut self, media: &MediaType<'a>) {
        let message = "this media type is not taken apart; the body is text";
        self.note(code::MEDIA_TYPE_AS_BYTES, &media.at, message);
    }

    fn json(&mut self, media: &MediaType<'a>, site: Option<Site<'a>>) -> Ty {
        match site {
            Some(site) => self.lower(&site).into_ty(),
            None => {
                let message = "no schema: any JSON is accepted";
                self.note(code::UNTYPED, &media.at, message);
                Ty::Json
            }
        }
    }

    /// An unknown media type is bytes, but `*/*` with a schema of anything but text is JSON: that is
    /// what tools write which do not know better.
    fn bytes_or_json(&mut self, media: &MediaType<'a>, site: Option<Site<'a>>) -> Format {
        let any = media.name.trim_start().starts_with("*/*");
        if let Some(site) = site {
            let flat = self.flatten(std::slice::from_ref(&site));
            let kinds = self.kinds_of(&flat);
            let structured = kinds.has(Kind::Object) || kinds.has(Kind::List);
            if any && (structured || !kinds.is_empty() && !kinds.has(Kind::Text)) {
                return Format::Json(self.lower(&site).into_ty());
            }
            if structured {
                let message = "this media type is not taken apart; the body is raw bytes";
                self.note(code::MEDIA_TYPE_AS_BYTES, &media.at, message);
            } else if any && kinds.has(Kind::Text) && !is_binary(&flat) {
                if flat.allowed.is_some() {
                    self.text_of_more(media);
                }
                return Format::Text;
            }
        }
        Format::Bytes
    }

    /// The type of one line: `itemSchema`, or the items of a list, or the schema itself.
    fn line(&mut self, media: &MediaType<'a>, site: Option<Site<'a>>, path: &Trail) -> Ty {
        if let Some(item) = &media.item_schema {
            return self.lower(&Site::new(item.clone(), path.clone())).into_ty();
        }
        let Some(site) = site else { return Ty::Json };
        match self.lower(&site).into_ty() {
            Ty::List(item) => *item,
            Ty::Prim(_) => Ty::Json,
            other => other,
        }
    }

    /// The type of an event's data. `itemSchema` describes the whole event: its `data` counts.
    fn event_data(
        &mut self,
        media: &MediaType<'a>,
        site: Option<Site<'a>>,
        path: &Trail,
    ) -> Option<Ty> {
        let item = media.item_schema.as_ref().map(|item| Site::new(item.clone(), path.clone()));
        if let Some(item) = item {
            let flat = self.flatten(std::slice::from_ref(&item));
            return match flat.properties.get("data") {
                Some(data) => self.sse_data(data),
                None => Some(self.lower(&item).into_ty()),
            };
        }
        match self.lower(&site?).into_ty() {
            Ty::Prim(_) | Ty::Json => None,
            Ty::List(item) => Some(*item),
            other => Some(other),
        }
    }

    fn sse_data(&mut self, data: &[Site<'a>]) -> Option<Ty> {
        let first = self.read(&data[0]);
        if let Some(node) = &first.content_schema {
            let site = data[0].same(node);
            return Some(self.lower(&site).into_ty());
        }
        match self.lower_all(data).into_ty() {
            Ty::Prim(Prim::Text(_)) | Ty::Json => None,
            other => Some(other),
        }
    }

    fn form_encodings(&mut self, media: &MediaType<'a>, site: &Site<'a>) -> Vec<FieldEncoding> {
        let flat = self.flatten(std::slice::from_ref(site));
        let mut encodings = Vec::new();
        for (name, encoding) in &media.encodings {
            if !flat.properties.contains_key(name) {
                let message = format!("`{name}` is no property of the form");
                self.report(code::UNKNOWN_ENCODING, &media.at, message);
                continue;
            }
            let style = encoding.style.unwrap_or(Style::Form);
            encodings.push(FieldEncoding {
                wire: (*name).to_owned(),
                style,
                explode: encoding
                    .explode
                    .unwrap_or(style == Style::Form || style == Style::DeepObject),
                json: encoding.content_type.is_some_and(|name| family(name) == Family::Json),
            });
        }
        encodings
    }
}

/// Whether a text is raw bytes: `format: binary`, or a binary `contentMediaType` without encoding.
pub(super) fn is_binary(flat: &Flat<'_>) -> bool {
    flat.bounds.format.as_deref() == Some("binary") || flat.binary
}

fn content(media: &MediaType<'_>, format: Format, bounds: RareBounds) -> Content {
    Content { media_type: media.name.to_owned(), format, bounds, origin: media.at.clone() }
}
