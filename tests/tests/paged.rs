//! The crate `paged` is what the compiler writes for its document.

use generator::{Config, generate, source::Source};
use std::{fs, path::Path};

/// `UPDATE=1 cargo test -p tests paged` writes them anew.
#[test]
fn the_sources_of_paged_are_not_stale() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("paged");
    let bytes = fs::read(root.join("document.yaml")).expect("the document");
    let mut config = Config::default();
    config.plan.package = "paged".to_owned();
    let (output, said) = generate(&Source::from_bytes("document.yaml", bytes), &config);
    assert_eq!(said.iter().count(), 0);
    for (path, text) in output.expect("a crate").tree.iter() {
        let is_shared = path.starts_with("src/runtime/") || path == "src/lib.rs";
        if is_shared || !path.starts_with("src/") {
            continue;
        }
        let path = root.join(path);
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(&path, text).expect("written");
        }
        assert!(fs::read(&path).expect("it is there") == text, "{} is stale", path.display());
    }
}
