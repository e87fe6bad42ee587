//! A screenful of cells, row by row.

use std::ops::Deref;

use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::style::{Color, Modifier};

use crate::app::Size;

/// Modifiers that show on a blank.
pub(super) const SEEN_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .union(Modifier::CROSSED_OUT);

/// A cell, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Spot {
    cell: Cell,
    /// The link it belongs to ([`super::hyperlinks`]), or [`NOWHERE`].
    pub(super) link: u32,
}

/// No link.
pub(super) const NOWHERE: u32 = 0;

impl Spot {
    const EMPTY: Self = Self {
        cell: Cell::EMPTY,
        link: NOWHERE,
    };

    /// Makes this what an erased screen shows in the colour `ground`.
    pub(super) fn blank(&mut self, ground: Color) {
        *self = Self::EMPTY;
        self.cell.bg = ground;
    }
}

impl Deref for Spot {
    type Target = Cell;

    fn deref(&self) -> &Cell {
        &self.cell
    }
}

/// The cells of a screen. The cell behind a double-width one is a blank that is never sent.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    size: Size,
    cells: Vec<Spot>,
}

impl Grid {
    /// All blank.
    pub(super) fn blank(size: Size) -> Self {
        let cells = usize::from(size.width) * usize::from(size.height);
        Self {
            size,
            cells: vec![Spot::EMPTY; cells],
        }
    }

    pub(super) fn size(&self) -> Size {
        self.size
    }

    /// Row `y`, from 0; empty where there is none.
    pub(super) fn row(&self, y: u16) -> &[Spot] {
        let width = usize::from(self.size.width);
        let start = usize::from(y) * width;
        self.cells.get(start..start + width).unwrap_or_default()
    }

    pub(super) fn row_mut(&mut self, y: u16) -> &mut [Spot] {
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
                        *behind = Spot::EMPTY;
                    }
                    // A wide glyph that does not fit would wrap.
                    [place] => *place = Spot::EMPTY,
                    [] => break,
                }
                x += covers;
            }
        }
    }

    /// Makes `width` cells from column `x` of row `y` belong to `link`, but for blanks, of which nothing is seen.
    pub(super) fn link(&mut self, x: u16, y: u16, width: u16, link: u32) {
        let spots = self.row_mut(y).iter_mut().skip(x.into()).take(width.into());
        for spot in spots.filter(|spot| !is_blank_on(spot, spot.bg)) {
            spot.link = link;
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
            cells.iter_mut().skip(kept).for_each(|spot| *spot = Spot::EMPTY);
        } else {
            cells.rotate_right(moved);
            cells.iter_mut().take(moved).for_each(|spot| *spot = Spot::EMPTY);
        }
    }
}

/// Makes `place` the one form of everything that looks as `cell` does.
fn alike(place: &mut Spot, cell: &Cell) {
    place.link = NOWHERE;
    if cell.symbol() == " " && !cell.modifier.intersects(SEEN_ON_BLANK) {
        place.blank(cell.bg);
        return;
    }
    let place = &mut place.cell;
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
