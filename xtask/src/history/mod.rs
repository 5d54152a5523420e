//! `cargo xtask history DIR`: successive versions of one document, each pair judged.
//!
//! The documents go through the compiler as `codegen` would take them, one after the other and back
//! again. What is said of each pair can be held against two judges who know nothing of documents:
//! the compiler, with programs that use all of the old crate, and cargo-semver-checks.

mod bytes;
mod compiler;
mod lines;
mod places;
mod semver;
mod versions;
mod wire;

use generator::compare::Comparison;

use crate::Outcome;
use crate::cli::History;
use crate::console::Console;
use crate::diff::Summary;
use crate::failure::{Failure, Result};
use crate::target::Target;
use compiler::Compiler;
use semver::Semver;
use versions::Version;
use wire::How;

/// The versions, and where their crates are.
struct Run<'a> {
    versions: &'a [Version],
    target: &'a Target,
    compiler: Option<Compiler<'a>>,
    semver: Option<Semver<'a>>,
}

/// Judges every pair and prints the table; a disagreement or a name that moved is a difference.
pub(crate) fn run(options: &History, console: &Console) -> Result<Outcome> {
    let target = Target::open("history")?;
    let versions = versions::compiled(&options.folder, options.config.as_deref())?;
    if versions.len() < 2 {
        return Err(
            Failure::new("a history has two documents at least").at(options.folder.display())
        );
    }
    let mut run = Run { versions: &versions, target: &target, compiler: None, semver: None };
    versions.iter().try_for_each(|version| version.write(&target))?;
    if options.compile {
        run.compiler = Some(Compiler::open(&target)?);
    }
    if options.semver_checks {
        run.semver = Some(Semver::open(&target)?);
    }
    let mut fine = run.pairs(console)?;
    console.line("");
    let config = options.config.as_deref();
    console.line(bytes::there_and_back(&versions, &options.folder, config)?);
    if options.wire {
        console.line("");
        fine &= wire::judge(&options.folder, &target, How::Instances)?;
    }
    if options.run {
        console.line("");
        fine &= wire::judge(&options.folder, &target, How::Run)?;
    }
    Ok(if fine { Outcome::Fine } else { Outcome::Differs })
}

/// What was found of a pair.
struct Pair {
    line: String,
    /// What is worth a line of its own.
    notes: Vec<String>,
    /// Whether the judges agree and no name moved.
    fine: bool,
    /// Lines of generated code for each place of the document that changed; none where none did.
    ratio: Option<f64>,
    screen: usize,
}

impl Run<'_> {
    fn pairs(&self, console: &Console) -> Result<bool> {
        console.line(format!(
            "{:<24} {:<6} {:<10} {:>6} {:>6} {:>5} {:>5} {:>6} {:>7} {:>8} {:>9}",
            "pair",
            "crate",
            "wire",
            "places",
            "lines",
            "hunks",
            "files",
            "screen",
            "renamed",
            "compiler",
            "semver"
        ));
        let (mut pairs, mut notes) = (Vec::new(), Vec::new());
        for at in 1..self.versions.len() {
            let pair = self.pair(at)?;
            console.line(&pair.line);
            notes.extend(pair.notes.iter().cloned());
            pairs.push(pair);
        }
        console.line("");
        console.line(summary(&pairs));
        notes.iter().for_each(|note| console.line(note));
        Ok(pairs.iter().all(|pair| pair.fine))
    }

    fn pair(&self, at: usize) -> Result<Pair> {
        let (old, new) = (&self.versions[at - 1], &self.versions[at]);
        let names = [&old.name, &new.name].map(String::clone);
        let pair = format!("{} {}", old.short(), new.short());
        let summary = Summary::new(&old.output, &new.output, names, "0.1.0");
        let Comparison { crate_level, wire_level, .. } = &summary.comparison;
        let [before, after] = [old, new].map(|it| &it.output.compiled.plan.names);
        let renamed = before.moved(after);
        let places = places::count(&old.document, &new.document);
        let lines = lines::count(&old.folder(self.target), &new.folder(self.target))?;
        let screen = summary.human().len();
        let mut notes: Vec<String> =
            renamed.iter().map(|it| format!("{pair}: renamed: {it}")).collect();
        let compiler = match &self.compiler {
            Some(compiler) => Some(compiler.judge(old, new, &summary.comparison)?),
            None => None,
        };
        let semver = match &self.semver {
            Some(semver) => Some(semver.judge(old, new)?),
            None => None,
        };
        let mut fine = renamed.is_empty();
        let compiler = compiler.map_or("-".to_owned(), |verdict| {
            fine &= verdict.is_agreed();
            notes.extend(verdict.notes().iter().map(|it| format!("{pair}: compiler: {it}")));
            verdict.word()
        });
        let semver = semver.map_or("-".to_owned(), |verdict| {
            notes.extend(
                verdict.notes(*crate_level).iter().map(|it| format!("{pair}: semver: {it}")),
            );
            verdict.level.word().to_owned()
        });
        Ok(Pair {
            line: format!(
                "{pair:<24} {:<6} {:<10} {places:>6} {:>6} {:>5} {:>5} {screen:>6} {:>7} \
                 {compiler:>8} {semver:>9}",
                crate_level.word(),
                wire_level.word(),
                lines.lines,
                lines.hunks,
                lines.files,
                renamed.len(),
            ),
            notes,
            fine,
            ratio: (places > 0).then(|| lines.lines as f64 / places as f64),
            screen,
        })
    }
}

fn summary(pairs: &[Pair]) -> String {
    let mut ratios: Vec<f64> = pairs.iter().filter_map(|pair| pair.ratio).collect();
    ratios.sort_by(f64::total_cmp);
    let median = ratios.get(ratios.len() / 2).copied().unwrap_or_default();
    let worst = ratios.last().copied().unwrap_or_default();
    let screen = pairs.iter().map(|pair| pair.screen).max().unwrap_or_default();
    format!(
        "{} pairs: {median:.1} lines of generated code for each changed place of the document \
         (median), {worst:.1} at worst; the longest summary has {screen} lines",
        pairs.len()
    )
}
