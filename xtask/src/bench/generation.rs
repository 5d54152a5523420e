//! What generating a crate takes, as a process of its own.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::spread::Spread;
use super::usage::{self, Usage};
use crate::codegen;
use crate::digest::sha256;
use crate::failure::{Failure, Result};
use crate::files;

/// What generating the crate of a document takes, and what comes of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Generation {
    pub(super) document: String,
    /// The size of the document.
    pub(super) bytes: u64,
    pub(super) operations: u64,
    pub(super) types: u64,
    /// What is written: files, lines of Rust without the runtime, bytes.
    pub(super) files: u64,
    pub(super) lines: u64,
    pub(super) written_bytes: u64,
    /// Seconds on the clock of a run that writes everything.
    pub(super) fresh: Spread,
    /// Seconds on the clock of a run that compiles and finds every file as it should be.
    pub(super) unchanged: Spread,
    /// Seconds on the processors of such a run.
    pub(super) cpu: Spread,
    /// Seconds on the clock of a run after which nothing has changed: it does not compile.
    #[serde(default)]
    pub(super) repeated: Spread,
    /// Peak memory in bytes of the runs that compile.
    pub(super) peak: u64,
    /// Milliseconds of each stage, the median.
    pub(super) stages: BTreeMap<String, f64>,
    /// Seconds that `serde_json` takes for the same document, as a `Value`.
    pub(super) parse: Spread,
    /// Seconds that reading and hashing the document and the files of the crate takes.
    pub(super) reading: Spread,
}

impl Generation {
    /// How many times as long as parsing the document a run that compiles takes.
    pub(super) fn to_parse(&self) -> f64 {
        self.unchanged.median / self.parse.median
    }

    /// How many times as long as reading and hashing what goes in and what is there a run takes
    /// before which nothing has changed.
    pub(super) fn to_reading(&self) -> f64 {
        self.repeated.median / self.reading.median
    }

    /// How many times as large as the document.
    pub(super) fn peak_to_document(&self) -> f64 {
        self.peak as f64 / self.bytes as f64
    }
}

/// Measures the generation of a document's crate into a folder, which is this command's own.
pub(super) fn measure(name: &str, path: &Path, folder: &Path, runs: usize) -> Result<Generation> {
    let bytes = files::read(path)?;
    let json = as_json(path, &bytes)?;
    let [mut fresh, mut unchanged, mut repeated] = [(); 3].map(|()| Vec::new());
    let [mut parse, mut reading] = [(); 2].map(|()| Vec::new());
    let mut last = (String::new(), Usage::default());
    let mut stages: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for _ in 0..runs {
        // What an earlier run left goes.
        let _ = fs::remove_dir_all(folder);
        fresh.push(generate(path, folder)?.1);
        repeated.push(generate(path, folder)?.1);
        codegen::forget(folder)?;
        last = generate(path, folder)?;
        unchanged.push(last.1);
        for (stage, milliseconds) in stages_of(&report(&last.0)?) {
            stages.entry(stage).or_default().push(milliseconds);
        }
        parse.push(timed(|| serde_json::from_slice::<Value>(&json)));
        reading.push(timed(|| read_and_hash(path, folder)));
    }
    let report = report(&last.0)?;
    let number = |key: &str| report[key].as_u64().unwrap_or_default();
    let (count, written_bytes) = size(folder);
    Ok(Generation {
        document: name.to_owned(),
        bytes: bytes.len() as u64,
        operations: number("operations"),
        types: number("types"),
        files: count,
        lines: number("lines"),
        written_bytes,
        fresh: Spread::of(fresh.iter().map(|usage| usage.wall)),
        unchanged: Spread::of(unchanged.iter().map(|usage| usage.wall)),
        cpu: Spread::of(unchanged.iter().map(|usage| usage.cpu)),
        repeated: Spread::of(repeated.iter().map(|usage| usage.wall)),
        peak: fresh.iter().chain(&unchanged).map(|usage| usage.peak).max().unwrap_or_default(),
        stages: stages.into_iter().map(|(name, all)| (name, Spread::of(all).median)).collect(),
        parse: Spread::of(parse),
        reading: Spread::of(reading),
    })
}

/// Generates the crate of a document, without measuring it.
pub(super) fn write(path: &Path, folder: &Path) -> Result<()> {
    generate(path, folder).map(drop)
}

fn generate(path: &Path, folder: &Path) -> Result<(String, Usage)> {
    let own = std::env::current_exe()
        .map_err(|error| Failure::new(format!("this program cannot be found: {error}")))?;
    let arguments: [OsString; 9] = [
        "codegen".into(),
        "--message-format".into(),
        "json".into(),
        "--package".into(),
        "measured".into(),
        "--spec".into(),
        path.into(),
        "--out".into(),
        folder.into(),
    ];
    usage::measure(&own, &arguments, Path::new("."))
}

fn report(events: &str) -> Result<Value> {
    let events = events.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut reports = events.filter(|event| event["event"] == "report");
    reports.next().ok_or_else(|| Failure::new("`codegen` printed no report"))
}

fn stages_of(report: &Value) -> Vec<(String, f64)> {
    let stages = report["stages"].as_object().into_iter().flatten();
    stages.map(|(name, time)| (name.clone(), time.as_f64().unwrap_or_default())).collect()
}

/// The document as JSON text: what `serde_json` is measured with.
fn as_json(path: &Path, bytes: &[u8]) -> Result<Vec<u8>> {
    match path.extension().is_some_and(|extension| extension == "json") {
        true => Ok(bytes.to_vec()),
        false => crate::compile::parse(path).map(|value| value.to_string().into_bytes()),
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> f64 {
    let started = Instant::now();
    let result = std::hint::black_box(work());
    let elapsed = started.elapsed().as_secs_f64();
    // What is freed is not part of it.
    drop(result);
    elapsed
}

fn read_and_hash(path: &Path, folder: &Path) -> usize {
    let mut paths = vec![path.to_owned()];
    each_file(folder, &mut |path| paths.push(path));
    let hashes = paths.iter().filter_map(|path| fs::read(path).ok()).map(|bytes| sha256(&bytes));
    hashes.map(|hash| hash.len()).sum()
}

/// The number of files in a folder and their bytes.
fn size(folder: &Path) -> (u64, u64) {
    let (mut count, mut bytes) = (0, 0);
    each_file(folder, &mut |path| {
        count += 1;
        bytes += fs::metadata(path).map_or(0, |found| found.len());
    });
    (count, bytes)
}

fn each_file(folder: &Path, visit: &mut dyn FnMut(PathBuf)) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => each_file(&path, visit),
            path => visit(path),
        }
    }
}
