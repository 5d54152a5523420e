//! The features of generated crates.

use std::path::Path;

use crate::failure::{Failure, Result};
use crate::files;

/// The features of a generated crate that stand for a tag each.
pub(crate) fn of(folder: &Path) -> Result<Vec<String>> {
    let path = folder.join("Cargo.toml");
    let manifest: toml::Table = toml::from_str(&files::read_text(&path)?)
        .map_err(|error| Failure::new(error.message().to_owned()).at(path.display()))?;
    let features = manifest.get("features").and_then(toml::Value::as_table);
    let default = features.and_then(|features| features.get("default")?.as_array());
    let names = default.into_iter().flatten().filter_map(toml::Value::as_str);
    Ok(names.map(str::to_owned).collect())
}
