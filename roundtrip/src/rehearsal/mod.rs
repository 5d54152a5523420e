//! Successive versions of a document, run: the client of the one calls a server of the next.
//!
//! The client is compiled with the operation tests that are generated beside it, and these call a
//! server in process that does what a document says. First it is the client's own document, where
//! every call has to work: that shows that the calls are right and that the server is. Then it is
//! the next one, and what fails is held against the wire level of each operation.

mod client;
mod outcome;
mod verdict;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use generator::compare::{Compiled, wire_by_operation};
use generator::source::Source;
use generator::{Config, generate};

use crate::driver::{Workshop, write};
use crate::reading;
use client::Client;
use outcome::Outcome;
use verdict::{Class, Judged};

/// One version.
struct Version {
    name: String,
    compiled: Compiled,
    /// The document as the server reads it.
    document: PathBuf,
}

/// What was shown of the operations of a pair.
#[derive(Debug, Default)]
struct Shown {
    calls: usize,
    answers: usize,
    classes: BTreeMap<Class, usize>,
    /// What is worth a line of its own.
    notes: Vec<String>,
    /// Why operations that are said to break do not, each with how many they are.
    unseen: BTreeMap<String, usize>,
}

/// Runs each document's client against its own and the next document; says whether all fails
/// that fails is said to.
pub(crate) fn run(documents: &[(String, PathBuf)], workshop: &Workshop) -> Result<bool, String> {
    println!(
        "{:<12} {:>10} {:>6} {:>8} {:>6} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>9}",
        "pair",
        "operations",
        "calls",
        "answers",
        "works",
        "ignored",
        "breaks",
        "untold",
        "unseen",
        "opened",
        "no call",
        "not ours"
    );
    let mut versions = documents.iter().map(|(name, path)| Version::read(name, path, workshop));
    let (mut fine, mut notes, mut unseen) = (true, Vec::new(), BTreeMap::<String, usize>::new());
    let mut old = versions.next().ok_or("a history has two documents at least")??;
    for (new, (_, path)) in versions.zip(documents) {
        let new = new?;
        let client = Client::build(workshop, path)?;
        let shown = pair(&old, &new, &client)?;
        let name = format!("{} {}", old.short(), new.short());
        println!("{name:<12} {}", shown.line());
        fine &= shown.is_fine();
        notes.extend(shown.notes.into_iter().map(|note| format!("{name}: {note}")));
        for (why, count) in shown.unseen {
            *unseen.entry(why).or_default() += count;
        }
        old = new;
    }
    println!();
    notes.iter().for_each(|note| println!("{note}"));
    if !unseen.is_empty() {
        println!("\nsaid to break, and not seen to by these calls and answers:");
        unseen.iter().for_each(|(why, count)| println!("{count:>6} {why}"));
    }
    Ok(fine)
}

impl Version {
    fn read(name: &str, path: &Path, workshop: &Workshop) -> Result<Self, String> {
        let source = Source::from_path(path).map_err(|error| error.to_string())?;
        let (output, _) = generate(&source, &Config::default());
        let output = output.ok_or_else(|| format!("{name} is no OpenAPI 3"))?;
        let root = source.entry().map(|node| reading::read(node.value)).unwrap_or_default();
        let document = workshop.file(name, "json");
        write(&document, root.to_string().as_bytes())?;
        Ok(Self { name: name.to_owned(), compiled: output.compiled, document })
    }

    /// Its number, where its name starts with one.
    fn short(&self) -> &str {
        self.name.split(['-', '.']).next().unwrap_or(&self.name)
    }
}

fn pair(old: &Version, new: &Version, client: &Client) -> Result<Shown, String> {
    let own = client.run(&old.document, &old.document)?;
    let now = client.run(&old.document, &new.document)?;
    let levels = wire_by_operation(&old.compiled, &new.compiled);
    let levels: BTreeMap<usize, _> = levels.iter().map(|level| (level.old, level)).collect();
    let mut shown = Shown::default();
    let resources = old.compiled.plan.resources.iter();
    for operation in resources.flat_map(|resource| &resource.operations) {
        let level = levels.get(&operation.index).copied();
        let [own, now] = [&own, &now].map(|outcomes| outcomes.get(&operation.id));
        shown.take(&verdict::judge(&operation.id, level, own, now), now);
    }
    Ok(shown)
}

impl Shown {
    fn take(&mut self, judged: &Judged, outcome: Option<&Outcome>) {
        *self.classes.entry(judged.class).or_default() += 1;
        self.calls += outcome.map_or(0, |it| it.calls);
        self.answers += outcome.map_or(0, |it| it.answers);
        match judged.class {
            Class::Unseen => {
                for why in &judged.notes {
                    *self.unseen.entry(why.clone()).or_default() += 1;
                }
            }
            Class::Works | Class::Breaks => {}
            class => {
                let word = class.word();
                self.notes.extend(judged.notes.iter().map(|note| format!("{word}: {note}")));
            }
        }
    }

    fn count(&self, class: Class) -> usize {
        self.classes.get(&class).copied().unwrap_or_default()
    }

    /// Whether everything that fails is said to fail, and all works with the document itself.
    fn is_fine(&self) -> bool {
        self.count(Class::Untold) + self.count(Class::NotOurs) == 0
    }

    fn line(&self) -> String {
        format!(
            "{:>10} {:>6} {:>8} {:>6} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>9}",
            self.classes.values().sum::<usize>(),
            self.calls,
            self.answers,
            self.count(Class::Works),
            self.count(Class::Ignored),
            self.count(Class::Breaks),
            self.count(Class::Untold),
            self.count(Class::Unseen),
            self.count(Class::Opened),
            self.count(Class::NoCall),
            self.count(Class::NotOurs),
        )
    }
}
