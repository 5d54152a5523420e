//! Bytes to values: JSON, YAML, and what is neither.

#![no_main]

use generator::document::Document;
use generator::source::Source;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = Source::from_bytes("a.yaml", bytes.to_vec());
    let mut diagnostics = source.diagnostics().clone();
    Document::read(&source, &mut diagnostics);
    diagnostics.render(&source, 100);
    diagnostics.render_json(&source);
});
