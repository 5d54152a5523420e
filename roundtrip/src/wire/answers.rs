//! What the new server answers, read by the types of the old crate.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use generator::compare::Compiled;
use generator::ir::{Content, Format, Operation, Response, Status, Ty, TypeId};
use serde_json::Value;

use super::Version;
use super::requests::same;
use super::schemas::Schemas;
use crate::driver::{self, Direction, Workshop};

/// Instances by the type that reads them and the schema that they are of.
#[derive(Debug, Default)]
pub(super) struct Answers {
    instances: BTreeMap<(String, String), Vec<Value>>,
    /// For each operation what it reads, or why nothing can be read.
    operations: Vec<Result<Vec<(String, String)>, String>>,
}

impl Answers {
    pub(super) fn count(&self) -> usize {
        self.instances.values().map(Vec::len).sum()
    }

    /// Makes the instances of an operation's answers.
    pub(super) fn collect(
        &mut self,
        [old, new]: [&Operation; 2],
        client: &Compiled,
        server: &Schemas<'_>,
    ) {
        let (known, now) = (successes(old), successes(new));
        let mut reads = Vec::new();
        for answer in now {
            let expected = known.iter().find(|it| covers(it.status, answer.status));
            let Some(expected) = expected.or(known.first()) else { continue };
            let Some(wanted) = expected.contents.first() else { continue };
            let Some(id) = read_as(&wanted.format) else { continue };
            let Some(content) = given(wanted, answer) else {
                let status = answer.status;
                self.operations.push(Err(format!("{status:?} has no `{}`", wanted.media_type)));
                return;
            };
            let name = &client.plan.homes[id.index()].ident;
            let key = (format!("types::{name}"), format!("{}/schema", content.origin.path()));
            self.instances.entry(key.clone()).or_insert_with(|| server.instances(&key.1, false));
            reads.push(key);
        }
        self.operations.push(Ok(reads));
    }

    /// Has the old crate read everything: for each operation why something is not read.
    pub(super) fn read(
        self,
        old: &Version,
        workshop: &Workshop,
    ) -> Result<Vec<Option<String>>, String> {
        let failures = self.failures(old, workshop)?;
        let one = |operation: &Result<Vec<(String, String)>, String>| match operation {
            Err(why) => Some(why.clone()),
            Ok(reads) => reads.iter().find_map(|key| failures.get(key).cloned()),
        };
        Ok(self.operations.iter().map(one).collect())
    }

    fn failures(
        &self,
        old: &Version,
        workshop: &Workshop,
    ) -> Result<BTreeMap<(String, String), String>, String> {
        let package = format!("wire-{}", old.name.to_lowercase());
        workshop.generate(&package, &old.source)?;
        let rows: Vec<String> =
            self.instances.keys().map(|(ty, _)| format!("read::<{ty}>")).collect();
        let program = workshop.build(&package, Direction::AsTheyTravel, &rows)?;
        let (input, output) = (workshop.file(&package, "in"), workshop.file(&package, "out"));
        let mut text = String::new();
        for (at, values) in self.instances.values().enumerate() {
            for value in values {
                writeln!(text, "{at}\t{value}").map_err(|error| error.to_string())?;
            }
        }
        driver::write(&input, text.as_bytes())?;
        driver::run(&program, &input, &output)?;
        let answers = fs::read_to_string(&output).map_err(|error| error.to_string())?;
        let keys = self.instances.iter().flat_map(|(key, all)| all.iter().map(move |it| (key, it)));
        let mut failures = BTreeMap::new();
        for ((key, value), answer) in keys.zip(answers.lines()) {
            let answer: Value = serde_json::from_str(answer).unwrap_or_default();
            if let Some(error) = answer["error"].as_str() {
                let told = || format!("{}: {error}: {}", key.0, crate::judge::shown(value));
                failures.entry(key.clone()).or_insert_with(told);
            }
        }
        Ok(failures)
    }
}

/// The type that reads a representation, or each message of it.
fn read_as(format: &Format) -> Option<TypeId> {
    match format {
        Format::Json(Ty::Named(id))
        | Format::JsonLines(Ty::Named(id))
        | Format::Events(Some(Ty::Named(id))) => Some(*id),
        _ => None,
    }
}

fn successes(operation: &Operation) -> Vec<&Response> {
    let all = operation.responses.iter();
    let found: Vec<&Response> = all.clone().filter(|it| it.status.is_success()).collect();
    match found.is_empty() {
        true => all.filter(|it| it.status == Status::Default).collect(),
        false => found,
    }
}

fn covers(known: Status, status: Status) -> bool {
    match (known, status) {
        (Status::Range(class), Status::Code(code)) => u16::from(class) == code / 100,
        (Status::Default, _) => true,
        (known, status) => known == status,
    }
}

/// The representation that a client asks for, where there is one.
fn given<'r>(wanted: &Content, answer: &'r Response) -> Option<&'r Content> {
    same(wanted, &answer.contents)
}
