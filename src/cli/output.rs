//! Standard output: data only, buffered, and safe for a terminal.

use std::io::{BufWriter, IsTerminal, StdoutLock, Write, stderr, stdout};

use crate::config::Hyperlinks;
use crate::text::cells::Cells;

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

/// Whether links are sent for the terminal to open; `None` where that is up to what is known of it. Who wants no colour wants
/// nothing else that is no text.
pub(super) fn hyperlinks(args: &Args) -> Option<bool> {
    match args.settings.hyperlinks {
        Hyperlinks::Always => Some(true),
        Hyperlinks::Never => Some(false),
        Hyperlinks::Auto if !styled(args) => Some(false),
        Hyperlinks::Auto => None,
    }
}

/// A line on standard error that counts what goes on, where that is a terminal.
pub(super) struct Counting {
    /// Whether there is one who reads it.
    read: bool,
    shown: bool,
}

impl Counting {
    pub(super) fn new() -> Self {
        Self {
            read: stderr().is_terminal(),
            shown: false,
        }
    }

    /// Shows `text` in place of what was shown; no more of it than a line holds, which could not be taken back.
    pub(super) fn show(&mut self, text: impl FnOnce() -> String) {
        if self.read {
            let width = crossterm::terminal::size().map_or(80, |(width, _)| usize::from(width));
            eprint!(
                "\r{}\x1b[K",
                Cells::default().truncate(&text(), width.saturating_sub(1))
            );
            self.shown = true;
        }
    }

    /// Whether anybody sees it.
    pub(super) fn is_seen(&self) -> bool {
        self.read
    }

    /// Takes the line away.
    pub(super) fn end(&mut self) {
        if std::mem::take(&mut self.shown) {
            eprint!("\r\x1b[K");
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
