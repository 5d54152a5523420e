//! Names that a person or an earlier run chose.

use super::{Note, PlanOptions, RenameProblem, identity};
use crate::diag::Pointer;
use crate::name::{Case, RustIdent, Scope, distinguishing_words, spelled_words, words};
use indexmap::IndexMap;
use indexmap::map::Entry;
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
    /// Every name that was given, in order.
    given: Vec<Given>,
    /// How many times things were named together.
    batch: usize,
    /// What had to take another name than it would have had.
    forced: BTreeSet<String>,
    /// The arguments of each function that takes several, in order.
    orders: IndexMap<String, String>,
}

/// A name that was given.
#[derive(Debug)]
struct Given {
    /// What it names.
    identity: String,
    name: RustIdent,
    /// The batch that it was given in.
    batch: usize,
}

/// The names of a run, for the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Every name, by what it names.
    pub all: IndexMap<String, String>,
    /// What had to take another name than it would have had.
    pub forced: BTreeSet<String>,
    /// Whether things of different names and scopes are told by the same words: a name that is
    /// remembered by these words may then go to the other thing.
    pub ambiguous: bool,
    /// The arguments of each function that takes several, in order, by what takes them.
    pub orders: IndexMap<String, String>,
}

impl Names {
    /// Everything that the next run has to be given so that it gives the same again.
    pub fn to_remember(&self) -> impl Iterator<Item = (&String, &String)> {
        self.all.iter().chain(&self.orders)
    }

    /// What is in both and has another name in the later one, or takes its arguments in another
    /// order.
    pub fn moved(&self, later: &Self) -> Vec<String> {
        let both =
            self.all.iter().filter_map(|(what, name)| Some((what, name, later.all.get(what)?)));
        let renamed = both.filter(|(_, old, new)| old != new);
        let renamed = renamed.map(|(what, old, new)| format!("{what}: {old} became {new}"));
        let both = self.orders.iter();
        let both = both.filter_map(|(what, order)| Some((what, order, later.orders.get(what)?)));
        let common = |one: &str, other: &str| -> Vec<String> {
            let other: Vec<&str> = other.split(BETWEEN).collect();
            one.split(BETWEEN).filter(|it| other.contains(it)).map(str::to_owned).collect()
        };
        let reordered = both.filter(|(_, old, new)| common(old, new) != common(new, old));
        let reordered = reordered.map(|(what, old, new)| format!("{what}: {old} became {new}"));
        renamed.chain(reordered).collect()
    }

    /// The name of a thing, or the order of arguments.
    pub(crate) fn get(&self, what: &str) -> Option<&String> {
        self.all.get(what).or_else(|| self.orders.get(what))
    }
}

/// What stands between the arguments of an order.
const BETWEEN: &str = ", ";

/// One thing that needs a name.
pub(crate) struct Claim<'t> {
    /// What it may be renamed by.
    pub(crate) keys: Keys<'t>,
    /// What it is, in words that stay the same where the document is reordered.
    pub(crate) identity: String,
    /// The words it would like to have.
    pub(crate) first: Vec<String>,
    /// Longer words, made only where the first ones are taken.
    pub(crate) others: Box<dyn Fn() -> Vec<Vec<String>> + 't>,
}

/// What a thing may be renamed by.
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
    /// Of something that cannot be renamed by hand.
    pub(crate) fn none() -> Self {
        Self::Texts(Vec::new(), None)
    }

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

    /// The key that notes have: the place where there is one, so that they show its line.
    fn shown(&self) -> Option<String> {
        match self {
            Self::Texts(_, Some(pointer)) => Some(pointer.to_string()),
            _ => self.all().into_iter().next(),
        }
    }
}

impl<'t> Claim<'t> {
    /// A claim of some words, with longer ones in reserve.
    pub(crate) fn new(
        keys: Keys<'t>,
        identity: String,
        first: Vec<String>,
        others: impl Fn() -> Vec<Vec<String>> + 't,
    ) -> Self {
        Self { keys, identity, first, others: Box::new(others) }
    }

    /// A claim of the words of a text, with its signs and its case spelled in reserve.
    pub(crate) fn text(keys: Keys<'t>, identity: String, text: &'t str) -> Self {
        let others = || vec![spelled_words(text), distinguishing_words(text)];
        Self::new(keys, identity, words(text), others)
    }
}

impl<'a> Namer<'a> {
    pub(crate) fn new(options: &'a PlanOptions) -> Self {
        Self {
            options,
            matched: BTreeSet::new(),
            misfit: BTreeSet::new(),
            notes: Vec::new(),
            given: Vec::new(),
            batch: 0,
            forced: BTreeSet::new(),
            orders: IndexMap::new(),
        }
    }

    /// Another one, to name things in scopes of their own beside this one.
    pub(crate) fn beside(&self) -> Self {
        Self::new(self.options)
    }

    /// Takes over what one beside this one did.
    pub(crate) fn join(&mut self, other: Self) {
        let before = self.batch;
        self.batch += other.batch;
        let given = other.given.into_iter();
        self.given.extend(given.map(|it| Given { batch: before + it.batch, ..it }));
        self.matched.extend(other.matched);
        self.misfit.extend(other.misfit);
        self.notes.extend(other.notes);
        self.forced.extend(other.forced);
        self.orders.extend(other.orders);
    }

    /// A name for each claim, in their order; earlier claims go first where two want the same.
    pub(crate) fn claim_all(
        &mut self,
        scope: &mut Scope,
        case: Case,
        claims: Vec<Claim<'_>>,
    ) -> Vec<RustIdent> {
        let fixed = self.fixed_of(scope, case, &claims);
        self.free(scope, case, fixed.into_iter().zip(claims))
    }

    /// The same for things with claims at hand.
    pub(crate) fn fixed_of(
        &mut self,
        scope: &mut Scope,
        case: Case,
        claims: &[Claim<'_>],
    ) -> Vec<Option<RustIdent>> {
        let things = claims.iter().map(|claim| (&claim.keys, claim.identity.as_str()));
        self.fixed(scope, case, things)
    }

    /// The names that a person or an earlier run chose, taken before any other.
    pub(crate) fn fixed<'k, 't: 'k>(
        &mut self,
        scope: &mut Scope,
        case: Case,
        things: impl ExactSizeIterator<Item = (&'k Keys<'t>, &'k str)> + Clone,
    ) -> Vec<Option<RustIdent>> {
        self.batch += 1;
        let mut names: Vec<Option<RustIdent>> = vec![None; things.len()];
        if !self.options.renames.is_empty() {
            for (name, (keys, _)) in names.iter_mut().zip(things.clone()) {
                *name = self.renamed(scope, case, keys);
            }
        }
        if !self.options.remembered.is_empty() {
            for (name, (_, identity)) in names.iter_mut().zip(things) {
                *name = name.take().or_else(|| self.remembered(scope, case, identity));
            }
        }
        names
    }

    /// The first free name for everything that has none yet.
    pub(crate) fn free<'t>(
        &mut self,
        scope: &mut Scope,
        case: Case,
        claims: impl ExactSizeIterator<Item = (Option<RustIdent>, Claim<'t>)>,
    ) -> Vec<RustIdent> {
        let mut names = Vec::with_capacity(claims.len());
        for (name, claim) in claims {
            let name = name.unwrap_or_else(|| self.first_free(scope, case, &claim));
            let identity = claim.identity;
            self.given.push(Given { identity, name: name.clone(), batch: self.batch });
            names.push(name);
        }
        names
    }

    /// Which of these arguments stands in each place: what an earlier run gave in another order
    /// goes back to that one, among the places that it has now. Callers name no arguments, so two
    /// of the same type would change places without a word of the compiler.
    pub(crate) fn ordered(&mut self, of: &str, arguments: &[&RustIdent]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..arguments.len()).collect();
        if arguments.len() < 2 {
            return order;
        }
        let identity = identity::order(of);
        if let Some(text) = self.options.remembered.get(&identity) {
            let known: Vec<&str> = text.split(BETWEEN).collect();
            let rank = |at: &usize| known.iter().position(|name| *name == arguments[*at].plain());
            let places: Vec<usize> =
                order.iter().copied().filter(|at| rank(at).is_some()).collect();
            let mut back = places.clone();
            back.sort_by_key(rank);
            places.into_iter().zip(back).for_each(|(place, at)| order[place] = at);
        }
        let text: Vec<&str> = order.iter().map(|at| arguments[*at].plain()).collect();
        self.orders.insert(identity, text.join(BETWEEN));
        order
    }

    /// The name that a person chose. One place can be a field and a type: the case of the name
    /// says which of them is meant.
    fn renamed(&mut self, scope: &mut Scope, case: Case, keys: &Keys<'_>) -> Option<RustIdent> {
        let renames = &self.options.renames;
        let (key, text) = keys.all().iter().find_map(|key| renames.get_key_value(key))?;
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

    /// Takes the name that an earlier run gave to a thing that gets it later, by
    /// [`held`](Self::held): until then nothing else gets it.
    pub(crate) fn hold(&self, scope: &mut Scope, case: Case, identity: &str) {
        self.remembered(scope, case, identity);
    }

    /// The keys under which an earlier run left names, by how they end.
    pub(crate) fn remembered_keys(&self, end: &'static str) -> impl Iterator<Item = &'a str> {
        let keys = self.options.remembered.keys().map(String::as_str);
        keys.filter(move |key| key.ends_with(end))
    }

    /// The name of a thing whose name is held, if an earlier run gave it one.
    pub(crate) fn held(&mut self, scope: &mut Scope, case: Case, claim: Claim<'_>) -> RustIdent {
        let text = self.options.remembered.get(&claim.identity).filter(|text| case.fits(text));
        let known = text.and_then(|text| RustIdent::chosen(text));
        self.batch += 1;
        let mut names = self.free(scope, case, std::iter::once((known, claim)));
        names.pop().expect("one name for one claim")
    }

    /// The name that an earlier run gave.
    fn remembered(&self, scope: &mut Scope, case: Case, identity: &str) -> Option<RustIdent> {
        let text = self.options.remembered.get(identity)?;
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
        self.forced.insert(claim.identity.clone());
        // What has no key cannot be renamed, so there is nothing to say.
        if let Some(key) = claim.keys.shown() {
            let (wanted, given) = (wanted.to_string(), given.to_string());
            self.notes.push(Note::Collision { key, wanted, given });
        }
        given
    }

    /// Everything there is to say, renames that matched nothing included.
    pub(crate) fn finish(mut self) -> (Names, Vec<Note>) {
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
        let Self { given, forced, orders, notes, .. } = self;
        let (all, ambiguous) = by_identity(given);
        (Names { all, forced, ambiguous, orders }, notes)
    }
}

/// Every name by what it names, the first where there are several, and whether those of different
/// batches differ.
fn by_identity(given: Vec<Given>) -> (IndexMap<String, String>, bool) {
    let mut all = IndexMap::with_capacity(given.len());
    let mut batches = Vec::with_capacity(given.len());
    let mut ambiguous = false;
    for Given { identity, name, batch } in given {
        match all.entry(identity) {
            Entry::Vacant(entry) => {
                entry.insert(name.plain().to_owned());
                batches.push(batch);
            }
            Entry::Occupied(entry) => {
                ambiguous |= batches[entry.index()] != batch && entry.get() != name.plain();
            }
        }
    }
    (all, ambiguous)
}
