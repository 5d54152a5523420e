//! What each small document becomes: one idea of the language a fixture, one snapshot each.
//!
//! A snapshot holds everything that is generated for the fixture but the runtime, and the
//! diagnostics as people read them. `cargo insta review` shows what a change of the compiler does.

use generator::source::Source;
use generator::{Config, Output, generate};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// How many diagnostics of one kind a snapshot shows.
const SHOWN: usize = 100;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn fixtures() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder()).expect("the fixtures are there");
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("the folder can be read").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    paths
}

fn compiled(path: &Path) -> (Output, String) {
    let name = path.file_name().expect("a fixture is a file").to_string_lossy();
    let bytes = std::fs::read(path).expect("a fixture can be read");
    let source = Source::from_bytes(&name, bytes);
    let (output, diagnostics) = generate(&source, &Config::default());
    let said = diagnostics.render(&source, SHOWN);
    match output {
        Some(output) => (output, said),
        None => panic!("{name} is refused:\n{said}"),
    }
}

/// Everything that is generated but the runtime and what every crate has alike.
fn snapshot(output: &Output, said: &str) -> String {
    let mut text = String::new();
    for (path, bytes) in output.tree.iter() {
        let own = path.starts_with("src/types/") || path.starts_with("src/resources/");
        let module = path.ends_with("/mod.rs");
        if (own && !module) || path == "src/api.rs" {
            let code = String::from_utf8_lossy(bytes);
            let code = code.split_once("\n\n").map_or(&*code, |(_, code)| code);
            writeln!(text, "=== {path}\n\n{}", code.trim_end()).expect("a string takes all");
            text.push('\n');
        }
    }
    if !said.is_empty() {
        writeln!(text, "=== diagnostics\n\n{}", said.trim_end()).expect("a string takes all");
    }
    text
}

#[test]
fn every_fixture_becomes_what_its_snapshot_shows() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path(folder().join("snapshots"));
    for path in fixtures() {
        let name = path.file_stem().expect("a fixture has a name").to_string_lossy().into_owned();
        let (output, said) = compiled(&path);
        settings.set_description(format!("What {name}.yaml becomes"));
        settings.bind(|| insta::assert_snapshot!(name, snapshot(&output, &said)));
    }
}

/// What people read about documents with faults, as they read it.
#[test]
fn every_fault_is_told_as_its_snapshot_shows() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path(folder().join("diagnostics/snapshots"));
    let entries = std::fs::read_dir(folder().join("diagnostics")).expect("the fixtures are there");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.is_file()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().expect("a fixture has a name").to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).expect("a fixture can be read");
        let source = Source::from_bytes(&name, bytes);
        let (_, diagnostics) = generate(&source, &Config::default());
        settings.set_description(format!("What is told of {name}"));
        let said = diagnostics.render(&source, SHOWN);
        assert!(!said.is_empty(), "{name} has a fault");
        settings.bind(|| insta::assert_snapshot!(name.replace('.', "_"), said));
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for path in fixtures() {
        let files = |(output, _): (Output, String)| -> Vec<(String, Vec<u8>)> {
            output.tree.iter().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect()
        };
        assert_eq!(files(compiled(&path)), files(compiled(&path)), "{}", path.display());
    }
}
