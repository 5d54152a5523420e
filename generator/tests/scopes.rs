//! Random scopes: what the names of a scope come from is different, and so are the names; and
//! rustc takes every one of them, without a warning.

use generator::name::{Case, Scope, distinguishing_words, spelled_words, words};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::process::Command;

/// What texts are made of: words that mean something, signs, and letters that look like others.
const PARTS: &[&str] = &[
    "a",
    "A",
    "b",
    "type",
    "Self",
    "self",
    "super",
    "crate",
    "r#",
    "_",
    "__",
    "-",
    " ",
    ".",
    "/",
    "1",
    "23",
    "0",
    "x1",
    "id",
    "ID",
    "Id",
    "ids",
    "s",
    "ss",
    "OAuth",
    "HTTPServer",
    "camelCase",
    "é",
    "e\u{301}",
    "ß",
    "ẞ",
    "ss",
    "İ",
    "ı",
    "i",
    "名",
    "前",
    "а",
    "ф",
    "ﬁ",
    "fi",
    "ª",
    "º",
    "²",
    "½",
    "ᄀ",
    "가",
    "\u{1100}\u{1161}",
    "σ",
    "ς",
    "Σ",
    "ǅ",
    "ǆ",
    "K",
    "Å",
    "Å",
    "Ω",
    "\u{3a9}",
    "\u{202e}",
    "\u{2066}",
    "\0",
    "\u{200b}",
    "\u{200c}",
    "\u{200d}",
    "\u{ad}",
    "\u{feff}",
    "\u{2028}",
    "\u{301}",
    "\u{fe0f}",
    "😀",
    "👨\u{200d}👩",
    "\u{e0001}",
    "\u{10ffff}",
    "*",
    "+",
    "<",
    ">",
    "=",
    "!",
    "$",
    "%",
    "&",
    "~",
    "'",
    "\"",
    "\\",
    "{",
    "}",
    "async",
    "gen",
    "union",
    "dyn",
    "await",
    "try",
    "macro_rules",
    "static",
    "foo",
    "con",
    "nul",
    "default",
    "unknown",
    "Unknown",
    "Option",
    "Vec",
    "String",
    "Box",
    "Ok",
    "None",
    "str",
    "u8",
    "bool",
    "ع",
    "א",
    "ไ",
    "ह",
    "한",
    "ー",
    "ー口",
    "二",
    "へ",
    "ト",
    "จ",
    "פ",
    "θ",
    "б",
    "я",
    "ａ",
    "Ａ",
    "𝐚",
    "𝔞",
    "ⅷ",
    "①",
    "٣",
    "३",
];

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
        (0..self.below(4)).map(|_| PARTS[self.below(PARTS.len())]).collect()
    }
}

/// The names that a scope gives random texts, some of which are the same.
fn claimed(random: &mut Random, case: Case, size: usize) -> Vec<(String, String)> {
    let mut scope = match case {
        Case::Module => Scope::case_insensitive(),
        _ => Scope::new(),
    };
    let mut names = Vec::with_capacity(size);
    for _ in 0..size {
        let text = random.text();
        let all = [words(&text), spelled_words(&text), distinguishing_words(&text)];
        let name = scope.claim(case, all).to_string();
        names.push((text, name));
    }
    names
}

#[test]
fn a_hundred_thousand_random_scopes_are_injective() {
    // Without optimisation the tenth part, which the same seed begins with.
    let scopes = if cfg!(debug_assertions) { 10_000 } else { 100_000 };
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut names = 0;
    for round in 0..scopes {
        let case = [Case::Snake, Case::Module, Case::Camel][round % 3];
        let size = random.below(16);
        let claimed = claimed(&mut random, case, size);
        let mut seen = BTreeSet::new();
        for (text, name) in &claimed {
            let same = match case {
                Case::Module => name.to_lowercase(),
                _ => name.trim_start_matches("r#").to_owned(),
            };
            assert!(seen.insert(same), "{text:?} became {name} again: {claimed:?}");
        }
        names += claimed.len();
    }
    println!("{scopes} scopes, {names} names");
}

#[test]
fn rustc_takes_every_name() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut code = "//! Names.\n#![allow(dead_code)]\n".to_owned();
    let mut seen = BTreeSet::new();
    let mut count = 0;
    for round in 0..600 {
        let size = 1 + random.below(16);
        let list = |random: &mut Random, case| -> Vec<String> {
            claimed(random, case, size).into_iter().map(|(_, name)| name).collect()
        };
        let (snake, camel) = (list(&mut random, Case::Snake), list(&mut random, Case::Camel));
        let module = list(&mut random, Case::Module);
        writeln!(code, "mod scope{round} {{\nmod modules {{").expect("a string");
        for name in &module {
            writeln!(code, "mod {name} {{}}").expect("a string");
        }
        let fields: String = snake.iter().map(|name| format!("{name}: (), ")).collect();
        let variants: String = camel.iter().map(|name| format!("{name}, ")).collect();
        writeln!(code, "}}\nstruct Fields {{ {fields} }}\nenum Variants {{ {variants} }}")
            .expect("a string");
        let types: String = camel.iter().map(|name| format!("struct {name};\n")).collect();
        let methods: String = snake.iter().map(|name| format!("fn {name}(self) {{}}\n")).collect();
        writeln!(code, "mod types {{ {types} }}\nimpl Variants {{ {methods} }}\n}}")
            .expect("a string");
        count += snake.len() + camel.len() + module.len();
        seen.extend(snake.into_iter().chain(camel).chain(module));
    }
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("scopes");
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("names.rs");
    std::fs::write(&file, code).expect("a file");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let compiled = Command::new(rustc)
        .args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "-Dwarnings", "--out-dir"])
        .arg(&folder)
        .arg(&file)
        .output()
        .expect("rustc runs");
    let said = String::from_utf8_lossy(&compiled.stderr);
    assert!(compiled.status.success(), "{}", said.chars().take(4_000).collect::<String>());
    println!("{count} names, {} different ones", seen.len());
}
