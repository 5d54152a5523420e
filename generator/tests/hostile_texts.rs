//! Texts that would like to be code, in every place of a document that takes a text: what is
//! generated has the same tokens as that of a harmless twin.

mod payloads;

use generator::source::Source;
use generator::{Config, Output, generate};
use payloads::{DOCUMENT, payloads};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The document with every place filled by `text`, which gets the place's number. The places that
/// have to agree, such as a component and what refers to it, are number nought together.
fn document(only: Option<usize>, text: &dyn Fn(usize) -> String) -> String {
    let mut number = 0;
    let mut fill = |hole: &str| {
        let own = match hole.contains("LINK") {
            true => 0,
            false => {
                number += 1;
                number
            }
        };
        let chosen = only.is_none_or(|only| only == own);
        let mut text = if chosen { text(own) } else { twin(own) };
        if hole.starts_with('/') || hole.starts_with("https://host/{") || hole == "LINK" {
            // These signs have a meaning in a path, and so in what has to agree with one.
            text = text.replace(['{', '}', '?', '#'], "");
        }
        if hole.starts_with("#/") {
            text = escaped(&text.replace(['{', '}', '?', '#'], ""));
        }
        hole.replace("HOLE", &text).replace("LINK", &text)
    };
    let template: Value = serde_json::from_str(DOCUMENT).expect("the template is JSON");
    filled(&template, &mut fill).to_string()
}

/// A key as a reference writes it.
fn escaped(key: &str) -> String {
    let pointer = key.replace('~', "~0").replace('/', "~1");
    pointer
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'~' | b'_' | b'-' | b'.' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// A harmless text of its own for each place.
fn twin(number: usize) -> String {
    format!("Harmless{}", "q".repeat(number % 7) + &number.to_string())
}

fn filled(value: &Value, fill: &mut dyn FnMut(&str) -> String) -> Value {
    match value {
        Value::String(text) if is_hole(text) => Value::String(fill(text)),
        Value::Array(list) => list.iter().map(|item| filled(item, fill)).collect(),
        Value::Object(object) => {
            let mut map = serde_json::Map::new();
            for (key, value) in object {
                let key = if is_hole(key) { fill(key) } else { key.clone() };
                let value = filled(value, fill);
                map.insert(key, value);
            }
            Value::Object(map)
        }
        other => other.clone(),
    }
}

fn is_hole(text: &str) -> bool {
    text.contains("HOLE") || text.contains("LINK")
}

fn places() -> usize {
    DOCUMENT.matches("HOLE").count()
}

fn output(text: &str) -> Output {
    let source = Source::from_bytes("a.json", text.as_bytes().to_vec());
    let (output, diagnostics) = generate(&source, &Config::default());
    output.unwrap_or_else(|| panic!("{}\n{text}", diagnostics.render(&source, 3)))
}

/// What a crate is without its names and values, file by file.
#[derive(Debug, PartialEq)]
struct Skeleton {
    /// The tokens of each item of each file.
    files: BTreeMap<String, Vec<String>>,
    manifest: Value,
}

fn skeleton(output: &Output, shown: &str) -> Skeleton {
    let mut files = BTreeMap::new();
    let mut manifest = Value::Null;
    let mut paths = BTreeSet::new();
    for (path, bytes) in output.tree.iter() {
        let text = std::str::from_utf8(bytes).expect("generated files are text");
        assert_plain_path(path, shown);
        assert!(paths.insert(path.to_lowercase()), "{path} is there twice: {shown}");
        if path == "Cargo.toml" {
            manifest = plain_manifest(text, shown);
            continue;
        }
        let mut items = Vec::new();
        if path.ends_with(".rs") && !path.starts_with("src/runtime/") {
            let file =
                syn::parse_file(text).unwrap_or_else(|error| panic!("{error}: {shown}\n{text}"));
            assert!(file.shebang.is_none(), "{shown}\n{text}");
            assert_plain_docs(text, shown);
            // Which names share a file, and so which need an import, is a matter of names.
            let own = |item: &&syn::Item| !matches!(item, syn::Item::Use(_));
            items.extend(file.items.iter().filter(own).map(|item| tokens(item.to_token_stream())));
            // Items of a file may be ordered by their names.
            items.sort();
            let attributes = file.attrs.iter().flat_map(ToTokens::to_token_stream);
            items.push(tokens(attributes.collect()));
        }
        files.insert(path.to_owned(), items);
    }
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

/// A manifest as Cargo reads it, without what it takes over from the document: texts about the
/// package, and the names of features.
fn plain_manifest(text: &str, shown: &str) -> Value {
    let table: toml::Table =
        text.parse().unwrap_or_else(|error| panic!("{error}: {shown}\n{text}"));
    let mut value = serde_json::to_value(table).expect("TOML is JSON");
    for key in ["name", "version", "description", "license", "repository", "homepage"] {
        if let Some(Value::String(text)) = value["package"].get_mut(key) {
            text.clear();
        }
    }
    if let Some(Value::Object(features)) = value.get_mut("features") {
        let lists = std::mem::take(features).into_iter().map(|(_, list)| {
            let list = list.as_array().cloned().unwrap_or_default();
            let others = |it: &Value| it.as_str().is_some_and(|it| it.contains([':', '/']));
            let dependencies: Vec<&Value> = list.iter().filter(|it| others(it)).collect();
            format!("{} of {dependencies:?}", list.len())
        });
        let mut lists: Vec<String> = lists.collect();
        lists.sort();
        value["features"] = lists.into();
    }
    value
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

/// The file of the hostile crate that may be what a file of the twin is there: names go on where
/// those of the twin end.
fn is_counterpart(path: &str, other: &str) -> bool {
    let number = path.find("harmless").map(|at| {
        let digit = path[at..].find(|c: char| c.is_ascii_digit()).map_or(path.len(), |it| at + it);
        let rest = path[digit..].find(|c: char| !c.is_ascii_digit());
        rest.map_or(path.len(), |rest| digit + rest)
    });
    match number {
        Some(end) => other.starts_with(&path[..end]) && other.ends_with(&path[end..]),
        None => other == path,
    }
}

fn compare(hostile: &str, twin: &Skeleton, shown: &str) {
    let found = skeleton(&output(hostile), shown);
    assert_eq!(found.manifest, twin.manifest, "{shown}");
    assert_eq!(found.files.len(), twin.files.len(), "{shown}");
    let mut left: BTreeSet<&String> = found.files.keys().collect();
    // The longest names first: `a1` is the beginning of `a12`.
    let mut paths: Vec<&String> = twin.files.keys().collect();
    paths.sort_by_key(|path| std::cmp::Reverse(path.len()));
    let mut renamed = Vec::new();
    for path in paths {
        match left.iter().copied().find(|other| is_counterpart(path, other)) {
            Some(same) => {
                left.remove(same);
                assert_eq!(found.files[same], twin.files[path], "{path} and {same}: {shown}");
            }
            None => renamed.push(path),
        }
    }
    // Of a name with dots only the end may be left, so that nothing tells which is which.
    for path in renamed {
        let folder = path.rsplit_once('/').map(|(folder, _)| folder);
        let same = |other: &&&String| {
            other.rsplit_once('/').map(|(folder, _)| folder) == folder
                && found.files[**other] == twin.files[path]
        };
        let same = left.iter().find(same).copied();
        let same = same.unwrap_or_else(|| panic!("{path} has no counterpart: {shown}: {left:#?}"));
        left.remove(same);
    }
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
    for place in 0..=places() {
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
                assert!(found.files.contains_key("src/lib.rs"), "{shown}");
            }
            cases += 1;
        }
    }
    println!("{cases} cases");
}

/// Documents made of the payloads, for `cargo xtask corpus` to compile: in each, every place has
/// another payload.
#[test]
#[ignore = "writes to the folder that HOSTILE_DOCUMENTS names"]
fn hostile_documents_are_written() {
    let Some(folder) = std::env::var_os("HOSTILE_DOCUMENTS").map(std::path::PathBuf::from) else {
        panic!("HOSTILE_DOCUMENTS names no folder");
    };
    let count = std::env::var("HOSTILE_COUNT").map_or(12, |count| count.parse().expect("a number"));
    std::fs::create_dir_all(&folder).expect("a folder");
    let all = payloads();
    for round in 0..count {
        let text = |number: usize| {
            let payload = &all[(number * 7 + round * 37) % all.len()];
            match round % 2 {
                // Alone, where names may not be told from those that everybody has.
                0 => payload.clone(),
                _ => format!("{}{payload}", twin(number)),
            }
        };
        let path = folder.join(format!("hostile-{round}.json"));
        std::fs::write(path, document(None, &text)).expect("a file");
    }
}

#[test]
fn every_unseen_character_in_every_place_is_escaped() {
    // rustc refuses those that change the direction of a text; none of these may stand in a file
    // as it is, whether in code, in a literal or in documentation.
    let unseen = |c: &char| {
        let code = u32::from(*c);
        c.is_control()
            || matches!(code, 0xad | 0x61c | 0x180e | 0x200b..=0x200f | 0x2028..=0x202e)
            || matches!(code, 0x2060..=0x206f | 0xfeff | 0xfff9..=0xfffb | 0x1d173..=0x1d17a)
            || matches!(code, 0xe0001 | 0xe0020..=0xe007f)
    };
    // Spaces of other widths, fillers and marks are nothing to fear; they come along.
    let harmless = |c: &char| {
        matches!(u32::from(*c), 0xa0 | 0x34f | 0x115f | 0x1160 | 0x1680 | 0x17b4 | 0x17b5)
            || matches!(u32::from(*c), 0x180b..=0x180f | 0x2000..=0x200a | 0x202f | 0x205f)
            || matches!(u32::from(*c), 0x3000 | 0x3164 | 0xfe00..=0xfe0f | 0xffa0 | 0xe0100..=0xe01ef)
    };
    let all: Vec<char> = ('\0'..=char::MAX).filter(|c| unseen(c) || harmless(c)).collect();
    let step = if cfg!(debug_assertions) { 64 } else { 8 };
    for group in all.chunks(step) {
        let group: String = group.iter().collect();
        let hostile = document(None, &|number| format!("{}{group}x", twin(number)));
        let output = output(&hostile);
        for (path, bytes) in output.tree.iter() {
            let text = std::str::from_utf8(bytes).expect("generated files are text");
            let own = path.ends_with(".rs") && !path.starts_with("src/runtime/");
            let found = text.chars().find(|c| own && *c != '\n' && unseen(c));
            assert_eq!(found, None, "{path}: {group:?}\n{text}");
            if own {
                syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}: {group:?}"));
            }
        }
    }
}
