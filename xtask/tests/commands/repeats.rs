//! Runs that would only do again what the last one did: told from all others, and over at once.

use crate::support::{Project, Run, document};
use std::fs;
use std::path::Path;
use std::process::Command;

const OFFLINE: &[&str] = &["codegen", "--offline"];
const BESIDE: &[&str] = &["codegen", "--spec", "api/api.yaml", "--out", "made"];

/// Whether the run found that there was nothing to do without compiling.
fn is_repeat(run: &Run) -> bool {
    assert_eq!(run.code, 0, "{run}");
    assert_ne!(run.stdout.contains("(compare "), run.stdout.contains("(parse "), "{run}");
    run.stdout.contains("(compare ")
}

/// A project of which a run was recorded.
fn recorded(name: &str) -> Project {
    let project = Project::generated(name);
    assert!(!is_repeat(&project.run(OFFLINE)));
    assert!(is_repeat(&project.run(OFFLINE)));
    project
}

/// What a run says, but for how long it took.
fn said(run: &Run) -> Vec<String> {
    let lines = run.stdout.lines().chain(run.stderr.lines());
    lines.filter(|line| !line.starts_with("time ")).map(str::to_owned).collect()
}

#[test]
fn a_run_without_a_change_writes_nothing_and_says_the_same() {
    let project = recorded("repeat");
    let record = fs::read_dir(project.folder().join("target/codegen")).expect("a folder").count();
    assert_eq!(record, 1);
    let before = project.snapshot_with_times();
    let repeat = project.run(OFFLINE);
    assert!(is_repeat(&repeat));
    fs::remove_dir_all(project.folder().join("target")).expect("it may be deleted");
    let compiled = project.run(OFFLINE);
    assert!(!is_repeat(&compiled));
    assert_eq!(said(&repeat), said(&compiled));
    assert_eq!(project.snapshot_with_times(), before);
}

#[test]
fn any_doubt_compiles() {
    let project = recorded("doubts");
    let lib = project.read("petshop/src/lib.rs");
    let stale = "petshop/src/stale.rs";
    let config = project.read("openapi/codegen.toml");
    let doubts: [(&str, &dyn Fn()); 7] = [
        ("an output is edited", &|| project.write("petshop/src/lib.rs", &(lib.clone() + "//"))),
        ("an output is deleted", &|| project.remove("petshop/src/lib.rs")),
        ("an output is emptied", &|| project.write("petshop/src/lib.rs", "")),
        ("a stale file is there", &|| project.write(stale, &lib)),
        ("an option is set", &|| {
            project.write("openapi/codegen.toml", &format!("{config}version = \"3.0.0\"\n"));
        }),
        ("the option is taken back", &|| project.write("openapi/codegen.toml", &config)),
        ("names are kept", &|| project.write("openapi/names.lock", "# none\n")),
    ];
    for (what, doubt) in doubts {
        doubt();
        assert!(!is_repeat(&project.run(OFFLINE)), "{what}");
        assert_eq!(project.read("petshop/src/lib.rs"), lib, "{what}");
        assert!(!project.exists(stale), "{what}");
        assert_eq!(project.run(&["codegen", "--check"]).code, 0, "{what}");
        // A run that changed what it had read is not recorded; the one after it is.
        project.run(OFFLINE);
        assert!(is_repeat(&project.run(OFFLINE)), "{what}");
    }
}

#[test]
fn a_check_always_compiles() {
    let project = recorded("check");
    assert!(is_repeat(&project.run(OFFLINE)));
    project.write("petshop/src/lib.rs", "");
    let run = project.run(&["codegen", "--check"]);
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.contains("lib.rs differs"), "{run}");
}

#[test]
fn another_program_or_another_question_compiles() {
    let project = recorded("other-program");
    assert!(!is_repeat(&project.run(&["codegen", "--offline", "--strict"])));
    assert!(!is_repeat(&project.run(OFFLINE)));
    let other = project.folder().join("other");
    fs::copy(env!("CARGO_BIN_EXE_xtask"), &other).expect("copied");
    let run = |program: &Path| {
        let output = Command::new(program)
            .args(OFFLINE)
            .current_dir(project.folder())
            .env("CARGO_TARGET_DIR", "target")
            .output()
            .expect("the program starts");
        String::from_utf8(output.stdout).expect("text").contains("(compare ")
    };
    assert!(!run(&other));
    assert!(run(&other));
    assert!(!is_repeat(&project.run(OFFLINE)));
}

#[test]
fn a_broken_record_is_no_record() {
    let project = recorded("broken-record");
    let folder = project.folder().join("target/codegen");
    for entry in fs::read_dir(folder).expect("a folder") {
        fs::write(entry.expect("an entry").path(), "{").expect("written");
    }
    assert!(!is_repeat(&project.run(OFFLINE)));
    assert!(is_repeat(&project.run(OFFLINE)));
}

/// A document that refers to a file beside it.
fn split(project: &Project) {
    let api = document("3.1.0", "Split", &["/pets"]);
    let content = r##"{"200": {"description": "", "content": {"application/json": {"schema": {"$ref": "pet.yaml"}}}}}"##;
    let api = api.replace(
        "\"204\": {\n            \"description\": \"Done\"\n          }",
        &content[1..content.len() - 1],
    );
    project.write("api/api.yaml", &api);
    project.write("api/pet.yaml", "type: object\nproperties: {name: {type: string}}\n");
}

#[test]
fn the_document_and_the_files_that_it_refers_to_count() {
    let project = Project::new("split");
    split(&project);
    let run = project.run(BESIDE);
    assert!(!is_repeat(&run));
    assert!(project.read("made/src/types/pet.rs").contains("name"), "{run}");
    assert!(is_repeat(&project.run(BESIDE)));

    project.write("api/pet.yaml", "type: object\nproperties: {age: {type: integer}}\n");
    assert!(!is_repeat(&project.run(BESIDE)));
    assert!(project.read("made/src/types/pet.rs").contains("age"));
    assert!(is_repeat(&project.run(BESIDE)));

    project.write("api/api.yaml", &project.read("api/api.yaml").replace("Split", "Whole"));
    assert!(!is_repeat(&project.run(BESIDE)));
    assert!(is_repeat(&project.run(BESIDE)));

    // A file that cannot be read may come any time.
    project.remove("api/pet.yaml");
    assert!(!is_repeat(&project.run(BESIDE)));
    assert!(!is_repeat(&project.run(BESIDE)));
}

#[test]
fn what_there_was_to_say_is_said_again() {
    let project = Project::new("said-again");
    split(&project);
    project.write("api/pet.yaml", "type: object\nproperties: {name: {type: strung}}\n");
    let first = project.run(BESIDE);
    assert!(first.stderr.contains("strung"), "{first}");
    let second = project.run(BESIDE);
    assert!(is_repeat(&second));
    assert_eq!(first.stderr, second.stderr);
    let json = ["codegen", "--spec", "api/api.yaml", "--out", "made", "--message-format", "json"];
    let events = |run: &Run| -> Vec<String> {
        let lines = run.stdout.lines().filter(|line| line.contains("\"diagnostic\""));
        lines.map(str::to_owned).collect()
    };
    let first = project.run(&json);
    let second = project.run(&json);
    assert!(second.stdout.contains("\"compare\""), "{second}");
    assert!(!events(&first).is_empty(), "{first}");
    assert_eq!(events(&first), events(&second));
}
