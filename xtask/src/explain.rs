//! `cargo xtask explain CODE`.

use crate::console::Console;
use crate::failure::{Failure, Result};
use crate::{Outcome, compile};

/// Prints what a code means and what to do about it.
pub(crate) fn run(code: &str, console: &Console) -> Result<Outcome> {
    let text = compile::explain(code).ok_or_else(|| {
        Failure::new(format!("no diagnostic has the code `{code}`"))
            .help("codes stand in the brackets after `error` and `warning`, such as `E0101`")
    })?;
    console.line(text);
    Ok(Outcome::Fine)
}
