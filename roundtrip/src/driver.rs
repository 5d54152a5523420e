//! The crate that is generated from a document, with a program that reads and writes its types.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use generator::build::Manifest;
use generator::source::Source;
use generator::{Config, generate};

/// What the program does, but for its table of types.
const PROGRAM: &str = r#"
mod runtime;
mod types;

use serde::{Serialize, de::DeserializeOwned};
use std::io::{BufRead, Write};

type Check = fn(&str) -> String;

fn check<T: Serialize + DeserializeOwned + std::fmt::Debug>(text: &str) -> String {
    let value: T = match runtime::codec::from_slice(text.as_bytes()) {
        Ok(value) => value,
        Err(error) => return serde_json::json!({ "error": error.to_string() }).to_string(),
    };
    let shown = format!("{value:?}");
    // A text or number of an open enum is at home there; JSON is not.
    let is_json = |at: &usize| shown.as_bytes().get(at + 8).is_some_and(u8::is_ascii_uppercase);
    let unknown = shown.match_indices("Unknown(").map(|(at, _)| at).find(is_json).map(|at| {
        let around = |ends: std::ops::Range<usize>| String::from_utf8_lossy(&shown.as_bytes()[ends]).into_owned();
        around(at.saturating_sub(60)..shown.len().min(at + 160))
    });
    let unknown = serde_json::json!(unknown);
    // A tag that was left out is there once it is written: what counts is that nothing changes then.
    let again = |text: &str| {
        let value: T = runtime::codec::from_slice(text.as_bytes()).ok()?;
        serde_json::to_string(&value).ok()
    };
    match serde_json::to_string(&value) {
        Ok(text) if again(&text).as_ref() != Some(&text) => {
            serde_json::json!({ "error": format!("read as another: {text}") }).to_string()
        }
        Ok(text) => format!("{{\"unknown\":{unknown},\"value\":{text}}}"),
        Err(error) => serde_json::json!({ "error": format!("written: {error}") }).to_string(),
    }
}

fn read<T: DeserializeOwned>(text: &str) -> String {
    match runtime::codec::from_slice::<T>(text.as_bytes()) {
        Ok(_) => "{}".to_owned(),
        Err(error) => serde_json::json!({ "error": error.to_string() }).to_string(),
    }
}

fn answer(line: &str) -> String {
    let Some((index, text)) = line.split_once('\t') else { return "{}".to_owned() };
    TABLE[index.parse::<usize>().expect("an index")](text)
}

fn run() {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        writeln!(out, "{}", answer(&line.expect("a line"))).expect("an open pipe");
    }
}

fn main() {
    let thread = std::thread::Builder::new().stack_size(512 << 20).spawn(run).expect("a thread");
    thread.join().expect("no panic");
}
"#;

/// Which impls types have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Those of both directions, as where there are mocks.
    Both,
    /// Those that a client needs.
    AsTheyTravel,
}

/// Where the crates are built.
pub(crate) struct Workshop {
    folder: PathBuf,
}

impl Workshop {
    pub(crate) fn new(folder: &Path) -> Result<Self, String> {
        let folder = std::path::absolute(folder).map_err(|error| error.to_string())?;
        Ok(Self { folder })
    }

    /// A file beside the crates.
    pub(crate) fn file(&self, name: &str, ending: &str) -> PathBuf {
        self.folder.join(format!("{name}.{ending}"))
    }

    /// The folder of a crate, empty.
    pub(crate) fn folder(&self, name: &str) -> Result<PathBuf, String> {
        let folder = self.folder.join(name);
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.to_string()),
            _ => Ok(folder),
        }
    }

    /// Makes a workspace of crates, with the versions of this one's dependencies.
    pub(crate) fn workspace(&self, members: &[&str]) -> Result<(), String> {
        let text = format!(
            "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[profile.dev]\ndebug = false\n"
        );
        write(&self.folder.join("Cargo.toml"), text.as_bytes())?;
        let versions = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        fs::copy(versions, self.folder.join("Cargo.lock"))
            .map_err(|error| error.to_string())
            .map(drop)
    }

    /// Cargo in the workspace, with a target directory of its own.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
        command
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("RUSTFLAGS", "-Awarnings")
            .env("CARGO_INCREMENTAL", "0");
        command
    }

    /// Generates the crate of a document.
    pub(crate) fn generate(&self, name: &str, source: &Source) -> Result<Manifest, String> {
        let mut config = Config::default();
        config.plan.package = name.to_owned();
        let (output, diagnostics) = generate(source, &config);
        let Some(output) = output else {
            let first = diagnostics.iter().next().map(|one| one.message.clone());
            return Err(first.unwrap_or_else(|| "it is no OpenAPI 3".to_owned()));
        };
        let folder = self.folder(name)?;
        for (path, bytes) in output.tree.iter().filter(|(path, _)| is_needed(path)) {
            write(&folder.join(path), bytes)?;
        }
        Ok(output.manifest())
    }

    /// Compiles the crate of a document with a program that has a row for each schema: `check` or
    /// `read` of its type.
    pub(crate) fn build(
        &self,
        name: &str,
        direction: Direction,
        rows: &[String],
    ) -> Result<PathBuf, String> {
        let mock = format!("{name}/mock");
        let features: &[&str] = match direction {
            Direction::Both => &["--features", &mock],
            Direction::AsTheyTravel => &[],
        };
        let rows = rows.iter().map(|row| format!("    {row},\n"));
        let table = rows.collect::<String>();
        let text = format!("{PROGRAM}\nstatic TABLE: &[Check] = &[\n{table}];\n");
        write(&self.folder.join(name).join("src/main.rs"), text.as_bytes())?;
        self.workspace(&[name])?;
        let output = self
            .cargo()
            .args(["build", "--quiet"])
            .args(features)
            .stderr(Stdio::piped())
            .output()
            .map_err(|error| format!("cargo cannot be run: {error}"))?;
        if !output.status.success() {
            let text = String::from_utf8_lossy(&output.stderr);
            let lines: Vec<&str> = text.lines().take(20).collect();
            return Err(format!("the crate does not compile:\n{}", lines.join("\n")));
        }
        Ok(self.folder.join("target/debug").join(name))
    }
}

/// Runs a program on lines from a file; what it answers goes to another.
pub(crate) fn run(program: &Path, input: &Path, output: &Path) -> Result<(), String> {
    let text = |error: std::io::Error| format!("{}: {error}", program.display());
    let status = Command::new(program)
        .stdin(fs::File::open(input).map_err(text)?)
        .stdout(fs::File::create(output).map_err(text)?)
        .status()
        .map_err(text)?;
    if status.success() { Ok(()) } else { Err(format!("the program ended with {status}")) }
}

/// Operations and the client itself have no part in this.
fn is_needed(path: &str) -> bool {
    path == "Cargo.toml" || path.starts_with("src/types/") || path.starts_with("src/runtime/")
}

pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, bytes))
        .map_err(|error| format!("{}: {error}", path.display()))
}
