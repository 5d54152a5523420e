//! The client of a document, compiled with its operation tests.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use generator::source::Source;
use generator::{Config, generate};
use serde_json::Value;

use super::outcome::{self, Outcome};
use crate::driver::write;

/// The name of the crate, the same for every document: one takes the place of the other.
const PACKAGE: &str = "old-client";
/// The name of its tests.
const TESTS: &str = "operations";
/// Types are decoded elsewhere, and in more ways.
const DECODING: &str = "decoding.rs";

/// Where clients are compiled.
pub(super) struct Workshop {
    folder: PathBuf,
}

/// A client with its tests, compiled.
pub(super) struct Client {
    program: PathBuf,
    report: PathBuf,
}

impl Workshop {
    pub(super) fn open(folder: &Path) -> Result<Self, String> {
        let folder = std::path::absolute(folder).map_err(|error| error.to_string())?;
        let workspace = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\"{PACKAGE}\"]\n\n\
             [profile.dev]\ndebug = false\n"
        );
        write(&folder.join("Cargo.toml"), workspace.as_bytes())?;
        let versions = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        fs::copy(versions, folder.join("Cargo.lock")).map_err(|error| error.to_string())?;
        Ok(Self { folder })
    }

    /// Generates the client of a document with its tests, and compiles both.
    pub(super) fn build(&self, document: &Path) -> Result<Client, String> {
        let source = Source::from_path(document).map_err(|error| error.to_string())?;
        let mut config = Config { checks: true, ..Config::default() };
        config.plan.package = PACKAGE.to_owned();
        let (output, _) = generate(&source, &config);
        let output = output.ok_or_else(|| format!("{} is no OpenAPI 3", document.display()))?;
        let folder = self.folder.join(PACKAGE);
        // The folder is this program's own.
        let _ = fs::remove_dir_all(&folder);
        for (path, bytes) in output.tree.iter() {
            write(&folder.join(path), bytes)?;
        }
        let tests = folder.join("tests").join(TESTS);
        for (path, bytes) in output.checks.iter().flat_map(|checks| checks.iter()) {
            write(&tests.join(path), if path == DECODING { b"" } else { bytes })?;
        }
        let manifest = output.tree.get("Cargo.toml").unwrap_or_default();
        let manifest = [manifest, dependencies().as_bytes()].concat();
        write(&folder.join("Cargo.toml"), &manifest)?;
        let report = self.folder.join("report.jsonl");
        Ok(Client { program: self.compile()?, report })
    }

    fn compile(&self) -> Result<PathBuf, String> {
        let output = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
            .args(["test", "--quiet", "--no-run", "--package", PACKAGE, "--test", TESTS])
            .args(["--message-format", "json"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("RUSTFLAGS", "-Awarnings")
            .env("CARGO_INCREMENTAL", "0")
            .stderr(Stdio::piped())
            .output()
            .map_err(|error| format!("cargo cannot be run: {error}"))?;
        let messages = String::from_utf8_lossy(&output.stdout);
        let messages = messages.lines().filter_map(|line| serde_json::from_str(line).ok());
        let messages: Vec<Value> = messages.collect();
        if !output.status.success() {
            let errors = messages.iter().filter(|it| it["message"]["level"] == "error");
            let mut errors = errors.filter_map(|it| it["message"]["rendered"].as_str());
            let text = String::from_utf8_lossy(&output.stderr);
            let first = errors.next().unwrap_or(&text);
            return Err(format!("the client does not compile:\n{first}"));
        }
        let made = |it: &&Value| it["target"]["name"] == TESTS && it["executable"].is_string();
        let program = messages.iter().find(made).and_then(|it| it["executable"].as_str());
        program.map(PathBuf::from).ok_or_else(|| "cargo names no program".to_owned())
    }
}

impl Client {
    /// Makes every call to a server of a document: what came of each operation, by its id.
    pub(super) fn run(
        &self,
        own: &Path,
        server: &Path,
    ) -> Result<BTreeMap<String, Outcome>, String> {
        let absolute = |path: &Path| std::path::absolute(path).map_err(|error| error.to_string());
        write(&self.report, b"")?;
        let output = Command::new(&self.program)
            .args(["--quiet", "--color", "never"])
            .env(::rehearsal::CLIENT, absolute(own)?)
            .env(::rehearsal::SERVER, absolute(server)?)
            .env(::rehearsal::REPORT, &self.report)
            .output()
            .map_err(|error| format!("{}: {error}", self.program.display()))?;
        if !output.status.success() {
            let text = String::from_utf8_lossy(&output.stdout);
            return Err(format!("the calls end with {}:\n{text}", output.status));
        }
        let report = fs::read_to_string(&self.report).map_err(|error| error.to_string())?;
        outcome::read(&report)
    }
}

/// What the tests stand on; they call the harness `tests`.
fn dependencies() -> String {
    let harness = Path::new(env!("CARGO_MANIFEST_DIR")).join("rehearsal");
    format!(
        "\n[dev-dependencies]\n\
         tests = {{ package = \"rehearsal\", path = {harness:?} }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n"
    )
}
