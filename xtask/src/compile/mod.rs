//! The compiler as the commands see it: the one place that knows `generator`.

mod effective;
mod output;
mod pipeline;
mod unused;

pub(crate) use output::{Output, Stale, Tree, Written, digest_of_ours};
pub(crate) use pipeline::compile;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use generator::diag::code::{NOT_OPENAPI, SWAGGER_2, UNSUPPORTED_VERSION};
use generator::diag::{Code, Diagnostics, Severity};
use generator::passes::Conventions;
use generator::plan::{Derive, DeriveFor, TextTypes, WebhookOptions};
use generator::select::Selection;
use generator::source::{Loader, Node, Source};
use serde_json::Value;

use crate::config::Config;
use crate::failure::{Failure, Result};
use crate::remote::{self, Pinned};

/// A document to compile.
#[derive(Clone, Debug)]
pub(crate) enum Input<'a> {
    /// A file, which may refer to others in its folder.
    File(&'a Path),
    /// The same, read already.
    Read(&'a Path, Vec<u8>),
    /// Bytes, and the name to call them by.
    Bytes(&'a str, &'a [u8]),
}

/// What the crate is to be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// The file that they come from, if any.
    pub(crate) config: Option<PathBuf>,
    /// The name of the package; without one, the document's title gives it.
    pub(crate) package: Option<String>,
    /// Its version.
    pub(crate) version: Option<String>,
    /// What its `Cargo.toml` says beside what is generated.
    pub(crate) manifest: toml::Table,
    /// Cargo features that tags share.
    pub(crate) features: BTreeMap<String, Vec<String>>,
    /// Names chosen by hand, and what they are for.
    pub(crate) rename: Vec<(String, String)>,
    /// What the document does not say of the API's conventions.
    pub(crate) conventions: Conventions,
    /// How the API signs the requests that it makes.
    pub(crate) webhooks: Option<WebhookOptions>,
    /// Whether its tests are made too.
    pub(crate) checks: bool,
    /// Corrections of the document.
    pub(crate) overlay: Option<PathBuf>,
    /// Their text, where it is not the one on disk.
    pub(crate) overlay_text: Option<Vec<u8>>,
    /// Documents elsewhere that it may refer to.
    pub(crate) remote: Vec<Pinned>,
    /// The folder whose files it may refer to, in place of its own.
    pub(crate) root: Option<PathBuf>,
    /// The operations that are wanted.
    pub(crate) operations: Selection,
    /// What texts of a format become.
    pub(crate) types: TextTypes,
    /// What models derive beside what all of them do.
    pub(crate) derives: Vec<(DeriveFor, Vec<Derive>)>,
    /// Names of earlier runs, by what they name.
    pub(crate) remembered: BTreeMap<String, String>,
    /// Whether a name that nothing asks for is no mistake.
    pub(crate) lenient: bool,
}

impl Options {
    /// The options of a project, its tests left out.
    pub(crate) fn of(config: &Config) -> Self {
        let Config {
            path,
            package,
            features,
            rename,
            manifest,
            overlay,
            remote,
            operations,
            types,
            derives,
            conventions,
            webhooks,
            ..
        } = config.clone();
        Self {
            config: Some(path),
            package: Some(package.name),
            version: package.version,
            features,
            rename: rename.into_iter().collect(),
            conventions,
            webhooks,
            manifest,
            overlay,
            remote,
            operations,
            types,
            derives,
            ..Self::default()
        }
    }
}

/// What came of a document.
#[derive(Debug)]
pub(crate) struct Compilation {
    /// What the compiler has to say.
    pub(crate) findings: Findings,
    /// The crate; nothing if the document cannot be read as OpenAPI.
    pub(crate) output: Option<Output>,
}

/// What the compiler has to say.
#[derive(Clone, Debug)]
pub(crate) struct Findings {
    diagnostics: Diagnostics,
    source: Rc<Source>,
    /// How many parts of the document were left out.
    pub(crate) rejected: usize,
    /// How many parts mean less or other than in the document.
    pub(crate) warnings: usize,
}

/// How many findings of one kind are shown to people.
const SHOWN: usize = 5;

impl Findings {
    fn new(diagnostics: Diagnostics, source: Rc<Source>) -> Self {
        let rejected = diagnostics.count(Severity::Error);
        let warnings = diagnostics.count(Severity::Warning);
        Self { diagnostics, source, rejected, warnings }
    }

    /// Whether there is nothing to say.
    pub(crate) fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// As people read it: message, place, line and remedy of each.
    pub(crate) fn text(&self) -> String {
        self.diagnostics.render(&*self.source, SHOWN)
    }

    /// As programs read it, each an object.
    pub(crate) fn json(&self) -> Vec<Value> {
        self.diagnostics.to_json(&*self.source)
    }
}

/// Reads a file's values, JSON or YAML.
pub(crate) fn parse(path: &Path) -> Result<Value> {
    values(Input::File(path))
}

fn values(input: Input<'_>) -> Result<Value> {
    let source = open(input, &Options::default())?;
    match source.entry() {
        Some(Node { value, .. }) => Ok(value.clone()),
        None => {
            let findings = source.diagnostics().render(&source, SHOWN);
            Err(Failure::new(format!("the file cannot be read:\n\n{}", findings.trim_end())))
        }
    }
}

/// What a code means and what to do about it.
pub(crate) fn explain(code: &str) -> Option<String> {
    let code = Code::find(code)?;
    Some(format!("{}[{code}]: {}\n\n{}", code.severity(), code.title, code.explanation))
}

/// Whether a code says that a document is none of OpenAPI 3.
pub(crate) fn is_foreign(code: &Value) -> bool {
    let codes = [NOT_OPENAPI, SWAGGER_2, UNSUPPORTED_VERSION];
    code.as_str().is_some_and(|code| codes.iter().any(|other| other.id == code))
}

fn open(input: Input<'_>, options: &Options) -> Result<Source> {
    let mut loader = Loader::default();
    for (url, bytes) in remote::read(&options.remote)? {
        loader = loader.with_remote(&url, bytes);
    }
    let unreadable =
        |path: &Path, error| Err(Failure::new(format!("cannot read: {error}")).at(path.display()));
    if let Some(root) = &options.root {
        loader = loader.within(root);
    }
    match input {
        Input::File(path) => loader.read_path(path).or_else(|error| unreadable(path, error)),
        Input::Read(path, bytes) => {
            loader.read_given(path, bytes).or_else(|error| unreadable(path, error))
        }
        Input::Bytes(name, bytes) => Ok(loader.read_bytes(name, bytes.to_vec())),
    }
}
