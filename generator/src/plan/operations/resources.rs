//! Resources: names of groups, of their structs and of the methods in them.

use super::bodies::{contents, way_words};
use super::grouping::{Group, groups};
use super::names::{OperationWords, operation_words, prefixes};
use crate::ir::{Api, Operation};
use crate::name::{Case, RustIdent, Scope, words};
use crate::plan::chosen::{Claim, Keys, Namer};
use crate::plan::docs;
use crate::plan::identity;

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
    "Into",
    "IntoBody",
    "IntoFuture",
    "IntoIterator",
    "Items",
    "Json",
    "Lines",
    "Method",
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
    let mut modules = Scope::case_insensitive().reserving(&["resources", "mod"]);
    let mut accessors = Scope::new().reserving(CLIENT_METHODS);
    let mut idents = Scope::new().reserving(IMPORTED);
    let mut drafts = Vec::with_capacity(groups.len());
    for group in &groups {
        let module = modules.claim(Case::Module, group_words(group, "resource"));
        let key = group.tag.as_ref().map(|tag| format!("tag {tag}"));
        let identity = key.clone().unwrap_or_else(|| format!("group {}", group.words.join(" ")));
        let keys = Keys::Texts(key.into_iter().collect(), None);
        let others = || group_words(group, "operations").split_off(1);
        let claim = Claim::new(keys, identity, group.words.clone(), others);
        let accessor = namer.claim(&mut accessors, Case::Snake, claim);
        let ident = idents.claim(Case::Camel, [words(accessor.plain()), longest(group)]);
        let mut names = Scope::new().reserving(IMPORTED);
        names.take(&ident);
        let words = operation_words(api, group, &prefixes);
        let operations = operations(api, &words, &mut names, namer);
        drafts.push(Draft {
            module,
            ident,
            accessor,
            docs: group_docs(api, group),
            operations,
            names,
        });
    }
    drafts
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
    words: &std::collections::BTreeMap<usize, OperationWords>,
    names: &mut Scope,
    namer: &mut Namer<'_>,
) -> Vec<OperationDraft> {
    let mut order: Vec<usize> = words.keys().copied().collect();
    order.sort_by_key(|index| place(&api.operations[*index]));
    let claims =
        order.iter().map(|index| method_claim(&api.operations[*index], &words[index])).collect();
    let mut scope = Scope::new().reserving(RESOURCE_METHODS);
    let methods = namer.claim_all(&mut scope, Case::Snake, claims);
    let claims =
        order.iter().map(|index| builder_claim(&api.operations[*index], &words[index])).collect();
    let builders = namer.claim_all(names, Case::Camel, claims);
    let mut drafts: Vec<OperationDraft> = Vec::with_capacity(order.len());
    for ((index, method), builder) in order.into_iter().zip(methods).zip(builders) {
        let (operation, words) = (&api.operations[index], &words[&index]);
        let mut methods = vec![method];
        let others = operation.body.iter().flat_map(|body| contents(body).into_iter().skip(1));
        for content in others {
            let first = [super::words(methods[0].plain()), way_words(content)].concat();
            let second = [
                super::words(methods[0].plain()),
                super::words("as"),
                super::words(&content.media_type),
            ]
            .concat();
            methods.push(scope.claim(Case::Snake, [first, second]));
        }
        drafts.push(OperationDraft { index, builder, methods, full: words.full.clone() });
    }
    drafts.sort_by_key(|draft| draft.index);
    drafts
}

/// The order in which operations choose names: it does not depend on the order of the document.
fn place(operation: &Operation) -> (String, usize, String) {
    const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE"];
    let rank = METHODS.iter().position(|method| *method == operation.method);
    (operation.path.text.clone(), rank.unwrap_or(METHODS.len()), operation.method.clone())
}

/// Builders are remembered, but not renamed.
fn builder_claim<'t>(operation: &Operation, words: &'t OperationWords) -> Claim<'t> {
    let identity = format!("{} request", identity::operation(operation));
    Claim::new(Keys::Texts(Vec::new(), None), identity, words.full.clone(), || {
        vec![[words.full.clone(), vec!["request".to_owned()]].concat(), words.whole.clone()]
    })
}

/// Names that need no `r#` go first.
fn method_claim<'t>(operation: &'t Operation, words: &OperationWords) -> Claim<'t> {
    let mut candidates = words.method.clone();
    candidates.sort_by_key(|words| RustIdent::new(Case::Snake, words).is_raw());
    let mut candidates = candidates.into_iter();
    let first = candidates.next().unwrap_or_default();
    let keys = Keys::Texts(operation.id.iter().cloned().collect(), Some(&operation.origin));
    let identity = identity::operation(operation);
    Claim::new(keys, identity, first, move || candidates.clone().collect())
}
