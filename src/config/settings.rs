//! What a reader may want otherwise, with the values that hold unless told.

use std::time::Duration;

use crate::text::cells::Cells;

/// The settings of one run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Widest line of the page, in cells.
    pub measure: usize,
    /// How long the cursor of a list rests before the page beside it follows.
    pub preview_delay: Duration,
    /// Cells that characters take on this terminal.
    pub cells: Cells,
    /// Offset from UTC in which days are counted, in minutes (the archive's +08:00).
    pub zone: i16,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            measure: 80,
            preview_delay: Duration::from_millis(150),
            cells: Cells::default(),
            zone: 480,
        }
    }
}
