//! The branches of a union: what each is on its own and together with what is said beside it.

use super::super::flat::{Alternatives, Flat};
use super::super::references::is_bare;
use super::super::site::Place;
use super::super::{Lowering, Site};
use crate::diag::Pointer;
use crate::ir::{Docs, Kind, Kinds, Ty};
use serde_json::Value;
use std::collections::BTreeSet;
use std::rc::Rc;

/// How many unions inside unions are taken as one.
const NESTING: usize = 32;

/// How many branches of branches are looked at.
pub(super) const MOST_NESTED: usize = 10_000;

/// One branch.
#[derive(Clone, Debug)]
pub(super) struct Branch<'a> {
    /// Where it stands.
    pub(super) site: Site<'a>,
    /// The schema it refers to, where it is a reference and nothing else.
    pub(super) target: Option<Pointer>,
    /// The name of the component it refers to.
    component: Option<String>,
    /// Its type, where that is settled: a type of its own that the branch refers to.
    pub(super) ty: Option<Ty>,
    /// What it and the schemas beside it say together.
    pub(super) flat: Flat<'a>,
    /// The JSON kinds it allows.
    pub(super) kinds: Kinds,
    /// Whether it allows null.
    pub(super) nullable: bool,
    /// What the document says about it, where it stands.
    pub(super) docs: Docs,
}

impl Branch<'_> {
    /// Whether it allows any JSON.
    pub(super) fn is_anything(&self) -> bool {
        self.kinds.is_empty() && !self.nullable
    }

    /// The name of the component it refers to.
    pub(super) fn component(&self) -> Option<String> {
        self.component.clone()
    }

    /// The one kind it allows.
    pub(super) fn kind(&self) -> Option<Kind> {
        let mut kinds = self.kinds.iter();
        kinds.next().filter(|_| kinds.next().is_none())
    }
}

impl<'a> Lowering<'a, '_> {
    /// The branches of one list, unions inside them taken apart where nothing is lost.
    pub(super) fn branches(
        &mut self,
        base: &Flat<'a>,
        alternatives: &Alternatives<'a>,
        _owner: &Site<'a>,
    ) -> Vec<Branch<'a>> {
        let mut sites = Vec::new();
        for branch in &alternatives.branches {
            self.spread(branch, &mut sites, 0);
        }
        let mut branches: Vec<Branch<'a>> = Vec::with_capacity(sites.len());
        let mut targets = BTreeSet::new();
        for site in sites {
            let branch = self.branch(base, vec![site]);
            if branch.target.as_ref().is_none_or(|target| targets.insert(target.clone())) {
                branches.push(branch);
            }
        }
        branches
    }

    /// Takes a union written in place apart, when it says nothing but its branches.
    fn spread(&mut self, site: &Site<'a>, sites: &mut Vec<Site<'a>>, depth: usize) {
        let schema = self.read(site);
        let only_union = schema.reference.is_none()
            && schema.all_of.is_empty()
            && schema.properties.is_empty()
            && schema.required.is_empty()
            && schema.enumeration.is_none()
            && schema.constant.is_none()
            && schema.discriminator.is_none()
            && schema.kinds.is_none()
            && (schema.one_of.is_empty() != schema.any_of.is_empty());
        if !only_union || depth > NESTING || self.ground.reserved.contains_key(&site.place()) {
            sites.push(site.clone());
            return;
        }
        for node in schema.one_of.iter().chain(&schema.any_of) {
            if !self.spend(1, site.at()) {
                return;
            }
            self.spread(&site.same(node), sites, depth + 1);
        }
    }

    /// One branch, combined with what is said beside the list.
    pub(super) fn branch(&mut self, base: &Flat<'a>, sites: Vec<Site<'a>>) -> Branch<'a> {
        let site = sites[0].clone();
        let flat = self.flatten_onto(base, &sites);
        let target = match sites.as_slice() {
            [one] => self.bare_target(one),
            _ => None,
        };
        let ty = target.as_ref().and_then(|target| {
            let id = *self.ground.reserved.get(&target.place())?;
            let own = self.flatten(std::slice::from_ref(target));
            adds_nothing(base, &own).then_some(Ty::Named(id))
        });
        let nullable = sites.iter().all(|site| self.is_nullable(site));
        let docs = match sites.as_slice() {
            [_] => self.place_docs(&sites),
            _ => flat.docs.clone(),
        };
        let kinds = self.kinds_of(&flat);
        let target = target.map(|target| target.node.at);
        let component = target.as_ref().and_then(|target| self.document.component_name(target));
        let component = component.map(str::to_owned);
        Branch { site, target, component, ty, flat, kinds, nullable, docs }
    }

    /// The kinds that a view allows, those of its branches where it does not say itself.
    pub(in crate::lower) fn kinds_of(&mut self, flat: &Flat<'a>) -> Kinds {
        self.kinds_within(flat, &mut BTreeSet::new())
    }

    fn kinds_within(&mut self, flat: &Flat<'a>, seen: &mut BTreeSet<Place>) -> Kinds {
        let own = flat.implied_kinds();
        if !own.is_empty() || seen.len() > MOST_NESTED {
            return own;
        }
        let mut kinds = Kinds::NONE;
        for branch in flat.alternatives.iter().flat_map(|list| &list.branches) {
            if self.spend(1, branch.at()) && seen.insert(branch.place()) {
                let flat = self.flatten(std::slice::from_ref(branch));
                kinds = kinds.join(self.kinds_within(&flat, seen));
            }
        }
        kinds
    }

    /// The type of its own that a site refers to and says nothing else.
    pub(super) fn bare_target(&mut self, site: &Site<'a>) -> Option<Site<'a>> {
        if self.ground.reserved.contains_key(&site.place()) {
            return Some(site.clone());
        }
        let schema = self.read(site);
        if !is_bare(&schema) {
            return self.wrapped_target(site, &schema);
        }
        let target = self.target(site, schema.reference.or(schema.dynamic_reference)?)?;
        self.ground.reserved.contains_key(&target.place()).then_some(target)
    }

    /// The target of `allOf: [$ref]`, the way 3.0 documents write texts beside a reference.
    fn wrapped_target(
        &mut self,
        site: &Site<'a>,
        schema: &crate::document::Schema<'a>,
    ) -> Option<Site<'a>> {
        let only = schema.properties.is_empty()
            && schema.required.is_empty()
            && schema.one_of.is_empty()
            && schema.any_of.is_empty()
            && schema.additional.is_none()
            && !schema.all_of.is_empty();
        if !only {
            return None;
        }
        let mut found = None;
        for branch in &schema.all_of {
            let branch = site.same(branch);
            let inner = self.read(&branch);
            if is_bare(&inner) && found.is_none() {
                found = self.target(&branch, inner.reference.or(inner.dynamic_reference)?);
            } else if !self.flatten(std::slice::from_ref(&branch)).is_weak() {
                return None;
            }
        }
        found.filter(|target| self.ground.reserved.contains_key(&target.place()))
    }

    /// What is said of a value beside that it may be null, where it is said in a branch:
    /// `anyOf: [{type: integer, minimum: 60}, {type: 'null'}]`.
    pub(in crate::lower) fn beside_null(&mut self, flat: &Flat<'a>) -> Option<Rc<Flat<'a>>> {
        let [list] = flat.alternatives.as_slice() else { return None };
        let branch = match list.branches.as_slice() {
            [branch, null] if is_null(null.node.value) => branch,
            [null, branch] if is_null(null.node.value) => branch,
            _ => return None,
        };
        Some(self.flatten(std::slice::from_ref(branch)))
    }

    /// The branches but those that are null, which make the union nullable instead.
    pub(super) fn without_null(&mut self, branches: Vec<Branch<'a>>) -> Vec<Branch<'a>> {
        let only_null = |branch: &Branch<'a>| {
            branch.nullable && branch.kinds.is_empty() && {
                let value = branch.site.node.value;
                is_null(value)
                    || value.get("const").is_some_and(Value::is_null)
                    || value.get("enum").and_then(Value::as_array).is_some_and(|values| {
                        !values.is_empty() && values.iter().all(Value::is_null)
                    })
                    || branch.target.is_some()
                    || branch.flat.is_weak()
            }
        };
        branches.into_iter().filter(|branch| !only_null(branch)).collect()
    }
}

/// Whether a schema is of no type but null.
fn is_null(value: &Value) -> bool {
    let null = |name: &Value| name == "null";
    match value.get("type") {
        Some(Value::Array(names)) => names.iter().all(null),
        name => name.is_some_and(null),
    }
}

/// Whether a type already has everything that is said beside the list it is a branch of.
fn adds_nothing(base: &Flat<'_>, own: &Flat<'_>) -> bool {
    let declared = base.properties.iter().all(|(name, sites)| {
        own.properties.get(name).is_some_and(|own| {
            sites.iter().all(|site| own.iter().any(|known| known.at() == site.at()))
        })
    });
    declared
        && base.required.iter().all(|name| own.required.contains(name))
        && base.patterns.is_empty()
}
