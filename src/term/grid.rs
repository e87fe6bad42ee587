//! A screenful of cells, row by row.

use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::style::{Color, Modifier};

use crate::app::Size;

/// Modifiers that show on a blank.
pub(super) const SEEN_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .union(Modifier::CROSSED_OUT);

/// The cells of a screen. The cell behind a double-width one is a blank that is never sent.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    size: Size,
    cells: Vec<Cell>,
}

impl Grid {
    /// All blank.
    pub(super) fn blank(size: Size) -> Self {
        let cells = usize::from(size.width) * usize::from(size.height);
        Self {
            size,
            cells: vec![Cell::EMPTY; cells],
        }
    }

    pub(super) fn size(&self) -> Size {
        self.size
    }

    /// Row `y`, from 0; empty where there is none.
    pub(super) fn row(&self, y: u16) -> &[Cell] {
        let width = usize::from(self.size.width);
        let start = usize::from(y) * width;
        self.cells.get(start..start + width).unwrap_or_default()
    }

    pub(super) fn row_mut(&mut self, y: u16) -> &mut [Cell] {
        let width = usize::from(self.size.width);
        let start = usize::from(y) * width;
        self.cells.get_mut(start..start + width).unwrap_or_default()
    }

    /// Takes over what was drawn into `buffer`, all cells that look alike in one form.
    pub(super) fn load(&mut self, buffer: &Buffer) {
        let from = usize::from(buffer.area.width).max(1);
        for (y, drawn) in (0..self.size.height).zip(buffer.content.chunks(from)) {
            let row = self.row_mut(y);
            let mut x = 0;
            while let (Some(cell), Some(rest)) = (drawn.get(x), row.get_mut(x..)) {
                let covers = width(cell);
                match rest {
                    [place, ..] if covers == 1 => alike(place, cell),
                    [place, behind, ..] => {
                        alike(place, cell);
                        *behind = Cell::EMPTY;
                    }
                    // A wide glyph that does not fit would wrap.
                    [place] => *place = Cell::EMPTY,
                    [] => break,
                }
                x += covers;
            }
        }
    }

    /// Moves rows `top..bottom` up by `lines` (down, if negative); blank rows come in.
    pub(super) fn scroll(&mut self, top: u16, bottom: u16, lines: i16) {
        let width = usize::from(self.size.width);
        let range = usize::from(top) * width..usize::from(bottom) * width;
        let Some(cells) = self.cells.get_mut(range) else {
            return;
        };
        let moved = (usize::from(lines.unsigned_abs()) * width).min(cells.len());
        let kept = cells.len() - moved;
        if lines > 0 {
            cells.rotate_left(moved);
            cells.iter_mut().skip(kept).for_each(Cell::reset);
        } else {
            cells.rotate_right(moved);
            cells.iter_mut().take(moved).for_each(Cell::reset);
        }
    }
}

/// Makes `place` the one form of everything that looks as `cell` does.
fn alike(place: &mut Cell, cell: &Cell) {
    if cell.symbol() == " " && !cell.modifier.intersects(SEEN_ON_BLANK) {
        *place = Cell::EMPTY;
        place.bg = cell.bg;
        return;
    }
    place.clone_from(cell);
    if !matches!(place.diff_option, CellDiffOption::ForcedWidth(_)) {
        place.diff_option = CellDiffOption::None;
    }
}

/// Columns that `cell` covers, as it was laid out: 1 or 2.
pub(super) fn width(cell: &Cell) -> usize {
    let symbol = cell.symbol();
    if symbol.len() == 1 {
        return 1;
    }
    usize::from(cell.cell_width()).clamp(1, 2)
}

/// Whether `cell` is what an erased screen shows.
pub(super) fn is_blank(cell: &Cell) -> bool {
    is_blank_on(cell, Color::Reset)
}

/// Whether `cell` is what a screen shows that was erased in the colour `ground`.
pub(super) fn is_blank_on(cell: &Cell, ground: Color) -> bool {
    cell.symbol() == " " && cell.bg == ground && !cell.modifier.intersects(SEEN_ON_BLANK)
}
