//! Groups of operations: by tag, or by where the path starts.

use crate::ir::{Api, Operation};
use crate::name::words;
use indexmap::IndexMap;

/// Last words of a tag that say nothing.
const EMPTY_WORDS: &[&str] =
    &["api", "apis", "controller", "endpoint", "endpoints", "resource", "resources"];

/// A group of operations before it has names.
#[derive(Debug)]
pub(super) struct Group {
    /// The tag, where the document gives one.
    pub(super) tag: Option<String>,
    /// Its words.
    pub(super) words: Vec<String>,
    /// Its words with all that the document says.
    pub(super) full_words: Vec<String>,
    /// Its operations.
    pub(super) operations: Vec<usize>,
}

/// The groups in the order of the document's tags, those without a tag last, by their path. Tags
/// that differ in capitals alone are one, under the name of the first.
pub(super) fn groups(api: &Api) -> Vec<Group> {
    let mut groups: IndexMap<(bool, String), Group> = IndexMap::new();
    for tag in &api.tags {
        groups.entry((true, tag.name.to_lowercase())).or_insert_with(|| tagged(&tag.name));
    }
    for (index, operation) in api.operations.iter().enumerate() {
        let group = match &operation.tag {
            Some(tag) => groups.entry((true, tag.to_lowercase())).or_insert_with(|| tagged(tag)),
            None => {
                let name = first_segment(operation);
                let words = words(&name);
                groups.entry((false, name)).or_insert_with(|| Group {
                    tag: None,
                    full_words: words.clone(),
                    words,
                    operations: Vec::new(),
                })
            }
        };
        group.operations.push(index);
    }
    groups.into_values().filter(|group| !group.operations.is_empty()).collect()
}

fn tagged(tag: &str) -> Group {
    let full_words = words(tag);
    let mut words = full_words.clone();
    while words.len() > 1 && words.last().is_some_and(|last| EMPTY_WORDS.contains(&last.as_str())) {
        words.pop();
    }
    Group { tag: Some(tag.to_owned()), words, full_words, operations: Vec::new() }
}

/// The first fixed segment of a path that is neither a version nor `api`.
fn first_segment(operation: &Operation) -> String {
    let found = static_segments(operation).into_iter().find(|segment| !is_version(segment));
    found.unwrap_or("root").to_owned()
}

/// The fixed segments of a path; of one with a `:` verb, the part before it.
pub(super) fn static_segments(operation: &Operation) -> Vec<&str> {
    let path = operation.path.sent.split('?').next().unwrap_or_default();
    path.split(['/', ':'])
        .filter(|segment| !segment.is_empty() && !segment.contains(['{', '}']))
        .collect()
}

/// Whether a segment says only which API or version this is.
pub(super) fn is_version(segment: &str) -> bool {
    let lower = segment.to_ascii_lowercase();
    let rest = lower.strip_prefix('v').unwrap_or("");
    let number = rest.split(['.', '_', '-']).next().unwrap_or("");
    lower == "api"
        || lower == "rest"
        || rest.starts_with(|c: char| c.is_ascii_digit()) && !number.is_empty()
}
