//! The project's commands: `cargo xtask codegen` and its companions.
//!
//! Exit codes: 0 fine, 1 a check failed or a difference was found, 2 an error.

mod bench;
mod changelog;
mod cli;
mod codegen;
mod compile;
mod config;
mod console;
mod corpus;
mod diff;
mod digest;
mod explain;
mod failure;
mod features;
mod fetch;
mod files;
mod history;
mod lasting;
mod lock;
mod manifest;
mod names;
mod package;
mod project;
mod remote;
mod review;
mod structure;
mod target;

use std::process::ExitCode;

use cli::Command;
use console::{Console, Format};
use failure::{Failure, Result};
use mimalloc::MiMalloc;

/// A run makes millions of small strings.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let command = match cli::parse(std::env::args_os()) {
        Ok(command) => command,
        Err(failure) => return report(&Console::new(Format::Human), &failure),
    };
    let console = Console::new(command.format());
    match run(command, &console) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Differs) => ExitCode::from(1),
        Err(failure) => report(&console, &failure),
    }
}

/// How a command that ran to its end found things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All is as it should be: exit code 0.
    Fine,
    /// A check failed or there are differences: exit code 1.
    Differs,
}

fn run(command: Command, console: &Console) -> Result<Outcome> {
    match command {
        Command::Help(text) => {
            console.line(text);
            Ok(Outcome::Fine)
        }
        Command::Codegen(options) => codegen::run(&options, console),
        Command::Diff(options) => diff::run(&options, console),
        Command::Explain(code) => explain::run(&code, console),
        Command::Review(options) => review::run(&options, console),
        Command::Surface(config) => review::surface(config.as_deref(), console),
        Command::Structure { old, new } => structure::run(&old, &new, console),
        Command::Corpus(options) => corpus::run(&options, console),
        Command::History(options) => history::run(&options, console),
        Command::Bench(options) => bench::run(&options, console).map(|()| Outcome::Fine),
        Command::Measured(command) => bench::measured(&command, console).map(|()| Outcome::Fine),
    }
}

fn report(console: &Console, failure: &Failure) -> ExitCode {
    console.failure(failure);
    ExitCode::from(2)
}
