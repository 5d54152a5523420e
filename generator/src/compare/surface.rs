//! The public API of a crate as data, read off what is emitted.

use super::keys::Keys;
use super::signature::{arguments, around_arguments, given, name};
use super::{Compiled, Key, Labels, Member, Subject};
use crate::emit::{Body, Item, units};
use crate::plan::{Codec, ItemShape, TypeItem};
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
        // The tables of enums make both impls, whatever way the values travel.
        let is_enum = matches!(item.shape, ItemShape::TextEnum(_) | ItemShape::IntegerEnum(_));
        for (name, has) in [("Deserialize", read), ("Serialize", write)] {
            if (has || is_enum) && !is_alias {
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
    fn item(&mut self, module: &str, item: &Item<'_>) {
        let head = print::one_line(&item.head);
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
        public.docs = item.docs.to_vec();
        for attribute in item.attributes.iter().map(print::one_line) {
            public.attribute(&attribute);
        }
        if let Body::Members(members) = &item.body {
            members.iter().for_each(|member| self.member(&path, member));
        }
    }

    fn implementation(&mut self, module: &str, head: &str, item: &Item<'_>) {
        let Body::Items(items) = &item.body else { return };
        let (implemented, name) = match head.trim().split_once(" for ") {
            Some((implemented, name)) => (Some(implemented), name),
            None => (None, head.trim()),
        };
        let name: String = name.chars().take_while(|c| *c != '<').collect();
        let path = joined(module, &name);
        match implemented {
            Some(implemented) => {
                let types = items.iter().map(|item| print::one_line(&item.head));
                let types: Vec<String> = types.filter(|it| said(it)).collect();
                let traits = &mut self.entry(&path).traits;
                traits.insert(implemented.to_owned(), types.join("; "));
            }
            None => items.iter().for_each(|item| self.member(&path, item)),
        }
    }

    fn member(&mut self, path: &str, item: &Item<'_>) {
        let head = print::one_line(&item.head);
        // What a constant holds is no matter of its users.
        let signature = match head.strip_prefix("pub const ").and_then(|it| it.split_once(" = ")) {
            Some((declared, _)) => format!("pub const {declared}"),
            None => head,
        };
        let is_variant = matches!(item.body, Body::Comma) && !signature.starts_with("pub ");
        let Some(name) = name(&signature).filter(|_| is_variant || signature.starts_with("pub "))
        else {
            return;
        };
        let name = name.to_owned();
        let key = self.keys.member(path, &name);
        let attributes: Vec<String> = item.attributes.iter().map(print::one_line).collect();
        let member = PublicMember {
            key,
            arguments: arguments(&signature),
            signature,
            deprecated: attributes.iter().any(|it| it.contains("deprecated")),
            docs: item.docs.to_vec(),
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
        self.non_exhaustive |= attribute.contains("non_exhaustive");
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
