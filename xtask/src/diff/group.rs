//! Changes by what they belong to, sorted by how much they matter.

use generator::compare::{Change, Comparison, CrateLevel, Member, Subject, WireLevel};

/// The changes of one operation or type.
#[derive(Clone, Debug)]
pub(super) struct Group<'a> {
    pub(super) subject: &'a Subject,
    pub(super) changes: Vec<&'a Change>,
}

/// Changes in the order in which they are told.
#[derive(Debug, Default)]
pub(super) struct Groups<'a> {
    /// Something breaks, or may.
    pub(super) breaking: Vec<Group<'a>>,
    pub(super) gone_operations: Vec<Group<'a>>,
    pub(super) new_operations: Vec<Group<'a>>,
    pub(super) new_types: Vec<&'a str>,
    pub(super) gone_types: Vec<&'a str>,
    /// The rest: more to use, or nothing that anyone notices.
    pub(super) more: Vec<Group<'a>>,
}

impl<'a> Groups<'a> {
    /// Sorts the changes of a comparison.
    pub(super) fn of(comparison: &'a Comparison) -> Self {
        let mut groups: Vec<Group<'a>> = Vec::new();
        for change in &comparison.changes {
            match groups.last_mut().filter(|group| *group.subject == change.key.subject) {
                Some(group) => group.changes.push(change),
                None => {
                    groups.push(Group { subject: &change.key.subject, changes: vec![change] });
                }
            }
        }
        let mut sorted = Self::default();
        for group in groups {
            match (group.subject, group.is_new()) {
                (Subject::Operation(_), true) => sorted.new_operations.push(group),
                (Subject::Operation(_), false) if group.is_gone() => {
                    sorted.gone_operations.push(group);
                }
                (Subject::Type(name), true) => sorted.new_types.push(name),
                (Subject::Type(name), false) if group.is_gone() => sorted.gone_types.push(name),
                _ if group.breaks() => sorted.breaking.push(group),
                _ => sorted.more.push(group),
            }
        }
        sorted.breaking.sort_by_key(|group| std::cmp::Reverse(group.levels()));
        sorted
    }
}

impl<'a> Group<'a> {
    /// Whether the whole subject is new.
    fn is_new(&self) -> bool {
        let whole = self.changes.iter().find(|change| change.key.member == Member::Whole);
        whole.is_some_and(|it| {
            let items = || it.rust.iter();
            it.old.is_none() && items().count() > 0 && items().all(|item| item.old.is_none())
        })
    }

    /// Whether the whole subject is gone.
    fn is_gone(&self) -> bool {
        let whole = self.changes.iter().find(|change| change.key.member == Member::Whole);
        whole.is_some_and(|it| !it.rust.is_empty() && it.rust.iter().all(|it| it.new.is_none()))
            && self.changes.len() == 1
    }

    fn breaks(&self) -> bool {
        self.changes.iter().any(|change| matters(change))
    }

    fn levels(&self) -> (WireLevel, CrateLevel) {
        let wire = self.changes.iter().map(|it| it.wire_level).max().unwrap_or_default();
        let code = self.changes.iter().map(|it| it.crate_level).max().unwrap_or_default();
        (wire, code)
    }

    /// The changes that break something.
    pub(super) fn breaking(&self) -> impl Iterator<Item = &'a Change> {
        self.changes.iter().copied().filter(|change| matters(change))
    }

    /// The changes that break nothing.
    pub(super) fn others(&self) -> impl Iterator<Item = &'a Change> {
        self.changes.iter().copied().filter(|change| !matters(change))
    }
}

/// Whether a change breaks something, or may.
pub(super) fn matters(change: &Change) -> bool {
    change.crate_level == CrateLevel::Major || change.wire_level >= WireLevel::Caution
}
