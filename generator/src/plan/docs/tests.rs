//! What CommonMark becomes.

use super::{code_span, paragraphs};

fn shown(text: &str) -> String {
    paragraphs(text).join("\n")
}

#[test]
fn blocks_are_written_in_a_form_without_surprises() {
    for (text, expected) in [
        ("Plain words.", "Plain words."),
        ("a\r\nb", "a\nb"),
        ("    let x = 1;", "let x = 1;"),
        ("text\n\n    indented", "text\n\nindented"),
        ("```rust\nfn main() {}\n```", "```text\nfn main() {}\n```"),
        ("```\nopen", "```text\nopen\n```"),
        ("~~~\n```\n~~~", "~~~text\n```\n~~~"),
        ("words:\n* one\ntwo\n  - three", "words:\n\n- one\n  two\n  - three"),
        ("1. one\n2. two\n\nafter", "1. one\n2. two\n\nafter"),
        ("> quote\nlazy", "> quote\n\nlazy"),
        ("-     code", "- code"),
        ("Title\n=====\ntext", "Title\n\ntext"),
        ("a\u{202e}b\u{200b}c\u{0}", "abc"),
    ] {
        assert_eq!(shown(text), expected, "{text:?}");
    }
}

#[test]
fn inline_text_holds_no_html_and_no_dead_link() {
    for (text, expected) in [
        ("a <b> c", "a \\<b> c"),
        ("`<b>` <i>", "`<b>` \\<i>"),
        ("see [Pet]", "see \\[Pet\\]"),
        ("see [Pet](#pet)", "see \\[Pet\\](#pet)"),
        ("see [docs](https://a.b/c)", "see [docs](<https://a.b/c>)"),
        ("see https://a.b/c.", "see <https://a.b/c>."),
        ("see <https://a.b/c>", "see <https://a.b/c>"),
        ("(https://a.b)", "(<https://a.b>)"),
        ("odd ` tick <b>", "odd \\` tick \\<b>"),
        ("![x](https://a.b/c.png)", "[x](<https://a.b/c.png>)"),
        ("[![x](https://a.b)](https://c.d)", "[!\\[x\\](https://a.b)](<https://c.d>)"),
        ("end \\", "end \\\\"),
        ("[label]: https://a.b", "\\[label\\]: <https://a.b>"),
    ] {
        assert_eq!(shown(text), expected, "{text:?}");
    }
}

#[test]
fn code_spans_hold_anything() {
    assert_eq!(code_span("^a`b$"), "``^a`b$``");
    assert_eq!(code_span("`"), "`` ` ``");
    assert_eq!(code_span(" "), "`\" \"`");
    assert_eq!(code_span("a\nb"), "`a b`");
}
