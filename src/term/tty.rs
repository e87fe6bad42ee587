//! The terminal itself: its modes set and given back, bytes written to it.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crossterm::Command;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::ResetColor;
use crossterm::terminal::{Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::getpgrp;
use rustix::stdio::{stdin, stdout};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetpgrp, tcgetwinsize, tcsetattr};

use crate::app::Size;

/// The whole screen as the scroll region (DECSTBM), for which crossterm has no command.
const WHOLE_REGION: &str = "\x1b[r";

/// Alternate screen, hidden cursor, bracketed paste, and nothing left of whoever was there.
fn entering() -> String {
    ansi(&EnterAlternateScreen)
        + &ansi(&Hide)
        + &ansi(&EnableBracketedPaste)
        + &ansi(&ResetColor)
        + &erasing()
}

/// Buttons, the wheel, and moves while a button is held are reported, in SGR form (xterm's modes 1002 and 1006; where 1002 is
/// not known, 1000 reports what is not a move); other moves are not.
const MOUSE: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const NO_MOUSE: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// The same undone: region, attributes, paste, cursor, screen.
fn leaving() -> String {
    let modes = ansi(&DisableBracketedPaste) + &ansi(&Show) + &ansi(&LeaveAlternateScreen);
    format!("{WHOLE_REGION}{}{modes}", ansi(&ResetColor))
}

/// What erases the traces of the questions.
fn erasing() -> String {
    ansi(&MoveTo(0, 0)) + &ansi(&Clear(ClearType::All))
}

/// The bytes of a command.
fn ansi(command: &impl Command) -> String {
    let mut bytes = String::new();
    // Writing into a string cannot fail.
    let _ = command.write_ansi(&mut bytes);
    bytes
}

/// More columns and rows than these are not believed: each cell costs memory.
const MOST: Size = Size {
    width: 1000,
    height: 500,
};

/// How long a terminal that takes nothing may hold up the way out.
const STUCK: Duration = Duration::from_millis(200);

/// Standard input and output as a terminal. Shared by the loop, the signal thread and the panic hook.
pub(super) struct Tty {
    /// The modes that the shell gave us.
    original: Termios,
    /// Whether the modes are ours now.
    entered: AtomicBool,
    /// Whether what the terminal shows is not known any more.
    stale: AtomicBool,
    /// Whether the mouse is listened to.
    mouse: bool,
    /// Held while bytes are written or modes change.
    gate: Mutex<()>,
}

impl Tty {
    /// Remembers the terminal's modes. `mouse`: the mouse is to be listened to.
    pub(super) fn new(mouse: bool) -> io::Result<Self> {
        Ok(Self {
            mouse,
            original: tcgetattr(stdin())?,
            entered: AtomicBool::new(false),
            stale: AtomicBool::new(false),
            gate: Mutex::new(()),
        })
    }

    /// Raw mode and the alternate screen; `questions` are asked and their traces erased. Entered
    /// again, it does all of it again: others may have changed the modes.
    pub(super) fn enter(&self, questions: &str) -> io::Result<()> {
        let _held = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        let mut raw = self.original.clone();
        raw.make_raw();
        self.entered.store(true, Ordering::SeqCst);
        set_modes(&raw)?;
        let erase = if questions.is_empty() {
            String::new()
        } else {
            erasing()
        };
        let mouse = if self.mouse { MOUSE } else { "" };
        write_all(format!("{}{mouse}{questions}{erase}", entering()).as_bytes())
    }

    /// Gives the terminal back as it was. Done once, however often it is called; failures are not
    /// reported, for there is nobody left to tell. Waits for no lock: a panic may hold it.
    pub(super) fn leave(&self) {
        if self.entered.swap(false, Ordering::SeqCst) && in_foreground() {
            // The modes first: they matter more, and setting them never waits.
            let _ = set_modes(&self.original);
            if takes_bytes() {
                let mouse = if self.mouse { NO_MOUSE } else { "" };
                let _ = write_all(format!("{mouse}{}", leaving()).as_bytes());
            }
        }
    }

    /// Sends a frame, or whatever else; while the terminal is not ours, nothing.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let _held = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        if bytes.is_empty() || !self.entered.load(Ordering::SeqCst) {
            return Ok(());
        }
        write_all(bytes)
    }

    /// Gives the terminal back once no frame is under way, for a stop that is to be followed by
    /// [`Self::enter`].
    pub(super) fn leave_between_frames(&self) {
        let _held = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        self.leave();
    }

    /// Says that the terminal shows something else than was sent.
    pub(super) fn mark_stale(&self) {
        self.stale.store(true, Ordering::SeqCst);
    }

    /// Whether [`Self::mark_stale`] was called since the last time.
    pub(super) fn take_stale(&self) -> bool {
        self.stale.swap(false, Ordering::SeqCst)
    }
}

/// Columns and rows of the terminal on standard output, if it says them.
pub fn dimensions() -> Option<(u16, u16)> {
    let size = tcgetwinsize(stdout()).ok()?;
    (size.ws_col > 0 && size.ws_row > 0).then_some((size.ws_col, size.ws_row))
}

/// The terminal's size, at least 1x1; 80x24 where it does not know.
pub(super) fn size() -> Size {
    let Some((width, height)) = dimensions() else {
        return Size {
            width: 80,
            height: 24,
        };
    };
    Size {
        width: width.min(MOST.width),
        height: height.min(MOST.height),
    }
}

/// Whether the terminal is ours to change. A background job that tries is stopped (SIGTTOU).
pub(super) fn in_foreground() -> bool {
    tcgetpgrp(stdin()).map_or(true, |group| group == getpgrp())
}

fn set_modes(modes: &Termios) -> io::Result<()> {
    loop {
        match tcsetattr(stdin(), OptionalActions::Now, modes) {
            Err(Errno::INTR) => {}
            done => return Ok(done?),
        }
    }
}

/// Whether the terminal takes bytes within [`STUCK`]: one stopped by flow control does not.
fn takes_bytes() -> bool {
    let out = stdout();
    let mut ready = [PollFd::from_borrowed_fd(out, PollFlags::OUT)];
    let wait = Timespec {
        tv_sec: 0,
        tv_nsec: STUCK.subsec_nanos().into(),
    };
    matches!(poll(&mut ready, Some(&wait)), Ok(1..))
}

fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(stdout(), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            // Somebody made it non-blocking, perhaps another program on the same terminal.
            Err(Errno::AGAIN) => {
                let out = stdout();
                poll(&mut [PollFd::from_borrowed_fd(out, PollFlags::OUT)], None)?;
            }
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
