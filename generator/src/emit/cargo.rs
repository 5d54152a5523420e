//! `Cargo.toml`.

use crate::diag::is_unseen;
use crate::plan::Plan;
use std::fmt::Write;

/// What the runtime needs, as its own manifest says.
const RUNTIME_MANIFEST: &str = include_str!("../../runtime/Cargo.toml");

/// The manifest of the crate; texts of the document are escaped.
pub fn cargo_toml(plan: &Plan) -> String {
    let package = &plan.package;
    let mut text = crate::mark::header("#");
    text.push_str("\n[package]\n");
    for (key, value) in [
        ("name", package.name.as_str()),
        ("version", package.version.as_str()),
        ("description", package.description.as_str()),
    ] {
        push(&mut text, format_args!("{key} = {}\n", quoted(value)));
    }
    text.push_str("edition = \"2024\"\nrust-version = \"1.95\"\n");
    text.push_str("\n[features]\n");
    for (feature, needs) in &package.features {
        push(&mut text, format_args!("{feature} = {}\n", list(needs)));
    }
    text.push_str(section("features"));
    text.push_str("\n[dependencies]\n");
    for dependency in &package.dependencies {
        let (name, version) = (&dependency.name, quoted(&dependency.version));
        let features = list(&dependency.features);
        push(
            &mut text,
            format_args!("{name} = {{ version = {version}, features = {features} }}\n"),
        );
    }
    text.push_str(section("dependencies"));
    text
}

fn push(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    text.write_fmt(arguments).expect("a string takes all text");
}

fn list(values: &[String]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    if quoted.len() < 5 {
        return format!("[{}]", quoted.join(", "));
    }
    format!("[\n    {},\n]", quoted.join(",\n    "))
}

/// The lines of a section of the runtime's manifest.
fn section(name: &str) -> &'static str {
    let head = format!("\n[{name}]\n");
    let Some(start) = RUNTIME_MANIFEST.find(&head) else {
        return "";
    };
    let rest = &RUNTIME_MANIFEST[start + head.len()..];
    let end = rest.find("\n[").map_or(rest.len(), |end| end + 1);
    let lines = &rest[..end];
    &lines[..lines.trim_end().len() + usize::from(lines.ends_with('\n'))]
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            unseen if is_unseen(unseen) => {
                push(&mut quoted, format_args!("\\U{:08X}", u32::from(unseen)));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
