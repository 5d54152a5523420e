//! Keeping names apart.

use super::{Case, RustIdent};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A set of names in which each is taken once.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    taken: BTreeSet<Arc<str>>,
    folds_case: bool,
    /// The number that comes next after some words; those below it are taken.
    next: BTreeMap<String, u64>,
}

impl Scope {
    /// A scope in which `a` and `A` are two names.
    pub fn new() -> Self {
        Self::default()
    }

    /// A scope in which `a` and `A` are one name, as in some file systems.
    pub fn case_insensitive() -> Self {
        Self { folds_case: true, ..Self::default() }
    }

    /// Takes names that something else uses.
    #[must_use]
    pub fn reserving(mut self, names: &[&str]) -> Self {
        self.taken.extend(names.iter().map(|name| Arc::from(*name)));
        self
    }

    /// Whether a name is free.
    pub fn is_free(&self, name: &RustIdent) -> bool {
        !self.taken.contains(&self.key(name))
    }

    /// Takes a name if it is free.
    pub fn take(&mut self, name: &RustIdent) -> bool {
        self.taken.insert(self.key(name))
    }

    /// Takes the first free one of some lists of words, best first; the last resort is a number
    /// after the last list.
    pub fn claim<L>(&mut self, case: Case, candidates: L) -> RustIdent
    where
        L: IntoIterator<Item = Vec<String>>,
    {
        let mut last = Vec::new();
        for words in candidates {
            let name = RustIdent::new(case, &words);
            if self.take(&name) {
                return name;
            }
            last = words;
        }
        self.numbered(case, &last)
    }

    fn numbered(&mut self, case: Case, words: &[String]) -> RustIdent {
        let mut words = words.to_vec();
        let place = words.len();
        words.push(String::new());
        let key = words.join(" ");
        for number in self.next.get(&key).copied().unwrap_or(2).. {
            words[place] = number.to_string();
            let name = RustIdent::new(case, &words);
            if self.take(&name) {
                self.next.insert(key, number + 1);
                return name;
            }
        }
        unreachable!("a scope holds fewer than 2^64 names")
    }

    fn key(&self, name: &RustIdent) -> Arc<str> {
        match self.folds_case {
            true => name.plain().to_lowercase().into(),
            false => name.shared(),
        }
    }
}
