//! `openapi/CHANGELOG.md`: what changed, newest first. Entries stand between markers and are
//! generated; what a person writes around them stays.

const START: &str = "<!-- codegen ";
const END: &str = "<!-- /codegen -->\n";
const HEADER: &str = "\
# Changes of the API

What each new version of the document means for users of the crate (crate) and for clients in use
(wire). `cargo xtask codegen` writes what stands between the markers; notes around them stay.

";

/// One version of the document.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
    /// The digest of the document.
    pub(crate) sha256: &'a str,
    /// The crate's version before.
    pub(crate) from: &'a str,
    /// The version that the changes ask for.
    pub(crate) to: &'a str,
    /// What changed, as Markdown.
    pub(crate) body: &'a str,
}

impl Entry<'_> {
    fn text(&self) -> String {
        let Self { sha256, from, to, body } = self;
        let short = sha256.get(..8).unwrap_or(sha256);
        format!(
            "{START}sha256={sha256} from={from} to={to} -->\n## {to} (document {short})\n\n{}\n{END}",
            body.trim_end()
        )
    }
}

/// The change log with an entry before all others, in place of one of the same document.
pub(crate) fn with(log: &str, entry: &Entry<'_>) -> String {
    let log = if log.trim().is_empty() { HEADER } else { log };
    let Some(first) = log.find(START) else {
        return format!("{}\n\n{}", log.trim_end(), entry.text());
    };
    let (before, rest) = log.split_at(first);
    let same = format!("{START}sha256={} ", entry.sha256);
    let rest = match rest.starts_with(&same).then(|| rest.find(END)).flatten() {
        Some(end) => rest[end + END.len()..].trim_start_matches('\n'),
        None => rest,
    };
    let gap = if rest.is_empty() { "" } else { "\n" };
    format!("{before}{}{gap}{rest}", entry.text())
}

/// The greatest version that entries ask for after the given one.
pub(crate) fn pending(log: &str, version: &str) -> Option<String> {
    let mark = |line: &str| -> Option<String> {
        let rest = line.strip_prefix(START)?.strip_suffix(" -->")?;
        let part = |name: &str| rest.split(' ').find_map(|part| part.strip_prefix(name));
        (part("from=")? == version).then(|| part("to="))?.map(str::to_owned)
    };
    log.lines().filter_map(mark).max_by_key(|to| numbers(to)).filter(|to| to != version)
}

fn numbers(version: &str) -> Vec<u64> {
    version.split('.').map(|part| part.parse().unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Entry, pending, with};

    fn entry(sha256: &'static str, to: &'static str) -> Entry<'static> {
        Entry { sha256, from: "0.1.9", to, body: "Something.\n" }
    }

    #[test]
    fn notes_survive_and_the_newest_comes_first() {
        let log = with("", &entry("aaaaaaaaaa", "0.1.10"));
        let log = log.replace("# Changes of the API", "# Changes\n\nMy own words.") + "\nA note.\n";
        let log = with(&log, &entry("bbbbbbbbbb", "0.2.0"));
        let places = ["My own words.", "document bbbbbbbb", "document aaaaaaaa", "A note."];
        let places = places.map(|text| log.find(text).expect(text));
        assert!(places.is_sorted(), "{log}");
        assert_eq!(with(&log, &entry("bbbbbbbbbb", "0.2.0")), log);
    }

    #[test]
    fn the_greatest_version_is_pending_until_it_is_set() {
        let log = with("", &entry("a", "0.2.0"));
        let log = with(&log, &entry("b", "0.1.10"));
        assert_eq!(pending(&log, "0.1.9").as_deref(), Some("0.2.0"));
        assert_eq!(pending(&log, "0.2.0"), None);
    }
}
