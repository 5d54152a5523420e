//! Documents whose size and shape are made to hurt, through the whole pipeline: an answer or a
//! clear error, soon, in bounded memory, and never a crash.

mod large;
mod support;

use generator::diag::code;
use std::fmt::Write;

use support::{HEAD, answers, compile, refuses, scaled, schemas, to, used};

#[test]
fn nesting() {
    for depth in [2_000, 100_000] {
        let text = "{\"items\":".repeat(depth) + "{}" + &"}".repeat(depth);
        refuses("nested too deep", text, code::TOO_DEEP);
    }
    for (open, close) in [
        ("{\"items\":", "}"),
        ("{\"allOf\":[", "]}"),
        ("{\"oneOf\":[{\"type\":\"null\"},", "]}"),
        ("{\"anyOf\":[{\"type\":\"object\",\"required\":[\"a\"]},", "]}"),
        ("{\"properties\":{\"a\":", "}}"),
        ("{\"additionalProperties\":", "}"),
        ("{\"prefixItems\":[", "],\"items\":false,\"minItems\":1}"),
        ("{\"not\":", "}"),
        ("{\"if\":true,\"then\":", "}"),
        ("{\"type\":[\"object\",\"string\"],\"properties\":{\"a\":", "}}"),
    ] {
        let levels = 500 / open.bytes().filter(|byte| b"[{".contains(byte)).count();
        let schema = open.repeat(levels) + "{\"type\":\"string\"}" + &close.repeat(levels);
        answers(open, used(schemas([format!("Deep: {schema}")]), "Deep"));
    }
}

#[test]
#[ignore = "long: run it optimised, `cargo test --release -- --ignored`"]
fn chains() {
    let count = scaled(20_000);
    for (name, link) in [
        ("references", "{$ref: X}"),
        ("allOf of one", "{allOf: [{$ref: X}]}"),
        ("allOf with a property", "{allOf: [{$ref: X}, {properties: {pI: {type: string}}}]}"),
        ("oneOf", "{oneOf: [{$ref: X}, {type: string}]}"),
        ("anyOf with null", "{anyOf: [{$ref: X}, {type: 'null'}]}"),
        ("properties", "{type: object, properties: {next: {$ref: X}}, required: [next]}"),
        ("lists", "{type: array, items: {$ref: X}}"),
        ("maps", "{additionalProperties: {$ref: X}}"),
        ("references with siblings", "{$ref: X, description: d}"),
        ("tuples", "{prefixItems: [{$ref: X}, {$ref: X}], items: false, minItems: 2}"),
        ("conditions", "{if: true, then: {$ref: X}, else: {$ref: X}}"),
    ] {
        for cyclic in [false, true] {
            let lines = (0..count).map(|index| {
                let next = if cyclic { (index + 1) % count } else { index + 1 };
                let link = link.replace('X', &format!("'#/components/schemas/S{next}'"));
                format!("S{index}: {}", link.replace("pI", &format!("p{index}")))
            });
            let end = (!cyclic).then(|| format!("S{count}: {{type: string}}"));
            let text = used(schemas(lines.chain(end)), "S0");
            answers(&format!("{name}, cyclic: {cyclic}"), text);
        }
    }
}

#[test]
fn cycles() {
    for text in [
        "A: {$ref: '#/components/schemas/A'}",
        "A: {allOf: [{$ref: '#/components/schemas/A'}]}",
        "A: {allOf: [{$ref: '#/components/schemas/A'}, {properties: {a: {type: string}}}]}",
        "A: {oneOf: [{$ref: '#/components/schemas/A'}]}",
        "A: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/A'}]}",
        "A: {oneOf: [{$ref: '#/components/schemas/A'}, {type: string}], properties: {a: {$ref: '#/components/schemas/A'}}}",
        "A: {anyOf: [{oneOf: [{$ref: '#/components/schemas/A'}]}, {type: object}]}",
        "A: {oneOf: [{allOf: [{$ref: '#/components/schemas/A'}]}, {allOf: [{$ref: '#/components/schemas/A'}, {required: [x]}]}]}",
        "A: {items: {$ref: '#/components/schemas/A'}}",
        "A: {additionalProperties: {$ref: '#/components/schemas/A'}}",
        "A: {prefixItems: [{$ref: '#/components/schemas/A'}], items: false, minItems: 1}",
        "A: {properties: {a: {$ref: '#/components/schemas/A/properties/a'}}}",
        "A: {properties: {a: {properties: {b: {$ref: '#/components/schemas/A/properties/a'}}}}}",
        "A: {properties: {a: {oneOf: [{$ref: '#/components/schemas/A/properties/a'}, {type: array, items: {$ref: '#/components/schemas/A'}}]}}}",
        "A: {properties: {a: {allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/A/properties/a'}]}}}",
        "A: {allOf: [{properties: {a: {allOf: [{$ref: '#/components/schemas/A'}, {properties: {b: {type: string}}}]}}}]}",
        "A: {discriminator: {propertyName: k}, allOf: [{$ref: '#/components/schemas/A'}]}",
        "A: {discriminator: {propertyName: k, mapping: {a: '#/components/schemas/A'}}, oneOf: [{$ref: '#/components/schemas/A'}]}",
        "A: {if: {$ref: '#/components/schemas/A'}, then: {$ref: '#/components/schemas/A'}, else: {$ref: '#/components/schemas/A'}}",
        "A: {not: {$ref: '#/components/schemas/A'}}",
        "A: {$dynamicAnchor: n, properties: {c: {$dynamicRef: '#n'}}}",
        "A: {$dynamicRef: '#n', $dynamicAnchor: n}",
        "A: {dependentSchemas: {a: {$ref: '#/components/schemas/A'}}}",
        "A: {patternProperties: {a: {$ref: '#/components/schemas/A'}}, unevaluatedProperties: {$ref: '#/components/schemas/A'}}",
        "A: {contentSchema: {$ref: '#/components/schemas/A'}, contentMediaType: application/json}",
    ] {
        answers(text, used(schemas([text.to_owned()]), "A"));
    }
    for (left, right) in [
        ("{allOf: [{$ref: X}]}", "{allOf: [{$ref: X}]}"),
        ("{oneOf: [{$ref: X}, {type: string}]}", "{oneOf: [{$ref: X}, {type: integer}]}"),
        ("{allOf: [{$ref: X}]}", "{oneOf: [{$ref: X}, {type: string}]}"),
        ("{$ref: X}", "{allOf: [{$ref: X}], properties: {a: {$ref: X}}}"),
        ("{items: {$ref: X}}", "{anyOf: [{$ref: X}, {type: 'null'}]}"),
        (
            "{properties: {a: {properties: {b: {$ref: X}}}}}",
            "{properties: {b: {properties: {a: {$ref: X}}}}}",
        ),
        (
            "{discriminator: {propertyName: k}, allOf: [{$ref: X}]}",
            "{discriminator: {propertyName: k}, allOf: [{$ref: X}]}",
        ),
        (
            "{discriminator: {propertyName: k}, oneOf: [{$ref: X}]}",
            "{discriminator: {propertyName: k}, oneOf: [{$ref: X}]}",
        ),
    ] {
        let lines = [
            format!("A: {}", left.replace('X', "'#/components/schemas/B'")),
            format!("B: {}", right.replace('X', "'#/components/schemas/A'")),
        ];
        answers(&lines.join(" "), used(schemas(lines.clone()), "A"));
    }
}

#[test]
#[ignore = "long: run it optimised, `cargo test --release -- --ignored`"]
fn combinations() {
    let pair = |index: usize| {
        let branch = |side: &str| {
            format!(
                "{{properties: {{{side}{index}: {{type: string}}}}, required: [{side}{index}]}}"
            )
        };
        format!("{{oneOf: [{}, {}]}}", branch("a"), branch("b"))
    };
    for count in [6, 7, 20, 400] {
        let all: Vec<String> = (0..count).map(pair).collect();
        let text = schemas([format!("A: {{allOf: [{}]}}", all.join(", "))]);
        answers(&format!("allOf of {count} unions"), used(text, "A"));
        let lines = (0..count).map(|index| match index {
            0 => format!("A0: {}", pair(0)),
            _ => {
                format!("A{index}: {{allOf: [{}, {}]}}", to(format!("A{}", index - 1)), pair(index))
            }
        });
        answers(
            &format!("{count} unions, one on another"),
            used(schemas(lines), &format!("A{}", count - 1)),
        );
    }
    // Every level doubles what is written out: schemas, branches, properties, values.
    for (name, level) in [
        ("allOf", "{allOf: [X, X]}"),
        ("allOf in place", "{allOf: [{allOf: [X]}, {allOf: [X], required: [a]}]}"),
        ("unions", "{oneOf: [X, X]}"),
        ("unions in place", "{oneOf: [{oneOf: [X]}, {anyOf: [X, {type: string}]}]}"),
        (
            "unions in allOf",
            "{allOf: [{oneOf: [X, {type: string}]}, {anyOf: [X, {type: integer}]}]}",
        ),
        (
            "merged unions",
            "{oneOf: [{allOf: [X, {required: [a]}]}, {allOf: [X, {required: [b]}]}]}",
        ),
        ("properties", "{properties: {a: X, b: X}}"),
        (
            "merged properties",
            "{allOf: [{properties: {a: X}}, {properties: {a: {allOf: [X, {required: [q]}]}}}]}",
        ),
        (
            "merged inline properties",
            "{properties: {a: {allOf: [X, {properties: {b: X}}]}, c: {allOf: [X, {properties: {d: X}}]}}}",
        ),
        ("tuples", "{prefixItems: [X, X], items: false, minItems: 2}"),
        (
            "unions beside properties",
            "{properties: {a: X}, oneOf: [{properties: {b: X}, required: [b]}, {properties: {c: X}, required: [c]}]}",
        ),
        (
            "conditions",
            "{if: {required: [a]}, then: {allOf: [X], required: [b]}, else: {allOf: [X, {properties: {c: X}}]}}",
        ),
    ] {
        let lines = (0..40).map(|index| {
            format!("A{index}: {}", level.replace('X', &to(format!("A{}", index + 1))))
        });
        let end = ["A40: {type: object, properties: {end: {type: string}}}".to_owned()];
        answers(&format!("doubled {name}"), used(schemas(lines.chain(end)), "A0"));
        let mut inline = "{type: object, properties: {end: {type: string}}}".to_owned();
        while inline.len() * 2 < scaled(1 << 20) {
            inline = level.replace('X', &inline);
        }
        answers(
            &format!("doubled {name}, written out"),
            used(schemas([format!("A: {inline}")]), "A"),
        );
        let mut text =
            HEAD.to_owned() + "x0: &a0 {type: object, properties: {end: {type: string}}}\n";
        for index in 1..12 {
            let level = level
                .replace('X', &format!("*a{}", index - 1))
                .replace("0]", "0 ]")
                .replace("0}", "0 }");
            writeln!(text, "x{index}: &a{index} {level}").expect("a string");
        }
        text.push_str("components: {schemas: {A: *a11 }}\n");
        // What the aliases expand to may be more than is read.
        let (output, diagnostics) = compile(&format!("doubled {name}, aliases"), used(text, "A"));
        assert!(output.is_some() || diagnostics.has(code::TOO_LARGE), "doubled {name}, aliases");
    }
}

#[test]
fn sizes_past_every_number() {
    // Each type holds the next one twice.
    let lines = (0..80).map(|index| {
        let next = to(format!("A{}", index + 1));
        format!("A{index}: {{type: object, properties: {{a: {next}, b: {next}}}}}")
    });
    let end = ["A80: {type: object, properties: {end: {type: string}}}".to_owned()];
    answers("types that hold the next one twice", used(schemas(lines.chain(end)), "A0"));
}

#[test]
fn webs() {
    // Each extends another or is one of it, and all describe the same property, whose items lead on.
    let count = 100;
    let lines = (0..count).map(|index| {
        let other = to(format!("S{}", (index * 7 + 3) % count));
        let items =
            format!("{{type: object, properties: {{other: {other}, x: {{type: object}}}}}}");
        let own = format!("{{properties: {{list: {{type: array, items: {items}}}}}}}");
        match index % 3 {
            0 => format!("S{index}: {own}"),
            1 => format!("S{index}: {{allOf: [{other}, {own}]}}"),
            _ => format!("S{index}: {{anyOf: [{other}, {own}]}}"),
        }
    });
    answers("webs", used(schemas(lines), "S0"));
}

#[test]
#[ignore = "long: run it optimised, `cargo test --release -- --ignored`"]
fn meshes() {
    // Everything refers to everything else.
    let count = scaled(100).max(20);
    for (name, open, close) in [
        ("allOf", "{allOf: [", "]}"),
        ("oneOf", "{oneOf: [", "]}"),
        ("anyOf beside a property", "{properties: {p: {type: string}}, anyOf: [", "]}"),
        ("discriminated", "{discriminator: {propertyName: k}, oneOf: [", "]}"),
        (
            "inheriting",
            "{discriminator: {propertyName: k}, type: object, properties: {k: {type: string}}, allOf: [",
            "]}",
        ),
    ] {
        let lines = (0..count).map(|index| {
            let others: Vec<String> = (0..count)
                .filter(|other| *other != index)
                .map(|other| to(format!("S{other}")))
                .collect();
            format!("S{index}: {open}{}{close}", others.join(", "))
        });
        answers(&format!("{count} {name}"), used(schemas(lines), "S0"));
    }
}
