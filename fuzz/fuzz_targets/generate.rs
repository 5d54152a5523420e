//! Documents to files, every one of which is Rust.

#![no_main]

use generator::source::Source;
use generator::{Config, generate};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = Source::from_bytes("a.yaml", bytes.to_vec());
    let (output, diagnostics) = generate(&source, &Config::default());
    diagnostics.render(&source, 100);
    for (path, bytes) in output.iter().flat_map(|output| output.tree.iter()) {
        if path.ends_with(".rs") && !path.starts_with("src/runtime/") {
            let text = std::str::from_utf8(bytes).expect("generated files are text");
            syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
});
