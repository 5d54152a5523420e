//! What a process takes: time on the clock and on the processor, and memory at its peak.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::console::Console;
use crate::failure::{Failure, Result};

/// What one run of a process took, with all the processes that it started and waited for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Usage {
    /// Seconds on the clock.
    pub(super) wall: f64,
    /// Seconds on the processors.
    pub(super) cpu: f64,
    /// The memory of the largest of the processes at its peak, in bytes; zero where the system
    /// does not say.
    pub(super) peak: u64,
}

/// Runs a program to its end and returns what it printed and what it took.
///
/// The system only tells the largest of all processes that one has waited for, so each program is
/// run by a process of its own: this program under another command.
pub(super) fn measure(
    program: &Path,
    arguments: &[OsString],
    folder: &Path,
) -> Result<(String, Usage)> {
    let own = std::env::current_exe()
        .map_err(|error| Failure::new(format!("this program cannot be found: {error}")))?;
    let output = Command::new(own)
        .arg("measured")
        .arg(program)
        .args(arguments)
        .current_dir(folder)
        .stderr(Stdio::piped())
        .output()
        .map_err(|error| Failure::new(format!("this program cannot be started: {error}")))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = text.trim_end().rsplit('\n').next().and_then(|line| serde_json::from_str(line).ok());
    match told {
        Some(usage) if output.status.success() => Ok((text, usage)),
        _ => {
            let stderr = String::from_utf8_lossy(&output.stderr);
            let last = stderr.trim_end().rsplit('\n').next().unwrap_or_default();
            Err(Failure::new(format!("a measured program failed: {last}")).at(program.display()))
        }
    }
}

/// The other side of [`measure`]: runs a program, then prints what it took.
pub(crate) fn run(command: &[OsString], console: &Console) -> Result<()> {
    let [program, arguments @ ..] = command else {
        return Err(Failure::new("`measured` takes a program"));
    };
    let started = Instant::now();
    let status = Command::new(program).args(arguments).status().map_err(|error| {
        Failure::new(format!("cannot be started: {error}")).at(Path::new(program).display())
    })?;
    let wall = started.elapsed().as_secs_f64();
    if !status.success() {
        return Err(Failure::new(status.to_string()).at(Path::new(program).display()));
    }
    let (cpu, peak) = children();
    let usage = serde_json::to_string(&Usage { wall, cpu, peak });
    console.line(usage.unwrap_or_default());
    Ok(())
}

/// Seconds on the processors and peak memory of the processes that have been waited for.
#[cfg(unix)]
fn children() -> (f64, u64) {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;
    let Ok(usage) = getrusage(UsageWho::RUSAGE_CHILDREN) else { return (0.0, 0) };
    let microseconds =
        usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    // Linux counts kilobytes.
    let peak = u64::try_from(usage.max_rss()).unwrap_or_default() * 1024;
    (microseconds as f64 / 1e6, peak)
}

#[cfg(not(unix))]
fn children() -> (f64, u64) {
    (0.0, 0)
}
