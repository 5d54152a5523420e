//! Names that a person or an earlier run chose.

use super::{Note, PlanOptions, RenameProblem};
use crate::name::{Case, RustIdent, Scope};
use std::collections::{BTreeMap, BTreeSet};

/// Claims names, chosen ones first, and takes down what happened.
#[derive(Debug)]
pub(crate) struct Namer<'a> {
    options: &'a PlanOptions,
    matched: BTreeSet<&'a str>,
    pub(crate) notes: Vec<Note>,
    /// Every name that was given, by what it names.
    given: BTreeMap<String, String>,
    /// What had to take another name than it would have had.
    forced: BTreeSet<String>,
}

/// The names of a run, for the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Every name, by what it names.
    pub all: BTreeMap<String, String>,
    /// What had to take another name than it would have had.
    pub forced: BTreeSet<String>,
}

/// One thing that needs a name.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    /// Keys by which it may be renamed; the first one names it in notes.
    pub(crate) keys: Vec<String>,
    /// What it is, in words that stay the same where the document is reordered; none for what is not
    /// remembered.
    pub(crate) identity: Option<String>,
    /// Lists of words, best first.
    pub(crate) candidates: Vec<Vec<String>>,
}

impl<'a> Namer<'a> {
    pub(crate) fn new(options: &'a PlanOptions) -> Self {
        Self {
            options,
            matched: BTreeSet::new(),
            notes: Vec::new(),
            given: BTreeMap::new(),
            forced: BTreeSet::new(),
        }
    }

    /// A name for each claim, in their order; earlier claims go first where two want the same.
    pub(crate) fn claim_all(
        &mut self,
        scope: &mut Scope,
        case: Case,
        claims: &[Claim],
    ) -> Vec<RustIdent> {
        let fixed: Vec<Option<RustIdent>> = {
            let things: Vec<_> =
                claims.iter().map(|it| (&*it.keys, it.identity.as_deref())).collect();
            self.fixed(scope, &things)
        };
        self.free(scope, case, fixed.into_iter().zip(claims))
    }

    /// The names that a person or an earlier run chose, taken before any other.
    pub(crate) fn fixed(
        &mut self,
        scope: &mut Scope,
        things: &[(&[String], Option<&str>)],
    ) -> Vec<Option<RustIdent>> {
        let mut names: Vec<Option<RustIdent>> = vec![None; things.len()];
        if !self.options.renames.is_empty() {
            for (name, (keys, _)) in names.iter_mut().zip(things) {
                *name = self.renamed(scope, keys);
            }
        }
        if !self.options.remembered.is_empty() {
            for (name, (_, identity)) in names.iter_mut().zip(things) {
                if name.is_none() {
                    *name = self.remembered(scope, *identity);
                }
            }
        }
        names
    }

    /// The first free name for everything that has none yet.
    pub(crate) fn free<'c>(
        &mut self,
        scope: &mut Scope,
        case: Case,
        claims: impl Iterator<Item = (Option<RustIdent>, &'c Claim)>,
    ) -> Vec<RustIdent> {
        let mut names = Vec::new();
        for (name, claim) in claims {
            let name = name.unwrap_or_else(|| self.first_free(scope, case, claim));
            if let Some(identity) = &claim.identity {
                let entry = self.given.entry(identity.clone());
                entry.or_insert_with(|| name.plain().to_owned());
            }
            names.push(name);
        }
        names
    }

    /// A name for one thing.
    pub(crate) fn claim(&mut self, scope: &mut Scope, case: Case, claim: Claim) -> RustIdent {
        let mut names = self.claim_all(scope, case, &[claim]);
        names.pop().expect("one name for one claim")
    }

    fn renamed(&mut self, scope: &mut Scope, keys: &[String]) -> Option<RustIdent> {
        let (key, text) = keys.iter().find_map(|key| self.options.renames.get_key_value(key))?;
        self.matched.insert(key);
        let problem = match RustIdent::chosen(text) {
            None => RenameProblem::NoIdentifier,
            Some(name) if scope.take(&name) => return Some(name),
            Some(_) => RenameProblem::Taken,
        };
        self.notes.push(Note::UnusedRename {
            key: key.clone(),
            name: text.clone(),
            reason: problem,
        });
        None
    }

    fn remembered(&self, scope: &mut Scope, identity: Option<&str>) -> Option<RustIdent> {
        let text = self.options.remembered.get(identity?)?;
        RustIdent::chosen(text).filter(|name| scope.take(name))
    }

    fn first_free(&mut self, scope: &mut Scope, case: Case, claim: &Claim) -> RustIdent {
        let given = scope.claim(case, claim.candidates.iter().cloned());
        let wanted = claim.candidates.first().map(|words| RustIdent::new(case, words));
        if let Some(wanted) = wanted.filter(|wanted| *wanted != given) {
            self.forced.extend(claim.identity.clone());
            if let Some(key) = claim.keys.first() {
                let (wanted, given) = (wanted.to_string(), given.to_string());
                self.notes.push(Note::Collision { key: key.clone(), wanted, given });
            }
        }
        given
    }

    /// Everything there is to say, renames that matched nothing included.
    pub(crate) fn finish(mut self) -> (Names, Vec<Note>) {
        for (key, name) in &self.options.renames {
            if !self.matched.contains(key.as_str()) {
                let reason = RenameProblem::MatchesNothing;
                self.notes.push(Note::UnusedRename {
                    key: key.clone(),
                    name: name.clone(),
                    reason,
                });
            }
        }
        (Names { all: self.given, forced: self.forced }, self.notes)
    }
}

/// The keys of a thing that stands at a pointer.
pub(crate) fn pointer_keys(pointer: &crate::diag::Pointer) -> Vec<String> {
    vec![pointer.to_string(), pointer.path().to_owned()]
}
