//! The crates `paged`, `typed` and `conventions` are what the compiler writes for their documents.

use generator::diag::code;
use generator::ir::AnswerHeaders;
use generator::name::RustIdent;
use generator::passes::{
    Choice, Conventions, ErrorFields, OperationConventions, PageConventions, Pages,
};
use generator::plan::{Dependency, Derive, DeriveFor, ExternalType, OwnText, TextType};
use generator::select::Pattern;
use generator::{Config, Output, generate, source::Source};
use std::{fs, path::Path};

/// What the compiler makes of the document of a package, and the codes of what it says.
fn made(name: &str, mut config: Config) -> (Output, Vec<&'static str>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let bytes = fs::read(root.join("document.yaml")).expect("the document");
    config.plan.package = name.to_owned();
    let (output, said) = generate(&Source::from_bytes("document.yaml", bytes), &config);
    let codes = said.iter().map(|it| it.code.id).collect();
    (output.expect("a crate"), codes)
}

/// `UPDATE=1 cargo test -p tests --test generated` writes them anew.
fn hold(name: &str, output: &Output) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    for (path, text) in output.tree.iter() {
        // What is not written anew is compiled from its source in `generator/runtime`.
        let is_shared = path.starts_with("src/runtime/") || path == "src/lib.rs";
        if is_shared || path == "src/date_time.rs" || !path.starts_with("src/") {
            continue;
        }
        let path = root.join(path);
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(&path, text).expect("written");
        }
        assert!(fs::read(&path).expect("it is there") == text, "{} is stale", path.display());
    }
}

#[test]
fn the_sources_of_paged_are_not_stale() {
    let (output, said) = made("paged", Config::default());
    assert!(said.is_empty(), "{said:?}");
    hold("paged", &output);
}

fn path(segments: &[&str]) -> Vec<RustIdent> {
    segments.iter().map(|it| RustIdent::chosen(it).expect("an identifier")).collect()
}

/// The options that `typed` is made with.
fn typed() -> Config {
    let mut config = Config::default();
    config.plan.text_types.date_time = Some(TextType::Own(OwnText::DateTime));
    config.plan.text_types.date = Some(TextType::External(ExternalType {
        path: path(&["time", "Date"]),
        arguments: Vec::new(),
        derives: vec![Derive::Copy, Derive::Eq, Derive::Hash, Derive::PartialOrd, Derive::Ord],
        dependency: Dependency {
            name: "time".to_owned(),
            version: "0.3".to_owned(),
            features: vec!["serde-human-readable".to_owned()],
        },
    }));
    let of = |name: &str| DeriveFor::Schema(format!("#/components/schemas/{name}"));
    let schema = Derive::External(path(&["schemars", "JsonSchema"]));
    config.plan.derives = vec![
        (DeriveFor::All, vec![Derive::Eq, Derive::Hash]),
        (of("Visit"), vec![Derive::Ord]),
        (of("Day"), vec![Derive::PartialOrd, schema.clone()]),
        (of("Span"), vec![Derive::Copy, Derive::Default, schema.clone()]),
        (of("Part"), vec![schema]),
    ];
    config
}

#[test]
fn the_sources_of_typed_are_not_stale() {
    let mut config = typed();
    // A union has no order, and what holds one has none either.
    let (_, said) = made("typed", config.clone());
    assert_eq!(said, [code::DERIVE_LEFT_OUT.id, code::DERIVE_LEFT_OUT.id, code::UNUSED_DERIVE.id]);
    config.plan.derives[2].1.remove(0);
    let (output, said) = made("typed", config);
    assert_eq!(said, [code::DERIVE_LEFT_OUT.id; 2]);
    let manifest = output.tree.iter().find(|(path, _)| *path == "Cargo.toml").expect("a manifest");
    let line = "time = { version = \"0.3\", features = [\"formatting\", \"parsing\", \
                \"serde-human-readable\"] }";
    assert!(String::from_utf8_lossy(manifest.1).contains(line));
    hold("typed", &output);
}

fn keys(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| (*key).to_owned()).collect()
}

/// The options that `conventions` is made with: what its `codegen.toml` says, which a test of
/// xtask reads.
fn conventions() -> Conventions {
    let header = |name: &str| Some(format!("X-Shop-{name}"));
    let plain = |pattern| OperationConventions {
        pattern,
        idempotency_key: None,
        if_match: None,
        if_none_match: None,
        pages: None,
    };
    let paged = |id: &str, items: &[&str], next| OperationConventions {
        pages: Some(Choice::On(PageConventions { items: Some(keys(items)), next })),
        ..plain(Pattern::Id(id.to_owned()))
    };
    let from = Pages::Cursor {
        parameter: "from".to_owned(),
        next: keys(&["walk", "following"]),
        more: Some(keys(&["walk", "goes_on"])),
    };
    let passed = Pages::Offset { parameter: "passed".to_owned(), limit: Some("most".to_owned()) };
    let operations = vec![
        paged("browseWares", &["wares"], from),
        paged("walkByCount", &["wares"], passed),
        paged("walkBySheet", &[], Pages::Page { parameter: "sheet".to_owned(), first: 0 }),
        paged("walkByDoor", &["wares"], Pages::Url(keys(&["walk", "door"]))),
        OperationConventions {
            idempotency_key: Some(Choice::On("X-Once".to_owned())),
            ..plain(Pattern::Path("/orders/*".to_owned()))
        },
        OperationConventions {
            idempotency_key: Some(Choice::Off),
            ..plain(Pattern::Id("forgetLast".to_owned()))
        },
        OperationConventions {
            if_match: Some(true),
            if_none_match: Some(true),
            ..plain(Pattern::Path("/wares/*".to_owned()))
        },
    ];
    Conventions {
        idempotency_key: Some("X-Once".to_owned()),
        headers: AnswerHeaders {
            request_id: header("Trace"),
            limit: header("Limit"),
            remaining: header("Left"),
            reset: header("Reset"),
        },
        error: Some(ErrorFields {
            schema: Some("#/components/schemas/Fault".to_owned()),
            code: Some(keys(&["what", "kind"])),
            message: Some(keys(&["what", "words"])),
            retryable: Some(keys(&["what", "again"])),
            request_id: Some(keys(&["trace"])),
        }),
        operations,
    }
}

#[test]
fn the_sources_of_conventions_are_not_stale() {
    let config = Config { conventions: conventions(), ..Config::default() };
    let (output, said) = made("conventions", config);
    assert!(said.is_empty(), "{said:?}");
    hold("conventions", &output);
    // Nothing of it is recognised: without the options there are none of them.
    let (output, _) = made("conventions", Config::default());
    for name in ["idempotency_key(\"", "impl Paginated for", "fn if_match", "X-Shop-Trace"] {
        let sources = output
            .tree
            .iter()
            .filter(|(path, _)| path.starts_with("src/") && !path.starts_with("src/runtime/"));
        for (path, text) in sources {
            assert!(!String::from_utf8_lossy(text).contains(name), "{name} in {path}");
        }
    }
}
