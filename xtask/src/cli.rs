//! The command line.
//!
//! Parsed with `lexopt`, which has no dependencies: the first `cargo xtask` of a clone builds this
//! crate, and a person waits for it.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::{Long, Short, Value, ValueExt};

use generator::compare::CrateLevel;

use crate::console::Format;
use crate::failure::{Failure, Result};

const HELP: &str = "\
The project's commands

Usage: cargo xtask <COMMAND>

Commands:
  codegen            Fetches the API's document and generates the client crate from it
  diff OLD NEW       Says what a change of the document means for code and for clients in use
  review             Shows what changed since the last commit, and accepts the public API
  surface            Prints the public API of the generated crate
  explain CODE       Says what a diagnostic means and what to do about it
  structure OLD NEW  Compares two documents, all text left out
  corpus DIR         Compiles every document of a folder and prints a table

`cargo xtask <COMMAND> --help` says more. Exit codes: 0 fine, 1 a check failed, 2 an error.";

const CODEGEN: &str = "\
Fetches the API's document and generates the client crate from it

Usage: cargo xtask codegen [OPTIONS]

Without options: asks the URL of openapi/codegen.toml for a newer document, records it in
openapi/openapi.json and openapi/openapi.lock, and writes the crate. If the host cannot be reached,
the recorded document is used. With --spec and --out, any document becomes a crate of its own.

Options:
      --spec <URL|FILE>  The document, instead of the one that is configured
      --out <DIR>        The folder of the crate, instead of the one that is configured
      --package <NAME>   The name of the crate [with --spec: the document's title]
      --config <FILE>    The options [default: openapi/codegen.toml, here or above]
      --check            Writes nothing; names every file that is not up to date; exit code 1 if any
      --bump             Sets the version that the changes ask for, in codegen.toml
      --accept-origin    Accepts another server origin, an unencrypted one, or weaker security
      --offline          Opens no socket; uses the recorded document
      --strict           Fails if any part of the document had to be left out
      --effective <FILE> Writes the document as it is after the overlay, as JSON
      --manifest <FILE>  Writes what became what, as JSON
      --message-format <human|json>";

const DIFF: &str = "\
Says what a change of the document means for code that uses the crate, and for clients in use

Usage: cargo xtask diff OLD NEW [OPTIONS]

OLD and NEW are files, URLs or git revisions: `HEAD:openapi/openapi.json`.

Options:
      --format <human|markdown|json>  [default: human]
      --fail-on <major|minor>         Exit code 1 from this level on; a change that breaks clients
                                      in use counts as major
      --config <FILE>                 The options [default: openapi/codegen.toml, here or above]";

const REVIEW: &str = "\
Shows what the document changes, then what that does to the public API, and asks to accept it

Usage: cargo xtask review [OPTIONS]

Options:
      --base <REVISION>  The git revision to compare with [default: HEAD]
      --accept           Accepts without asking
      --config <FILE>    The options [default: openapi/codegen.toml, here or above]";

const SURFACE: &str = "\
Prints the public API of the generated crate as signatures, without documentation

Usage: cargo xtask surface [--config <FILE>]";

const EXPLAIN: &str = "\
Says what a diagnostic means and what to do about it

Usage: cargo xtask explain CODE";

const STRUCTURE: &str = "\
Compares two OpenAPI documents, all text (summaries, descriptions, titles, examples) left out

Usage: cargo xtask structure OLD NEW

Prints each difference with its JSON pointer, then their number; exit code 1 if there are any.";

const CORPUS: &str = "\
Compiles every document of a folder and prints a table

Usage: cargo xtask corpus DIR [OPTIONS]

Each document becomes a crate in target/corpus, which `cargo check` then compiles.

Options:
      --no-check     Generates only
      --only <NAME>  Only the documents with this in their names; may be given several times
      --json <FILE>  Writes the table as JSON";

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// A text to print.
    Help(&'static str),
    /// Generate a crate.
    Codegen(Codegen),
    /// Compare two documents.
    Diff(Diff),
    /// Review a change.
    Review(Review),
    /// Print the public API.
    Surface(Option<PathBuf>),
    /// Explain a diagnostic.
    Explain(String),
    /// Compare two documents, text aside.
    Structure {
        /// The one.
        old: PathBuf,
        /// The other.
        new: PathBuf,
    },
    /// Compile a folder of documents.
    Corpus(Corpus),
}

/// The options of `codegen`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Codegen {
    pub(crate) spec: Option<String>,
    pub(crate) out: Option<PathBuf>,
    pub(crate) package: Option<String>,
    pub(crate) config: Option<PathBuf>,
    pub(crate) check: bool,
    pub(crate) offline: bool,
    pub(crate) strict: bool,
    pub(crate) bump: bool,
    pub(crate) accept_origin: bool,
    pub(crate) manifest: Option<PathBuf>,
    pub(crate) effective: Option<PathBuf>,
    pub(crate) format: Format,
}

/// The options of `diff`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Diff {
    pub(crate) old: String,
    pub(crate) new: String,
    pub(crate) format: DiffFormat,
    pub(crate) fail_on: Option<CrateLevel>,
    pub(crate) config: Option<PathBuf>,
}

/// The options of `review`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Review {
    pub(crate) base: Option<String>,
    pub(crate) accept: bool,
    pub(crate) config: Option<PathBuf>,
}

/// How a comparison is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DiffFormat {
    #[default]
    Human,
    Markdown,
    Json,
}

/// The options of `corpus`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Corpus {
    pub(crate) folder: PathBuf,
    pub(crate) no_check: bool,
    pub(crate) only: Vec<String>,
    pub(crate) json: Option<PathBuf>,
}

impl Command {
    /// For whom the output is.
    pub(crate) fn format(&self) -> Format {
        match self {
            Self::Codegen(options) => options.format,
            _ => Format::Human,
        }
    }
}

/// Reads the command line; the first argument is the program.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command> {
    let mut parser = lexopt::Parser::from_iter(arguments);
    read(&mut parser).map_err(|error| {
        Failure::new(error.to_string()).help("`cargo xtask --help` lists what there is")
    })
}

fn read(parser: &mut lexopt::Parser) -> std::result::Result<Command, lexopt::Error> {
    match parser.next()? {
        None | Some(Short('h') | Long("help")) => Ok(Command::Help(HELP)),
        Some(Value(name)) => match name.to_string_lossy().as_ref() {
            "help" => Ok(Command::Help(HELP)),
            "codegen" => codegen(parser),
            "diff" => diff(parser),
            "review" => review(parser),
            "surface" => surface(parser),
            "explain" => explain(parser),
            "structure" => structure(parser),
            "corpus" => corpus(parser),
            other => Err(format!("there is no command `{other}`").into()),
        },
        Some(other) => Err(other.unexpected()),
    }
}

fn codegen(parser: &mut lexopt::Parser) -> std::result::Result<Command, lexopt::Error> {
    let mut options = Codegen::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("spec") => options.spec = Some(parser.value()?.string()?),
            Long("out") => options.out = Some(parser.value()?.into()),
            Long("package") => options.package = Some(parser.value()?.string()?),
            Long("config") => options.config = Some(parser.value()?.into()),
            Long("effective") => options.effective = Some(parser.value()?.into()),
            Long("manifest") => options.manifest = Some(parser.value()?.into()),
            Long("message-format") => options.format = format(&parser.value()?.string()?)?,
            Long("check") => options.check = true,
            Long("offline") => options.offline = true,
            Long("strict") => options.strict = true,
            Long("bump") => options.bump = true,
            Long("accept-origin") => options.accept_origin = true,
            Short('h') | Long("help") => return Ok(Command::Help(CODEGEN)),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Codegen(options))
}

fn format(name: &str) -> std::result::Result<Format, lexopt::Error> {
    match name {
        "human" => Ok(Format::Human),
        "json" => Ok(Format::Json),
        other => Err(format!("`--message-format` is `human` or `json`, not `{other}`").into()),
    }
}

fn diff(parser: &mut lexopt::Parser) -> std::result::Result<Command, lexopt::Error> {
    let mut options = Diff::default();
    let mut words: Vec<String> = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(word) => words.push(word.string()?),
            Long("format") => options.format = diff_format(&parser.value()?.string()?)?,
            Long("fail-on") => options.fail_on = Some(level(&parser.value()?.string()?)?),
            Long("config") => options.config = Some(parser.value()?.into()),
            Short('h') | Long("help") => return Ok(Command::Help(DIFF)),
            other => return Err(other.unexpected()),
        }
    }
    match <[String; 2]>::try_from(words) {
        Ok([old, new]) => Ok(Command::Diff(Diff { old, new, ..options })),
        Err(_) => Err("`diff` takes two documents".into()),
    }
}

fn review(parser: &mut lexopt::Parser) -> std::result::Result<Command, lexopt::Error> {
    let mut options = Review::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("base") => options.base = Some(parser.value()?.string()?),
            Long("accept") => options.accept = true,
            Long("config") => options.config = Some(parser.value()?.into()),
            Short('h') | Long("help") => return Ok(Command::Help(REVIEW)),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Review(options))
}

fn surface(parser: &mut lexopt::Parser) -> std::result::Result<Command, lexopt::Error> {
    let mut config = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("config") => config = Some(parser.value()?.into()),
            Short('h') | Long("help") => return Ok(Command::Help(SURFACE)),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Surface(config))
}

fn diff_format(name: &str) -> std::result::Result<DiffFormat, lexopt::Error> {
    match name {
        "human" => Ok(DiffFormat::Human),
        "markdown" => Ok(DiffFormat::Markdown),
        "json" => Ok(DiffFormat::Json),
        other => Err(format!("`--format` is `human`, `markdown` or `json`, not `{other}`").into()),
    }
}

fn level(name: &str) -> std::result::Result<CrateLevel, lexopt::Error> {
    match name {
        "major" => Ok(CrateLevel::Major),
        "minor" => Ok(CrateLevel::Minor),
        other => Err(format!("`--fail-on` is `major` or `minor`, not `{other}`").into()),
    }
}

fn explain(parser: &mut lexopt::Parser) -> std::result::Result<Command, lexopt::Error> {
    match words(parser)? {
        None => Ok(Command::Help(EXPLAIN)),
        Some(words) => match <[_; 1]>::try_from(words) {
            Ok([code]) => Ok(Command::Explain(code.to_string_lossy().into_owned())),
            Err(_) => Err("`explain` takes one code".into()),
        },
    }
}

fn structure(parser: &mut lexopt::Parser) -> std::result::Result<Command, lexopt::Error> {
    match words(parser)? {
        None => Ok(Command::Help(STRUCTURE)),
        Some(words) => match <[_; 2]>::try_from(words) {
            Ok([old, new]) => Ok(Command::Structure { old: old.into(), new: new.into() }),
            Err(_) => Err("`structure` takes two documents".into()),
        },
    }
}

/// The rest of the line where a command has no options; nothing if help was asked for.
fn words(parser: &mut lexopt::Parser) -> std::result::Result<Option<Vec<OsString>>, lexopt::Error> {
    let mut words = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(word) => words.push(word),
            Short('h') | Long("help") => return Ok(None),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Some(words))
}

fn corpus(parser: &mut lexopt::Parser) -> std::result::Result<Command, lexopt::Error> {
    let mut options = Corpus::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(folder) if options.folder.as_os_str().is_empty() => {
                options.folder = folder.into();
            }
            Long("no-check") => options.no_check = true,
            Long("only") => options.only.push(parser.value()?.string()?),
            Long("json") => options.json = Some(parser.value()?.into()),
            Short('h') | Long("help") => return Ok(Command::Help(CORPUS)),
            other => return Err(other.unexpected()),
        }
    }
    if options.folder.as_os_str().is_empty() {
        return Err("`corpus` takes a folder".into());
    }
    Ok(Command::Corpus(options))
}

#[cfg(test)]
mod tests {
    use super::{Command, parse};

    fn line(line: &str) -> Result<Command, String> {
        let words = std::iter::once("xtask").chain(line.split_whitespace());
        parse(words.map(Into::into)).map_err(|failure| failure.to_string())
    }

    #[test]
    fn commands_are_read() {
        let Ok(Command::Codegen(options)) = line("codegen --spec=a.json --out b --check --strict")
        else {
            panic!("not codegen")
        };
        assert_eq!(options.spec.as_deref(), Some("a.json"));
        assert!(options.check && options.strict && !options.offline);
        assert!(matches!(line("codegen --help"), Ok(Command::Help(_))));
        assert!(matches!(line("structure a b"), Ok(Command::Structure { .. })));
        assert_eq!(line("explain E0101"), Ok(Command::Explain("E0101".to_owned())));
    }

    #[test]
    fn mistakes_are_named() {
        for (words, message) in [
            ("cook", "no command `cook`"),
            ("codegen --spce a", "invalid option '--spce'"),
            ("codegen --message-format xml", "`human` or `json`, not `xml`"),
            ("structure a", "two documents"),
            ("corpus", "takes a folder"),
        ] {
            let error = line(words).expect_err(words);
            assert!(error.contains(message), "{error}");
        }
    }
}
