//! Scalars in unions: branches that one scalar type or one open enum covers.

use super::super::flat::{Allowed, Flat, kind_of};
use super::super::scalar::{integer, integer_of, wider};
use super::super::schema::Made;
use super::super::{Lowering, Site};
use super::branch::Branch;
use crate::ir::{Integer, Kind, Kinds, Prim, Text, Ty};

impl<'a> Lowering<'a, '_> {
    /// The enumeration that branches of single values make together (`oneOf` of `const`s), or the
    /// open enum that text and some known texts make.
    pub(super) fn scalar_union(
        &mut self,
        branches: &[Branch<'a>],
        base: &Flat<'a>,
        site: &Site<'a>,
    ) -> Option<Made> {
        let valued: Vec<&Branch<'a>> =
            branches.iter().filter(|branch| branch.flat.allowed.is_some()).collect();
        let plain_text = |branch: &&Branch<'a>| {
            branch.flat.allowed.is_none() && branch.kind() == Some(Kind::Text)
        };
        let plain = branches.iter().filter(plain_text).count();
        if valued.is_empty() || valued.len() + plain != branches.len() {
            return None;
        }
        if let ([only], true) = (valued.as_slice(), plain > 0) {
            let text = only.kind() == Some(Kind::Text);
            return text.then(|| self.branch_made(only, site));
        }
        let allowed: Vec<Allowed> = valued
            .iter()
            .flat_map(|branch| branch.flat.allowed.iter().flatten().map(|one| named(branch, one)))
            .collect();
        let first = kind_of(&allowed.first()?.value);
        let alike = allowed.iter().all(|one| kind_of(&one.value) == first);
        let known = branches.len() > 1 && alike && (plain == 0 || first == Kind::Text);
        let scalar = !matches!(first, Kind::List | Kind::Object);
        if !known || !scalar {
            return None;
        }
        let mut seen = std::collections::BTreeSet::new();
        let unique: Vec<Allowed> =
            allowed.into_iter().filter(|one| seen.insert(one.value.to_string())).collect();
        Some(self.enumeration(base, &unique, site))
    }

    fn branch_made(&mut self, branch: &Branch<'a>, site: &Site<'a>) -> Made {
        match &branch.ty {
            Some(ty) => Made::Use(ty.clone()),
            None => self.make(&branch.flat, std::slice::from_ref(site)),
        }
    }

    /// One branch for all texts and one for all numbers, where there are several.
    pub(super) fn collapse_scalars(
        &mut self,
        branches: Vec<Branch<'a>>,
        site: &Site<'a>,
    ) -> Vec<Branch<'a>> {
        let branches = self.collapse_texts(branches, site);
        collapse_numbers(branches)
    }

    fn collapse_texts(
        &mut self,
        mut branches: Vec<Branch<'a>>,
        site: &Site<'a>,
    ) -> Vec<Branch<'a>> {
        let is_text = |branch: &Branch<'a>| branch.kind() == Some(Kind::Text);
        let texts: Vec<Branch<'a>> = branches.iter().filter(|one| is_text(one)).cloned().collect();
        if texts.len() < 2 {
            return branches;
        }
        let mut first = texts[0].clone();
        let one_of_values = self.scalar_union(&texts, &Flat::default(), &first.site.clone());
        first.target = None;
        first.ty = Some(match one_of_values {
            Some(Made::Use(ty)) => ty,
            Some(Made::Shape(shape)) => {
                let place = super::super::schema::variant_site(&first.site, site, "text");
                Ty::Named(self.define(&place, shape, Default::default()))
            }
            None => Ty::Prim(Prim::Text(Text::Plain)),
        });
        let position = branches.iter().position(is_text).unwrap_or_default();
        branches.retain(|branch| !is_text(branch));
        branches.insert(position, first);
        branches
    }
}

/// A value with the name and the texts of the branch it stands in.
fn named(branch: &Branch<'_>, one: &Allowed) -> Allowed {
    let alone = branch.flat.allowed.as_ref().is_some_and(|allowed| allowed.len() == 1);
    if !alone {
        return one.clone();
    }
    let name = one.name.clone().or_else(|| branch.flat.title.map(str::to_owned));
    let mut docs = branch.docs.clone();
    docs.default = None;
    Allowed { value: one.value.clone(), name, docs }
}

fn collapse_numbers(mut branches: Vec<Branch<'_>>) -> Vec<Branch<'_>> {
    let is_number =
        |branch: &Branch<'_>| matches!(branch.kind(), Some(Kind::Integer | Kind::Number));
    let count = branches.iter().filter(|branch| is_number(branch)).count();
    if count < 2 {
        return branches;
    }
    let position = branches.iter().position(is_number).unwrap_or_default();
    let float = branches.iter().any(|branch| branch.kind() == Some(Kind::Number));
    let mut first = branches[position].clone();
    first.target = None;
    first.flat.allowed = None;
    first.kinds = Kinds::NONE.with(if float { Kind::Number } else { Kind::Integer });
    let width = |branch: &Branch<'_>| match &branch.flat.allowed {
        Some(values) => integer_of(values.iter().map(|one| &one.value), &branch.flat.bounds),
        None => integer(branch.flat.bounds.format.as_deref(), &branch.flat.bounds),
    };
    let widths = branches.iter().filter(|branch| is_number(branch)).map(width);
    let integer = Prim::Integer(widths.reduce(wider).unwrap_or(Integer::I64));
    first.ty = Some(Ty::Prim(if float { Prim::Number } else { integer }));
    branches.retain(|branch| !is_number(branch));
    branches.insert(position, first);
    branches
}
