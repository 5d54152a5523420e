//! Writing generated files and leaving others alone.

use generator::tree::{Difference, Failure, MARK, Owned, Tree};
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of its own for a test, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tree-{name}-{}", std::process::id()));
        drop(fs::remove_dir_all(&path));
        fs::create_dir_all(&path).expect("a temporary folder");
        Self(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn has(&self, path: &str) -> bool {
        self.0.join(path).exists()
    }
}

impl std::ops::Deref for Folder {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn ours(text: &str) -> String {
    format!("// {MARK}\n{text}\n")
}

fn tree(owned: Owned, files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::new(owned);
    for (path, text) in files {
        tree.insert(path, ours(text)).expect("a good path");
    }
    tree
}

fn src() -> Owned {
    Owned::Folders(vec!["src".into()])
}

#[test]
fn only_what_differs_is_written_and_only_what_is_ours_is_removed() {
    let folder = Folder::new("differs");
    let first =
        tree(Owned::Crate, &[("Cargo.toml", "a"), ("src/lib.rs", "b"), ("src/a/b.rs", "c")]);
    let written = first.write(&folder).expect("the folder is empty");
    assert_eq!(written.written, ["Cargo.toml", "src/a/b.rs", "src/lib.rs"]);
    assert_eq!(first.compare(&folder).expect("readable"), []);

    folder.put("src/mine.rs", "by hand");
    folder.put("target/debug/x.rs", &ours("never looked at"));
    let again = first.write(&folder).expect("ours");
    assert_eq!((again.written.len(), again.unchanged, again.removed.len()), (0, 3, 0));

    let second = tree(Owned::Crate, &[("Cargo.toml", "a"), ("src/lib.rs", "new")]);
    assert_eq!(
        second.compare(&folder).expect("readable"),
        [Difference::Stale("src/a/b.rs".into()), Difference::Changed("src/lib.rs".into())]
    );
    let written = second.write(&folder).expect("ours");
    assert_eq!(written.written, ["src/lib.rs"]);
    assert_eq!(written.removed, ["src/a/b.rs"]);
    assert!(!folder.has("src/a") && folder.has("src/mine.rs") && folder.has("target/debug/x.rs"));
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let folder = Folder::new("foreign");
    folder.put("notes.txt", "by hand");
    let tree = tree(Owned::Crate, &[("Cargo.toml", "a")]);
    assert!(matches!(tree.write(&folder), Err(Failure::Foreign(_))));
    assert!(!folder.has("Cargo.toml"));
}

#[test]
fn a_file_of_somebody_else_is_never_replaced() {
    let folder = Folder::new("file");
    let tree = tree(src(), &[("src/a.rs", "a"), ("src/lib.rs", "b")]);
    tree.write(&folder).expect("the folder is empty");
    folder.put("src/a.rs", "the mark was taken away");
    folder.put("src/lib.rs", &ours("edited"));
    assert!(matches!(tree.write(&folder), Err(Failure::NotOurs(path)) if path.ends_with("a.rs")));
    let text = fs::read_to_string(folder.join("src/lib.rs")).expect("readable");
    assert_eq!(text, ours("edited"), "nothing is written where something is refused");
}

#[test]
fn what_stands_beside_the_owned_folders_is_not_looked_at() {
    let folder = Folder::new("beside");
    folder.put("README.md", "by hand");
    folder.put("tests/old.rs", &ours("ours once"));
    let tree = tree(src(), &[("src/lib.rs", "a")]);
    let written = tree.write(&folder).expect("src is empty");
    assert_eq!((written.written.len(), written.removed.len()), (1, 0));
    assert_eq!(tree.compare(&folder).expect("readable"), []);
    assert!(folder.has("tests/old.rs"));
}

#[test]
fn a_missing_folder_is_made_and_compares_as_missing() {
    let folder = Folder::new("missing");
    let inner = folder.join("a/b");
    let tree = tree(Owned::Crate, &[("Cargo.toml", "a")]);
    assert_eq!(tree.compare(&inner).expect("nothing"), [Difference::Missing("Cargo.toml".into())]);
    assert!(!inner.exists());
    tree.write(&inner).expect("nothing is there");
    assert!(inner.join("Cargo.toml").is_file());
}

#[cfg(unix)]
#[test]
fn links_are_never_followed() {
    let outside = Folder::new("outside");
    outside.put("lib.rs", &ours("elsewhere"));
    let folder = Folder::new("links");
    folder.put("Cargo.toml", &ours("a"));
    std::os::unix::fs::symlink(&*outside, folder.join("src")).expect("a link");
    let tree = tree(Owned::Crate, &[("Cargo.toml", "a"), ("src/lib.rs", "new")]);
    assert!(matches!(tree.write(&folder), Err(Failure::InTheWay(_))));
    let text = fs::read_to_string(outside.join("lib.rs")).expect("readable");
    assert_eq!(text, ours("elsewhere"));

    let folder = Folder::new("link-file");
    folder.put("Cargo.toml", &ours("a"));
    std::os::unix::fs::symlink(outside.join("lib.rs"), folder.join("lib.rs")).expect("a link");
    let tree = Tree::new(Owned::Crate);
    let written = tree.write(&folder).expect("ours");
    assert_eq!(written.removed, ["Cargo.toml"]);
    assert!(outside.has("lib.rs") && folder.has("lib.rs"));
}

#[test]
fn paths_and_marks_are_checked() {
    let mut tree = Tree::new(src());
    for path in [
        "",
        "/etc/x",
        "src/../x.rs",
        "src/./x.rs",
        "src//x.rs",
        "../x.rs",
        "src/a\\b.rs",
        "src/c:x.rs",
        "src/a\0.rs",
        "src/a\n.rs",
        "src/aux.",
        "Cargo.toml",
        "srcx/lib.rs",
        "src",
    ] {
        assert!(tree.insert(path, ours("x")).is_err(), "{path:?}");
    }
    assert!(tree.insert("src/unmarked.rs", "fn main() {}").is_err());
    assert!(tree.insert("src/Pet.rs", ours("x")).is_ok());
    assert!(tree.insert("src/pet.rs", ours("x")).is_err(), "some systems know no case");
    assert_eq!(tree.len(), 1);
}

#[test]
fn thousands_of_files_take_no_time() {
    let folder = Folder::new("many");
    let mut tree = Tree::new(Owned::Crate);
    for index in 0..2000 {
        let text = ours(&format!("pub struct S{index};").repeat(100));
        tree.insert(&format!("src/types/s{index}.rs"), text).expect("a good path");
    }
    let start = std::time::Instant::now();
    assert_eq!(tree.write(&folder).expect("empty").written.len(), 2000);
    let first = start.elapsed();
    let start = std::time::Instant::now();
    assert_eq!(tree.write(&folder).expect("ours").unchanged, 2000);
    let second = start.elapsed();
    println!("2000 files: written in {first:.1?}, found unchanged in {second:.1?}");
}

#[test]
fn what_a_killed_run_left_of_a_new_file_is_written_anew() {
    let folder = Folder::new("killed");
    let tree = tree(Owned::Crate, &[("src/a.rs", "a"), ("src/b.rs", "b")]);
    folder.put("src/a.rs", "");
    folder.put("src/b.rs", &format!("// {MARK}\n"));
    folder.put("src/mine.rs", "");
    let written = tree.write(&folder).expect("nothing can be lost");
    assert_eq!((written.written.len(), written.removed.len()), (2, 0));
    assert_eq!(tree.compare(&folder).expect("readable"), []);
    assert!(folder.has("src/mine.rs"));
}

#[test]
fn the_files_that_are_ours_are_found_by_their_mark() {
    let folder = Folder::new("ours");
    let tree = tree(Owned::Crate, &[("src/lib.rs", "b"), ("Cargo.toml", "a")]);
    tree.write(&folder).expect("the folder is empty");
    folder.put("README.md", "by hand");
    folder.put("target/debug/x.rs", &ours("never looked at"));
    let found = generator::tree::ours(&folder, &Owned::Crate, <[u8]>::len).expect("readable");
    let expected = ["Cargo.toml", "src/lib.rs"].map(|path| (path.to_owned(), ours("a").len()));
    assert_eq!(found, expected);
}
