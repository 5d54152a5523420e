//! Documents that can be shown, and why others cannot.

use std::fmt;
use std::path::Path;

use generator::source::Source;

/// Why nothing is shown of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unshown {
    /// It is not of the kind that can be shown here.
    Skipped(&'static str),
    /// Something went wrong, which is as bad as a failure of what was to be shown.
    Failed(String),
}

impl From<String> for Unshown {
    fn from(reason: String) -> Self {
        Self::Failed(reason)
    }
}

impl fmt::Display for Unshown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Skipped(reason) => write!(formatter, "SKIPPED: {reason}"),
            Self::Failed(reason) => write!(formatter, "FAILED: {reason}"),
        }
    }
}

impl Unshown {
    /// Whether this is no failure.
    pub(crate) fn is_fine(&self) -> bool {
        matches!(self, Self::Skipped(_))
    }
}

/// The name of a document as part of a package's name: words with one dash between them.
pub(crate) fn package_name(name: &str) -> String {
    let name = name.to_lowercase();
    let words = name.split(|character: char| !character.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// Reads a document of one file.
pub(crate) fn open(path: &Path) -> Result<Source, Unshown> {
    let source = Source::from_path(path).map_err(|error| error.to_string())?;
    let entry = source.entry().ok_or_else(|| "the file cannot be read".to_owned())?;
    let version = entry.value.get("openapi").and_then(|version| version.as_str());
    if !version.is_some_and(|version| version.starts_with("3.")) {
        return Err(Unshown::Skipped("it is no OpenAPI 3"));
    }
    if source.file_names().count() > 1 {
        return Err(Unshown::Skipped("the document has several files"));
    }
    Ok(source)
}

#[cfg(test)]
mod tests {
    use super::{Unshown, open, package_name};

    #[test]
    fn documents_that_cannot_be_shown_are_told_from_those_that_are_broken() {
        let folder = std::env::temp_dir().join(format!("documents-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let opened = |text: &str| {
            let path = folder.join("document.json");
            std::fs::write(&path, text).expect("written");
            open(&path).err()
        };
        assert_eq!(opened(r#"{"openapi":"3.1.0"}"#), None);
        assert_eq!(opened(r#"{"swagger":"2.0"}"#), Some(Unshown::Skipped("it is no OpenAPI 3")));
        assert!(opened("{").is_some_and(|reason| !reason.is_fine()));
        std::fs::remove_dir_all(&folder).expect("removed");
    }

    #[test]
    fn packages_are_named_by_words() {
        assert_eq!(package_name("Vtex.local_Marketplace APIs-"), "vtex-local-marketplace-apis");
    }
}
