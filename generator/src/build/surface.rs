//! The public API of a crate as signatures: what a review looks at.

use crate::emit::{Body, Item, Source, units};
use crate::plan::Plan;
use crate::print;

/// The public API of a crate as signatures without documentation: one text to review.
pub fn surface(plan: &Plan) -> String {
    units(plan).into_iter().map(|unit| of_file(&unit.path(plan), &unit.emit(plan))).collect()
}

/// Signatures of everything public in a file, a line each; nothing where there is none.
fn of_file(path: &str, source: &Source) -> String {
    let lines = signatures(source);
    match lines.is_empty() {
        true => String::new(),
        false => format!("// {path}\n{}\n\n", lines.join("\n")),
    }
}

fn signatures(source: &Source) -> Vec<String> {
    let mut lines = Vec::new();
    source.items.iter().for_each(|item| signature(item, 0, &mut lines));
    lines
}

fn signature(item: &Item, depth: usize, lines: &mut Vec<String>) {
    let head = print::one_line(&item.head);
    let indent = "    ".repeat(depth);
    let implements = head.starts_with("impl");
    let shown =
        head.starts_with("pub ") || depth > 0 && matches!(item.body, Body::Comma) || implements;
    let hidden = head.starts_with("pub(crate)")
        || head.starts_with("pub use") && depth == 0 && head.ends_with("::*");
    if !shown && !head.starts_with("type ") || hidden {
        return;
    }
    match &item.body {
        Body::Members(members) => {
            let attributes = attributes(item);
            lines.push(format!("{indent}{attributes}{head} {{"));
            members.iter().for_each(|member| signature(member, depth + 1, lines));
            lines.push(format!("{indent}}}"));
        }
        Body::Items(items) if implements => {
            let start = lines.len();
            items.iter().for_each(|item| signature(item, depth + 1, lines));
            if lines.len() > start {
                lines.insert(start, format!("{indent}{head} {{"));
                lines.push(format!("{indent}}}"));
            }
        }
        Body::Comma => lines.push(format!("{indent}{head},")),
        Body::Statements(_) | Body::Semicolon | Body::Row => lines.push(format!("{indent}{head};")),
        Body::Items(_) | Body::Table(_) | Body::Nothing => {}
    }
}

fn attributes(item: &Item) -> String {
    let shown = item.attributes.iter().map(print::one_line).filter_map(|text| {
        // Mocks are for tests: what they change is no part of what a crate promises.
        let opened = text.starts_with("#[cfg_attr(not(") && text.contains("non_exhaustive");
        match text {
            _ if opened => Some("#[non_exhaustive]".to_owned()),
            text => (!text.starts_with("#[cfg")).then_some(text),
        }
    });
    shown.map(|text| format!("{text} ")).collect()
}
