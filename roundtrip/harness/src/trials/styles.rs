//! OpenAPI 3.1, section 4.8.12.5: style examples.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::request;
use crate::{operation::Parameter, parameter::find};

/// Style, explode, what is written of an empty text, a text, a list and an object.
const TABLE: [(&str, &str, bool, [&str; 3]); 14] = [
    (
        "path",
        "matrix",
        false,
        [";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"],
    ),
    (
        "path",
        "matrix",
        true,
        [";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"],
    ),
    ("path", "label", false, [".blue", ".blue,black,brown", ".R,100,G,200,B,150"]),
    ("path", "label", true, [".blue", ".blue.black.brown", ".R=100.G=200.B=150"]),
    ("path", "simple", false, ["blue", "blue,black,brown", "R,100,G,200,B,150"]),
    ("path", "simple", true, ["blue", "blue,black,brown", "R=100,G=200,B=150"]),
    ("header", "simple", false, ["blue", "blue,black,brown", "R,100,G,200,B,150"]),
    ("header", "simple", true, ["blue", "blue,black,brown", "R=100,G=200,B=150"]),
    ("query", "form", false, ["color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]),
    (
        "query",
        "form",
        true,
        ["color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"],
    ),
    (
        "query",
        "spaceDelimited",
        false,
        ["", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"],
    ),
    (
        "query",
        "pipeDelimited",
        false,
        ["", "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"],
    ),
    ("query", "deepObject", true, ["", "", "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"]),
    ("cookie", "form", true, ["color=blue", "", ""]),
];

#[test]
fn every_style_of_the_specification_is_read() {
    let values = [
        ("Text", json!("blue")),
        ("List", json!(["blue", "black", "brown"])),
        ("Color", json!({ "R": 100, "G": 200, "B": 150 })),
    ];
    let mut read = 0;
    for (place, style, explode, texts) in TABLE {
        for ((schema, expected), text) in values.iter().zip(texts) {
            if text.is_empty() {
                continue;
            }
            let readings = readings(place, style, explode, schema, text);
            assert!(readings.contains(expected), "{style} {explode} {text}: {readings:?}");
            read += 1;
        }
    }
    assert_eq!(read, 36);
}

#[test]
fn what_is_no_object_has_no_deep_style() {
    let read = readings("query", "deepObject", true, "Text", "color=blue");
    assert!(read.contains(&json!("blue")), "{read:?}");
    for other in ["color=blue", "R=1&G=2"] {
        let read = readings("query", "deepObject", true, "Color", other);
        assert!(read.is_empty(), "{other}: {read:?}");
    }
}

#[test]
fn objects_within_a_list_are_json() {
    let text = "color=%7B%22R%22%3A1%7D&color=%7B%22R%22%3A2%7D";
    let read = readings("query", "form", true, "Colors", text);
    assert!(read.contains(&json!([{ "R": 1 }, { "R": 2 }])), "{read:?}");
    // An object that is the whole value has a style.
    let read = readings("query", "form", true, "Color", "color=%7B%22R%22%3A1%7D");
    assert!(!read.contains(&json!({ "R": 1 })), "{read:?}");
}

fn readings(place: &str, style: &str, explode: bool, schema: &str, text: &str) -> Vec<Value> {
    let parameter = Parameter {
        name: "color".to_owned(),
        place: place.to_owned(),
        required: true,
        style: style.to_owned(),
        explode,
        reserved: false,
        media: None,
        schema: Some(format!("/components/schemas/{schema}")),
    };
    let header = match place {
        "header" => vec![("color", text)],
        "cookie" => vec![("cookie", text)],
        _ => Vec::new(),
    };
    let target = if place == "query" { format!("/?{text}") } else { "/".to_owned() };
    let path = BTreeMap::from([("color".to_owned(), text.to_owned())]);
    let request = request("GET", &target, &header, "");
    find(&parameter, &request, &path, &[]).map(|found| found.readings).unwrap_or_default()
}
