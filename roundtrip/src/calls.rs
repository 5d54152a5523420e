//! Calls of every operation, judged by the document alone.
//!
//! For each document a client is generated with its tests, which stand on `wire-harness`: a server
//! that reads what it is sent as the specification says, and answers with instances of what is
//! documented.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::documents::{self, Unshown};
use crate::driver::{Workshop, write};
use crate::lenient::{Side, lenient};
use crate::reading;
use crate::tested::Harness;

/// How much is shown of a failure.
const SHOWN: usize = 12;

const HARNESS: Harness = Harness { package: "wire-harness", folder: "harness" };

/// What came of a document.
#[derive(Debug, Default)]
struct Shown {
    operations: usize,
    tested: usize,
    failures: Vec<(String, String)>,
}

/// Tests each document; says whether every call was right.
pub(crate) fn run(documents: &[(String, PathBuf)], workshop: &Workshop) -> Result<bool, String> {
    println!("{:<28} {:>10} {:>7} {:>7}", "document", "operations", "tested", "failed");
    let (mut fine, mut all) = (true, Vec::new());
    for (name, path) in documents {
        match document(name, path, workshop) {
            Ok(shown) => {
                let failed = shown.failures.len();
                println!("{name:<28} {:>10} {:>7} {failed:>7}", shown.operations, shown.tested);
                fine &= failed == 0;
                all.push((name, shown));
            }
            Err(reason) => {
                println!("{name:<28} {reason}");
                fine &= reason.is_fine();
            }
        }
    }
    for (name, shown) in &all {
        for (test, problem) in &shown.failures {
            println!("\n{name}: {test}\n{problem}");
        }
    }
    Ok(fine)
}

fn document(name: &str, path: &Path, workshop: &Workshop) -> Result<Shown, Unshown> {
    let source = documents::open(path)?;
    let package = format!("calls-{}", documents::package_name(name));
    let root = source.entry().map(|node| reading::read(node.value)).unwrap_or_default();
    let requests = workshop.file(&package, "requests.json");
    write(&requests, lenient(&root, Side::Requests).to_string().as_bytes())?;
    let answers = workshop.file(&package, "answers.json");
    write(&answers, lenient(&root, Side::Answers).to_string().as_bytes())?;
    let tested = workshop.tested(&package, &source, HARNESS)?;
    let output = Command::new(&tested.program)
        .args(["--color", "never"])
        .env(wire_harness::DOCUMENT, &requests)
        .env(wire_harness::ANSWERS, &answers)
        .env("RUST_BACKTRACE", "0")
        .output()
        .map_err(|error| format!("{}: {error}", tested.program.display()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let shown = outcome(&text);
    if !output.status.success() && shown.failures.is_empty() {
        return Err(format!("the tests end with {}:\n{text}", output.status).into());
    }
    Ok(Shown { operations: tested.operations, ..shown })
}

/// Reads what libtest prints.
fn outcome(text: &str) -> Shown {
    let mut shown = Shown::default();
    for line in text.lines() {
        let Some((_, outcome)) =
            line.strip_prefix("test ").and_then(|line| line.split_once(" ... "))
        else {
            continue;
        };
        shown.tested += usize::from(outcome != "ignored");
    }
    for part in text.split("\n---- ").skip(1) {
        let Some((test, rest)) = part.split_once(" stdout ----\n") else { continue };
        let lines =
            rest.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("note: "));
        let problem = lines.take(SHOWN).collect::<Vec<_>>().join("\n");
        let problem = problem.split("\n\nfailures:").next().unwrap_or_default().to_owned();
        shown.failures.push((test.to_owned(), problem));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::outcome;

    #[test]
    fn what_the_tests_print_is_read() {
        let text = "\nrunning 2 tests\ntest a::b ... ok\ntest a::c ... FAILED\n\nfailures:\n\n\
                    ---- a::c stdout ----\n\nthread 'a::c' panicked at x:\nit is wrong\n\n\nfailures:\n    a::c\n";
        let shown = outcome(text);
        assert_eq!(shown.tested, 2);
        assert_eq!(shown.failures.len(), 1);
        assert!(shown.failures[0].1.contains("it is wrong"), "{:?}", shown.failures);
    }
}
