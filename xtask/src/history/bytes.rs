//! Whether the way there and back gives the same crates, byte for byte.

use std::collections::BTreeSet;
use std::path::Path;

use super::versions::{Chain, Version};
use crate::corpus::documents;
use crate::failure::Result;

/// Goes through all documents and back again, and compares with what was there on the way. A name
/// that something else took meanwhile stays with it, so this need not be the same.
pub(super) fn there_and_back(
    versions: &[Version],
    folder: &Path,
    config: Option<&Path>,
) -> Result<String> {
    let mut chain = Chain::open(config)?;
    let documents = documents::find(folder, &[])?;
    for document in &documents {
        chain.next(&document.name, &document.path)?;
    }
    let (mut files, mut moved) = (0, Vec::new());
    let mut kept = BTreeSet::new();
    for (document, there) in documents.iter().zip(versions).rev() {
        let back = chain.next(&document.name, &document.path)?;
        let (one, other) = (there.output.tree.files(), back.output.tree.files());
        files += one.len();
        let differs = one.iter().any(|(path, bytes)| other.get(path) != Some(bytes));
        if differs || one.len() != other.len() {
            moved.push(document.name.clone());
        }
        let before = &there.output.kept_names;
        let more = back.output.kept_names.keys().filter(|it| !before.contains_key(*it));
        kept.extend(more.cloned());
    }
    Ok(match moved.as_slice() {
        [] => format!(
            "there and back: the same {files} files, byte for byte; {} names were kept on the way \
             back that the way there did not need",
            kept.len()
        ),
        moved => format!(
            "there and back: other crates, because names that were free on the way there were taken \
             on the way back: {}",
            moved.join(", ")
        ),
    })
}
