//! Names that a person or an earlier run chose.

use super::{Note, PlanOptions, RenameProblem};
use crate::diag::Pointer;
use crate::name::{Case, RustIdent, Scope, distinguishing_words, spelled_words, words};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Claims names, chosen ones first, and takes down what happened.
#[derive(Debug)]
pub(crate) struct Namer<'a> {
    options: &'a PlanOptions,
    matched: BTreeSet<&'a str>,
    /// Keys of renames that have met a thing whose names are written otherwise.
    misfit: BTreeSet<&'a str>,
    pub(crate) notes: Vec<Note>,
}

/// One thing that needs a name.
pub(crate) struct Claim<'t> {
    /// What it may be renamed by.
    pub(crate) keys: Keys<'t>,
    /// The words it would like to have.
    pub(crate) first: Vec<String>,
    /// Longer words, made only where the first ones are taken.
    pub(crate) others: Box<dyn Fn() -> Vec<Vec<String>> + 't>,
}

/// What a thing may be renamed by; the first key names it in notes.
#[derive(Clone, Debug)]
pub(crate) enum Keys<'t> {
    /// The place of its schema.
    Pointer(&'t Pointer),
    /// Texts, then the place.
    Texts(Vec<String>, Option<&'t Pointer>),
    /// Something in a list below a place.
    Below(&'t Pointer, &'static str, Cow<'t, str>),
}

impl Keys<'_> {
    fn all(&self) -> Vec<String> {
        let both = |pointer: &Pointer| [pointer.to_string(), pointer.path().to_owned()];
        match self {
            Self::Pointer(pointer) => both(pointer).into(),
            Self::Texts(texts, pointer) => {
                let mut all = texts.clone();
                all.extend(pointer.iter().flat_map(|pointer| both(pointer)));
                all
            }
            Self::Below(pointer, list, value) => both(&pointer.key(list).key(value)).into(),
        }
    }
}

impl<'t> Claim<'t> {
    /// A claim of some words, with longer ones in reserve.
    pub(crate) fn new(
        keys: Keys<'t>,
        first: Vec<String>,
        others: impl Fn() -> Vec<Vec<String>> + 't,
    ) -> Self {
        Self { keys, first, others: Box::new(others) }
    }

    /// A claim of the words of a text, with its signs and its case spelled in reserve.
    pub(crate) fn text(keys: Keys<'t>, text: &'t str) -> Self {
        Self::new(keys, words(text), || vec![spelled_words(text), distinguishing_words(text)])
    }
}

impl<'a> Namer<'a> {
    pub(crate) fn new(options: &'a PlanOptions) -> Self {
        Self { options, matched: BTreeSet::new(), misfit: BTreeSet::new(), notes: Vec::new() }
    }

    /// A name for each claim, in their order; earlier claims go first where two want the same.
    pub(crate) fn claim_all(
        &mut self,
        scope: &mut Scope,
        case: Case,
        claims: &[Claim<'_>],
    ) -> Vec<RustIdent> {
        let mut names: Vec<Option<RustIdent>> = vec![None; claims.len()];
        if !self.options.renames.is_empty() {
            for (name, claim) in names.iter_mut().zip(claims) {
                *name = self.renamed(scope, case, claim);
            }
        }
        if !self.options.remembered.is_empty() {
            for (name, claim) in names.iter_mut().zip(claims) {
                *name = name.take().or_else(|| self.remembered(scope, case, claim));
            }
        }
        let mut claimed = Vec::with_capacity(claims.len());
        for (name, claim) in names.into_iter().zip(claims) {
            claimed.push(name.unwrap_or_else(|| self.first_free(scope, case, claim)));
        }
        claimed
    }

    /// A name for one thing.
    pub(crate) fn claim(&mut self, scope: &mut Scope, case: Case, claim: Claim<'_>) -> RustIdent {
        let mut names = self.claim_all(scope, case, &[claim]);
        names.pop().expect("one name for one claim")
    }

    /// The name that a person chose. One place can be a field and a type: the case of the name
    /// says which of them is meant.
    fn renamed(&mut self, scope: &mut Scope, case: Case, claim: &Claim<'_>) -> Option<RustIdent> {
        let renames = &self.options.renames;
        let (key, text) = claim.keys.all().iter().find_map(|key| renames.get_key_value(key))?;
        if !case.fits(text) && RustIdent::chosen(text).is_some() {
            self.misfit.insert(key);
            return None;
        }
        self.matched.insert(key);
        let reason = match RustIdent::chosen(text) {
            None => RenameProblem::NoIdentifier,
            Some(name) if scope.take(&name) => return Some(name),
            Some(_) => RenameProblem::Taken,
        };
        self.notes.push(Note::UnusedRename { key: key.clone(), name: text.clone(), reason });
        None
    }

    fn remembered(&self, scope: &mut Scope, case: Case, claim: &Claim<'_>) -> Option<RustIdent> {
        let text = claim.keys.all().iter().find_map(|key| self.options.remembered.get(key))?;
        RustIdent::chosen(text).filter(|_| case.fits(text)).filter(|name| scope.take(name))
    }

    fn first_free(&mut self, scope: &mut Scope, case: Case, claim: &Claim<'_>) -> RustIdent {
        let wanted = RustIdent::new(case, &claim.first);
        if scope.take(&wanted) {
            return wanted;
        }
        let mut others = (claim.others)();
        if others.is_empty() {
            others.push(claim.first.clone());
        }
        let given = scope.claim(case, others);
        let key = claim.keys.all().into_iter().next().unwrap_or_default();
        self.notes.push(Note::Collision {
            key,
            wanted: wanted.to_string(),
            given: given.to_string(),
        });
        given
    }

    /// Everything there is to say, renames that matched nothing included.
    pub(crate) fn finish(mut self) -> Vec<Note> {
        for (key, name) in &self.options.renames {
            if !self.matched.contains(key.as_str()) {
                let reason = match self.misfit.contains(key.as_str()) {
                    true => RenameProblem::OtherCase,
                    false => RenameProblem::MatchesNothing,
                };
                self.notes.push(Note::UnusedRename {
                    key: key.clone(),
                    name: name.clone(),
                    reason,
                });
            }
        }
        self.notes
    }
}
