//! One side of a comparison: a file, a URL or a git revision.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::compile::Input;
use crate::failure::{Failure, Result};
use crate::fetch::{self, Answer, Limits};

/// A document to compare.
#[derive(Clone, Debug)]
pub(super) enum Side {
    File(PathBuf),
    Bytes(String, Vec<u8>),
}

impl Side {
    /// Finds what the command line names.
    pub(super) fn find(text: &str) -> Result<Self> {
        if fetch::is_url(text) {
            return fetched(text);
        }
        if Path::new(text).exists() {
            return Ok(Self::File(text.into()));
        }
        match text.split_once(':') {
            Some((revision, path)) if !revision.is_empty() && !path.is_empty() => committed(text),
            _ => Err(Failure::new("there is no such file")
                .at(text)
                .help("a git revision is written `HEAD:openapi/openapi.json`")),
        }
    }

    /// The document as the compiler takes it.
    pub(super) fn input(&self) -> Input<'_> {
        match self {
            Self::File(path) => Input::File(path),
            Self::Bytes(name, bytes) => Input::Bytes(name, bytes),
        }
    }
}

fn fetched(text: &str) -> Result<Side> {
    let url = fetch::address(text)?;
    match fetch::get(&url, None, &Limits::default())? {
        Answer::Document { bytes, .. } => Ok(Side::Bytes(text.to_owned(), bytes)),
        Answer::NotModified => Err(Failure::new("the server sent no document").at(text)),
        Answer::Unreachable(reason) => {
            Err(Failure::new(format!("the host cannot be reached: {reason}")).at(text))
        }
    }
}

fn committed(text: &str) -> Result<Side> {
    let output = Command::new("git")
        .args(["show", "--end-of-options", text])
        .output()
        .map_err(|error| Failure::new(format!("git cannot be started: {error}")).at(text))?;
    if output.status.success() {
        return Ok(Side::Bytes(text.to_owned(), output.stdout));
    }
    let told = String::from_utf8_lossy(&output.stderr);
    let told = told.trim().trim_start_matches("fatal: ").to_owned();
    Err(Failure::new(format!("neither a file nor a git revision: {told}"))
        .at(text)
        .help("a git revision is written `HEAD:openapi/openapi.json`"))
}
