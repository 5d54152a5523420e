//! Getting hold of the document.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use reqwest::Url;

use super::job::{From, Job};
use crate::failure::{Failure, Result};
use crate::fetch::{self, Answer, Limits};
use crate::files;
use crate::project::{Locked, Project};

/// How to do without the server of the project.
pub(super) const WITHOUT_SERVER: &str =
    "to use the recorded document meanwhile: `cargo xtask codegen --offline`";

/// A document and how it was come by.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// What to call it in messages.
    pub(super) name: String,
    /// Its bytes; they go into the compiler where the project does not record them.
    pub(super) bytes: Vec<u8>,
    /// Their number.
    pub(super) size: usize,
    /// The file to read it from, where it may refer to other files in its folder.
    pub(super) file: Option<PathBuf>,
    /// How it was come by.
    pub(super) state: State,
    /// The server's name for this version.
    pub(super) etag: Option<String>,
    /// How long the fetch took.
    pub(super) fetch: Option<Duration>,
}

/// How a document was come by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Read from the file that the command line names.
    File,
    /// Recorded, and the server was not asked.
    Recorded,
    /// Recorded, and the server says that it has no newer one.
    NotModified,
    /// Recorded, because the server could not be reached; why.
    Unreachable(String),
    /// Sent by the server: another one than is recorded.
    New,
    /// Sent by the server: the one that is recorded.
    Same,
}

/// Gets hold of the document.
pub(super) fn acquire(job: &Job) -> Result<Document> {
    match (&job.from, &job.project) {
        (From::File(path), _) => file(path, job.records),
        (From::Url(url), _) => url_given(url),
        (From::Project(url), Some(project)) => asked(url, project),
        (From::Recorded, Some(project)) if job.check => unlocked(project),
        (From::Recorded, Some(project)) => recorded(project, project.locked()?, State::Recorded),
        (From::Project(_) | From::Recorded, None) => Err(Failure::new("there is no project")),
    }
}

fn file(path: &Path, records: bool) -> Result<Document> {
    let bytes = files::read(path)?;
    Ok(Document {
        name: path.display().to_string(),
        size: bytes.len(),
        bytes,
        // The project keeps one file, so what it cannot keep may not be referred to.
        file: (!records).then(|| path.to_owned()),
        state: State::File,
        etag: None,
        fetch: None,
    })
}

fn url_given(url: &Url) -> Result<Document> {
    let started = Instant::now();
    let answer = fetch::get(url, None, &Limits::default());
    match answer.map_err(|failure| failure.help("or give a file: `--spec <FILE>`"))? {
        Answer::Document { bytes, etag } => Ok(sent(url, bytes, etag, State::New, started)),
        Answer::NotModified => Err(Failure::new("the server sent no document").at(url)),
        Answer::Unreachable(reason) => {
            Err(Failure::new(format!("the host cannot be reached: {reason}"))
                .at(url)
                .help("check the address and your connection, or give a file: `--spec <FILE>`"))
        }
    }
}

fn asked(url: &Url, project: &Project) -> Result<Document> {
    // An edit by hand is not overwritten: that the document is the recorded one comes first.
    let locked = project.document.exists().then(|| project.locked()).transpose()?;
    let here = locked.as_ref().filter(|locked| locked.lock.url.as_deref() == Some(url.as_str()));
    let etag = here.and_then(|locked| locked.lock.etag.clone());
    let started = Instant::now();
    let answer = fetch::get(url, etag.as_deref(), &Limits::default())
        .map_err(|failure| failure.help(WITHOUT_SERVER))?;
    let state = match &answer {
        Answer::Document { bytes, .. } => {
            match locked.as_ref().is_some_and(|locked| locked.bytes == *bytes) {
                true => State::Same,
                false => State::New,
            }
        }
        Answer::NotModified => State::NotModified,
        Answer::Unreachable(reason) => State::Unreachable(reason.clone()),
    };
    if let Answer::Document { bytes, etag } = answer {
        return Ok(sent(url, bytes, etag, state, started));
    }
    let locked = match locked {
        Some(locked) => locked,
        None => return Err(nothing_to_use(url, project, &state)),
    };
    let document = recorded(project, locked, state)?;
    Ok(Document { fetch: Some(started.elapsed()), ..document })
}

fn nothing_to_use(url: &Url, project: &Project, state: &State) -> Failure {
    let reason = match state {
        State::Unreachable(reason) => reason,
        _ => "no document came",
    };
    Failure::new(format!("the host cannot be reached ({reason}), and no document is recorded"))
        .at(url)
        .help(format!("restore {}", project.document.display()))
}

fn sent(
    url: &Url,
    bytes: Vec<u8>,
    etag: Option<String>,
    state: State,
    started: Instant,
) -> Document {
    let fetch = Some(started.elapsed());
    Document { name: url.to_string(), size: bytes.len(), bytes, file: None, state, etag, fetch }
}

fn recorded(project: &Project, locked: Locked, state: State) -> Result<Document> {
    Ok(Document {
        name: project.document.display().to_string(),
        size: locked.bytes.len(),
        bytes: locked.bytes,
        file: None,
        state,
        etag: locked.lock.etag,
        fetch: None,
    })
}

/// The document on disk, whatever the lock says: the check reports a difference itself.
fn unlocked(project: &Project) -> Result<Document> {
    Ok(Document { state: State::Recorded, ..file(&project.document, true)? })
}
