//! Standard output: data only, buffered, and safe for a terminal.

use std::io::{BufWriter, IsTerminal, StdoutLock, Write, stdout};

use super::args::{Args, ColorArg};

/// Standard output, buffered. A closed pipe comes back as an error that `run` knows.
pub(super) fn output() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(64 * 1024, stdout().lock())
}

/// Writes `value` as one line of JSON.
pub(super) fn json_line(out: &mut impl Write, value: &impl serde::Serialize) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *out, value).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

/// Whether what is written may be bold and coloured.
pub(super) fn styled(args: &Args) -> bool {
    match args.color {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => {
            let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
            stdout().is_terminal()
                && variable("NO_COLOR").is_none()
                && variable("TERM").is_some_and(|term| term != "dumb")
        }
    }
}

/// The width of the terminal on standard output, in cells.
pub(super) fn terminal_width() -> Option<usize> {
    if !stdout().is_terminal() {
        return None;
    }
    crossterm::terminal::size()
        .ok()
        .map(|(width, _)| usize::from(width))
        .filter(|width| *width > 0)
}
