//! Stands in for the emission until it lands.
use super::*;
use crate::failure::{Failure, Result};
use generator::diag::{Code, Diagnostics, Severity};
use generator::document::Document;
use generator::source::{Node, Source};
use generator::tree::{self, MARK, Owned};
use serde_json::json;
use std::time::Instant;

/// How many findings of one kind are shown to people.
const SHOWN: usize = 5;

/// The generated files, not written yet.
#[derive(Debug)]
pub(crate) struct Tree(tree::Tree);

/// Reads a file's values, JSON or YAML.
pub(crate) fn parse(path: &Path) -> Result<Value> {
    let source = open(Input::File(path))?;
    match source.entry() {
        Some(Node { value, .. }) => Ok(value.clone()),
        None => {
            let findings = findings(source.diagnostics(), &source);
            Err(Failure::new(findings.text.trim_end()))
        }
    }
}

/// What a code means and what to do about it.
pub(crate) fn explain(code: &str) -> Option<String> {
    let code = Code::find(code)?;
    Some(format!(
        "{}[{code}]: {}\n\n{}",
        code.severity(),
        code.title,
        code.explanation
    ))
}

/// Whether a code says that a document is none of OpenAPI 3.
pub(crate) fn is_foreign(code: &Value) -> bool {
    use generator::diag::code::{NOT_OPENAPI, SWAGGER_2, UNSUPPORTED_VERSION};
    let codes = [NOT_OPENAPI, SWAGGER_2, UNSUPPORTED_VERSION];
    code.as_str()
        .is_some_and(|code| codes.iter().any(|other| other.id == code))
}

fn open(input: Input<'_>) -> Result<Source> {
    match input {
        Input::File(path) => Source::from_path(path)
            .map_err(|error| Failure::new(format!("cannot read: {error}")).at(path.display())),
        Input::Bytes(name, bytes) => Ok(Source::from_bytes(name, bytes.to_vec())),
    }
}

fn findings(diagnostics: &Diagnostics, source: &Source) -> Findings {
    let lines = diagnostics.render_json(source);
    Findings {
        text: diagnostics.render(source, SHOWN),
        json: lines
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect(),
        rejected: diagnostics.count(Severity::Error),
        warnings: diagnostics.count(Severity::Warning),
    }
}

pub(crate) fn compile(input: Input<'_>, options: &Options) -> Result<Compilation> {
    let started = Instant::now();
    let source = open(input)?;
    let mut diagnostics = Diagnostics::new();
    diagnostics.absorb(source.diagnostics().clone());
    let Some(document) = Document::read(&source, &mut diagnostics) else {
        return Ok(Compilation {
            findings: findings(&diagnostics, &source),
            output: None,
        });
    };
    let entry = source
        .entry()
        .map(|node| node.value.clone())
        .unwrap_or_default();
    let title = entry["info"]["title"].as_str().unwrap_or_default();
    let package = options
        .package
        .clone()
        .unwrap_or_else(|| crate::package::from_title(title));
    let operations = document.operations.len();
    let version = options.version.as_deref().unwrap_or("0.1.0");
    let mut tree = tree::Tree::new(Owned::Crate);
    let manifest = format!(
        "# {MARK}\n[package]\nname = \"{package}\"\nversion = \"{version}\"\nedition = \"2024\"\n[dependencies]\n"
    );
    let manifest = crate::manifest::extend(&manifest, &options.manifest)?;
    let lib = format!(
        "// {MARK}\n//! {title}: {operations} {}\n",
        options.rename.len()
    );
    for (path, text) in [("Cargo.toml", manifest), ("src/lib.rs", lib)] {
        tree.insert(path, text)
            .map_err(|error| Failure::new(error.to_string()))?;
    }
    let time = started.elapsed().as_secs_f64() * 1000.0;
    let output = Output {
        package,
        openapi: entry["openapi"].as_str().unwrap_or_default().to_owned(),
        lines: 2,
        tree: Tree(tree),
        operations,
        types: document.schemas.len(),
        untyped: 0,
        stages: vec![("all".to_owned(), time)],
        manifest: json!({}),
    };
    Ok(Compilation {
        findings: findings(&diagnostics, &source),
        output: Some(output),
    })
}

impl Tree {
    /// Brings a folder to this state.
    pub(crate) fn write(&self, folder: &Path) -> Result<Written> {
        let tree::Written {
            written,
            unchanged,
            removed,
        } = self.0.write(folder).map_err(refused)?;
        Ok(Written {
            written,
            unchanged,
            removed,
        })
    }

    /// How a folder differs from this state; nothing is written.
    pub(crate) fn compare(&self, folder: &Path) -> Result<Vec<Stale>> {
        let differences = self.0.compare(folder).map_err(refused)?;
        let stale = |difference: &tree::Difference| {
            let path = difference.path().to_owned();
            let why = difference.to_string();
            Stale {
                why: why
                    .strip_prefix(&path)
                    .unwrap_or(&why)
                    .trim_start()
                    .to_owned(),
                path,
            }
        };
        Ok(differences.iter().map(stale).collect())
    }
}

fn refused(failure: tree::Failure) -> Failure {
    let result = Failure::new(failure.to_string());
    match failure {
        tree::Failure::Foreign(_) => result.help("name a folder that is empty or not there yet"),
        tree::Failure::NotOurs(_) | tree::Failure::InTheWay(_) => result.help("move it elsewhere"),
        tree::Failure::Io(..) => result,
    }
}
