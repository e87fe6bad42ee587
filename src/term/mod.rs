//! Everything that touches the terminal: set-up and restore, what it is asked at start, keys,
//! frames, the clipboard, the browser, and the loop that ties them to a [`Program`].
//!
//! ```text
//! stdin ── input thread: bytes → decode ──┐
//! signals ── signal thread ───────────────┼─ inbox ─ event_loop ─ Program::update ─ effects
//! workers ── Event::Report ───────────────┘              └─ Program::draw ─ ratatui ─ screen ─ stdout
//! ```
//!
//! Input and frames are ours, not crossterm's, for reasons found in its source and kept as tests
//! here. Its reader (0.29) takes a late OSC 11 reply for key presses, lets a late DECRPM reply
//! swallow every key up to the next `u` or `c`, and spins for ever on a terminal that is gone. Its
//! backend places the cursor anew after every double-width glyph, which triples the bytes of a
//! Chinese page. One parser that knows keys and replies, from the first byte to the last, has no race.

mod able;
mod browser;
mod clipboard;
mod decode;
mod event_loop;
mod grid;
mod guest;
mod hyperlinks;
mod input;
mod pace;
mod pen;
mod plain;
mod questions;
mod screen;
mod scroll;
mod sequence;
mod signals;
mod tty;

use std::time::Instant;

use crate::app::{Effect, Event};
use crate::ui::Linked;

pub use able::{NoScreen, check};
pub use browser::{Opener, opener};
pub use event_loop::Terminal;
pub use hyperlinks::are_taken as hyperlinks_are_taken;
pub use plain::{host, open_link};
pub use tty::dimensions;

/// What the loop runs: state that takes events and draws itself.
pub trait Program {
    /// Takes one event and says what is to be done about it.
    fn update(&mut self, event: Event, now: Instant) -> Vec<Effect>;

    /// When [`Event::Tick`] is wanted; it must lie in the future once that has been delivered.
    fn deadline(&self) -> Option<Instant>;

    /// Whether there is nothing to show yet: what another program has drawn may stand for a moment.
    fn is_bare(&self) -> bool {
        false
    }

    /// Draws the whole screen and says what of it leads somewhere. It is called after events, once for all that waited.
    fn draw(&self, frame: &mut ratatui::Frame<'_>) -> Vec<Linked>;
}

/// How [`Terminal`] is to treat the terminal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether characters of ambiguous width take two cells, where the settings say so
    /// (`ambiguous_width`). `None` asks the terminal.
    pub ambiguous_wide: Option<bool>,
    /// Whether links are sent for the terminal to open (OSC 8). `None`: where it is known to take them.
    pub hyperlinks: Option<bool>,
    /// Whether the mouse is listened to. The terminal then selects text with Shift held.
    pub mouse: bool,
}
