//! Where the members of the outermost objects of a JSON text are, told by quotes and brackets alone.

use super::read_with;
use crate::source::harvest::Harvest;
use crate::source::parts::{self, BATCH, LARGE, LEVELS, Part};
use crate::source::scan::Scanner;
use serde_json::Value;

/// The values of a large text, and what is picked up on the way.
pub(super) fn read(text: &str) -> Option<(Value, Harvest)> {
    if text.len() < LARGE { None } else { parts::read(Pieces::of(text, BATCH)?, read_pieces) }
}

fn read_pieces(pieces: Vec<Piece<'_>>, harvest: &mut Harvest) -> Option<Vec<Part>> {
    let key = |key| serde_json::from_str(key).ok();
    let read = |piece| match piece {
        Piece::Opened(name) => key(name).map(Part::Opened),
        Piece::Member(name, value) => {
            Some(Part::Member(key(name)?, read_with(value, harvest, true).ok()?))
        }
        Piece::Closed => Some(Part::Closed),
    };
    pieces.into_iter().map(read).collect()
}

/// A piece of a text. All pieces one after the other are the whole text, but for spaces, colons and
/// commas.
enum Piece<'t> {
    /// An object begins under a key; its members are the pieces that follow.
    Opened(&'t str),
    /// A member: key and value.
    Member(&'t str, &'t str),
    /// An object ends.
    Closed,
}

/// Finds the pieces of a text, a batch at a time; `None` where there is something else.
struct Pieces<'t> {
    scanner: Scanner<'t>,
    /// The fewest bytes of a batch.
    batch: usize,
    /// The number of objects that are open.
    level: usize,
    /// Whether the innermost object has members already.
    follows: bool,
}

impl<'t> Pieces<'t> {
    /// The pieces of a text that is an object.
    fn of(text: &'t str, batch: usize) -> Option<Self> {
        let mut scanner = Scanner::new(text);
        scanner.space();
        scanner.take(b'{').then_some(Self { scanner, batch, level: 1, follows: false })
    }

    fn batch(&mut self) -> Option<Vec<Piece<'t>>> {
        let end = self.scanner.position + self.batch;
        let mut pieces = Vec::new();
        while self.level > 0 && self.scanner.position < end {
            pieces.push(self.piece()?);
            self.scanner.space();
        }
        let over = self.level > 0 || self.scanner.peek().is_none();
        over.then_some(pieces)
    }

    fn piece(&mut self) -> Option<Piece<'t>> {
        self.scanner.space();
        if self.scanner.take(b'}') {
            self.level -= 1;
            self.follows = true;
            return Some(Piece::Closed);
        }
        if self.follows && !self.scanner.take(b',') {
            return None;
        }
        self.scanner.space();
        let key = if self.scanner.peek() == Some(b'"') { self.value()? } else { return None };
        self.scanner.space();
        if !self.scanner.take(b':') {
            return None;
        }
        self.scanner.space();
        self.follows = true;
        if self.level < LEVELS && self.scanner.take(b'{') {
            self.level += 1;
            self.follows = false;
            return Some(Piece::Opened(key));
        }
        Some(Piece::Member(key, self.value()?))
    }

    /// The text of the value that comes next.
    fn value(&mut self) -> Option<&'t str> {
        let start = self.scanner.position;
        self.scanner.value();
        self.scanner.since(start)
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Option<Vec<Piece<'t>>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.level == 0 {
            return None;
        }
        let batch = self.batch();
        if batch.is_none() {
            self.level = 0;
        }
        Some(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::{Harvest, Pieces, read, read_pieces};
    use crate::source::json;
    use crate::source::parts::{self, told};
    use serde_json::Value;

    fn in_batches(text: &str, batch: usize) -> Option<(Value, Harvest)> {
        parts::read_in_turn(Pieces::of(text, batch)?, read_pieces)
    }

    fn whole(text: &str) -> Option<String> {
        let mut harvest = Harvest::default();
        let value = json::read_with(text, &mut harvest, true).ok()?;
        harvest.duplicates.is_empty().then(|| told(&value, &harvest))
    }

    /// Asserts that a text taken apart says what it says as a whole, or nothing where that is
    /// unusual.
    fn assert_same(text: &str) {
        let expected = whole(text).filter(|_| text.trim_start().starts_with('{'));
        for batch in [1, 1_000_000] {
            let parts = in_batches(text, batch).map(|(value, harvest)| told(&value, &harvest));
            assert_eq!(parts, expected, "{text}");
        }
    }

    const DOCUMENT: &str = r##" {"openapi" : "3.1.0", "x": {}, "y": [], "z": {"a": {} , "b":{"c":{}}},
        "info":{"title":"}{][\\\" \u00e9\ud83d\ude00é😀","n": -1.5e3,"t":true ,"f":false,"0":null},
        "paths" : { "/a~b/{\"id\"}" : { "get": {"$ref":"pets.yaml#/Cat"}, "$ref": "#/a/b" },
        "/c":{"discriminator":{"mapping":{"d":"Dog","e":"e.json"}}}},
        "discriminator": { "mapping" : {"d":"d.yaml"} },	"$id": "top",
        "components":{"schemas":{"Pet":{"type":"object","properties":{"a":{"enum":[1,[{}],"{"]}}},
        "\u0050et2":{"$anchor":"p","é":[[]]}}}}
    "##;

    #[test]
    fn parts_are_the_whole() {
        assert!(whole(DOCUMENT).is_some());
        assert_same(DOCUMENT);
        for text in ["{}", " { } ", "{\"a\":{}}", "{\"a\":{\"b\":{\"c\":{\"d\":{}}}}}"] {
            assert!(whole(text).is_some());
            assert_same(text);
        }
    }

    #[test]
    fn texts_that_end_too_early_have_no_parts() {
        let end = DOCUMENT.trim_end().len();
        for cut in (0..end).filter(|cut| DOCUMENT.is_char_boundary(*cut)) {
            assert_eq!(in_batches(&DOCUMENT[..cut], 1).map(|_| ()), None, "{cut}");
            assert_same(&DOCUMENT[..cut]);
        }
    }

    #[test]
    fn what_is_wrong_anywhere_is_wrong_in_parts() {
        for place in (0..=DOCUMENT.len()).filter(|place| DOCUMENT.is_char_boundary(*place)) {
            for more in
                ["{", "}", "[", "]", "\"", "\\", ",", ":", "1", "t", " ", "\n", "\u{c}", "\0"]
            {
                assert_same(&format!("{}{more}{}", &DOCUMENT[..place], &DOCUMENT[place..]));
            }
            let rest = DOCUMENT[place..].chars().next().map_or(0, char::len_utf8);
            assert_same(&format!("{}{}", &DOCUMENT[..place], &DOCUMENT[place + rest..]));
        }
    }

    #[test]
    fn keys_that_appear_twice_have_no_parts() {
        for text in [
            r#"{"a":1,"b":2,"a":3}"#,
            r#"{"a":{"b":1},"c":{},"a":{}}"#,
            r#"{"a":{"b":{},"\u0062":{}}}"#,
            r#"{"a":{"b":{"c":1,"c":2}}}"#,
            r#"{"a":[{"c":1,"c":2}]}"#,
        ] {
            assert_eq!(whole(text), None, "{text}");
            assert_same(text);
        }
    }

    #[test]
    fn depth_is_the_same_in_parts() {
        for depth in [120, 127, 128, 129, 132, 512, 513] {
            let nested = |inner: usize| format!("{}1{}", "[".repeat(inner), "]".repeat(inner));
            let text = format!("{{\"a\":{{\"b\":{{\"c\":{}}}}}}}", nested(depth - 3));
            let mut harvest = Harvest::default();
            let value = json::read(&text, &mut harvest).ok().map(|value| value.to_string());
            let parts = in_batches(&text, 1).map(|(value, _)| value.to_string());
            assert!(parts.is_none() || parts == value, "{depth}");
            assert_eq!(parts.is_some(), depth <= 127 + 3, "{depth}");
        }
    }

    #[test]
    fn only_large_texts_are_taken_apart() {
        let filled = |count: usize| {
            let members: Vec<String> =
                (0..count).map(|at| format!("\"{at}\": [{at}, {{}}]")).collect();
            format!("{{\"paths\": {{{}}}}}", members.join(",\n"))
        };
        assert!(read(&filled(10)).is_none());
        let large = filled(50_000);
        let (value, harvest) = read(&large).expect("it is large");
        assert_eq!(Some(told(&value, &harvest)), whole(&large));
    }

    #[test]
    fn too_many_values_have_no_parts() {
        let many = format!("[{}0]", "0,".repeat(400_000));
        let members: Vec<String> = (0..8).map(|at| format!("\"{at}\":{many}")).collect();
        assert!(read(&format!("{{{}}}", members.join(","))).is_none());
    }
}
