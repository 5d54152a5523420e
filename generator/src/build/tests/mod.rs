//! What is built of an API made by hand.

mod fixture;
mod hostile;

use super::{build, manifest, surface};
use crate::plan::{Note, PlanOptions, RenameProblem};
use std::collections::BTreeMap;

fn options() -> PlanOptions {
    PlanOptions { package: "pets".into(), ..PlanOptions::default() }
}

fn plain(text: &str) -> String {
    text.to_owned()
}

/// The files without the runtime.
fn own_files(files: &BTreeMap<String, String>) -> impl Iterator<Item = (&String, &String)> {
    files.iter().filter(|(path, _)| path.ends_with(".rs") && !path.starts_with("src/runtime/"))
}

#[test]
fn the_surface_reads_as_a_person_would_write_it() {
    let built = build(&fixture::api(&plain), &options());
    insta::assert_snapshot!(surface(&built.plan));
}

#[test]
fn a_resource_is_nouns_and_tables() {
    let built = build(&fixture::api(&plain), &options());
    insta::assert_snapshot!(built.files["src/resources/pet_store.rs"]);
}

#[test]
fn models_stand_before_their_tables() {
    let built = build(&fixture::api(&plain), &options());
    let files = ["pet", "kind", "level", "shape", "choice", "pet_edit"];
    let texts: Vec<&str> =
        files.iter().map(|name| built.files[&format!("src/types/{name}.rs")].as_str()).collect();
    insta::assert_snapshot!(texts.join("\n"));
}

#[test]
fn the_manifest_says_what_became_what() {
    let api = fixture::api(&plain);
    let manifest = manifest(&api, &build(&api, &options()).plan);
    insta::assert_snapshot!(serde_json::to_string_pretty(&manifest).expect("JSON"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let api = fixture::api(&plain);
    assert_eq!(build(&api, &options()).files, build(&api, &options()).files);
}

#[test]
fn files_parse_and_their_lines_fit() {
    for (path, text) in own_files(&build(&fixture::api(&plain), &options()).files) {
        syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        for line in text.lines() {
            assert!(line.chars().count() <= 100, "{path}: {line}");
            assert!(!line.ends_with(' '), "{path}: {line}");
        }
    }
}

#[test]
fn renames_apply_and_those_without_effect_are_told() {
    let mut options = options();
    options.renames = [
        ("#/components/schemas/Pet", "Animal"),
        ("/components/schemas/Kind", "Sort"),
        ("listPets", "all"),
        ("tag Pet Store", "store"),
        ("/nick-name", "handle"),
        ("#/nowhere", "Nothing"),
        ("#/components/schemas/Level", "not an identifier"),
    ]
    .map(|(key, name)| (key.to_owned(), name.to_owned()))
    .into();
    let built = build(&fixture::api(&plain), &options);
    assert!(built.files["src/types/animal.rs"].contains("pub struct Animal {"));
    assert!(built.files["src/types/animal.rs"].contains("pub handle: Option<String>"));
    assert!(built.files["src/types/sort.rs"].contains("pub enum Sort {"));
    assert!(surface(&built.plan).contains("pub fn store(&self) -> crate::resources::Store<'_>;"));
    assert!(surface(&built.plan).contains("pub fn all(&self"));
    let problems: Vec<(&str, RenameProblem)> = built
        .notes
        .iter()
        .filter_map(|note| match note {
            Note::UnusedRename { key, reason, .. } => Some((key.as_str(), *reason)),
            _ => None,
        })
        .collect();
    assert_eq!(
        problems,
        [
            ("#/components/schemas/Level", RenameProblem::NoIdentifier),
            ("#/nowhere", RenameProblem::MatchesNothing)
        ]
    );
}

#[test]
fn a_rename_in_the_wrong_case_is_told() {
    let mut options = options();
    options.renames.insert("#/components/schemas/Pet".to_owned(), "animal".to_owned());
    let built = build(&fixture::api(&plain), &options);
    assert!(built.notes.contains(&Note::UnusedRename {
        key: "#/components/schemas/Pet".to_owned(),
        name: "animal".to_owned(),
        reason: RenameProblem::OtherCase,
    }));
}

/// Writes the crate and lets clippy and rustdoc judge it: slow, and needs the dependencies.
#[test]
#[ignore = "compiles a crate"]
fn the_crate_compiles_without_a_warning() {
    let built = build(&fixture::api(&plain), &options());
    let folder = std::env::temp_dir().join("generator-pets");
    for (path, text) in &built.files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    for (command, flags) in [("clippy", "RUSTFLAGS"), ("doc", "RUSTDOCFLAGS")] {
        let mut cargo = std::process::Command::new(env!("CARGO"));
        cargo.arg(command).current_dir(&folder).env(flags, "-D warnings");
        let arguments: &[&str] =
            if command == "doc" { &["--no-deps"] } else { &["--", "-D", "warnings"] };
        assert!(cargo.args(arguments).status().expect("cargo").success());
    }
}
