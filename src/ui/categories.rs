//! The category pane.

use crate::app::{App, CategoryLine, Pane, PaneArea, Part};
use crate::config::words::grouped;

use super::canvas::Canvas;

/// Cells by which a category stands behind the name of its group.
const INDENT: u16 = 2;

pub(super) fn draw(app: &App, pane: PaneArea, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    canvas.clear(pane.heading);
    canvas.clear(pane.body);
    let focused = app.focus == Pane::Categories;
    let style = if focused {
        theme.heading_focused
    } else {
        theme.heading
    };
    canvas.text(
        pane.heading.x + 1,
        pane.heading.y,
        pane.heading.width.saturating_sub(2),
        &app.categories_heading(),
        style,
    );

    let shown = &app.list().source;
    let lines = app.categories.lines(pane.body.height.into());
    for (line, y) in lines.into_iter().zip(pane.body.y..) {
        let CategoryLine::Entry(index) = line else {
            canvas.rule(pane.body.x + 1, y, pane.body.width.saturating_sub(2));
            continue;
        };
        let Some(entry) = app.categories.entry(index) else {
            break;
        };
        let count = entry.count.map_or_else(String::new, |count| {
            grouped(count.articles) + if count.more { "+" } else { "" }
        });
        let right = pane.body.x + pane.body.width.saturating_sub(1);
        let selected = focused && index == app.categories.cursor;
        let style = if selected {
            theme.cursor
        } else if entry.source == *shown {
            theme.cursor_resting
        } else {
            theme.text
        };
        let begins = canvas.text_ending_at(right, y, pane.body.width / 2, &count, theme.dim);
        let style = if entry.hidden { theme.dim } else { style };
        // Not told by dimness alone, and to be seen under the cursor too.
        let (before, after) = match entry.part {
            _ if entry.hidden => ("(", ")"),
            Part::Pinned => ("^", ""),
            Part::Groups if entry.group.is_some() => ("", ""),
            Part::Groups if entry.folded => ("+", ""),
            Part::Groups => ("-", ""),
            _ => ("", ""),
        };
        let mark = if app.is_entry_settling(&entry.source) {
            theme.dim
        } else {
            style
        };
        let x = pane.body.x + 1 + if entry.group.is_some() { INDENT } else { 0 };
        let room = begins.saturating_sub(x + 1 + u16::from(entry.hidden));
        let name = canvas.cells.truncate(&entry.label, room.into());
        canvas.text(x - 1, y, 1, before, mark);
        let mut used = canvas.text(x, y, room, &name, style);
        used += canvas.text(x + used, y, 1, after, mark);
        if selected {
            canvas.style(pane.body.x, y, pane.body.width, theme.cursor);
        } else if entry.source == *shown {
            canvas.style(x, y, used, theme.cursor_resting);
        }
    }
}
