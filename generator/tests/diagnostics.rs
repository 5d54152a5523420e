//! Diagnostics as people and as programs see them.

use generator::diag::{Diagnostics, FileId, Pointer, code, printable};
use generator::document::Document;
use generator::source::Source;

fn rendered(name: &str, text: &str) -> (String, String) {
    let source = Source::from_bytes(name, text.as_bytes().to_vec());
    let mut diagnostics = Diagnostics::new();
    if let Some(document) = Document::read(&source, &mut diagnostics) {
        for (_, node) in &document.schemas {
            document.read_schema(node, &mut diagnostics);
        }
    }
    (diagnostics.render(&source, 2), diagnostics.render_json(&source))
}

const FAULTS: &str = "\
openapi: 3.0.3
info:
  title: Faults
paths:
  /a:
    get:
      parameters:
        - {name: x, in: query, schema: {}}
        - {name: x, in: query, schema: {}}
        - $ref: '#/components/parameters/pagesize'
      responses:
        ok: {}
  /b: {}
components:
  parameters:
    PageSize: {name: size, in: query, schema: {}}
  schemas:
    Thing:
      type: strng
      required: true
      \"weird \\u202e\\e[31m key\": 1
      properties: {one: {}}\tand: 1
    Other: {a: 1, b: 2, c: 3}
";

#[test]
fn people_see_the_line() {
    let faults = FAULTS.replace("\tand: 1", "");
    insta::assert_snapshot!("people", rendered("faults.yaml", &faults).0);
}

#[test]
fn programs_see_an_object_a_line() {
    let faults = FAULTS.replace("\tand: 1", "");
    insta::assert_snapshot!("programs", rendered("faults.yaml", &faults).1);
}

/// The slips that people make, each with what the compiler says.
#[test]
fn slips_get_a_remedy() {
    let document = "\
openapi: 3.1.0
info: {title: t, version: '1'}
security: [{bearr: []}]
paths:
  /pets/{id}:
    gte: {responses: {}}
    get:
      parameters:
        - {name: petId, in: path, required: true, schema: {type: string}}
        - {name: a, in: pth, schema: {type: string}}
        - {name: b, in: body, schema: {type: string}}
        - {name: c, in: query, style: forms, schema: {type: string}}
      response: {}
      responses:
        20X: {description: d}
        '200': {description: d, content: {application/json: {schema: {$ref: '#/components/schema/Pet'}}}}
        '404': {description: d, content: {application/json: {schema: {$ref: '#/definitions/Pet'}}}}
components:
  securitySchemes:
    bearer: {type: http, scheme: bearer}
    other: {type: htttp, scheme: bearer}
    key: {type: apiKey, in: heade, name: k}
  schemas:
    Pet: {type: object, requried: [name], properties: {name: {type: strin}}}
    Any: {oneOf: [{$ref: '#/components/schemas/Pet'}], discriminator: {propertyName: k, mapping: {p: Pte}}}
";
    let source = Source::from_bytes("slips.yaml", document.as_bytes().to_vec());
    let (_, diagnostics) = generator::generate(&source, &generator::Config::default());
    insta::assert_snapshot!("slips", diagnostics.render(&source, 99));
    let mut said = String::new();
    for text in [
        "openapi: 3.1.0\ninfo:\n\ttitle: t\n",
        "openapi: 3.1.0\ninfo:\n  title: a: b\n",
        "openapi: 3.1.0\ninfo:\n  title: @me\n",
        "openapi: 3.1.0\ninfo:\n  title: t\n version: 1\n",
        "openapi: 3.1.0\ninfo:\n  title: \"t\n",
        "{\"openapi\": \"3.1.0\",\n \"info\": {\"title\": \"t",
        "{\"openapi\": \"3.1.0\"\n \"info\": {}}",
    ] {
        said += &rendered("slips", text).0;
    }
    insta::assert_snapshot!("slips_of_grammar", said);
}

#[test]
fn a_broken_file_shows_where() {
    insta::assert_snapshot!("broken_yaml", rendered("faults.yaml", FAULTS).0);
    insta::assert_snapshot!(
        "broken_json",
        rendered("a.json", "{\n  \"openapi\": \"3.1.0\",\n  \"info\": {,}\n}").0
    );
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let text = format!(
        "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"{}\",\"version\":\"1\"}},\"typo\":1,\
         \"paths\":{{\"/a\":{{}}}},\"tags\":[{{\"name\":\"{}\"}}]}}",
        "long ".repeat(100),
        "after ".repeat(100),
    );
    insta::assert_snapshot!("long", rendered("minified.json", &text).0);
}

#[test]
fn places_without_a_line_and_related_places_are_shown() {
    let source = Source::from_bytes("a.yaml", b"one: 1\ntwo: 2\n".to_vec());
    let mut diagnostics = Diagnostics::new();
    let one = Pointer::new(FileId::ENTRY, "/one");
    let two = Pointer::new(FileId::ENTRY, "/two");
    diagnostics.report(code::DUPLICATE_OPERATION_ID, &two, "again").related(&one, "first here");
    diagnostics.report_whole(code::NO_PATHS, "nothing to call").remedy("add a path");
    diagnostics.report(code::UNTYPED, &Pointer::new(FileId::ENTRY, "/three"), "absent");
    insta::assert_snapshot!("related", diagnostics.render(&source, 9));
}

#[test]
fn what_would_confuse_a_terminal_is_escaped() {
    assert_eq!(
        printable("a\u{202e}b\u{1b}[31m\tc\u{200b}é\u{2028}"),
        "a\\u{202e}b\\u{1b}[31m c\\u{200b}é\\u{2028}"
    );
}

/// Faults and oddities that no other test has, each in the smallest document.
#[test]
fn rare_faults_are_said() {
    let schema = |text: &str| format!("components: {{schemas: {{A: {text}}}}}");
    let get =
        |text: &str| format!("paths: {{/a: {{get: {{operationId: list, tags: [a], {text}}}}}}}");
    let deep = "{type: array, items: ".repeat(450) + "{}" + &"}".repeat(450);
    let branches = |from: usize| {
        let branch = |at| format!("{{type: object, properties: {{p{at}: {{type: string}}}}}}");
        (from..from + 9).map(branch).collect::<Vec<_>>().join(", ")
    };
    let lists = [0, 10, 20].map(|at| format!("{{oneOf: [{}]}}", branches(at))).join(", ");
    let cases = [
        (code::UNREADABLE_FILE, schema("{$ref: 'other.yaml#/A'}")),
        (code::INVALID_REFERENCE, get("responses: {'200': {$ref: 5}}")),
        (code::NESTED_TOO_DEEP, schema(&deep)),
        (code::UNION_FAN_OUT, schema(&format!("{{allOf: [{lists}]}}"))),
        (code::MISSING_CONTENT, get("requestBody: {}, responses: {'200': {description: d}}")),
        (
            code::TRANSPORT_SECURITY,
            "components: {securitySchemes: {m: {type: mutualTLS}}}\nsecurity: [{m: []}]".to_owned(),
        ),
        (code::NEWER_VERSION, "openapi: 3.9.0\npaths: {}".to_owned()),
        (
            code::PAGES_OUT_OF_REACH,
            get("parameters: [{name: cursor, in: query, schema: {type: string}}], \
                 responses: {'200': {description: d, content: {application/json: {schema: \
                 {type: object, properties: {data: {type: array, items: {type: string}}, \
                 next_cursor: {type: string}}}}}}, '202': {description: d, content: \
                 {application/json: {schema: {type: object, properties: {later: {type: \
                 string}}}}}}}"),
        ),
    ];
    let mut said = String::new();
    for (code, text) in cases {
        let openapi = if text.starts_with("openapi") { "" } else { "openapi: 3.1.0\n" };
        let text = format!("{openapi}info: {{title: t, version: '1'}}\n{text}\n");
        let source = Source::from_bytes("rare.yaml", text.into_bytes());
        let (_, diagnostics) = generator::generate(&source, &generator::Config::default());
        let found: Vec<_> = diagnostics.of(code).collect();
        assert!(!found.is_empty(), "{code:?}: {}", diagnostics.render(&source, 9));
        said += &format!("{}: {}\n", code.id, found[0].message);
    }
    insta::assert_snapshot!("rare", said);
}

/// `explain` describes nothing that is never said.
#[test]
fn every_code_is_reported_somewhere() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = sources(&root.join("src")) + &sources(&root.join("../xtask/src"));
    let tables = sources.split("codes! {").skip(1).filter_map(|table| table.split("\n}").next());
    let entries = tables.flat_map(str::lines).filter_map(|line| line.split_once(" \""));
    let names: Vec<_> = entries
        .map(|(name, _)| name.trim())
        .filter(|name| {
            !name.is_empty()
                && name
                    .bytes()
                    .all(|it| it.is_ascii_uppercase() || it == b'_' || it.is_ascii_digit())
        })
        .collect();
    assert_eq!(names.len(), code::Code::all().count());
    for name in names {
        assert!(sources.contains(&format!("code::{name}")), "{name} is never reported");
    }
}

fn sources(folder: &std::path::Path) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            text += &sources(&path);
        } else if path.extension().is_some_and(|it| it == "rs") {
            text += &std::fs::read_to_string(&path).expect("a source");
        }
    }
    text
}
