//! cargo-semver-checks as judge: what it says of the documentation of two crates as JSON.
//!
//! It knows many rules and not all of Cargo's: types of fields, arguments and answers are not
//! compared, and hardly anything that is new is. Features are no part of that JSON.

use std::path::PathBuf;
use std::process::Command;

use generator::compare::CrateLevel;

use super::versions::Version;
use crate::failure::{Failure, Result};
use crate::target::Target;

/// Where documentation is kept, and the program.
pub(super) struct Semver<'a> {
    target: &'a Target,
}

/// What the program says.
pub(super) struct Verdict {
    pub(super) level: CrateLevel,
    /// The rules that a change broke, each with how often.
    rules: Vec<(String, usize)>,
}

impl Verdict {
    /// The rules, where one of the two calls the change major and the other does not.
    pub(super) fn notes(&self, ours: CrateLevel) -> Vec<String> {
        let (major, theirs) = (CrateLevel::Major, self.level);
        if (theirs == major) == (ours == major) {
            return Vec::new();
        }
        let rules: Vec<String> =
            self.rules.iter().map(|(rule, count)| format!("{rule} ({count})")).collect();
        let rules = if rules.is_empty() { "no rule".to_owned() } else { rules.join(", ") };
        vec![format!("{}, ours is {}: {rules}", theirs.word(), ours.word())]
    }
}

impl<'a> Semver<'a> {
    /// Looks for the program.
    pub(super) fn open(target: &'a Target) -> Result<Self> {
        let found = Command::new("cargo-semver-checks").arg("--version").output();
        match found {
            Ok(output) if output.status.success() => Ok(Self { target }),
            _ => Err(Failure::new("cargo-semver-checks cannot be started")
                .help("`cargo install cargo-semver-checks --locked`")),
        }
    }

    /// Compares two crates.
    pub(super) fn judge(&self, old: &Version, new: &Version) -> Result<Verdict> {
        let (before, after) = (self.documented(old)?, self.documented(new)?);
        let output = Command::new("cargo-semver-checks")
            .args(["semver-checks", "check-release", "--color", "never", "--release-type", "patch"])
            .arg("--baseline-rustdoc")
            .arg(before)
            .arg("--current-rustdoc")
            .arg(after)
            .output()
            .map_err(|error| Failure::new(format!("it cannot be run: {error}")))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        read(&text).ok_or_else(|| Failure::new(format!("cargo-semver-checks says:\n{text}")))
    }

    /// The documentation of a crate as JSON, made once.
    fn documented(&self, version: &Version) -> Result<PathBuf> {
        let folder = self.target.folder.join("rustdoc");
        let path = folder.join(format!("{}.json", version.name));
        let fail = |error: std::io::Error| {
            Failure::new(format!("cannot be documented: {error}")).at(&version.name)
        };
        let source = version.folder(self.target).join("src/lib.rs");
        let modified = |path: &PathBuf| path.metadata().and_then(|it| it.modified());
        if modified(&path).is_ok_and(|made| modified(&source).is_ok_and(|from| from < made)) {
            return Ok(path);
        }
        let target = self.target.folder.join("target");
        let output = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
            .args(["rustdoc", "--offline", "--quiet", "--lib", "--", "-Zunstable-options"])
            .args(["--output-format=json", "--document-private-items", "--document-hidden-items"])
            .arg("--cap-lints=allow")
            .current_dir(version.folder(self.target))
            .env("CARGO_TARGET_DIR", &target)
            // The format is not stable; the program follows it.
            .env("RUSTC_BOOTSTRAP", "1")
            .output()
            .map_err(fail)?;
        if !output.status.success() {
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(Failure::new(text).at(&version.name));
        }
        let made = target.join("doc").join(version.output.package.replace('-', "_") + ".json");
        std::fs::create_dir_all(&folder).map_err(fail)?;
        std::fs::copy(made, &path).map_err(fail)?;
        Ok(path)
    }
}

/// Reads the report: the summary, and a heading for each rule with a line for each case.
fn read(text: &str) -> Option<Verdict> {
    let level = if text.contains("requires new major version") {
        CrateLevel::Major
    } else if text.contains("requires new minor version") {
        CrateLevel::Minor
    } else if text.contains("no semver update required") {
        CrateLevel::None
    } else {
        return None;
    };
    let mut rules: Vec<(String, usize)> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("--- failure ") {
            let rule = rest.split(':').next().unwrap_or(rest);
            rules.push((rule.to_owned(), 0));
            inside = false;
        } else if line.starts_with("Failed in:") {
            inside = true;
        } else if inside && line.starts_with("  ") && !line.trim().is_empty() {
            if let Some((_, count)) = rules.last_mut() {
                *count += 1;
            }
        } else {
            inside = false;
        }
    }
    Some(Verdict { level, rules })
}

#[cfg(test)]
mod tests {
    use super::{CrateLevel, read};

    #[test]
    fn rules_are_counted() {
        let text = "--- failure struct_missing: pub struct removed ---\n\nDescription:\nGone.\n\n\
                    Failed in:\n  struct a::B, previously in file b.rs:1\n  struct a::C\n\n\
                    Summary semver requires new major version: 1 major and 0 minor checks failed\n";
        let verdict = read(text).expect("a verdict");
        assert_eq!(verdict.level, CrateLevel::Major);
        assert_eq!(verdict.notes(CrateLevel::Minor), ["major, ours is minor: struct_missing (2)"]);
        assert!(verdict.notes(CrateLevel::Major).is_empty());
        assert!(read("error: no such file").is_none());
    }
}
