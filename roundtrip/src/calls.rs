//! Calls of every operation, judged by the document alone.
//!
//! For each document a client is generated with its tests, which stand on `wire-harness`: a server
//! that reads what it is sent as the specification says, and answers with instances of what is
//! documented.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use generator::source::Source;
use generator::{Config, generate};
use serde_json::{Map, Value, json};

use crate::driver::{Workshop, write};
use crate::reading;

/// How much is shown of a failure.
const SHOWN: usize = 12;

/// What came of a document.
#[derive(Debug, Default)]
struct Shown {
    operations: usize,
    tested: usize,
    failures: Vec<(String, String)>,
}

/// Tests each document; says whether every call was right.
pub(crate) fn run(documents: &[(String, PathBuf)], workshop: &Workshop) -> Result<bool, String> {
    println!("{:<28} {:>10} {:>7} {:>7}", "document", "operations", "tested", "failed");
    let mut all = Vec::new();
    for (name, path) in documents {
        match document(name, path, workshop) {
            Ok(shown) => {
                let failed = shown.failures.len();
                println!("{name:<28} {:>10} {:>7} {failed:>7}", shown.operations, shown.tested);
                all.push((name, shown));
            }
            Err(reason) => println!("{name:<28} {reason}"),
        }
    }
    for (name, shown) in &all {
        for (test, problem) in &shown.failures {
            println!("\n{name}: {test}\n{problem}");
        }
    }
    Ok(all.iter().all(|(_, shown)| shown.failures.is_empty()))
}

fn document(name: &str, path: &Path, workshop: &Workshop) -> Result<Shown, String> {
    let source = Source::from_path(path).map_err(|error| error.to_string())?;
    if source.file_names().count() > 1 {
        return Err("SKIPPED: the document has several files".to_owned());
    }
    let package = format!("calls-{}", name.to_lowercase().replace(['.', '_', ' '], "-"));
    let mut config = Config { checks: true, ..Config::default() };
    config.plan.package.clone_from(&package);
    let (output, _) = generate(&source, &config);
    let output = output.ok_or("it is no OpenAPI 3")?;
    let root = source.entry().map(|node| reading::read(node.value)).unwrap_or_default();
    let root = lenient(&root);
    let read = workshop.file(&package, "json");
    write(&read, root.to_string().as_bytes())?;
    let checks = output.checks.as_ref().ok_or("no tests were made")?;
    let folder = workshop.folder(&package)?;
    for (path, bytes) in output.tree.iter() {
        write(&folder.join(path), bytes)?;
    }
    let tests = folder.join("checks");
    for (path, bytes) in checks.iter().filter(|(path, _)| *path != "decoding.rs") {
        let text = String::from_utf8_lossy(bytes).replace("#[rustfmt::skip]\nmod decoding;\n", "");
        write(&tests.join("tests/operations").join(path), text.as_bytes())?;
    }
    write(&tests.join("src/lib.rs"), b"")?;
    write(&tests.join("Cargo.toml"), manifest(&package).as_bytes())?;
    workshop.workspace(&[&package, &format!("{package}/checks")])?;
    let text = tested(workshop, &package, &read)?;
    Ok(Shown { operations: output.operations, ..outcome(&text) })
}

/// The document without what no call can keep to: branches that admit the same values, properties
/// that are required and declared nowhere, or that only the server writes. And `nullable` beside `allOf` means what it says.
fn lenient(node: &Value) -> Value {
    match node {
        Value::Array(items) => items.iter().map(lenient).collect(),
        Value::Object(object) => {
            let rewritten = object.iter().map(|(key, value)| (key.clone(), lenient(value)));
            let mut object: Map<String, Value> = rewritten.collect();
            if !object.contains_key("anyOf")
                && let Some(branches @ Value::Array(_)) = object.remove("oneOf")
            {
                object.insert("anyOf".to_owned(), branches);
            }
            if let Some(Value::Object(declared)) = object.get("properties").cloned()
                && let Some(Value::Array(required)) = object.get_mut("required")
            {
                let sent = |property: &Value| property["readOnly"] != true;
                let is_sent = |name: &str| declared.get(name).is_some_and(sent);
                required.retain(|name| name.as_str().is_some_and(is_sent));
            }
            if object.get("nullable") == Some(&Value::Bool(true)) && object.contains_key("allOf") {
                return json!({ "anyOf": [object, { "type": "null" }] });
            }
            Value::Object(object)
        }
        scalar => scalar.clone(),
    }
}

/// The manifest of the tests.
fn manifest(package: &str) -> String {
    let harness = Path::new(env!("CARGO_MANIFEST_DIR")).join("harness");
    format!(
        "[package]\nname = \"{package}-checks\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n{package} = {{ path = \"..\" }}\n\
         tests = {{ package = \"wire-harness\", path = {harness:?} }}\n\
         bytes = \"1\"\nserde_json = \"1\"\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n"
    )
}

/// Compiles and runs the tests; gives what they print.
fn tested(workshop: &Workshop, package: &str, document: &Path) -> Result<String, String> {
    let cargo = |arguments: &[&str]| {
        let mut command = workshop.cargo();
        command.args(["test", "--quiet", "--test", "operations", "--package"]);
        command.arg(format!("{package}-checks")).args(arguments).env("WIRE_DOCUMENT", document);
        command.env("RUST_BACKTRACE", "0");
        finished(&mut command)
    };
    let (fine, _, problems) = cargo(&["--no-run"])?;
    if !fine {
        let lines: Vec<&str> = problems.lines().take(40).collect();
        return Err(format!("the tests do not compile:\n{}", lines.join("\n")));
    }
    let (_, text, _) = cargo(&["--", "--format", "pretty"])?;
    Ok(text)
}

fn finished(command: &mut Command) -> Result<(bool, String, String), String> {
    let output = command.stderr(Stdio::piped()).output();
    let output = output.map_err(|error| format!("cargo cannot be run: {error}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok((output.status.success(), text(&output.stdout), text(&output.stderr)))
}

/// Reads what libtest prints.
fn outcome(text: &str) -> Shown {
    let mut shown = Shown::default();
    for line in text.lines() {
        let Some((_, outcome)) =
            line.strip_prefix("test ").and_then(|line| line.split_once(" ... "))
        else {
            continue;
        };
        shown.tested += usize::from(outcome != "ignored");
    }
    for part in text.split("\n---- ").skip(1) {
        let Some((test, rest)) = part.split_once(" stdout ----\n") else { continue };
        let lines =
            rest.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("note: "));
        let problem = lines.take(SHOWN).collect::<Vec<_>>().join("\n");
        let problem = problem.split("\n\nfailures:").next().unwrap_or_default().to_owned();
        shown.failures.push((test.to_owned(), problem));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::outcome;

    #[test]
    fn what_the_tests_print_is_read() {
        let text = "\nrunning 2 tests\ntest a::b ... ok\ntest a::c ... FAILED\n\nfailures:\n\n\
                    ---- a::c stdout ----\n\nthread 'a::c' panicked at x:\nit is wrong\n\n\nfailures:\n    a::c\n";
        let shown = outcome(text);
        assert_eq!(shown.tested, 2);
        assert_eq!(shown.failures.len(), 1);
        assert!(shown.failures[0].1.contains("it is wrong"), "{:?}", shown.failures);
    }
}
