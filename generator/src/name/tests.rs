//! What texts become which names.

use super::{Case, RustIdent, Scope, distinguishing_words, singular, spelled_words, words};

fn snake(text: &str) -> String {
    RustIdent::new(Case::Snake, &words(text)).to_string()
}

fn camel(text: &str) -> String {
    RustIdent::new(Case::Camel, &words(text)).to_string()
}

#[test]
fn text_splits_where_a_reader_would_split_it() {
    for (text, expected) in [
        ("managementListProviders", "management_list_providers"),
        ("repos/get-content", "repos_get_content"),
        ("read_item_items__item_id__get", "read_item_items_item_id_get"),
        ("XMLHttpRequest", "xml_http_request"),
        ("userIDs", "user_ids"),
        ("URLsForAPIs", "urls_for_apis"),
        ("SHA256Hash", "sha256_hash"),
        ("http2Server", "http2_server"),
        ("OAuth2Token", "oauth2_token"),
        ("created[gte]", "created_gte"),
        ("X-Rate-Limit", "x_rate_limit"),
        ("type", "r#type"),
        ("self", "self_value"),
        ("foo", "foo_value"),
        ("24h", "n24h"),
        ("+1", "plus_one"),
        ("-1", "minus_one"),
        ("", "empty"),
        ("名前", "名前"),
        ("größe", "größe"),
    ] {
        assert_eq!(snake(text), expected, "{text}");
    }
}

#[test]
fn values_become_variants_a_person_would_write() {
    for (text, expected) in [
        ("+1", "PlusOne"),
        ("*", "Star"),
        (">=", "GreaterOrEqual"),
        ("30", "Thirty"),
        ("2010-04-01", "N2010_04_01"),
        ("gpt-3.5-turbo", "Gpt3_5Turbo"),
        ("application/json", "ApplicationJson"),
        ("Self", "SelfValue"),
        ("PURCHASE", "Purchase"),
        ("а", "U0430"),
        ("😀", "U1f600"),
    ] {
        assert_eq!(camel(text), expected, "{text}");
    }
}

#[test]
fn signs_and_case_tell_texts_apart() {
    assert_eq!(spelled_words("-created_at"), ["minus", "created", "underscore", "at"]);
    assert_eq!(distinguishing_words("ASC"), ["asc", "upper"]);
}

#[test]
fn nouns_lose_their_plural() {
    for (plural, expected) in [
        ("providers", "provider"),
        ("addresses", "address"),
        ("entries", "entry"),
        ("mailboxes", "mailbox"),
        ("status", "status"),
        ("actions", "action"),
        ("analysis", "analysis"),
        ("keys", "key"),
    ] {
        assert_eq!(singular(plural), expected);
    }
}

#[test]
fn modules_name_files_on_every_system() {
    for (text, expected) in
        [("type", "type_module"), ("CON", "con_module"), ("com1", "com1_module")]
    {
        assert_eq!(RustIdent::new(Case::Module, &words(text)).to_string(), expected);
    }
    let mut scope = Scope::case_insensitive();
    let first = scope.claim(Case::Module, [words("straße")]);
    let second = scope.claim(Case::Module, [words("STRAßE")]);
    assert_ne!(first.plain().to_lowercase(), second.plain().to_lowercase());
}

/// A small generator of numbers, so that the test is the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("a small number")
    }

    fn text(&mut self) -> String {
        const PARTS: &[&str] = &[
            "a",
            "A",
            "type",
            "Self",
            "_",
            "-",
            "1",
            "23",
            "é",
            "e\u{301}",
            "ß",
            "İ",
            "ı",
            "名",
            "а",
            "ф",
            "\u{202e}",
            "\0",
            "\u{200b}",
            "ID",
            "s",
            "OAuth",
            "😀",
            "*",
            "crate",
            "r#",
            "ﬁ",
            "ª",
            "ᄀ",
            "가",
            "\u{1100}\u{1161}",
            "σ",
            "ς",
            "Σ",
            "ǅ",
            "\u{e0001}",
        ];
        (0..self.below(4)).map(|_| PARTS[self.below(PARTS.len())]).collect()
    }
}

#[test]
fn random_scopes_are_injective_and_parse() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..2_000 {
        for case in [Case::Snake, Case::Module, Case::Camel] {
            let mut scope = Scope::new();
            let mut seen = std::collections::BTreeSet::new();
            for _ in 0..random.below(20) {
                let text = random.text();
                let all = [words(&text), spelled_words(&text), distinguishing_words(&text)];
                let name = scope.claim(case, all);
                assert!(seen.insert(name.plain().to_owned()), "{text:?} {name}");
                let parsed = syn::parse_str::<syn::Ident>(&name.to_string());
                assert!(parsed.is_ok(), "{text:?} {name}");
            }
        }
    }
}

#[test]
fn long_names_are_cut_in_their_case() {
    let words = vec!["word"; 60];
    let (long, other) =
        (RustIdent::new(Case::Camel, &words), RustIdent::new(Case::Camel, &words[1..]));
    assert!(long.plain().len() <= 160 && !long.plain().contains('_'), "{long}");
    assert_ne!(long, other);
    assert!(RustIdent::new(Case::Module, &words).plain().len() <= 120);
}
