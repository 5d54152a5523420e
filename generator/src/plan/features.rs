//! Cargo features: one for each tag, with the types that its operations reach.

use super::model::{Gate, Plan};
use crate::ir::{Api, Ty, TypeId};
use crate::name::{Case, Scope, words};
use std::collections::{BTreeMap, BTreeSet};

/// What stands before all gates: features by number, in the order of the resources; the last one is
/// for types that no operation reaches.
type Features = BTreeSet<usize>;

/// Puts resources and files of types behind features, where there are several groups.
pub(crate) fn gate(plan: &mut Plan, api: &Api, home: &[usize]) {
    if plan.resources.len() < 2 {
        return;
    }
    let names = names(plan);
    let rest = plan.resources.len();
    let mut reached: Vec<Features> = vec![Features::new(); plan.type_files.len()];
    for (feature, resource) in plan.resources.iter().enumerate() {
        for operation in &resource.operations {
            operation_types(api, operation.index, &mut |id| {
                _ = reached[home[id.index()]].insert(feature)
            });
        }
    }
    if let Some(envelope) = &api.error_envelope {
        envelope.ty.each_named(&mut |id| reached[home[id.index()]].extend(0..=rest));
    }
    for (_, features) in reached.iter_mut().enumerate().filter(|(_, features)| features.is_empty())
    {
        features.insert(rest);
    }
    close(plan, &mut reached);
    let has_rest =
        reached.iter().any(|features| features.contains(&rest) && features.len() <= rest);
    for (file, features) in plan.type_files.iter_mut().zip(&reached) {
        if features.len() < rest + usize::from(has_rest) {
            file.gate =
                Gate::Features(features.iter().map(|feature| names[*feature].clone()).collect());
        }
    }
    for (resource, name) in plan.resources.iter_mut().zip(&names) {
        resource.gate = Gate::Features(vec![name.clone()]);
    }
    let all = &names[..rest + usize::from(has_rest)];
    plan.package.features.insert("default".to_owned(), all.to_vec());
    plan.package.features.extend(all.iter().map(|name| (name.clone(), Vec::new())));
}

/// The feature of each resource, and of the types that are left.
fn names(plan: &Plan) -> Vec<String> {
    let mut scope = Scope::new().reserving(&["default", "blocking", "gzip", "http2", "tracing"]);
    let mut name = |text: &str| {
        let plain = words(text);
        let longer = [plain.clone(), words("api")].concat();
        scope.claim(Case::Module, [plain, longer]).plain().replace('_', "-")
    };
    let mut names: Vec<String> =
        plan.resources.iter().map(|resource| name(resource.accessor.plain())).collect();
    names.push(name("other types"));
    names
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
        for target in &imports[at] {
            let before = reached[*target].len();
            let more: Vec<usize> = reached[at].iter().copied().collect();
            reached[*target].extend(more);
            if reached[*target].len() > before {
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
