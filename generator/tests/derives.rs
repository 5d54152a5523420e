//! Which models can derive what: by what they hold, however deep it lies.

use generator::diag::code;
use generator::plan::{Derive, DeriveFor};
use generator::source::Source;
use generator::{Config, generate};

const SCHEMAS: &str = "
    Leaf: {type: object, required: [count], properties: {count: {type: integer}}}
    Named: {type: object, required: [name, leaf], properties: {name: {type: string}, leaf: {$ref: '#/components/schemas/Leaf'}}}
    Weighed: {type: object, properties: {weight: {type: number}}}
    Holder: {type: object, properties: {first-part: {$ref: '#/components/schemas/Weighed'}}}
    Outer: {type: object, required: [holders], properties: {holders: {type: array, items: {$ref: '#/components/schemas/Holder'}}}}
    Tree: {type: object, required: [id, below], properties: {id: {type: integer}, below: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}
    Chain: {type: object, required: [id], properties: {id: {type: integer}, next: {$ref: '#/components/schemas/Chain'}}}
    Endless: {type: object, required: [next], properties: {next: {$ref: '#/components/schemas/Endless'}}}
    Loose: {type: object, required: [any], properties: {any: {}}, additionalProperties: {type: string}}
    Kind: {type: string, enum: [cat, dog]}
    Level: {type: integer, enum: [1, 2]}
    Kinds: {type: object, required: [kind], properties: {kind: {$ref: '#/components/schemas/Kind'}}}
    Either: {oneOf: [{type: string}, {$ref: '#/components/schemas/Leaf'}]}
    Leaves: {type: array, items: {$ref: '#/components/schemas/Leaf'}}
    Hidden: {type: object, properties: {password: {type: string, format: password}}}
";

/// What is derived by each of the types, and what is told.
fn derived(
    entries: &[(&str, &[Derive])],
) -> (impl Fn(&str) -> String + use<>, Vec<(&'static str, String)>) {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:{SCHEMAS}"
    );
    let source = Source::from_bytes("document.yaml", text.into_bytes());
    let mut config = Config::default();
    let entry = |(key, derives): &(&str, &[Derive])| {
        let whose = match *key {
            "*" => DeriveFor::All,
            name => DeriveFor::Schema(format!("#/components/schemas/{name}")),
        };
        (whose, derives.to_vec())
    };
    config.plan.derives = entries.iter().map(entry).collect();
    let (output, told) = generate(&source, &config);
    let told =
        told.iter().filter(|it| [code::UNUSED_DERIVE, code::DERIVE_LEFT_OUT].contains(&it.code));
    let told = told.map(|it| (it.code.id, it.message.clone())).collect();
    let files = output.expect("a crate").tree;
    let of = move |name: &str| {
        let path = format!("src/types/{}.rs", name.to_lowercase());
        let file = String::from_utf8_lossy(files.get(&path).expect("the file")).into_owned();
        let (before, _) = file.split_once(&format!(" {name}")).expect("the type");
        let list = before.rsplit_once("#[derive(").expect("derives").1;
        list.split_once(")]").expect("derives").0.to_owned()
    };
    (of, told)
}

/// The types of those that have a trait where all are asked to.
fn having(derive: Derive) -> Vec<&'static str> {
    let name = derive.to_string();
    let (of, told) = derived(&[("*", &[derive])]);
    let names = SCHEMAS.lines().filter_map(|line| Some(line.trim().split_once(": ")?.0));
    let models: Vec<_> = names.filter(|name| *name != "Leaves").collect();
    let has = |model: &&&str| of(model).split(", ").any(|it| it == name);
    let with: Vec<_> = models.iter().filter(has).copied().collect();
    let count =
        format!("`{name}` is left out of {} of {} types", models.len() - with.len(), models.len());
    assert!(told.len() == 1 && told[0].1.starts_with(&count), "{count}: {told:?}");
    with
}

#[test]
fn all_that_can_have_a_trait_have_it() {
    let all = "Leaf Named Tree Chain Endless Loose Kind Level Kinds Either Hidden";
    assert_eq!(having(Derive::Eq).join(" "), all);
    assert_eq!(having(Derive::Hash).join(" "), all);
    assert_eq!(having(Derive::Copy), ["Leaf", "Weighed", "Holder", "Level"]);
    let ordered = "Leaf Named Tree Chain Endless Kind Level Kinds";
    assert_eq!(having(Derive::Ord).join(" "), ordered);
    let partly = "Leaf Named Weighed Holder Outer Tree Chain Endless Kind Level Kinds";
    assert_eq!(having(Derive::PartialOrd).join(" "), partly);
    // A value of `Endless` would never end.
    let default = "Leaf Named Weighed Holder Outer Tree Chain Loose Hidden";
    assert_eq!(having(Derive::Default).join(" "), default);
}

#[test]
fn what_a_named_type_holds_has_the_trait_too() {
    let (of, told) = derived(&[("Named", &[Derive::Ord]), ("Outer", &[Derive::Default])]);
    assert!(told.is_empty(), "{told:?}");
    assert_eq!(of("Named"), "Clone, Debug, PartialEq, Eq, PartialOrd, Ord");
    assert_eq!(of("Leaf"), "Clone, Debug, PartialEq, Eq, PartialOrd, Ord");
    assert_eq!(of("Tree"), "Clone, Debug, PartialEq");
    assert_eq!(of("Outer"), "Clone, Debug, Default, PartialEq");
}

#[test]
fn what_cannot_be_is_told_with_the_way_there() {
    let place = "#/components/schemas";
    for (name, derive, message) in [
        (
            "Outer",
            Derive::Ord,
            format!(
                "it cannot derive `Eq`: its field `holders` holds `Holder`, its field `first_part` \
                 holds `Weighed`, its field `weight` holds `f64` ({place}/Weighed/properties/weight)"
            ),
        ),
        (
            "Kinds",
            Derive::Default,
            format!(
                "it cannot derive `Default`: its field `kind` holds `Kind`, it is an enum without a \
                 default value ({place}/Kind)"
            ),
        ),
        (
            "Either",
            Derive::PartialOrd,
            format!(
                "it cannot derive `PartialOrd`: its variant `Unknown` holds any JSON ({place}/Either)"
            ),
        ),
        (
            "Endless",
            Derive::Default,
            format!(
                "it cannot derive `Default`: its field `next` holds `Endless` \
                 ({place}/Endless/properties/next)"
            ),
        ),
        (
            "Leaves",
            Derive::Eq,
            "its type is only another name of a `Vec`, and derives nothing itself".into(),
        ),
        ("Gone", Derive::Eq, "no schema of the document has this key".into()),
    ] {
        let (_, told) = derived(&[(name, &[derive])]);
        let message = format!("`{place}/{name}` of `[derives]`: {message}");
        assert_eq!(told, [(code::UNUSED_DERIVE.id, message)]);
    }
}
