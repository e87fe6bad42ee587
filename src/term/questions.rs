//! What the terminal is asked once, at start, and what its answers mean. All questions go out in one
//! write, DA1 last: every terminal answers that one, and they answer in order, so that its reply
//! says that nothing more is to come.

use std::ffi::OsStr;

use crate::app::TerminalFacts;

use super::decode::Reply;
use super::pace;

/// The background, mode 2026, and the cursor's column after one character of ambiguous width.
///
/// Sent on the empty alternate screen; the caller clears it after that.
const BACKGROUND_AND_MODE: &str = "\x1b]11;?\x1b\\\x1b[?2026$p";
const WIDTH: &str = "\x1b[H\u{201C}\x1b[6n";
/// XTVERSION: the terminal's name.
const NAME: &str = "\x1b[>q";
const ATTRIBUTES: &str = "\x1b[c";

/// The questions to a terminal of this `TERM`, or nothing for the Linux console, which would show
/// some of them, has no wide characters and knows none of it.
pub(super) fn questions(term: Option<&OsStr>, ask_width: bool, ask_name: bool) -> String {
    if term.is_none_or(|name| name.as_encoded_bytes().starts_with(b"linux")) {
        return String::new();
    }
    let width = if ask_width { WIDTH } else { "" };
    let name = if ask_name { NAME } else { "" };
    format!("{BACKGROUND_AND_MODE}{width}{name}{}{ATTRIBUTES}", pace::QUESTION)
}

/// What has been answered so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Answers {
    /// What is known.
    pub(super) facts: TerminalFacts,
    /// Whether its name, which decides on links, is asked for.
    pub(super) asked_name: bool,
    /// Whether everything that will be answered has been.
    pub(super) complete: bool,
}

impl Answers {
    /// Takes one reply in. Some fact may be settled already (by a setting): it stays.
    pub(super) fn take(&mut self, reply: Reply) {
        match reply {
            Reply::Background([r, g, b]) => {
                // Brightness as in ITU-R BT.601.
                let bright = 299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b);
                self.facts.dark = Some(bright < 127_500);
            }
            // Only the first row's second or third column can be the answer.
            Reply::Column(column) => {
                if self.facts.ambiguous_wide.is_none() && matches!(column, 2 | 3) {
                    self.facts.ambiguous_wide = Some(column == 3);
                }
            }
            Reply::Synchronised(known) => self.facts.synchronised = Some(known),
            Reply::Links(taken) if self.asked_name => self.facts.hyperlinks = Some(taken),
            // Not asked; the loop's business.
            Reply::Links(_) | Reply::CaughtUp => {}
            Reply::Attributes => self.complete = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_console_is_left_alone() {
        assert_eq!(questions(Some(OsStr::new("linux")), true, true), "");
        assert_eq!(questions(None, true, true), "");
        assert!(questions(Some(OsStr::new("xterm-256color")), true, true).ends_with("\x1b[c"));
        let unasked = questions(Some(OsStr::new("xterm")), false, false);
        assert!(!unasked.contains('\u{201C}') && !unasked.contains("[>q"));
    }

    #[test]
    fn answers_become_facts() {
        let mut answers = Answers {
            asked_name: true,
            ..Answers::default()
        };
        answers.take(Reply::Links(true));
        answers.take(Reply::Background([250, 250, 240]));
        answers.take(Reply::Column(3));
        answers.take(Reply::Column(2));
        answers.take(Reply::Synchronised(false));
        assert!(!answers.complete);
        answers.take(Reply::Attributes);
        assert!(answers.complete);
        assert_eq!(
            answers.facts,
            TerminalFacts {
                ambiguous_wide: Some(true),
                dark: Some(false),
                synchronised: Some(false),
                hyperlinks: Some(true),
            }
        );
    }

    #[test]
    fn an_odd_column_says_nothing() {
        let mut answers = Answers::default();
        answers.take(Reply::Column(40));
        assert_eq!(answers.facts, TerminalFacts::default());
    }
}
