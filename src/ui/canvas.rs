//! Writing text into cells by our own widths. ratatui measures ambiguous characters as one cell
//! always; where the terminal gives them two, the cell is forced.

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, CellDiffOption, CellWidth};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use crate::app::Area;
use crate::text::cells::Cells;

use super::Theme;

/// Cells of one row that belong to a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The first of them.
    pub x: u16,
    /// Their row.
    pub y: u16,
    /// How many there are.
    pub width: u16,
    /// Which of the links on the page it is: its stretches on several lines share this.
    pub number: usize,
    /// Where it leads.
    pub address: String,
}

/// A buffer, and what is needed to write into it.
pub(super) struct Canvas<'a> {
    buffer: &'a mut Buffer,
    pub(super) links: Vec<Linked>,
    pub(super) cells: Cells,
    pub(super) theme: &'a Theme,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(buffer: &'a mut Buffer, cells: Cells, theme: &'a Theme) -> Self {
        Self {
            buffer,
            links: Vec::new(),
            cells,
            theme,
        }
    }

    /// Puts the ground of the theme under everything.
    pub(super) fn fill(&mut self) {
        self.buffer.set_style(self.buffer.area, self.theme.base);
    }

    /// Writes `text` at column `x` of row `y`, as much of it as fits in `max` cells whole; returns the
    /// cells it took.
    pub(super) fn text(&mut self, x: u16, y: u16, max: u16, text: &str, style: Style) -> u16 {
        let mut used = 0;
        for g in text.graphemes(true) {
            let width = self.cells.grapheme(g) as u16;
            if width == 0 {
                continue;
            }
            if used + width > max {
                break;
            }
            self.glyph(x + used, y, g, width, style);
            used += width;
        }
        used
    }

    /// Writes `text` so that it ends before column `right`; returns the column where it begins.
    pub(super) fn text_ending_at(&mut self, right: u16, y: u16, max: u16, text: &str, style: Style) -> u16 {
        let width = (self.cells.width(text) as u16).min(max);
        let x = right.saturating_sub(width);
        self.text(x, y, width, text, style);
        x
    }

    /// Draws a horizontal rule. Box-drawing characters are of ambiguous width: where that means two cells
    /// the rule is ASCII.
    pub(super) fn rule(&mut self, x: u16, y: u16, width: u16) {
        let dash = if self.cells.ambiguous_wide { "-" } else { "─" };
        self.text(x, y, width, &dash.repeat(width.into()), self.theme.rule);
    }

    fn glyph(&mut self, x: u16, y: u16, g: &str, width: u16, style: Style) {
        let Some(cell) = self.buffer.cell_mut((x, y)) else {
            return;
        };
        cell.set_symbol(g).set_style(style);
        let forced = NonZeroU16::new(width).filter(|_| g.cell_width() != width);
        cell.set_diff_option(forced.map_or(CellDiffOption::None, CellDiffOption::ForcedWidth));
        let base = self.theme.base;
        for tail in 1..width {
            if let Some(cell) = self.buffer.cell_mut((x + tail, y)) {
                cell.reset();
                cell.set_style(base).set_style(style);
            }
        }
    }

    /// Sets `style` on a row of cells, whatever they hold.
    pub(super) fn style(&mut self, x: u16, y: u16, width: u16, style: Style) {
        for column in x..x.saturating_add(width) {
            if let Some(cell) = self.buffer.cell_mut((column, y)) {
                cell.set_style(style);
            }
        }
    }

    /// Blanks `area`, and the glyph whose right half its left edge would cut off. What leads somewhere ends before it.
    pub(super) fn clear(&mut self, area: Area) {
        self.links.retain_mut(|linked| {
            let ends = linked.x + linked.width;
            let beside = linked.x >= area.x + area.width || ends <= area.x;
            if !beside && (area.y..area.y + area.height).contains(&linked.y) {
                linked.width = area.x.saturating_sub(linked.x);
            }
            linked.width > 0
        });
        let base = self.theme.base;
        for y in area.y..area.y + area.height {
            if let Some(before) = area.x.checked_sub(1)
                && let Some(cell) = self.buffer.cell_mut((before, y))
                && cell.cell_width() > 1
            {
                cell.reset();
                cell.set_style(base);
            }
            for x in area.x..area.x + area.width {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_style(base);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;

    #[test]
    fn text_stops_before_a_glyph_that_would_be_cut() {
        let theme = Theme::terminal();
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        let mut canvas = Canvas::new(&mut buffer, Cells::default(), &theme);
        assert_eq!(canvas.text(0, 0, 5, "央行降", Style::new()), 4);
    }

    #[test]
    fn ambiguous_glyphs_are_forced_where_they_are_wide() {
        let theme = Theme::terminal();
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        let mut canvas = Canvas::new(&mut buffer, Cells { ambiguous_wide: true }, &theme);
        assert_eq!(canvas.text(0, 0, 6, "“a", Style::new()), 3);
        assert_eq!(buffer.cell((0, 0)).map(CellWidth::cell_width), Some(2));
        assert_eq!(
            buffer.cell((2, 0)).map(|cell| cell.symbol().to_owned()),
            Some("a".to_owned())
        );
    }

    #[test]
    fn a_drawer_blanks_the_glyph_it_would_cut() {
        let theme = Theme::terminal();
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        let mut canvas = Canvas::new(&mut buffer, Cells::default(), &theme);
        canvas.text(0, 0, 6, "央行降", Style::new());
        canvas.clear(Area {
            x: 3,
            y: 0,
            width: 3,
            height: 1,
        });
        let row: String = (0..6)
            .filter_map(|x| buffer.cell((x, 0)).map(|cell| cell.symbol().to_owned()))
            .collect();
        assert_eq!(row, "央     ");
    }
}
