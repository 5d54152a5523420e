//! Words for characters that no identifier may contain.

/// The words for a text that consists of signs alone, longest sign first.
const SIGNS: &[(&str, &str)] = &[
    (">=", "greater or equal"),
    ("<=", "less or equal"),
    ("!=", "not equal"),
    ("<>", "not equal"),
    ("==", "equal"),
    ("=~", "matches"),
    ("!~", "not matches"),
    ("&&", "and"),
    ("||", "or"),
    ("**", "double star"),
    (">", "greater"),
    ("<", "less"),
    ("=", "equal"),
    ("*", "star"),
    ("+", "plus"),
    ("-", "minus"),
    ("/", "slash"),
    ("\\", "backslash"),
    (".", "dot"),
    (",", "comma"),
    (":", "colon"),
    (";", "semicolon"),
    ("|", "pipe"),
    ("&", "and"),
    ("%", "percent"),
    ("#", "hash"),
    ("@", "at"),
    ("$", "dollar"),
    ("^", "caret"),
    ("~", "tilde"),
    ("_", "underscore"),
    ("?", "question"),
    ("!", "not"),
    ("\"", "quote"),
    ("'", "apostrophe"),
    ("`", "backtick"),
    ("(", "open"),
    (")", "close"),
    ("[", "open bracket"),
    ("]", "close bracket"),
    ("{", "open brace"),
    ("}", "close brace"),
    (" ", "space"),
    ("\t", "tab"),
    ("\n", "newline"),
    ("€", "euro"),
    ("£", "pound"),
    ("°", "degree"),
    ("…", "ellipsis"),
    ("–", "dash"),
    ("—", "dash"),
];

/// The word for the sign at the start of a text, and the bytes it takes.
pub(super) fn sign(text: &str) -> Option<(&'static str, usize)> {
    SIGNS.iter().find(|(sign, _)| text.starts_with(sign)).map(|(sign, word)| (*word, sign.len()))
}

/// Whether a character may stand in an identifier as it is.
///
/// Beyond ASCII these are letters whose normal form is themselves (Rust compares identifiers in
/// form NFC) and that the compiler does not count as uncommon. Everything else is spelled.
pub(super) fn is_kept(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric();
    }
    matches!(character,
        '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{130}' | '\u{134}'..='\u{137}'
        | '\u{139}'..='\u{13e}' | '\u{141}'..='\u{148}' | '\u{14c}'..='\u{17e}'
        | '\u{391}'..='\u{3a1}' | '\u{3a3}'..='\u{3a9}' | '\u{3b1}'..='\u{3c9}'
        | '\u{400}'..='\u{45f}' | '\u{5d0}'..='\u{5ea}' | '\u{621}'..='\u{63a}'
        | '\u{641}'..='\u{64a}' | '\u{e01}'..='\u{e2e}' | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}' | '\u{30fc}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Whether a letter belongs to an alphabet with letters that look like those of another.
///
/// The compiler warns when every letter of such an alphabet in a crate looks like a foreign one
/// (Unicode's technical standard 39, section 5.2), so a word keeps them only beside one that cannot
/// be mistaken.
pub(super) fn is_mistakable(character: char) -> bool {
    match character {
        '\u{391}'..='\u{3c9}' => !"ΔΛΞΣΨΩζλμξψω".contains(character),
        '\u{400}'..='\u{45f}' => !"ДЖИЙЦЧШЩЪЭЯджзийлмнцщъыэюя".contains(character),
        '\u{5d0}'..='\u{5ea}' => !"אבגדהזחכךלמםנפףצץקרשת".contains(character),
        '\u{621}'..='\u{64a}' => !"بتثجحخدذرزسشصضطظعغفقكلمنوي".contains(character),
        '\u{e01}'..='\u{e2e}' => "จบปฝพฟย".contains(character),
        '\u{3041}'..='\u{3096}' => character == 'へ',
        '\u{30a1}'..='\u{30fc}' => {
            !"アウオキクケコサシスセソチツテナヌフホマミモヤユラリルレワヲン".contains(character)
        }
        '\u{4e00}'..='\u{9fff}' => "一丅丫丿乄二亻八力匕卜厶口囗夕工彐礻".contains(character),
        _ => false,
    }
}

/// Which alphabet a letter beyond Latin belongs to: where that begins.
pub(super) fn alphabet(character: char) -> char {
    let starts = ['\u{391}', '\u{400}', '\u{5d0}', '\u{621}', '\u{e01}', '\u{3041}', '\u{30a1}'];
    let starts = starts.into_iter().chain(['\u{4e00}', '\u{ac00}']);
    starts.take_while(|start| *start <= character).last().unwrap_or_default()
}
