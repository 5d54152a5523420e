//! Very many of one thing.

use generator::diag::code;
use std::fmt::Write;

use crate::support::{HEAD, answers, compile, scaled, schemas, to, used};

#[test]
#[ignore = "long: run it optimised, `cargo test --release -- --ignored`"]
fn what_is_large_and_honest_is_read_whole() {
    let count = scaled(60_000);
    let lines = (0..count).map(|index| {
        let scalars = (0..15).map(|at| format!("p{at}: {{type: string}}"));
        let inline = format!("inline: {{type: object, properties: {{next: {}}}}}", to("S0"));
        let properties: Vec<String> = scalars.chain([inline]).collect();
        format!("S{index}: {{type: object, properties: {{{}}}}}", properties.join(", "))
    });
    let (output, diagnostics) = compile("large and honest", used(schemas(lines), "S0"));
    assert!(!diagnostics.has(code::TOO_LARGE));
    assert_eq!(output.expect("an answer").types, 2 * count);
}

#[test]
#[ignore = "long: run it optimised, `cargo test --release -- --ignored`"]
fn many() {
    let count = scaled(50_000);
    let list = |count: usize, item: &dyn Fn(usize) -> String| {
        (0..count).map(item).collect::<Vec<_>>().join(", ")
    };
    let properties = list(count, &|index| format!("p{index}: {{type: string}}"));
    let text = schemas([format!("A: {{type: object, properties: {{{properties}}}}}")]);
    answers("properties", used(text, "A"));
    let properties = list(count, &|index| {
        format!("p{index}: {{type: object, properties: {{a: {{type: string}}}}}}")
    });
    let text = schemas([format!("A: {{type: object, properties: {{{properties}}}}}")]);
    answers("properties of their own types", used(text, "A"));
    let required = list(count, &|index| format!("p{index}"));
    let text = schemas([format!("A: {{type: object, required: [{required}]}}")]);
    answers("required keys without properties", used(text, "A"));

    let count = scaled(100_000);
    let values = list(count, &|index| format!("v{index}"));
    answers("values", used(schemas([format!("A: {{type: string, enum: [{values}]}}")]), "A"));
    let values = list(count, &|index| {
        format!(
            "'{}'",
            "_".repeat(index % 100) + &"-".repeat(index / 100 % 100) + &"+".repeat(index / 10_000)
        )
    });
    answers(
        "values of signs",
        used(schemas([format!("A: {{type: string, enum: [{values}]}}")]), "A"),
    );
    let twice = format!("A: {{allOf: [{{enum: [{values}]}}, {{enum: [{values}]}}]}}");
    answers("values twice", used(schemas([twice]), "A"));

    let count = scaled(10_000);
    let branch = |index: usize| {
        format!(
            "{{type: object, properties: {{p{index}: {{type: string}}}}, required: [p{index}]}}"
        )
    };
    answers("branches", used(schemas([format!("A: {{oneOf: [{}]}}", list(count, &branch))]), "A"));
    let alike = |_: usize| "{type: object, properties: {p: {type: string}}}".to_owned();
    answers(
        "branches alike",
        used(schemas([format!("A: {{oneOf: [{}]}}", list(count, &alike))]), "A"),
    );
    let constants = |index: usize| format!("{{const: c{index}}}");
    answers(
        "branches of constants",
        used(schemas([format!("A: {{oneOf: [{}]}}", list(count, &constants))]), "A"),
    );
    let references = |index: usize| to(format!("B{index}"));
    let lines = (0..count).map(|index| format!("B{index}: {}", branch(index)));
    let text = schemas(lines.chain([format!("A: {{oneOf: [{}]}}", list(count, &references))]));
    answers("branches of references", used(text, "A"));
    let mapping = list(count, &|index| format!("m{index}: '#/components/schemas/B{index}'"));
    let lines = (0..count)
        .map(|index| format!("B{index}: {{type: object, properties: {{k: {{type: string}}}}}}"));
    let tagged = format!(
        "A: {{discriminator: {{propertyName: k, mapping: {{{mapping}}}}}, oneOf: [{}]}}",
        list(count, &references)
    );
    answers("mapping", used(schemas(lines.chain([tagged])), "A"));
    let mapping = list(count, &|index| format!("m{index}: '#/components/schemas/B'"));
    let lines = [
        "B: {type: object}".to_owned(),
        format!(
            "A: {{discriminator: {{propertyName: k, mapping: {{{mapping}}}}}, oneOf: [{}]}}",
            to("B")
        ),
    ];
    answers("mapping to one", used(schemas(lines), "A"));
    let lines = (0..count).map(|index| {
        format!(
            "B{index}: {{allOf: [{}, {{properties: {{p{index}: {{type: string}}}}}}]}}",
            to("A")
        )
    });
    let parent =
        "A: {type: object, discriminator: {propertyName: k}, properties: {k: {type: string}}}"
            .to_owned();
    answers("children", used(schemas(lines.chain([parent])), "A"));
    let parts = |index: usize| format!("{{properties: {{p: {{description: d{index}}}}}}}");
    answers("parts", used(schemas([format!("A: {{allOf: [{}]}}", list(count, &parts))]), "A"));
}

#[test]
#[ignore = "long: run it optimised, `cargo test --release -- --ignored`"]
fn names() {
    let count = scaled(10_000);
    let mut text = HEAD.to_owned() + "paths:\n";
    for index in 0..count {
        writeln!(text, "  /p{index}: {{get: {{operationId: same, responses: {{}}}}}}")
            .expect("a string");
    }
    answers("operations of one id", text);
    let mut text = HEAD.to_owned() + "paths:\n";
    for index in 0..count {
        writeln!(
            text,
            "  /{}{}: {{get: {{responses: {{}}}}}}",
            "-".repeat(index % 100),
            "+".repeat(index / 100)
        )
        .expect("a string");
    }
    answers("operations of signs", text);
    let mut text = HEAD.to_owned() + "paths:\n";
    for index in 0..count {
        writeln!(text, "  /p{index}: {{get: {{tags: [t{index}], responses: {{}}}}}}")
            .expect("a string");
    }
    answers("tags", text);
    let lines = (0..count).map(|index| {
        format!("'{}{}': {{type: object}}", "-".repeat(index % 100), "+".repeat(index / 100))
    });
    answers("schemas of signs", schemas(lines));
    let lines = (0..scaled(4_000)).map(|index| {
        format!(
            "'{}{index}': {{type: object, properties: {{a: {{type: object}}}}}}",
            "ab".repeat(500)
        )
    });
    answers("long names", schemas(lines));
    let mut text = HEAD.to_owned() + "paths:\n";
    for index in 0..scaled(1_000) {
        let segments = "/seg".repeat(500);
        writeln!(text, "  {segments}{index}: {{get: {{operationId: '{}{index}', tags: ['{}{index}'], responses: {{}}}}}}", "op".repeat(500), "tag".repeat(500)).expect("a string");
    }
    answers("long paths", text);
    let text = "word ".repeat(scaled(200_000));
    let signs = "[<`*_(".repeat(scaled(20_000));
    let document = HEAD.to_owned()
        + &format!(
            "paths: {{/a: {{get: {{summary: '{text}', description: '{signs}', responses: {{}}}}}}}}\n"
        );
    answers("long texts", document);
    for sign in [
        "[", "`", "``` ", "<", "![](", "[a](", "*", "_", "> ", "- ", "\\n\\n", "h", "http://", "|",
        "a|\\n", "`a``",
    ] {
        let text = sign.repeat(scaled(100_000));
        let document = HEAD.to_owned()
            + &format!("paths: {{/a: {{get: {{description: \"{text}\", responses: {{}}}}}}}}\n");
        answers(&format!("{sign} without end"), document);
    }
}

#[test]
fn parameters() {
    let count = scaled(10_000);
    let mut text =
        HEAD.to_owned() + "paths:\n  /a:\n    get:\n      responses: {}\n      parameters:\n";
    for index in 0..count {
        writeln!(text, "      - {{name: p{index}, in: query, schema: {{type: string}}}}")
            .expect("a string");
    }
    answers("parameters", text);
    let braces: String = (0..count).map(|index| format!("/{{p{index}}}")).collect();
    answers(
        "undeclared path parameters",
        HEAD.to_owned()
            + &format!(
                "paths:\n  '{}': {{get: {{responses: {{}}}}}}\n",
                &braces[..braces.len().min(4_000)]
            ),
    );
    let mut text = HEAD.to_owned() + "paths:\n  /a:\n    get:\n      responses:\n";
    for status in 100..600 {
        writeln!(text, "        '{status}': {{description: d, content: {{application/json: {{schema: {{type: object, properties: {{s{status}: {{type: string}}}}}}}}}}}}").expect("a string");
    }
    answers("statuses", text);
    let mut text = HEAD.to_owned()
        + "paths:\n  /a:\n    post:\n      responses: {}\n      requestBody:\n        content:\n";
    for index in 0..count {
        writeln!(text, "          application/vnd.m{index}+json: {{schema: {{type: object, properties: {{s{index}: {{type: string}}}}}}}}").expect("a string");
    }
    answers("media types", text);
}
