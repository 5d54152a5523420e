//! Names of types and of their files.

use super::aliases::Alias;
use crate::ir::{Api, Shape, TypeId, TypePath, TypeRoot, TypeStep};
use crate::name::{Case, RustIdent, Scope, singular, spelled_words, words};
use crate::plan::chosen::{Claim, Keys, Namer};
use crate::plan::identity;
use std::collections::BTreeMap;

/// Names that types of the API leave to Rust's prelude, to what the emitted code imports and to the
/// traits it derives.
const RESERVED: &[&str] = &[
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Vec",
    "String",
    "Box",
    "Default",
    "From",
    "Into",
    "BTreeMap",
    "Clone",
    "Debug",
    "PartialEq",
    "Eq",
    "Hash",
];

/// How the keys of aliases end.
const ALIASES: &str = " alias";

/// What is known of types before they have names.
#[derive(Debug)]
pub(crate) struct Unnamed {
    /// What each type is, in the words that its name is remembered by.
    identities: Vec<String>,
    /// The order in which types choose names.
    order: Vec<TypeId>,
}

impl Unnamed {
    /// What is known of the types of an API.
    pub(crate) fn of(api: &Api) -> Self {
        let identities = api.types.ids().map(|id| identity::of_type(api, id)).collect();
        let mut order: Vec<TypeId> = api.types.ids().collect();
        order.sort_by_cached_key(|id| canonical(api, *id));
        Self { identities, order }
    }
}

/// The names of all types of an API.
#[derive(Debug)]
pub(crate) struct TypeNames {
    idents: Vec<RustIdent>,
    /// What each type is, in the words that its name is remembered by.
    identities: Vec<String>,
    /// The namespace, for types that the plan adds.
    pub(crate) scope: Scope,
}

impl TypeNames {
    /// Names every type; `operations` are the words of each operation.
    pub(crate) fn new(
        api: &Api,
        Unnamed { identities, order }: Unnamed,
        operations: &[Vec<String>],
        namer: &mut Namer<'_>,
    ) -> Self {
        let mut scope = Scope::new().reserving(RESERVED);
        let split = order.partition_point(|id| is_component(api, *id));
        let (components, inline) = order.split_at(split);
        // What a person or an earlier run chose goes first, inline types included.
        let of = |id: &TypeId| identities[id.index()].as_str();
        let aliases = namer.remembered_keys(ALIASES);
        for key in aliases.filter(|key| !identities.iter().any(|it| it == key)) {
            namer.hold(&mut scope, Case::Camel, key);
        }
        let keys: Vec<Keys<'_>> =
            order.iter().map(|id| Keys::Pointer(&api.types[*id].origin)).collect();
        let things = keys.iter().zip(order.iter().map(of));
        let mut fixed = namer.fixed(&mut scope, Case::Camel, things);
        let fixed_inline = fixed.split_off(split);
        let claims = components.iter().map(|id| component_claim(api, *id, of(id).to_owned()));
        let component_names = namer.free(&mut scope, Case::Camel, fixed.into_iter().zip(claims));
        let roots: BTreeMap<&TypeRoot, Vec<String>> = components
            .iter()
            .zip(&component_names)
            .rev()
            .map(|(id, name)| (&api.types[*id].path.root, words(name.plain())))
            .collect();
        let claims = inline.iter().map(|id| {
            let root = root_words(&roots, operations, &api.types[*id].path);
            inline_claim(api, *id, root, of(id).to_owned())
        });
        let inline_names =
            namer.free(&mut scope, Case::Camel, fixed_inline.into_iter().zip(claims));
        let mut idents = vec![None; api.types.len()];
        let named = order.iter().zip(component_names.into_iter().chain(inline_names));
        for (id, name) in named {
            idents[id.index()] = Some(name);
        }
        let idents = idents.into_iter().flatten().collect();
        Self { idents, identities, scope }
    }

    /// The name of a type.
    pub(crate) fn get(&self, id: TypeId) -> &RustIdent {
        &self.idents[id.index()]
    }

    /// What a type is, in the words that its name is remembered by.
    pub(crate) fn identity(&self, id: TypeId) -> &str {
        &self.identities[id.index()]
    }

    /// A name for an alias, which the document does not have.
    pub(super) fn add(&mut self, alias: Alias, namer: &mut Namer<'_>) -> RustIdent {
        let Alias { identity, mut words } = alias;
        words.push("type".to_owned());
        let claim = Claim::new(Keys::none(), identity, words, Vec::new);
        namer.held(&mut self.scope, Case::Camel, claim)
    }

    /// Whether some type has this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.idents.iter().any(|ident| ident.plain() == name)
    }
}

fn is_component(api: &Api, id: TypeId) -> bool {
    let path = &api.types[id].path;
    path.steps.is_empty() && matches!(path.root, TypeRoot::Component(_))
}

/// The order in which types choose names: it does not depend on the order of the document.
fn canonical(api: &Api, id: TypeId) -> (bool, usize, usize, &str) {
    let definition = &api.types[id];
    let place = definition.origin.path();
    let section = if place.starts_with("/components/schemas/") { 0 } else { 1 };
    let inline = !is_component(api, id);
    (inline, section, definition.path.steps.len(), place)
}

fn component_claim(api: &Api, id: TypeId, identity: String) -> Claim<'_> {
    let definition = &api.types[id];
    let TypeRoot::Component(name) = &definition.path.root else {
        return Claim::new(Keys::Pointer(&definition.origin), identity, Vec::new(), Vec::new);
    };
    let mut short = dotted(name).into_iter();
    let first = short.next().unwrap_or_else(|| words(name));
    Claim::new(Keys::Pointer(&definition.origin), identity, first, move || {
        let kind = with_kind(words(name), &definition.shape);
        short.clone().chain([words(name), spelled_words(name), kind]).collect()
    })
}

/// The last words of a name with dots, from few to many.
fn dotted(name: &str) -> Vec<Vec<String>> {
    let segments: Vec<&str> = name.split('.').collect();
    let is_word = |segment: &&str| {
        !segment.is_empty()
            && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    if segments.len() < 3 || !segments.iter().all(is_word) {
        return Vec::new();
    }
    (1..segments.len()).map(|count| words(&segments[segments.len() - count..].join("."))).collect()
}

fn root_words(
    roots: &BTreeMap<&TypeRoot, Vec<String>>,
    operations: &[Vec<String>],
    path: &TypePath,
) -> Vec<String> {
    if let Some(words) = roots.get(&path.root) {
        return words.clone();
    }
    match &path.root {
        TypeRoot::Component(name) => words(name),
        TypeRoot::Event(name) => {
            let mut words = words(name);
            words.push("event".to_owned());
            words
        }
        TypeRoot::Operation(index) => operations.get(*index).cloned().unwrap_or_default(),
    }
}

fn inline_claim<'t>(api: &'t Api, id: TypeId, root: Vec<String>, identity: String) -> Claim<'t> {
    let definition = &api.types[id];
    let short = extended(&root, &definition.path.steps, true);
    Claim::new(Keys::Pointer(&definition.origin), identity, short, move || {
        let full = extended(&root, &definition.path.steps, false);
        vec![full.clone(), with_kind(full, &definition.shape)]
    })
}

fn with_kind(mut words: Vec<String>, shape: &Shape) -> Vec<String> {
    let kind = match shape {
        Shape::Struct(_) => "object",
        Shape::Enum(_) => "value",
        Shape::Union(_) => "choice",
        Shape::Alias(_) | Shape::Newtype(_) => "type",
    };
    words.push(kind.to_owned());
    words
}

/// The words of a type below another: each step adds its own, short without repeating what is there.
pub(crate) fn extended(root: &[String], steps: &[TypeStep], short: bool) -> Vec<String> {
    let mut name = root.to_vec();
    for step in steps {
        let step = match step {
            TypeStep::Item | TypeStep::Value if short => {
                singularise(&mut name);
                continue;
            }
            other => step_words(other),
        };
        let repeated = if short { overlap(&name, &step) } else { 0 };
        name.extend(step.into_iter().skip(repeated));
    }
    name
}

fn singularise(name: &mut [String]) {
    if let Some(last) = name.last_mut() {
        *last = singular(last).into_owned();
    }
}

/// How many words at the start of `next` repeat the end of `name`.
fn overlap(name: &[String], next: &[String]) -> usize {
    let longest = name.len().min(next.len());
    (1..=longest).rev().find(|count| name[name.len() - count..] == next[..*count]).unwrap_or(0)
}

fn step_words(step: &TypeStep) -> Vec<String> {
    let one = |word: &str| vec![word.to_owned()];
    match step {
        TypeStep::Property(name) | TypeStep::Variant(name) => words(name),
        TypeStep::Item => one("item"),
        TypeStep::Value => one("value"),
        TypeStep::Body => one("body"),
        TypeStep::Response => one("response"),
        TypeStep::Status(status) => words(&status_words(status)),
        TypeStep::Element(0) => one("first"),
        TypeStep::Element(1) => one("second"),
        TypeStep::Element(2) => one("third"),
        TypeStep::Element(index) => vec!["element".to_owned(), index.to_string()],
        TypeStep::Base => one("base"),
    }
}

/// What a status is called.
pub(crate) fn status_words(status: &str) -> String {
    let words = match status {
        "200" => "ok",
        "201" => "created",
        "202" => "accepted",
        "203" => "non authoritative",
        "204" => "no content",
        "205" => "reset content",
        "206" => "partial content",
        "207" => "multi status",
        "301" => "moved permanently",
        "302" => "found",
        "303" => "see other",
        "304" => "not modified",
        "307" => "temporary redirect",
        "308" => "permanent redirect",
        "400" => "bad request",
        "401" => "unauthorized",
        "402" => "payment required",
        "403" => "forbidden",
        "404" => "not found",
        "405" => "method not allowed",
        "406" => "not acceptable",
        "408" => "request timeout",
        "409" => "conflict",
        "410" => "gone",
        "412" => "precondition failed",
        "413" => "content too large",
        "415" => "unsupported media type",
        "422" => "unprocessable content",
        "429" => "too many requests",
        "500" => "internal server error",
        "501" => "not implemented",
        "502" => "bad gateway",
        "503" => "service unavailable",
        "504" => "gateway timeout",
        "1XX" | "1xx" => "informational",
        "2XX" | "2xx" => "success",
        "3XX" | "3xx" => "redirection",
        "4XX" | "4xx" => "client error",
        "5XX" | "5xx" => "server error",
        "default" => "default",
        other => return format!("status {other}"),
    };
    words.to_owned()
}
