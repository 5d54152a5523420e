//! Summaries of small documents.

use super::Summary;
use crate::compile::{self, Input, Options};

fn document(schemas: &str) -> String {
    let content = "{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/Pet\"}}}";
    let answer = format!("{{\"200\":{{\"description\":\"ok\",\"content\":{content}}}}}");
    format!(
        "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"Pets\",\"version\":\"1\"}},\
         \"paths\":{{\"/pet\":{{\"get\":{{\"responses\":{answer}}}}}}},\
         \"components\":{{\"schemas\":{{{schemas}}}}}}}"
    )
}

fn summary(old: &str, new: &str) -> Summary {
    texts(&document(old), &document(new))
}

fn texts(old: &str, new: &str) -> Summary {
    let [old, new] = [old, new].map(|text| {
        let input = Input::Bytes("pets.json", text.as_bytes());
        let compilation = compile::compile(input, &Options::default()).expect("compiles");
        compilation.output.expect("OpenAPI")
    });
    Summary::new(&old, &new, ["old".to_owned(), "new".to_owned()], "1.2.3")
}

#[test]
fn a_large_change_fits_one_screen_and_says_what_it_hides() {
    let field = |at: usize, kind: &str| format!("\"f{at}\":{{\"type\":\"{kind}\"}}");
    let pet = |kind: &str| {
        let fields: Vec<String> = (0..90).map(|at| field(at, kind)).collect();
        format!("\"Pet\":{{\"type\":\"object\",\"properties\":{{{}}}}}", fields.join(","))
    };
    let lines = summary(&pet("string"), &pet("integer")).human();
    assert!(lines.len() <= 40, "{}", lines.join("\n"));
    assert!(lines.iter().all(|line| line.chars().count() <= 100));
    assert!(lines[1].contains("major (1.2.3 → 2.0.0)"), "{}", lines[1]);
    assert!(lines.iter().any(|line| line.contains("`--format markdown` shows all")));
}

#[test]
fn the_same_document_is_nothing() {
    let pet = "\"Pet\":{\"type\":\"object\"}";
    assert_eq!(
        summary(pet, pet).human(),
        ["Pets: old → new", "nothing changed that code or clients would notice"]
    );
}

/// What happens to many operations alike is told once, with one of them in full.
#[test]
fn the_same_change_of_many_operations_is_told_once() {
    let document = |schema: &str| {
        let path = |at: usize| {
            let content = format!("{{\"application/json\":{{\"schema\":{schema}}}}}");
            format!(
                "\"/p{at}\":{{\"get\":{{\"tags\":[\"All\"],\"responses\":{{\"200\":\
                 {{\"description\":\"ok\",\"content\":{content}}}}}}}}}"
            )
        };
        let paths: Vec<String> = (0..30).map(path).collect();
        format!(
            "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"Many\",\"version\":\"1\"}},\
             \"paths\":{{{}}}}}",
            paths.join(",")
        )
    };
    let lines =
        texts(&document("{\"type\":\"string\"}"), &document("{\"type\":\"integer\"}")).human();
    let text = lines.join("\n");
    assert!(lines.len() <= 12, "{text}");
    assert!(text.contains("  30 operations: all().p0, all().p1, "), "{text}");
    assert_eq!(text.matches("answer: an integer, was a text").count(), 1, "{text}");
    assert!(text.contains("- await -> Result<Response<String>>"), "{text}");
}

/// So is what breaks nothing.
#[test]
fn the_same_addition_to_many_operations_is_told_once() {
    let document = |parameters: &str| {
        let path = |at: usize| {
            format!(
                "\"/p{at}\":{{\"get\":{{\"tags\":[\"All\"],\"parameters\":[{parameters}],\
                 \"responses\":{{\"204\":{{\"description\":\"ok\"}}}}}}}}"
            )
        };
        let paths: Vec<String> = (0..30).map(path).collect();
        format!(
            "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"Many\",\"version\":\"1\"}},\
             \"paths\":{{{}}}}}",
            paths.join(",")
        )
    };
    let parameter = "{\"name\":\"box\",\"in\":\"query\",\"schema\":{\"type\":\"string\"}}";
    let lines = texts(&document(""), &document(parameter)).human();
    let text = lines.join("\n");
    assert!(lines.len() <= 12, "{text}");
    assert!(text.contains("more (30)\n  30 operations: all().p0, all().p1, "), "{text}");
    assert_eq!(text.matches("`?box`").count(), 1, "{text}");
}

/// A new accessor has a feature of its own, which need not be told beside it.
#[test]
fn the_feature_of_a_new_accessor_is_not_told_twice() {
    let document = |server: &str, tags: &[&str]| {
        let path = |tag: &&str| {
            format!(
                "\"/{tag}\":{{\"get\":{{\"tags\":[\"{tag}\"],\"responses\":{{\"204\":\
                 {{\"description\":\"ok\"}}}}}}}}"
            )
        };
        let paths: Vec<String> = tags.iter().map(path).collect();
        format!(
            "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"Zoo\",\"version\":\"1\"}},\
             \"servers\":[{{\"url\":\"https://{server}.example\"}}],\"paths\":{{{}}}}}",
            paths.join(",")
        )
    };
    let old = document("one", &["big apes", "birds"]);
    // Beside something that breaks, and alone.
    for server in ["two", "one"] {
        let new = document(server, &["big apes", "birds", "big cats"]);
        let text = texts(&old, &new).human().join("\n");
        assert!(text.contains("`big_cats` new"), "{text}");
        assert!(!text.contains("feature"), "{text}");
    }
}
