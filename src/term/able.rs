//! Whether there is a terminal that can show the screen at all.

use std::ffi::OsStr;
use std::io::IsTerminal;

/// Why the screen cannot run here. Each message says what works instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoScreen {
    /// Standard input is a file, a pipe or closed.
    #[error(
        "standard input is not a terminal, so the screen cannot read keys; \
         `finews read --line-mode` works without one"
    )]
    Input,
    /// Standard output is a file, a pipe or closed.
    #[error(
        "standard output is not a terminal, so the screen cannot be shown; \
         `finews read --line-mode` writes plain lines"
    )]
    Output,
    /// `TERM` is unset or empty.
    #[error(
        "TERM is not set, so the screen cannot be shown; set it to your terminal's name, \
         or use `finews read --line-mode`"
    )]
    Unnamed,
    /// `TERM` is `dumb`: the terminal cannot place the cursor.
    #[error(
        "the terminal cannot place the cursor (TERM=dumb), so the screen cannot be shown; \
         `finews read --line-mode` reads in plain lines"
    )]
    Dumb,
}

/// Whether the screen can run on this process's standard input and output.
///
/// # Errors
/// [`NoScreen`] says what is missing. It is a failure (exit 1), not wrong usage.
pub fn check() -> Result<(), NoScreen> {
    judge(
        std::io::stdin().is_terminal(),
        std::io::stdout().is_terminal(),
        std::env::var_os("TERM").as_deref(),
    )
}

/// Whether a terminal of this `TERM` fills what it erases with the background that is set (`bce` in terminfo), as most
/// do. Where that is not known, backgrounds are written as blanks.
pub(super) fn fills(term: Option<&OsStr>) -> bool {
    const KNOWN: [&str; 13] = [
        "xterm",
        "tmux",
        "alacritty",
        "kitty",
        "foot",
        "wezterm",
        "konsole",
        "gnome",
        "vte",
        "rxvt",
        "st-",
        "ghostty",
        "linux",
    ];
    let term = term.and_then(OsStr::to_str).unwrap_or_default();
    KNOWN.iter().any(|name| term.starts_with(name))
}

fn judge(input: bool, output: bool, term: Option<&OsStr>) -> Result<(), NoScreen> {
    if !input {
        return Err(NoScreen::Input);
    }
    if !output {
        return Err(NoScreen::Output);
    }
    match term {
        None => Err(NoScreen::Unnamed),
        Some(name) if name.is_empty() => Err(NoScreen::Unnamed),
        Some(name) if name == "dumb" => Err(NoScreen::Dumb),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_where_it_is_known_erasing_fills() {
        let fills = |term| fills(Some(OsStr::new(term)));
        assert!(fills("xterm-256color") && fills("tmux-256color") && fills("foot"));
        assert!(!fills("screen-256color") && !fills("vt100") && !fills(""));
    }

    #[test]
    fn each_lack_has_its_own_message() {
        let xterm = Some(OsStr::new("xterm"));
        assert_eq!(judge(true, true, xterm), Ok(()));
        assert_eq!(judge(false, true, xterm), Err(NoScreen::Input));
        assert_eq!(judge(true, false, xterm), Err(NoScreen::Output));
        assert_eq!(judge(true, true, None), Err(NoScreen::Unnamed));
        assert_eq!(judge(true, true, Some(OsStr::new(""))), Err(NoScreen::Unnamed));
        assert_eq!(judge(true, true, Some(OsStr::new("dumb"))), Err(NoScreen::Dumb));
        for lack in [
            NoScreen::Input,
            NoScreen::Output,
            NoScreen::Unnamed,
            NoScreen::Dumb,
        ] {
            assert!(lack.to_string().contains("finews read --line-mode"), "{lack}");
        }
    }
}
