//! The whole of a comparison as Markdown, for change logs and reviews.

use generator::compare::{Change, Comparison, CrateLevel, Member, WireLevel};

use super::Summary;
use super::group::{Group, Groups};

/// Everything that changed.
pub(super) fn text(summary: &Summary) -> String {
    let comparison = &summary.comparison;
    let mut text = format!(
        "Crate: **{}**. Wire: **{}**.\n",
        comparison.crate_level.word(),
        comparison.wire_level.word()
    );
    for alert in &comparison.alerts {
        text.push_str(&format!("\n> **Confirm:** {alert}.\n"));
    }
    let groups = Groups::of(comparison);
    section(&mut text, "Removed operations", &groups.gone_operations, comparison);
    section(&mut text, "Breaking", &groups.breaking, comparison);
    names(&mut text, "Removed types", &groups.gone_types);
    section(&mut text, "New operations", &groups.new_operations, comparison);
    names(&mut text, "New types", &groups.new_types);
    section(&mut text, "More", &groups.more, comparison);
    if comparison.texts > 0 {
        text.push_str(&format!("\nDocumented differently: {} items.\n", comparison.texts));
    }
    text
}

fn names(text: &mut String, title: &str, names: &[&str]) {
    if !names.is_empty() {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        text.push_str(&format!("\n### {title}\n\n{}.\n", names.join(", ")));
    }
}

fn section(text: &mut String, title: &str, groups: &[Group<'_>], comparison: &Comparison) {
    if groups.is_empty() {
        return;
    }
    text.push_str(&format!("\n### {title}\n\n"));
    for group in groups {
        let call = comparison.calls.get(&group.subject.to_string());
        let call = call.map(|call| format!(": `{call}`")).unwrap_or_default();
        text.push_str(&format!("- `{}`{call}\n", group.subject));
        let new = |change: &&&Change| change.key.member == Member::Whole && change.what == ["new"];
        for change in group.changes.iter().filter(|change| !new(change)) {
            text.push_str(&line(change));
        }
    }
}

fn line(change: &Change) -> String {
    let name = match change.key.member.to_string() {
        name if name.is_empty() => name,
        name => format!("{name}: "),
    };
    let mut levels = vec![change.crate_level.word()];
    if change.wire_level > WireLevel::Compatible {
        levels.push(match change.wire_level {
            WireLevel::Breaking => "wire breaking",
            _ => "wire caution",
        });
    }
    let mut text = format!("  - {name}{} _({})_", change.what.join("; "), levels.join(", "));
    let all = change.rust.iter().filter(|it| it.level == CrateLevel::Major);
    for item in all.filter(|it| !it.path.ends_with("::new")) {
        if let (Some(old), Some(new)) = (&item.old, &item.new) {
            text.push_str(&format!("\n    - `{old}` → `{new}`"));
        }
    }
    text.push('\n');
    text
}
