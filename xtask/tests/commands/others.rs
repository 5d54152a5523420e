//! The other commands from the outside.

use crate::support::{Project, document};
use serde_json::Value;

#[test]
fn structure_prints_each_difference_and_their_number() {
    let project = Project::new("structure");
    project.write("a.json", &document("3.1.0", "Pets", &["/pets"]));
    project.write("b.yaml", &document("3.1.0", "Other words", &["/pets"]));
    project.write("c.json", &document("3.1.0", "Pets", &["/pets", "/more"]));

    let run = project.run(&["structure", "a.json", "b.yaml"]);
    assert_eq!((run.code, run.stdout.trim()), (0, "0 differences"), "{run}");

    let run = project.run(&["structure", "a.json", "c.json"]);
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.starts_with("#/paths/~1more: added "), "{run}");
    assert!(run.stdout.ends_with("1 difference\n"), "{run}");

    project.write("broken.json", "{\"openapi\": ");
    let run = project.run(&["structure", "a.json", "broken.json"]);
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("broken.json:1:"), "{run}");
    assert_eq!(project.run(&["structure", "a.json", "none.json"]).code, 2);
}

#[test]
fn codes_are_explained() {
    let project = Project::new("explain");
    let run = project.run(&["explain", "e0302"]);
    assert!(run.code == 0 && run.stdout.contains("Swagger 2.0"), "{run}");
    let run = project.run(&["explain", "E9999"]);
    assert!(run.code == 2 && run.stderr.contains("`E9999`"), "{run}");
}

#[test]
fn a_corpus_has_a_row_for_each_document() {
    let project = Project::new("corpus");
    project.write("docs/pets.json", &document("3.1.0", "Pets", &["/a", "/b"]));
    project.write("docs/pets.yaml", &document("3.0.3", "Pets", &["/a"]));
    project.write("docs/box.json", "{\"swagger\": \"2.0\", \"info\": {}, \"paths\": {}}");
    project.write("docs/many/openapi.yaml", &document("3.1.0", "Many", &[]));
    project.write("docs/many/part.yaml", "type: object\n");
    project.write("docs/README.md", "No document.");

    let run = project.run(&["corpus", "docs", "--no-check", "--json", "table.json"]);
    assert_eq!(run.code, 0, "{run}");
    let table: Value = serde_json::from_str(&project.read("table.json")).expect("JSON");
    let rows = table.as_array().expect("a list");
    let names: Vec<_> = rows.iter().map(|row| row["name"].as_str().expect("a name")).collect();
    assert_eq!(names, ["box", "many-openapi", "pets-json", "pets-yaml"]);
    assert_eq!(rows[2]["operations"], 2);
    assert!(rows[0]["refused"].as_str().expect("refused").contains("E0302"), "{run}");

    project.write("docs/broken.json", "{\"openapi\": ");
    let run = project.run(&["corpus", "docs", "--no-check", "--only", "broken", "--only", "old"]);
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.contains("E0101"), "{run}");
    assert!(!run.stdout.contains("pets"), "{run}");
}

#[test]
fn help_is_there_for_each_command() {
    let project = Project::new("help");
    for command in ["codegen", "explain", "structure", "corpus"] {
        let run = project.run(&[command, "--help"]);
        let usage = format!("Usage: cargo xtask {command}");
        assert!(run.code == 0 && run.stdout.contains(&usage), "{run}");
        assert!(project.run(&["--help"]).stdout.contains(command));
    }
    let run = project.run(&["cook"]);
    assert!(run.code == 2 && run.stderr.contains("no command `cook`"), "{run}");
}
