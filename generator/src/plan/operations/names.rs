//! Names of operations: what a person would call them within their group.

use super::grouping::{Group, is_version, static_segments};
use crate::ir::{Api, Operation};
use crate::name::{same_noun, singular, words};
use std::collections::{BTreeMap, BTreeSet};

/// First words that say what an operation does: never part of a shared prefix.
const VERBS: &[&str] = &[
    "add", "cancel", "check", "count", "create", "delete", "disable", "download", "enable", "find",
    "get", "list", "patch", "post", "put", "query", "read", "remove", "replace", "retrieve",
    "search", "send", "set", "start", "stop", "update", "upload", "upsert",
];

/// Words that cannot end or start a name.
const PREPOSITIONS: &[&str] = &[
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with",
];

/// What an operation may be called.
#[derive(Clone, Debug)]
pub(super) struct OperationWords {
    /// Words for the method of its resource, best first.
    pub(super) method: Vec<Vec<String>>,
    /// Words for its types.
    pub(super) full: Vec<String>,
    /// Words that no other operation shares, if possible.
    pub(super) whole: Vec<String>,
}

/// The words of every operation of a group.
pub(super) fn operation_words(
    api: &Api,
    group: &Group,
    prefixes: &BTreeSet<String>,
) -> BTreeMap<usize, OperationWords> {
    let nouns = nouns(api, group);
    let named = |index: &usize| {
        let operation = &api.operations[*index];
        (*index, one(operation, group, prefixes, &nouns))
    };
    group.operations.iter().map(named).collect()
}

/// First words that at least half of a group's operations share and that are no verb.
pub(super) fn prefixes(api: &Api, groups: &[Group]) -> BTreeSet<String> {
    let mut prefixes = BTreeSet::new();
    for group in groups {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for index in &group.operations {
            let Some(id) = &api.operations[*index].id else {
                continue;
            };
            let words = words(id);
            if words.len() > 1 && !VERBS.contains(&words[0].as_str()) {
                *counts.entry(words[0].clone()).or_default() += 1;
            }
        }
        let most = group.operations.len();
        prefixes.extend(
            counts
                .into_iter()
                .filter(|(_, count)| *count > 1 && count * 2 >= most)
                .map(|(word, _)| word),
        );
    }
    prefixes
}

/// The nouns that a group's names need not repeat: the tag's words, and the first segment that all
/// paths share.
fn nouns(api: &Api, group: &Group) -> Vec<String> {
    let mut nouns = group.full_words.clone();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for index in &group.operations {
        let segments = static_segments(&api.operations[*index]);
        if let Some(first) = segments.into_iter().find(|segment| !is_version(segment)) {
            *counts.entry(first).or_default() += 1;
        }
    }
    let shared = |(_, count): &(&str, usize)| count * 10 >= group.operations.len() * 9;
    nouns.extend(counts.into_iter().filter(shared).flat_map(|(segment, _)| words(segment)));
    nouns
}

fn one(
    operation: &Operation,
    group: &Group,
    prefixes: &BTreeSet<String>,
    nouns: &[String],
) -> OperationWords {
    let by_path = path_words(operation, true);
    let id = operation.id.as_deref().map(|id| without_path(words(id), operation));
    let mut whole = id.clone().unwrap_or_else(|| by_path.clone());
    let made = whole == by_path || same_nouns(&whole, &path_words(operation, false));
    if made {
        whole = spoken(operation);
    }
    let mut full = whole.clone();
    if full.len() > 1 && prefixes.contains(&full[0]) {
        full.remove(0);
    }
    let rest = if group.tag.is_some() || made { nouns } else { &group.full_words };
    let repeated = repeated(&full, rest);
    let lean = without(&full, &repeated, false);
    let once = without(&full, &repeated, true);
    let candidates = [
        shortened(&lean, operation),
        lean,
        shortened(&once, operation),
        once,
        full.clone(),
        whole,
        by_path.clone(),
    ];
    let mut method: Vec<Vec<String>> = Vec::new();
    for candidate in candidates {
        if !candidate.is_empty() && !method.contains(&candidate) {
            method.push(candidate);
        }
    }
    OperationWords { method, full, whole: by_path }
}

/// The HTTP method in words; one of a document's own may have signs in it (RFC 9110, section 9.1).
fn method_words(operation: &Operation) -> Vec<String> {
    words(&operation.method.to_lowercase())
}

/// Method and path in words; without parameters, or with.
fn path_words(operation: &Operation, parameters: bool) -> Vec<String> {
    let mut all = method_words(operation);
    for segment in operation.path.text.split('/') {
        let is_parameter = segment.contains('{');
        if !is_parameter && is_version(segment) || segment.is_empty() || is_parameter && !parameters
        {
            continue;
        }
        all.extend(words(segment));
    }
    all
}

fn same_nouns(left: &[String], right: &[String]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same_noun(left, right))
}

/// An id without path and method at its end, as some frameworks put them there.
fn without_path(id: Vec<String>, operation: &Operation) -> Vec<String> {
    let mut tail: Vec<String> =
        operation.path.text.split('/').filter(|s| !s.is_empty()).flat_map(words).collect();
    tail.extend(method_words(operation));
    if id.len() > tail.len() && id.ends_with(&tail) {
        return id[..id.len() - tail.len()].to_vec();
    }
    id
}

/// What a person would say for a method and a path.
fn spoken(operation: &Operation) -> Vec<String> {
    let segments: Vec<&str> =
        operation.path.text.split('/').filter(|segment| !segment.is_empty()).collect();
    let fixed: Vec<&str> =
        segments.iter().copied().filter(|s| !s.contains('{') && !is_version(s)).collect();
    let on_item = segments.last().is_some_and(|last| last.contains('{'));
    let last = fixed.last().map(|segment| words(segment)).unwrap_or_default();
    let many = last.last().is_some_and(|word| singular(word) != *word);
    let (verb, acts) = match operation.method.as_str() {
        "GET" if on_item || !many => ("get", false),
        "GET" => ("list", false),
        "POST" if on_item => ("update", false),
        "POST" if many => ("create", false),
        "POST" => ("post", fixed.len() > 1),
        "PUT" => ("set", false),
        "PATCH" => ("update", false),
        "DELETE" => ("delete", false),
        _ => {
            let nouns = fixed.iter().flat_map(|segment| words(segment)).collect();
            return [method_words(operation), nouns].concat();
        }
    };
    let mut spoken = if acts { last.clone() } else { vec![verb.to_owned()] };
    let nouns = if acts { &fixed[..fixed.len() - 1] } else { &fixed[..] };
    for (at, segment) in nouns.iter().enumerate() {
        let mut segment = words(segment);
        let one = verb != "list" && (at + 1 < nouns.len() || on_item || verb == "create");
        if let (Some(word), true) = (segment.last_mut(), one) {
            *word = singular(word).into_owned();
        }
        spoken.extend(segment);
    }
    spoken
}

/// Which words repeat a noun of the group.
fn repeated(full: &[String], nouns: &[String]) -> Vec<bool> {
    full.iter().map(|word| nouns.iter().any(|noun| same_noun(noun, word))).collect()
}

/// Words without those that repeat nouns of the group: all of them, or the first only.
fn without(full: &[String], repeated: &[bool], once: bool) -> Vec<String> {
    let mut left: Vec<String> = Vec::new();
    let mut dropped = 0;
    for (word, repeats) in full.iter().zip(repeated) {
        if *repeats && !(once && dropped > 0) {
            dropped += 1;
        } else {
            left.push(word.clone());
        }
    }
    let loose =
        |word: Option<&String>| word.is_some_and(|word| PREPOSITIONS.contains(&word.as_str()));
    while left.len() > 1 && loose(left.last()) {
        left.pop();
    }
    if loose(left.first()) { full.to_vec() } else { left }
}

/// Words without a leading `get`, and without a trailing `by …` that the path says anyway.
fn shortened(words: &[String], operation: &Operation) -> Vec<String> {
    let mut words = words.to_vec();
    if let Some(by) = words.iter().rposition(|word| word == "by")
        && by > 0
        && names_parameter(&words[by + 1..], operation)
    {
        words.truncate(by);
    }
    let starts_loose = |word: &String| PREPOSITIONS.contains(&word.as_str());
    if words.len() > 1 && words[0] == "get" && !starts_loose(&words[1]) {
        words.remove(0);
    }
    words
}

fn names_parameter(tail: &[String], operation: &Operation) -> bool {
    let ends = |name: &String| words(name).ends_with(tail);
    !tail.is_empty() && operation.path.parameters.iter().any(ends)
}
