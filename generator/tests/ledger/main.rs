//! The ledger: every operation, parameter, property, enum value, status and media type of a
//! document is in the output or in a diagnostic. Over our own fixtures always; over real documents
//! where there are some beside the repository.

mod account;
mod excuses;
mod losses;
mod places;
mod types;

use account::Ledger;
use generator::build::{Manifest, build, manifest};
use generator::diag::Diagnostics;
use generator::document::Document;
use generator::ir::Api;
use generator::plan::{Note, PlanOptions};
use generator::source::Source;
use generator::{lower, passes};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A document that is compiled as far as the ledger needs it.
struct Read {
    source: Source,
    api: Api,
    manifest: Manifest,
    diagnostics: Diagnostics,
    noted: Vec<String>,
}

impl Read {
    fn new(path: &Path) -> Option<Self> {
        let source = Source::from_path(path).expect("the file can be read");
        let mut diagnostics = source.diagnostics().clone();
        let document = Document::read(&source, &mut diagnostics)?;
        let mut api = lower::lower(&document, &mut diagnostics);
        passes::run(&mut api, &mut diagnostics);
        let built = build(&api, &PlanOptions::default());
        let noted = built.notes.iter().filter_map(|note| match note {
            Note::SameRepresentation { key, .. } => Some(key.clone()),
            _ => None,
        });
        let (noted, manifest) = (noted.collect(), manifest(&api, &built.plan));
        Some(Self { source, api, manifest, diagnostics, noted })
    }

    /// What is lost, and how much was looked at.
    fn lost(&self, api: &Api, manifest: &Manifest) -> (Vec<String>, BTreeMap<&'static str, usize>) {
        let root = self.source.entry().expect("a document").value;
        let mut ledger = Ledger::new(root, api, manifest.clone(), &self.diagnostics);
        ledger.noted.extend(self.noted.iter().cloned());
        ledger.operations();
        ledger.schemas();
        ledger.security(api);
        (ledger.lost, ledger.counts)
    }
}

fn assert_nothing_is_lost(path: &Path) {
    let Some(read) = Read::new(path) else { return };
    let (lost, counts) = read.lost(&read.api, &read.manifest);
    println!("{}: {counts:?}, {} lost", path.display(), lost.len());
    let first: Vec<&String> = lost.iter().take(40).collect();
    assert!(lost.is_empty(), "{}: {} are lost: {first:#?}", path.display(), lost.len());
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "json" || it == "yaml"));
    paths.sort();
    paths
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn nothing_of_our_own_fixtures_is_lost() {
    let paths = documents(&repository().join("tests/fixtures"));
    assert!(!paths.is_empty());
    assert_nothing_of_all_is_lost(paths);
    assert_nothing_is_lost(&repository().join("openapi/openapi.json"));
}

#[test]
fn nothing_of_real_documents_is_lost() {
    let shared = repository().join("../shared");
    let shared = std::env::var_os("OPENAPI_CORPUS").map_or(shared, PathBuf::from);
    let paths = documents(&shared.join("specs"));
    if paths.is_empty() {
        // Past the capture of the test runner, so that it is seen.
        drop(std::io::Write::write_fmt(
            &mut std::io::stderr(),
            format_args!("SKIPPED: there are no documents in {}\n", shared.display()),
        ));
    }
    assert_nothing_of_all_is_lost(paths);
}

/// Looks at every document before it fails for any.
fn assert_nothing_of_all_is_lost(paths: Vec<PathBuf>) {
    let mut failed = Vec::new();
    for path in paths {
        let size = std::fs::metadata(&path).map_or(0, |metadata| metadata.len());
        if cfg!(debug_assertions) && size > 50_000_000 {
            // Past the capture of the test runner, so that it is seen.
            drop(std::io::Write::write_fmt(
                &mut std::io::stderr(),
                format_args!("SKIPPED: {} takes long without optimisation\n", path.display()),
            ));
            continue;
        }
        let outcome = std::panic::catch_unwind(|| assert_nothing_is_lost(&path));
        failed.extend(outcome.is_err().then(|| path.display().to_string()));
    }
    assert!(failed.is_empty(), "{failed:#?}");
}
