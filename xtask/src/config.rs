//! `openapi/codegen.toml`: where the document comes from and what is made of it.

mod conventions;
mod derives;
mod operations;
#[cfg(test)]
mod schema;
mod types;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use generator::passes::Conventions;
use generator::plan::{Derive, DeriveFor, TextTypes, WebhookOptions};
use generator::select::Selection;
use reqwest::Url;
use serde::Deserialize;
use toml::Spanned;

use crate::failure::{Failure, Result};
use crate::remote::{self, Pinned};
use crate::{fetch, files, package};

/// The options of a project.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// The file they were read from.
    pub(crate) path: PathBuf,
    /// Where the document is published.
    pub(crate) url: Option<Url>,
    /// Corrections of the document.
    pub(crate) overlay: Option<PathBuf>,
    /// Documents elsewhere that it may refer to.
    pub(crate) remote: Vec<Pinned>,
    /// The operations that are wanted.
    pub(crate) operations: Selection,
    /// What texts of a format become.
    pub(crate) types: TextTypes,
    /// What models derive beside what all of them do.
    pub(crate) derives: Vec<(DeriveFor, Vec<Derive>)>,
    /// The crate that is generated.
    pub(crate) package: Package,
    /// Cargo features that tags share.
    pub(crate) features: BTreeMap<String, Vec<String>>,
    /// Names chosen by hand: JSON pointer of a schema or operation → Rust name.
    pub(crate) rename: BTreeMap<String, String>,
    /// What the document does not say of the API's conventions.
    pub(crate) conventions: Conventions,
    /// How the API signs the requests that it makes.
    pub(crate) webhooks: Option<WebhookOptions>,
    /// What its `Cargo.toml` says beside what is generated.
    pub(crate) manifest: toml::Table,
    /// The folder of its tests, if they are generated too.
    pub(crate) checks: Option<PathBuf>,
}

/// The crate that is generated.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    /// Its name, which Cargo accepts.
    pub(crate) name: String,
    /// Its version.
    pub(crate) version: Option<String>,
    /// Its folder.
    pub(crate) folder: PathBuf,
}

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    source: Option<SourceTable>,
    package: PackageTable,
    #[serde(default)]
    remote: remote::Table,
    #[serde(default)]
    operations: operations::Table,
    #[serde(default)]
    types: types::Table,
    #[serde(default)]
    derives: derives::Table,
    #[serde(default)]
    rename: BTreeMap<String, String>,
    #[serde(default)]
    features: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    conventions: conventions::Table,
    webhooks: Option<WebhooksTable>,
    #[serde(default)]
    manifest: toml::Table,
    checks: Option<ChecksTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WebhooksTable {
    signature: String,
    #[serde(default)]
    prefix: String,
    event_id: Option<String>,
    #[serde(default)]
    id: Vec<String>,
    event: String,
}

impl From<WebhooksTable> for WebhookOptions {
    fn from(table: WebhooksTable) -> Self {
        let WebhooksTable { signature, prefix, event_id, id, event } = table;
        Self { signature, prefix, event_id, id, event }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChecksTable {
    path: PathBuf,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceTable {
    url: Option<Spanned<String>>,
    overlay: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PackageTable {
    name: Spanned<String>,
    version: Option<String>,
    path: Option<PathBuf>,
}

impl Config {
    /// Reads and checks the file.
    pub(crate) fn load(path: &Path) -> Result<Self> {
        let text = files::read_text(path)?;
        Self::parse(&text, path)
    }

    /// Reads and checks the text of the file.
    pub(crate) fn parse(text: &str, path: &Path) -> Result<Self> {
        let file: File = toml::from_str(text).map_err(|error| complaint(&error, text, path))?;
        let source = file.source.unwrap_or_default();
        let url = source.url.map(|it| url(&it, text, path)).transpose()?;
        let package = package(file.package, text, path)?;
        let here = path.parent().unwrap_or(Path::new(""));
        let checks = file.checks.map(|checks| simple(&here.join(checks.path)));
        Ok(Self {
            path: path.to_owned(),
            url,
            overlay: source.overlay.map(|it| simple(&path.with_file_name(it))),
            remote: remote::pinned(file.remote, path, |offset| place(path, text, offset))?,
            operations: file.operations.selection(),
            types: file.types.mapped(|offset| place(path, text, offset))?,
            derives: derives::chosen(file.derives, &file.manifest, |it| place(path, text, it))?,
            package,
            features: file.features,
            rename: file.rename,
            conventions: file.conventions.conventions(|offset| place(path, text, offset))?,
            webhooks: file.webhooks.map(Into::into),
            manifest: file.manifest,
            checks,
        })
    }
}

/// The text of the file with another version of the package, and nothing else changed.
pub(crate) fn with_version(text: &str, version: &str) -> String {
    let line = format!("version = \"{version}\"\n");
    let (mut result, mut inside, mut done) = (String::new(), false, false);
    let key = |text: &str, key: &str| {
        let rest = text.trim_start().strip_prefix(key);
        rest.is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    let has = text.lines().skip_while(|it| it.trim() != "[package]").skip(1);
    let has = has.take_while(|it| !it.starts_with('[')).any(|it| key(it, "version"));
    for old in text.split_inclusive('\n') {
        if old.starts_with('[') {
            inside = old.trim() == "[package]";
        }
        let replaces = inside && !done && key(old, "version");
        result.push_str(if replaces { &line } else { old });
        done |= replaces;
        if inside && !done && !has && key(old, "name") {
            result.push_str(&line);
            done = true;
        }
    }
    result
}

/// A complaint of the TOML parser with `file:line:column`.
pub(crate) fn complaint(error: &toml::de::Error, text: &str, path: &Path) -> Failure {
    let failure = Failure::new(error.message());
    match error.span() {
        Some(span) => failure.at(place(path, text, span.start)),
        None => failure.at(path.display()),
    }
}

/// `file:line:column` of a byte of the text, from one.
fn place(path: &Path, text: &str, offset: usize) -> String {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("{}:{line}:{column}", path.display())
}

fn url(url: &Spanned<String>, text: &str, path: &Path) -> Result<Url> {
    fetch::address(url.get_ref()).map_err(|failure| failure.at(place(path, text, url.span().start)))
}

fn package(table: PackageTable, text: &str, path: &Path) -> Result<Package> {
    let name = table.name.get_ref().clone();
    if !package::is_valid(&name) {
        let why = package::complaint(&name).unwrap_or_else(|| "it is empty".to_owned());
        return Err(Failure::new(format!("`{name}` cannot be the name of a package: {why}"))
            .at(place(path, text, table.name.span().start)));
    }
    let here = path.parent().unwrap_or(Path::new(""));
    let folder = table.path.unwrap_or_else(|| Path::new("..").join(&name));
    Ok(Package { folder: simple(&here.join(folder)), name, version: table.version })
}

/// The path without `a/..`, so that messages read well.
fn simple(path: &Path) -> PathBuf {
    use std::path::Component;
    path.components().fold(PathBuf::new(), |mut simple, component| {
        match (component, simple.components().next_back()) {
            (Component::ParentDir, Some(Component::Normal(_))) => {
                simple.pop();
            }
            (Component::CurDir, _) => {}
            (other, _) => simple.push(other),
        }
        simple
    })
}

#[cfg(test)]
mod tests {
    use super::Config;
    use std::path::{Path, PathBuf};

    fn parse(text: &str) -> Result<Config, String> {
        Config::parse(text, Path::new("/p/openapi/codegen.toml")).map_err(|f| f.to_string())
    }

    /// Options that are commented out in the project's own file are examples: each has to work.
    #[test]
    fn every_documented_option_works() {
        let text = include_str!("../../openapi/codegen.toml");
        let option = |line: &str| {
            let key = line.strip_prefix("# ").and_then(|rest| rest.split_once(" = "));
            key.is_some_and(|(key, _)| key.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
        };
        let lines: Vec<&str> = text.lines().collect();
        let options: Vec<usize> = (0..lines.len()).filter(|at| option(lines[*at])).collect();
        assert!(options.len() >= 7, "{options:?}");
        for at in options {
            let mut lines = lines.clone();
            lines[at] = lines[at].trim_start_matches("# ");
            parse(&lines.join("\n")).unwrap_or_else(|error| panic!("{}: {error}", lines[at]));
        }
    }

    #[test]
    fn a_version_is_set_and_the_rest_stays() {
        let text =
            "[package]\n# The version.\nname = \"a\"\nversion = \"1\"\n\n[manifest]\nversion = 2\n";
        let set = super::with_version(text, "2.0.0");
        assert_eq!(set, text.replace("\"1\"", "\"2.0.0\""));
        let set = super::with_version("[package]\nname = \"a\"\n[rename]\n", "2.0.0");
        assert_eq!(set, "[package]\nname = \"a\"\nversion = \"2.0.0\"\n[rename]\n");
    }

    #[test]
    fn a_full_file_reads() {
        let config = parse(
            "[source]\nurl = \"https://example.com/openapi.json\"\n\
             [package]\nname = \"petshop\"\nversion = \"1.2.0\"\n\
             [rename]\n\"#/components/schemas/pet_v2\" = \"Pet\"\n\
             [checks]\npath = \"../tests/tests/petshop\"\n",
        )
        .expect("valid");
        assert_eq!(config.package.folder, PathBuf::from("/p/petshop"));
        assert_eq!(config.checks, Some(PathBuf::from("/p/tests/tests/petshop")));
        assert_eq!(config.rename["#/components/schemas/pet_v2"], "Pet");
    }

    #[test]
    fn mistakes_have_a_place() {
        for (text, message, place) in [
            ("[package]\nname = \"a\"\ncolour = 1\n", "unknown field `colour`", ":3:1"),
            ("[package]\nname = \"a b\"\n", "cannot be the name of a package", ":2:8"),
            ("[source]\nurl = \"http://example.com\"\n[package]\nname = \"a\"\n", "https", ":2:7"),
            ("[source\n", "", ":1:8"),
            ("[package]\nversion = \"1\"\n", "missing field `name`", ":1:1"),
        ] {
            let error = parse(text).expect_err(text);
            assert!(error.contains(message), "{error}");
            assert!(error.contains(&format!("codegen.toml{place}")), "{error}");
        }
    }
}
