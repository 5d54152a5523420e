//! The crate level: what Cargo's rules say of a change of public items.

use super::signature::argument_names;
use super::surface::{PublicItem, PublicMember, Surface};
use super::{CrateLevel, Key, Member, RustChange, Subject};

/// What is said where arguments change places: no compiler sees it where their types are the same.
pub const REORDERED: &str = "takes its arguments in another order";

/// A change of one item.
#[derive(Clone, Debug)]
pub(super) struct CrateChange {
    pub(super) key: Key,
    pub(super) what: String,
    pub(super) rust: RustChange,
}

/// What changed, and how many items only read differently.
#[derive(Debug, Default)]
pub(super) struct CrateChanges {
    pub(super) changes: Vec<CrateChange>,
    pub(super) texts: usize,
}

/// Compares two surfaces.
pub(super) fn changes(old: &Surface, new: &Surface) -> CrateChanges {
    let mut found = CrateChanges::default();
    for (path, item) in &old.items {
        match new.items.get(path) {
            Some(after) => found.item(path, item, after),
            None => found.removed(path, item),
        }
    }
    for (path, item) in new.items.iter().filter(|(path, _)| !old.items.contains_key(*path)) {
        let sides = (None, Some(item.signature.clone()));
        found.add(&item.key, path, "new", CrateLevel::Minor, sides);
    }
    found.features(old, new);
    found
}

/// The signature before and after.
type Sides = (Option<String>, Option<String>);

impl CrateChanges {
    fn add(&mut self, key: &Key, path: &str, what: &str, level: CrateLevel, sides: Sides) {
        let rust = RustChange { path: path.to_owned(), old: sides.0, new: sides.1, level };
        self.changes.push(CrateChange { key: key.clone(), what: what.to_owned(), rust });
    }

    fn removed(&mut self, path: &str, item: &PublicItem) {
        let sides = (Some(item.signature.clone()), None);
        self.add(&item.key, path, "removed", CrateLevel::Major, sides);
    }

    fn features(&mut self, old: &Surface, new: &Surface) {
        let one = |name: &str| Key::new(Subject::Api, Member::Item(format!("feature {name}")));
        for name in old.features.difference(&new.features) {
            let sides = (Some(format!("feature {name}")), None);
            self.add(&one(name), name, "removed", CrateLevel::Major, sides);
        }
        for name in new.features.difference(&old.features) {
            let sides = (None, Some(format!("feature {name}")));
            self.add(&one(name), name, "new", CrateLevel::Minor, sides);
        }
    }

    fn item(&mut self, path: &str, old: &PublicItem, new: &PublicItem) {
        let sides = || (Some(old.signature.clone()), Some(new.signature.clone()));
        if old.signature != new.signature {
            self.add(&new.key, path, "another definition", CrateLevel::Major, sides());
        }
        match (old.non_exhaustive, new.non_exhaustive) {
            (false, true) => {
                let what = "can no longer be built or matched in full";
                self.add(&new.key, path, what, CrateLevel::Major, sides());
            }
            (true, false) => {
                self.add(&new.key, path, "can be built in full", CrateLevel::Minor, sides());
            }
            _ => {}
        }
        self.traits(path, old, new);
        self.members(path, old, new);
        self.texts += usize::from(old.docs != new.docs);
    }

    fn traits(&mut self, path: &str, old: &PublicItem, new: &PublicItem) {
        for (name, types) in &old.traits {
            let before = Some(implemented(name, types));
            match new.traits.get(name) {
                None => {
                    let what = format!("no longer implements {name}");
                    self.add(&new.key, path, &what, CrateLevel::Major, (before, None));
                }
                Some(after) if after != types => {
                    let key = match name.as_str() {
                        "IntoFuture" => Key::new(new.key.subject.clone(), Member::Answer),
                        _ => new.key.clone(),
                    };
                    let what = match name.as_str() {
                        "IntoFuture" => "gives another type".to_owned(),
                        _ => format!("implements {name} with other types"),
                    };
                    let after = Some(implemented(name, after));
                    self.add(&key, path, &what, CrateLevel::Major, (before, after));
                }
                Some(_) => {}
            }
        }
        for (name, types) in new.traits.iter().filter(|(name, _)| !old.traits.contains_key(*name)) {
            let what = format!("implements {name}");
            let sides = (None, Some(implemented(name, types)));
            self.add(&new.key, path, &what, CrateLevel::Minor, sides);
        }
    }

    fn members(&mut self, path: &str, old: &PublicItem, new: &PublicItem) {
        for (name, member) in &old.members {
            let path = format!("{path}::{name}");
            match new.members.get(name) {
                Some(after) => self.member(&path, member, after),
                None => {
                    let sides = (Some(member.signature.clone()), None);
                    self.add(&member.key, &path, "removed", CrateLevel::Major, sides);
                }
            }
        }
        for (name, member) in new.members.iter().filter(|(it, _)| !old.members.contains_key(*it)) {
            let path = format!("{path}::{name}");
            let is_part = member.arguments.is_none() && !member.signature.starts_with("pub const ");
            let open = !is_part || new.non_exhaustive;
            let level = if open { CrateLevel::Minor } else { CrateLevel::Major };
            let what = match (open, new.signature.starts_with("pub enum")) {
                (true, _) => "new",
                (false, true) => "new, and missing where all are matched",
                (false, false) => "new, and missing where the struct is built in full",
            };
            let sides = (None, Some(member.signature.clone()));
            self.add(&member.key, &path, what, level, sides);
        }
    }

    fn member(&mut self, path: &str, old: &PublicMember, new: &PublicMember) {
        let sides = || (Some(old.signature.clone()), Some(new.signature.clone()));
        if old.meaning() != new.meaning() {
            let (what, key) = (member_change(old, new), member_key(old, new));
            self.add(&key, path, what, CrateLevel::Major, sides());
        } else if are_reordered(old, new) {
            self.add(&new.key, path, REORDERED, CrateLevel::Major, sides());
        } else if old.signature != new.signature {
            let what = "an argument is called differently";
            self.add(&new.key, path, what, CrateLevel::Docs, sides());
        }
        match (old.deprecated, new.deprecated) {
            (false, true) => self.add(&new.key, path, "deprecated", CrateLevel::Minor, sides()),
            (true, false) => {
                self.add(&new.key, path, "no longer deprecated", CrateLevel::Patch, sides());
            }
            _ => {}
        }
        self.texts += usize::from(old.docs != new.docs);
    }
}

/// Whether an argument stands in another place than it did: where types are the same, calls still
/// compile and say something else.
fn are_reordered(old: &PublicMember, new: &PublicMember) -> bool {
    let [old, new] = [old, new].map(|member| argument_names(&member.signature));
    let place = |name: &&str| new.iter().position(|other| other == name);
    old.iter().enumerate().any(|(at, name)| place(name).is_some_and(|now| now != at))
}

/// Where a conditional request gives another type, its answer changed and nothing else.
fn member_key(old: &PublicMember, new: &PublicMember) -> Key {
    let answer = old.arguments == new.arguments
        && old.arguments.is_some()
        && matches!(new.key.subject, Subject::Operation(_))
        && matches!(new.key.member, Member::Item(_));
    match answer {
        true => Key::new(new.key.subject.clone(), Member::Answer),
        false => new.key.clone(),
    }
}

fn member_change(old: &PublicMember, new: &PublicMember) -> &'static str {
    match (&old.arguments, &new.arguments) {
        (Some(before), Some(after)) if before.len() < after.len() => "takes more arguments",
        (Some(before), Some(after)) if before.len() > after.len() => "takes fewer arguments",
        (Some(before), Some(after)) if before != after => "takes other arguments",
        (Some(_), Some(_)) => "gives another type",
        _ => "another type",
    }
}

fn implemented(name: &str, types: &str) -> String {
    match types {
        _ if name == "IntoFuture" => types.replace("type Output =", "await ->"),
        "" => format!("impl {name}"),
        types => format!("impl {name} {{ {types} }}"),
    }
}
