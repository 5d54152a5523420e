//! The document as it is compiled: after its overlay, with the operations that are wanted.

use generator::overlay::Overlay;
use generator::source::Source;
use serde_json::Value;

use super::{Input, Options, values};
use crate::failure::{Failure, Result};

/// The document that the options make of another.
pub(super) fn corrected(source: Source, options: &Options) -> Result<Source> {
    if source.entry().is_none() || options.overlay.is_none() && options.operations.is_all() {
        return Ok(source);
    }
    let name = source.file_names().next().unwrap_or("openapi.json");
    let name = match &options.overlay {
        Some(path) => format!("{name} after {}", path.display()),
        None => name.to_owned(),
    };
    let mut document = source.into_entry();
    // A document to compare with may be older than the options.
    match overlay(&mut document, options).and_then(|()| select(&mut document, options)) {
        Err(failure) if !options.lenient => return Err(failure),
        _ => {}
    }
    Ok(Source::from_bytes(&name, pretty(&document)))
}

fn overlay(document: &mut Value, options: &Options) -> Result<()> {
    let Some(path) = &options.overlay else { return Ok(()) };
    let name = path.display().to_string();
    let input = match &options.overlay_text {
        Some(text) => Input::Bytes(&name, text),
        None => Input::File(path),
    };
    let overlay = Overlay::read(&name, &values(input)?);
    let applied = overlay.and_then(|overlay| overlay.apply(document));
    applied.map_err(|error| Failure::new(error.to_string()))
}

fn select(document: &mut Value, options: &Options) -> Result<()> {
    if options.operations.is_all() {
        return Ok(());
    }
    options.operations.apply(document).map_err(|pattern| {
        let failure = Failure::new(format!("no operation of the document has {pattern}"))
            .help("correct the entry under `[operations]` or remove it");
        match &options.config {
            Some(config) => failure.at(config.display()),
            None => failure,
        }
    })
}

/// The document as JSON.
pub(super) fn text(source: &Source) -> String {
    let bytes = source.entry_again().map(|entry| pretty(&entry)).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn pretty(value: &Value) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).unwrap_or_default();
    text.push(b'\n');
    text
}
