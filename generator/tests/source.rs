//! Files, formats, references and places.

use generator::diag::{Diagnostics, FileId, Pointer, Position, code};
use generator::document::Document;
use generator::source::{Format, Loader, Source, Unresolved};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

fn entry(text: &str) -> Source {
    Source::from_bytes("api.yaml", text.as_bytes().to_vec())
}

#[track_caller]
fn value(text: &str) -> Value {
    let source = entry(text);
    let text: Vec<_> = source.diagnostics().iter().map(|found| &found.message).collect();
    source.entry().unwrap_or_else(|| panic!("{text:?}")).value.clone()
}

fn at(path: &str) -> Pointer {
    Pointer::new(FileId::ENTRY, path)
}

#[test]
fn the_content_decides_the_format() {
    for (name, text, format) in [
        ("a.json", "{\"a\": 1}", Format::Json),
        ("a.yaml", "{\"a\": 1}", Format::Json),
        ("a.json", "a: 1", Format::Yaml),
        ("a", "\u{feff}  {\"a\": 1}", Format::Json),
        ("a", "\u{feff}a: 1", Format::Yaml),
        ("a.json", "{a: 1}", Format::Yaml),
        ("a.yaml", "{\"a\": 1, # a comment\n}", Format::Yaml),
        ("a", "%YAML 1.2\n---\na: 1\n...\n", Format::Yaml),
        ("a", "# a comment\r\na: 1\r\n", Format::Yaml),
    ] {
        let source = Source::from_bytes(name, text.as_bytes().to_vec());
        assert_eq!(source.entry().expect("it is readable").value, &json!({"a": 1}), "{text}");
        assert_eq!(source.format(FileId::ENTRY), Some(format), "{text}");
    }
}

#[test]
fn keys_are_text_as_it_is_written() {
    let keys = |text: &str| {
        let value = value(text);
        value.as_object().expect("a map").keys().cloned().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        keys(
            "200: a\n1.0: b\nyes: c\non: d\nnull: e\n~: f\n0x1F: g\n2024-01-01: h\ntrue: i\n'': j"
        ),
        "200 1.0 yes on null ~ 0x1F 2024-01-01 true "
    );
    assert_eq!(keys("? a\n: b\n? |-\n  c\n: d"), "a c");
    assert_eq!(keys("&k key: 1\nother: {*k : 2}"), "key other");
    let long = "k".repeat(3000);
    assert_eq!(keys(&format!("{long}: 1")), long);
}

#[test]
fn merge_keys_and_aliases_expand() {
    let text = "base: &b {a: 1, b: 2}\nmore: &m {c: 3, b: 4}\none: {<<: *b, a: 5}\n\
                two: {<<: [*b, *m]}\nquoted: {'<<': 1}\nlist: [*b]\n";
    let value = value(text);
    assert_eq!(value["one"], json!({"a": 5, "b": 2}));
    assert_eq!(value["two"], json!({"a": 1, "b": 2, "c": 3}));
    assert_eq!(value["quoted"], json!({"<<": 1}));
    assert_eq!(value["list"], json!([{"a": 1, "b": 2}]));
}

#[test]
fn tags_and_block_texts_are_read() {
    let value =
        value("a: !!str 12\nb: !!int '3'\nc: !mine x\nd: |\n  one\n  two\ne: >-\n  f\n  g\n");
    assert_eq!(value, json!({"a": "12", "b": 3, "c": "x", "d": "one\ntwo\n", "e": "f g"}));
}

#[test]
fn what_is_odd_is_reported_and_read() {
    let source = entry("a: 1\nb: {c: [{d: 1, d: 2}]}\na: 3\n---\nsecond: 1\n");
    assert_eq!(source.entry().expect("readable").value, &json!({"a": 3, "b": {"c": [{"d": 2}]}}));
    let found: Vec<_> = source
        .diagnostics()
        .iter()
        .map(|found| (found.code, found.at.as_ref().map(|at| at.path().to_owned())))
        .collect();
    assert_eq!(
        found,
        [
            (code::DUPLICATE_KEY, Some("/b/c/0/d".into())),
            (code::DUPLICATE_KEY, Some("/a".into())),
            (code::EXTRA_DOCUMENT, Some("".into())),
        ]
    );
}

#[test]
fn places_are_found_in_both_formats() {
    let yaml =
        "# é\ninfo:\n  title: Ünïcode  # comment\n  list:\n    - a\n    - {b: c}\n  empty:\n";
    let json =
        "{\n \"x/y~z\": {\"a\": [1, {\"b\": \"é\", \"c\": tru\u{65}}]},\n \"k\\u0065y\": null}";
    for (text, path, line, column, length) in [
        (yaml, "/info/title", 3, 10, 7),
        (yaml, "/info/list", 4, 3, 4),
        (yaml, "/info/list/0", 5, 7, 1),
        (yaml, "/info/list/1", 6, 7, 1),
        (yaml, "/info/list/1/b", 6, 11, 1),
        (yaml, "/info/empty", 7, 3, 5),
        (yaml, "/info/list/7/x", 4, 3, 4),
        (yaml, "/nothing", 2, 1, 1),
        (json, "/x~1y~0z", 2, 2, 7),
        (json, "/x~1y~0z/a/0", 2, 18, 1),
        (json, "/x~1y~0z/a/1", 2, 21, 1),
        (json, "/x~1y~0z/a/1/b", 2, 27, 3),
        (json, "/x~1y~0z/a/1/c", 2, 37, 4),
        (json, "/key", 3, 14, 4),
        (json, "/x~1y~0z/a/9", 2, 12, 3),
        (json, "", 1, 1, 1),
    ] {
        let location = entry(text).locate(&at(path)).expect("it has a place");
        assert_eq!(
            (location.position, location.length),
            (Position { line, column }, length),
            "{path}"
        );
        assert_eq!(location.file, "api.yaml");
    }
}

#[test]
fn quoted_texts_need_no_indentation() {
    let source = entry(
        "info:\n  title: \"one\ntwo\n\n three\"\n  description: 'a\n  b: c'\n  version: '1'\n",
    );
    assert!(source.diagnostics().is_empty(), "{:?}", source.diagnostics());
    let value = |path: &str| source.value(&at(path)).expect("it is there").clone();
    assert_eq!(value("/info/title"), json!("one two\nthree"));
    assert_eq!(value("/info/description"), json!("a b: c"));
    let version = source.locate(&at("/info/version")).expect("it is there");
    assert_eq!((version.position.line, version.position.column), (8, 12));
}

#[test]
fn plain_values_can_be_had_as_written() {
    let source = entry("version: 1.10\nother: 0x1F\nmap: {}\n");
    assert_eq!(source.written(&at("/version")).as_deref(), Some("1.10"));
    assert_eq!(source.written(&at("/other")).as_deref(), Some("0x1F"));
    assert_eq!(source.written(&at("/map")), None);
}

#[test]
fn references_within_a_file_resolve() {
    let source = entry(
        "components:\n  schemas:\n    Pet: {type: object}\n    'a/b~c d': {x: [1, 2]}\n    '%41': {}\n",
    );
    let found = |reference: &str| {
        source.resolve(&at("/paths"), reference).map(|node| node.at.path().to_owned())
    };
    assert_eq!(found("#/components/schemas/Pet"), Ok("/components/schemas/Pet".into()));
    assert_eq!(
        found("#/components/schemas/a~1b~0c%20d/x/1"),
        Ok("/components/schemas/a~1b~0c d/x/1".into())
    );
    assert_eq!(found("#/components/schemas/%41"), Ok("/components/schemas/%41".into()));
    assert_eq!(found("./api.yaml#/components"), Ok("/components".into()));
    assert_eq!(found("./api.yaml#/"), Ok("".into()));
    let no_folder = Unresolved::Unreadable("the document has no folder".into());
    assert_eq!(entry("a: {$ref: b.yaml}").resolve(&at("/a"), "b.yaml").map(drop), Err(no_folder));
    for wrong in [
        "#/components/schemas/pet",
        "#components/schemas/Pet",
        "#/Components/Schemas/Pet",
        "#/components/schema/Pet",
        "#/components/schemas/Pte",
        "#/definitions/Pet",
        "#/components/parameters/Pet",
    ] {
        assert_eq!(found(wrong), Err(Unresolved::Dangling));
        let suggested = source.suggested(&at("/paths"), wrong);
        assert_eq!(
            suggested.as_deref(),
            Some("did you mean `#/components/schemas/Pet`?"),
            "{wrong}"
        );
    }
    assert_eq!(source.suggested(&at("/paths"), "#/components/schemas/Dog"), None);
    assert_eq!(found("#/components/schemas/Dog"), Err(Unresolved::Dangling));
    assert_eq!(found("#/components/schemas/a~1b~0c d/x/01"), Err(Unresolved::Dangling));
    assert_eq!(found("#Nothing"), Err(Unresolved::Dangling));
}

#[test]
fn schemas_can_name_themselves() {
    let source = entry(
        "components:\n  schemas:\n    Tree:\n      $id: https://example.com/schemas/tree\n      \
         $dynamicAnchor: node\n      properties:\n        leaf: {$anchor: leaf}\n        \
         next: {$ref: other}\n    Other:\n      $id: https://example.com/schemas/other\n      \
         $defs: {inner: {type: string}}\n    Plain:\n      $recursiveAnchor: true\n      \
         properties: {self: {$recursiveRef: '#'}}\n    Whole:\n      items: {$ref: '#'}\n",
    );
    let found = |from: &str, reference: &str| {
        let node = source.resolve(&at(from), reference).expect("it leads somewhere");
        node.at.path().strip_prefix("/components/schemas/").map(str::to_owned)
    };
    let inside = "/components/schemas/Tree/properties/next";
    assert_eq!(found(inside, "#leaf").as_deref(), Some("Tree/properties/leaf"));
    assert_eq!(found(inside, "#node").as_deref(), Some("Tree"));
    assert_eq!(found(inside, "#/properties/leaf").as_deref(), Some("Tree/properties/leaf"));
    assert_eq!(found(inside, "#/components/schemas/Other").as_deref(), Some("Other"));
    assert_eq!(found(inside, "other#/$defs/inner").as_deref(), Some("Other/$defs/inner"));
    assert_eq!(found(inside, "#").as_deref(), Some("Tree"));
    let outside = "/paths/~1a";
    assert_eq!(
        found(outside, "https://example.com/schemas/tree#leaf").as_deref(),
        Some("Tree/properties/leaf")
    );
    assert_eq!(found("/components/schemas/Plain/properties/self", "#").as_deref(), Some("Plain"));
    assert_eq!(found("/components/schemas/Whole/items", "#").as_deref(), Some("Whole"));
    assert_eq!(found(outside, "#leaf").as_deref(), Some("Tree/properties/leaf"));
}

/// A folder of its own for a test, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let path = std::env::temp_dir().join(format!("source-{name}-{}", std::process::id()));
        drop(fs::remove_dir_all(&path));
        for (file, text) in files {
            let file = path.join(file);
            fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
            fs::write(file, text).expect("a file");
        }
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[test]
fn files_within_the_folder_are_read_and_no_others() {
    let folder = Folder::new(
        "folder",
        &[
            (
                "api/main.yaml",
                "a: {$ref: 'parts/pet.yaml#/Cat'}\nb: {$ref: ../outside.yaml}\n\
             c: {$ref: 'https://example.com/x.json#/y'}\nd: {$ref: missing.yaml}\n\
             e: {$ref: broken.yaml}\nf: {$ref: link.yaml}\ng: {$ref: /etc/hostname}\n\
             h: {$ref: folder.yaml}\ni: {$ref: 'parts%2Fpet.yaml'}\nexample: {$ref: 5}\n",
            ),
            ("api/parts/pet.yaml", "Cat: {$ref: '../parts/owner.json#/definitions/Owner'}\n"),
            (
                "api/parts/owner.json",
                "{\"definitions\": {\"Owner\": {\"$ref\": \"pet.yaml#/Cat\"}}}",
            ),
            ("api/broken.yaml", "a: [\n"),
            ("api/folder.yaml/x", ""),
            ("api/unrelated.yaml", "a: 1"),
            ("outside.yaml", "secret: 1"),
        ],
    );
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.0.join("outside.yaml"), folder.0.join("api/link.yaml"))
        .expect("a link");
    let source = Source::from_path(&folder.0.join("api/main.yaml")).expect("it exists");
    let names: Vec<_> = source
        .file_names()
        .map(|name| {
            name.strip_prefix(folder.0.to_str().expect("UTF-8")).expect("inside").to_owned()
        })
        .collect();
    assert_eq!(
        names,
        ["/api/main.yaml", "/api/broken.yaml", "/api/parts/pet.yaml", "/api/parts/owner.json"]
    );
    let found =
        |reference: &str| source.resolve(&at("/a"), reference).map(|node| node.value.clone());
    let cat = source.resolve(&at("/a"), "parts/pet.yaml#/Cat").expect("it is read");
    assert_eq!(source.file_name(cat.at.file()).map(|name| name.ends_with("pet.yaml")), Some(true));
    let owner =
        source.resolve(&cat.at, "../parts/owner.json#/definitions/Owner").expect("it is read");
    let back = source.resolve(&owner.at, "pet.yaml#/Cat").expect("it is read");
    assert_eq!(back.at, cat.at);
    assert_eq!(found("../outside.yaml"), Err(Unresolved::Outside));
    assert_eq!(found("/etc/hostname"), Err(Unresolved::Outside));
    assert_eq!(found("https://example.com/x.json#/y"), Err(Unresolved::Remote));
    assert_eq!(found("missing.yaml"), Err(Unresolved::Unreadable("there is no such file".into())));
    assert_eq!(found("broken.yaml"), Err(Unresolved::Broken));
    assert!(matches!(found("folder.yaml"), Err(Unresolved::Unreadable(_))));
    #[cfg(unix)]
    assert_eq!(found("link.yaml"), Err(Unresolved::Outside));
    let codes: Vec<_> = source.diagnostics().iter().map(|found| found.code).collect();
    assert_eq!(codes, [code::INVALID_YAML]);

    let wider = Loader::default().within(&folder.0);
    let source = wider.read_path(&folder.0.join("api/main.yaml")).expect("it exists");
    let node = source.resolve(&at("/b"), "../outside.yaml#/secret").expect("it is inside now");
    assert_eq!(node.value, &json!(1));
    assert!(Source::from_path(&folder.0.join("nothing.yaml")).is_err());
    assert!(Source::from_path(&folder.0).is_err());
}

#[test]
fn remote_documents_are_supplied_never_fetched() {
    let text =
        "a: {$ref: 'https://example.com/v1/x.json#/y'}\nb: {$ref: 'http://other.example/z'}\n";
    let source = Loader::default()
        .with_remote("https://example.com/v1/x.json", br#"{"y": {"$ref": "sub/z.yaml"}}"#.to_vec())
        .with_remote("https://example.com/v1/sub/z.yaml", b"found: true".to_vec())
        .read_bytes("api.yaml", text.into());
    let y = source.resolve(&at("/a"), "https://example.com/v1/x.json#/y").expect("it is pinned");
    let z = source.resolve(&y.at, "sub/z.yaml").expect("it is pinned");
    assert_eq!(z.value, &json!({"found": true}));
    assert_eq!(
        source.resolve(&at("/b"), "http://other.example/z").map(|_| ()),
        Err(Unresolved::Remote)
    );
    let mut diagnostics = Diagnostics::new();
    Unresolved::Remote.report("http://other.example/z", &at("/b/$ref"), &source, &mut diagnostics);
    assert!(diagnostics.has(code::REMOTE_REFERENCE));
}

#[test]
fn files_can_be_in_memory() {
    let source = Loader::default()
        .with_file("parts/pet.yaml", b"type: object".to_vec())
        .read_bytes("api.yaml", b"a: {$ref: ./parts/pet.yaml}".to_vec());
    assert_eq!(
        source.resolve(&at("/a"), "./parts/pet.yaml").map(|node| node.value["type"].clone()),
        Ok(json!("object"))
    );
}

#[test]
fn components_of_other_files_have_names() {
    let text = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\ncomponents: {schemas: {Pet: {$ref: pets/cat.v1.yaml}, \
                Dog: {$ref: 'all.yaml#/Dog'}, Owner: {$ref: 'all.yaml#/definitions/Owner'}}}\n";
    let source = Loader::default()
        .with_file("pets/cat.v1.yaml", b"type: object".to_vec())
        .with_file("all.yaml", b"Dog: {}\ndefinitions: {Owner: {properties: {a: {}}}}".to_vec())
        .read_bytes("api.yaml", text.into());
    let document = Document::read(&source, &mut Diagnostics::new()).expect("it is OpenAPI");
    let name = |reference: &str| {
        let node = source.resolve(&at("/components"), reference).expect("it is there");
        document.component_name(&node.at)
    };
    assert_eq!(name("#/components/schemas/Pet"), Some("Pet"));
    assert_eq!(name("pets/cat.v1.yaml"), Some("cat"));
    assert_eq!(name("all.yaml#/Dog"), Some("Dog"));
    assert_eq!(name("all.yaml#/definitions/Owner"), Some("Owner"));
    assert_eq!(name("all.yaml#/definitions/Owner/properties/a"), None);
    assert_eq!(document.referenced_schemas().len(), 3);
}
