//! Bodies of requests, and representations both ways.

use super::super::{Member, WireLevel};
use super::{Spot, Walk, Way};
use crate::ir::{Content, Format, Operation, Part};

impl Walk<'_> {
    pub(super) fn body(&mut self, old: &Operation, new: &Operation) {
        let sides = [old, new].map(|it| it.body.as_ref().map(|body| &body.origin));
        let spot = self.at(new, Member::Body(None), sides);
        match (&old.body, &new.body) {
            (None, None) => {}
            (None, Some(body)) => {
                let (level, what) = match body.required {
                    true => (WireLevel::Breaking, "new and required"),
                    false => (WireLevel::Compatible, "new"),
                };
                self.found(&spot, Way::Request, level, what);
            }
            (Some(_), None) => {
                let what = "no longer known: ignored or refused";
                self.found(&spot, Way::Request, WireLevel::Caution, what);
            }
            (Some(before), Some(after)) => {
                if !before.required && after.required {
                    self.found(&spot, Way::Request, WireLevel::Breaking, "now required");
                }
                if before.required && !after.required {
                    let what = "no longer required";
                    self.found(&spot, Way::Request, WireLevel::Compatible, what);
                }
                self.representations(&before.contents, &after.contents, &spot);
            }
        }
    }

    fn representations(&mut self, old: &[Content], new: &[Content], spot: &Spot) {
        for content in old {
            match same(content, new) {
                Some(now) => self.format(&content.format, &now.format, Way::Request, spot),
                None => {
                    let what = format!("`{}` is no longer accepted", content.media_type);
                    self.found(spot, Way::Request, WireLevel::Breaking, what);
                }
            }
        }
        for content in new.iter().filter(|content| same(content, old).is_none()) {
            let what = format!("`{}` is accepted too", content.media_type);
            self.found(spot, Way::Request, WireLevel::Compatible, what);
        }
    }

    pub(super) fn format(&mut self, old: &Format, new: &Format, way: Way, spot: &Spot) {
        match (old, new) {
            (Format::Json(a), Format::Json(b))
            | (Format::JsonLines(a), Format::JsonLines(b))
            | (Format::Events(Some(a)), Format::Events(Some(b))) => self.ty(a, b, way, spot),
            (Format::Form(a, before), Format::Form(b, after)) => {
                if before != after {
                    let what = "fields are written in another style";
                    self.found(spot, way, WireLevel::Breaking, what);
                }
                self.ty(a, b, way, spot);
            }
            (Format::Multipart(a), Format::Multipart(b)) => self.parts(a, b, spot),
            (Format::Text, Format::Text)
            | (Format::Bytes, Format::Bytes)
            | (Format::Events(None), Format::Events(None)) => {}
            _ => self.found(spot, way, WireLevel::Breaking, "written in another format"),
        }
    }

    fn parts(&mut self, old: &[Part], new: &[Part], spot: &Spot) {
        let at = |part: &Part| {
            let mut spot = spot.clone();
            spot.key.member = Member::Body(Some(part.wire.clone()));
            spot
        };
        for part in old {
            let Some(now) = new.iter().find(|now| now.wire == part.wire) else {
                let what = "no longer known: ignored or refused";
                self.found(&at(part), Way::Request, WireLevel::Caution, what);
                continue;
            };
            if !part.required && now.required {
                self.found(&at(part), Way::Request, WireLevel::Breaking, "now required");
            }
            if part.repeated && !now.repeated || part.format != now.format {
                let what = "written in another way";
                self.found(&at(part), Way::Request, WireLevel::Breaking, what);
            }
            self.ty(&part.ty, &now.ty, Way::Request, &at(part));
        }
        for part in new.iter().filter(|part| !old.iter().any(|was| was.wire == part.wire)) {
            let (level, what) = match part.required {
                true => (WireLevel::Breaking, "new and required"),
                false => (WireLevel::Compatible, "new"),
            };
            self.found(&at(part), Way::Request, level, what);
        }
    }
}

/// The representation of the same media type, its parameters aside.
pub(super) fn same<'a>(content: &Content, among: &'a [Content]) -> Option<&'a Content> {
    let wanted = essence(&content.media_type);
    among.iter().find(|other| essence(&other.media_type) == wanted)
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_lowercase()
}
