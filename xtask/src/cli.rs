//! The command line.
//!
//! Parsed with `lexopt`, which has no dependencies: the first `cargo xtask` of a clone builds this
//! crate, and a person waits for it.

mod help;

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::{Long, Short, Value, ValueExt};

use generator::compare::CrateLevel;

use crate::console::Format;
use crate::failure::{Failure, Result};
use help::{BENCH, CODEGEN, CORPUS, DIFF, EXPLAIN, HELP, HISTORY, REVIEW, STRUCTURE, SURFACE};

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
    /// Judge successive versions of a document.
    History(History),
    /// Measure generation and what comes of it.
    Bench(Bench),
    /// Run a program and print what it took: what `bench` starts.
    Measured(Vec<OsString>),
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
    pub(crate) root: Option<PathBuf>,
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
    pub(crate) each_feature: bool,
    pub(crate) roundtrip: bool,
    pub(crate) calls: bool,
    pub(crate) only: Vec<String>,
    pub(crate) json: Option<PathBuf>,
}

/// The options of `history`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct History {
    pub(crate) folder: PathBuf,
    pub(crate) compile: bool,
    pub(crate) semver_checks: bool,
    pub(crate) wire: bool,
    pub(crate) run: bool,
    pub(crate) config: Option<PathBuf>,
}

/// The options of `bench`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bench {
    pub(crate) documents: Vec<PathBuf>,
    pub(crate) runs: usize,
    pub(crate) scaling: bool,
    pub(crate) compile: bool,
    pub(crate) calls: bool,
    pub(crate) json: Option<PathBuf>,
    pub(crate) against: Option<PathBuf>,
    pub(crate) chart: Option<PathBuf>,
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
            "history" => history(parser),
            "bench" => bench(parser),
            "measured" => parser.raw_args().map(|all| Command::Measured(all.collect())),
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
            Long("root") => options.root = Some(parser.value()?.into()),
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
            Long("each-feature") => options.each_feature = true,
            Long("roundtrip") => options.roundtrip = true,
            Long("calls") => options.calls = true,
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

fn bench(parser: &mut lexopt::Parser) -> std::result::Result<Command, lexopt::Error> {
    let mut options = Bench { runs: 3, ..Bench::default() };
    while let Some(argument) = parser.next()? {
        match argument {
            Value(document) => options.documents.push(document.into()),
            Long("runs") => options.runs = parser.value()?.parse::<usize>()?.max(1),
            Long("calls") => options.calls = true,
            Long("scaling") => options.scaling = true,
            Long("compile") => options.compile = true,
            Long("json") => options.json = Some(parser.value()?.into()),
            Long("against") => options.against = Some(parser.value()?.into()),
            Long("chart") => options.chart = Some(parser.value()?.into()),
            Short('h') | Long("help") => return Ok(Command::Help(BENCH)),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Bench(options))
}

fn history(parser: &mut lexopt::Parser) -> std::result::Result<Command, lexopt::Error> {
    let mut options = History::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Value(folder) if options.folder.as_os_str().is_empty() => {
                options.folder = folder.into();
            }
            Long("compile") => options.compile = true,
            Long("semver-checks") => options.semver_checks = true,
            Long("wire") => options.wire = true,
            Long("run") => options.run = true,
            Long("config") => options.config = Some(parser.value()?.into()),
            Short('h') | Long("help") => return Ok(Command::Help(HISTORY)),
            other => return Err(other.unexpected()),
        }
    }
    if options.folder.as_os_str().is_empty() {
        return Err("`history` takes a folder".into());
    }
    Ok(Command::History(options))
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
        let Ok(Command::Corpus(options)) = line("corpus specs --roundtrip --only box") else {
            panic!("not corpus")
        };
        assert!(options.roundtrip && !options.calls && options.only == ["box"]);
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
            ("history --compile", "takes a folder"),
        ] {
            let error = line(words).expect_err(words);
            assert!(error.contains(message), "{error}");
        }
    }
}
