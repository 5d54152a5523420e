//! `cargo check` of the generated crates, in one workspace with one target directory.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Instant, SystemTime};

use serde_json::Value;

use super::row::Check;
use crate::failure::{Failure, Result};
use crate::features;
use crate::files;
use crate::target::Target;

/// How many of the compiler's messages are kept.
const MESSAGES: usize = 5;

/// The workspace that the crates stand in.
#[derive(Clone, Debug)]
pub(super) struct Workspace(Target);

impl Workspace {
    /// The workspace within the target directory of the project around the current folder.
    pub(super) fn open() -> Result<Self> {
        Target::open("corpus").map(Self)
    }

    /// The folder of a crate.
    pub(super) fn folder(&self, name: &str) -> PathBuf {
        self.0.folder.join(name)
    }

    /// Compiles a crate and takes the time, without that of what it depends on.
    pub(super) fn check(&self, name: &str) -> Result<Check> {
        self.prepare(name)?;
        self.cargo(name, &[])
    }

    /// Compiles a crate with each of its features alone, and with all of them and mocks; returns what
    /// is wrong with any.
    pub(super) fn check_features(&self, name: &str) -> Result<Check> {
        self.prepare(name)?;
        let mut all = Check::default();
        for feature in features::of(&self.folder(name))? {
            let arguments = ["--no-default-features", "--features", &format!("{name}/{feature}")];
            all.add(self.cargo(name, &arguments)?, &format!("feature `{feature}` alone"));
        }
        let mock = self.cargo(name, &["--features", &format!("{name}/mock")])?;
        all.add(mock, "feature `mock`");
        Ok(all)
    }

    fn cargo(&self, name: &str, arguments: &[&str]) -> Result<Check> {
        let fail = |error: std::io::Error| Failure::new(format!("cargo cannot be run: {error}"));
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
            .args(["check", "--quiet", "--message-format", "json"])
            .args(arguments)
            .current_dir(&self.0.folder)
            .env("CARGO_TARGET_DIR", self.folder("target"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(fail)?;
        // Cargo writes little to standard error, which waits in the pipe.
        let check = cargo
            .stdout
            .take()
            .map(|messages| read(BufReader::new(messages), &self.folder(name).join("Cargo.toml")));
        let output = cargo.wait_with_output().map_err(fail)?;
        let mut check = check.unwrap_or_default();
        if !output.status.success() && check.errors == 0 {
            check.errors = 1;
            let text = String::from_utf8_lossy(&output.stderr);
            check.messages = text.lines().take(MESSAGES).map(str::to_owned).collect();
        }
        Ok(check)
    }

    /// Makes the crate the only member, with this project's versions, and has it compiled anew.
    fn prepare(&self, name: &str) -> Result<()> {
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [\"{name}\"]\n");
        files::write(&self.folder("Cargo.toml"), manifest.as_bytes())?;
        self.0.lock(&self.0.folder)?;
        let root = self.folder(name).join("src/lib.rs");
        File::options()
            .append(true)
            .open(&root)
            .and_then(|file| file.set_modified(SystemTime::now()))
            .map_err(|error| Failure::new(format!("cannot touch: {error}")).at(root.display()))
    }
}

/// Reads cargo's messages as they come. The crate's own time starts when the last of what it
/// depends on is ready.
fn read(messages: impl BufRead, manifest: &Path) -> Check {
    let manifest = fs::canonicalize(manifest).unwrap_or(manifest.to_owned());
    let mut check = Check::default();
    let mut started = Instant::now();
    for line in messages.lines().map_while(std::io::Result::ok) {
        let Ok(message) = serde_json::from_str::<Value>(&line) else {
            continue;
        };
        let path = message["manifest_path"].as_str().map(Path::new);
        let own = path == Some(manifest.as_path());
        match message["reason"].as_str() {
            Some("compiler-artifact" | "build-script-executed") if !own => {
                started = Instant::now();
            }
            Some("compiler-message") if own => count(&message["message"], &mut check),
            _ => {}
        }
    }
    check.seconds = started.elapsed().as_secs_f64();
    check
}

fn count(message: &Value, check: &mut Check) {
    // What has no place sums up the others.
    if message["spans"].as_array().is_none_or(Vec::is_empty) {
        return;
    }
    let level = message["level"].as_str().unwrap_or_default();
    match level {
        "error" => check.errors += 1,
        "warning" => check.warnings += 1,
        _ => return,
    }
    if check.messages.len() < MESSAGES {
        let text = message["message"].as_str().unwrap_or_default();
        let span = &message["spans"][0];
        let file = span["file_name"].as_str().unwrap_or_default();
        check.messages.push(format!("{level}: {text} ({file}:{})", span["line_start"]));
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde_json::json;
    use std::path::Path;

    #[test]
    fn messages_of_the_crate_are_counted_and_summaries_are_not() {
        let message = |manifest: &str, level: &str, spans: serde_json::Value| {
            json!({ "reason": "compiler-message", "manifest_path": manifest, "message": {
                "level": level, "message": "unused", "spans": spans } })
            .to_string()
        };
        let span = json!([{ "file_name": "src/lib.rs", "line_start": 7 }]);
        let lines = [
            message("/c/Cargo.toml", "warning", span.clone()),
            message("/c/Cargo.toml", "error", span.clone()),
            message("/c/Cargo.toml", "warning", json!([])),
            message("/other/Cargo.toml", "warning", span),
        ];
        let check = read(lines.join("\n").as_bytes(), Path::new("/c/Cargo.toml"));
        assert_eq!((check.warnings, check.errors), (1, 1));
        assert_eq!(check.messages[0], "warning: unused (src/lib.rs:7)");
    }
}
