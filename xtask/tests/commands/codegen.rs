//! `cargo xtask codegen` from the outside: what it says, how it exits, what is on disk afterwards.

use crate::support::{Project, document, ok, serve, serve_all};
use serde_json::Value;

/// The document of the server, different from the recorded one.
fn newer() -> String {
    document("3.1.0", "Pets and more", &["/pets", "/more"])
}

#[test]
fn a_new_document_is_compiled_and_recorded() {
    let project = Project::new("new-document");
    let url = serve(&ok(&newer(), "\"v2\""));
    project.configure(&url);
    let run = project.run(&["codegen"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("2 operations"), "{run}");
    assert!(run.stdout.contains("bytes fetched"), "{run}");
    assert!(run.stdout.contains("next"), "{run}");
    assert_eq!(project.read("openapi/openapi.json"), newer());
    let lock = project.read("openapi/openapi.lock");
    assert!(lock.contains(&url) && lock.contains("\"v2\""), "{lock}");
    assert!(project.exists("petshop/src/lib.rs"));
}

#[test]
fn the_etag_is_sent_and_not_modified_changes_nothing() {
    let project = Project::new("not-modified");
    let not_modified = "HTTP/1.1 304 Not Modified\r\n\r\n".to_owned();
    let (url, requests) = serve_all(vec![ok(&newer(), "W/\"v2\""), not_modified]);
    project.configure(&url);
    assert_eq!(project.run(&["codegen"]).code, 0);
    let before = project.snapshot();
    let run = project.run(&["codegen"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("not modified"), "{run}");
    assert!(run.stdout.contains(" 0 files written"), "{run}");
    assert_eq!(project.snapshot(), before);
    let requests = requests.lock().expect("no panic").clone();
    assert!(!requests[0].to_lowercase().contains("if-none-match"), "{}", requests[0]);
    assert!(requests[1].to_lowercase().contains("if-none-match: w/\"v2\""), "{}", requests[1]);
    for request in requests {
        let request = request.to_lowercase();
        assert!(!request.contains("authorization") && !request.contains("cookie"), "{request}");
    }
}

#[test]
fn the_same_document_writes_no_file() {
    let project = Project::new("same-document");
    let (url, _) = serve_all(vec![ok(&newer(), "\"v2\""), ok(&newer(), "\"v2\"")]);
    project.configure(&url);
    assert_eq!(project.run(&["codegen"]).code, 0);
    let before = project.snapshot_with_times();
    let run = project.run(&["codegen"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("unchanged"), "{run}");
    assert_eq!(project.snapshot_with_times(), before);
}

#[test]
fn an_unreachable_host_is_said_and_the_recorded_document_used() {
    let project = Project::generated("unreachable");
    let before = project.snapshot();
    // The address of `Project::generated` has nobody behind it any more.
    let run = project.run(&["codegen"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("the host cannot be reached"), "{run}");
    assert!(run.stdout.contains("used the recorded"), "{run}");
    assert!(run.stdout.contains(" 0 files written"), "{run}");
    assert_eq!(project.snapshot(), before);
}

#[test]
fn bad_fetches_leave_every_file_as_it_was() {
    let plain = |body: &str| ok(body, "\"bad\"");
    let cases = [
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned(), "404"),
        ("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n".to_owned(), "500"),
        (plain(&newer()).replace("Content-Length: ", "Content-Length: 9"), "broke off"),
        (plain("<!DOCTYPE html><html><body>Log in</body></html>"), "web page"),
        (plain("{\"hello\": \"world\"}"), "E0301"),
        (plain("{\"swagger\": \"2.0\", \"info\": {}, \"paths\": {}}"), "E0302"),
        (plain(&newer()[..40]), "E0101"),
        (plain("[1, 2, 3]"), "E0301"),
        (plain("openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths: {}\n"), "is JSON"),
        (plain(""), "empty"),
        ("HTTP/1.1 302 Found\r\nLocation: https://example.com/\r\n\r\n".to_owned(), "elsewhere"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n{".to_owned(), "larger than"),
    ];
    let project = Project::generated("bad-fetches");
    for (answer, message) in cases {
        project.configure(&serve(&answer));
        let before = project.snapshot();
        let run = project.run(&["codegen"]);
        assert_eq!(run.code, 2, "{message}: {run}");
        assert!(run.stderr.contains(message), "{message}: {run}");
        assert!(run.stderr.contains("127.0.0.1"), "no place: {run}");
        assert!(run.stderr.contains("help:"), "no help: {run}");
        assert_eq!(project.snapshot(), before, "{message}");
    }
}

#[test]
fn check_names_each_stale_file_and_the_remedy() {
    let project = Project::generated("check");
    let run = project.run(&["codegen", "--check"]);
    assert_eq!((run.code, run.stdout.trim()), (0, "all files are up to date"), "{run}");

    let lib = project.read("petshop/src/lib.rs");
    project.write("petshop/src/lib.rs", &format!("{lib}// by hand\n"));
    let before = project.snapshot();
    let run = project.run(&["codegen", "--check"]);
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.contains("petshop/src/lib.rs"), "{run}");
    assert!(run.stdout.contains("cargo xtask codegen --offline"), "{run}");
    assert_eq!(project.snapshot(), before, "--check wrote");

    assert_eq!(project.run(&["codegen", "--offline"]).code, 0);
    assert_eq!(project.read("petshop/src/lib.rs"), lib);
    assert_eq!(project.run(&["codegen", "--check"]).code, 0);
}

#[test]
fn an_edited_document_is_not_overwritten() {
    let project = Project::generated("edited");
    project.write("openapi/openapi.json", &document("3.1.0", "Edited", &["/a"]));
    let before = project.snapshot();
    for arguments in [&["codegen"][..], &["codegen", "--offline"]] {
        let run = project.run(arguments);
        assert_eq!(run.code, 2, "{run}");
        assert!(run.stderr.contains("not the one that the lock records"), "{run}");
    }
    let run = project.run(&["codegen", "--check"]);
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.contains("openapi.lock records another document"), "{run}");
    assert_eq!(project.snapshot(), before);

    let run = project.run(&["codegen", "--spec", "openapi/openapi.json"]);
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(project.run(&["codegen", "--check"]).code, 0);
}

#[test]
fn missing_and_garbled_files_are_named() {
    let project = Project::generated("garbled");
    let good = project.read("openapi/openapi.lock");
    project.write("openapi/openapi.lock", "sha256 = <<<<<<< HEAD\n");
    let run = project.run(&["codegen", "--offline"]);
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("openapi.lock:1:10"), "{run}");

    project.remove("openapi/openapi.lock");
    let run = project.run(&["codegen", "--offline"]);
    assert!(run.code == 2 && run.stderr.contains("the lock is missing"), "{run}");

    project.write("openapi/openapi.lock", &good);
    project.write("openapi/codegen.toml", "[package]\nname = \"petshop\"\nflavour = 1\n");
    let run = project.run(&["codegen", "--offline"]);
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("codegen.toml:3:1"), "{run}");

    project.remove("openapi/codegen.toml");
    let run = project.run(&["codegen", "--config", "openapi/codegen.toml"]);
    assert!(run.code == 2 && run.stderr.contains("openapi/codegen.toml"), "{run}");
}

#[test]
fn any_document_becomes_a_crate_of_its_own() {
    let project = Project::new("standalone");
    project.write("pets.json", &document("3.0.3", "Pet Store!", &["/pets"]));
    let run = project.run(&["codegen", "--spec", "pets.json", "--out", "out/pets"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(project.read("out/pets/Cargo.toml").contains("name = \"pet-store\""));
    assert!(!project.exists("openapi/openapi.json"), "the project was touched");

    let url = serve(&ok(&newer(), "\"v\""));
    let arguments = ["codegen", "--spec", &url, "--out", "out/url", "--package", "my-pets"];
    let run = project.run(&arguments);
    assert_eq!(run.code, 0, "{run}");
    assert!(project.read("out/url/Cargo.toml").contains("name = \"my-pets\""));

    let run = project.run(&["codegen", "--spec", "pets.json", "--out", "x", "--package", "a b"]);
    assert!(run.code == 2 && run.stderr.contains("cannot be the name of a package"), "{run}");
    assert!(!project.exists("x"));
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let project = Project::new("foreign");
    project.write("pets.json", &newer());
    project.write("mine/diary.txt", "private");
    let before = project.snapshot();
    let run = project.run(&["codegen", "--spec", "pets.json", "--out", "mine"]);
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("mine"), "{run}");
    assert_eq!(project.snapshot(), before);
}

#[test]
fn programs_read_json() {
    let project = Project::new("json");
    project.write("pets.json", &newer());
    let arguments = ["--spec", "pets.json", "--out", "out", "--manifest", "manifest.json"];
    let run = project.run(&[&["codegen", "--message-format", "json"], &arguments[..]].concat());
    assert_eq!(run.code, 0, "{run}");
    let events: Vec<Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let report = events.iter().find(|event| event["event"] == "report").expect("a report");
    assert_eq!(report["operations"], 2);
    assert_eq!(report["document"]["state"], "file");
    let manifest: Value = serde_json::from_str(&project.read("manifest.json")).expect("JSON");
    assert!(manifest.is_object());

    let run = project.run(&["codegen", "--message-format", "json", "--spec", "none", "--out", "o"]);
    assert_eq!(run.code, 2);
    let error: Value = serde_json::from_str(run.stdout.trim()).expect("JSON");
    assert_eq!((&error["event"], &error["place"]), (&"error".into(), &"none".into()));
}

#[test]
fn contradictions_are_refused() {
    let project = Project::generated("contradictions");
    for arguments in [
        &["codegen", "--check", "--spec", "https://example.com/a.json"][..],
        &["codegen", "--offline", "--spec", "https://example.com/a.json"],
        &["codegen", "--check", "--manifest", "m.json"],
        &["codegen", "--spec", "http://example.com/a.json", "--out", "o"],
    ] {
        let run = project.run(arguments);
        assert_eq!(run.code, 2, "{run}");
        assert!(run.stderr.contains("help:"), "{run}");
    }
}

#[test]
fn the_configuration_reaches_the_crate() {
    let project = Project::generated("configuration");
    let config = project.read("openapi/codegen.toml");
    let more = "version = \"2.5.0\"\n[manifest.package]\npublish = false\n\
                [manifest.dev-dependencies]\ntokio = \"1\"\n";
    project.write("openapi/codegen.toml", &format!("{config}{more}"));
    let run = project.run(&["codegen", "--offline"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("wrote Cargo.toml"), "{run}");
    let manifest = project.read("petshop/Cargo.toml");
    for line in ["version = \"2.5.0\"", "publish = false", "[dev-dependencies]\ntokio = \"1\""] {
        assert!(manifest.contains(line), "{line}: {manifest}");
    }
    assert_eq!(project.run(&["codegen", "--check"]).code, 0);

    let rename = "[rename]\n\"#/components/schemas/Gone\" = \"Here\"\n";
    project.write("openapi/codegen.toml", &format!("{config}{rename}"));
    let before = project.snapshot();
    let run = project.run(&["codegen", "--offline"]);
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("#/components/schemas/Gone"), "{run}");
    assert!(run.stderr.contains("codegen.toml"), "{run}");
    assert_eq!(project.snapshot(), before);
}

#[test]
fn strict_fails_where_a_part_is_left_out() {
    let project = Project::new("strict");
    let schema = "{\"$ref\": \"#/components/schemas/Gone\"}";
    let lost = newer().replace("\"204\"", "\"200\"").replace(
        "\"description\": \"Done\"",
        &format!("\"description\": \"Done\", \"content\": {{\"application/json\": {{\"schema\": {schema}}}}}"),
    );
    project.write("lost.json", &lost);
    let arguments = ["codegen", "--spec", "lost.json", "--out", "out"];
    let run = project.run(&[&arguments[..], &["--strict"]].concat());
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("left out"), "{run}");
    assert!(!project.exists("out"), "something was written");
    let run = project.run(&arguments);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.contains("E0201"), "{run}");
}

#[test]
fn the_tests_of_the_crate_follow_it() {
    let project = Project::generated("tests");
    let config = project.read("openapi/codegen.toml");
    project.write("openapi/codegen.toml", &format!("{config}[checks]\npath = \"../tried\"\n"));
    let run = project.run(&["codegen", "--check"]);
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.contains("tried/main.rs is missing"), "{run}");

    let run = project.run(&["codegen", "--offline"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("tests     tried: "), "{run}");
    assert!(project.read("tried/main.rs").contains("petshop::Client"), "{run}");
    assert_eq!(project.run(&["codegen", "--check"]).code, 0);

    project.write("tried/gone.rs", "// @generated by cargo xtask codegen; do not edit.\n");
    let run = project.run(&["codegen", "--check"]);
    assert!(run.stdout.contains("tried/gone.rs is no longer generated"), "{run}");
    assert_eq!(project.run(&["codegen", "--offline"]).code, 0);
    assert!(!project.exists("tried/gone.rs"), "a stale file stays");

    // A crate beside the project's has no tests of its own.
    let before = project.read("tried/main.rs");
    project.write("tried/main.rs", &format!("{before}// by hand\n"));
    assert_eq!(project.run(&["codegen", "--offline", "--out", "elsewhere"]).code, 0);
    assert!(project.read("tried/main.rs").ends_with("// by hand\n"));
}

#[test]
fn files_beside_the_folder_are_read_where_a_root_holds_them() {
    let project = Project::new("root");
    let api = document("3.1.0", "Pets", &["/pets"]).replacen(
        "\"paths\"",
        "\"components\": {\"schemas\": {\"Pet\": {\"$ref\": \"../shared/pet.yaml\"}}}, \"paths\"",
        1,
    );
    project.write("all/api/pets.json", &api);
    project.write("all/shared/pet.yaml", "type: object\nproperties: {owner: {type: string}}\n");
    let arguments = ["codegen", "--spec", "all/api/pets.json", "--out", "out"];
    let run = project.run(&arguments);
    assert!(format!("{run}").contains("E0203") && format!("{run}").contains("--root"), "{run}");
    let run = project.run(&[&arguments[..], &["--root", "all"]].concat());
    assert_eq!(run.code, 0, "{run}");
    assert!(!format!("{run}").contains("E0203"), "{run}");
    assert!(project.read("out/src/types/pet.rs").contains("owner"), "{run}");
    // Still nothing beyond the root, and the document itself within.
    let run = project.run(&[&arguments[..], &["--root", "all/shared"]].concat());
    assert!(run.code == 2 && format!("{run}").contains("is not within"), "{run}");
    assert_eq!(project.run(&["codegen", "--root", "all"]).code, 2);
}
