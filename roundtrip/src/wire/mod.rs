//! Successive versions of a document on the wire: clients of the one, servers of the next.
//!
//! For each operation that both versions have, instances of what the old document lets a client
//! send are validated as the new one demands, and instances of what the new document lets a server
//! answer are read by the types of the old crate. What comes of it is held against the wire level
//! that the comparison gives the operation.

mod answers;
mod requests;
mod schemas;
mod stretch;

use std::path::PathBuf;

use generator::compare::{Compiled, OperationWire, WireLevel, wire_by_operation};
use generator::source::Source;
use generator::{Config, generate};
use serde_json::Value;

use crate::driver::Workshop;
use crate::reading;
use schemas::Schemas;

/// One version.
pub(crate) struct Version {
    name: String,
    source: Source,
    compiled: Compiled,
    /// The document as validators read it.
    root: Value,
}

/// What was shown of the operations of a pair.
#[derive(Debug, Default)]
struct Shown {
    operations: usize,
    /// Instances that were sent, and read.
    sent: usize,
    read: usize,
    /// Directions in which nothing breaks, and nothing did.
    work: usize,
    /// Directions that break, and did.
    break_: usize,
    /// Where level and instances differ.
    notes: Vec<String>,
}

/// Judges each document and the next; says whether all levels are as the instances show.
pub(crate) fn run(documents: &[(String, PathBuf)], workshop: &Workshop) -> Result<bool, String> {
    let read = |(name, path): &(String, PathBuf)| Version::read(name, path);
    let versions = documents.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let short = |name: &str| name.split(['-', '.']).next().unwrap_or(name).to_owned();
    println!(
        "{:<12} {:>10} {:>8} {:>8} {:>6} {:>7} {:>8}",
        "pair", "operations", "sent", "read", "works", "breaks", "differs"
    );
    let mut notes = Vec::new();
    for pair in versions.windows(2) {
        let shown = pair_of(&pair[0], &pair[1], workshop)?;
        let name = format!("{} {}", short(&pair[0].name), short(&pair[1].name));
        let Shown { operations, sent, read, work, break_, .. } = shown;
        println!(
            "{name:<12} {operations:>10} {sent:>8} {read:>8} {work:>6} {break_:>7} {:>8}",
            shown.notes.len()
        );
        notes.extend(shown.notes.iter().map(|note| format!("{name}: {note}")));
    }
    println!();
    notes.iter().for_each(|note| println!("{note}"));
    Ok(notes.is_empty())
}

impl Version {
    fn read(name: &str, path: &std::path::Path) -> Result<Self, String> {
        let source = Source::from_path(path).map_err(|error| error.to_string())?;
        let (output, _) = generate(&source, &Config::default());
        let output = output.ok_or_else(|| format!("{name} is no OpenAPI 3"))?;
        let root = source.entry().map(|node| reading::read(node.value)).unwrap_or_default();
        Ok(Self { name: name.to_owned(), source, compiled: output.compiled, root })
    }
}

fn pair_of(old: &Version, new: &Version, workshop: &Workshop) -> Result<Shown, String> {
    let (before, after) = (Schemas::new(&old.root)?, Schemas::new(&new.root)?);
    let judged = wire_by_operation(&old.compiled, &new.compiled);
    let mut shown = Shown { operations: judged.len(), ..Shown::default() };
    let mut answers = answers::Answers::default();
    for operation in &judged {
        let [a, b] = [(old, operation.old), (new, operation.new)];
        let operations = [&a.0.compiled.api.operations[a.1], &b.0.compiled.api.operations[b.1]];
        let (count, refused) = requests::judge(operations, &before, &after);
        shown.sent += count;
        shown.take(operation, "sent", operation.sent, refused);
        answers.collect(operations, &old.compiled, &after);
    }
    shown.read = answers.count();
    let failures = answers.read(old, workshop)?;
    for (operation, failure) in judged.iter().zip(failures) {
        shown.take(operation, "read", operation.read, failure);
    }
    Ok(shown)
}

impl Shown {
    /// Holds a level against what happened.
    fn take(
        &mut self,
        operation: &OperationWire,
        way: &str,
        level: WireLevel,
        failure: Option<String>,
    ) {
        let label = &operation.label;
        match (level == WireLevel::Breaking, failure) {
            (true, Some(_)) => self.break_ += 1,
            (false, None) => self.work += 1,
            (true, None) => {
                let why = operation.why.join("; ");
                self.notes
                    .push(format!("{label}: what is {way} is said to break, and works: {why}"));
            }
            (false, Some(failure)) => {
                self.notes
                    .push(format!("{label}: what is {way} breaks, and is said to work: {failure}"));
            }
        }
    }
}
