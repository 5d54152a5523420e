//! Large files, read by all threads.
//!
//! Where the members of the outermost objects begin and end can be told in a fraction of the time
//! that reading them takes; whichever thread is free reads the next of them. Where anything is not
//! as it should be, be it a key that appears twice, there is no result: the file is then read from
//! its start to its end, and that says what is the matter, and where.

use super::harvest::Harvest;
use super::limits::MAX_NODES;
use crate::parallel;
use serde_json::Value;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The fewest bytes of a file that are worth another thread.
pub(super) const LARGE: usize = 256 << 10;

/// The fewest bytes that a thread reads at a time.
pub(super) const BATCH: usize = 32 << 10;

/// How many levels of objects are taken apart: the document, `components`, `schemas`.
pub(super) const LEVELS: usize = 3;

/// A part of a file that has been read. All parts one after the other are the whole file.
pub(super) enum Part {
    /// An object begins under a key; its members follow.
    Opened(String),
    Member(String, Value),
    /// An object ends.
    Closed,
}

/// Reads what is found of a file, a batch at a time, by all threads. Where a batch cannot be found,
/// it is `None`; so is what cannot be read.
pub(super) fn read<T>(
    found: impl Iterator<Item = Option<T>> + Send,
    read: impl Fn(T, &mut Harvest) -> Option<Vec<Part>> + Sync,
) -> Option<(Value, Harvest)> {
    let nodes = AtomicUsize::new(0);
    let work = |found: Option<T>| {
        let done = batch(found, &nodes, &read);
        if done.is_none() {
            // The others need not go on.
            nodes.store(MAX_NODES, Relaxed);
        }
        done
    };
    joined(parallel::each_found(found, work))
}

fn batch<T>(
    found: Option<T>,
    nodes: &AtomicUsize,
    read: impl Fn(T, &mut Harvest) -> Option<Vec<Part>>,
) -> Option<(Vec<Part>, Harvest)> {
    if nodes.load(Relaxed) >= MAX_NODES {
        return None;
    }
    let mut harvest = Harvest::default();
    let parts = read(found?, &mut harvest)?;
    nodes.fetch_add(harvest.nodes, Relaxed);
    Some((parts, harvest))
}

/// The values of all batches together.
fn joined(batches: Vec<Option<(Vec<Part>, Harvest)>>) -> Option<(Value, Harvest)> {
    let mut joined = Joined::default();
    for batch in batches {
        let (parts, harvest) = batch?;
        joined.harvest.absorb(harvest);
        parts.into_iter().for_each(|part| joined.add(part));
    }
    let Joined { mut harvest, whole, .. } = joined;
    harvest.in_parts = true;
    let unusual = harvest.overflow || harvest.extra_document || !harvest.duplicates.is_empty();
    Some((whole.filter(|_| !unusual)?, harvest))
}

/// What has been put together.
#[derive(Default)]
struct Joined {
    harvest: Harvest,
    /// The open objects within the whole: the key of each, and where its members begin among those
    /// of the harvest.
    open: Vec<(String, usize)>,
    whole: Option<Value>,
}

impl Joined {
    fn add(&mut self, part: Part) {
        match part {
            Part::Opened(key) => self.open.push((key, self.harvest.members.len())),
            Part::Member(key, value) => self.member(key, value),
            Part::Closed => self.close(),
        }
    }

    fn close(&mut self) {
        self.harvest.count(1);
        match self.open.pop() {
            None => self.whole = Some(Value::Object(self.harvest.object(0))),
            Some((key, since)) => {
                let object = self.harvest.object(since);
                self.member(key, Value::Object(object));
            }
        }
    }

    fn member(&mut self, key: String, value: Value) {
        self.harvest.look(&key, &value);
        self.harvest.members.push((key, value));
    }
}

/// The same by one thread, for tests of thousands of texts.
#[cfg(test)]
pub(super) fn read_in_turn<T>(
    found: impl Iterator<Item = Option<T>>,
    read: impl Fn(T, &mut Harvest) -> Option<Vec<Part>>,
) -> Option<(Value, Harvest)> {
    let nodes = AtomicUsize::new(0);
    joined(found.map(|found| batch(found, &nodes, &read)).collect())
}

/// What tests compare: the text of the values, for the order of members, and the harvest.
#[cfg(test)]
pub(super) fn told(value: &Value, harvest: &Harvest) -> String {
    let Harvest { references, deep, anchors, duplicates, overflow, nodes, .. } = harvest;
    format!("{value} {references:?} {deep} {anchors} {duplicates:?} {overflow} {nodes}")
}
