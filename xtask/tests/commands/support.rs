//! Projects in folders of their own, and servers that say exactly what they are told to.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::panic::Location;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use serde_json::json;

/// A small document.
pub(crate) fn document(version: &str, title: &str, paths: &[&str]) -> String {
    let operation = json!({ "get": { "responses": { "204": { "description": "Done" } } } });
    let paths: serde_json::Map<_, _> =
        paths.iter().map(|path| ((*path).to_owned(), operation.clone())).collect();
    let info = json!({ "title": title, "version": "1" });
    format!("{:#}\n", json!({ "openapi": version, "info": info, "paths": paths }))
}

/// An answer with a body and an ETag.
pub(crate) fn ok(body: &str, etag: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nETag: {etag}\r\n\r\n{body}")
}

/// Serves one answer; returns the URL.
pub(crate) fn serve(answer: &str) -> String {
    serve_all(vec![answer.to_owned()]).0
}

/// Serves one answer per connection and keeps the heads of the requests.
pub(crate) fn serve_all(answers: Vec<String>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}/openapi.json", listener.local_addr().expect("an address"));
    let requests = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&requests);
    std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().expect("a connection");
            let lines = BufReader::new(&stream).lines().map_while(Result::ok);
            let head: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
            kept.lock().expect("no panic").push(head.join("\n"));
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (url, requests)
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl fmt::Display for Run {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, stdout, stderr } = self;
        write!(formatter, "exit code {code}\n--- stdout\n{stdout}--- stderr\n{stderr}")
    }
}

/// A project in a folder of its own.
#[derive(Debug)]
pub(crate) struct Project {
    folder: PathBuf,
}

impl Project {
    /// A project without a document, in a folder that the file of tests and the name choose.
    #[track_caller]
    pub(crate) fn new(name: &str) -> Self {
        let tests = Path::new(Location::caller().file()).file_stem().expect("a name of a file");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("codegen");
        let folder = folder.join(format!("{}-{name}", tests.display()));
        let _ = fs::remove_dir_all(&folder);
        let project = Self { folder };
        project.configure("https://127.0.0.1:1/openapi.json");
        project
    }

    /// A project whose crate has been generated, and whose server has gone since.
    #[track_caller]
    pub(crate) fn generated(name: &str) -> Self {
        let project = Self::new(name);
        let document = document("3.1.0", "Pets", &["/pets"]);
        project.configure(&serve(&ok(&document, "\"v1\"")));
        let run = project.run(&["codegen"]);
        assert_eq!(run.code, 0, "{run}");
        project
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Sets the address of the document.
    pub(crate) fn configure(&self, url: &str) {
        let text = format!("[source]\nurl = \"{url}\"\n[package]\nname = \"petshop\"\n");
        self.write("openapi/codegen.toml", &text);
    }

    /// Runs `cargo xtask` with these arguments in the project.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", "target")
            .output()
            .expect("the program starts");
        Run {
            code: output.status.code().expect("no signal"),
            stdout: String::from_utf8(output.stdout).expect("text"),
            stderr: String::from_utf8(output.stderr).expect("text"),
        }
    }

    /// Reads a file.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join(path)).expect(path)
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    /// Removes a file.
    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.folder.join(path)).expect(path);
    }

    /// Whether a file or folder is there.
    pub(crate) fn exists(&self, path: &str) -> bool {
        self.folder.join(path).exists()
    }

    /// Every file with its bytes.
    pub(crate) fn snapshot(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let with_times = self.snapshot_with_times().into_iter();
        with_times.map(|(path, (bytes, _))| (path, bytes)).collect()
    }

    /// Every file with its bytes and when they were written, but for the target directory.
    pub(crate) fn snapshot_with_times(&self) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
        let mut files = BTreeMap::new();
        collect(&self.folder, &mut files);
        files
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, (Vec<u8>, SystemTime)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.ends_with("target") {
            continue;
        }
        if path.is_dir() {
            collect(&path, files);
        } else {
            let time = fs::metadata(&path).and_then(|data| data.modified()).expect("a time");
            files.insert(path.clone(), (fs::read(&path).expect("bytes"), time));
        }
    }
}
