//! What compiling a generated crate takes, without what it depends on.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::usage::{self, Usage};
use crate::failure::{Failure, Result};
use crate::features;
use crate::target::Target;

/// One way to compile a crate, and what it took.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Compiled {
    pub(super) document: String,
    /// `check` or `build --release`.
    pub(super) what: String,
    /// `all`, or the one feature.
    pub(super) features: String,
    pub(super) usage: Usage,
}

/// Compiles a generated crate in each way: with all features and with the first, checked and built.
pub(super) fn measure(document: &str, folder: &Path, target: &Target) -> Result<Vec<Compiled>> {
    target.lock(folder)?;
    let first = features::of(folder)?.into_iter().next();
    let check: &[&str] = &["check"];
    let mut ways = vec![(check, "all".to_owned())];
    ways.extend(first.map(|first| (check, first)));
    ways.push((&["build", "--release"], "all".to_owned()));
    let mut rows = Vec::new();
    for (what, features) in ways {
        let usage = compile(folder, what, &features)?;
        rows.push(Compiled {
            document: document.to_owned(),
            what: what.join(" "),
            features,
            usage,
        });
    }
    Ok(rows)
}

/// Compiles the crate once for what it depends on, and once more for itself.
fn compile(folder: &Path, what: &[&str], features: &str) -> Result<Usage> {
    let cargo: PathBuf = std::env::var_os("CARGO").unwrap_or("cargo".into()).into();
    let mut arguments: Vec<OsString> = what.iter().map(OsString::from).collect();
    arguments.push("--quiet".into());
    arguments.extend(["--target-dir".into(), folder.with_file_name("target").into_os_string()]);
    if features != "all" {
        arguments.extend(["--no-default-features".into(), "--features".into(), features.into()]);
    }
    usage::measure(&cargo, &arguments, folder)?;
    touch(&folder.join("src/lib.rs"))?;
    usage::measure(&cargo, &arguments, folder).map(|(_, usage)| usage)
}

/// Makes a file look as if it had been written just now.
fn touch(path: &Path) -> Result<()> {
    let touched = File::options().append(true).open(path);
    let touched = touched.and_then(|file| file.set_modified(SystemTime::now()));
    touched.map_err(|error| Failure::new(format!("cannot touch: {error}")).at(path.display()))
}
