//! What compiling a generated crate takes, without what it depends on.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::usage::{self, Usage};
use crate::failure::{Failure, Result};
use crate::features;
use crate::files;
use crate::target::Target;

/// Crates of more lines than these are only checked: building one takes the better part of an hour.
const LARGE: usize = 60_000;

/// One way to compile a crate, and what it took.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Compiled {
    pub(super) document: String,
    /// `check`, `check again` or `build --release`; `cold` with all that the crate depends on.
    pub(super) what: String,
    /// `all`, or the one feature.
    pub(super) features: String,
    /// Lines of Rust, the runtime among them.
    #[serde(default)]
    pub(super) lines: usize,
    pub(super) usage: Usage,
}

/// How many crates a generated crate depends on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Dependencies {
    /// The features beside those of the tags.
    pub(super) features: String,
    pub(super) crates: usize,
}

/// Compiles a generated crate in each way: checked from nothing with all features and with the
/// first, checked again after a change, and built, unless it is large.
pub(super) fn measure(document: &str, folder: &Path, target: &Target) -> Result<Vec<Compiled>> {
    target.lock(folder)?;
    let lines = lines(&folder.join("src"))?;
    let mut rows = Vec::new();
    let mut add = |what: &str, features: &str, usage| {
        rows.push(Compiled {
            document: document.to_owned(),
            what: what.to_owned(),
            features: features.to_owned(),
            lines,
            usage,
        });
    };
    let first = features::of(folder)?.into_iter().next();
    for features in ["all".to_owned()].into_iter().chain(first) {
        add("check", &features, compile(folder, &["check"], &features, false)?);
    }
    add("check again", "all", compile(folder, &["check"], "all", true)?);
    if lines < LARGE {
        add("build --release", "all", compile(folder, &["build", "--release"], "all", false)?);
    }
    Ok(rows)
}

/// Builds a generated crate and all that it depends on, with nothing there.
pub(super) fn cold(document: &str, folder: &Path, target: &Target) -> Result<Compiled> {
    target.lock(folder)?;
    // What an earlier run left goes.
    let _ = fs::remove_dir_all(compiled(folder));
    let usage = cargo(folder, &["build", "--release"], "all", false)?;
    Ok(Compiled {
        document: document.to_owned(),
        what: "cold build --release".to_owned(),
        features: "all".to_owned(),
        lines: lines(&folder.join("src"))?,
        usage,
    })
}

/// Counts what a generated crate depends on: as it is, and with each further feature.
pub(super) fn dependencies(folder: &Path, target: &Target) -> Result<Vec<Dependencies>> {
    target.lock(folder)?;
    let count = |features: &str| {
        let mut arguments = vec!["tree", "--edges", "normal", "--prefix", "none", "--quiet"];
        arguments.extend(["--format", "{p}", "--features", features]);
        let arguments: Vec<OsString> = arguments.into_iter().map(OsString::from).collect();
        let (text, _) = usage::measure(&program(), &arguments, folder)?;
        // The last line is what the process took; the crate itself is no dependency.
        let names = text.lines().filter(|line| line.contains(" v"));
        let names: BTreeSet<&str> = names.map(|line| line.trim_end_matches(" (*)")).collect();
        let crates = names.len().saturating_sub(1);
        Ok(Dependencies { features: features.to_owned(), crates })
    };
    ["", "blocking", "gzip", "http2", "tracing"].into_iter().map(count).collect()
}

/// Compiles the crate once for what it depends on, and once more for itself.
fn compile(folder: &Path, what: &[&str], features: &str, again: bool) -> Result<Usage> {
    cargo(folder, what, features, again)?;
    touch(&folder.join("src/lib.rs"))?;
    cargo(folder, what, features, again)
}

/// Runs cargo in a crate; with what it remembers of the time before, or without.
fn cargo(folder: &Path, what: &[&str], features: &str, again: bool) -> Result<Usage> {
    let mut arguments: Vec<OsString> = what.iter().map(OsString::from).collect();
    arguments.extend(["--quiet", "--config"].map(OsString::from));
    arguments.push(format!("build.incremental={again}").into());
    arguments.extend(["--target-dir".into(), compiled(folder).into_os_string()]);
    if features != "all" {
        arguments.extend(["--no-default-features".into(), "--features".into(), features.into()]);
    }
    usage::measure(&program(), &arguments, folder).map(|(_, usage)| usage)
}

/// Where all crates are compiled, so that they share what they depend on.
fn compiled(folder: &Path) -> PathBuf {
    folder.with_file_name("target")
}

fn program() -> PathBuf {
    std::env::var_os("CARGO").unwrap_or("cargo".into()).into()
}

/// The lines of all Rust in a folder.
fn lines(folder: &Path) -> Result<usize> {
    let failed = |error: io::Error| Failure::new(error.to_string()).at(folder.display());
    let mut count = 0;
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        count += match path.is_dir() {
            true => lines(&path)?,
            false => files::read_text(&path)?.lines().count(),
        };
    }
    Ok(count)
}

/// Makes a file look as if it had been written just now.
fn touch(path: &Path) -> Result<()> {
    let touched = File::options().append(true).open(path);
    let touched = touched.and_then(|file| file.set_modified(SystemTime::now()));
    touched.map_err(|error| Failure::new(format!("cannot touch: {error}")).at(path.display()))
}
