//! What a witness has to name before it can use it.

use std::collections::BTreeSet;

/// Names of the standard library that signatures have, beside those of the prelude.
const STANDARD: &[(&str, &str)] = &[
    ("BTreeMap", "std::collections::BTreeMap"),
    ("Borrow", "std::borrow::Borrow"),
    ("Debug", "std::fmt::Debug"),
    ("Duration", "std::time::Duration"),
    ("Hash", "std::hash::Hash"),
    ("RangeBounds", "std::ops::RangeBounds"),
    ("Bytes", "bytes::Bytes"),
    ("StatusCode", "http::StatusCode"),
];

/// Names that need no import.
const PRELUDE: &[&str] = &[
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "Eq",
    "From",
    "FromIterator",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Item",
    "Iterator",
    "None",
    "Option",
    "Ord",
    "Output",
    "Page",
    "PartialEq",
    "PartialOrd",
    "Self",
    "Send",
    "Some",
    "String",
    "Sync",
    "T",
    "Vec",
];

/// The imports of a witness: what is in the item's own module by a glob, all else by name.
pub(super) fn imports(module: &str, own: &BTreeSet<&str>, body: &str) -> String {
    let mut lines = vec!["use api::{resources, runtime, types};".to_owned()];
    if !module.is_empty() {
        lines.push(format!("use api::{module}::*;"));
    }
    for name in names(body).iter().filter(|name| !own.contains(*name)) {
        match STANDARD.iter().find(|(known, _)| known == name) {
            Some((_, path)) => lines.push(format!("use {path};")),
            None if PRELUDE.contains(name) || is_parameter(name) => {}
            None => lines.push(format!("use api::runtime::{name};")),
        }
    }
    lines.join("\n") + "\n"
}

fn is_parameter(name: &str) -> bool {
    name.strip_prefix('A').is_some_and(|rest| rest.bytes().all(|it| it.is_ascii_digit()))
}

/// Names of types and traits that stand alone, without a path before them.
fn names(body: &str) -> BTreeSet<&str> {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    let mut names = BTreeSet::new();
    let mut before = "";
    for (at, word) in words(body) {
        let tail = &body[..at];
        let alone = !tail.ends_with("::") && !tail.ends_with("r#");
        if alone && word.starts_with(char::is_uppercase) && before != "fn" {
            names.insert(word);
        }
        before = word;
    }
    debug_assert!(names.iter().all(|name| name.chars().all(inside)));
    names
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(inside)?;
        let length = text[start..].find(|c| !inside(c)).unwrap_or(text.len() - start);
        rest = start + length;
        Some((start, &text[start..rest]))
    })
}
