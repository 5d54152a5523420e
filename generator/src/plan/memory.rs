//! What a run leaves to the next, so that names stay.

use super::{Names, Plan, PlanOptions, plan};
use crate::ir::Api;
use std::collections::BTreeMap;

/// The most plans that are made to find out what is enough to remember.
const ROUNDS: usize = 4;

/// The names that have to be remembered so that the next run gives all names again: those that a
/// collision forced, and those that the document alone would no longer give.
pub fn kept_names(api: &Api, made: &Plan, options: &PlanOptions) -> BTreeMap<String, String> {
    let names = &made.names;
    let alone = replanned(api, options, &BTreeMap::new());
    let is_kept = |what: &str, name: &str| {
        alone.forced.contains(what) || alone.all.get(what).map(String::as_str) != Some(name)
    };
    let all = names.all.iter();
    let chosen = all.filter(|(what, name)| is_kept(what, name));
    let mut kept: BTreeMap<String, String> =
        chosen.map(|(what, name)| (what.clone(), name.clone())).collect();
    for _ in 0..ROUNDS {
        let again = replanned(api, options, &kept);
        let before = kept.len();
        let missing = names.all.iter().filter(|(what, name)| again.all.get(*what) != Some(name));
        kept.extend(missing.map(|(what, name)| (what.clone(), name.clone())));
        if kept.len() == before {
            break;
        }
    }
    kept
}

fn replanned(api: &Api, options: &PlanOptions, kept: &BTreeMap<String, String>) -> Names {
    let remembered = kept.iter().map(|(what, name)| (what.clone(), name.clone())).collect();
    plan(api, &PlanOptions { remembered, ..options.clone() }).0.names
}
