//! What a change of the options does to the crate, where the document is the same.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::acquire::Document;
use super::change;
use super::job::Job;
use crate::compile::{self, Compilation, Options, Output, Written};
use crate::config::Config;
use crate::diff::Summary;
use crate::failure::Result;
use crate::files;
use crate::lasting::lasting;

/// Compares with the crate of the committed options, where files of the crate changed and the
/// options or their overlay did too. Without git, or without a commit, there is nothing to compare with.
pub(super) fn summary(
    job: &Job,
    document: &Document,
    new: &Output,
    written: &Written,
) -> Result<Option<Summary>> {
    let Some(project) = job.project.as_ref().filter(|_| job.records) else { return Ok(None) };
    let same = written.written.is_empty() && written.removed.is_empty();
    let path = &project.config.path;
    let Some(before) = (if same { None } else { committed(path)? }) else { return Ok(None) };
    let remembered = job.options.remembered.clone();
    let options = Options {
        lenient: true,
        remembered,
        overlay_text: before.overlay,
        ..Options::of(&before.config)
    };
    let Compilation { output, .. } = compile::compile(super::input(document), &options)?;
    let Some(old) = output.map(lasting) else { return Ok(None) };
    let names = [format!("{} as committed", before.changed.display()), "as it is now".to_owned()];
    let summary = Summary::new(&old, new, names, change::version(job));
    Ok((!summary.comparison.is_empty()).then_some(summary))
}

/// The options of the last commit.
struct Committed {
    config: Config,
    /// The text of their overlay.
    overlay: Option<Vec<u8>>,
    /// The file that is another one now.
    changed: PathBuf,
}

/// The committed options, where they or their overlay are other ones and can be read.
fn committed(path: &Path) -> Result<Option<Committed>> {
    let Some(text) = at_head(path).and_then(|bytes| String::from_utf8(bytes).ok()) else {
        return Ok(None);
    };
    let Ok(config) = Config::parse(&text, path) else { return Ok(None) };
    let overlay = config.overlay.as_deref().and_then(at_head);
    let corrected = match (&config.overlay, &overlay) {
        (Some(path), Some(bytes)) => files::read_if_present(path)?.as_ref() != Some(bytes),
        _ => false,
    };
    let changed = match (text == files::read_text(path)?, config.overlay.as_ref()) {
        (false, _) => path,
        (true, Some(overlay)) if corrected => overlay,
        _ => return Ok(None),
    };
    Ok(Some(Committed { changed: changed.to_owned(), overlay, config }))
}

/// A file as it is in the last commit.
fn at_head(path: &Path) -> Option<Vec<u8>> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let output = Command::new("git")
        .args(["show", "--end-of-options", &format!("HEAD:./{name}")])
        .current_dir(folder.unwrap_or(Path::new(".")))
        .output();
    output.ok().filter(|it| it.status.success()).map(|it| it.stdout)
}
