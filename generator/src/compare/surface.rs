//! The public API of a crate as data, read off what is emitted.

use super::{Compiled, Key, Labels, Member, Subject};
use crate::emit::{Body, Item, units};
use crate::plan::{Codec, ItemShape, OperationPlan, Plan, Resource, Target, TypeItem};
use crate::print;
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};

/// Every public item of a crate, by its path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surface {
    /// The items.
    pub items: BTreeMap<String, PublicItem>,
    /// Cargo features.
    pub features: BTreeSet<String>,
}

/// A public item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicItem {
    /// What it is about.
    pub key: Key,
    /// Its head, such as `pub struct Pet`.
    pub signature: String,
    /// Whether more fields or variants may come.
    pub non_exhaustive: bool,
    /// Traits that it implements, each with what it says of types.
    pub traits: BTreeMap<String, String>,
    /// Fields, variants and methods by name.
    pub members: IndexMap<String, PublicMember>,
    /// Its documentation.
    pub docs: Vec<String>,
}

/// A field, variant or method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicMember {
    /// What it is about.
    pub key: Key,
    /// Its signature.
    pub signature: String,
    /// The types of the arguments of a method, in order; none for a field or variant.
    pub arguments: Option<Vec<String>>,
    /// Whether its use is advised against.
    pub deprecated: bool,
    /// Its documentation.
    pub docs: Vec<String>,
}

impl PublicMember {
    /// The signature with the names of arguments left out: these do not matter to callers.
    pub(super) fn meaning(&self) -> String {
        match &self.arguments {
            None => self.signature.clone(),
            Some(arguments) => {
                let (head, back) = around_arguments(&self.signature);
                format!("{head}({}){back}", arguments.join(", "))
            }
        }
    }
}

impl Surface {
    pub(super) fn of(compiled: &Compiled, labels: &Labels) -> Self {
        let plan = &compiled.plan;
        let mut reader = Reader { keys: Keys::new(compiled, labels), items: BTreeMap::new() };
        for unit in units(plan) {
            let path = unit.path(plan);
            let Some(module) = module(&path) else { continue };
            unit.emit(plan).items.iter().for_each(|item| reader.item(&module, item));
        }
        let features = plan.package.features.keys().cloned().collect();
        let mut surface = Self { items: reader.items, features };
        plan.type_files.iter().flat_map(|file| &file.items).for_each(|it| surface.codec(it));
        surface
    }

    /// The call of each operation: the accessor of the client and the method of the resource.
    pub(super) fn calls(&self) -> BTreeMap<String, String> {
        let mut calls = BTreeMap::new();
        for item in self.items.values() {
            let Member::Item(accessor) = &item.key.member else { continue };
            for member in item.members.values() {
                if let Subject::Operation(label) = &member.key.subject {
                    let (head, _) = around_arguments(&member.signature);
                    let head = head.trim_start_matches("pub fn ");
                    let list = given(&member.signature);
                    let call = format!("{accessor}().{head}({list})");
                    calls.entry(label.clone()).or_insert(call);
                }
            }
        }
        calls
    }

    fn codec(&mut self, item: &TypeItem) {
        let Some(public) = self.items.get_mut(&format!("types::{}", item.ident)) else { return };
        let Codec { read, write } = item.codec;
        let is_alias = matches!(item.shape, ItemShape::Alias(_));
        for (name, has) in [("Deserialize", read), ("Serialize", write)] {
            if has && !is_alias {
                public.traits.insert(name.to_owned(), String::new());
            }
        }
    }
}

/// The module whose items a file's are to users; none for files that only name modules.
fn module(path: &str) -> Option<String> {
    let path = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    match path.split_once('/') {
        None if path == "api" => Some(String::new()),
        Some((_, "mod")) | None => None,
        Some(("types", _)) => Some("types".to_owned()),
        Some((folder, module)) => Some(format!("{folder}::{module}")),
    }
}

struct Reader<'a> {
    keys: Keys<'a>,
    items: BTreeMap<String, PublicItem>,
}

impl Reader<'_> {
    fn item(&mut self, module: &str, item: &Item) {
        let head = print::head(item);
        if let Some(rest) = head.strip_prefix("impl") {
            return self.implementation(module, after_generics(rest), item);
        }
        let mut words = head.split(' ');
        let (Some("pub"), Some("struct" | "enum" | "type"), Some(name)) =
            (words.next(), words.next(), words.next())
        else {
            return;
        };
        let name: String = name.chars().take_while(|c| !"<(;".contains(*c)).collect();
        let path = joined(module, &name);
        let public = self.entry(&path);
        public.signature = head;
        public.docs.clone_from(&item.docs);
        for attribute in item.attributes.iter().map(print::inline) {
            public.attribute(&attribute);
        }
        if let Body::Members(members) = &item.body {
            members.iter().for_each(|member| self.member(&path, member));
        }
    }

    fn implementation(&mut self, module: &str, head: &str, item: &Item) {
        let Body::Items(items) = &item.body else { return };
        let (implemented, name) = match head.trim().split_once(" for ") {
            Some((implemented, name)) => (Some(implemented), name),
            None => (None, head.trim()),
        };
        let name: String = name.chars().take_while(|c| *c != '<').collect();
        let path = joined(module, &name);
        match implemented {
            Some(implemented) => {
                let types = items.iter().map(print::head);
                let types: Vec<String> = types.filter(|it| said(it)).collect();
                let traits = &mut self.entry(&path).traits;
                traits.insert(implemented.to_owned(), types.join("; "));
            }
            None => items.iter().for_each(|item| self.member(&path, item)),
        }
    }

    fn member(&mut self, path: &str, item: &Item) {
        let signature = print::head(item);
        let is_variant = matches!(item.body, Body::Comma) && !signature.starts_with("pub ");
        let Some(name) = name(&signature).filter(|_| is_variant || signature.starts_with("pub "))
        else {
            return;
        };
        let name = name.to_owned();
        let key = self.keys.member(path, &name);
        let attributes: Vec<String> = item.attributes.iter().map(print::inline).collect();
        let member = PublicMember {
            key,
            arguments: arguments(&signature),
            signature,
            deprecated: attributes.iter().any(|it| it.contains("deprecated")),
            docs: item.docs.clone(),
        };
        self.entry(path).members.insert(name, member);
    }

    fn entry(&mut self, path: &str) -> &mut PublicItem {
        let key = self.keys.item(path);
        self.items.entry(path.to_owned()).or_insert_with(|| PublicItem {
            key,
            signature: String::new(),
            non_exhaustive: false,
            traits: BTreeMap::new(),
            members: IndexMap::new(),
            docs: Vec::new(),
        })
    }
}

impl PublicItem {
    fn attribute(&mut self, attribute: &str) {
        self.non_exhaustive |= attribute == "#[non_exhaustive]";
        if let Some(list) = attribute.strip_prefix("#[derive(") {
            let names = list.trim_end_matches(")]").split(',').map(str::trim);
            self.traits.extend(names.map(|name| (name.to_owned(), String::new())));
        }
    }
}

/// Whether the associated type of a trait says something that no other does.
fn said(head: &str) -> bool {
    head.starts_with("type ") && !head.starts_with("type IntoFuture")
}

fn joined(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") }
}

/// What follows `impl`, without the parameters of the block.
fn after_generics(text: &str) -> &str {
    match text.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        Some((_, rest)) => rest,
        None => text,
    }
}

/// The name in the signature of a member.
fn name(signature: &str) -> Option<&str> {
    let text = signature.strip_prefix("pub ").unwrap_or(signature);
    if signature.starts_with("pub(") || text.starts_with("const ") {
        return None;
    }
    let text = text.strip_prefix("fn ").unwrap_or(text);
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '#');
    Some(&text[..end.unwrap_or(text.len())])
}

/// What stands before and after the arguments of a function.
fn around_arguments(signature: &str) -> (&str, &str) {
    let start = signature.find('(').unwrap_or(signature.len());
    let end = closing(signature, start).unwrap_or(signature.len());
    (&signature[..start], signature.get(end + 1..).unwrap_or_default())
}

fn closing(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The arguments of a method as they are written, without `&self`.
fn given(signature: &str) -> &str {
    let start = signature.find('(').map_or(0, |at| at + 1);
    let end = closing(signature, start.saturating_sub(1)).unwrap_or(signature.len());
    let inner = &signature[start..end];
    inner.strip_prefix("&self").unwrap_or(inner).trim_start_matches(", ")
}

/// The types of a function's arguments.
fn arguments(signature: &str) -> Option<Vec<String>> {
    signature.strip_prefix("pub fn ")?;
    let start = signature.find('(')?;
    let inner = &signature[start + 1..closing(signature, start)?];
    let mut arguments = Vec::new();
    let (mut depth, mut from) = (0_i32, 0);
    for (at, character) in inner.char_indices() {
        match character {
            '(' | '<' | '[' => depth += 1,
            ')' | '>' | ']' => depth -= 1,
            ',' if depth == 0 => {
                arguments.push(&inner[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    arguments.push(&inner[from..]);
    let ty = |argument: &str| {
        let argument = argument.trim();
        argument.split_once(": ").map_or(argument, |(_, ty)| ty).to_owned()
    };
    Some(arguments.into_iter().map(ty).filter(|ty| !ty.is_empty()).collect())
}

/// What items and members are about.
struct Keys<'a> {
    types: BTreeMap<&'a str, &'a TypeItem>,
    builders: BTreeMap<String, (&'a OperationPlan, Subject)>,
    methods: BTreeMap<(String, &'a str), Subject>,
    resources: BTreeMap<String, &'a Resource>,
}

impl<'a> Keys<'a> {
    fn new(compiled: &'a Compiled, labels: &Labels) -> Self {
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

    fn item(&self, path: &str) -> Key {
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

    fn member(&self, path: &str, name: &str) -> Key {
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

/// What a method of a builder sets.
fn set(operation: &OperationPlan, method: &str) -> Member {
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
