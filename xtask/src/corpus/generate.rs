//! One document, compiled by a process of its own.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use super::documents::Document;
use super::row::{Fate, Row};
use crate::compile;
use crate::failure::{Failure, Result};

/// How many lines of an error are kept.
const LINES: usize = 6;

/// Compiles a document into a folder.
pub(super) fn generate(document: &Document, folder: &Path) -> Result<Row> {
    // The folder within target/ is this command's own; what an earlier version left goes.
    let _ = std::fs::remove_dir_all(folder);
    let program = std::env::current_exe()
        .map_err(|error| Failure::new(format!("this program cannot be found: {error}")))?;
    let output = Command::new(program)
        .args(["codegen", "--message-format", "json", "--package", &document.package(), "--spec"])
        .arg(&document.path)
        .arg("--out")
        .arg(folder)
        .output()
        .map_err(|error| Failure::new(format!("this program cannot be started: {error}")))?;
    Ok(Row { name: document.name.clone(), fate: fate(&output), check: None })
}

fn fate(output: &Output) -> Fate {
    let events: Vec<Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let find = |name: &str| events.iter().find(|event| event["event"] == name);
    if let Some(report) = find("report") {
        return Fate::Generated(report.clone());
    }
    let text = |event: &Value| event["message"].as_str().unwrap_or_default().to_owned();
    let errors = events.iter().filter(|event| event["severity"] == "error");
    let mut lines: Vec<String> = errors
        .map(|event| format!("{}: {}", event["code"].as_str().unwrap_or_default(), text(event)))
        .take(LINES)
        .collect();
    let foreign = events.iter().any(|event| compile::is_foreign(&event["code"]));
    if foreign && output.status.code() == Some(2) {
        return Fate::Refused(lines.join("; "));
    }
    lines.extend(find("error").map(text));
    if output.status.code() != Some(2) {
        // A panic or a signal: what it wrote tells more.
        lines.push(output.status.to_string());
        let stderr = String::from_utf8_lossy(&output.stderr);
        lines.extend(stderr.lines().take(LINES).map(str::to_owned));
    }
    Fate::Failed(lines)
}
