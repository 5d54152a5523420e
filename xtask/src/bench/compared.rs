//! Figures against those of another commit.

use super::Figures;
use super::table::table;

/// What became of each figure that both have, as a ratio of the medians: below one is less.
pub(super) fn lines(before: &Figures, now: &Figures) -> Vec<String> {
    let head = ["document", "writes all", "writes nothing", "no change", "cpu", "peak", "lines"];
    let pairs = |before: &[super::Generation], now: &[super::Generation]| {
        let of = |it: &super::Generation| {
            let old = before.iter().find(|old| old.document == it.document)?;
            Some([
                it.document.clone(),
                ratio(it.fresh.median, old.fresh.median),
                ratio(it.unchanged.median, old.unchanged.median),
                ratio(it.repeated.median, old.repeated.median),
                ratio(it.cpu.median, old.cpu.median),
                ratio(it.peak as f64, old.peak as f64),
                ratio(it.lines as f64, old.lines as f64),
            ])
        };
        now.iter().filter_map(of).collect::<Vec<_>>()
    };
    let mut rows = pairs(&before.generation, &now.generation);
    rows.extend(pairs(&before.scaling, &now.scaling));
    let mut lines = vec![String::new(), "## Against the other figures".to_owned(), String::new()];
    lines.extend(table(&head, rows.into_iter()));
    let compiled = now.crates.iter().filter_map(|it| {
        let same = |old: &&super::Compiled| {
            (&old.document, &old.what, &old.features) == (&it.document, &it.what, &it.features)
        };
        let old = before.crates.iter().find(same)?;
        Some([
            format!("{} {} {}", it.document, it.what, it.features),
            ratio(it.usage.wall, old.usage.wall),
            ratio(it.usage.cpu, old.usage.cpu),
            ratio(it.usage.peak as f64, old.usage.peak as f64),
        ])
    });
    let compiled: Vec<_> = compiled.collect();
    if !compiled.is_empty() {
        lines.push(String::new());
        lines.extend(table(&["crate", "wall", "cpu", "peak"], compiled.into_iter()));
    }
    lines
}

fn ratio(now: f64, before: f64) -> String {
    match before > 0.0 {
        true => format!("{:.2}", now / before),
        false => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Figures, Generation};
    use super::lines;

    #[test]
    fn what_both_have_is_compared() {
        let of = |document: &str, lines: u64| Generation {
            document: document.to_owned(),
            lines,
            ..Generation::default()
        };
        let figures = |generation| Figures { generation, ..Figures::default() };
        let before = figures(vec![of("a", 100), of("b", 1)]);
        let now = figures(vec![of("a", 50), of("c", 1)]);
        let rows = &lines(&before, &now)[5..];
        assert_eq!(rows, ["| a |  |  |  |  |  | 0.50 |"]);
    }
}
