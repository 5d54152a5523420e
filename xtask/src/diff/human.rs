//! The summary for the terminal: what breaks first, all of it on one screen.

mod sections;

use generator::compare::{Change, Comparison, CrateLevel, Member, Subject, WireLevel};

use super::Summary;
use super::group::{Group, Groups};
use sections::Sections;

const WIDTH: usize = 100;
/// From how many operations or types on the same change is told once.
const SAME: usize = 2;
/// How many lines name them.
const NAMED: usize = 3;

/// The lines of a summary.
pub(super) fn lines(summary: &Summary) -> Vec<String> {
    let Summary { comparison, title, names, .. } = summary;
    let mut lines = vec![cut(&format!("{title}: {} → {}", names[0], names[1]))];
    if comparison.is_empty() {
        lines.push("nothing changed that code or clients would notice".to_owned());
        return lines;
    }
    lines.push(verdict(summary));
    for alert in &comparison.alerts {
        lines.extend(indented("! ", &alert.to_string()));
    }
    let groups = Groups::of(comparison);
    let calls = |groups: &[Group<'_>]| -> Vec<String> {
        groups.iter().map(|it| operation_line(it, comparison)).collect()
    };
    let names = |names: &[&str]| wrapped(&names.join(", "), WIDTH - 4);
    let Groups { breaking, gone_operations, new_operations, gone_types, new_types, more } = &groups;
    let mut sections = Sections::default();
    let more_lines = more_lines(more, comparison);
    sections.add("removed operations", gone_operations.len(), (5, 3), calls(gone_operations));
    sections.add("breaks", breaking.len(), (6, 10), breaking_lines(breaking, comparison));
    sections.add("removed types", gone_types.len(), (2, 1), names(gone_types));
    sections.add("new operations", new_operations.len(), (4, 4), calls(new_operations));
    sections.add("new types", new_types.len(), (1, 1), names(new_types));
    sections.add("more", more.len(), (3, 3), more_lines);
    if comparison.texts > 0 {
        let told = match comparison.texts {
            1 => "1 item is documented differently".to_owned(),
            count => format!("{count} items are documented differently"),
        };
        sections.add_line(told);
    }
    lines.extend(sections.lines(lines.len()));
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

fn head(group: &Group<'_>, comparison: &Comparison) -> String {
    match group.subject {
        Subject::Operation(_) => operation_line(group, comparison),
        subject => subject.to_string(),
    }
}

/// What breaks; where the same happened to several operations or types, it is told once.
fn breaking_lines(groups: &[Group<'_>], comparison: &Comparison) -> Vec<String> {
    let mut told: Vec<(String, Vec<&Group<'_>>)> = Vec::new();
    for group in groups {
        let story = story(group);
        match told.iter_mut().find(|(known, _)| *known == story) {
            Some((_, alike)) => alike.push(group),
            None => told.push((story, vec![group])),
        }
    }
    let mut lines = Vec::new();
    for (_, alike) in told {
        match alike.as_slice() {
            several if several.len() >= SAME => lines.extend(same_lines(several, comparison)),
            few => few.iter().for_each(|it| lines.extend(group_lines(it, comparison))),
        }
    }
    lines
}

/// What happened, whatever it happened to.
fn story(group: &Group<'_>) -> String {
    let kind = matches!(group.subject, Subject::Operation(_));
    let one = |change: &&Change| {
        let Change { key, what, .. } = change;
        let member = match &key.member {
            // The names of fields and values are part of the story, those of methods are not.
            Member::Item(_) => String::new(),
            member => member.to_string(),
        };
        format!("{member}: {}: {}", levels(change), what.join("; "))
    };
    format!("{kind}: {}", group.changes.iter().map(one).collect::<Vec<_>>().join("\n"))
}

/// Several operations or types with the same story: all of them by name, one in full.
fn same_lines(groups: &[&Group<'_>], comparison: &Comparison) -> Vec<String> {
    let mut lines = several_names(groups, comparison);
    let mut full = group_lines(groups[0], comparison);
    full.remove(0);
    lines.extend(full);
    lines
}

/// How many operations or types, and which.
fn several_names(groups: &[&Group<'_>], comparison: &Comparison) -> Vec<String> {
    let kind = match groups[0].subject {
        Subject::Operation(_) => "operations",
        _ => "types",
    };
    let names: Vec<String> = groups.iter().map(|it| short(it.subject, comparison)).collect();
    few(&format!("{} {kind}: ", groups.len()), &names)
}

/// As many names as three lines hold, and how many more there are.
fn few(head: &str, names: &[String]) -> Vec<String> {
    let text = |count: usize| {
        let more = match names.len() - count {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        indented("", &format!("{head}{}{more}", names[..count].join(", ")))
    };
    let fits = |count: &usize| text(*count).len() <= NAMED;
    text((1..=names.len()).rev().find(fits).unwrap_or(1))
}

/// The call of an operation without its arguments, or the name of a type.
fn short(subject: &Subject, comparison: &Comparison) -> String {
    match subject {
        Subject::Operation(name) => match comparison.calls.get(name) {
            Some(call) => call.rsplit_once('(').map_or(call.as_str(), |it| it.0).to_owned(),
            None => name.clone(),
        },
        Subject::Type(name) => name.clone(),
        Subject::Api => subject.to_string(),
    }
}

fn group_lines(group: &Group<'_>, comparison: &Comparison) -> Vec<String> {
    let mut lines = vec![head(group, comparison)];
    for (names, change) in alike(group.breaking().collect()) {
        let names = if names.is_empty() { String::new() } else { format!("{names}: ") };
        lines.extend(labelled(&levels(change), &format!("{names}{}", change.what.join("; "))));
        lines.extend(signatures(change));
    }
    let others = without_features(group.others().collect());
    if !others.is_empty() {
        lines.extend(labelled("also", &brief(&others)));
    }
    lines
}

/// New things of the API without the features of new accessors, which say the same twice.
fn without_features(changes: Vec<&Change>) -> Vec<&Change> {
    let name = |change: &Change| match &change.key.member {
        Member::Item(name) => name.clone(),
        _ => String::new(),
    };
    let names: Vec<String> = changes.iter().map(|it| name(it)).collect();
    let is_told = |change: &&Change| {
        let name = name(change);
        let feature = name.strip_prefix("feature ").map(|it| it.replace('-', "_"));
        feature.is_some_and(|feature| names.contains(&feature))
    };
    changes.into_iter().filter(|change| !is_told(change)).collect()
}

/// A text in a column of its own, with a word before its first line.
fn labelled(label: &str, text: &str) -> Vec<String> {
    let lines = wrapped(text, WIDTH - 22).into_iter().enumerate();
    let word = |at| if at == 0 { label } else { "" };
    lines.map(|(at, line)| format!("  {:<15} {line}", word(at))).collect()
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

/// What breaks nothing; where the same happened to several operations or types, it is told once.
fn more_lines(groups: &[Group<'_>], comparison: &Comparison) -> Vec<String> {
    let kind = |group: &Group<'_>| matches!(group.subject, Subject::Operation(_));
    let mut told: Vec<((bool, String), Vec<&Group<'_>>)> = Vec::new();
    for group in groups {
        let changes = without_features(group.changes.clone());
        let story = (kind(group), brief(&changes));
        match told.iter_mut().find(|(known, _)| *known == story) {
            Some((_, alike)) => alike.push(group),
            None => told.push((story, vec![group])),
        }
    }
    let mut lines = Vec::new();
    for ((_, brief), alike) in told {
        match alike.as_slice() {
            [group] => lines.extend(indented("", &format!("{}: {brief}", group.subject))),
            several => {
                lines.extend(several_names(several, comparison));
                lines.extend(wrapped(&brief, WIDTH - 6).into_iter().map(|it| format!("    {it}")));
            }
        }
    }
    lines
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
