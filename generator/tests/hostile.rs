//! Documents that are made to hurt: an answer or one clear error, soon, and never a crash.

use generator::diag::{Code, Diagnostics, code};
use generator::document::{Document, Schema};
use generator::source::{Loader, MAX_DEPTH, Source};
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Reads a document, all its schemas, and renders what there is to say.
fn read(name: &str, text: String) -> Diagnostics {
    let start = Instant::now();
    let source = Source::from_bytes(name, text.into_bytes());
    let mut diagnostics = Diagnostics::new();
    if let Some(document) = Document::read(&source, &mut diagnostics) {
        for (_, node) in &document.schemas {
            Schema::read(node, document.version, &mut diagnostics);
            document.resolve_schema(node, &mut diagnostics);
        }
        document.referenced_schemas();
    }
    diagnostics.render(&source, 3);
    diagnostics.render_json(&source);
    // Alone on a machine, optimised, each takes less than a second. Tests share a machine with
    // builds, so only what grows without end fails here.
    let limit = if cfg!(debug_assertions) { 60 } else { 10 };
    let elapsed = start.elapsed();
    println!("{elapsed:.1?}: {}", diagnostics.iter().next().map_or("", |first| &first.message));
    assert!(elapsed < Duration::from_secs(limit), "{elapsed:?}");
    diagnostics
}

#[track_caller]
fn only_error(name: &str, text: String, expected: Code) {
    let diagnostics = read(name, text);
    let codes: Vec<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [expected]);
}

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n";

#[test]
fn nesting_has_a_limit_in_every_form() {
    for depth in [MAX_DEPTH + 1, 100_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
            only_error("a.json", open.repeat(depth) + "1" + &close.repeat(depth), code::TOO_DEEP);
            only_error("a.json", open.repeat(depth), code::TOO_DEEP);
        }
        let flow = format!("a: {}{}", "[".repeat(depth), "]".repeat(depth));
        only_error("a.yaml", flow, code::TOO_DEEP);
        only_error("a.yaml", format!("x: {}", "{a: ".repeat(depth)), code::TOO_DEEP);
        only_error("a.yaml", "- ".repeat(depth) + "1", code::TOO_DEEP);
        only_error("a.yaml", "? ".repeat(depth) + "1", code::COMPLEX_KEY);
    }
    let mut block = String::new();
    for level in 0..2_000 {
        writeln!(block, "{}a:", " ".repeat(level)).expect("a string");
    }
    only_error("a.yaml", block, code::TOO_DEEP);
}

#[test]
fn what_is_within_the_limit_is_read() {
    let depth = MAX_DEPTH - 8;
    let schema = "{\"items\":".repeat(depth) + "{}" + &"}".repeat(depth);
    let text = format!(
        "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"t\",\"version\":\"1\"}},\
         \"components\":{{\"schemas\":{{\"Deep\":{schema},\"Other\":{{\"$ref\":\"#/info\"}}}}}}}}"
    );
    let diagnostics = read("a.json", text.clone());
    assert!(!diagnostics.has_errors(), "{}", diagnostics.summary());
    let diagnostics = read("a.yaml", format!("# flow style\n{text}"));
    assert!(!diagnostics.has_errors(), "{}", diagnostics.summary());
}

#[test]
fn alias_bombs_stop() {
    let mut text = HEAD.to_owned() + "x0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
    for level in 1..30 {
        let below = level - 1;
        let aliases = vec![format!("*a{below}"); 9].join(", ");
        writeln!(text, "x{level}: &a{level} [{aliases}]").expect("a string");
    }
    only_error("a.yaml", text, code::TOO_LARGE);

    let long = "x".repeat(1 << 20);
    let mut text = format!("{HEAD}long: &long {long}\nmany:\n");
    text.push_str(&"- *long\n".repeat(10_000));
    only_error("a.yaml", text, code::TOO_LARGE);

    let mut text = HEAD.to_owned() + "x0: &a0 {k0: 1}\n";
    for level in 1..40 {
        let below = level - 1;
        let aliases = vec![format!("*a{below}"); 9].join(", ");
        writeln!(text, "x{level}: &a{level} {{k{level}: 1, <<: [{aliases}]}}").expect("a string");
    }
    read("a.yaml", text);

    let mut text = HEAD.to_owned() + "x0: &a0 [1]\n";
    for level in 1..600 {
        writeln!(text, "x{level}: &a{level} [*a{}]", level - 1).expect("a string");
    }
    only_error("a.yaml", text, code::TOO_DEEP);
    only_error("a.yaml", format!("{HEAD}x: &x [*x]\n"), code::INVALID_ALIAS);
    only_error("a.yaml", format!("{HEAD}x: &x {{<<: *x}}\n"), code::INVALID_ALIAS);
    only_error("a.yaml", format!("{HEAD}x: *nowhere\n"), code::INVALID_YAML);
    let nested = "&a ".to_owned() + "[".repeat(400).as_str();
    let anchors: String = (0..500).map(|level| format!("&a{level} [")).collect();
    read("a.yaml", format!("{HEAD}x: {nested}\n"));
    read("a.yaml", format!("{HEAD}x: {anchors}{}\n", "]".repeat(500)));
}

#[test]
fn a_million_values_are_honest() {
    let mut json =
        String::from(r#"{"openapi":"3.1.0","info":{"title":"t","version":"1"},"x-many":["#);
    json.push_str(&r#"{"a":1,"b":"text"},"#.repeat(350_000));
    json.push_str("0]}");
    let diagnostics = read("a.json", json);
    assert!(!diagnostics.has_errors());
    if cfg!(debug_assertions) {
        return;
    }
    let mut yaml = HEAD.to_owned() + "x-many:\n";
    yaml.push_str(&"- {a: 1, b: text}\n".repeat(350_000));
    let start = Instant::now();
    let source = Source::from_bytes("a.yaml", yaml.into_bytes());
    println!("a million values of YAML in {:.1?}", start.elapsed());
    assert!(source.diagnostics().is_empty());
}

#[test]
fn too_many_values_are_refused() {
    if cfg!(debug_assertions) {
        return;
    }
    only_error("a.json", format!("[{}0]", "0,".repeat(5_000_000)), code::TOO_LARGE);
    only_error("a.yaml", format!("x: [{}0]", "0,".repeat(5_000_000)), code::TOO_LARGE);
}

#[test]
fn chains_and_cycles_of_references_end() {
    let mut text = HEAD.to_owned() + "components:\n  schemas:\n";
    for index in 0..20_000 {
        let next = (index + 1) % 20_000;
        writeln!(text, "    S{index}: {{$ref: '#/components/schemas/S{next}'}}").expect("a string");
    }
    let diagnostics = read("a.yaml", text);
    assert!(diagnostics.has(code::TOO_DEEP));

    let text = format!(
        "{HEAD}components: {{parameters: {{A: {{$ref: '#/components/parameters/B'}}, \
         B: {{$ref: '#/components/parameters/A'}}}}}}\npaths:\n  /a: {{$ref: '#/paths/~1b'}}\n  \
         /b: {{$ref: '#/paths/~1a'}}\n  /c:\n    get:\n      parameters: \
         [{{$ref: '#/components/parameters/A'}}]\n"
    );
    let diagnostics = read("a.yaml", text);
    assert_eq!(diagnostics.of(code::REFERENCE_CYCLE).count(), 3);
}

#[test]
fn shared_path_items_do_not_multiply_without_end() {
    // Each path has all the parameters: a thousandth of what would be too many as it is written.
    let paths = if cfg!(debug_assertions) { 10 } else { 3_000 };
    let mut text = HEAD.to_owned() + "paths:\n";
    for index in 0..paths {
        writeln!(text, "  /p{index}: {{$ref: '#/components/pathItems/P'}}").expect("a string");
    }
    text.push_str("components:\n  pathItems:\n    P:\n      get:\n        parameters:\n");
    for index in 0..3_000 {
        writeln!(text, "        - {{name: n{index}, in: query, schema: {{}}}}").expect("a string");
    }
    let diagnostics = read("a.yaml", text);
    assert_eq!(diagnostics.has(code::TOO_LARGE), paths == 3_000);

    let text = format!(
        "{HEAD}paths:\n  /a:\n    get: &get\n      callbacks:\n        again:\n          \
         x: {{$ref: '#/paths/~1a'}}\n"
    );
    assert!(read("a.yaml", text).has(code::NESTED_CALLBACK));
}

#[test]
fn what_is_no_document_is_said_so_once() {
    for (text, expected) in [
        (&b""[..], code::NOT_OPENAPI),
        (b"  \n\t ", code::NOT_OPENAPI),
        (b"\xef\xbb\xbf", code::NOT_OPENAPI),
        (b"# only a comment", code::NOT_OPENAPI),
        (b"<!doctype html><p>not found", code::NOT_OPENAPI),
        (b"[1, 2]", code::NOT_OPENAPI),
        (b"just words", code::NOT_OPENAPI),
        (b"null", code::NOT_OPENAPI),
        (b"{}", code::NOT_OPENAPI),
        (b"{\"paths\": {}}", code::NOT_OPENAPI),
        (b"asyncapi: 2.0.0", code::NOT_OPENAPI),
        (b"swagger: '2.0'", code::SWAGGER_2),
        (b"{\"swagger\": 2.0}", code::SWAGGER_2),
        (b"openapi: 4.0.0", code::UNSUPPORTED_VERSION),
        (b"openapi: 2.0", code::UNSUPPORTED_VERSION),
        (b"openapi: [3]", code::UNSUPPORTED_VERSION),
        (b"openapi: 3", code::UNSUPPORTED_VERSION),
        (b"\xff\xfeo\0p\0", code::UNREADABLE_TEXT),
        (b"\xfe\xff\0o\0p", code::UNREADABLE_TEXT),
        (b"o\0p\0e\0", code::UNREADABLE_TEXT),
        (b"\x1f\x8b\x08\0", code::UNREADABLE_TEXT),
        (b"PK\x03\x04", code::UNREADABLE_TEXT),
        (b"openapi: 3.1.0\nx: \xe9", code::UNREADABLE_TEXT),
        (b"{\"openapi\": \"3.1.0\", \"info\": {", code::INVALID_JSON),
        (b"{\"openapi\": \"3.1.0\",}", code::INVALID_JSON),
        (b"{\"a\": \"\x01\"}", code::INVALID_JSON),
        (b"openapi: 3.1.0\n\tinfo: x", code::INVALID_YAML),
        (b"openapi: 3.1.0\ninfo: 'x", code::INVALID_YAML),
        (b"a: b: c", code::INVALID_YAML),
    ] {
        let source = Source::from_bytes("document", text.to_vec());
        let mut diagnostics = Diagnostics::new();
        let shown = String::from_utf8_lossy(text);
        assert!(Document::read(&source, &mut diagnostics).is_none(), "{shown}");
        let codes: Vec<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, [expected], "{shown}");
        diagnostics.render(&source, 1);
    }
}

#[test]
fn random_bytes_and_cuts_never_crash() {
    let whole = include_str!("fixtures/pets.yaml");
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("it is small")
    };
    let rounds = if cfg!(debug_assertions) { 300 } else { 20_000 };
    for round in 0..rounds {
        let mut bytes = whole.as_bytes().to_vec();
        for _ in 0..1 + random(4) {
            let place = random(bytes.len());
            match round % 4 {
                0 => bytes.truncate(place + 1),
                1 => bytes[place] = b"{}[]:,-?&*!|>'\"%@` \n\t#~<0aA\0"[random(28)],
                2 => drop(bytes.remove(place)),
                _ => {
                    let other = random(bytes.len());
                    bytes.swap(place, other);
                }
            }
        }
        let source = Loader::default().read_bytes("pets.yaml", bytes);
        let mut diagnostics = Diagnostics::new();
        if let Some(document) = Document::read(&source, &mut diagnostics) {
            for (_, node) in &document.schemas {
                document.read_schema(node, &mut diagnostics);
            }
            document.referenced_schemas();
        }
        diagnostics.render(&source, 100);
    }
}
