//! `cargo xtask review`: what a change of the document means, then what it does to the public API,
//! then whether to accept that.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli::{Diff, Review};
use crate::compile::{self, Compilation, Input, Options};
use crate::console::Console;
use crate::failure::{Failure, Result};
use crate::lasting::lasting;
use crate::project::Project;
use crate::{Outcome, diff, files, names};

/// Where the public API is kept for review, seen from the folder above `openapi/`.
const SNAPSHOT: &str = "tests/snapshots/surface.snap";

/// `cargo xtask surface`: prints the public API of the generated crate as signatures.
pub(crate) fn surface(config: Option<&Path>, console: &Console) -> Result<Outcome> {
    console.line(current(&Project::open(config)?)?.trim_end());
    Ok(Outcome::Fine)
}

/// Prints what changed since the last commit, and accepts it if asked to.
pub(crate) fn run(options: &Review, console: &Console) -> Result<Outcome> {
    let project = Project::open(options.config.as_deref())?;
    summary(&project, options, console)?;
    let snapshot = snapshot(&project);
    let old = files::read_if_present(&snapshot)?.unwrap_or_default();
    let old = files::text(old, &snapshot)?;
    let new = with_surface(&old, &current(&project)?);
    if old == new {
        console.line("\nthe public API is as it was reviewed");
        return Ok(Outcome::Fine);
    }
    console.line(difference(&snapshot, &new)?);
    if !options.accept && !asked(console)? {
        return Ok(Outcome::Differs);
    }
    files::write(&snapshot, new.as_bytes())?;
    console.line(format!("accepted: {}", snapshot.display()));
    Ok(Outcome::Fine)
}

fn snapshot(project: &Project) -> PathBuf {
    let folder = project.config.path.parent().unwrap_or(Path::new(""));
    let root = folder.parent().filter(|root| !root.as_os_str().is_empty());
    root.unwrap_or(Path::new(".")).join(SNAPSHOT)
}

/// What the document on disk changes in the committed one.
fn summary(project: &Project, options: &Review, console: &Console) -> Result<()> {
    let base = options.base.clone().unwrap_or_else(|| "HEAD".to_owned());
    let document = project.document.display();
    let compared = Diff {
        old: format!("{base}:./{document}"),
        new: document.to_string(),
        config: Some(project.config.path.clone()),
        ..Diff::default()
    };
    diff::run(&compared, console).map(|_| ())
}

fn current(project: &Project) -> Result<String> {
    let bytes = files::read(&project.document)?;
    let remembered = names::load(&project.names)?;
    let options = Options { remembered, ..Options::of(&project.config) };
    let input = Input::Bytes("openapi.json", &bytes);
    let Compilation { output, .. } = compile::compile(input, &options)?;
    let output = output.map(lasting).ok_or_else(|| {
        Failure::new("the document cannot be compiled").at(project.document.display())
    })?;
    Ok(output.surface())
}

/// A snapshot with another content and the same head.
fn with_surface(snapshot: &str, surface: &str) -> String {
    let head = snapshot.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    let head =
        head.map_or("source: xtask/tests/commands/surface.rs\nexpression: surface", |it| it.0);
    format!("---\n{head}\n---\n{}\n", surface.trim_end())
}

fn difference(snapshot: &Path, new: &str) -> Result<String> {
    let beside = snapshot.with_extension("snap.new");
    files::write(&beside, new.as_bytes())?;
    let colour = if io::stdout().is_terminal() { "always" } else { "never" };
    let output = Command::new("git")
        .args(["diff", "--no-index", "--no-ext-diff", &format!("--color={colour}"), "--"])
        .arg(if snapshot.exists() { snapshot } else { Path::new("/dev/null") })
        .arg(&beside)
        .output();
    files::remove_if_present(&beside)?;
    let output = output.map_err(|error| Failure::new(format!("git cannot be started: {error}")))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let shown = text.lines().skip_while(|line| !line.contains("@@"));
    Ok(format!("\n{}", shown.collect::<Vec<_>>().join("\n")))
}

fn asked(console: &Console) -> Result<bool> {
    if !io::stdin().is_terminal() {
        console.line("\nto accept: `cargo xtask review --accept`");
        return Ok(false);
    }
    let failed = |error: io::Error| Failure::new(format!("the terminal cannot be read: {error}"));
    let mut out = io::stdout();
    write!(out, "\naccept the public API as it is now? [y/N] ").map_err(failed)?;
    out.flush().map_err(failed)?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(failed)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_head_of_a_snapshot_stays() {
        let old = "---\nsource: a\n---\nold\n";
        assert_eq!(super::with_surface(old, "new\n\n"), "---\nsource: a\n---\nnew\n");
        assert!(super::with_surface("", "new").ends_with("---\nnew\n"));
    }
}
