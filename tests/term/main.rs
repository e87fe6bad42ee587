//! The loop in a real pseudo-terminal.

mod pty;
mod signals;
mod the_loop;
