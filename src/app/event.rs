//! What comes in and what goes out: events from the terminal and from work, effects as plain data
//! that `term` carries out.

use crate::work::{Report, Request};

use super::{Key, Mouse};

/// The terminal's size in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// What the terminal said about itself; each is `None` where it did not answer in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TerminalFacts {
    /// Whether characters of ambiguous width take two cells.
    pub ambiguous_wide: Option<bool>,
    /// Whether the background is dark.
    pub dark: Option<bool>,
    /// Whether it knows synchronised output (mode 2026).
    pub synchronised: Option<bool>,
    /// Whether links may be sent for it to open (OSC 8).
    pub hyperlinks: Option<bool>,
}

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// The mouse did something.
    Mouse(Mouse),
    /// Text was pasted.
    Paste(String),
    /// The terminal has another size.
    Resize(Size),
    /// The terminal answered what it was asked at start.
    Terminal(TerminalFacts),
    /// The terminal has shown what it was sent.
    CaughtUp,
    /// Work was done.
    Report(Report),
    /// An effect came to its end.
    Outcome(Outcome),
    /// The moment of [`super::App::deadline`] has come.
    Tick,
    /// The terminal is going away (SIGHUP, SIGTERM): what must be kept is to be kept now.
    Leave,
}

/// Something that the loop is to do.
#[derive(Debug)]
pub enum Effect {
    /// Hand this to the workers.
    Work(Request),
    /// Open this http or https URL in a browser, or, where there is none, copy it.
    Open(String),
    /// Copy this text to the reader's clipboard.
    Copy(String),
    /// Give the terminal to another program until it ends.
    Host(Guest),
    /// Stop as Ctrl-Z does, and come back at `fg`.
    Suspend,
    /// Draw every cell anew.
    Redraw,
    /// Leave the program.
    Quit,
}

/// A program that gets the terminal and gives it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guest {
    /// A command that the user typed, for a shell; it reads the text.
    Pipe {
        /// As it was typed.
        command: String,
        /// The text.
        text: String,
        /// What asks for Enter when it is done.
        done: &'static str,
    },
    /// The user's editor or pager, with the text in a file.
    Edit {
        /// The name of the file.
        name: String,
        /// The text.
        text: String,
    },
}

/// How an effect ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The browser was started.
    Opened(String),
    /// The link was copied because there is no browser to open it in (over SSH, or none installed).
    CopiedInstead(String),
    /// The text was sent to the clipboard.
    Copied(String),
    /// Another program had the terminal, did its work and gave it back.
    Returned,
    /// It failed, for this reason (one line, clean).
    Failed(String),
}
