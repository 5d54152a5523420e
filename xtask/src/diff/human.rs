//! The summary for the terminal: what breaks first, all of it on one screen for a usual change.

use generator::compare::{Change, Comparison, CrateLevel, Member, Subject, WireLevel};

use super::Summary;
use super::group::{Group, Groups};

const WIDTH: usize = 100;
/// The most lines of each section.
const BREAKING: usize = 26;
const OPERATIONS: usize = 8;
const NAMES: usize = 4;
const MORE: usize = 10;

/// The lines of a summary.
pub(super) fn lines(summary: &Summary) -> Vec<String> {
    let Summary { comparison, title, names, .. } = summary;
    let mut lines = vec![cut(&format!("{title}: {} → {}", names[0], names[1]))];
    if comparison.is_empty() {
        lines.push("nothing changed".to_owned());
        return lines;
    }
    lines.push(verdict(summary));
    for alert in &comparison.alerts {
        lines.extend(indented("! ", &alert.to_string()));
    }
    let groups = Groups::of(comparison);
    let breaking = groups.breaking.iter().flat_map(|it| breaking_lines(it, comparison)).collect();
    section(&mut lines, "breaks", groups.breaking.len(), breaking, BREAKING);
    let gone = wrapped(&groups.gone_types.join(", "), WIDTH - 4);
    section(&mut lines, "removed types", groups.gone_types.len(), gone, NAMES);
    let new = groups.new_operations.iter().map(|it| operation_line(it, comparison)).collect();
    section(&mut lines, "new operations", groups.new_operations.len(), new, OPERATIONS);
    let types = wrapped(&groups.new_types.join(", "), WIDTH - 4);
    section(&mut lines, "new types", groups.new_types.len(), types, NAMES);
    let more = groups.more.iter().flat_map(more_lines).collect();
    section(&mut lines, "more", groups.more.len(), more, MORE);
    if comparison.texts > 0 {
        lines.push(String::new());
        lines.push(match comparison.texts {
            1 => "1 item is documented differently".to_owned(),
            count => format!("{count} items are documented differently"),
        });
    }
    lines
}

fn verdict(summary: &Summary) -> String {
    let Comparison { crate_level, wire_level, .. } = &summary.comparison;
    let version = match summary.next() {
        Some(next) if next != summary.version => format!(" ({} → {next})", summary.version),
        _ => String::new(),
    };
    let clients = match wire_level {
        WireLevel::None | WireLevel::Compatible => "go on working",
        WireLevel::Caution => "go on working, with something ignored or missing",
        WireLevel::Breaking => "may break",
    };
    format!(
        "crate: {}{version}   wire: {}, old clients {clients}",
        crate_level.word(),
        wire_level.word()
    )
}

fn section(lines: &mut Vec<String>, title: &str, count: usize, content: Vec<String>, most: usize) {
    if content.is_empty() {
        return;
    }
    lines.push(String::new());
    lines.push(format!("{title} ({count})"));
    let hidden = content.len().saturating_sub(most);
    // One line more is better than a line that says so.
    let shown = if hidden > 1 { most } else { content.len() };
    lines.extend(content.into_iter().take(shown).map(|line| cut(&format!("  {line}"))));
    if hidden > 1 {
        lines.push(format!("  … {hidden} lines more: `--format markdown` shows all"));
    }
}

fn head(group: &Group<'_>, comparison: &Comparison) -> String {
    match group.subject {
        Subject::Operation(_) => operation_line(group, comparison),
        subject => subject.to_string(),
    }
}

fn breaking_lines(group: &Group<'_>, comparison: &Comparison) -> Vec<String> {
    let mut lines = vec![head(group, comparison)];
    for (names, change) in alike(group.breaking().collect()) {
        let names = if names.is_empty() { String::new() } else { format!("{names}: ") };
        let levels = levels(change);
        lines.push(format!("  {levels:<15} {names}{}", change.what.join("; ")));
        lines.extend(signatures(change));
    }
    let others: Vec<&Change> = group.others().collect();
    if !others.is_empty() {
        let also = wrapped(&brief(&others), WIDTH - 22).into_iter().enumerate();
        let word = |at| if at == 0 { "also" } else { "" };
        lines.extend(also.map(|(at, line)| format!("  {:<15} {line}", word(at))));
    }
    lines
}

/// Members of one subject to which the same happened, told once where no signature is shown.
fn alike(changes: Vec<&Change>) -> Vec<(String, &Change)> {
    let mut told: Vec<(Vec<String>, &Change)> = Vec::new();
    for change in changes {
        let plain = |it: &Change| signatures(it).is_empty();
        let same = |(_, it): &&mut (Vec<String>, &Change)| {
            it.what == change.what && levels(it) == levels(change) && plain(it) && plain(change)
        };
        let name = change.key.member.to_string();
        match told.iter_mut().find(same) {
            Some((names, _)) => names.push(name),
            None => told.push((vec![name], change)),
        }
    }
    told.into_iter().map(|(names, change)| (names.join(", "), change)).collect()
}

/// Which of the two levels break.
fn levels(change: &Change) -> String {
    let code = (change.crate_level == CrateLevel::Major).then_some("code");
    let wire = match change.wire_level {
        WireLevel::Breaking => Some("wire"),
        WireLevel::Caution => Some("(wire)"),
        WireLevel::None | WireLevel::Compatible => None,
    };
    code.into_iter().chain(wire).collect::<Vec<_>>().join(" ")
}

/// Old and new signature of what code has to follow.
fn signatures(change: &Change) -> Vec<String> {
    let mut lines = Vec::new();
    let both = change.rust.iter().filter(|it| it.old.is_some() && it.new.is_some());
    if let Some(item) =
        both.filter(|it| it.level == CrateLevel::Major).min_by_key(|it| rank(&it.path))
    {
        let side = |sign: char, text: &Option<String>| {
            let text = text.as_deref().unwrap_or_default();
            format!("    {sign} {}", text.trim_start_matches("pub ").replace("&self, ", ""))
        };
        lines.extend([side('-', &item.old), side('+', &item.new)]);
    }
    lines
}

/// What is awaited and the fields say more than constructors.
fn rank(path: &str) -> (bool, usize) {
    (path.ends_with("::new"), path.len())
}

fn operation_line(group: &Group<'_>, comparison: &Comparison) -> String {
    let Subject::Operation(name) = group.subject else { return String::new() };
    match comparison.calls.get(name) {
        Some(call) => format!("{name:<42} {call}"),
        None => name.clone(),
    }
}

fn more_lines(group: &Group<'_>) -> Vec<String> {
    indented("", &format!("{}: {}", group.subject, brief(&group.changes)))
}

/// Changes in as few words as possible: `new: a, b; deprecated`.
fn brief(changes: &[&Change]) -> String {
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for change in changes {
        let what = change.what.join(", ");
        let name = match &change.key.member {
            Member::Whole => String::new(),
            member => member.to_string(),
        };
        match told.iter_mut().find(|(known, _)| *known == what) {
            Some((_, names)) => names.push(name),
            None => told.push((what, vec![name])),
        }
    }
    let one = |(what, names): (String, Vec<String>)| {
        let names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
        if names.is_empty() { what } else { format!("{} {what}", names.join(", ")) }
    };
    told.into_iter().map(one).collect::<Vec<_>>().join("; ")
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut().filter(|line| line.len() + word.len() < width) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Lines of which the first has a mark and the others stand below it.
fn indented(mark: &str, text: &str) -> Vec<String> {
    let lines = wrapped(text, WIDTH - 6).into_iter().enumerate();
    lines
        .map(|(at, it)| if at == 0 { format!("{mark}{it}") } else { format!("    {it}") })
        .collect()
}

/// A line that fits.
fn cut(line: &str) -> String {
    match line.chars().count() > WIDTH {
        true => line.chars().take(WIDTH - 1).chain(['…']).collect(),
        false => line.to_owned(),
    }
}
