//! Columns of text on a terminal, aligned by cells.

use crate::text::cells::Cells;

/// `text` and blanks up to `width` cells.
pub(super) fn padded(text: &str, width: usize, cells: Cells) -> String {
    let cells = cells.width(text);
    format!("{text}{}", " ".repeat(width.saturating_sub(cells)))
}

/// Blanks and `text`, together `width` cells.
pub(super) fn right_aligned(text: &str, width: usize, cells: Cells) -> String {
    let cells = cells.width(text);
    format!("{}{text}", " ".repeat(width.saturating_sub(cells)))
}
