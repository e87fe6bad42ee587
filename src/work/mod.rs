//! Slow work off the drawing thread: a [`Request`] goes in, [`Report`]s come back through one inbox.

/// Something to be done in the background.
#[derive(Debug, PartialEq)]
pub enum Request {}

/// What came of it.
#[derive(Debug)]
pub enum Report {}
