//! What public items are about: operations, types and their parts.

use super::{Compiled, Key, Labels, Member, Subject};
use crate::plan::{ItemShape, OperationPlan, Plan, Resource, Target, TypeItem};
use std::collections::BTreeMap;

/// What items and members are about.
pub(super) struct Keys<'a> {
    types: BTreeMap<&'a str, &'a TypeItem>,
    builders: BTreeMap<String, (&'a OperationPlan, Subject)>,
    methods: BTreeMap<(String, &'a str), Subject>,
    resources: BTreeMap<String, &'a Resource>,
}

impl<'a> Keys<'a> {
    pub(super) fn new(compiled: &'a Compiled, labels: &Labels) -> Self {
        let plan: &Plan = &compiled.plan;
        let types = plan.type_files.iter().flat_map(|file| &file.items);
        let mut keys = Self {
            types: types.map(|item| (item.ident.plain(), item)).collect(),
            builders: BTreeMap::new(),
            methods: BTreeMap::new(),
            resources: BTreeMap::new(),
        };
        for resource in &plan.resources {
            let module = format!("resources::{}", resource.module.plain());
            let path = format!("{module}::{}", resource.ident);
            for operation in &resource.operations {
                let label = labels.of(&compiled.api.operations[operation.index]);
                let subject = Subject::Operation(label);
                for constructor in &operation.constructors {
                    let name = (path.clone(), constructor.method.plain());
                    keys.methods.insert(name, subject.clone());
                }
                keys.builders
                    .insert(format!("{module}::{}", operation.builder), (operation, subject));
            }
            keys.resources.insert(path, resource);
        }
        keys
    }

    pub(super) fn item(&self, path: &str) -> Key {
        if let Some((_, subject)) = self.builders.get(path) {
            return Key::new(subject.clone(), Member::Whole);
        }
        let name = path.rsplit("::").next().unwrap_or(path);
        if path.starts_with("types::") {
            return Key::new(Subject::Type(name.to_owned()), Member::Whole);
        }
        Key::new(Subject::Api, Member::Item(self.resource(path).unwrap_or(name).to_owned()))
    }

    fn resource(&self, path: &str) -> Option<&str> {
        Some(self.resources.get(path)?.accessor.plain())
    }

    pub(super) fn member(&self, path: &str, name: &str) -> Key {
        let plain = name.trim_start_matches("r#");
        if let Some(subject) = self.methods.get(&(path.to_owned(), plain)) {
            return Key::new(subject.clone(), Member::Whole);
        }
        if let Some((operation, subject)) = self.builders.get(path) {
            return Key::new(subject.clone(), set(operation, plain));
        }
        let owner = path.rsplit("::").next().unwrap_or(path);
        match self.types.get(owner).filter(|_| path.starts_with("types::")) {
            Some(item) => Key::new(Subject::Type(owner.to_owned()), part(item, plain)),
            None => Key::new(Subject::Api, Member::Item(plain.to_owned())),
        }
    }
}

/// What a method of a builder sets, or a constant reads.
fn set(operation: &OperationPlan, method: &str) -> Member {
    let header = operation.headers.iter().find(|header| header.ident.plain() == method);
    if let Some(header) = header {
        return Member::Header(header.wire.clone());
    }
    let setter = operation.setters.iter().find(|setter| setter.method.plain() == method);
    match setter.map(|setter| &setter.argument.target) {
        Some(Target::Parameter(wire, _)) => Member::Parameter(parameter(wire.place, &wire.name)),
        Some(Target::Part(part)) => Member::Body(Some(part.name.clone())),
        Some(Target::Body(_)) => Member::Body(None),
        None => Member::Item(method.to_owned()),
    }
}

/// What a parameter is called in changes.
pub(super) fn parameter(place: crate::ir::Place, name: &str) -> String {
    use crate::ir::Place;
    match place {
        Place::Path => format!("{{{name}}}"),
        Place::Query | Place::QueryString => format!("?{name}"),
        Place::Header => format!("{name}:"),
        Place::Cookie => format!("cookie {name}"),
    }
}

/// What a member of a type is on the wire.
fn part(item: &TypeItem, name: &str) -> Member {
    let is_it = |ident: &crate::name::RustIdent| ident.plain() == name;
    let found = match &item.shape {
        ItemShape::Struct(shape) => {
            let field = shape.fields.iter().find(|field| is_it(&field.ident));
            field.map(|field| Member::Field(field.wire.clone()))
        }
        ItemShape::TextEnum(variants) => {
            let variant = variants.iter().find(|variant| is_it(&variant.ident));
            variant.map(|variant| Member::Variant(variant.wire.clone()))
        }
        ItemShape::IntegerEnum(variants) => {
            let variant = variants.iter().find(|variant| is_it(&variant.ident));
            variant.map(|variant| Member::Variant(variant.wire.to_string()))
        }
        ItemShape::Union(shape) => {
            let variant = shape.variants.iter().find(|variant| is_it(&variant.ident));
            variant.map(|_| Member::Variant(name.to_owned()))
        }
        ItemShape::Alias(_) | ItemShape::Newtype(_) => None,
    };
    found.unwrap_or_else(|| Member::Item(name.to_owned()))
}
