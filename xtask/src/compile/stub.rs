//! Stands in for the compiler until it lands.
use super::*;
use crate::failure::{Failure, Result};
use serde_json::json;
const MARK: &str = "@generated";

#[derive(Debug)]
pub(crate) struct Tree(BTreeMap<String, Vec<u8>>);

pub(crate) fn parse(path: &Path) -> Result<Value> {
    let bytes = crate::files::read(path)?;
    serde_json::from_slice(&bytes).map_err(|e| Failure::new(e.to_string()).at(path.display()))
}

pub(crate) fn explain(_: &str) -> Option<String> {
    None
}

pub(crate) fn compile(input: Input<'_>, options: &Options) -> Result<Compilation> {
    let (name, bytes) = match input {
        Input::File(path) => (path.display().to_string(), crate::files::read(path)?),
        Input::Bytes(name, bytes) => (name.to_owned(), bytes.to_vec()),
    };
    let bad = |code: &str, text: String| Compilation {
        findings: Findings {
            text: format!("error[{code}]: {text}\n  --> {name}\n"),
            json: vec![json!({"code": code})],
            rejected: 1,
            warnings: 0,
        },
        output: None,
    };
    let value: Value = match serde_json::from_slice(&bytes) {
        Ok(value) => value,
        Err(error) => return Ok(bad("E0101", error.to_string())),
    };
    if value["swagger"].is_string() {
        return Ok(bad("E0302", "Swagger 2.0".to_owned()));
    }
    let Some(openapi) = value["openapi"].as_str() else {
        return Ok(bad("E0301", "the document is not OpenAPI".to_owned()));
    };
    let title = value["info"]["title"].as_str().unwrap_or_default();
    let package = options
        .package
        .clone()
        .unwrap_or_else(|| crate::package::from_title(title));
    let operations = value["paths"].as_object().map_or(0, |paths| paths.len());
    let mut files = BTreeMap::new();
    files.insert("Cargo.toml".to_owned(), format!("# {MARK}\n[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n").into_bytes());
    files.insert(
        "src/lib.rs".to_owned(),
        format!("// {MARK}\n//! {title}: {operations}\n").into_bytes(),
    );
    Ok(Compilation {
        findings: Findings::default(),
        output: Some(Output {
            package,
            openapi: openapi.to_owned(),
            lines: 2,
            tree: Tree(files),
            operations,
            types: 0,
            untyped: 0,
            stages: vec![("all".to_owned(), 1.0)],
            manifest: json!({}),
        }),
    })
}

impl Tree {
    pub(crate) fn write(&self, folder: &Path) -> Result<Written> {
        if folder.exists()
            && std::fs::read_dir(folder).is_ok_and(|mut d| d.next().is_some())
            && !std::fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(|t| t.contains(MARK))
        {
            return Err(
                Failure::new("the folder is neither empty nor made by this tool")
                    .at(folder.display()),
            );
        }
        let mut result = Written::default();
        for (path, bytes) in &self.0 {
            let to = folder.join(path);
            if std::fs::read(&to).is_ok_and(|old| old == *bytes) {
                result.unchanged += 1;
                continue;
            }
            crate::files::write(&to, bytes)?;
            result.written.push(path.clone());
        }
        Ok(result)
    }
    pub(crate) fn compare(&self, folder: &Path) -> Result<Vec<Stale>> {
        let mut stale = Vec::new();
        for (path, bytes) in &self.0 {
            match std::fs::read(folder.join(path)) {
                Ok(old) if old == *bytes => {}
                Ok(_) => stale.push(Stale {
                    path: path.clone(),
                    why: "differs".to_owned(),
                }),
                Err(_) => stale.push(Stale {
                    path: path.clone(),
                    why: "is missing".to_owned(),
                }),
            }
        }
        Ok(stale)
    }
}
pub(crate) fn is_foreign(code: &Value) -> bool {
    matches!(code.as_str(), Some("E0302" | "E0303"))
}
