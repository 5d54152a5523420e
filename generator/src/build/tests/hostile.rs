//! Texts that would like to be code.

use super::{build, fixture, options, own_files};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::str::FromStr;

/// What a document's author may put into any text.
const PAYLOADS: &[&str] = &[
    "\"; fn evil() {} //",
    "*/ fn evil() {} /*",
    "\n}\npub fn evil() {}\n",
    "\r\n#![feature(evil)]",
    "#[cfg(evil)]",
    "]] evil",
    "```\nevil();\n```",
    "    evil();",
    "~~~\n# evil",
    "<script>evil()</script>",
    "{evil}",
    "${evil}",
    "\\\"evil",
    "\\u{202e}",
    "\u{202e}evil\u{2066}",
    "\u{200b}\u{feff}\u{0}\u{7}\u{1b}[31m",
    "\u{2028}\u{2029}\u{85}",
    "r#\"evil\"#",
    "'evil'",
    "$crate::evil!()",
    "/// evil",
    "//! evil",
    "\u{10ffff}",
    "ﬁ ǅ İ ß \u{301}",
    "../../../evil",
    "CON",
    "[evil](javascript:evil())",
    "[a]: evil",
    "`evil",
    "type",
    "Self",
    "<https://evil",
    "| a | b |\n|---|---|\n| `x|<b>` |",
    "- a\n- b\n\n      evil();",
    "1986. evil\n\n        evil();",
];

/// The kinds of the tokens of a text, without names, values and documentation.
fn skeleton(text: &str) -> String {
    let tokens = TokenStream::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let mut kinds = String::new();
    stream(tokens, &mut kinds);
    kinds
}

fn stream(tokens: TokenStream, kinds: &mut String) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        if let (TokenTree::Punct(hash), Some(rest)) = (&tokens[at], tokens.get(at + 1..))
            && hash.as_char() == '#'
            && let Some(length) = documentation(rest)
        {
            at += length + 1;
            continue;
        }
        match &tokens[at] {
            TokenTree::Ident(_) => kinds.push('i'),
            TokenTree::Literal(_) => kinds.push('l'),
            TokenTree::Punct(punct) if punct.as_char() == ',' => {}
            TokenTree::Punct(punct) => kinds.push(punct.as_char()),
            TokenTree::Group(group) => {
                let signs = match group.delimiter() {
                    Delimiter::Parenthesis => ['(', ')'],
                    Delimiter::Bracket => ['[', ']'],
                    Delimiter::Brace => ['{', '}'],
                    Delimiter::None => [' ', ' '],
                };
                kinds.push(signs[0]);
                stream(group.stream(), kinds);
                kinds.push(signs[1]);
            }
        }
        at += 1;
    }
}

/// How many tokens of a documentation attribute follow its `#`.
fn documentation(rest: &[TokenTree]) -> Option<usize> {
    let is_doc = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.stream().to_string().starts_with("doc ="),
        _ => false,
    };
    match rest {
        [group, ..] if is_doc(group) => Some(1),
        [TokenTree::Punct(bang), group, ..] if bang.as_char() == '!' && is_doc(group) => Some(2),
        _ => None,
    }
}

fn skeletons(twist: &dyn Fn(&str) -> String) -> Vec<String> {
    let built = build(&fixture::api(twist), &options());
    let mut skeletons: Vec<String> =
        own_files(&built.files).map(|(_, text)| skeleton(text)).collect();
    skeletons.sort();
    assert!(built.files.keys().all(|path| !path.contains("..") && !path.starts_with('/')));
    skeletons
}

#[test]
fn no_text_becomes_code() {
    for payload in PAYLOADS {
        let harmless = skeletons(&|text| format!("{text} twin"));
        let hostile = skeletons(&|text| format!("{text} {payload}"));
        assert_eq!(harmless.len(), hostile.len(), "{payload:?}");
        for (left, right) in harmless.iter().zip(&hostile) {
            assert_eq!(left, right, "{payload:?}");
        }
    }
}

#[test]
fn no_text_becomes_another_line_of_a_manifest() {
    for payload in PAYLOADS {
        let built = build(&fixture::api(&|text| format!("{text}{payload}")), &options());
        let manifest = &built.files["Cargo.toml"];
        assert_eq!(manifest.matches("\ndescription = ").count(), 1, "{manifest}");
        assert!(!manifest.contains('\r') && !manifest.contains('\u{202e}'), "{manifest}");
        let lines = manifest.lines().count();
        assert_eq!(
            lines,
            build(&fixture::api(&super::plain), &options()).files["Cargo.toml"].lines().count()
        );
    }
}
