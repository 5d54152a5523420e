//! The parts of a multipart body.

use super::content::{Family, family, is_binary};
use super::flat::{Flat, Rest};
use super::{Lowering, Site};
use crate::diag::code;
use crate::document::{Encoding, MediaType};
use crate::ir::{Kind, Kinds, Part, PartFormat, Prim, Style, Text, Ty, is_range};
use indexmap::IndexMap;
use std::rc::Rc;

/// Any text.
const TEXT: Ty = Ty::Prim(Prim::Text(Text::Plain));

impl<'a> Lowering<'a, '_> {
    /// The parts of a form. What some branches of a union have may be given, what all of them
    /// require must be.
    pub(super) fn parts(&mut self, media: &MediaType<'a>, site: &Site<'a>) -> Vec<Part> {
        let flat = self.flatten(std::slice::from_ref(site));
        let mut required = flat.required.clone();
        let own = flat.properties.iter().map(|(name, sites)| (*name, vec![sites.clone()]));
        let mut properties: IndexMap<&str, Vec<Vec<Site<'a>>>> = own.collect();
        for list in &flat.alternatives {
            let branches = list.branches.iter();
            let branches: Vec<Rc<Flat<'a>>> =
                branches.map(|branch| self.flatten(std::slice::from_ref(branch))).collect();
            for (name, sites) in branches.iter().flat_map(|branch| &branch.properties) {
                if !flat.properties.contains_key(name) {
                    properties.entry(name).or_default().push(sites.clone());
                }
            }
            let first = branches.first().map(|branch| branch.required.clone()).unwrap_or_default();
            let in_all = |name: &&str| branches.iter().all(|branch| branch.required.contains(name));
            required.extend(first.into_iter().filter(in_all));
        }
        let mut parts = Vec::with_capacity(properties.len());
        for (name, readings) in &properties {
            let encoding = media.encodings.iter().find(|(wire, _)| wire == name);
            let encoding = encoding.map(|(_, encoding)| encoding);
            let required = required.contains(name);
            if self.are_constants(readings) {
                for sites in readings {
                    let message =
                        format!("branches differ in the values of `{name}`: any text is taken");
                    self.report(code::UNTYPED, sites[0].at(), message);
                }
                parts.push(self.part(name, &readings[0], required, encoding, Some(TEXT)));
                continue;
            }
            let mut part = |sites: &Vec<Site<'a>>| self.part(name, sites, required, encoding, None);
            let first = part(&readings[0]);
            parts.push(readings[1..].iter().map(part).fold(first, either));
        }
        parts
    }

    /// Whether branches of a union have texts of their own for one part, as a tag has: no type of one
    /// branch would do for all.
    fn are_constants(&mut self, readings: &[Vec<Site<'a>>]) -> bool {
        let texts = Kinds::NONE.with(Kind::Text);
        readings.len() > 1
            && readings.iter().all(|sites| {
                let flat = self.flatten(sites);
                flat.allowed.is_some() && self.kinds_of(&flat) == texts
            })
    }

    /// Whether there are several files, where a part is a file in each branch of a union, or a list of
    /// files.
    fn files(&mut self, branches: &[Flat<'a>]) -> Option<bool> {
        let mut repeated = false;
        for branch in branches {
            let file = match is_list(branch) {
                true => &*self.flatten(&branch.items),
                false => branch,
            };
            if !is_binary(file) {
                return None;
            }
            repeated |= is_list(branch);
        }
        (branches.len() > 1).then_some(repeated)
    }

    fn part(
        &mut self,
        name: &str,
        sites: &[Site<'a>],
        required: bool,
        encoding: Option<&Encoding<'a>>,
        known: Option<Ty>,
    ) -> Part {
        let mut whole = self.flatten(sites);
        let branches = self.views(&whole, &sites[0]);
        if let [only] = branches.as_slice() {
            whole = Rc::new(only.clone());
        }
        let media_type = encoding.and_then(|encoding| encoding.content_type).and_then(preferred);
        let family = media_type.map(family);
        let json = family == Some(Family::Json);
        let files = if json { None } else { self.files(&branches) };
        let repeated = files.unwrap_or(!json && is_list(&whole));
        let one = if repeated { self.flatten(&whole.items) } else { Rc::clone(&whole) };
        let scalar =
            |kinds: Kinds| !kinds.is_empty() && !kinds.has(Kind::Object) && !kinds.has(Kind::List);
        let kinds = self.kinds_of(&one);
        let file = files.is_some() || is_binary(&one) || family == Some(Family::Bytes);
        let (format, ty) = if file {
            (PartFormat::File, Ty::Prim(Prim::Bytes))
        } else {
            let ty = match (known, repeated) {
                (Some(ty), _) => ty,
                (None, true) => self.lower_all(&whole.items).ty,
                (None, false) => self.lower_all(sites).ty,
            };
            (if scalar(kinds) && !json { PartFormat::Text } else { PartFormat::Json }, ty)
        };
        Part {
            wire: name.to_owned(),
            ty,
            required,
            repeated,
            format,
            media_type: media_type.filter(|name| says_more(name, format)).map(str::to_owned),
            docs: self.place_docs(sites),
        }
    }

    /// Says what of a form this client cannot send: other parts than the named ones, and what
    /// `encoding` says beyond the media type.
    pub(super) fn unsent_parts(&mut self, media: &MediaType<'a>, site: &Site<'a>, parts: &[Part]) {
        let flat = self.flatten(std::slice::from_ref(site));
        if let (Rest::Open(others), false) = (&flat.rest, parts.is_empty())
            && others.iter().any(|other| !other.node.value.is_boolean())
        {
            let message = "only parts that have a name here can be sent";
            self.report(code::UNTYPED, others[0].at(), message.to_owned());
        }
        for (name, encoding) in &media.encodings {
            if !parts.iter().any(|part| part.wire == *name) {
                let message = format!("`{name}` is no property of the form");
                self.report(code::UNKNOWN_ENCODING, &media.at, message);
            }
            let media_type = encoding.content_type.and_then(preferred);
            let json = |part: &Part| part.wire == *name && part.format == PartFormat::Json;
            if let Some(media_type) = media_type.filter(|name| family(name) != Family::Json)
                && parts.iter().any(json)
            {
                let message = format!("`{name}` is sent as JSON, not as `{media_type}`");
                self.report(code::UNKNOWN_ENCODING, &media.at, message);
            }
            if encoding.style.is_some_and(|style| style != Style::Form)
                || encoding.explode == Some(false)
            {
                let message = format!("the style of the part `{name}` is left to its media type");
                self.report(code::UNKNOWN_ENCODING, &media.at, message);
            }
        }
    }
}

/// The media type of a list that a part is sent in: the first that is no range and that this client
/// writes, which leaves XML.
fn preferred(listed: &str) -> Option<&str> {
    let each = || listed.split(',').map(str::trim).filter(|name| !name.is_empty());
    let exact = || each().filter(|name| !is_range(name));
    let written = exact().find(|name| family(name) != Family::Xml);
    written.or_else(|| exact().next()).or_else(|| each().next())
}

/// Whether a part has to say its media type: not a range, and nothing that it is anyway.
fn says_more(media_type: &str, format: PartFormat) -> bool {
    let plain = media_type.split(';').next().unwrap_or_default().trim();
    !is_range(media_type)
        && match format {
            PartFormat::File => true,
            PartFormat::Text => !plain.eq_ignore_ascii_case("text/plain"),
            PartFormat::Json => {
                family(media_type) == Family::Json
                    && !plain.eq_ignore_ascii_case("application/json")
            }
        }
}

fn is_list(flat: &Flat<'_>) -> bool {
    flat.implied_kinds().iter().eq([Kind::List]) && !flat.items.is_empty()
}

/// A part that branches of a union describe in two ways: where they differ it is a text, or JSON.
fn either(one: Part, other: Part) -> Part {
    if (one.format, &one.ty, one.repeated) == (other.format, &other.ty, other.repeated) {
        return one;
    }
    match (one.format, other.format) {
        (PartFormat::File, _) => one,
        (_, PartFormat::File) => other,
        (PartFormat::Text, PartFormat::Text) if one.repeated == other.repeated => {
            Part { ty: TEXT, ..one }
        }
        _ => Part { ty: Ty::Json, format: PartFormat::Json, repeated: false, ..one },
    }
}
