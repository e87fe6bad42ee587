//! Whether there is a terminal that can show the screen at all.

use std::ffi::OsStr;
use std::io::IsTerminal;

/// Why the screen cannot run here. Each message says what works instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoScreen {
    /// Standard input is a file, a pipe or closed.
    #[error(
        "standard input is not a terminal, so the screen cannot read keys; \
         `finews list` and `finews show ID` work without one"
    )]
    Input,
    /// Standard output is a file, a pipe or closed.
    #[error(
        "standard output is not a terminal, so the screen cannot be shown; \
         `finews list` and `finews show ID` write plain text"
    )]
    Output,
    /// `TERM` is unset or empty.
    #[error(
        "TERM is not set, so the screen cannot be shown; set it to your terminal's name, \
         or use `finews list` and `finews show ID`"
    )]
    Unnamed,
    /// `TERM` is `dumb`: the terminal cannot place the cursor.
    #[error(
        "the terminal cannot place the cursor (TERM=dumb), so the screen cannot be shown; \
         `finews list` and `finews show ID` write plain text"
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
            assert!(lack.to_string().contains("finews show"), "{lack}");
        }
    }
}
