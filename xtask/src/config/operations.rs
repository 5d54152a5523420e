//! `[operations]`: which operations of the document are wanted.

use generator::select::{Pattern, Selection};
use serde::Deserialize;

/// The table as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    #[serde(default)]
    include: Vec<Entry>,
    #[serde(default)]
    exclude: Vec<Entry>,
}

/// One entry: exactly one of the keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
enum Entry {
    Tag(String),
    Path(String),
    Id(String),
}

impl Table {
    pub(super) fn selection(self) -> Selection {
        let patterns = |entries: Vec<Entry>| {
            let pattern = |entry| match entry {
                Entry::Tag(tag) => Pattern::Tag(tag),
                Entry::Path(path) => Pattern::Path(path),
                Entry::Id(id) => Pattern::Id(id),
            };
            entries.into_iter().map(pattern).collect()
        };
        Selection { include: patterns(self.include), exclude: patterns(self.exclude) }
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn entries_name_what_they_pick_by() {
        let text =
            "include = [{ tag = \"Pets\" }]\nexclude = [{ path = \"/a*\" }, { id = \"x\" }]\n";
        let table: Table = toml::from_str(text).expect("valid");
        let selection = table.selection();
        assert_eq!((selection.include.len(), selection.exclude.len()), (1, 2));
        let wrong = toml::from_str::<Table>("include = [{ colour = \"red\" }]\n");
        assert!(wrong.expect_err("no such key").to_string().contains("colour"));
    }
}
