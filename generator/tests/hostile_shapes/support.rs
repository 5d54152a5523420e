//! Compiling documents under a bound, and writing them.

use generator::diag::{Code, Diagnostics};
use generator::source::Source;
use generator::{Config, Output, generate_observed};
use std::fmt::Write;
use std::time::{Duration, Instant};

pub(super) const HEAD: &str = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n";

/// Compiles a document, renders what there is to say, and asserts that neither took long.
#[track_caller]
pub(super) fn compile(name: &str, text: String) -> (Option<Output>, Diagnostics) {
    let start = Instant::now();
    let bytes = text.len();
    let mut source = Source::from_bytes("a.yaml", text.into_bytes());
    let mut stages = format!("source {:.1?}", start.elapsed());
    let (output, diagnostics) = generate_observed(&mut source, &Config::default(), |stage| {
        stages.push_str(&format!(", {stage} {:.1?}", start.elapsed()));
    });
    let rendered = diagnostics.render(&source, 3).len() + diagnostics.render_json(&source).len();
    let elapsed = start.elapsed();
    let written = output.as_ref().map_or(0, |output| output.tree.iter().map(|it| it.1.len()).sum());
    println!(
        "{name}: {bytes} bytes in {elapsed:.2?} ({stages}); {written} bytes out, {rendered} said; peak {} MiB; {}",
        peak_memory(),
        diagnostics.iter().next().map_or("", |first| &first.message)
    );
    // Alone on a machine each takes about a second. Tests share a machine with builds, so only
    // what grows without end fails here.
    assert!(elapsed < Duration::from_secs(if cfg!(debug_assertions) { 120 } else { 20 }), "{name}");
    (output, diagnostics)
}

/// The most memory that this process ever held, where the system tells.
fn peak_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<usize>().ok());
    kibibytes.unwrap_or_default() / 1024
}

/// A count for optimised builds, and a smaller one where every step is checked.
pub(super) const fn scaled(count: usize) -> usize {
    if cfg!(debug_assertions) { count / 20 } else { count }
}

/// A document of component schemas, a line each.
pub(super) fn schemas(lines: impl IntoIterator<Item = String>) -> String {
    let mut text = HEAD.to_owned() + "components:\n  schemas:\n";
    for line in lines {
        writeln!(text, "    {line}").expect("a string");
    }
    text
}

pub(super) fn to(name: impl std::fmt::Display) -> String {
    format!("{{$ref: '#/components/schemas/{name}'}}")
}

/// The same schemas used as the body of an operation.
pub(super) fn used(text: String, name: &str) -> String {
    let schema = to(name);
    text + &format!(
        "paths:\n  /a:\n    post:\n      operationId: a\n      requestBody: {{content: \
         {{application/json: {{schema: {schema}}}}}}}\n      responses: {{'200': {{description: d, \
         content: {{application/json: {{schema: {schema}}}}}}}}}\n"
    )
}

#[track_caller]
pub(super) fn answers(name: &str, text: String) -> Output {
    let (output, diagnostics) = compile(name, text);
    output.unwrap_or_else(|| panic!("{name}: {}", diagnostics.summary()))
}

#[track_caller]
pub(super) fn refuses(name: &str, text: String, expected: Code) {
    let (output, diagnostics) = compile(name, text);
    assert!(output.is_none(), "{name}");
    assert!(diagnostics.has(expected), "{name}: {:?}", diagnostics.iter().next());
}
