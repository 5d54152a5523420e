//! `cargo xtask bench`: what generating and compiling crates takes, on this machine.
//!
//! Everything is measured as a process of its own, several times; the figures are written as
//! Markdown tables, as JSON that can be compared between commits, and as a chart.

mod baseline;
mod calls;
mod chart;
mod compared;
mod crates;
mod generation;
mod spread;
mod synthetic;
mod table;
mod usage;

pub(crate) use usage::run as measured;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::cli::Bench;
use crate::console::Console;
use crate::failure::{Failure, Result};
use crate::files;
use crate::target::Target;
use calls::Call;
use crates::{Compiled, Dependencies};
use generation::Generation;

/// The document that is always there, and others that may be.
const OWN: &str = "openapi/openapi.json";
const OTHERS: &str = "../shared/specs";
/// Those whose crates are compiled, too, besides the one that is always there.
const COMPILED: [&str; 3] = ["figma.yaml", "openai.yaml", "github-rest.json"];

const NAMED: [&str; 5] =
    ["github-rest.json", "stripe.yaml", "openai.yaml", "discord.json", "k8s-apps-v1.json"];

/// The sizes of the documents made here: each twice the one before.
const SIZES: [usize; 10] = [100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 51_200];

/// Everything that was measured.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Figures {
    /// The number of processors.
    processors: usize,
    generation: Vec<Generation>,
    scaling: Vec<Generation>,
    crates: Vec<Compiled>,
    #[serde(default)]
    dependencies: Vec<Dependencies>,
    #[serde(default)]
    calls: Vec<Call>,
}

/// Measures and prints.
pub(crate) fn run(options: &Bench, console: &Console) -> Result<()> {
    let target = Target::open("bench")?;
    let documents = documents(options, &NAMED, console);
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let mut figures = Figures { processors, ..Figures::default() };
    for (name, path) in &documents {
        console.note(format!("measuring {name}"));
        let folder = target.folder.join(name);
        figures.generation.push(generation::measure(name, path, &folder, options.runs)?);
    }
    if options.compile {
        compile(&mut figures, options, &target, console)?;
    }
    if options.scaling {
        figures.scaling = scaling(&target.folder, options.runs, console)?;
    }
    if options.calls {
        figures.calls = calls::measure()?;
    }
    lines(&figures).iter().for_each(|line| console.line(line));
    if let Some(path) = &options.chart {
        files::write(path, chart::draw(&figures.generation, &figures.scaling).as_bytes())?;
    }
    if let Some(path) = &options.json {
        let text = serde_json::to_string_pretty(&figures).unwrap_or_default();
        files::write(path, format!("{text}\n").as_bytes())?;
    }
    if let Some(path) = &options.against {
        let before: Figures = serde_json::from_slice(&files::read(path)?)
            .map_err(|error| Failure::new(error.to_string()).at(path.display()))?;
        compared::lines(&before, &figures).iter().for_each(|line| console.line(line));
    }
    Ok(())
}

/// The documents that the command line names, or those known here; one that is not there is told.
fn documents(options: &Bench, others: &[&str], console: &Console) -> Vec<(String, PathBuf)> {
    let known = || {
        let others = others.iter().map(|name| Path::new(OTHERS).join(name));
        [OWN.into()].into_iter().chain(others).collect()
    };
    let paths: Vec<PathBuf> =
        if options.documents.is_empty() { known() } else { options.documents.clone() };
    let (there, absent): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| path.is_file());
    for path in absent {
        console.note(format!("skipped: there is no {}", path.display()));
    }
    let name = |path: &Path| match path == Path::new(OWN) {
        true => "sendmux".to_owned(),
        false => path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
    };
    there.into_iter().map(|path| (name(&path), path)).collect()
}

/// Compiles crates: the first of them also with nothing there.
fn compile(
    figures: &mut Figures,
    options: &Bench,
    target: &Target,
    console: &Console,
) -> Result<()> {
    for (at, (name, path)) in documents(options, &COMPILED, console).iter().enumerate() {
        console.note(format!("compiling {name}"));
        let folder = target.folder.join(name);
        generation::write(path, &folder)?;
        if at == 0 {
            figures.dependencies = crates::dependencies(&folder, target)?;
            figures.crates.push(crates::cold(name, &folder, target)?);
        }
        figures.crates.extend(crates::measure(name, &folder, target)?);
    }
    Ok(())
}

fn scaling(folder: &Path, runs: usize, console: &Console) -> Result<Vec<Generation>> {
    let measured = SIZES.iter().map(|schemas| {
        console.note(format!("measuring {schemas} schemas"));
        let path = folder.join(format!("synthetic-{schemas}.json"));
        files::write(&path, synthetic::document(*schemas).to_string().as_bytes())?;
        generation::measure(&schemas.to_string(), &path, &folder.join("synthetic"), runs)
    });
    measured.collect()
}

fn lines(figures: &Figures) -> Vec<String> {
    let sections = [
        ("Generation", table::generation(&figures.generation), figures.generation.is_empty()),
        ("Stages, ms", table::stages(&figures.generation), figures.generation.is_empty()),
        ("Output", table::output(&figures.generation), figures.generation.is_empty()),
        ("Scaling", table::scaling(&figures.scaling), figures.scaling.is_empty()),
        ("Compiling", table::crates(&figures.crates), figures.crates.is_empty()),
        (
            "Dependencies",
            table::dependencies(&figures.dependencies),
            figures.dependencies.is_empty(),
        ),
        ("Calls", table::calls(&figures.calls), figures.calls.is_empty()),
    ];
    let mut lines = vec![format!("{} processors", figures.processors)];
    for (title, table, _) in sections.into_iter().filter(|(_, _, empty)| !empty) {
        lines.extend([String::new(), format!("## {title}"), String::new()]);
        lines.extend(table);
    }
    lines
}
