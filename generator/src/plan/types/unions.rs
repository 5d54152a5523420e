//! Unions: a variant for each branch.

use super::Types;
use super::enums::CATCH_ALL;
use crate::ir::{Api, Dispatch, Kind, Tag, Ty, TypeId, Union, Variant, VariantName};
use crate::name::{Case, Scope, spelled_words, words};
use crate::plan::chosen::{Claim, Keys, Namer};
use crate::plan::identity;
use crate::plan::model::{RustType, UnionDispatch, UnionItem, UnionVariant};
use std::collections::BTreeSet;

impl Types<'_> {
    pub(super) fn union(
        &self,
        id: TypeId,
        owner: &str,
        (shape, docs): (&Union, Vec<Vec<String>>),
        namer: &mut Namer<'_>,
    ) -> UnionItem {
        let origin = &self.api.types[id].origin;
        let own_words = words(self.names.get(id).plain());
        let claims = shape
            .variants
            .iter()
            .enumerate()
            .map(|(at, variant)| {
                let keys = Keys::Below(origin, "variants", at.to_string().into());
                let identity = identity::variant(owner, &sign(self.api, variant));
                let mut candidates = candidates(&own_words, variant, at).into_iter();
                let first = candidates.next().unwrap_or_default();
                Claim::new(keys, identity, first, move || candidates.clone().collect())
            })
            .collect();
        let mut scope = Scope::new().reserving(&[CATCH_ALL]);
        let idents = namer.claim_all(&mut scope, Case::Camel, claims);
        let mut variants = Vec::with_capacity(idents.len());
        for ((variant, docs), ident) in shape.variants.iter().zip(docs).zip(idents) {
            let ty = self.payload(&variant.ty);
            variants.push(UnionVariant { ident, ty, docs, checked: false });
        }
        let dispatch = match &shape.dispatch {
            Dispatch::Tag(tag) => UnionDispatch::Tag(distinct(tag)),
            Dispatch::Guards(guards) => UnionDispatch::Guards(guards.clone()),
        };
        UnionItem { variants, dispatch }
    }

    /// The type in a variant: boxed where it is large, none for null.
    fn payload(&self, ty: &Ty) -> Option<RustType> {
        match ty {
            Ty::Null => None,
            large if self.sizes.is_large(large) => Some(RustType::Box(Box::new(self.rust(large)))),
            other => Some(self.rust(other)),
        }
    }
}

/// A tag whose texts lead to one variant each, the first that the document names.
fn distinct(tag: &Tag) -> Tag {
    let mut seen = BTreeSet::new();
    let cases = tag.cases.iter().filter(|(text, _)| seen.insert(text)).cloned().collect();
    Tag { cases, ..tag.clone() }
}

fn candidates(owner: &[String], variant: &Variant, at: usize) -> Vec<Vec<String>> {
    match &variant.name {
        VariantName::Kind(kind) => {
            let kind = kind_word(*kind).to_owned();
            vec![vec![kind.clone()], vec![kind, "branch".to_owned()]]
        }
        VariantName::Words(text) => {
            let full = words(text);
            let mut candidates = Vec::new();
            if full.len() > owner.len() && full.starts_with(owner) {
                candidates.push(full[owner.len()..].to_vec());
            }
            if full == ["unknown"] {
                candidates.push(vec!["unknown".to_owned(), "value".to_owned()]);
            }
            candidates.push(full.clone());
            candidates.push(spelled_words(text));
            let mut placed = full;
            placed.extend(["branch".to_owned(), (at + 1).to_string()]);
            candidates.push(placed);
            candidates
        }
    }
}

/// What tells a branch apart, wherever it stands.
pub(super) fn sign(api: &Api, variant: &Variant) -> String {
    let name = match &variant.name {
        VariantName::Words(text) => text.clone(),
        VariantName::Kind(kind) => kind_word(*kind).to_owned(),
    };
    match &variant.ty {
        Ty::Named(id) | Ty::Boxed(id) => format!("{name} {}", identity::of_type(api, *id)),
        _ => name,
    }
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Bool => "flag",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Text => "text",
        Kind::List => "list",
        Kind::Object => "object",
    }
}
