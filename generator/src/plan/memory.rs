//! What a run leaves to the next, so that names stay.

use super::{Names, Plan, PlanOptions, plan};
use crate::ir::Api;
use std::collections::BTreeMap;

/// The most plans that are made to find out what is enough to remember.
const ROUNDS: usize = 4;

/// The names that have to be remembered so that the next run gives all names again: those that a
/// collision forced, and those that the document alone would no longer give. Orders of arguments
/// are remembered like names.
pub fn kept_names(api: &Api, made: &Plan, options: &PlanOptions) -> BTreeMap<String, String> {
    let names = &made.names;
    let mut kept = chosen(api, names, options);
    for _ in 0..ROUNDS {
        if is_enough(&kept, names, options) {
            break;
        }
        let again = replanned(api, options, &kept);
        let before = kept.len();
        let missing = names.to_remember().filter(|(what, name)| again.get(what) != Some(name));
        kept.extend(missing.map(|(what, name)| (what.clone(), name.clone())));
        if kept.len() == before {
            break;
        }
    }
    kept
}

/// The names that the document alone does not, or not certainly, give.
fn chosen(api: &Api, names: &Names, options: &PlanOptions) -> BTreeMap<String, String> {
    let own = |(what, name): (&String, &String)| (what.clone(), name.clone());
    if options.remembered.is_empty() {
        return names
            .forced
            .iter()
            .filter_map(|what| names.all.get_key_value(what))
            .map(own)
            .collect();
    }
    let alone = replanned(api, options, &BTreeMap::new());
    let is_chosen = |(what, name): &(&String, &String)| {
        alone.forced.contains(*what) || alone.get(what) != Some(*name)
    };
    names.to_remember().filter(is_chosen).map(own).collect()
}

/// Whether it takes no further plan to know that remembering these names gives all names again.
///
/// It is so where the plan at hand has been made with them, and where nothing was remembered: what
/// a collision forced is then kept, no two names of a scope are the same, and so everything else
/// finds the name free that it took. Only things of different scopes that are told by the same words
/// could take each other's.
fn is_enough(kept: &BTreeMap<String, String>, names: &Names, options: &PlanOptions) -> bool {
    let remembered = &options.remembered;
    let as_made = kept.len() == remembered.len()
        && kept.iter().all(|(what, name)| remembered.get(what) == Some(name));
    as_made || remembered.is_empty() && !names.ambiguous
}

fn replanned(api: &Api, options: &PlanOptions, kept: &BTreeMap<String, String>) -> Names {
    let remembered = kept.iter().map(|(what, name)| (what.clone(), name.clone())).collect();
    plan(api, &PlanOptions { remembered, ..options.clone() }).0.names
}
