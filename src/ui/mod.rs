//! Drawing: `draw(&App, frame)`, one file per pane. Reads the state and changes nothing; every string
//! it is handed has been cleaned where it entered the program.

mod bars;
mod canvas;
mod categories;
mod depth;
mod list;
mod overlay;
mod passages;
mod reader;
mod results;
mod scheme;
mod theme;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::{App, Area, Shape};

pub use canvas::Linked;
pub use depth::Depth;
pub use theme::Theme;

use canvas::Canvas;

/// Draws the whole screen; returns what of it leads somewhere, where the terminal opens links.
pub fn draw(app: &App, theme: &Theme, frame: &mut Frame<'_>) -> Vec<Linked> {
    let mut canvas = Canvas::new(frame.buffer_mut(), app.settings.cells, theme);
    let cursor = fill(app, &mut canvas);
    let links = canvas.links;
    if let Some(position) = cursor {
        frame.set_cursor_position(position);
    }
    links
}

/// Draws the whole screen into `buffer`; returns where the terminal's cursor is to stand, if anywhere.
pub fn render(app: &App, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
    fill(app, &mut Canvas::new(buffer, app.settings.cells, theme))
}

fn fill(app: &App, canvas: &mut Canvas<'_>) -> Option<Position> {
    let areas = app.areas();
    canvas.fill();
    if areas.shape == Shape::TooSmall {
        bars::too_small(app, canvas);
        return None;
    }
    if app.overlay.is_some() {
        return overlay::draw(app, canvas);
    }
    if let Some(area) = areas.top {
        bars::top(app, area, canvas);
    }
    if let Some(pane) = areas.list {
        list::draw(app, pane, canvas);
    }
    if let Some(pane) = areas.reader {
        reader::draw(app, pane, canvas);
    }
    let [first, second] = areas.rules;
    rule(first, canvas);
    if let Some(pane) = areas.categories {
        categories::draw(app, pane, canvas);
    }
    rule(second, canvas);
    bars::status(app, areas.status, canvas)
}

/// A thin rule between two panes.
fn rule(area: Option<Area>, canvas: &mut Canvas<'_>) {
    let Some(area) = area else { return };
    if area.width == 1 {
        let stroke = if canvas.cells.ambiguous_wide { "|" } else { "│" };
        for y in area.y..area.y + area.height {
            canvas.text(area.x, y, 1, stroke, canvas.theme.rule);
        }
    } else {
        canvas.rule(area.x, area.y, area.width);
    }
}
