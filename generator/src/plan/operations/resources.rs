//! Resources: names of groups, of their structs and of the methods in them.

use super::bodies::{contents, way_words};
use super::grouping::{Group, groups};
use super::names::{OperationWords, operation_words, prefixes};
use crate::ir::{Api, Content, Operation};
use crate::name::{Case, RustIdent, Scope, words};
use crate::parallel;
use crate::plan::chosen::{Claim, Keys, Namer};
use crate::plan::docs;
use crate::plan::identity;
use std::collections::{BTreeMap, BTreeSet};

/// Methods of the client that a group's accessor leaves alone.
const CLIENT_METHODS: &[&str] =
    &["builder", "clone", "clone_from", "new", "request", "from", "into"];

/// Methods of a resource's struct that operations leave alone.
const RESOURCE_METHODS: &[&str] = &["clone", "clone_from", "cmp", "fmt", "new"];

/// Names that files of resources import or have by default.
const IMPORTED: &[&str] = &[
    "Body",
    "Borrow",
    "BTreeMap",
    "Box",
    "ByStatus",
    "Bytes",
    "Call",
    "Case",
    "Client",
    "Conditional",
    "Default",
    "Download",
    "ETag",
    "Err",
    "EventStream",
    "FieldEncoding",
    "FilePart",
    "From",
    "Header",
    "Into",
    "IntoBody",
    "IntoFuture",
    "IntoIterator",
    "Items",
    "Json",
    "JsonLines",
    "Lines",
    "Method",
    "Multipart",
    "None",
    "Ok",
    "Op",
    "Option",
    "Pages",
    "Paginated",
    "Parameter",
    "Patch",
    "RangeBounds",
    "Request",
    "Response",
    "Result",
    "Secret",
    "Some",
    "String",
    "Style",
    "Vec",
];

/// A resource before its operations are planned.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) module: RustIdent,
    pub(crate) ident: RustIdent,
    pub(crate) accessor: RustIdent,
    pub(crate) docs: Vec<String>,
    pub(crate) operations: Vec<OperationDraft>,
    /// The names of types in the module.
    pub(crate) names: Scope,
}

/// An operation before it is planned.
#[derive(Debug)]
pub(crate) struct OperationDraft {
    pub(crate) index: usize,
    pub(crate) builder: RustIdent,
    /// One method for each way to write the body.
    pub(crate) methods: Vec<RustIdent>,
    /// The words of its types.
    pub(crate) full: Vec<String>,
}

/// Groups and names the operations of an API.
pub(crate) fn drafts(api: &Api, namer: &mut Namer<'_>) -> Vec<Draft> {
    let groups = groups(api);
    let prefixes = prefixes(api, &groups);
    let names = group_names(&groups, namer);
    let named = groups.iter().zip(names).map(|(group, names)| (group, names, namer.beside()));
    let made = parallel::each(named.collect(), |(group, names, mut namer)| {
        (draft(api, (group, names), &prefixes, &mut namer), namer)
    });
    let joined = made.into_iter().map(|(draft, beside)| {
        namer.join(beside);
        draft
    });
    joined.collect()
}

/// The module, the accessor and the struct of a group.
type GroupNames = (RustIdent, RustIdent, RustIdent);

/// Names the operations of a group.
fn draft(
    api: &Api,
    (group, (module, accessor, ident)): (&Group, GroupNames),
    prefixes: &BTreeSet<String>,
    namer: &mut Namer<'_>,
) -> Draft {
    let mut names = Scope::new().reserving(IMPORTED);
    names.take(&ident);
    let words = operation_words(api, group, prefixes);
    let operations = operations(api, &words, &mut names, namer);
    Draft { module, ident, accessor, docs: group_docs(api, group), operations, names }
}

fn group_names(groups: &[Group], namer: &mut Namer<'_>) -> Vec<GroupNames> {
    let key = |group: &Group| group.tag.as_ref().map(|tag| format!("tag {tag}"));
    let identity =
        |group: &Group| key(group).unwrap_or_else(|| format!("group {}", group.words.join(" ")));
    let claims = groups.iter().map(|group| {
        let identity = format!("{} module", identity(group));
        let others = || group_words(group, "resource").split_off(1);
        Claim::new(Keys::none(), identity, group.words.clone(), others)
    });
    let mut scope = Scope::case_insensitive().reserving(&["resources", "mod"]);
    let modules = namer.claim_all(&mut scope, Case::Module, claims.collect());
    let claims = groups.iter().map(|group| {
        let keys = Keys::Texts(key(group).into_iter().collect(), None);
        let others = || group_words(group, "operations").split_off(1);
        Claim::new(keys, identity(group), group.words.clone(), others)
    });
    let mut scope = Scope::new().reserving(CLIENT_METHODS);
    let accessors = namer.claim_all(&mut scope, Case::Snake, claims.collect());
    let claims = groups.iter().zip(&accessors).map(|(group, accessor)| {
        let identity = format!("{} struct", identity(group));
        Claim::new(Keys::none(), identity, words(accessor.plain()), || vec![longest(group)])
    });
    let mut scope = Scope::new().reserving(IMPORTED);
    let idents = namer.claim_all(&mut scope, Case::Camel, claims.collect());
    modules
        .into_iter()
        .zip(accessors)
        .zip(idents)
        .map(|((one, two), three)| (one, two, three))
        .collect()
}

fn group_words(group: &Group, kind: &str) -> Vec<Vec<String>> {
    let with_kind = |words: &[String]| [words.to_vec(), vec![kind.to_owned()]].concat();
    vec![group.words.clone(), group.full_words.clone(), with_kind(&group.full_words)]
}

/// All words of a group and one more.
fn longest(group: &Group) -> Vec<String> {
    [group.full_words.clone(), words("operations")].concat()
}

fn group_docs(api: &Api, group: &Group) -> Vec<String> {
    let Some(tag) = &group.tag else {
        return vec![format!("Operations on {}.", group.words.join(" "))];
    };
    let documented =
        api.tags.iter().find(|known| known.name == *tag).map(|known| docs::of(&known.docs));
    match documented.filter(|lines| !lines.is_empty()) {
        Some(lines) => lines,
        None => vec![format!("Operations of the tag {}.", docs::code_span(tag))],
    }
}

fn operations(
    api: &Api,
    words: &BTreeMap<usize, OperationWords>,
    names: &mut Scope,
    namer: &mut Namer<'_>,
) -> Vec<OperationDraft> {
    let mut order: Vec<usize> = words.keys().copied().collect();
    order.sort_by_key(|index| place(&api.operations[*index]));
    let claims: Vec<Claim<'_>> =
        order.iter().map(|index| method_claim(&api.operations[*index], &words[index])).collect();
    let mut scope = Scope::new().reserving(RESOURCE_METHODS);
    let kept = namer.fixed_of(&mut scope, Case::Snake, &claims);
    for way in order.iter().flat_map(|index| other_ways(&api.operations[*index])) {
        namer.hold(&mut scope, Case::Snake, &way.0);
    }
    let methods = namer.free(&mut scope, Case::Snake, kept.into_iter().zip(claims));
    for index in &order {
        namer.hold(names, Case::Camel, &status_identity(&api.operations[*index]));
    }
    let claims =
        order.iter().map(|index| builder_claim(&api.operations[*index], &words[index])).collect();
    let builders = namer.claim_all(names, Case::Camel, claims);
    let mut drafts: Vec<OperationDraft> = Vec::with_capacity(order.len());
    for ((index, method), builder) in order.into_iter().zip(methods).zip(builders) {
        let (operation, words) = (&api.operations[index], &words[&index]);
        let mut methods = vec![method];
        for (identity, content) in other_ways(operation) {
            let own = super::words(methods[0].plain());
            let first = [own.clone(), way_words(content)].concat();
            let second = [own, super::words("as"), super::words(&content.media_type)].concat();
            let claim = Claim::new(Keys::none(), identity, first, move || vec![second.clone()]);
            methods.push(namer.held(&mut scope, Case::Snake, claim));
        }
        drafts.push(OperationDraft { index, builder, methods, full: words.full.clone() });
    }
    drafts.sort_by_key(|draft| draft.index);
    drafts
}

/// The representations of a body beside the first, each with the key of its method.
fn other_ways(operation: &Operation) -> Vec<(String, &Content)> {
    let others = operation.body.iter().flat_map(|body| contents(body).into_iter().skip(1));
    let of = identity::in_group(operation);
    others.map(|content| (format!("{of} as {}", content.media_type), content)).collect()
}

/// The key of the enum of an operation's answers by their status.
fn status_identity(operation: &Operation) -> String {
    format!("{} by status", identity::in_group(operation))
}

/// What the enum of an operation's answers would like to be called.
pub(super) fn status_claim<'t>(operation: &Operation, full: &[String]) -> Claim<'t> {
    let response = [full.to_vec(), words("response")].concat();
    let longer = [response.clone(), words("by status")].concat();
    Claim::new(Keys::none(), status_identity(operation), response, move || vec![longer.clone()])
}

/// The order in which operations choose names: it does not depend on the order of the document.
fn place(operation: &Operation) -> (String, usize, String) {
    const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE"];
    let rank = METHODS.iter().position(|method| *method == operation.method);
    (operation.path.text.clone(), rank.unwrap_or(METHODS.len()), operation.method.clone())
}

/// Builders are remembered, but not renamed.
fn builder_claim<'t>(operation: &Operation, words: &'t OperationWords) -> Claim<'t> {
    let identity = format!("{} request", identity::in_group(operation));
    Claim::new(Keys::none(), identity, words.full.clone(), || {
        vec![[words.full.clone(), vec!["request".to_owned()]].concat(), words.whole.clone()]
    })
}

/// Names that need no `r#` go first.
fn method_claim<'t>(operation: &'t Operation, words: &OperationWords) -> Claim<'t> {
    let mut candidates = words.method.clone();
    candidates.sort_by_cached_key(|words| RustIdent::new(Case::Snake, words).is_raw());
    let mut candidates = candidates.into_iter();
    let first = candidates.next().unwrap_or_default();
    let keys = Keys::Texts(operation.id.iter().cloned().collect(), Some(&operation.origin));
    let identity = identity::in_group(operation);
    Claim::new(keys, identity, first, move || candidates.clone().collect())
}
