//! `cargo xtask corpus DIR --roundtrip`: what a document's schemas allow, read and written by the
//! types that were generated from it.
//!
//! For each document a crate is generated and compiled with every type in both directions, as its
//! feature `mock` makes them, and with a program that reads lines of JSON. Instances of every schema
//! are made, validated against the document and sent through; what comes back is compared as JSON.
//!
//! `--calls` instead compiles the client with its operation tests and has them call a server that
//! knows the document alone: see `calls`. `--wire` and `--run` are for versions of one document.
//!
//! A package of its own, so that `cargo xtask` itself builds without a validator.

mod anchors;
mod calls;
mod cases;
mod documents;
mod driver;
mod judge;
mod lenient;
mod reading;
mod rehearsal;
mod report;
mod tested;
mod wire;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cases::{Case, Maker, roots};
use documents::Unshown;
use driver::{Direction, Workshop};
use report::Report;
use serde_json::Value;

/// Stack for instances that are nested deep.
const STACK: usize = 1 << 30;

/// What was asked for.
#[derive(Default)]
struct Options {
    /// Where crates are built.
    folder: PathBuf,
    /// Where the table goes as JSON.
    json: Option<PathBuf>,
    /// Whether every failure is shown.
    all: bool,
    /// Whether the documents are versions of one, to be judged on the wire.
    wire: bool,
    /// Whether they are versions of one, to be run: clients of the one, servers of the next.
    run: bool,
    /// Whether operations are called, and nothing else.
    calls: bool,
    /// Documents, each with its name.
    documents: Vec<(String, PathBuf)>,
}

fn main() -> ExitCode {
    let run = || options().and_then(|options| work(&options));
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(run);
    let outcome = match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Err("the work ended with a panic".to_owned()),
        Err(error) => Err(error.to_string()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

fn options() -> Result<Options, String> {
    use lexopt::prelude::{Long, Value};
    let mut options = Options::default();
    let mut parser = lexopt::Parser::from_env();
    let text = |error: lexopt::Error| error.to_string();
    while let Some(argument) = parser.next().map_err(text)? {
        match argument {
            Long("folder") => options.folder = parser.value().map_err(text)?.into(),
            Long("json") => options.json = Some(parser.value().map_err(text)?.into()),
            Long("all") => options.all = true,
            Long("wire") => options.wire = true,
            Long("run") => options.run = true,
            Long("calls") => options.calls = true,
            Value(pair) => {
                let pair = pair.to_string_lossy().into_owned();
                let (name, path) = pair.split_once('=').ok_or("documents are NAME=PATH")?;
                options.documents.push((name.to_owned(), path.into()));
            }
            other => return Err(other.unexpected().to_string()),
        }
    }
    Ok(options)
}

fn work(options: &Options) -> Result<bool, String> {
    let workshop = Workshop::new(&options.folder)?;
    if options.wire {
        return wire::run(&options.documents, &workshop);
    }
    if options.run {
        return rehearsal::run(&options.documents, &workshop);
    }
    if options.calls {
        return calls::run(&options.documents, &workshop);
    }
    let mut reports = Vec::new();
    let mut fine = true;
    println!("{}", Report::header());
    for (name, path) in &options.documents {
        match document(&workshop, options, name, path) {
            Ok(report) => {
                println!("{}", report.line());
                fine &= report.is_fine();
                reports.push(report);
            }
            Err(reason) => {
                println!("{name:<28} {reason}");
                fine &= reason.is_fine();
            }
        }
    }
    for report in &reports {
        let details = report.details(options.all);
        if !details.is_empty() {
            println!("\n{}:\n{}", report.name, details.join("\n"));
        }
    }
    if let Some(path) = &options.json {
        let json: Value = reports.iter().map(Report::to_json).collect();
        driver::write(path, format!("{json:#}\n").as_bytes())?;
    }
    Ok(fine)
}

fn document(
    workshop: &Workshop,
    options: &Options,
    name: &str,
    path: &Path,
) -> Result<Report, Unshown> {
    let source = documents::open(path)?;
    let package = format!("roundtrip-{}", documents::package_name(name));
    let manifest = workshop.generate(&package, &source)?;
    let root = source.entry().map(|node| reading::read_with_tags(node.value)).unwrap_or_default();
    let roots = roots(&manifest);
    let maker = Maker::new(&root)?;
    let mut report = Report::new(name, roots.len());
    let input = options.folder.join(format!("{package}.in"));
    let cases = written(&maker, &roots, &input, &mut report)?;
    let rows: Vec<String> = roots.iter().map(|root| format!("check::<{}>", root.rust)).collect();
    let program = workshop.build(&package, Direction::Both, &rows)?;
    let output = options.folder.join(format!("{package}.out"));
    driver::run(&program, &input, &output)?;
    let lines = |path: &Path| -> Result<_, String> {
        Ok(BufReader::new(fs::File::open(path).map_err(|error| error.to_string())?).lines())
    };
    for ((mut case, given), answer) in cases.into_iter().zip(lines(&input)?).zip(lines(&output)?) {
        let (given, answer) =
            given.and_then(|given| Ok((given, answer?))).map_err(|error| error.to_string())?;
        let given = given.split_once('\t').map(|(_, text)| text).unwrap_or_default();
        case.value = serde_json::from_str(given).map_err(|error| error.to_string())?;
        report.take(&roots[case.schema], &case, &judge::judge(&case.value, &answer));
    }
    Ok(report)
}

/// Writes the instances of every schema to a file, one a line; they are kept without their values.
fn written(
    maker: &Maker<'_>,
    roots: &[cases::Root],
    path: &Path,
    report: &mut Report,
) -> Result<Vec<Case>, String> {
    let text = |error: std::io::Error| format!("{}: {error}", path.display());
    fs::create_dir_all(path.parent().unwrap_or(path)).map_err(text)?;
    let mut file = std::io::BufWriter::new(fs::File::create(path).map_err(text)?);
    let mut cases = Vec::new();
    for (index, root) in roots.iter().enumerate() {
        let made = maker.make(index, root);
        report.invalid += made.invalid;
        report.uncovered.extend(made.problem.map(|why| format!("{}: {why}", root.pointer)));
        for mut case in made.cases {
            let value = std::mem::take(&mut case.value);
            writeln!(file, "{index}\t{value}").map_err(text)?;
            cases.push(case);
        }
    }
    file.flush().map_err(text)?;
    Ok(cases)
}
