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
    let [old, new] = [old, new].map(|schemas| {
        let text = document(schemas);
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
    assert!(lines.len() < 50, "{}", lines.join("\n"));
    assert!(lines.iter().all(|line| line.chars().count() <= 100));
    assert!(lines[1].contains("major (1.2.3 → 2.0.0)"), "{}", lines[1]);
    assert!(lines.iter().any(|line| line.contains("`--format markdown` shows all")));
}

#[test]
fn the_same_document_is_nothing() {
    let pet = "\"Pet\":{\"type\":\"object\"}";
    assert_eq!(summary(pet, pet).human(), ["Pets: old → new", "nothing changed"]);
}
