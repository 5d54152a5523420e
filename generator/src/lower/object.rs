//! Objects: structs, maps, and the lists beside them.

use super::flat::{Flat, Rest};
use super::schema::{Made, is_anything};
use super::{Lowering, Site};
use crate::diag::code;
use crate::ir::{Access, Additional, Docs, Field, Presence, Prim, Shape, Struct, Ty};
use std::borrow::Cow;

/// Tuples longer than this have no `Debug` and `PartialEq` in Rust.
const TUPLE: usize = 12;

/// Words in a property's name that mark its text as a secret.
const SECRETS: [&str; 9] = [
    "password",
    "passwd",
    "secret",
    "api_key",
    "apikey",
    "private_key",
    "access_token",
    "refresh_token",
    "client_secret",
];

impl<'a> Lowering<'a, '_> {
    /// A struct where there are properties, a map where there are none.
    pub(super) fn object(&mut self, flat: &Flat<'a>, site: &Site<'a>) -> Made {
        let unnamed = flat.required.iter().any(|name| !flat.properties.contains_key(name));
        if flat.properties.is_empty() && !(unnamed && matches!(flat.rest, Rest::Unsaid)) {
            if matches!(flat.rest, Rest::Closed) && flat.patterns.is_empty() {
                return Made::Shape(Shape::Struct(Struct::default()));
            }
            return Made::Use(Ty::Map(Box::new(self.values(flat, site))));
        }
        let mut fields: Vec<Field> = Vec::with_capacity(flat.properties.len());
        for (name, sites) in &flat.properties {
            fields.push(self.field(name, sites, flat, site));
        }
        for name in flat.required.iter().filter(|name| !flat.properties.contains_key(*name)) {
            fields.extend(self.undeclared(name, flat, site));
        }
        let additional = match &flat.rest {
            Rest::Open(_) => Additional::Kept(self.values(flat, site)),
            Rest::Closed | Rest::Unsaid if !flat.patterns.is_empty() => {
                Additional::Matching(self.values(flat, site))
            }
            Rest::Closed | Rest::Unsaid => Additional::Skipped,
        };
        let additional_bounds = self.rest_bounds(flat);
        Made::Shape(Shape::Struct(Struct { fields, additional, additional_bounds }))
    }

    /// The field that a property becomes.
    fn field(
        &mut self,
        name: &str,
        sites: &[Site<'a>],
        flat: &Flat<'a>,
        owner: &Site<'a>,
    ) -> Field {
        let mut sites = sites.to_vec();
        if sites.len() > 1 {
            sites[0].path = owner.path.property(name);
        }
        let lowered = self.lower_all(&sites);
        let own = self.flatten(&sites);
        let branch = self.beside_null(&own);
        let write_only = own.write_only || branch.is_some_and(|branch| branch.write_only);
        let bounds = self.bounds(&sites);
        let mut docs = self.place_docs(&sites);
        self.possible_default(&mut docs, &sites);
        let access = match (own.read_only, write_only) {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            _ => Access::Both,
        };
        let (ty, nullable) = match lowered.ty {
            Ty::Json => (Ty::Json, false),
            ty => (ty, lowered.nullable),
        };
        let text = matches!(ty, Ty::Prim(Prim::Text(_)));
        let secret = write_only || bounds.format.as_deref() == Some("password") || is_secret(name);
        Field {
            wire: name.to_owned(),
            presence: Presence::new(flat.required.contains(name), nullable),
            access,
            sensitive: text && secret,
            bounds,
            constant: match own.allowed.as_deref() {
                Some([only]) => Some(Box::new(only.value.clone())),
                _ => None,
            },
            tag: None,
            docs,
            origin: sites[0].at().clone(),
            ty,
        }
    }

    /// The texts that stand at a place itself, not those of the type it refers to.
    pub(super) fn place_docs(&mut self, sites: &[Site<'a>]) -> Docs {
        let mut docs = Docs::default();
        for site in sites {
            let schema = self.read(site);
            let texts = &schema.docs;
            docs.summary = docs.summary.or_else(|| texts.summary.clone());
            docs.description = docs.description.or_else(|| texts.description.clone());
            docs.deprecated |= texts.deprecated;
            docs.default = docs.default.or_else(|| texts.default.clone());
            for branch in &schema.all_of {
                if docs.description.is_none() {
                    let texts = self.read(&site.same(branch));
                    docs.description = texts.docs.description.clone();
                }
            }
        }
        docs
    }

    /// A field for a key that is required but nowhere declared.
    fn undeclared(&mut self, name: &str, flat: &Flat<'a>, site: &Site<'a>) -> Option<Field> {
        let ty = match &flat.rest {
            Rest::Closed if flat.patterns.is_empty() => return None,
            Rest::Open(_) => return None,
            Rest::Closed | Rest::Unsaid => Ty::Json,
        };
        let message = format!("`{name}` is required but is no property; it is taken as any JSON");
        self.report(code::UNDECLARED_REQUIRED, site.at(), message);
        Some(Field {
            wire: name.to_owned(),
            ty,
            presence: Presence::Optional,
            access: Access::Both,
            sensitive: false,
            bounds: Default::default(),
            constant: None,
            tag: None,
            docs: Docs::default(),
            origin: site.at().clone(),
        })
    }

    /// The type of the values under keys that are no property.
    fn values(&mut self, flat: &Flat<'a>, site: &Site<'a>) -> Ty {
        let mut sites: Vec<Vec<Site<'a>>> =
            flat.patterns.iter().map(|pattern| vec![pattern.clone()]).collect();
        if let Rest::Open(rest) = &flat.rest {
            let typed: Vec<_> =
                rest.iter().filter(|rest| !is_anything(rest.node.value)).cloned().collect();
            if !typed.is_empty() {
                sites.push(typed);
            } else if sites.is_empty() {
                return Ty::Json;
            }
        }
        let mut types: Vec<Ty> = Vec::new();
        for sites in &sites {
            let ty = self.lower_all(sites).into_ty();
            if !types.contains(&ty) {
                types.push(ty);
            }
        }
        match types.len() {
            1 => types.remove(0),
            0 => {
                let message = "an object of unnamed properties; a map of any JSON".to_owned();
                self.report(code::UNTYPED, site.at(), message);
                Ty::Json
            }
            _ => {
                let message = "keys of different patterns have different types; a map of any JSON";
                self.report(code::UNTYPED, site.at(), message.to_owned());
                Ty::Json
            }
        }
    }

    /// A list, or a tuple where every place has its type and none is left open.
    pub(super) fn list(&mut self, flat: &Flat<'a>, site: &Site<'a>) -> Ty {
        if !flat.prefix_items.is_empty() {
            return self.tuple(flat, site);
        }
        if flat.items.is_empty() {
            let message = "a list without a type for its items; a list of any JSON".to_owned();
            self.report(code::UNTYPED, site.at(), message);
            return Ty::List(Box::new(Ty::Json));
        }
        let listed = flat.listed.as_ref().and_then(|it| self.listed_items(flat, it, site));
        Ty::List(Box::new(listed.unwrap_or_else(|| self.lower_all(&flat.items).into_ty())))
    }

    fn tuple(&mut self, flat: &Flat<'a>, site: &Site<'a>) -> Ty {
        let elements: Vec<Ty> =
            flat.prefix_items.iter().map(|element| self.lower(element).into_ty()).collect();
        let length = elements.len() as u64;
        let closed = flat.items.iter().any(|items| items.node.value == false)
            || flat.bounds.max_length.is_some_and(|most| most <= length);
        let full = flat.bounds.min_length.is_some_and(|least| least >= length);
        if closed && full && elements.len() <= TUPLE {
            return Ty::Tuple(elements);
        }
        let alike = elements.iter().all(|element| *element == elements[0]);
        let rest = flat.items.iter().find(|items| items.node.value.is_object()).cloned();
        let same = match rest {
            Some(rest) => self.lower(&rest).into_ty() == elements[0],
            None => closed,
        };
        if alike && same {
            return Ty::List(Box::new(elements[0].clone()));
        }
        let message = "a list whose items differ by place and whose length is open; \
                       a list of any JSON";
        self.report(code::UNTYPED, site.at(), message.to_owned());
        Ty::List(Box::new(Ty::Json))
    }
}

fn is_secret(name: &str) -> bool {
    let simple = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let name = match simple && !name.contains("__") {
        true => Cow::Borrowed(name.trim_matches('_')),
        false => Cow::Owned(heck::ToSnakeCase::to_snake_case(name)),
    };
    let ends_with_secret = |secret: &&str| {
        let before = name.strip_suffix(*secret);
        before.is_some_and(|before| before.is_empty() || before.ends_with('_'))
    };
    SECRETS.iter().any(ends_with_secret)
}
