//! What the program knows and does, without a terminal: the state in [`App`], and [`App::update`],
//! which turns an [`Event`] into a new state and [`Effect`]s. Drawing reads the state and changes nothing.

mod event;
mod key;

pub use event::{Effect, Event, Outcome, Size, TerminalFacts};
pub use key::{Key, KeyCode};
