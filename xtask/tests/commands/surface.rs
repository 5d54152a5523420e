//! The public API of the generated client: the one thing to review when the document changes.

use std::path::Path;
use std::process::Command;

#[test]
fn the_public_api_is_as_it_was_reviewed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("surface")
        .current_dir(&root)
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let surface = String::from_utf8(output.stdout).expect("text");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../tests/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("surface", surface));
}
