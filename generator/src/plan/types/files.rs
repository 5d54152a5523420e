//! Files of types: one for each component schema, one for the inline types of each group.

use super::{Types, aliases};
use crate::ir::{Api, TypeId, TypeRoot};
use crate::name::{Case, RustIdent, Scope, words};
use crate::parallel;
use crate::plan::chosen::{Claim, Keys, Namer};
use crate::plan::docs::TypeDocs;
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

/// Puts every type into a file; `modules` are the modules of each operation's resource, `docs`
/// what is said of each type.
pub(crate) fn files(
    types: &mut Types<'_>,
    mut docs: Vec<TypeDocs>,
    modules: &[RustIdent],
    namer: &mut Namer<'_>,
) -> TypeFiles {
    let api = types.api;
    let mut groups: BTreeMap<Key<'_>, Vec<TypeId>> = BTreeMap::new();
    for (id, _) in api.types.iter().filter(|(_, definition)| !definition.usage.unmentioned) {
        groups.entry(key(api, id, modules)).or_default().push(id);
    }
    let names = module_names(api, types, &groups, namer);
    let mut groups: Vec<_> = names.into_iter().zip(groups.into_values()).collect();
    groups.sort_by(|(left, _), (right, _)| left.cmp(right));
    let mut home = vec![0; api.types.len()];
    for (place, (_, ids)) in groups.iter().enumerate() {
        ids.iter().for_each(|id| home[id.index()] = place);
    }
    let docs_of = |id: TypeId| std::mem::take(&mut docs[id.index()]);
    let files = with_items(types, groups, docs_of, namer);
    let with_imports = |file: TypeFile| TypeFile { imports: imports(&file.items), ..file };
    TypeFiles { files: parallel::each(files, with_imports), home }
}

/// A file's module and its types.
type Group = (RustIdent, Vec<TypeId>);

/// Makes the items of each file, as many files at a time as there are cores; aliases then find
/// names one after another, as they stand in one scope.
fn with_items(
    types: &mut Types<'_>,
    groups: Vec<Group>,
    mut docs: impl FnMut(TypeId) -> TypeDocs,
    namer: &mut Namer<'_>,
) -> Vec<TypeFile> {
    let with_docs = |(module, ids): Group| {
        let ids: Vec<(TypeId, TypeDocs)> = ids.into_iter().map(|id| (id, docs(id))).collect();
        (module, ids, namer.beside())
    };
    let groups: Vec<_> = groups.into_iter().map(with_docs).collect();
    let made = parallel::each(groups, |(module, ids, mut namer)| {
        let item = |(id, docs)| (id, types.item(id, docs, &mut namer));
        let items: Vec<(TypeId, TypeItem)> = ids.into_iter().map(item).collect();
        (module, items, namer)
    });
    let file = |(module, made, beside): (RustIdent, Vec<(TypeId, TypeItem)>, _)| {
        namer.join(beside);
        let mut items = Vec::with_capacity(made.len());
        for (id, mut item) in made {
            let aliases = aliases::add(types, (id, &mut item), namer);
            items.push(item);
            items.extend(aliases);
        }
        TypeFile { module, gate: Gate::Always, items, imports: Vec::new() }
    };
    made.into_iter().map(file).collect()
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
