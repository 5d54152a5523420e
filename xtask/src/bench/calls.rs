//! What calls of the generated client cost, against the same exchanges written by hand.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::usage;
use crate::failure::Result;

/// What one exchange costs on one side.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Call {
    pub(super) exchange: String,
    /// `generated` or `by hand`.
    pub(super) side: String,
    pub(super) cost: Cost,
}

/// What a call allocates, and how long it takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Cost {
    pub(super) allocations: u64,
    pub(super) bytes: u64,
    pub(super) microseconds: f64,
}

/// Runs the package `benches`, which prints a line for each.
pub(super) fn measure() -> Result<Vec<Call>> {
    let cargo: PathBuf = std::env::var_os("CARGO").unwrap_or("cargo".into()).into();
    let arguments = ["run", "--quiet", "--release", "--package", "benches"].map(OsString::from);
    let (text, _) = usage::measure(&cargo, &arguments, Path::new("."))?;
    Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}
