//! Which files are read, and how.

use super::address::Address;
use super::anchors::Anchors;
use super::harvest::Harvest;
use super::limits::{MAX_FILE_BYTES, MAX_FILES};
use super::resolve::Unresolved;
use super::text::{self, Format, Problem};
use super::{File, Source, yaml};
use crate::diag::{Diagnostics, FileId, Pointer, code};
use crate::parallel;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Makes a [`Source`] that may need more than one folder: pinned copies of remote documents, or
/// files that are in memory.
#[derive(Debug, Default)]
pub struct Loader {
    folder: Option<PathBuf>,
    given: BTreeMap<Address, Vec<u8>>,
}

impl Loader {
    /// Supplies the content of a remote document, so that references to its URL can be followed.
    #[must_use]
    pub fn with_remote(mut self, url: &str, bytes: Vec<u8>) -> Self {
        let url = url.split('#').next().unwrap_or_default();
        self.given.insert(Address::Uri(url.to_owned()), bytes);
        self
    }

    /// Supplies a file beside the first one, by its path relative to the document's folder.
    #[must_use]
    pub fn with_file(mut self, path: &str, bytes: Vec<u8>) -> Self {
        self.given.insert(Address::Path(path.to_owned()), bytes);
        self
    }

    /// Allows references to any file within a folder that contains the first file, in place of
    /// that file's own folder.
    #[must_use]
    pub fn within(mut self, folder: &Path) -> Self {
        self.folder = Some(folder.to_owned());
        self
    }

    /// Reads a document whose first file is in memory.
    pub fn read_bytes(mut self, name: &str, bytes: Vec<u8>) -> Source {
        self.folder = None;
        let file_name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        self.read(Address::Path(file_name.to_owned()), name, bytes)
    }

    /// Reads a document whose first file is on disk.
    ///
    /// # Errors
    ///
    /// Where that file cannot be read.
    pub fn read_path(self, path: &Path) -> io::Result<Source> {
        let bytes = read_file(path)?;
        self.read_given(path, bytes)
    }

    /// Reads a document whose first file is on disk and has been read already.
    ///
    /// # Errors
    ///
    /// Where that file is not there any more.
    pub fn read_given(mut self, path: &Path, bytes: Vec<u8>) -> io::Result<Source> {
        let entry = fs::canonicalize(path)?;
        let folder = match self.folder.take() {
            Some(folder) => fs::canonicalize(folder)?,
            None => entry.parent().map(Path::to_owned).unwrap_or_default(),
        };
        let relative = entry.strip_prefix(&folder).map_err(|_| {
            let message = format!("{} is not within {}", path.display(), folder.display());
            io::Error::new(io::ErrorKind::InvalidInput, message)
        })?;
        let parts = relative.components().map(|part| part.as_os_str().to_string_lossy());
        let address = Address::Path(parts.collect::<Vec<_>>().join("/"));
        self.folder = Some(folder);
        Ok(self.read(address, &path.to_string_lossy(), bytes))
    }

    fn read(self, address: Address, name: &str, bytes: Vec<u8>) -> Source {
        parallel::apart(|| self.read_all(address, name, bytes))
    }

    fn read_all(mut self, address: Address, name: &str, bytes: Vec<u8>) -> Source {
        let mut source = Source::default();
        let mut loading = Loading { source: &mut source, pending: Vec::new() };
        loading.add(address, name.to_owned(), bytes);
        let mut next = 0;
        while let Some((from, references)) = loading.pending.get_mut(next).map(std::mem::take) {
            for reference in references {
                self.follow(&mut loading, from, &reference);
            }
            next += 1;
        }
        source.anchors = Anchors::find(&source.files);
        source
    }

    /// Reads the file that a reference names, unless it is known already. Failures are only noted:
    /// they matter once something asks for the reference.
    fn follow(&mut self, loading: &mut Loading<'_>, from: FileId, reference: &str) {
        let base = &loading.source.files[from.index()].address;
        let Ok(address) = base.join(reference) else {
            return;
        };
        if loading.source.index.contains_key(&address) {
            return;
        }
        let bytes = match self.given.remove(&address) {
            Some(bytes) => Ok(bytes),
            None if loading.source.files.len() >= MAX_FILES => Err(Unresolved::TooManyFiles),
            None => self.fetch(&address, loading.source),
        };
        match bytes {
            Ok(bytes) => {
                let name = loading.display_name(&address);
                loading.add(address, name, bytes);
            }
            Err(error) => drop(loading.source.index.insert(address, Err(error))),
        }
    }

    fn fetch(&self, address: &Address, source: &mut Source) -> Result<Vec<u8>, Unresolved> {
        let Address::Path(path) = address else {
            return Err(Unresolved::Remote);
        };
        let Some(folder) = &self.folder else {
            return Err(Unresolved::Unreadable("the document has no folder".into()));
        };
        let path = folder.join(path);
        let read = read_within(folder, &path);
        match read {
            Ok(_) => source.further.push((source.files.len(), path)),
            Err(_) => source.misses = true,
        }
        read
    }
}

/// Reads a file that has to be within a folder, wherever its path leads.
fn read_within(folder: &Path, path: &Path) -> Result<Vec<u8>, Unresolved> {
    let unreadable = |error: io::Error| Unresolved::Unreadable(reason(&error));
    let file = fs::canonicalize(path).map_err(unreadable)?;
    if !file.starts_with(folder) {
        return Err(Unresolved::Outside);
    }
    read_file(&file).map_err(unreadable)
}

/// The reason of a failure, without the number that the operating system gives it.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::Other | io::ErrorKind::InvalidData => error.to_string(),
        kind => kind.to_string(),
    }
}

/// Reads a regular file of a sensible size.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is not a regular file"));
    }
    let mut bytes = Vec::new();
    let limit = MAX_FILE_BYTES as u64 + 1;
    fs::File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A source that is being read.
struct Loading<'s> {
    source: &'s mut Source,
    /// References of files whose targets have not been looked at.
    pending: Vec<(FileId, Vec<String>)>,
}

impl Loading<'_> {
    fn add(&mut self, address: Address, name: String, bytes: Vec<u8>) {
        let id = FileId(u32::try_from(self.source.files.len()).expect("the number is limited"));
        let mut harvest = Harvest::default();
        let (mut text, problem) = decode(bytes);
        let mut read = match problem {
            None => text::read(&name, &text, &mut harvest),
            Some(problem) => Err(problem),
        };
        if read.as_ref().is_err_and(|problem| problem.code == code::INVALID_YAML)
            && let Some(indented) = yaml::indented(&text)
        {
            harvest = Harvest::default();
            text = indented;
            read = text::read(&name, &text, &mut harvest);
        }
        let readable = read.is_ok();
        let (format, value) = read.unwrap_or_else(|problem| {
            self.source.diagnostics.add(problem.about(id));
            (Format::Yaml, Value::Null)
        });
        if readable {
            report_harvest(&mut self.source.diagnostics, id, &harvest);
        }
        let Harvest { nodes: count, anchors, deep, in_parts, references, .. } = harvest;
        self.pending.push((id, references.into_iter().collect()));
        self.source.index.insert(address.clone(), Ok(id));
        self.source.files.push(File {
            address,
            name,
            text,
            format,
            value,
            count,
            readable,
            anchors,
            deep,
            in_parts,
        });
    }

    /// What to call a further file: its path from where the first file was named.
    fn display_name(&self, address: &Address) -> String {
        let entry = &self.source.files[0];
        let prefix = entry.name.strip_suffix(entry.address.as_str());
        match (address, prefix) {
            (Address::Path(path), Some(prefix)) => format!("{prefix}{path}"),
            _ => address.as_str().to_owned(),
        }
    }
}

/// The text of a file; what can be shown of it, and the problem, where it is none.
fn decode(bytes: Vec<u8>) -> (String, Option<Problem>) {
    if bytes.len() > MAX_FILE_BYTES {
        let megabytes = MAX_FILE_BYTES >> 20;
        let message = format!("the file is larger than {megabytes} MiB");
        return (String::new(), Some(Problem::new(code::TOO_LARGE, message)));
    }
    match text::decode(&bytes) {
        Ok(text) if text.len() < bytes.len() => (text.to_owned(), None),
        Ok(_) => (String::from_utf8(bytes).expect("it was found to be UTF-8"), None),
        Err(problem) => (String::from_utf8_lossy(&bytes).into_owned(), Some(problem)),
    }
}

fn report_harvest(diagnostics: &mut Diagnostics, file: FileId, harvest: &Harvest) {
    for path in &harvest.duplicates {
        let at = path.iter().rev().fold(Pointer::root(file), |at, key| at.key(key));
        let key = path.first().map(String::as_str).unwrap_or_default();
        let message = format!("the key `{key}` appears twice; the last one counts");
        diagnostics.report(code::DUPLICATE_KEY, &at, message);
    }
    if harvest.extra_document {
        let message = "the file holds several YAML documents; only the first one is read";
        diagnostics.report(code::EXTRA_DOCUMENT, &Pointer::root(file), message);
    }
}
