//! Cargo features: one for each tag, with the types that its operations reach.

use super::chosen::{Claim, Keys, Namer};
use super::model::{Gate, Plan, Resource};
use super::options::{Note, PlanOptions};
use crate::ir::{Api, Ty, TypeId};
use crate::name::{Case, RustIdent, Scope, words};
use fixedbitset::FixedBitSet;
use std::collections::{BTreeMap, BTreeSet};

/// Features that every crate has.
const RESERVED: &[&str] = &["default", "blocking", "gzip", "http2", "mock", "patterns", "tracing"];

/// The feature of types that no operation reaches.
const REST: &str = "other types";

/// What stands before all gates: features by number; the last one is for types that no operation
/// reaches.
type Features = FixedBitSet;

/// The features of a crate before anything is behind them.
pub(crate) struct Groups {
    /// The names, the one for types that no operation reaches last.
    names: Vec<String>,
    /// The feature of each resource.
    of: Vec<usize>,
}

/// Names a feature for each resource, or for those that a person put together.
pub(crate) fn groups(
    api: &Api,
    resources: &[Resource],
    options: &PlanOptions,
    namer: &mut Namer<'_>,
) -> Groups {
    let chosen = |resource: &Resource| {
        let operation = resource.operations.first().map(|it| &api.operations[it.index]);
        let tag = operation.and_then(|it| it.tag.as_deref());
        let is_it = |text: &str| Some(text) == tag || text == resource.accessor.plain();
        let groups = options.features.iter();
        groups.filter(|(_, tags)| tags.iter().any(|tag| is_it(tag))).map(|(name, _)| name).next()
    };
    let mut scope = Scope::new().reserving(RESERVED);
    options.features.keys().for_each(|name| _ = scope.take(&RustIdent::new(Case::Module, &[name])));
    let alone = resources.iter().filter(|resource| chosen(resource).is_none());
    let claims = alone.map(|it| claim(it.accessor.plain())).chain([claim(REST)]).collect();
    let idents = namer.claim_all(&mut scope, Case::Module, claims);
    let mut idents = idents.iter().map(|ident| ident.plain().replace('_', "-"));
    let (mut names, mut of): (Vec<String>, Vec<usize>) = (Vec::new(), Vec::new());
    for resource in resources {
        let name = chosen(resource).cloned().or_else(|| idents.next()).unwrap_or_default();
        let at = names.iter().position(|known| *known == name).unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        });
        of.push(at);
    }
    names.extend(idents);
    Groups { names, of }
}

fn claim<'t>(name: &str) -> Claim<'t> {
    let longer = [words(name), words("api")].concat();
    Claim::new(Keys::none(), format!("{name} feature"), words(name), move || vec![longer.clone()])
}

/// Entries that put nothing together: tags that nothing has, and names that no feature may have.
pub(crate) fn unused(api: &Api, resources: &[Resource], options: &PlanOptions) -> Vec<Note> {
    let is_known = |tag: &String| {
        api.operations.iter().any(|it| it.tag.as_ref() == Some(tag))
            || resources.iter().any(|it| it.accessor.plain() == tag)
    };
    let mut notes = Vec::new();
    let mut seen = BTreeSet::new();
    for (name, tags) in &options.features {
        let valid = name.starts_with(|first: char| first.is_ascii_alphanumeric())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        if !valid || RESERVED.contains(&name.as_str()) {
            notes.push(Note::UnusedFeature { key: name.clone(), tag: None });
        }
        let unused = tags.iter().filter(|tag| !is_known(tag) || !seen.insert(tag.as_str()));
        notes.extend(
            unused.map(|tag| Note::UnusedFeature { key: name.clone(), tag: Some(tag.clone()) }),
        );
    }
    notes
}

/// Puts resources and files of types behind features, where there are several groups.
pub(crate) fn gate(plan: &mut Plan, api: &Api, home: &[usize], groups: &Groups) {
    let Groups { names, of } = groups;
    let rest = names.len() - 1;
    if rest < 2 {
        return;
    }
    let mut reached = vec![Features::with_capacity(names.len()); plan.type_files.len()];
    for (resource, feature) in plan.resources.iter().zip(of) {
        for operation in &resource.operations {
            operation_types(api, operation.index, &mut |id| {
                reached[home[id.index()]].insert(*feature)
            });
        }
    }
    if let Some(envelope) = &api.error_envelope {
        envelope.ty.each_named(&mut |id| reached[home[id.index()]].insert_range(..));
    }
    reached.iter_mut().filter(|features| features.is_clear()).for_each(|it| it.insert(rest));
    close(plan, &mut reached);
    let has_rest = reached.iter().any(|features| features.contains(rest) && !features.is_full());
    for (file, features) in plan.type_files.iter_mut().zip(&reached) {
        if features.count_ones(..) < rest + usize::from(has_rest) {
            file.gate = Gate::Features(features.ones().map(|it| names[it].clone()).collect());
        }
    }
    for (resource, feature) in plan.resources.iter_mut().zip(of) {
        resource.gate = Gate::Features(vec![names[*feature].clone()]);
    }
    let all = &names[..rest + usize::from(has_rest)];
    plan.package.features.insert("default".to_owned(), all.to_vec());
    plan.package.features.extend(all.iter().map(|name| (name.clone(), Vec::new())));
}

/// Files that a file names are there wherever the file is.
fn close(plan: &Plan, reached: &mut [Features]) {
    let home: BTreeMap<&str, usize> = plan
        .type_files
        .iter()
        .enumerate()
        .flat_map(|(at, file)| file.items.iter().map(move |item| (item.ident.plain(), at)))
        .collect();
    let imports: Vec<Vec<usize>> = plan
        .type_files
        .iter()
        .map(|file| {
            file.imports.iter().filter_map(|ident| home.get(ident.plain()).copied()).collect()
        })
        .collect();
    let mut waiting: Vec<usize> = (0..reached.len()).collect();
    while let Some(at) = waiting.pop() {
        for target in imports[at].iter().filter(|target| **target != at) {
            let [from, to] = reached.get_disjoint_mut([at, *target]).expect("two files");
            if !from.is_subset(to) {
                to.union_with(from);
                waiting.push(*target);
            }
        }
    }
}

fn operation_types(api: &Api, index: usize, visit: &mut impl FnMut(TypeId)) {
    let operation = &api.operations[index];
    let bodies = operation.body.iter().flat_map(|body| &body.contents);
    let responses = operation.responses.iter().flat_map(|response| &response.contents);
    let mut uses: Vec<&Ty> = operation.parameters.iter().map(|parameter| &parameter.ty).collect();
    uses.extend(operation.responses.iter().flat_map(|it| &it.headers).map(|header| &header.ty));
    uses.extend(operation.pagination.iter().map(|pages| &pages.item));
    uses.iter().for_each(|ty| ty.each_named(visit));
    bodies
        .chain(responses)
        .for_each(|content| content.format.each_ty(&mut |ty| ty.each_named(visit)));
}
