//! `cargo xtask structure OLD NEW`: whether two documents describe the same API in other words.

mod compare;

use std::path::Path;

use crate::console::Console;
use crate::failure::Result;
use crate::{Outcome, compile};

/// Prints every difference that is not one of text, and how many there are.
pub(crate) fn run(old: &Path, new: &Path, console: &Console) -> Result<Outcome> {
    let differences = compare::documents(&compile::parse(old)?, &compile::parse(new)?);
    for difference in &differences {
        console.line(difference.to_string());
    }
    match differences.len() {
        1 => console.line("1 difference"),
        count => console.line(format!("{count} differences")),
    }
    Ok(if differences.is_empty() { Outcome::Fine } else { Outcome::Differs })
}
