//! Names that a person or an earlier run chose.

use super::{Note, PlanOptions, RenameProblem};
use crate::name::{Case, RustIdent, Scope};
use std::collections::BTreeSet;

/// Claims names, chosen ones first, and takes down what happened.
#[derive(Debug)]
pub(crate) struct Namer<'a> {
    options: &'a PlanOptions,
    matched: BTreeSet<&'a str>,
    pub(crate) notes: Vec<Note>,
}

/// One thing that needs a name.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    /// Keys by which it may be renamed; the first one names it in notes.
    pub(crate) keys: Vec<String>,
    /// Lists of words, best first.
    pub(crate) candidates: Vec<Vec<String>>,
}

impl<'a> Namer<'a> {
    pub(crate) fn new(options: &'a PlanOptions) -> Self {
        Self { options, matched: BTreeSet::new(), notes: Vec::new() }
    }

    /// A name for each claim, in their order; earlier claims go first where two want the same.
    pub(crate) fn claim_all(
        &mut self,
        scope: &mut Scope,
        case: Case,
        claims: &[Claim],
    ) -> Vec<RustIdent> {
        let mut names: Vec<Option<RustIdent>> = vec![None; claims.len()];
        let any = !self.options.renames.is_empty() || !self.options.remembered.is_empty();
        if any {
            for (name, claim) in names.iter_mut().zip(claims) {
                *name = self.renamed(scope, claim);
            }
            for (name, claim) in names.iter_mut().zip(claims) {
                if name.is_none() {
                    *name = self.remembered(scope, claim);
                }
            }
        }
        let claimed = |(name, claim): (Option<RustIdent>, &Claim)| match name {
            Some(name) => name,
            None => self.first_free(scope, case, claim),
        };
        names.into_iter().zip(claims).map(claimed).collect()
    }

    /// A name for one thing.
    pub(crate) fn claim(&mut self, scope: &mut Scope, case: Case, claim: Claim) -> RustIdent {
        let mut names = self.claim_all(scope, case, &[claim]);
        names.pop().expect("one name for one claim")
    }

    fn renamed(&mut self, scope: &mut Scope, claim: &Claim) -> Option<RustIdent> {
        let (key, text) =
            claim.keys.iter().find_map(|key| self.options.renames.get_key_value(key))?;
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

    fn remembered(&self, scope: &mut Scope, claim: &Claim) -> Option<RustIdent> {
        let text = claim.keys.iter().find_map(|key| self.options.remembered.get(key))?;
        RustIdent::chosen(text).filter(|name| scope.take(name))
    }

    fn first_free(&mut self, scope: &mut Scope, case: Case, claim: &Claim) -> RustIdent {
        let given = scope.claim(case, claim.candidates.iter().cloned());
        let wanted = claim.candidates.first().map(|words| RustIdent::new(case, words));
        if let (Some(wanted), Some(key)) = (wanted, claim.keys.first())
            && wanted != given
        {
            let (wanted, given) = (wanted.to_string(), given.to_string());
            self.notes.push(Note::Collision { key: key.clone(), wanted, given });
        }
        given
    }

    /// Everything there is to say, renames that matched nothing included.
    pub(crate) fn finish(mut self) -> Vec<Note> {
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
        self.notes
    }
}

/// The keys of a thing that stands at a pointer.
pub(crate) fn pointer_keys(pointer: &crate::diag::Pointer) -> Vec<String> {
    vec![pointer.to_string(), pointer.path().to_owned()]
}
