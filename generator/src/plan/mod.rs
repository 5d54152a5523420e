//! The plan: every Rust decision about a crate, taken from the IR. Nothing is decided after it.

mod api_table;
mod chosen;
mod derives;
pub(crate) mod docs;
mod features;
mod identity;
mod memory;
mod model;
mod operations;
mod options;
mod rules;
mod types;

pub use chosen::Names;
pub use memory::kept_names;
pub use model::*;
pub use options::{
    Dependency, DeriveFor, DeriveProblem, ExternalType, Note, PlanOptions, RenameProblem, TextType,
    TextTypes, WebhookOptions,
};

use crate::ir::Api;
use crate::name::RustIdent;
use crate::parallel::joined;
use chosen::Namer;
use std::thread;
use types::{TypeNames, Types, Unnamed};

/// Names of the runtime that models use without a path unless the API has a type of that name.
pub(crate) const MODEL_NAMES: &[&str] = &["Bytes", "Json", "Patch", "Secret"];

/// Plans a crate; returns it with what there is to say about its names.
pub fn plan(api: &Api, options: &PlanOptions) -> (Plan, Vec<Note>) {
    let mut namer = Namer::new(options);
    let (drafts, modules, names, docs) = thread::scope(|scope| {
        // Neither needs a name.
        let unnamed = scope.spawn(|| Unnamed::of(api));
        let docs = scope.spawn(|| docs::of_types(api));
        let drafts = operations::drafts(api, &mut namer);
        let (words, modules) = words_and_modules(api, &drafts);
        let names = TypeNames::new(api, joined(unnamed), &words, &mut namer);
        (drafts, modules, names, joined(docs))
    });
    let qualified = MODEL_NAMES.iter().copied().filter(|name| names.has(name)).collect();
    let mut types = Types::new(api, options, names);
    let type_files = types::files(&mut types, docs, &modules, &mut namer);
    let (resources, table) = {
        let items = operations::Items::new(&type_files.files);
        let table = api_table::api_table(&types, &items, options);
        (operations::resources(&types, &items, drafts, &mut namer), table)
    };
    let groups = features::groups(api, &resources, options, &mut namer);
    let package = api_table::package(api, options);
    let homes = type_homes(api, &types, &type_files);
    let types::TypeFiles { files, home } = type_files;
    let mut plan = Plan {
        package,
        api: table,
        type_files: files,
        resources,
        own_texts: options.text_types.all().filter_map(TextType::own).collect(),
        qualified,
        homes,
        names: Names::default(),
    };
    let mut notes = thread::scope(|scope| {
        // All names are given; they are put in order while what depends on several types is found.
        let names = scope.spawn(|| namer.finish());
        let derive_notes = derives::add(api, options, &plan.homes, &mut plan.type_files);
        derives::mocked(api, options, &plan.homes, &mut plan.type_files);
        rules::spread(&mut plan);
        features::gate(&mut plan, api, &home, &groups);
        let (names, mut notes) = joined(names);
        plan.names = names;
        notes.extend(derive_notes);
        notes
    });
    notes.extend(features::unused(api, &plan.resources, options));
    if let Some(scheme) = &options.webhooks {
        plan.api.webhooks = api_table::webhooks(&plan, scheme);
        if plan.api.webhooks.is_none() {
            notes.push(Note::UnknownEvent { key: scheme.event.clone() });
        }
    }
    (plan, notes)
}

/// The words of each operation's name, and the module of its resource.
fn words_and_modules(
    api: &Api,
    drafts: &[operations::Draft],
) -> (Vec<Vec<String>>, Vec<RustIdent>) {
    let mut words = vec![Vec::new(); api.operations.len()];
    let mut modules: Vec<Option<RustIdent>> = vec![None; api.operations.len()];
    for draft in drafts {
        for operation in &draft.operations {
            words[operation.index].clone_from(&operation.full);
            modules[operation.index] = Some(draft.module.clone());
        }
    }
    (words, modules.into_iter().flatten().collect())
}

/// What became of each type of the graph.
fn type_homes(api: &Api, types: &Types<'_>, files: &types::TypeFiles) -> Vec<TypeHome> {
    api.types
        .iter()
        .map(|(id, definition)| TypeHome {
            pointer: definition.origin.clone(),
            ident: types.names.get(id).clone(),
            usage: definition.usage,
            file: files.home[id.index()],
        })
        .collect()
}
