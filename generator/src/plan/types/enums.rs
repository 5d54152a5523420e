//! Enums: a variant for each known value.

use crate::diag::Pointer;
use crate::ir::EnumValue;
use crate::name::{Case, Scope, distinguishing_words, spelled_words, words};
use crate::plan::chosen::{Claim, Keys, Namer};
use crate::plan::identity;
use crate::plan::model::EnumVariant;
use std::collections::BTreeSet;

/// The variant that keeps a value newer than the crate.
pub(super) const CATCH_ALL: &str = "Unknown";

/// The variants of texts.
pub(super) fn texts(
    origin: &Pointer,
    owner: &str,
    (values, docs): (&[EnumValue<String>], Vec<Vec<String>>),
    namer: &mut Namer<'_>,
) -> Vec<EnumVariant<String>> {
    let shown: Vec<String> = values.iter().map(|value| value.wire.clone()).collect();
    variants(origin, owner, (values, docs), &shown, namer)
}

/// The variants of integers.
pub(super) fn integers(
    origin: &Pointer,
    owner: &str,
    (values, docs): (&[EnumValue<i64>], Vec<Vec<String>>),
    namer: &mut Namer<'_>,
) -> Vec<EnumVariant<i64>> {
    let shown: Vec<String> = values.iter().map(|value| value.wire.to_string()).collect();
    variants(origin, owner, (values, docs), &shown, namer)
}

fn variants<T: Clone + Ord>(
    origin: &Pointer,
    owner: &str,
    (values, mut docs): (&[EnumValue<T>], Vec<Vec<String>>),
    shown: &[String],
    namer: &mut Namer<'_>,
) -> Vec<EnumVariant<T>> {
    let mut seen = BTreeSet::new();
    let mut order: Vec<usize> =
        (0..values.len()).filter(|at| seen.insert(&values[*at].wire)).collect();
    order.sort_by_key(|at| (values[*at].name.is_none(), shown[*at].len(), &shown[*at]));
    let claims = order.iter().map(|at| claim(origin, owner, &values[*at], &shown[*at])).collect();
    let mut scope = Scope::new().reserving(&[CATCH_ALL]);
    let idents = namer.claim_all(&mut scope, Case::Camel, claims);
    let mut named: Vec<_> = order.into_iter().zip(idents).collect();
    named.sort_by_key(|(at, _)| *at);
    named
        .into_iter()
        .map(|(at, ident)| {
            let value = &values[at];
            EnumVariant { ident, wire: value.wire.clone(), docs: std::mem::take(&mut docs[at]) }
        })
        .collect()
}

/// A value is renamed by the pointer of its list and its own text.
fn claim<'t, T>(
    origin: &'t Pointer,
    owner: &str,
    value: &EnumValue<T>,
    shown: &'t str,
) -> Claim<'t> {
    let keys = Keys::Below(origin, "enum", shown.into());
    let mut first = words(value.name.as_deref().unwrap_or(shown));
    if first == ["unknown"] {
        first.push("value".to_owned());
    }
    Claim::new(keys, identity::variant(owner, shown), first, move || {
        vec![words(shown), spelled_words(shown), distinguishing_words(shown)]
    })
}
