//! What the best other generator's crates of the same documents take to check.

use super::crates::Compiled;

/// Documents with the seconds of `cargo check` of the crate alone, from nothing, on two processors
/// that had nothing else to do: of all tools whose crate compiled, the fastest.
const CHECKS: [(&str, f64); 2] = [("sendmux", 10.5), ("figma", 17.0)];

/// The seconds to compare a check with, where they are known.
pub(super) fn seconds(compiled: &Compiled) -> Option<f64> {
    let is_whole = compiled.what == "check" && compiled.features == "all";
    let known = CHECKS.iter().find(|(document, _)| *document == compiled.document);
    known.filter(|_| is_whole).map(|(_, seconds)| *seconds)
}

#[cfg(test)]
mod tests {
    use super::super::crates::Compiled;
    use super::seconds;

    #[test]
    fn only_a_whole_check_is_compared() {
        let of = |document: &str, what: &str, features: &str| Compiled {
            document: document.to_owned(),
            what: what.to_owned(),
            features: features.to_owned(),
            ..Compiled::default()
        };
        assert_eq!(seconds(&of("sendmux", "check", "all")), Some(10.5));
        assert_eq!(seconds(&of("sendmux", "check", "billing")), None);
        assert_eq!(seconds(&of("sendmux", "check again", "all")), None);
        assert_eq!(seconds(&of("openai", "check", "all")), None);
    }
}
