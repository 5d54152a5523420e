//! Objects and lists of values.

use super::super::Member;
use super::super::WireLevel::{self, Breaking, Caution, Compatible};
use super::{Spot, Walk, Way};
use crate::ir::{Access, Additional, EnumValue, Field, Presence, Struct, TypeId};
use std::fmt::Display;

/// What a key of an object is to the side that writes or reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Held {
    absent: bool,
    null: bool,
}

impl Walk<'_> {
    pub(super) fn structs(&mut self, ids: [TypeId; 2], old: &Struct, new: &Struct, way: Way) {
        for field in travelling(old, way) {
            match travelling(new, way).find(|now| now.wire == field.wire) {
                Some(now) => self.field(ids, field, now, way),
                None => self.gone(ids, field, way),
            }
        }
        for field in travelling(new, way) {
            if !travelling(old, way).any(|was| was.wire == field.wire) {
                self.arrived(ids, field, way);
            }
        }
        self.rest(ids, &old.additional, &new.additional, way);
    }

    fn rest(&mut self, ids: [TypeId; 2], old: &Additional, new: &Additional, way: Way) {
        let spot = self.whole(ids);
        match (old.ty(), new.ty()) {
            (Some(a), Some(b)) => self.ty(a, b, way, &spot),
            (Some(_), None) => {
                let what = "other properties are no longer known";
                self.found(&spot, way, Caution, what);
            }
            (None, Some(_)) => {
                self.found(&spot, way, Compatible, "other properties are kept");
            }
            (None, None) => {}
        }
    }

    fn gone(&mut self, ids: [TypeId; 2], field: &Field, way: Way) {
        let spot = self.within(ids, Member::Field(field.wire.clone()), [Some(&field.origin), None]);
        let (level, what) = match way {
            Way::Request => (Caution, "no longer known in requests: ignored or refused"),
            Way::Answer | Way::Error if field.presence == Presence::Required => {
                (Breaking, "no longer comes, and old clients need it")
            }
            Way::Answer | Way::Error => (Caution, "no longer comes"),
        };
        self.found(&spot, way, level, what);
    }

    fn arrived(&mut self, ids: [TypeId; 2], field: &Field, way: Way) {
        let spot = self.within(ids, Member::Field(field.wire.clone()), [None, Some(&field.origin)]);
        let required = matches!(field.presence, Presence::Required | Presence::RequiredNullable);
        let (level, what) = match way {
            Way::Request if required => (Breaking, "new and required in requests"),
            _ => (Compatible, "new"),
        };
        self.found(&spot, way, level, what);
    }

    fn field(&mut self, ids: [TypeId; 2], old: &Field, new: &Field, way: Way) {
        let sides = [Some(&old.origin), Some(&new.origin)];
        let spot = self.within(ids, Member::Field(new.wire.clone()), sides);
        match way {
            Way::Request => self.sent(held(old), held(new), &spot),
            Way::Answer | Way::Error => self.received(held(old), held(new), way, &spot),
        }
        if let (Some(was), Some(value)) = (&old.constant, &new.constant)
            && was != value
        {
            self.found(&spot, way, Breaking, format!("always {value} now"));
        }
        if way == Way::Request {
            let may_be_absent = held(old).absent && held(new).absent;
            self.defaults([&old.docs, &new.docs], may_be_absent, &spot);
        }
        if new.docs.deprecated && !old.docs.deprecated {
            self.told(&spot, WireLevel::None, "deprecated");
        }
        self.bounds(&old.bounds, &new.bounds, way, &spot);
        self.ty(&old.ty, &new.ty, way, &spot);
    }

    /// The old client writes what the new server reads.
    fn sent(&mut self, old: Held, new: Held, spot: &Spot) {
        match (old.absent, new.absent) {
            (true, false) => {
                self.found(spot, Way::Request, Breaking, "now required in requests");
            }
            (false, true) => {
                self.found(spot, Way::Request, Compatible, "no longer required in requests");
            }
            _ => {}
        }
        match (old.null, new.null) {
            (true, false) => {
                self.found(spot, Way::Request, Breaking, "null is no longer accepted");
            }
            (false, true) => self.found(spot, Way::Request, Compatible, "null is accepted"),
            _ => {}
        }
    }

    /// The new server writes what the old client reads: a field that may be absent or null is read
    /// as either.
    fn received(&mut self, old: Held, new: Held, way: Way, spot: &Spot) {
        let lenient = old.absent || old.null;
        let level =
            |lost: bool| -> WireLevel { if lost && !lenient { Breaking } else { Compatible } };
        match (old.absent, new.absent) {
            (false, true) => self.found(spot, way, level(true), "can be absent from answers"),
            (true, false) => self.found(spot, way, Compatible, "always in answers"),
            _ => {}
        }
        match (old.null, new.null) {
            (false, true) => self.found(spot, way, level(true), "can be null in answers"),
            (true, false) => self.found(spot, way, Compatible, "never null in answers"),
            _ => {}
        }
    }

    pub(super) fn values<T: PartialEq + Display>(
        &mut self,
        ids: [TypeId; 2],
        old: &[EnumValue<T>],
        new: &[EnumValue<T>],
        way: Way,
    ) {
        let lacks = |list: &[EnumValue<T>], value: &T| !list.iter().any(|it| it.wire == *value);
        let whole = self.whole(ids);
        let at = |value: &T| {
            let mut spot = whole.clone();
            spot.key.member = Member::Variant(value.to_string());
            spot
        };
        for value in old.iter().filter(|value| lacks(new, &value.wire)) {
            let (level, what) = match way {
                Way::Request => (Breaking, "no longer accepted"),
                Way::Answer | Way::Error => (Compatible, "no longer comes"),
            };
            self.found(&at(&value.wire), way, level, what);
        }
        for value in new.iter().filter(|value| lacks(old, &value.wire)) {
            let what = match way {
                Way::Request => "new",
                Way::Answer | Way::Error => "new; old clients read it as unknown",
            };
            self.found(&at(&value.wire), way, Compatible, what);
        }
    }
}

/// The fields that travel one way.
fn travelling(shape: &Struct, way: Way) -> impl Iterator<Item = &Field> {
    shape.fields.iter().filter(move |field| match field.access {
        Access::Both => true,
        Access::ReadOnly => way != Way::Request,
        Access::WriteOnly => way == Way::Request,
    })
}

fn held(field: &Field) -> Held {
    match field.presence {
        Presence::Required => Held { absent: false, null: false },
        Presence::RequiredNullable => Held { absent: false, null: true },
        Presence::Optional => Held { absent: true, null: false },
        Presence::OptionalNullable => Held { absent: true, null: true },
    }
}
