//! What there is to do, decided from the command line and the configuration.

use std::path::PathBuf;

use reqwest::Url;

use crate::cli::Codegen;
use crate::compile::Options;
use crate::config::Config;
use crate::failure::{Failure, Result};
use crate::project::Project;
use crate::{fetch, package};

/// One run of the command.
#[derive(Clone, Debug)]
pub(super) struct Job {
    /// The project, unless a document becomes a crate of its own.
    pub(super) project: Option<Project>,
    /// Where the document comes from.
    pub(super) from: From,
    /// Whether the document becomes the one that the project records.
    pub(super) records: bool,
    /// The folder of the crate.
    pub(super) folder: PathBuf,
    /// The folder of its tests, if they are written too.
    pub(super) checks: Option<PathBuf>,
    /// What the crate is to be.
    pub(super) options: Options,
    pub(super) check: bool,
    /// Whether no socket may be opened.
    pub(super) is_offline: bool,
    pub(super) strict: bool,
    pub(super) accept_origin: bool,
}

/// Where a document comes from.
#[derive(Clone, Debug)]
pub(super) enum From {
    /// The document that the project records.
    Recorded,
    /// The address of the project; the recorded document if it cannot be reached.
    Project(Url),
    /// An address from the command line.
    Url(Url),
    /// A file from the command line.
    File(PathBuf),
}

impl Job {
    /// Reads what there is to do.
    pub(super) fn plan(options: &Codegen) -> Result<Self> {
        contradictions(options)?;
        let standalone = options.spec.is_some() && options.out.is_some();
        let project = match (standalone, &options.config) {
            (true, None) => None,
            (_, config) => Some(Project::open(config.as_deref())?),
        };
        let config = project.as_ref().map(|project| &project.config);
        let folder = match (&options.out, config) {
            (Some(out), _) => out.clone(),
            (None, Some(config)) => config.package.folder.clone(),
            (None, None) => return Err(Failure::new("`--out` is missing")),
        };
        // The tests belong to the crate of the project, not to one beside it.
        let checks = config.filter(|_| options.out.is_none());
        let checks = checks.and_then(|config| config.checks.clone());
        Ok(Self {
            from: from(options, config)?,
            records: options.out.is_none(),
            folder,
            options: Options { checks: checks.is_some(), ..compile_options(options, config)? },
            checks,
            check: options.check,
            is_offline: options.check || options.offline,
            strict: options.strict,
            accept_origin: options.accept_origin,
            project,
        })
    }
}

fn contradictions(options: &Codegen) -> Result<()> {
    let remote = options.spec.as_deref().is_some_and(fetch::is_url);
    if remote && (options.check || options.offline) {
        let flag = if options.check { "--check" } else { "--offline" };
        return Err(Failure::new(format!("`{flag}` opens no socket, but `--spec` is a URL"))
            .help("download the document and give the file"));
    }
    if options.root.is_some() && (remote || options.spec.is_none()) {
        return Err(Failure::new("`--root` is for a document of several files")
            .help("give its first file with `--spec`"));
    }
    let other = options.spec.is_some() && options.out.is_some();
    if options.bump && (options.check || options.out.is_some() || other) {
        return Err(Failure::new("`--bump` sets the version of the project's crate")
            .help("leave out `--check` and `--out`"));
    }
    if options.check && options.manifest.is_some() {
        return Err(Failure::new("`--check` writes nothing, so `--manifest` has no effect")
            .help("leave one of them out"));
    }
    Ok(())
}

fn from(options: &Codegen, config: Option<&Config>) -> Result<From> {
    match &options.spec {
        Some(spec) if fetch::is_url(spec) => fetch::address(spec).map(From::Url),
        Some(spec) => Ok(From::File(spec.into())),
        // Into another folder goes what is recorded: nothing of the project changes then.
        None if options.check || options.offline || options.out.is_some() => Ok(From::Recorded),
        None => match config.and_then(|config| config.url.clone()) {
            Some(url) => Ok(From::Project(url)),
            None => Ok(From::Recorded),
        },
    }
}

fn compile_options(options: &Codegen, config: Option<&Config>) -> Result<Options> {
    let mut result = config.map(Options::of).unwrap_or_default();
    result.root.clone_from(&options.root);
    if let Some(name) = &options.package {
        if !package::is_valid(name) {
            let why = package::complaint(name).unwrap_or_else(|| "it is empty".to_owned());
            return Err(Failure::new(format!("`{name}` cannot be the name of a package: {why}"))
                .at("--package"));
        }
        result.package = Some(name.clone());
    }
    Ok(result)
}
