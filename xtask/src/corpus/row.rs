//! A row of the table, and the table.

use serde_json::{Value, json};

/// What came of a document.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) fate: Fate,
    /// What the Rust compiler says of the crate, if it was asked.
    pub(super) check: Option<Check>,
}

/// How the generator fared.
#[derive(Clone, Debug)]
pub(super) enum Fate {
    /// A crate came out: the generator's report.
    Generated(Value),
    /// The document is none of OpenAPI 3; in one line.
    Refused(String),
    /// None came out; the first lines of why.
    Failed(Vec<String>),
}

/// What the Rust compiler says of a crate.
#[derive(Clone, Debug, Default)]
pub(super) struct Check {
    pub(super) seconds: f64,
    pub(super) warnings: usize,
    pub(super) errors: usize,
    /// The first messages.
    pub(super) messages: Vec<String>,
}

impl Check {
    /// Adds what it says of the crate in another way, with the first message.
    pub(super) fn add(&mut self, other: Self, way: &str) {
        self.seconds += other.seconds;
        self.warnings += other.warnings;
        self.errors += other.errors;
        self.messages.extend(other.messages.first().map(|first| format!("{way}: {first}")));
    }
}

impl Row {
    /// Whether nothing is wrong with it.
    pub(super) fn is_fine(&self) -> bool {
        let clean = |check: &Check| check.errors == 0 && check.warnings == 0;
        match self.fate {
            Fate::Generated(_) => self.check.as_ref().is_none_or(clean),
            Fate::Refused(_) => true,
            Fate::Failed(_) => false,
        }
    }

    /// What there is to say about it beside the table.
    pub(super) fn complaints(&self) -> &[String] {
        match (&self.fate, &self.check) {
            (Fate::Failed(lines), _) => lines,
            (Fate::Refused(line), _) => std::slice::from_ref(line),
            (Fate::Generated(_), Some(check)) => &check.messages,
            (Fate::Generated(_), None) => &[],
        }
    }

    /// The row for programs.
    pub(super) fn to_json(&self) -> Value {
        let mut json = match &self.fate {
            Fate::Generated(report) => report.clone(),
            Fate::Refused(line) => json!({ "refused": line }),
            Fate::Failed(lines) => json!({ "failed": lines }),
        };
        json["name"] = json!(self.name);
        if let Some(Check { seconds, warnings, errors, messages }) = &self.check {
            json["check"] = json!({
                "seconds": seconds,
                "warnings": warnings,
                "errors": errors,
                "messages": messages,
            });
        }
        json
    }

    fn cells(&self) -> [String; COLUMNS.len()] {
        let mut cells: [String; COLUMNS.len()] = Default::default();
        match &self.fate {
            Fate::Generated(report) => {
                cells[0] = report["openapi"].as_str().unwrap_or_default().to_owned();
                for (cell, key) in cells[1..].iter_mut().zip(KEYS) {
                    *cell = report[key].as_f64().map_or_else(String::new, |n| format!("{n:.0}"));
                }
            }
            Fate::Refused(_) => cells[0] = "refused".to_owned(),
            Fate::Failed(_) => cells[0] = "FAILED".to_owned(),
        }
        if let Some(check) = &self.check {
            cells[8] = format!("{:.1}", check.seconds);
            cells[9] = check.warnings.to_string();
            cells[10] = check.errors.to_string();
        }
        cells
    }
}

/// The columns after the name.
const COLUMNS: [&str; 11] = [
    "version",
    "operations",
    "types",
    "rejected",
    "warnings",
    "ms",
    "lines",
    "untyped",
    "check s",
    "rustc warnings",
    "rustc errors",
];

/// The members of the generator's report that the columns after the version show.
const KEYS: [&str; 7] =
    ["operations", "types", "rejected", "warnings", "milliseconds", "lines", "untyped"];

/// The table: as wide as its longest name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table {
    width: usize,
}

impl Table {
    /// A table of these documents.
    pub(super) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        Self { width: names.map(str::len).max().unwrap_or_default().max("document".len()) }
    }

    /// The line of titles.
    pub(super) fn header(self) -> String {
        self.format("document", &COLUMNS.map(str::to_owned))
    }

    /// The line of a row.
    pub(super) fn line(self, row: &Row) -> String {
        self.format(&row.name, &row.cells())
    }

    /// The last line: the sums.
    pub(super) fn total(self, rows: &[Row]) -> String {
        let mut cells: [String; COLUMNS.len()] = Default::default();
        let lines: Vec<_> = rows.iter().map(Row::cells).collect();
        for (column, cell) in cells.iter_mut().enumerate().skip(1) {
            let numbers = lines.iter().filter_map(|cells| cells[column].parse::<f64>().ok());
            let digits = usize::from(column == 8);
            if let Some(sum) = numbers.reduce(|sum, number| sum + number) {
                *cell = format!("{sum:.digits$}");
            }
        }
        self.format("total", &cells)
    }

    fn format(self, name: &str, cells: &[String; COLUMNS.len()]) -> String {
        let mut line = format!("{name:<width$}", width = self.width);
        for (cell, title) in cells.iter().zip(COLUMNS) {
            line.push_str(&format!("  {cell:>width$}", width = title.len().max(6)));
        }
        line.truncate(line.trim_end().len());
        line
    }
}
