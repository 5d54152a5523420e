//! The compiler as judge: programs that use all of the old crate, compiled against the new one.
//!
//! An item breaks for the comparison exactly where its program no longer compiles. Where it cannot
//! resolve a name the compiler does not look at types; so programs with errors are taken out, and
//! the others compiled again, until none is left with any.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use generator::compare::{Change, Comparison, CrateLevel, REORDERED, witnesses};
use serde_json::Value;

use super::versions::Version;
use crate::failure::{Failure, Result};
use crate::files;
use crate::target::Target;

/// Where the programs are compiled.
pub(super) struct Compiler<'a> {
    target: &'a Target,
    folder: PathBuf,
}

/// What the compiler says beside what the comparison says.
pub(super) struct Verdict {
    /// Items that no longer compile, each with the first error.
    broken: BTreeMap<String, String>,
    /// Items that the comparison calls broken.
    major: BTreeSet<String>,
}

impl Verdict {
    /// Whether both say the same of every item.
    pub(super) fn is_agreed(&self) -> bool {
        self.notes().is_empty()
    }

    pub(super) fn word(&self) -> String {
        match self.is_agreed() {
            true => format!("{} alike", self.major.len()),
            false => "differs".to_owned(),
        }
    }

    /// Each item on which they differ.
    pub(super) fn notes(&self) -> Vec<String> {
        let missed = self.broken.iter().filter(|(path, _)| !self.major.contains(*path));
        let missed = missed.map(|(path, error)| format!("{path} breaks and is not told: {error}"));
        let early = self.major.iter().filter(|path| !self.broken.contains_key(*path));
        missed.chain(early.map(|path| format!("{path} is told and does not break"))).collect()
    }
}

impl<'a> Compiler<'a> {
    pub(super) fn open(target: &'a Target) -> Result<Self> {
        let folder = target.folder.join("witness");
        let source = folder.join("src");
        // Programs of an earlier run.
        match std::fs::remove_dir_all(&source) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Failure::new(format!("cannot remove: {error}")).at(source.display()))
            }
            _ => Ok(Self { target, folder }),
        }
    }

    /// Compiles the programs of the old crate against the old crate, where all of them have to
    /// work, and against the new one.
    pub(super) fn judge(
        &self,
        old: &Version,
        new: &Version,
        comparison: &Comparison,
    ) -> Result<Verdict> {
        let programs = witnesses(&old.output.compiled);
        let own = self.broken(&programs, old)?;
        if let Some((path, error)) = own.iter().next() {
            return Err(Failure::new(format!("the program of {path} does not compile: {error}"))
                .at(&old.name));
        }
        let items: BTreeSet<&str> = programs.keys().map(String::as_str).collect();
        let seen = |change: &&Change| change.what.iter().all(|what| what != REORDERED);
        let changed = comparison.changes.iter().filter(seen).flat_map(|change| &change.rust);
        let major = changed.filter(|it| it.level == CrateLevel::Major);
        let major = major.filter_map(|it| item(&it.path, &items)).collect();
        Ok(Verdict { broken: self.broken(&programs, new)?, major })
    }

    /// The programs that do not compile against a version.
    fn broken(
        &self,
        programs: &BTreeMap<String, String>,
        version: &Version,
    ) -> Result<BTreeMap<String, String>> {
        self.prepare(version)?;
        let source = self.folder.join("src");
        for (path, text) in programs {
            files::write(&source.join(format!("{}.rs", module(path))), text.as_bytes())?;
        }
        let mut broken: BTreeMap<String, String> = BTreeMap::new();
        loop {
            let left = programs.keys().filter(|path| !broken.contains_key(*path));
            let root: String = left.map(|path| format!("pub mod {};\n", module(path))).collect();
            files::write(&source.join("lib.rs"), root.as_bytes())?;
            let errors = self.errors()?;
            if errors.is_empty() {
                return Ok(broken);
            }
            let before = broken.len();
            for path in programs.keys() {
                if let Some(error) = errors.get(&module(path)) {
                    broken.insert(path.clone(), error.clone());
                }
            }
            if broken.len() == before {
                let error = errors.into_values().next().unwrap_or_default();
                return Err(Failure::new(format!("the programs cannot be compiled: {error}")));
            }
        }
    }

    fn prepare(&self, version: &Version) -> Result<()> {
        let name = &version.output.package;
        let path = version.folder(self.target);
        let features = version.output.compiled.plan.package.features.keys();
        let features: Vec<String> = features.map(|name| format!("{name:?}")).collect();
        let manifest = format!(
            "[package]\nname = \"witness\"\nedition = \"2024\"\n\n[dependencies]\n\
             api = {{ package = {name:?}, path = {path:?}, features = [{}] }}\n\
             bytes = \"1\"\nhttp = \"1\"\nserde = \"1\"\n\n[workspace]\n",
            features.join(", ")
        );
        files::write(&self.folder.join("Cargo.toml"), manifest.as_bytes())?;
        self.target.lock(&self.folder)
    }

    /// The first error of each program's file, or one without a file.
    fn errors(&self) -> Result<BTreeMap<String, String>> {
        let fail = |error: std::io::Error| Failure::new(format!("cargo cannot be run: {error}"));
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
            .args(["check", "--offline", "--quiet", "--message-format", "json"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.target.folder.join("target"))
            .env("RUSTFLAGS", "-Awarnings")
            .env("CARGO_INCREMENTAL", "0")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(fail)?;
        let mut errors = BTreeMap::new();
        let lines = cargo.stdout.take().map(|out| BufReader::new(out).lines());
        for line in lines.into_iter().flatten().map_while(std::io::Result::ok) {
            let message: Value = serde_json::from_str(&line).unwrap_or_default();
            if message["message"]["level"] == "error" {
                let (file, text) = error(&message["message"]);
                errors.entry(file).or_insert(text);
            }
        }
        let output = cargo.wait_with_output().map_err(fail)?;
        if !output.status.success() && errors.is_empty() {
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            errors.insert(String::new(), text);
        }
        if errors.len() > 1 {
            // The last one sums up the others.
            errors.remove("");
        }
        Ok(errors)
    }
}

/// The file of an error, without its ending, and the error.
fn error(message: &Value) -> (String, String) {
    let spans = message["spans"].as_array().into_iter().flatten();
    let own = |span: &&Value| span["is_primary"] == true;
    let file = spans.clone().find(own).and_then(|span| span["file_name"].as_str());
    let file = file.unwrap_or_default().trim_start_matches("src/").trim_end_matches(".rs");
    (file.to_owned(), message["message"].as_str().unwrap_or_default().to_owned())
}

/// The module of an item's program.
fn module(path: &str) -> String {
    path.replace("::", "__")
}

/// The item that a path leads to or into.
fn item(path: &str, items: &BTreeSet<&str>) -> Option<String> {
    let mut path = path;
    while !items.contains(path) {
        path = path.rsplit_once("::")?.0;
    }
    Some(path.to_owned())
}
