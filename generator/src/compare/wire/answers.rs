//! What comes back.

use super::super::{CrateLevel, Member, WireLevel};
use super::bodies::same;
use super::{Spot, Walk, Way};
use crate::ir::{Header, Operation, Response, Status};

impl Walk<'_> {
    pub(super) fn answers(&mut self, old: &Operation, new: &Operation) {
        let known: Vec<&Response> = successes(old);
        for answer in successes(new) {
            let expected = known.iter().copied().find(|it| covers(it.status, answer.status));
            let read = expected.or_else(|| known.first().copied());
            let sides = [read.map(|it| &it.origin), Some(&answer.origin)];
            let spot = self.at(new, Member::Answer, sides);
            if expected.is_none() {
                let what = format!("status {} is new", shown(answer.status));
                self.found(&spot, Way::Answer, WireLevel::Caution, what);
            }
            if let Some(read) = read {
                self.answer(read, answer, &spot);
                self.headers(read, answer, new);
            }
        }
        self.statuses(old, new);
        for error in new.responses.iter().filter(|it| !it.status.is_success()) {
            let before = old.responses.iter().find(|it| it.status == error.status);
            if let Some(before) = before {
                let sides = [Some(&before.origin), Some(&error.origin)];
                let spot = self.at(new, Member::Answer, sides);
                for content in &error.contents {
                    if let Some(was) = same(content, &before.contents) {
                        self.format(&was.format, &content.format, Way::Error, &spot);
                    }
                }
            }
        }
    }

    /// Errors that are documented on one side alone: a client takes every status as it comes.
    fn statuses(&mut self, old: &Operation, new: &Operation) {
        let mut one_sided = |of: &Operation, than: &Operation, new_side: bool| {
            for error in of.responses.iter().filter(|it| !it.status.is_success()) {
                if than.responses.iter().any(|it| it.status == error.status) {
                    continue;
                }
                let (sides, word) = match new_side {
                    true => ([None, Some(&error.origin)], "is documented"),
                    false => ([Some(&error.origin), None], "is no longer documented"),
                };
                let spot = self.at(new, Member::Answer, sides);
                let what = format!("status {} {word}", shown(error.status));
                self.take_down(&spot, WireLevel::None, CrateLevel::None, what);
            }
        };
        one_sided(new, old, true);
        one_sided(old, new, false);
    }

    fn answer(&mut self, old: &Response, new: &Response, spot: &Spot) {
        match (old.contents.first(), new.contents.first()) {
            (None, None) => {}
            (None, Some(_)) => {
                self.found(spot, Way::Answer, WireLevel::Compatible, "has a body now");
            }
            (Some(_), None) => {
                self.found(spot, Way::Answer, WireLevel::Breaking, "no longer has a body");
            }
            (Some(wanted), Some(_)) => match same(wanted, &new.contents) {
                Some(now) => self.format(&wanted.format, &now.format, Way::Answer, spot),
                None => {
                    let what = format!("no longer comes as `{}`", wanted.media_type);
                    self.found(spot, Way::Answer, WireLevel::Breaking, what);
                }
            },
        }
    }

    /// A client goes on without a header, or with one that it cannot read.
    fn headers(&mut self, old: &Response, new: &Response, operation: &Operation) {
        for before in &old.headers {
            let is_it = |it: &&Header| it.wire.eq_ignore_ascii_case(&before.wire);
            let after = new.headers.iter().find(is_it);
            let sides = [Some(&before.origin), Some(after.map_or(&new.origin, |it| &it.origin))];
            let spot = self.at(operation, Member::Header(before.wire.clone()), sides);
            match after {
                None => self.found(&spot, Way::Answer, WireLevel::Caution, "is no longer promised"),
                Some(after) if before.required && !after.required => {
                    self.found(&spot, Way::Answer, WireLevel::Caution, "may be missing now");
                }
                Some(_) => {}
            }
        }
        for after in &new.headers {
            if !old.headers.iter().any(|it| it.wire.eq_ignore_ascii_case(&after.wire)) {
                let sides = [None, Some(&after.origin)];
                let spot = self.at(operation, Member::Header(after.wire.clone()), sides);
                self.found(&spot, Way::Answer, WireLevel::Compatible, "new");
            }
        }
    }
}

fn successes(operation: &Operation) -> Vec<&Response> {
    let documented = operation.responses.iter();
    let found: Vec<_> = documented.clone().filter(|it| it.status.is_success()).collect();
    match found.is_empty() {
        true => documented.filter(|it| it.status == Status::Default).collect(),
        false => found,
    }
}

fn covers(known: Status, status: Status) -> bool {
    match (known, status) {
        (Status::Range(class), Status::Code(code)) => u16::from(class) == code / 100,
        (Status::Default, _) => true,
        (known, status) => known == status,
    }
}

fn shown(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}
