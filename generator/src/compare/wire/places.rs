//! Places of findings.

use super::super::{Key, Member, Subject};
use super::{Spot, Walk};
use crate::diag::Pointer;
use crate::ir::{Operation, TypeId};

fn path(pointer: Option<&Pointer>) -> Option<String> {
    pointer.map(|pointer| pointer.path().to_owned())
}

impl Walk<'_> {
    /// A part of an operation.
    pub(super) fn at(
        &self,
        operation: &Operation,
        member: Member,
        sides: [Option<&Pointer>; 2],
    ) -> Spot {
        let subject = Subject::Operation(self.labels.of(operation));
        let [old, new] = sides.map(path);
        Spot { key: Key::new(subject, member), old, new }
    }

    /// A type, or a part of one.
    pub(super) fn within(
        &self,
        ids: [TypeId; 2],
        member: Member,
        sides: [Option<&Pointer>; 2],
    ) -> Spot {
        let name = self.new.plan.homes[ids[1].index()].ident.plain().to_owned();
        let [old, new] = sides.map(path);
        Spot { key: Key::new(Subject::Type(name), member), old, new }
    }

    /// A type as a whole.
    pub(super) fn whole(&self, ids: [TypeId; 2]) -> Spot {
        let old = &self.old.api.types[ids[0]].origin;
        let new = &self.new.api.types[ids[1]].origin;
        self.within(ids, Member::Whole, [Some(old), Some(new)])
    }
}
