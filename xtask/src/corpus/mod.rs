//! `cargo xtask corpus DIR`: every document of a folder, compiled one after the other.
//!
//! Each document is compiled by a process of its own, so that one that crashes costs its row and
//! not the table. The crates share one workspace and one target directory, so that what they
//! depend on is built once.

mod check;
mod generate;
mod row;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Outcome;
use crate::cli::Corpus;
use crate::console::Console;
use crate::failure::{Failure, Result};
use crate::files;
use check::Workspace;
use row::{Fate, Row, Table};

/// Compiles the documents and prints the table; a failure of any is a difference.
pub(crate) fn run(options: &Corpus, console: &Console) -> Result<Outcome> {
    let documents = documents(options)?;
    let workspace = Workspace::open()?;
    let table = Table::new(documents.iter().map(|document| document.name.as_str()));
    console.line(table.header());
    let mut rows = Vec::new();
    for document in &documents {
        let row = compile(document, &workspace, options.no_check)?;
        console.line(table.line(&row));
        rows.push(row);
    }
    console.line(table.total(&rows));
    report(&rows, console);
    if let Some(path) = &options.json {
        let json: Value = rows.iter().map(Row::to_json).collect();
        files::write(path, format!("{json:#}\n").as_bytes())?;
    }
    Ok(if rows.iter().all(Row::is_fine) {
        Outcome::Fine
    } else {
        Outcome::Differs
    })
}

/// A document of the corpus.
#[derive(Clone, Debug)]
struct Document {
    /// What it is called in the table, and its package.
    name: String,
    path: PathBuf,
}

fn compile(document: &Document, workspace: &Workspace, no_check: bool) -> Result<Row> {
    let folder = workspace.folder(&document.name);
    let mut row = generate::generate(document, &folder)?;
    if !no_check && matches!(row.fate, Fate::Generated(_)) {
        row.check = Some(workspace.check(&document.name)?);
    }
    Ok(row)
}

/// Names each failure with its first lines.
fn report(rows: &[Row], console: &Console) {
    for row in rows.iter().filter(|row| !row.complaints().is_empty()) {
        console.line(format!("\n{}:", row.name));
        for line in row.complaints() {
            console.line(format!("  {line}"));
        }
    }
}

fn documents(options: &Corpus) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    for path in entries(&options.folder)? {
        match path.is_dir() {
            true => documents.extend(entry_file(&path)?),
            false => documents.extend(document(&path, &path)),
        }
    }
    let wanted = |name: &str| {
        options.only.is_empty() || options.only.iter().any(|only| name.contains(only.as_str()))
    };
    documents.retain(|document| wanted(&document.name));
    if documents.is_empty() {
        return Err(
            Failure::new("no documents (.json, .yaml, .yml) here that are asked for")
                .at(options.folder.display()),
        );
    }
    Ok(documents)
}

/// The first file of a document that is spread over a folder: the one called after OpenAPI.
fn entry_file(folder: &Path) -> Result<Option<Document>> {
    let files = entries(folder)?;
    let entry = files.iter().find(|path| {
        path.is_file()
            && path
                .file_stem()
                .is_some_and(|stem| stem == "openapi" || stem == "main")
    });
    match entry {
        Some(path) => Ok(document(path, folder)),
        // A folder of such folders.
        None => files
            .iter()
            .filter(|path| path.is_dir())
            .find_map(|path| entry_file(path).transpose())
            .transpose(),
    }
}

fn document(path: &Path, named: &Path) -> Option<Document> {
    let extension = path.extension()?.to_str()?;
    matches!(extension, "json" | "yaml" | "yml").then_some(())?;
    let stem = named.file_stem()?.to_str()?;
    let name: String = stem
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    Some(Document {
        name: format!("corpus-{}", name.trim_matches('-')),
        path: path.to_owned(),
    })
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let fail = |error: std::io::Error| {
        Failure::new(format!("cannot read the folder: {error}")).at(folder.display())
    };
    let mut paths = fs::read_dir(folder)
        .map_err(fail)?
        .map(|entry| entry.map(|entry| entry.path()).map_err(fail))
        .collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
