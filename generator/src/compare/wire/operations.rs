//! Operations, their parameters and what they ask for.

use super::super::alerts::{in_words, proofs, satisfies};
use super::super::keys::parameter as called;
use super::super::{Key, Member, Subject, WireLevel, same_call};
use super::{Spot, Walk, Way};
use crate::ir::{Docs, Operation, Parameter, Place, Role};
use std::collections::BTreeMap;

impl Walk<'_> {
    /// Where requests go unless told otherwise.
    pub(super) fn server(&mut self) {
        let [was, is] = [self.old, self.new].map(|side| side.plan.api.servers.first());
        if was == is {
            return;
        }
        let name = |url: Option<&String>| url.map_or("nowhere", String::as_str).to_owned();
        let what = format!("requests go to {}, was {}", name(is), name(was));
        let level = if was.is_some() { WireLevel::Caution } else { WireLevel::Compatible };
        let place = |url: Option<&String>| url.map(|_| "/servers/0".to_owned());
        let key = Key::new(Subject::Api, Member::Item("server".to_owned()));
        let spot = Spot { key, old: place(was), new: place(is) };
        self.found(&spot, Way::Request, level, what);
    }

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
        let own = |it: &Operation| it.servers.first().map(|server| server.url.clone());
        if own(old) != own(new) {
            let name = |url: Option<String>| url.unwrap_or_else(|| "the API's server".to_owned());
            let what = format!("goes to {}, was {}", name(own(new)), name(own(old)));
            let spot = self.at(new, Member::Whole, [Some(&old.origin), Some(&new.origin)]);
            self.found(&spot, Way::Request, WireLevel::Caution, what);
        }
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
        self.defaults([&old.docs, &new.docs], !old.required && !new.required, &spot);
        self.bounds(&old.bounds, &new.bounds, Way::Request, &spot);
        self.ty(&old.ty, &new.ty, Way::Request, &spot);
    }
}

impl Walk<'_> {
    /// What is meant where a request leaves something out. A default that is merely written down is
    /// no change.
    pub(super) fn defaults(&mut self, docs: [&Docs; 2], may_be_absent: bool, spot: &Spot) {
        let [Some(was), is] = docs.map(|docs| docs.default.as_ref()) else { return };
        if may_be_absent && is != Some(was) {
            let is = is.map_or("nothing that is documented".to_owned(), ToString::to_string);
            let what = format!("left out, it means {is}, was {was}");
            self.told(spot, WireLevel::Caution, what);
        }
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
