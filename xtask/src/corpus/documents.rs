//! The documents of a folder.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};
use crate::package;

/// A document of the corpus.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// What it is called in the table.
    pub(crate) name: String,
    /// Its first file.
    pub(crate) path: PathBuf,
}

impl Document {
    /// The name of its package: one that neither Cargo nor Rust reserves.
    pub(crate) fn package(&self) -> String {
        let words = self.name.split(|c: char| !c.is_ascii_alphanumeric());
        let words = words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase);
        let name = words.collect::<Vec<_>>().join("-");
        // The end of a long name tells more than its start: a version, a number.
        let start = name.len().saturating_sub(package::LONGEST - "corpus-".len());
        format!("corpus-{}", name[start..].trim_start_matches('-'))
    }
}

/// Every JSON or YAML file of the folder and, in the folders within, those that start a document;
/// of these, the ones with one of the wanted texts in their names.
pub(crate) fn find(folder: &Path, only: &[String]) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    for path in entries(folder)? {
        if path.is_dir() {
            let within = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            nested(&path, &within, &mut documents)?;
        } else if is_readable(&path) {
            documents.push(Document { name: stem(&path), path });
        }
    }
    tell_apart(&mut documents);
    let wanted = |name: &str| only.is_empty() || only.iter().any(|only| name.contains(only));
    documents.retain(|document| wanted(&document.name));
    if documents.is_empty() {
        return Err(Failure::new("no document (.json, .yaml, .yml) that was asked for is here")
            .at(folder.display()));
    }
    Ok(documents)
}

/// The documents within a folder, whose other files are parts of them.
fn nested(folder: &Path, within: &str, documents: &mut Vec<Document>) -> Result<()> {
    for path in entries(folder)? {
        if path.is_dir() {
            nested(&path, within, documents)?;
        } else if is_readable(&path) && starts_document(&path) {
            documents.push(Document { name: format!("{within}-{}", stem(&path)), path });
        }
    }
    Ok(())
}

fn is_readable(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("json" | "yaml" | "yml"))
}

/// Whether the first kilobytes name a version of OpenAPI.
fn starts_document(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(4096).read_to_end(&mut start));
    let text = String::from_utf8_lossy(&start);
    let names = |line: &str| line.starts_with("openapi:") || line.contains("\"openapi\"");
    read.is_ok() && text.lines().any(names)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Names that occur twice, such as `pets` of `pets.json` and `pets.yaml`, get their file's ending;
/// names that are the same in a package, such as `a b` and `a-b`, a number.
fn tell_apart(documents: &mut [Document]) {
    let packages: Vec<_> = documents.iter().map(Document::package).collect();
    for (document, package) in documents.iter_mut().zip(&packages) {
        if packages.iter().filter(|other| *other == package).count() > 1 {
            let extension = document.path.extension().unwrap_or_default().to_string_lossy();
            document.name = format!("{}-{extension}", document.name);
        }
    }
    let mut taken = BTreeSet::new();
    for document in documents {
        let name = document.name.clone();
        for number in 2.. {
            if taken.insert(document.package()) {
                break;
            }
            document.name = format!("{name}-{number}");
        }
    }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let fail = |error: std::io::Error| {
        Failure::new(format!("cannot read the folder: {error}")).at(folder.display())
    };
    let mut paths = fs::read_dir(folder)
        .map_err(fail)?
        .map(|entry| entry.map(|entry| entry.path()).map_err(fail))
        .collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::{Document, tell_apart};
    use std::path::PathBuf;

    #[test]
    fn every_document_has_a_package_of_its_own() {
        let long = Document { name: "x".repeat(100) + "-v2", path: PathBuf::from("x.json") };
        assert_eq!(long.package().len(), 64);
        assert!(long.package().starts_with("corpus-x") && long.package().ends_with("x-v2"));
        let names = ["a (v1)", "a-v1", "b", "b", "B c"];
        let paths = ["a (v1).json", "a-v1.json", "b.json", "b.yaml", "B c.json"];
        let mut documents: Vec<Document> = (names.into_iter().zip(paths))
            .map(|(name, path)| Document { name: name.to_owned(), path: PathBuf::from(path) })
            .collect();
        tell_apart(&mut documents);
        let packages: Vec<String> = documents.iter().map(Document::package).collect();
        let expected = [
            "corpus-a-v1-json",
            "corpus-a-v1-json-2",
            "corpus-b-json",
            "corpus-b-yaml",
            "corpus-b-c",
        ];
        assert_eq!(packages, expected);
    }
}
