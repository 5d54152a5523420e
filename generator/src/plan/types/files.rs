//! Files of types: one for each component schema, one for the inline types of each group.

use super::Types;
use crate::ir::{Api, TypeId, TypeRoot};
use crate::name::{Case, RustIdent, Scope, words};
use crate::plan::chosen::{Claim, Keys, Namer};
use crate::plan::model::{Gate, ItemShape, RustType, TypeFile, TypeItem};
use std::collections::{BTreeMap, BTreeSet};

/// Module names that would meet their parent or a file of another meaning.
const RESERVED: &[&str] = &["types", "mod", "lib", "main"];

/// Files of types, and in which one each type of the graph stands.
#[derive(Debug)]
pub(crate) struct TypeFiles {
    /// The files, by the name of their module.
    pub(crate) files: Vec<TypeFile>,
    /// The file of each type of the graph.
    pub(crate) home: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Component(&'a str),
    Resource(&'a str),
    Events,
}

/// Puts every type into a file; `modules` are the modules of each operation's resource.
pub(crate) fn files(
    types: &mut Types<'_>,
    modules: &[RustIdent],
    namer: &mut Namer<'_>,
) -> TypeFiles {
    let api = types.api;
    let mut groups: BTreeMap<Key<'_>, Vec<TypeId>> = BTreeMap::new();
    for (id, _) in api.types.iter().filter(|(_, definition)| !definition.usage.unmentioned) {
        groups.entry(key(api, id, modules)).or_default().push(id);
    }
    let names = module_names(api, types, &groups, namer);
    let mut files: Vec<(TypeFile, Vec<TypeId>)> = Vec::with_capacity(groups.len());
    for (ids, module) in groups.into_values().zip(names) {
        let mut items = Vec::with_capacity(ids.len());
        for id in &ids {
            items.extend(types.item(*id, namer));
        }
        files.push((TypeFile { module, gate: Gate::Always, items, imports: Vec::new() }, ids));
    }
    files.sort_by(|left, right| left.0.module.cmp(&right.0.module));
    let mut home = vec![0; api.types.len()];
    for (place, (_, ids)) in files.iter().enumerate() {
        for id in ids {
            home[id.index()] = place;
        }
    }
    let mut files: Vec<TypeFile> = files.into_iter().map(|(file, _)| file).collect();
    for file in &mut files {
        file.imports = imports(&file.items);
    }
    TypeFiles { files, home }
}

fn key<'a>(api: &'a Api, id: TypeId, modules: &'a [RustIdent]) -> Key<'a> {
    match &api.types[id].path.root {
        TypeRoot::Component(name) => Key::Component(name),
        TypeRoot::Operation(index) => {
            modules.get(*index).map_or(Key::Events, |module| Key::Resource(module.plain()))
        }
        TypeRoot::Event(_) => Key::Events,
    }
}

fn module_names(
    api: &Api,
    types: &Types<'_>,
    groups: &BTreeMap<Key<'_>, Vec<TypeId>>,
    namer: &mut Namer<'_>,
) -> Vec<RustIdent> {
    let mut scope = Scope::case_insensitive().reserving(RESERVED);
    let claims = groups.iter().map(|(key, ids)| {
        let with = |text: &str, word: &str| [words(text), vec![word.to_owned()]].concat();
        let (identity, [first, other]) = match key {
            Key::Component(name) => {
                let root = ids.iter().find(|id| api.types[**id].path.steps.is_empty());
                let own =
                    root.map_or_else(|| words(name), |id| words(types.names.get(*id).plain()));
                let full = [own.clone(), vec!["schema".to_owned()]].concat();
                (format!("{name} module"), [own, full])
            }
            Key::Resource(module) => (
                format!("operation types of {module} module"),
                ["operations", "operation_types"].map(|word| with(module, word)),
            ),
            Key::Events => ("events module".to_owned(), ["events", "webhook events"].map(words)),
        };
        Claim::new(Keys::none(), identity, first, move || vec![other.clone()])
    });
    let claims = claims.collect();
    namer.claim_all(&mut scope, Case::Module, claims)
}

/// The types that items name and other files define.
fn imports(items: &[TypeItem]) -> Vec<RustIdent> {
    let own: BTreeSet<&RustIdent> = items.iter().map(|item| &item.ident).collect();
    let mut named = BTreeSet::new();
    for item in items {
        each_type(item, &mut |ident| {
            if !own.contains(ident) {
                named.insert(ident.clone());
            }
        });
    }
    named.into_iter().collect()
}

/// Calls `visit` with every type that an item names.
pub(crate) fn each_type(item: &TypeItem, visit: &mut dyn FnMut(&RustIdent)) {
    match &item.shape {
        ItemShape::Struct(shape) => {
            shape.fields.iter().for_each(|field| named(&field.inner, visit));
            shape.rest.iter().for_each(|(_, ty)| named(ty, visit));
        }
        ItemShape::Union(shape) => {
            shape
                .variants
                .iter()
                .filter_map(|variant| variant.ty.as_ref())
                .for_each(|ty| named(ty, visit));
        }
        ItemShape::Alias(ty) | ItemShape::Newtype(ty) => named(ty, visit),
        ItemShape::TextEnum(_) | ItemShape::IntegerEnum(_) => {}
    }
}

/// Calls `visit` with every type of the crate that a type names.
pub(crate) fn named(ty: &RustType, visit: &mut dyn FnMut(&RustIdent)) {
    match ty {
        RustType::Named(ident) => visit(ident),
        RustType::Box(inner)
        | RustType::Vec(inner)
        | RustType::Map(inner)
        | RustType::Option(inner)
        | RustType::Patch(inner) => named(inner, visit),
        RustType::Tuple(elements) => elements.iter().for_each(|element| named(element, visit)),
        _ => {}
    }
}
