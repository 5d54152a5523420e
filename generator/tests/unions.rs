//! Unions whose branches a value could confuse, by the tables that come out.

use generator::source::Source;
use generator::{Config, generate};

/// The file of a type that these component schemas make, without line breaks.
fn file(path: &str, schemas: &str) -> String {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    );
    let source = Source::from_bytes("document.yaml", text.into_bytes());
    let (output, diagnostics) = generate(&source, &Config::default());
    let output = output.unwrap_or_else(|| panic!("{}", diagnostics.render(&source, 10)));
    let bytes = output.tree.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    let words: Vec<&str> = std::str::from_utf8(bytes).expect("UTF-8").split_whitespace().collect();
    words.join(" ")
}

fn assert_rows(text: &str, rows: &[&str]) {
    let rows = rows.join(", ");
    assert!(text.contains(&rows), "{rows}\nis not in\n{text}");
}

#[test]
fn a_branch_that_is_a_union_is_told_apart_by_its_own_branches() {
    let text = file(
        "src/types/value.rs",
        "
    Value: {oneOf: [{$ref: '#/components/schemas/Literal'}, {$ref: '#/components/schemas/Pointer'}]}
    Literal: {oneOf: [{type: boolean}, {type: string}, {$ref: '#/components/schemas/Quoted'}]}
    Quoted: {type: object, required: [type, text], properties: {type: {const: quoted}, text: {type: string}}}
    Pointer: {oneOf: [{$ref: '#/components/schemas/ById'}, {$ref: '#/components/schemas/ByName'}]}
    ById: {type: object, required: [type, id], properties: {type: {const: pointer}, id: {type: integer}}}
    ByName: {type: object, required: [type, name], properties: {type: {const: pointer}, name: {type: string}}}
",
    );
    assert_rows(
        &text,
        &[
            r#"Literal: object["type", "text"] { "type": ["quoted"] }"#,
            r#"Pointer: object["type", "id"] { "type": ["pointer"] }"#,
            r#"Pointer: object["type", "name"] { "type": ["pointer"] }"#,
            "Literal: boolean",
            "Literal: string",
        ],
    );
}

#[test]
fn lists_of_texts_tell_objects_apart_beside_other_kinds() {
    let text = file(
        "src/types/test.rs",
        "
    Test: {oneOf: [{type: boolean}, {$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/Two'}]}
    One: {type: object, required: [op], properties: {op: {enum: [is-null, is-nan]}, term: {type: string}}}
    Two: {type: object, required: [op], properties: {op: {enum: [lt, gt]}, left: {type: string}}}
",
    );
    assert_rows(
        &text,
        &[
            r#"One: object["op"] { "op": ["is-null", "is-nan"] }"#,
            r#"Two: object["op"] { "op": ["lt", "gt"] }"#,
            "Flag: boolean",
        ],
    );
}

#[test]
fn a_branch_that_knows_all_keys_of_another_comes_first() {
    let text = file(
        "src/types/server.rs",
        "
    Server: {anyOf: [{$ref: '#/components/schemas/Off'}, {$ref: '#/components/schemas/On'}]}
    Off: {type: object, required: [disabled], properties: {disabled: {const: true}}}
    On: {type: object, required: [command], properties: {command: {type: string}, disabled: {type: boolean}}}
",
    );
    assert_rows(
        &text,
        &[r#"On: object["command"]"#, r#"Off: object["disabled"] { "disabled": [true] }"#],
    );
}

#[test]
fn a_branch_that_extends_its_own_union_is_no_other_name_for_it() {
    let text = file(
        "src/types/is_true.rs",
        "
    Operator:
      oneOf: [{$ref: '#/components/schemas/IsTrue'}, {$ref: '#/components/schemas/IsFalse'}]
      discriminator: {propertyName: operator, mapping: {yes: '#/components/schemas/IsTrue', no: '#/components/schemas/IsFalse'}}
      properties: {operator: {type: string}}
      required: [operator]
    IsTrue: {allOf: [{$ref: '#/components/schemas/Operator'}]}
    IsFalse: {allOf: [{$ref: '#/components/schemas/Operator'}]}
",
    );
    assert!(text.contains("pub struct IsTrue { pub operator: String"), "{text}");
}

#[test]
fn a_value_is_first_offered_to_branches_that_know_all_of_its_keys() {
    let text = file(
        "src/types/channel.rs",
        "
    Channel: {anyOf: [{$ref: '#/components/schemas/Group'}, {$ref: '#/components/schemas/Thread'}]}
    Group: {type: object, properties: {name: {type: string}, icon: {type: string}}}
    Thread: {type: object, properties: {name: {type: string}, archived: {type: boolean}}}
",
    );
    assert_rows(
        &text,
        &[
            r#"Group: object!["archived"]"#,
            r#"Thread: object!["icon"]"#,
            "Group: object",
            "Thread: object",
        ],
    );
}

#[test]
fn a_branch_that_refuses_comes_before_one_that_keeps_any_value() {
    let text = file(
        "src/types/input.rs",
        "
    Input: {oneOf: [{$ref: '#/components/schemas/Easy'}, {$ref: '#/components/schemas/Item'}]}
    Easy: {type: object, required: [role, content], properties: {type: {const: message}, role: {type: string}, content: {type: [string, array], items: {type: string}}, phase: {type: string}}}
    Item:
      oneOf: [{$ref: '#/components/schemas/Message'}, {$ref: '#/components/schemas/Call'}]
      discriminator: {propertyName: type}
    Message: {type: object, required: [role, content], properties: {type: {const: message}, role: {type: string}, content: {type: array, items: {type: string}}, agent: {type: string}, status: {type: string}}}
    Call: {type: object, required: [type, name], properties: {type: {const: call}, name: {type: string}}}
",
    );
    let easy = text.find(r#"Easy: object["role", "content"]"#).expect("a row of Easy");
    let item = text.find(r#"Item: object["role", "content"]"#).expect("a row of Item");
    assert!(easy < item, "{text}");
}
