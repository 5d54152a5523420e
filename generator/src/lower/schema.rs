//! From schemas to types: what a value is, decided by what all its schemas say together.

use super::flat::{Flat, Rest};
use super::portion::Inline;
use super::references::is_bare;
use super::site::Place;
use super::{Lowering, Site};
use crate::diag::code;
use crate::ir::{Docs, Kind, Kinds, Shape, Ty};

/// How deep inline schemas may be nested.
const DEPTH: usize = 400;

/// The type of a value, with what else its schemas say of it.
#[derive(Clone, Debug)]
pub(super) struct Lowered {
    pub(super) ty: Ty,
    pub(super) nullable: bool,
}

impl Lowered {
    /// The type with null in it where null is allowed.
    pub(super) fn into_ty(self) -> Ty {
        match self.ty {
            Ty::Json => Ty::Json,
            ty if self.nullable => Ty::Nullable(Box::new(ty)),
            ty => ty,
        }
    }
}

/// What a place makes of its schemas: a type to use, or the shape of a type of its own.
pub(super) enum Made {
    Use(Ty),
    Shape(Shape),
}

impl<'a> Lowering<'a, '_> {
    /// The type of one schema.
    pub(super) fn lower(&mut self, site: &Site<'a>) -> Lowered {
        self.lower_all(std::slice::from_ref(site))
    }

    /// The type of a value that several schemas describe together.
    pub(super) fn lower_all(&mut self, sites: &[Site<'a>]) -> Lowered {
        if self.depth > DEPTH {
            self.too_deep(sites[0].at());
            return Lowered { ty: Ty::Json, nullable: false };
        }
        if !self.spend(sites.len(), sites[0].at()) {
            return Lowered { ty: Ty::Json, nullable: false };
        }
        self.depth += 1;
        let lowered = self.lower_nested(sites);
        self.depth -= 1;
        lowered
    }

    fn lower_nested(&mut self, sites: &[Site<'a>]) -> Lowered {
        if let [one] = sites
            && self.read(one).stands_alone()
        {
            return Lowered { nullable: self.is_nullable(one), ty: self.one(one) };
        }
        let strong = self.strong(sites);
        let [one] = sites else {
            return self.several(sites, &strong);
        };
        let nullable = self.is_nullable(one);
        let ty = match strong.as_slice() {
            [strong] => self.one(strong),
            _ => self.one(one),
        };
        Lowered { ty, nullable }
    }

    /// The type of a value that several schemas describe, some of which say more than a kind.
    fn several(&mut self, sites: &[Site<'a>], strong: &[Site<'a>]) -> Lowered {
        let flat = self.flatten(sites);
        self.report_ruled_out_values(sites);
        let speaks_for_all = match strong {
            _ if flat.conflicting => None,
            [one] => Some(one.clone()).filter(|one| one.at() != sites[0].at()),
            strong => self.most_derived(strong),
        };
        let ty = match speaks_for_all {
            Some(schema) => self.one(&schema),
            None => self.together(sites, &flat),
        };
        Lowered { ty, nullable: flat.nullable }
    }

    /// The schemas that say something beside a kind, with wrappers taken off: a reference that
    /// stands alone, or an `allOf` of one, stands for its target.
    fn strong(&mut self, sites: &[Site<'a>]) -> Vec<Site<'a>> {
        let mut parts: Vec<Site<'a>> = Vec::new();
        for site in sites {
            self.unwrap(site, &mut parts, 0);
        }
        let mut strong: Vec<Site<'a>> = Vec::new();
        for part in &parts {
            if !self.is_weak(part) && !strong.iter().any(|known| known.at() == part.at()) {
                strong.push(part.clone());
            }
        }
        if strong.is_empty() {
            strong.extend(parts.into_iter().next().or_else(|| sites.first().cloned()));
        }
        strong
    }

    fn unwrap(&mut self, site: &Site<'a>, parts: &mut Vec<Site<'a>>, depth: usize) {
        if self.ground.reserved.contains_key(&site.place()) && depth > 0 {
            parts.push(site.clone());
            return;
        }
        let schema = self.read(site);
        if is_bare(&schema) {
            let reference = schema.reference.or(schema.dynamic_reference).unwrap_or_default();
            match self.target(site, reference) {
                Some(target)
                    if self.ground.reserved.contains_key(&target.place()) || depth > 64 =>
                {
                    parts.push(target);
                }
                Some(target) => self.unwrap(&target, parts, depth + 1),
                None => parts.push(site.clone()),
            }
        } else if is_wrapper(&schema) && depth < 64 {
            for branch in &schema.all_of {
                self.unwrap(&site.same(branch), parts, depth + 1);
            }
        } else {
            parts.push(site.clone());
        }
    }

    /// Whether a schema says nothing but, perhaps, a kind.
    fn is_weak(&mut self, site: &Site<'a>) -> bool {
        if self.ground.reserved.contains_key(&site.place()) {
            return false;
        }
        let schema = self.read(site);
        let reference = schema.reference.is_some() || schema.dynamic_reference.is_some();
        if reference || !schema.all_of.is_empty() {
            return false;
        }
        let flat = self.flatten(std::slice::from_ref(site));
        let open = match &flat.rest {
            Rest::Open(rest) => rest.iter().all(|rest| is_anything(rest.node.value)),
            Rest::Closed | Rest::Unsaid => matches!(flat.rest, Rest::Unsaid),
        };
        open && !flat.has_strong_parts()
    }

    /// The type of one schema that is no mere wrapper.
    fn one(&mut self, site: &Site<'a>) -> Ty {
        if let Some(id) = self.ground.reserved.get(&site.place()) {
            return Ty::Named(*id);
        }
        if let Some(made) = self.made.get(&site.place()) {
            return made.ty.clone();
        }
        let first = self.types.len();
        let ty = self.inline(std::slice::from_ref(site));
        let others = first..self.types.len();
        self.made.insert(site.place(), Inline { ty: ty.clone(), others });
        ty
    }

    /// The type of schemas that stand in place.
    fn inline(&mut self, sites: &[Site<'a>]) -> Ty {
        let flat = self.flatten(sites);
        let docs = flat.docs.clone();
        match self.make(&flat, sites) {
            Made::Use(ty) => ty,
            Made::Shape(shape) => Ty::Named(self.define(&sites[0], shape, docs)),
        }
    }

    /// The shape of a schema that has a name of its own.
    pub(super) fn own_shape(&mut self, site: &Site<'a>) -> Shape {
        let strong = self.strong(std::slice::from_ref(site));
        match strong.as_slice() {
            [one] if self.is_other_type(one, site) && !self.extends(site, one) => {
                Shape::Alias(self.one(one))
            }
            _ => self.shape_of(std::slice::from_ref(site)),
        }
    }

    fn is_other_type(&self, one: &Site<'a>, site: &Site<'a>) -> bool {
        one.place() != site.place() && self.ground.reserved.contains_key(&one.place())
    }

    /// Whether a schema is a child of a discriminated parent, or a branch of the union that it
    /// extends: then it has the parent's fields but is not any of its children.
    fn extends(&mut self, site: &Site<'a>, parent: &Site<'a>) -> bool {
        let schema = self.read(parent);
        let union = !schema.one_of.is_empty() || !schema.any_of.is_empty();
        let mut branches = schema.one_of.iter().chain(&schema.any_of);
        if branches.any(|branch| self.referred(branch) == Some(site.place())) {
            return true;
        }
        let children = self.ground.children.get(&parent.place());
        schema.discriminator.is_some()
            && !union
            && children.is_some_and(|children| {
                children.iter().any(|child| Place::of(child) == site.place())
            })
    }

    fn shape_of(&mut self, sites: &[Site<'a>]) -> Shape {
        let flat = self.flatten(sites);
        match self.make(&flat, sites) {
            Made::Use(ty) => Shape::Alias(ty),
            Made::Shape(shape) => shape,
        }
    }

    /// The documentation of a schema that has a name of its own.
    pub(super) fn own_docs(&mut self, site: &Site<'a>) -> Docs {
        let schema = self.read(site);
        let mut docs = match is_bare(&schema) {
            true => schema.docs.clone(),
            false => self.flatten(std::slice::from_ref(site)).docs.clone(),
        };
        docs.default = None;
        docs
    }

    /// What a view makes: by its values, its branches, or its kinds.
    pub(super) fn make(&mut self, flat: &Flat<'a>, sites: &[Site<'a>]) -> Made {
        let site = &sites[0];
        if flat.conflicting {
            let message = "no kind of value satisfies all that is said here; the last is taken";
            self.report(code::CONFLICTING_ALL_OF, site.at(), message.to_owned());
        }
        if flat.never {
            let message = "no value satisfies this schema; taken as any JSON".to_owned();
            self.report(code::UNSATISFIABLE, site.at(), message);
            return Made::Use(Ty::Json);
        }
        if let Some(allowed) = &flat.allowed {
            self.report_ruled_out_branches(flat);
            return self.enumeration(flat, allowed, site);
        }
        if !flat.alternatives.is_empty()
            && let Some(made) = self.union(flat, sites)
        {
            return made;
        }
        self.make_by_kind(flat, site)
    }

    /// What a view makes without regard to values and branches.
    pub(super) fn make_by_kind(&mut self, flat: &Flat<'a>, site: &Site<'a>) -> Made {
        let kinds = flat.implied_kinds();
        let kinds = if kinds.has(Kind::Number) { kinds.without(Kind::Integer) } else { kinds };
        let mut each = kinds.iter();
        match (each.next(), each.next()) {
            (None, _) => Made::Use(self.untyped(site, flat)),
            (Some(kind), None) => self.make_one_kind(kind, flat, site),
            _ => self.kinds_union(kinds, flat, site),
        }
    }

    /// What a view makes of values of one kind.
    pub(super) fn make_one_kind(&mut self, kind: Kind, flat: &Flat<'a>, site: &Site<'a>) -> Made {
        match kind {
            Kind::Object => self.object(flat, site),
            Kind::List => Made::Use(self.list(flat, site)),
            Kind::Null => Made::Use(Ty::Null),
            Kind::Bool | Kind::Integer | Kind::Number | Kind::Text => {
                Made::Use(self.scalar(kind, flat))
            }
        }
    }

    /// A place to which the document gives no type.
    pub(super) fn untyped(&mut self, site: &Site<'a>, flat: &Flat<'a>) -> Ty {
        if flat.nullable && flat.kinds.is_none() && self.is_only_null(site) {
            return Ty::Null;
        }
        let message = format!("{}; any JSON is accepted", self.why_untyped(site));
        self.report(code::UNTYPED, site.at(), message);
        Ty::Json
    }

    fn why_untyped(&mut self, site: &Site<'a>) -> &'static str {
        let schema = self.read(site);
        let refers = schema.reference.is_some() || schema.dynamic_reference.is_some();
        let typed = site.node.value.get("type").is_some_and(|it| it.is_string());
        if refers && self.destination(site).is_none() {
            "the reference leads to no type"
        } else if typed && schema.kinds.is_none() {
            "the type is unknown"
        } else {
            "the document gives no type here"
        }
    }

    fn is_only_null(&mut self, site: &Site<'a>) -> bool {
        let Some((_, schema)) = self.destination(site) else {
            return false;
        };
        schema.kinds == Some(Kinds::NONE.with(Kind::Null))
            || schema.constant.is_some_and(serde_json::Value::is_null)
    }
}

/// Whether a schema only wraps the parts of its `allOf`.
fn is_wrapper(schema: &crate::document::Schema<'_>) -> bool {
    let empty = schema.reference.is_none()
        && schema.dynamic_reference.is_none()
        && schema.properties.is_empty()
        && schema.required.is_empty()
        && schema.additional.is_none()
        && schema.one_of.is_empty()
        && schema.any_of.is_empty()
        && schema.enumeration.is_none()
        && schema.constant.is_none()
        && schema.items.is_none()
        && schema.patterns.is_empty()
        && schema.prefix_items.is_empty();
    empty && !schema.all_of.is_empty()
}

/// Whether a schema is `true` or `{}`.
pub(super) fn is_anything(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Bool(allowed) => *allowed,
        serde_json::Value::Object(keys) => keys.is_empty(),
        _ => false,
    }
}

/// Names the path of a variant.
pub(super) fn variant_site<'a>(site: &Site<'a>, base: &Site<'a>, name: &str) -> Site<'a> {
    let path = base.path.step(crate::ir::TypeStep::Variant(name.to_owned()));
    Site::new(site.node.clone(), path)
}
