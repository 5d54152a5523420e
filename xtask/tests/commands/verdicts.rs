//! What is said of random changes, held against what the compiler says.

use crate::edits::{Dice, edit};
use crate::support::Project;
use generator::select::{Pattern, Selection};
use serde_json::Value;
use std::path::Path;

/// A part of the API's document: enough of everything, and little enough to compile often.
fn base() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/openapi.json");
    let text = std::fs::read_to_string(path).expect("the document");
    let mut document = serde_json::from_str(&text).expect("JSON");
    let tags = ["Domains", "Webhooks", "Sending accounts", "Mailboxes"];
    let include = tags.map(|tag| Pattern::Tag(tag.to_owned())).to_vec();
    Selection { include, exclude: Vec::new() }.apply(&mut document).expect("the tags are there");
    document
}

/// A history of random edits, forty between two versions.
fn history(project: &Project, seed: u64, versions: usize) {
    let mut document = base();
    let mut dice = Dice::new(seed);
    for version in 0..versions {
        project.write(&format!("history/{version:02}-random.json"), &format!("{document:#}\n"));
        (0..40).for_each(|_| edit(&mut document, &mut dice));
    }
}

#[test]
fn random_edits_rename_nothing() {
    let project = Project::new("random");
    history(&project, 0x5EED, 4);
    let run = project.run(&["history", "history"]);
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(run.stdout.matches(" major ").count(), 3, "the edits break something: {run}");
}

/// A thousand edits: an item is said to break exactly where a program that uses it no longer
/// compiles. `cargo test -p xtask --test commands -- --ignored a_thousand_edits`: about four
/// minutes of CPU time.
#[test]
#[ignore = "compiles 26 crates and 50 programs"]
fn the_verdict_on_a_thousand_edits_is_the_compilers() {
    let project = Project::new("verdicts");
    history(&project, 0xD1FF, 26);
    let run = project.run(&["history", "history", "--compile"]);
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(run.stdout.matches(" alike ").count(), 25, "{run}");
}
