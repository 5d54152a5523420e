//! The document after its overlay.

use generator::overlay::Overlay;
use generator::source::Source;
use serde_json::Value;

use super::{Options, parse};
use crate::failure::{Failure, Result};

/// The document with the corrections that the options name; none where they name none.
pub(super) fn corrected(source: &Source, options: &Options) -> Result<Option<Source>> {
    let (Some(path), Some(entry)) = (&options.overlay, source.entry()) else { return Ok(None) };
    let value = parse(path)?;
    let name = path.display().to_string();
    let mut document = entry.value.clone();
    let applied = Overlay::read(&name, &value).and_then(|it| it.apply(&mut document));
    match applied {
        // A document to compare with may be older than the corrections.
        Err(_) if options.lenient => Ok(None),
        Err(error) => Err(Failure::new(error.to_string())
            .at(name)
            .help("to see the document as it is: `--effective <FILE>` without the overlay")),
        Ok(()) => {
            let called = source.file_names().next().unwrap_or("openapi.json").to_owned();
            let called = format!("{called} after {name}");
            Ok(Some(Source::from_bytes(&called, pretty(&document).into_bytes())))
        }
    }
}

/// The document as JSON.
pub(super) fn text(source: &Source) -> String {
    source.entry().map(|entry| pretty(entry.value)).unwrap_or_default()
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
