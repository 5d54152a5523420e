//! The figures as tables in Markdown.

use super::baseline;
use super::calls::Call;
use super::crates::{Compiled, Dependencies};
use super::generation::Generation;
use super::spread::Spread;

/// What generation takes.
pub(super) fn generation(rows: &[Generation]) -> Vec<String> {
    let head = [
        "document",
        "MB",
        "operations",
        "types",
        "writes all, ms",
        "writes nothing, ms (min–max)",
        "cpu, ms",
        "× parse",
        "no change, ms",
        "× read and hash",
        "peak, MB",
        "× document",
    ];
    let line = |it: &Generation| {
        [
            it.document.clone(),
            megabytes(it.bytes),
            it.operations.to_string(),
            it.types.to_string(),
            milliseconds(it.fresh.median),
            spread(&it.unchanged),
            milliseconds(it.cpu.median),
            format!("{:.1}", it.to_parse()),
            format!("{:.1}", it.repeated.median * 1000.0),
            format!("{:.1}", it.to_reading()),
            megabytes(it.peak),
            format!("{:.1}", it.peak_to_document()),
        ]
    };
    table(&head, rows.iter().map(line))
}

/// Where the time goes.
pub(super) fn stages(rows: &[Generation]) -> Vec<String> {
    const STAGES: [&str; 7] = ["parse", "overlay", "read", "lower", "passes", "build", "write"];
    let head = ["document", "parse", "overlay", "read", "lower", "passes", "build", "write"];
    let line = |it: &Generation| {
        let mut cells = std::array::from_fn(|_| String::new());
        cells[0].clone_from(&it.document);
        for (cell, stage) in cells[1..].iter_mut().zip(STAGES) {
            *cell = it.stages.get(stage).map(|time| format!("{time:.1}")).unwrap_or_default();
        }
        cells
    };
    table(&head, rows.iter().map(line))
}

/// What is written.
pub(super) fn output(rows: &[Generation]) -> Vec<String> {
    let head = ["document", "files", "lines", "MB"];
    let line = |it: &Generation| {
        [
            it.document.clone(),
            it.files.to_string(),
            it.lines.to_string(),
            megabytes(it.written_bytes),
        ]
    };
    table(&head, rows.iter().map(line))
}

/// What documents of growing size take, each against the one before.
pub(super) fn scaling(rows: &[Generation]) -> Vec<String> {
    let head = [
        "schemas",
        "MB",
        "writes nothing, ms (min–max)",
        "cpu, ms",
        "cpu × the one before",
        "peak, MB",
    ];
    let mut before: Option<&Generation> = None;
    let lines = rows.iter().map(|it| {
        let ratio = before.map(|before| format!("{:.2}", it.cpu.median / before.cpu.median));
        before = Some(it);
        [
            it.document.clone(),
            megabytes(it.bytes),
            spread(&it.unchanged),
            milliseconds(it.cpu.median),
            ratio.unwrap_or_default(),
            megabytes(it.peak),
        ]
    });
    table(&head, lines)
}

/// What compiling the crates takes, and how it compares with other crates of the same documents.
pub(super) fn crates(rows: &[Compiled]) -> Vec<String> {
    let head =
        ["document", "what", "features", "lines", "wall, s", "cpu, s", "peak, MB", "× best other"];
    let line = |it: &Compiled| {
        let best = baseline::seconds(it).map(|best| format!("{:.2}", it.usage.wall / best));
        [
            it.document.clone(),
            it.what.clone(),
            it.features.clone(),
            it.lines.to_string(),
            format!("{:.1}", it.usage.wall),
            format!("{:.1}", it.usage.cpu),
            megabytes(it.usage.peak),
            best.unwrap_or_default(),
        ]
    };
    table(&head, rows.iter().map(line))
}

/// How many crates a generated one depends on.
pub(super) fn dependencies(rows: &[Dependencies]) -> Vec<String> {
    let line = |it: &Dependencies| {
        let features = if it.features.is_empty() { "as it is" } else { &it.features };
        [features.to_owned(), it.crates.to_string()]
    };
    table(&["features", "crates"], rows.iter().map(line))
}

/// What calls cost, and how it compares with the same by hand.
pub(super) fn calls(rows: &[Call]) -> Vec<String> {
    let head = ["exchange", "side", "allocations", "×", "bytes", "×", "µs", "×"];
    let line = |it: &Call| {
        let by_hand = rows.iter().find(|other| {
            other.exchange == it.exchange && other.side != it.side && it.side == "generated"
        });
        let ratio = |of: fn(&Call) -> f64| {
            by_hand.map(|other| format!("{:.2}", of(it) / of(other))).unwrap_or_default()
        };
        [
            it.exchange.clone(),
            it.side.clone(),
            it.cost.allocations.to_string(),
            ratio(|it| it.cost.allocations as f64),
            it.cost.bytes.to_string(),
            ratio(|it| it.cost.bytes as f64),
            format!("{:.0}", it.cost.microseconds),
            ratio(|it| it.cost.microseconds),
        ]
    };
    table(&head, rows.iter().map(line))
}

/// A table of these columns.
pub(super) fn table<const N: usize>(
    head: &[&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Vec<String> {
    let line = |cells: &[String; N]| format!("| {} |", cells.join(" | "));
    let mut lines = vec![line(&head.map(str::to_owned)), format!("|{}", "---|".repeat(N))];
    lines.extend(rows.map(|row| line(&row)));
    lines
}

fn spread(spread: &Spread) -> String {
    let Spread { min, median, max } = *spread;
    format!("{} ({}–{})", milliseconds(median), milliseconds(min), milliseconds(max))
}

fn milliseconds(seconds: f64) -> String {
    format!("{:.0}", seconds * 1000.0)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1e6)
}
