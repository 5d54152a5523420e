//! The whole pipeline in one call.

use crate::build::{self, Manifest};
use crate::compare::Compiled;
use crate::diag::{Diagnostic, Diagnostics, FileId, Pointer, code};
use crate::document::Document;
use crate::parallel;
use crate::passes::Conventions;
use crate::plan::{DeriveProblem, Note, PlanOptions, RenameProblem, kept_names, plan};
use crate::source::Source;
use crate::tree::{Owned, Tree};
use crate::{lower, passes};
use serde_json::Value;
use std::collections::BTreeMap;
use std::thread;

/// What the crate is to be.
#[derive(Clone, Debug)]
pub struct Config {
    /// Names and types; the package's name among them.
    pub plan: PlanOptions,
    /// Which part of the crate's folder belongs to the tool.
    pub owned: Owned,
    /// Whether tests of the crate are made too, for the harness of this workspace.
    pub checks: bool,
    /// What a person says of the API's conventions.
    pub conventions: Conventions,
}

impl Default for Config {
    fn default() -> Self {
        let conventions = Conventions::default();
        Self { plan: PlanOptions::default(), owned: Owned::Crate, checks: false, conventions }
    }
}

/// A crate that is not written yet, and what became what.
#[derive(Clone, Debug)]
pub struct Output {
    /// The files.
    pub tree: Tree,
    /// The files of its tests, where they are wanted: a folder of their own.
    pub checks: Option<Tree>,
    /// The API and the plan, to compare with those of another document.
    pub compiled: Compiled,
    /// The names that the next run has to remember, by what they name.
    pub kept_names: BTreeMap<String, String>,
    /// The number of operations.
    pub operations: usize,
    /// The number of types.
    pub types: usize,
    /// The number of places whose type is any JSON.
    pub untyped: usize,
}

impl Output {
    /// What became what.
    pub fn manifest(&self) -> Manifest {
        build::manifest(&self.compiled.api, &self.compiled.plan)
    }

    /// The public API as signatures, for review.
    pub fn surface(&self) -> String {
        build::surface(&self.compiled.plan)
    }
}

/// Compiles a document.
///
/// Diagnostics tell what the output does not, or not fully, say of the document. There is no
/// output only where the document cannot be read as OpenAPI 3.
pub fn generate(source: &Source, config: &Config) -> (Option<Output>, Diagnostics) {
    compiled(Held::Shared(source), config, &mut |_| {})
}

/// Compiles a document, lets go of its values once they have been read, and tells when each stage
/// is done, so that a caller with a clock can say how long it took: this crate has none.
pub fn generate_observed(
    source: &mut Source,
    config: &Config,
    mut observe: impl FnMut(&'static str) + Send,
) -> (Option<Output>, Diagnostics) {
    compiled(Held::Own(source), config, &mut observe)
}

/// A document, and whether anybody else still reads it.
enum Held<'s> {
    Shared(&'s Source),
    Own(&'s mut Source),
}

impl Held<'_> {
    fn source(&self) -> &Source {
        match self {
            Self::Shared(source) => source,
            Self::Own(source) => source,
        }
    }

    /// The values, where nobody else reads them.
    fn take_values(&mut self) -> Vec<Value> {
        match self {
            Self::Shared(_) => Vec::new(),
            Self::Own(source) => source.take_values(),
        }
    }
}

fn compiled(
    source: Held<'_>,
    config: &Config,
    observe: &mut (dyn FnMut(&'static str) + Send),
) -> (Option<Output>, Diagnostics) {
    let mut diagnostics = source.source().diagnostics().clone();
    let output = parallel::apart(|| stages(source, config, &mut diagnostics, observe));
    (output, diagnostics)
}

fn stages(
    mut source: Held<'_>,
    config: &Config,
    diagnostics: &mut Diagnostics,
    observe: &mut dyn FnMut(&'static str),
) -> Option<Output> {
    let document = Document::read(source.source(), diagnostics)?;
    observe("read");
    let mut api = lower::lower(&document, diagnostics);
    drop(document);
    observe("lower");
    let values = source.take_values();
    let (plan, notes) = thread::scope(|scope| {
        // There may be a million.
        scope.spawn(|| drop(values));
        passes::run(&mut api, diagnostics);
        passes::choose(&mut api, &config.conventions, diagnostics);
        observe("passes");
        plan(&api, &config.plan)
    });
    diagnostics.extend(notes.iter().map(said));
    let files = thread::scope(|scope| {
        // Nearly all that there is to say has been found: its lines are looked for meanwhile.
        scope.spawn(|| diagnostics.locate(source.source()));
        build::files(&plan)
    });
    observe("build");
    let checks = config.checks.then(|| {
        let files = build::checks(&api, &plan);
        observe("checks");
        grown(Owned::Crate, files, diagnostics)
    });
    let tree = grown(config.owned.clone(), files, diagnostics);
    let kept_names = kept_names(&api, &plan, &config.plan);
    Some(Output {
        tree,
        checks,
        operations: api.operations.len(),
        types: api.types.len(),
        untyped: api.untyped(),
        kept_names,
        compiled: Compiled { api, plan },
    })
}

/// Files as a tree.
fn grown(owned: Owned, files: BTreeMap<String, String>, diagnostics: &mut Diagnostics) -> Tree {
    let mut tree = Tree::new(owned);
    for (path, text) in files {
        if let Err(bad) = tree.insert(&path, text) {
            diagnostics.report_whole(code::UNWRITABLE_FILE, bad.to_string());
        }
    }
    tree
}

/// What the plan says about names, as a diagnostic.
fn said(note: &Note) -> Diagnostic {
    match note {
        Note::Collision { key, wanted, given } => {
            let message = format!("`{wanted}` is taken; this is `{given}`");
            Diagnostic::new(code::NAME_COLLISION, place(key).as_ref(), message)
        }
        Note::UnusedRename { key, name, reason } => {
            let reason = match reason {
                RenameProblem::MatchesNothing => "nothing in the document has this key",
                RenameProblem::OtherCase => "names of types start with a capital, others do not",
                RenameProblem::NoIdentifier => "this is no Rust identifier",
                RenameProblem::Taken => "the name is taken",
            };
            let message = format!("the rename of `{key}` to `{name}` has no effect: {reason}");
            Diagnostic::new(code::UNUSED_RENAME, None, message)
        }
        Note::UnknownEvent { key } => {
            let message = format!("the document has no schema `{key}`, the event of `[webhooks]`");
            Diagnostic::new(code::UNKNOWN_EVENT, None, message)
        }
        Note::UnusedFeature { key, tag: None } => {
            let message = format!("`{key}` of `[features]` cannot be the name of a feature");
            Diagnostic::new(code::UNUSED_FEATURE, None, message)
        }
        Note::UnusedFeature { key, tag: Some(tag) } => {
            let message = format!(
                "`{tag}` in the feature `{key}` is no tag of the document, or stands there twice"
            );
            Diagnostic::new(code::UNUSED_FEATURE, None, message)
        }
        Note::UnusedDerive { key, problem } => unused_derive(key, problem),
        Note::DeriveLeftOut { derive, without, of, first, why, place: at } => {
            let message = format!(
                "`{derive}` is left out of {without} of {of} types, such as `{first}`: {why}"
            );
            let at = at.as_deref().and_then(place);
            Diagnostic::new(code::DERIVE_LEFT_OUT, at.as_ref(), message)
        }
        Note::SameRepresentation { key, media_type, instead } => {
            let message =
                format!("`{media_type}` is not sent: `{instead}` is written the same way");
            Diagnostic::new(code::SEVERAL_MEDIA_TYPES, place(key).as_ref(), message)
        }
        Note::PagesOutOfReach { operation, place: at } => {
            let message = format!("the pages of `{operation}` cannot be followed by its types");
            Diagnostic::new(code::PAGES_OUT_OF_REACH, place(at).as_ref(), message)
        }
    }
}

fn unused_derive(key: &str, problem: &DeriveProblem) -> Diagnostic {
    let (what, at) = match problem {
        DeriveProblem::MatchesNothing => ("no schema of the document has this key".into(), None),
        DeriveProblem::FitsNoType { derive } => (format!("no type can derive `{derive}`"), None),
        DeriveProblem::Alias { of } => {
            (format!("its type is only another name of {of}, and derives nothing itself"), None)
        }
        DeriveProblem::Impossible { derive, why, place } => {
            let at = place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
            (format!("it cannot derive `{derive}`: {why}{at}"), place.as_deref())
        }
    };
    let message = format!("`{key}` of `[derives]`: {what}");
    Diagnostic::new(code::UNUSED_DERIVE, at.and_then(place).as_ref(), message)
}

fn place(key: &str) -> Option<Pointer> {
    let path = key.strip_prefix('#').unwrap_or(key);
    path.starts_with('/').then(|| Pointer::new(FileId::ENTRY, path))
}
