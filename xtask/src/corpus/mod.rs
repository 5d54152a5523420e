//! `cargo xtask corpus DIR`: every document of a folder, compiled one after the other.
//!
//! Each document is compiled by a process of its own, so that one that crashes costs its row and
//! not the table. The crates share one workspace and one target directory, so that what they
//! depend on is built once.

mod check;
pub(crate) mod documents;
mod generate;
mod roundtrip;
mod row;

use serde_json::Value;

use crate::Outcome;
use crate::cli::Corpus;
use crate::console::Console;
use crate::failure::Result;
use crate::files;
use check::Workspace;
use documents::Document;
use row::{Fate, Row, Table};

/// Compiles the documents and prints the table; a failure of any is a difference.
pub(crate) fn run(options: &Corpus, console: &Console) -> Result<Outcome> {
    let documents = documents::find(&options.folder, &options.only)?;
    let workspace = Workspace::open()?;
    if options.roundtrip || options.calls {
        return roundtrip::run(&documents, &workspace, options);
    }
    let table = Table::new(documents.iter().map(|document| document.name.as_str()));
    console.line(table.header());
    let mut rows = Vec::new();
    for document in &documents {
        let row = compile(document, &workspace, options)?;
        console.line(table.line(&row));
        rows.push(row);
    }
    console.line(table.total(&rows));
    report(&rows, console);
    if let Some(path) = &options.json {
        let json: Value = rows.iter().map(Row::to_json).collect();
        files::write(path, format!("{json:#}\n").as_bytes())?;
    }
    Ok(if rows.iter().all(Row::is_fine) { Outcome::Fine } else { Outcome::Differs })
}

fn compile(document: &Document, workspace: &Workspace, options: &Corpus) -> Result<Row> {
    let folder = workspace.folder(&document.package());
    let mut row = generate::generate(document, &folder)?;
    if !options.no_check && matches!(row.fate, Fate::Generated(_)) {
        let package = document.package();
        row.check = Some(match options.each_feature {
            true => workspace.check_features(&package)?,
            false => workspace.check(&package)?,
        });
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
