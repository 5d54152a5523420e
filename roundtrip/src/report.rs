//! The table and the failures.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::cases::{Case, Purpose, Root};
use crate::judge::{Answer, Verdict, shown};

/// How many instances of a class of failures are shown.
const SHOWN: usize = 3;

/// What came of a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    pub(crate) name: String,
    pub(crate) schemas: usize,
    /// Schemas of which there is no instance, each with the reason.
    pub(crate) uncovered: Vec<String>,
    /// Instances that the document does not allow.
    pub(crate) invalid: usize,
    valid: Count,
    encoded: Count,
    tomorrow: Count,
    one_sided: Count,
    /// Valid instances of which a part was read as something unknown.
    unknown: usize,
    failures: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    all: usize,
    good: usize,
}

impl Count {
    fn add(&mut self, good: bool) {
        self.all += 1;
        self.good += usize::from(good);
    }

    /// In per cent, rounded down: 100 means all.
    fn share(self) -> String {
        match self.all {
            0 => "-".to_owned(),
            all => format!("{:.2}", (self.good as f64 / all as f64 * 10_000.0).floor() / 100.0),
        }
    }

    fn is_enough(self, per_mille: usize) -> bool {
        self.good * 1000 >= self.all * per_mille
    }
}

impl Report {
    /// A report of a document with this many schemas.
    pub(crate) fn new(name: &str, schemas: usize) -> Self {
        Self { name: name.to_owned(), schemas, ..Self::default() }
    }

    /// Takes an answer.
    pub(crate) fn take(&mut self, root: &Root, case: &Case, answer: &Answer) {
        let read = !matches!(answer.verdict, Verdict::Unread(_));
        match case.purpose {
            Purpose::Valid => self.valid.add(read),
            Purpose::Tomorrow => self.tomorrow.add(read),
            Purpose::OneSided => self.one_sided.add(read),
        }
        match &answer.verdict {
            Verdict::Unread(reason) => self.fail("not read", root, case, reason),
            Verdict::Differs(reason) if case.purpose == Purpose::Valid && root.sent => {
                self.fail("written differently", root, case, reason);
            }
            _ => {}
        }
        if case.purpose == Purpose::Valid && root.sent && read {
            self.encoded.add(answer.verdict == Verdict::Same);
        }
        if case.purpose == Purpose::Valid
            && let Some(part) = &answer.unknown
        {
            self.unknown += 1;
            self.fail("read as unknown", root, case, part);
        }
    }

    fn fail(&mut self, class: &str, root: &Root, case: &Case, reason: &str) {
        let lines = self.failures.entry(class.to_owned()).or_default();
        let Case { label, value, .. } = case;
        lines.push(format!("{} ({label}): {reason}\n        {}", root.pointer, shown(value)));
    }

    /// Whether the targets are met.
    pub(crate) fn is_fine(&self) -> bool {
        self.valid.is_enough(999) && self.encoded.is_enough(999) && self.tomorrow.is_enough(1000)
    }

    /// The line of titles.
    pub(crate) fn header() -> String {
        format!(
            "{:<28} {:>7} {:>9} {:>7} {:>9} {:>8} {:>9} {:>9} {:>8} {:>9}",
            "document",
            "schemas",
            "uncovered",
            "invalid",
            "instances",
            "decoded%",
            "sent",
            "encoded%",
            "unknown",
            "tomorrow%"
        )
    }

    /// The line of the document.
    pub(crate) fn line(&self) -> String {
        format!(
            "{:<28} {:>7} {:>9} {:>7} {:>9} {:>8} {:>9} {:>9} {:>8} {:>9}",
            self.name,
            self.schemas,
            self.uncovered.len(),
            self.invalid,
            self.valid.all,
            self.valid.share(),
            self.encoded.all,
            self.encoded.share(),
            self.unknown,
            self.tomorrow.share()
        )
    }

    /// Each failure with its reason: the first few of each class of a schema, or all of them.
    pub(crate) fn details(&self, all: bool) -> Vec<String> {
        let mut lines = Vec::new();
        for (class, failures) in &self.failures {
            lines.push(format!("  {class}: {}", failures.len()));
            let mut schemas: BTreeMap<&str, usize> = BTreeMap::new();
            for failure in failures {
                let schema = failure.split(" (").next().unwrap_or_default();
                let count = schemas.entry(schema).or_default();
                *count += 1;
                if all || *count <= SHOWN {
                    lines.push(format!("    {failure}"));
                }
            }
        }
        if !self.uncovered.is_empty() {
            lines.push(format!("  without an instance: {}", self.uncovered.len()));
            lines.extend(self.uncovered.iter().map(|line| format!("    {line}")));
        }
        lines
    }

    /// The document's line for programs.
    pub(crate) fn to_json(&self) -> Value {
        let count = |count: Count| json!({ "all": count.all, "good": count.good });
        json!({
            "name": self.name,
            "schemas": self.schemas,
            "uncovered": self.uncovered,
            "invalid": self.invalid,
            "decoded": count(self.valid),
            "encoded": count(self.encoded),
            "tomorrow": count(self.tomorrow),
            "one_sided": count(self.one_sided),
            "unknown": self.unknown,
            "failures": self.failures,
        })
    }
}
