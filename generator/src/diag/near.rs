//! Names that were probably meant.

/// The longest name that is compared; longer ones are no slips of the hand.
const LONGEST: usize = 64;

/// The known name that a written one most likely stands for, if one is near enough.
pub fn nearest<'n>(written: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let allowed = match written.len() {
        3..=5 => 1,
        6..=LONGEST => 2,
        _ => return None,
    };
    let (lower, letters) = (written.to_lowercase(), letters(written));
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        // Most names have other letters: what follows is for the few that could be meant.
        let apart = (letters ^ self::letters(name)).count_ones() as usize;
        if name == written || apart > 2 * allowed || name.len().abs_diff(written.len()) > allowed {
            continue;
        }
        let distance = strsim::osa_distance(&lower, &name.to_lowercase());
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// The letters of a name as a set.
fn letters(name: &str) -> u32 {
    name.bytes()
        .filter(u8::is_ascii_alphabetic)
        .fold(0, |set, letter| set | 1 << (letter.to_ascii_lowercase() - b'a'))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_of_the_hand_are_recognised() {
        let known = ["required", "properties", "get", "put", "path", "type", "schemas"];
        for (written, meant) in [
            ("requried", Some("required")),
            ("propertys", Some("properties")),
            ("gte", Some("get")),
            ("Path", Some("path")),
            ("pth", Some("path")),
            ("schema", Some("schemas")),
            ("tpye", Some("type")),
            ("x", None),
            ("nothing", None),
            ("pot", Some("put")),
        ] {
            assert_eq!(nearest(written, known), meant, "{written}");
        }
    }
}
