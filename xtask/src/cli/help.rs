//! What `--help` says.

pub(super) const HELP: &str = "\
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
  history DIR        Judges successive versions of one document, and can have others judge them too
  bench              Measures what generating and compiling crates takes

`cargo xtask <COMMAND> --help` says more. Exit codes: 0 fine, 1 a check failed, 2 an error.";

pub(super) const CODEGEN: &str = "\
Fetches the API's document and generates the client crate from it

Usage: cargo xtask codegen [OPTIONS]

Without options: asks the URL of openapi/codegen.toml for a newer document, records it in
openapi/openapi.json and openapi/openapi.lock, and writes the crate. If the host cannot be reached,
the recorded document is used. With --spec and --out, any document becomes a crate of its own.

Options:
      --spec <URL|FILE>  The document, instead of the one that is configured
      --out <DIR>        The folder of the crate, instead of the one that is configured
      --package <NAME>   The name of the crate [with --spec: the document's title]
      --root <DIR>       The folder whose files the document of --spec may refer to [default: its own]
      --config <FILE>    The options [default: openapi/codegen.toml, here or above]
      --check            Writes nothing; names every file that is not up to date; exit code 1 if any
      --bump             Sets the version that the changes ask for, in codegen.toml
      --accept-origin    Accepts another origin of servers or tokens, an unencrypted one, or weaker
                         or other security
      --offline          Opens no socket; uses the recorded document
      --strict           Fails if any part of the document had to be left out
      --effective <FILE> Writes the document as it is after the overlay, as JSON
      --manifest <FILE>  Writes what became what, as JSON
      --message-format <human|json>";

pub(super) const DIFF: &str = "\
Says what a change of the document means for code that uses the crate, and for clients in use

Usage: cargo xtask diff OLD NEW [OPTIONS]

OLD and NEW are files, URLs or git revisions: `HEAD:openapi/openapi.json`.

Options:
      --format <human|markdown|json>  [default: human]
      --fail-on <major|minor>         Exit code 1 from this level on; a change that breaks clients
                                      in use counts as major
      --config <FILE>                 The options [default: openapi/codegen.toml, here or above]";

pub(super) const REVIEW: &str = "\
Shows what the document changes, then what that does to the public API, and asks to accept it

Usage: cargo xtask review [OPTIONS]

Options:
      --base <REVISION>  The git revision to compare with [default: HEAD]
      --accept           Accepts without asking
      --config <FILE>    The options [default: openapi/codegen.toml, here or above]";

pub(super) const SURFACE: &str = "\
Prints the public API of the generated crate as signatures, without documentation

Usage: cargo xtask surface [--config <FILE>]";

pub(super) const EXPLAIN: &str = "\
Says what a diagnostic means and what to do about it

Usage: cargo xtask explain CODE";

pub(super) const STRUCTURE: &str = "\
Compares two OpenAPI documents, all text (summaries, descriptions, titles, examples) left out

Usage: cargo xtask structure OLD NEW

Prints each difference with its JSON pointer, then their number; exit code 1 if there are any.";

pub(super) const CORPUS: &str = "\
Compiles every document of a folder and prints a table

Usage: cargo xtask corpus DIR [OPTIONS]

Each document becomes a crate in target/corpus, which `cargo check` then compiles.

Options:
      --no-check     Generates only
      --each-feature Compiles each crate with each of its features alone, and with all and `mock`,
                     instead of with all
      --roundtrip    Instead: sends instances of every schema through the generated types, compares
                     what comes back, and prints a table of that
      --calls        Instead: calls every operation of every client against a server that knows the
                     document alone, and prints what it holds against what was sent
      --only <NAME>  Only the documents with this in their names; may be given several times
      --json <FILE>  Writes the table as JSON";

pub(super) const BENCH: &str = "\
Measures what generating and compiling crates takes

Usage: cargo xtask bench [DOCUMENT]... [OPTIONS]

Without documents: openapi/openapi.json, and well-known ones from ../shared/specs where they are.
Each crate is generated by a process of its own, into target/bench; times are medians. Prints tables
in Markdown.

Options:
      --runs <NUMBER>   How often each is measured [default: 3]
      --scaling         Documents made here, too: 100 to 51,200 schemas
      --compile         Has cargo compile crates, too: of the documents, or of this project's and three
                        well-known ones; also all that one depends on. Takes a quarter of an hour
      --calls           Calls by the generated client and by hand, too: allocations and time
      --json <FILE>     Writes the figures as JSON
      --against <FILE>  Compares with figures that an earlier run wrote
      --chart <FILE>    Draws the time of generation against the size of the document, as SVG";

pub(super) const HISTORY: &str = "\
Judges successive versions of one document

Usage: cargo xtask history DIR [OPTIONS]

The documents of the folder go through the compiler in the order of their names, as `codegen` would
take them. For each pair: what the change means, how many places of the document it touches and how
many lines of the crate, how long its summary is, and which names moved although nothing asked for
it. Then the way back: the same document has to give the same bytes. The crates are in
target/history.

Options:
      --compile        Has the compiler judge, too: programs that use all of the old crate have to
                       compile against the new one, item by item, exactly where the crate level is
                       not major
      --semver-checks  Has cargo-semver-checks judge, too, which has to be installed
      --wire           Holds the wire level against what old clients send, as the new document
                       validates it, and against what the new document's instances are to the types
                       of the old crate, operation by operation
      --run            Runs each old client, with the tests that are generated beside it, against a
                       server that does what the new document says, and holds the wire level of
                       each operation against what fails
      --config <FILE>  The options [default: openapi/codegen.toml, here or above]";
