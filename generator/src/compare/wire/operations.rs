//! Operations, their parameters and what they ask for.

use super::super::alerts::{in_words, proofs, satisfies};
use super::super::keys::parameter as called;
use super::super::{Member, WireLevel, same_call};
use super::{Walk, Way};
use crate::ir::{Operation, Parameter, Place, Role};
use std::collections::BTreeMap;

impl Walk<'_> {
    pub(super) fn operations(&mut self) {
        let (old, new) = (self.old, self.new);
        let after: BTreeMap<_, _> =
            new.api.operations.iter().map(|it| (same_call(it), it)).collect();
        let before: BTreeMap<_, _> =
            old.api.operations.iter().map(|it| (same_call(it), it)).collect();
        for operation in &old.api.operations {
            match after.get(&same_call(operation)) {
                Some(now) => self.operation(operation, now),
                None => {
                    let spot = self.at(operation, Member::Whole, [Some(&operation.origin), None]);
                    self.found(&spot, Way::Request, WireLevel::Breaking, "removed");
                }
            }
        }
        for operation in &new.api.operations {
            if !before.contains_key(&same_call(operation)) {
                let spot = self.at(operation, Member::Whole, [None, Some(&operation.origin)]);
                self.found(&spot, Way::Request, WireLevel::Compatible, "new");
            }
        }
    }

    fn operation(&mut self, old: &Operation, new: &Operation) {
        self.parameters(old, new);
        self.body(old, new);
        self.answers(old, new);
        let (was, is) = (proofs(&self.old.api, old), proofs(&self.new.api, new));
        if was != is {
            let works = satisfies(&was, &is);
            let level = if works { WireLevel::Compatible } else { WireLevel::Breaking };
            let what = format!("asks for {}, was {}", in_words(&is), in_words(&was));
            let spot = self.at(new, Member::Security, [Some(&old.origin), Some(&new.origin)]);
            self.found(&spot, Way::Request, level, what);
        }
    }

    pub(super) fn parameters(&mut self, old: &Operation, new: &Operation) {
        let (before, after) = (table(old), table(new));
        for (key, parameter) in &before {
            match after.get(key) {
                Some(now) => self.parameter(new, parameter, now),
                None => {
                    let sides = [Some(&parameter.origin), None];
                    let spot = self.at(new, member(parameter), sides);
                    let what = "no longer known: ignored or refused";
                    self.found(&spot, Way::Request, WireLevel::Caution, what);
                }
            }
        }
        for (_, parameter) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
            let spot = self.at(new, member(parameter), [None, Some(&parameter.origin)]);
            let (level, what) = match parameter.required {
                true => (WireLevel::Breaking, "new and required"),
                false => (WireLevel::Compatible, "new"),
            };
            self.found(&spot, Way::Request, level, what);
        }
    }

    fn parameter(&mut self, operation: &Operation, old: &Parameter, new: &Parameter) {
        let sides = [Some(&old.origin), Some(&new.origin)];
        let spot = self.at(operation, member(new), sides);
        match (old.required, new.required) {
            (false, true) => {
                self.found(&spot, Way::Request, WireLevel::Breaking, "now required");
            }
            (true, false) => {
                self.found(&spot, Way::Request, WireLevel::Compatible, "no longer required");
            }
            _ => {}
        }
        let written = |it: &Parameter| (it.style, it.explode, it.media_type.clone());
        if written(old) != written(new) {
            let what = "written in another style";
            self.found(&spot, Way::Request, WireLevel::Breaking, what);
        }
        self.bounds(&old.bounds, &new.bounds, Way::Request, &spot);
        self.ty(&old.ty, &new.ty, Way::Request, &spot);
    }
}

fn member(parameter: &Parameter) -> Member {
    Member::Parameter(called(parameter.place, &parameter.wire))
}

/// Parameters by what makes two of them the same: those of the path by their position, whatever
/// they are called.
fn table(operation: &Operation) -> BTreeMap<(Place, String), &Parameter> {
    let sent = operation.parameters.iter().filter(|it| it.role != Role::Ignored);
    let key = |parameter: &Parameter| match parameter.place {
        Place::Path => {
            let names = &operation.path.parameters;
            let at = names.iter().position(|name| *name == parameter.wire);
            (Place::Path, format!("{at:?}"))
        }
        Place::Header => (Place::Header, parameter.wire.to_lowercase()),
        place => (place, parameter.wire.clone()),
    };
    sent.map(|parameter| (key(parameter), parameter)).collect()
}
