//! `openapi/names.lock`: names that the document alone would not give again.

use std::collections::BTreeMap;
use std::path::Path;

use toml::Value;

use crate::failure::Result;
use crate::{config, files};

const HEADER: &str = "\
# Names that stay as they are. Written by `cargo xtask codegen`: where two things of the document
# want one name, or where a later change would rename what did not change, the choice is kept here,
# and so is the order of arguments that the document gives another order now.
# To choose a name yourself, use `[rename]` in codegen.toml.

";

/// Reads the file, which may be absent.
pub(crate) fn load(path: &Path) -> Result<BTreeMap<String, String>> {
    let Some(bytes) = files::read_if_present(path)? else { return Ok(BTreeMap::new()) };
    let text = files::text(bytes, path)?;
    toml::from_str(&text).map_err(|error| {
        config::complaint(&error, &text, path)
            .help("restore the file: `git checkout openapi/names.lock`")
    })
}

/// The text of the file; none where there is nothing to keep.
pub(crate) fn text(names: &BTreeMap<String, String>) -> Option<String> {
    let line = |(what, name): (&String, &String)| {
        format!("{} = {}\n", Value::from(what.as_str()), Value::from(name.as_str()))
    };
    (!names.is_empty()).then(|| HEADER.to_owned() + &names.iter().map(line).collect::<String>())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    #[test]
    fn what_is_written_reads_back() {
        let names = BTreeMap::from([
            ("GET /a/{b}".to_owned(), "a".to_owned()),
            ("Pet.x\"y\\ field".to_owned(), "x".to_owned()),
        ]);
        let text = super::text(&names).expect("names");
        let read: BTreeMap<String, String> = toml::from_str(&text).expect("TOML");
        assert_eq!(read, names);
        assert_eq!(super::text(&BTreeMap::new()), None);
    }
}
