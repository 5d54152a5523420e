//! The client of a document, compiled with the operation tests that are generated beside it.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use generator::source::Source;
use generator::{Config, generate};
use serde_json::Value;

use crate::driver::{Workshop, write};

/// The name of the tests.
const TESTS: &str = "operations";

/// Types are decoded elsewhere, and in more ways.
const DECODING: &str = "decoding.rs";

/// What the tests stand on, which call it `tests`: a package in a folder of this one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Harness {
    pub(crate) package: &'static str,
    pub(crate) folder: &'static str,
}

/// A client with its tests, compiled.
#[derive(Clone, Debug)]
pub(crate) struct Tested {
    /// The program that runs the tests.
    pub(crate) program: PathBuf,
    /// How many operations the document has.
    pub(crate) operations: usize,
}

impl Workshop {
    /// Generates the client of a document with its tests, and compiles both.
    pub(crate) fn tested(
        &self,
        package: &str,
        source: &Source,
        harness: Harness,
    ) -> Result<Tested, String> {
        let mut config = Config { checks: true, ..Config::default() };
        config.plan.package = package.to_owned();
        let (output, _) = generate(source, &config);
        let output = output.ok_or("it is no OpenAPI 3")?;
        let folder = self.folder(package)?;
        for (path, bytes) in output.tree.iter() {
            write(&folder.join(path), bytes)?;
        }
        let tests = folder.join("tests").join(TESTS);
        for (path, bytes) in output.checks.iter().flat_map(|checks| checks.iter()) {
            write(&tests.join(path), if path == DECODING { b"" } else { bytes })?;
        }
        let manifest = output.tree.get("Cargo.toml").unwrap_or_default();
        let manifest = [manifest, dependencies(harness).as_bytes()].concat();
        write(&folder.join("Cargo.toml"), &manifest)?;
        self.workspace(&[package])?;
        Ok(Tested { program: self.compile_tests(package)?, operations: output.operations })
    }

    fn compile_tests(&self, package: &str) -> Result<PathBuf, String> {
        let output = self
            .cargo()
            .args(["test", "--quiet", "--no-run", "--package", package, "--test", TESTS])
            .args(["--message-format", "json"])
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

/// What the tests need beside what the client does.
fn dependencies(harness: Harness) -> String {
    let Harness { package, folder } = harness;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    format!(
        "\n[dev-dependencies]\n\
         tests = {{ package = \"{package}\", path = {folder:?} }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n"
    )
}
