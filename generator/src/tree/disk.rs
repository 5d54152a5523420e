//! Trees and what is on disk.

use super::{MARK, Owned, Tree, is_marked};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::{fmt, thread};

/// Folders that are never looked into: cargo's and version control's own.
const SKIPPED: [&str; 2] = ["target", ".git"];

/// What writing a tree did, in paths relative to its folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or were changed.
    pub written: Vec<String>,
    /// The number of files that were as they should be.
    pub unchanged: usize,
    /// Files of an earlier run that nothing generates any more.
    pub removed: Vec<String>,
}

/// How a file on disk differs from what would be generated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// It is not there.
    Missing(String),
    /// Its content differs.
    Changed(String),
    /// It bears our mark, and nothing generates it any more.
    Stale(String),
}

impl Difference {
    /// The path of the file.
    pub fn path(&self) -> &str {
        match self {
            Self::Missing(path) | Self::Changed(path) | Self::Stale(path) => path,
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(path) => write!(formatter, "{path} is missing"),
            Self::Changed(path) => write!(formatter, "{path} differs"),
            Self::Stale(path) => write!(formatter, "{path} is no longer generated"),
        }
    }
}

/// Why a tree could not be written or compared.
#[derive(Debug)]
pub enum Failure {
    /// The folder has files, and none of them is ours.
    Foreign(PathBuf),
    /// A file that would be written exists and is not ours.
    NotOurs(PathBuf),
    /// A symbolic link, or something else that is neither file nor folder, is in the way.
    InTheWay(PathBuf),
    /// The file system refused.
    Io(PathBuf, io::Error),
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign(path) => {
                write!(formatter, "{} is neither empty nor made by this tool", path.display())
            }
            Self::NotOurs(path) => {
                write!(formatter, "{} would be replaced, but has no `{MARK}`", path.display())
            }
            Self::InTheWay(path) => {
                write!(formatter, "{} is neither a file nor a folder", path.display())
            }
            Self::Io(path, error) => write!(formatter, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(_, error) => Some(error),
            _ => None,
        }
    }
}

impl Tree {
    /// Brings a folder to this state. Only what differs is written: a file that is there beside its
    /// place and then renamed, a new one where it belongs, for there is nothing to lose. Files of
    /// ours that the tree does not have are removed, and folders that this empties.
    ///
    /// # Errors
    ///
    /// Before anything is touched, where a file that is not ours is in the way; later only where
    /// the file system refuses.
    pub fn write(&self, folder: &Path) -> Result<Written, Failure> {
        let found = self.look(folder)?;
        found.refuse_foreign(self, folder)?;
        let outdated: Vec<&String> = self
            .files
            .keys()
            .filter(|path| found.files.get(path.as_str()) != Some(&State::Same))
            .collect();
        for path in &outdated {
            if found.files.get(path.as_str()) == Some(&State::NotOurs) {
                return Err(Failure::NotOurs(folder.join(path)));
            }
        }
        let parents: BTreeSet<&Path> =
            outdated.iter().filter_map(|path| Path::new(path.as_str()).parent()).collect();
        parents.iter().try_for_each(|parent| refuse_links(folder, parent))?;
        outdated.iter().try_for_each(|path| refuse_other(&folder.join(path)))?;
        for parent in parents {
            let parent = folder.join(parent);
            fs::create_dir_all(&parent).map_err(|error| Failure::Io(parent, error))?;
        }
        in_parallel(&outdated, |path| {
            let (place, bytes) = (folder.join(path), &self.files[path.as_str()]);
            let written = match found.files.contains_key(path.as_str()) {
                true => replace(&place, bytes),
                false => create(&place, bytes),
            };
            written.map_err(|error| Failure::Io(place, error))
        })?;
        let removed = found.stale(self);
        for path in &removed {
            let path = folder.join(path);
            fs::remove_file(&path).map_err(|error| Failure::Io(path, error))?;
        }
        remove_emptied(folder, &removed);
        Ok(Written {
            unchanged: self.files.len() - outdated.len(),
            written: outdated.into_iter().cloned().collect(),
            removed,
        })
    }

    /// How a folder differs from this tree, sorted by path. Nothing is written.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be read.
    pub fn compare(&self, folder: &Path) -> Result<Vec<Difference>, Failure> {
        let found = self.look(folder)?;
        let own = self.files.keys().filter_map(|path| match found.files.get(path) {
            None => Some(Difference::Missing(path.clone())),
            Some(State::Same) => None,
            Some(_) => Some(Difference::Changed(path.clone())),
        });
        let mut differences: Vec<_> =
            own.chain(found.stale(self).into_iter().map(Difference::Stale)).collect();
        differences.sort_by(|one, other| one.path().cmp(other.path()));
        Ok(differences)
    }

    fn look(&self, folder: &Path) -> Result<Found, Failure> {
        let paths = listed(folder, &self.owned)?;
        let states = in_parallel(&paths, |path| self.state(&folder.join(path), path))?;
        Ok(Found { files: paths.into_iter().zip(states).collect() })
    }

    fn state(&self, file: &Path, path: &str) -> Result<State, Failure> {
        let failed = |error| Failure::Io(file.to_owned(), error);
        if !fs::symlink_metadata(file).map_err(failed)?.is_file() {
            return Ok(State::NotOurs);
        }
        let mut content = Vec::new();
        let mut reader = fs::File::open(file).map_err(failed)?;
        match self.files.get(path) {
            Some(expected) => {
                reader.read_to_end(&mut content).map_err(failed)?;
                if content == *expected {
                    return Ok(State::Same);
                }
                // What is left of a run that was killed: nothing can be lost.
                if content.is_empty() {
                    return Ok(State::Ours);
                }
            }
            None => {
                let start = super::MARK_WITHIN as u64;
                reader.take(start).read_to_end(&mut content).map_err(failed)?;
            }
        }
        Ok(if is_marked(&content) { State::Ours } else { State::NotOurs })
    }
}

/// What a file on disk is to the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// As it would be generated.
    Same,
    /// Generated, but otherwise.
    Ours,
    /// Not generated.
    NotOurs,
}

/// The files in the owned folders.
struct Found {
    files: BTreeMap<String, State>,
}

impl Found {
    /// Each owned folder must be empty or have a file of ours.
    fn refuse_foreign(&self, tree: &Tree, folder: &Path) -> Result<(), Failure> {
        for root in tree.owned.roots() {
            let prefix = if root.is_empty() { String::new() } else { format!("{root}/") };
            let mut states =
                self.files.iter().filter(|(path, _)| path.starts_with(&prefix)).peekable();
            if states.peek().is_some() && states.all(|(_, state)| *state == State::NotOurs) {
                return Err(Failure::Foreign(folder.join(root)));
            }
        }
        Ok(())
    }

    fn stale(&self, tree: &Tree) -> Vec<String> {
        let stale = self.files.iter().filter(|(path, state)| {
            **state == State::Ours && !tree.files.contains_key(path.as_str())
        });
        stale.map(|(path, _)| path.clone()).collect()
    }
}

/// Every path in the owned folders.
pub(super) fn listed(folder: &Path, owned: &Owned) -> Result<Vec<String>, Failure> {
    let mut paths = Vec::new();
    for root in owned.roots() {
        list(folder, root, &mut paths)?;
    }
    Ok(paths)
}

/// Lists what is below a folder, relative to `base`. Links are listed, never followed.
fn list(base: &Path, relative: &str, paths: &mut Vec<String>) -> Result<(), Failure> {
    let folder = base.join(relative);
    let failed = |error| Failure::Io(folder.clone(), error);
    let entries = match fs::read_dir(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other.map_err(failed)?,
    };
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if SKIPPED.contains(&name.as_str()) {
            continue;
        }
        let path = if relative.is_empty() { name } else { format!("{relative}/{name}") };
        if entry.file_type().map_err(failed)?.is_dir() {
            list(base, &path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

/// Refuses a folder that is reached through a link, or that is a file.
fn refuse_links(base: &Path, relative: &Path) -> Result<(), Failure> {
    let mut place = base.to_owned();
    for name in relative {
        place.push(name);
        match fs::symlink_metadata(&place) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(Failure::InTheWay(place)),
            Err(_) => return Ok(()),
        }
    }
    Ok(())
}

/// Refuses the place of a file where something else is.
fn refuse_other(place: &Path) -> Result<(), Failure> {
    match fs::symlink_metadata(place) {
        Ok(found) if !found.is_file() => Err(Failure::InTheWay(place.to_owned())),
        _ => Ok(()),
    }
}

/// Writes a file beside its place, then renames it, so that no reader sees half of it.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let beside = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    create(&beside, bytes)?;
    fs::rename(&beside, path).inspect_err(|_| drop(fs::remove_file(&beside)))
}

/// Writes a file where none is. What is left of a failed attempt is no use to anyone.
fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes).inspect_err(|_| drop(fs::remove_file(path)))
}

/// Removes the folders that removing files has emptied; others fail to be removed, as they should.
fn remove_emptied(folder: &Path, removed: &[String]) {
    for path in removed {
        let mut parent = Path::new(path).parent();
        while let Some(relative) = parent.filter(|relative| !relative.as_os_str().is_empty()) {
            if fs::remove_dir(folder.join(relative)).is_err() {
                break;
            }
            parent = relative.parent();
        }
    }
}

/// Does something for each item on a few threads, because files are mostly waiting. The results
/// are in the order of the items.
pub(super) fn in_parallel<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> Result<R, Failure> + Sync,
) -> Result<Vec<R>, Failure> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(8);
    if items.len() < 64 || threads == 1 {
        return items.iter().map(work).collect();
    }
    let work = &work;
    thread::scope(|scope| {
        let chunks = items.chunks(items.len().div_ceil(threads));
        let running: Vec<_> = chunks
            .map(|chunk| scope.spawn(move || chunk.iter().map(work).collect::<Result<Vec<_>, _>>()))
            .collect();
        let mut results = Vec::with_capacity(items.len());
        for thread in running {
            results.extend(thread.join().expect("the work does not panic")?);
        }
        Ok(results)
    })
}
