//! Documents to the IR, completed by all passes.

#![no_main]

use generator::diag::Diagnostics;
use generator::document::Document;
use generator::source::Source;
use generator::{lower, passes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = Source::from_bytes("a.yaml", bytes.to_vec());
    let mut diagnostics = Diagnostics::new();
    if let Some(document) = Document::read(&source, &mut diagnostics) {
        let mut api = lower::lower(&document, &mut diagnostics);
        passes::run(&mut api, &mut diagnostics);
    }
});
