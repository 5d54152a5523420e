//! `[remote]` of `codegen.toml`: documents elsewhere that the document refers to.
//!
//! Nothing remote is followed unless it is listed, and nothing is used but the bytes whose digest
//! is pinned. The copies lie in `remote/` beside the options, named by their digest.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use reqwest::Url;
use toml::Spanned;

use crate::digest::sha256;
use crate::failure::{Failure, Result};
use crate::fetch::{self, Answer, Limits};
use crate::files;

/// The section as it is written: URL → SHA-256.
pub(crate) type Table = BTreeMap<String, Spanned<String>>;

/// A remote document of which the content is agreed.
#[derive(Clone, Debug)]
pub(crate) struct Pinned {
    url: Url,
    sha256: String,
    copy: PathBuf,
}

/// Reads the section; `place` says where a byte of the file stands.
pub(crate) fn pinned(
    table: Table,
    options: &Path,
    place: impl Fn(usize) -> String,
) -> Result<Vec<Pinned>> {
    let folder = options.with_file_name("remote");
    let read = table.into_iter().map(|(url, digest)| {
        let at = place(digest.span().start);
        let url = fetch::address(&url).map_err(|failure| failure.at(&at))?;
        let sha256 = digest.into_inner().to_ascii_lowercase();
        let hexadecimal = sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !(hexadecimal && [0, 64].contains(&sha256.len())) {
            return Err(Failure::new(format!("`{sha256}` is no SHA-256 in hexadecimal"))
                .at(at)
                .help("leave it empty (\"\"), and the next run says what it is"));
        }
        Ok(Pinned { url, copy: folder.join(&sha256), sha256 })
    });
    read.collect()
}

/// Fetches what has no copy yet.
pub(crate) fn fetch(pinned: &[Pinned]) -> Result<()> {
    let mut missing = pinned.iter().filter(|one| one.sha256.is_empty() || !one.copy.exists());
    missing.try_for_each(fetch_one)
}

fn fetch_one(pinned: &Pinned) -> Result<()> {
    let bytes = match fetch::get(&pinned.url, None, &Limits::default())? {
        Answer::Document { bytes, .. } => bytes,
        Answer::NotModified => {
            return Err(Failure::new("the server sent no document").at(&pinned.url));
        }
        Answer::Unreachable(reason) => {
            return Err(Failure::new(format!("the host cannot be reached: {reason}"))
                .at(&pinned.url)
                .help("`--offline` uses the copies that are there"));
        }
    };
    pinned.agrees(&bytes).map_err(|failure| failure.at(&pinned.url))?;
    files::write(&pinned.copy, &bytes)
}

/// Where the copies are kept.
pub(crate) fn copies(pinned: &[Pinned]) -> impl Iterator<Item = &Path> {
    pinned.iter().map(|one| one.copy.as_path())
}

/// Reads the copies: the URL and the content of each.
pub(crate) fn read(pinned: &[Pinned]) -> Result<Vec<(String, Vec<u8>)>> {
    let read = pinned.iter().map(|one| {
        let Some(bytes) = files::read_if_present(&one.copy)? else {
            return Err(Failure::new("there is no copy of this remote document yet")
                .at(&one.url)
                .help("run `cargo xtask codegen` once with a network"));
        };
        one.agrees(&bytes).map_err(|failure| failure.at(one.copy.display()))?;
        Ok((one.url.to_string(), bytes))
    });
    read.collect()
}

impl Pinned {
    fn agrees(&self, bytes: &[u8]) -> Result<()> {
        let found = sha256(bytes);
        if found == self.sha256 {
            return Ok(());
        }
        let message = match self.sha256.as_str() {
            "" => "the content is not pinned yet".to_owned(),
            pinned => format!("the content has changed: `[remote]` says {pinned}"),
        };
        Err(Failure::new(message).help(format!(
            "read it; to agree, write into codegen.toml: \"{}\" = \"{found}\"",
            self.url
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::{Pinned, fetch, pinned, read};
    use crate::digest::sha256;
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::path::Path;

    /// A server that sends the same document to everybody, and its URL.
    fn served(content: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/common.yaml", listener.local_addr().expect("bound"));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                let _ = stream.read(&mut [0; 4096]);
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", content.len());
                let _ = stream.write_all((head + content).as_bytes());
            }
        });
        url
    }

    fn listed(folder: &Path, url: &str, digest: &str) -> Result<Vec<Pinned>, String> {
        let table = toml::from_str(&format!("\"{url}\" = \"{digest}\"")).expect("valid");
        let options = folder.join("codegen.toml");
        pinned(table, &options, |at| format!("codegen.toml:{at}")).map_err(|it| it.to_string())
    }

    #[test]
    fn only_the_pinned_content_is_used() {
        let folder = std::env::temp_dir().join(format!("remote-{}", std::process::id()));
        let content = "Name: {type: string}\n";
        let url = served(content);
        let right = sha256(content.as_bytes());

        let open = listed(&folder, &url, "").expect("valid");
        let error = fetch(&open).expect_err("nobody agreed to it").to_string();
        assert!(error.contains("not pinned yet") && error.contains(&right), "{error}");

        let other = listed(&folder, &url, &sha256(b"other")).expect("valid");
        let error = fetch(&other).expect_err("it is another").to_string();
        assert!(error.contains("has changed") && error.contains(&right), "{error}");
        assert!(!folder.join("remote").exists());

        let agreed = listed(&folder, &url, &right).expect("valid");
        let error = read(&agreed).expect_err("there is no copy").to_string();
        assert!(error.contains("no copy"), "{error}");
        fetch(&agreed).expect("it is the agreed one");
        assert_eq!(read(&agreed).expect("it is here"), [(url, content.as_bytes().to_vec())]);

        std::fs::write(&agreed[0].copy, "edited").expect("writable");
        let error = read(&agreed).expect_err("somebody edited it").to_string();
        assert!(error.contains("has changed"), "{error}");
        std::fs::remove_dir_all(&folder).expect("it was ours");
    }

    #[test]
    fn mistakes_have_a_place() {
        let folder = Path::new("/p");
        let error = listed(folder, "https://example.com/a.yaml", "abc").expect_err("too short");
        assert!(error.contains("no SHA-256") && error.contains("codegen.toml:"), "{error}");
        let error = listed(folder, "http://example.com/a.yaml", "").expect_err("not https");
        assert!(error.contains("https"), "{error}");
    }
}
