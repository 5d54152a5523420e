//! Texts that would like to be code, in every place of a document that takes a text: what is
//! generated has the same tokens as that of a harmless twin.

mod payloads;

use generator::source::Source;
use generator::{Config, Output, generate};
use payloads::{DOCUMENT, payloads};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use serde_json::Value;
use std::collections::BTreeSet;

/// The document with every place filled by `text`, which gets the place's number.
fn document(only: Option<usize>, text: &dyn Fn(usize) -> String) -> String {
    let mut number = 0;
    let mut fill = |hole: &str| {
        number += 1;
        let chosen = only.is_none_or(|only| only == number);
        let mut text = if chosen { text(number) } else { twin(number) };
        if hole.starts_with("/") {
            // These signs have a meaning in a path.
            text = text.replace(['{', '}', '?', '#'], "");
        }
        hole.replace("HOLE", &text)
    };
    let template: Value = serde_json::from_str(DOCUMENT).expect("the template is JSON");
    filled(&template, &mut fill).to_string()
}

/// A harmless text of its own for each place.
fn twin(number: usize) -> String {
    format!("Harmless{}", "q".repeat(number % 7) + &number.to_string())
}

fn filled(value: &Value, fill: &mut dyn FnMut(&str) -> String) -> Value {
    match value {
        Value::String(text) if text.contains("HOLE") => Value::String(fill(text)),
        Value::Array(list) => list.iter().map(|item| filled(item, fill)).collect(),
        Value::Object(object) => {
            let mut map = serde_json::Map::new();
            for (key, value) in object {
                let key = if key.contains("HOLE") { fill(key) } else { key.clone() };
                let value = filled(value, fill);
                map.insert(key, value);
            }
            Value::Object(map)
        }
        other => other.clone(),
    }
}

fn places() -> usize {
    DOCUMENT.matches("HOLE").count()
}

fn output(text: &str) -> Output {
    let source = Source::from_bytes("a.json", text.as_bytes().to_vec());
    let (output, diagnostics) = generate(&source, &Config::default());
    output.unwrap_or_else(|| panic!("{}\n{text}", diagnostics.render(&source, 3)))
}

/// What a crate is without its names and values.
#[derive(Debug, PartialEq)]
struct Skeleton {
    files: Vec<String>,
    manifest: String,
}

fn skeleton(output: &Output, shown: &str) -> Skeleton {
    let mut files = Vec::new();
    let mut manifest = String::new();
    let mut paths = BTreeSet::new();
    for (path, bytes) in output.tree.iter() {
        let text = std::str::from_utf8(bytes).expect("generated files are text");
        assert_plain_path(path, shown);
        assert!(paths.insert(path.to_lowercase()), "{path} is there twice: {shown}");
        if path == "Cargo.toml" {
            manifest = dependencies(text);
        } else if path.ends_with(".rs") && !path.starts_with("src/runtime/") {
            let file =
                syn::parse_file(text).unwrap_or_else(|error| panic!("{error}: {shown}\n{text}"));
            assert_plain_docs(text, shown);
            // Which names share a file, and so which need an import, is a matter of names.
            let own = |item: &&syn::Item| !matches!(item, syn::Item::Use(_));
            let items = file.items.iter().filter(own);
            files.extend(items.map(|item| tokens(item.to_token_stream())));
        }
    }
    files.sort();
    Skeleton { files, manifest }
}

fn assert_plain_path(path: &str, shown: &str) {
    assert!(path.len() < 200, "{path}: {shown}");
    for name in path.split('/') {
        let stem = name.split('.').next().unwrap_or_default().to_lowercase();
        let device = ["con", "prn", "aux", "nul", "com1", "com9", "lpt1"].contains(&stem.as_str());
        assert!(!device && !name.is_empty() && name != "." && name != "..", "{path}: {shown}");
        assert!(!name.contains(['\\', ':', '\0']), "{path}: {shown}");
    }
}

/// The lines of a manifest that name what is depended on.
fn dependencies(manifest: &str) -> String {
    let start = manifest.find("\n[dependencies]\n").expect("there are dependencies");
    assert_eq!(manifest.matches("\n[dependencies]\n").count(), 1);
    assert!(!manifest[..start].lines().any(|line| line.starts_with("build")), "{manifest}");
    manifest[start..].to_owned()
}

/// No line of documentation that rustdoc would test, or that a browser would run.
fn assert_plain_docs(text: &str, shown: &str) {
    let mut fence: Option<String> = None;
    for line in text.lines() {
        let line = line.trim_start();
        let Some(doc) = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) else {
            assert!(fence.is_none(), "a fence is open: {shown}\n{text}");
            continue;
        };
        let doc = doc.strip_prefix(' ').unwrap_or(doc);
        let trimmed = doc.trim_start_matches([' ', '>']);
        let run: String =
            trimmed.chars().take_while(|c| *c == trimmed.chars().next().unwrap_or(' ')).collect();
        if let Some(open) = &fence {
            if trimmed.trim_end() == run && run.len() >= open.len() && run.starts_with(&open[..1]) {
                fence = None;
            }
            continue;
        }
        let rest = &trimmed[run.len()..];
        if run.len() >= 3 && (run.starts_with('~') || run.starts_with('`') && !rest.contains('`')) {
            assert_eq!(rest, "text", "a fence that is tested: {shown}\n{text}");
            fence = Some(run);
            continue;
        }
        assert_no_html(doc, shown);
    }
    for hidden in ['\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}', '\u{0}', '\u{2028}', '\u{1b}'] {
        assert!(!text.contains(hidden), "{hidden:?} shows nothing: {shown}");
    }
}

/// A `<` outside code that neither is escaped nor begins a web address.
fn assert_no_html(doc: &str, shown: &str) {
    if doc.contains('`') || doc.contains("\\\\") {
        return;
    }
    for (at, _) in doc.match_indices('<') {
        let rest = &doc[at + 1..];
        let safe = doc[..at].ends_with('\\') || rest.starts_with("http");
        let tag = rest.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        assert!(safe || !tag, "{doc}: {shown}");
    }
}

/// The tokens of a text; names, values and documentation all look alike.
fn tokens(stream: TokenStream) -> String {
    let mut kinds = String::new();
    push(stream, &mut kinds);
    kinds
}

fn push(stream: TokenStream, kinds: &mut String) {
    let all: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    while at < all.len() {
        if let Some(length) = documentation(&all[at..]) {
            at += length;
            continue;
        }
        match &all[at] {
            TokenTree::Ident(_) => kinds.push('i'),
            TokenTree::Literal(_) => kinds.push('l'),
            TokenTree::Punct(punct) if punct.as_char() == ',' => {}
            TokenTree::Punct(punct) => kinds.push(punct.as_char()),
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ('(', ')'),
                    Delimiter::Bracket => ('[', ']'),
                    Delimiter::Brace => ('{', '}'),
                    Delimiter::None => (' ', ' '),
                };
                kinds.push(open);
                push(group.stream(), kinds);
                kinds.push(close);
            }
        }
        at += 1;
    }
}

/// How many tokens a documentation attribute takes, if one begins here.
fn documentation(rest: &[TokenTree]) -> Option<usize> {
    let is = |token: Option<&TokenTree>, sign: char| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign);
    let is_doc = |token: Option<&TokenTree>| match token {
        Some(TokenTree::Group(group)) => group.stream().to_string().starts_with("doc ="),
        _ => false,
    };
    match is(rest.first(), '#') {
        true if is_doc(rest.get(1)) => Some(2),
        true if is(rest.get(1), '!') && is_doc(rest.get(2)) => Some(3),
        _ => None,
    }
}

fn compare(hostile: &str, twin: &Skeleton, shown: &str) {
    let found = skeleton(&output(hostile), shown);
    assert_eq!(found.manifest, twin.manifest, "{shown}");
    let [ours, theirs]: [BTreeSet<&String>; 2] =
        [&found.files, &twin.files].map(|it| it.iter().collect());
    assert_eq!(ours, theirs, "{shown}");
}

#[test]
fn no_text_becomes_code_in_all_places_at_once() {
    let twin = skeleton(&output(&document(None, &twin)), "the twin");
    let all = payloads();
    println!("{} payloads in {} places", all.len(), places());
    for payload in all {
        let hostile = document(None, &|number| format!("{}{payload}", self::twin(number)));
        compare(&hostile, &twin, &format!("{payload:?}"));
    }
}

#[test]
fn no_text_alone_becomes_code_in_any_place() {
    // A payload without anything around it, in one place after the other. Names may change which
    // conveniences are recognised, so only what can never be is looked for.
    let all = payloads();
    let mut cases = 0;
    for place in 1..=places() {
        for payload in
            all.iter().skip(place % 7).step_by(if cfg!(debug_assertions) { 97 } else { 1 })
        {
            let text = document(Some(place), &|_| payload.clone());
            let shown = format!("{payload:?} in place {place}");
            let source = Source::from_bytes("a.json", text.clone().into_bytes());
            let (output, diagnostics) = generate(&source, &Config::default());
            diagnostics.render(&source, 1);
            if let Some(output) = output {
                let found = skeleton(&output, &shown);
                assert!(found.files.iter().all(|file| !file.is_empty()), "{shown}");
            }
            cases += 1;
        }
    }
    println!("{cases} cases");
}
