//! Passages over the page: what is highlighted, what is being selected, and the notes after the text.

use ratatui::style::Style;

use crate::app::{App, Area};
use crate::layout::Highlight;

use super::canvas::Canvas;

/// Marks the passages in view of the page, which stands in the `column` of `pane`; in the margin beside the first line of
/// one with a note stands a small sign.
pub(super) fn mark(app: &App, pane: Area, column: Area, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let shown = lines_in_view(app, column);
    let current = app.current_passage();
    for (passage, parts) in app.reader.passages_in(&shown) {
        let style = if current == Some(passage) {
            theme.passage_current
        } else {
            theme.passage
        };
        wear(&parts, style, app.reader.top, column, canvas);
    }
    for line in app.reader.noted_lines().filter(|line| shown.contains(line)) {
        if column.x > pane.x {
            let y = column.y + (line - app.reader.top) as u16;
            canvas.text(column.x - 1, y, 1, "*", theme.dim);
        }
    }
}

/// Shows what is being selected.
pub(super) fn selection(app: &App, column: Area, canvas: &mut Canvas<'_>) {
    let parts = app.reader.selection_parts(&lines_in_view(app, column));
    wear(&parts, canvas.theme.selection, app.reader.top, column, canvas);
}

/// The notes, after the `lines` lines of the page.
pub(super) fn notes(app: &App, lines: usize, column: Area, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    for (number, note) in (lines..).zip(app.reader.notes()) {
        let row = number.checked_sub(app.reader.top);
        let Some(row) = row.filter(|row| *row < usize::from(column.height)) else {
            continue;
        };
        let style = if note.own { theme.text } else { theme.dim };
        canvas.text(column.x, column.y + row as u16, column.width, &note.text, style);
    }
}

fn lines_in_view(app: &App, column: Area) -> std::ops::Range<usize> {
    app.reader.top..app.reader.top + usize::from(column.height)
}

/// Sets `style` on `parts`, which are in view, of a page whose line `top` is the first in `column`.
fn wear(parts: &[Highlight], style: Style, top: usize, column: Area, canvas: &mut Canvas<'_>) {
    for part in parts {
        let (x, y) = (
            column.x + part.cells.start as u16,
            column.y + (part.line - top) as u16,
        );
        canvas.style(x, y, (part.cells.end - part.cells.start) as u16, style);
    }
}
