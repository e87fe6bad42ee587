//! Finding out that a part of the screen has only moved, so that the terminal can move it itself: a
//! page scrolled by one line then costs the bytes of one line (budget: 120 for `j` in a zoomed page).
//!
//! Rows are compared whole, so it applies where something fills the width of the screen.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::grid::{Grid, is_blank, is_blank_on};

/// Rows `top..bottom`, moved up by `lines` (down, if negative).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scroll {
    pub(super) top: u16,
    pub(super) bottom: u16,
    pub(super) lines: i16,
}

/// What the sequences of one scroll cost, in the unit of [`Row::cost`] (about a byte).
const PRICE: usize = 24;

/// One row of the screen, before or after.
struct Row {
    hash: u64,
    /// Cells that would have to be sent to draw it: those that are not blank, on whatever background.
    cost: usize,
}

fn rows(grid: &Grid) -> Vec<Row> {
    (0..grid.size().height)
        .map(|y| {
            let row = grid.row(y);
            let mut hasher = DefaultHasher::new();
            let mut cost = 0;
            for (x, cell) in row.iter().enumerate().filter(|(_, cell)| !is_blank(cell)) {
                (x, cell).hash(&mut hasher);
                cost += usize::from(!is_blank_on(cell, cell.bg));
            }
            Row {
                hash: hasher.finish(),
                cost,
            }
        })
        .collect()
}

/// The scroll that saves most on the way from `shown` to `wanted`, if one saves anything.
pub(super) fn find(shown: &Grid, wanted: &Grid) -> Option<Scroll> {
    let height = shown.size().height;
    let changed = (0..height).filter(|&y| shown.row(y) != wanted.row(y)).count();
    if changed < 3 {
        return None;
    }
    let (before, after) = (rows(shown), rows(wanted));
    let mut best = None;
    let mut most = PRICE;
    for lines in (1..=height / 2).flat_map(|n| [n as i16, -(n as i16)]) {
        for scroll in blocks(&before, &after, lines) {
            let saved = saving(&before, &after, scroll);
            if saved > most {
                most = saved;
                best = Some(scroll);
            }
        }
    }
    best
}

/// The runs of rows that are after what they were `lines` further down before.
fn blocks(before: &[Row], after: &[Row], lines: i16) -> Vec<Scroll> {
    let mut found: Vec<Scroll> = Vec::new();
    let mut open = false;
    for (y, row) in after.iter().enumerate() {
        let came = y
            .checked_add_signed(isize::from(lines))
            .and_then(|from| before.get(from))
            .is_some_and(|from| from.hash == row.hash);
        if came {
            let y = y as u16;
            let (top, bottom) = if lines > 0 {
                (y, y + 1 + lines.unsigned_abs())
            } else {
                (y - lines.unsigned_abs(), y + 1)
            };
            match found.last_mut() {
                Some(block) if open => block.bottom = bottom,
                _ => found.push(Scroll { top, bottom, lines }),
            }
        }
        open = came;
    }
    found
}

/// The cost of the rows that need not be sent, less that of the rows which the scroll spoils.
fn saving(before: &[Row], after: &[Row], scroll: Scroll) -> usize {
    let (mut gained, mut lost) = (0, 0);
    let inside = usize::from(scroll.top)..usize::from(scroll.bottom);
    for y in inside.clone() {
        let Some((old, new)) = before.get(y).zip(after.get(y)) else {
            continue;
        };
        let stood = old.hash == new.hash;
        let from = y
            .checked_add_signed(isize::from(scroll.lines))
            .filter(|from| inside.contains(from));
        let came = from
            .and_then(|from| before.get(from))
            .is_some_and(|from| from.hash == new.hash);
        match (came, stood) {
            (true, false) => gained += new.cost,
            (false, true) => lost += new.cost,
            _ => {}
        }
    }
    usize::saturating_sub(gained, lost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Size;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn grid(lines: &[&str]) -> Grid {
        let size = Size {
            width: 20,
            height: lines.len() as u16,
        };
        let mut grid = Grid::blank(size);
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
        for (y, line) in (0..).zip(lines) {
            buffer.set_string(0, y, line, Style::new());
        }
        grid.load(&buffer);
        grid
    }

    const PAGE: [&str; 7] = [
        "the heading",
        "first line of text",
        "second line of it",
        "",
        "third line of all",
        "fourth line there",
        "status   3%",
    ];

    #[test]
    fn a_page_that_moved_is_scrolled_between_heading_and_status() {
        let mut next = PAGE;
        next[1..6].rotate_left(1);
        next[5] = "the fifth line now";
        next[6] = "status  12%";
        assert_eq!(
            find(&grid(&PAGE), &grid(&next)),
            Some(Scroll {
                top: 1,
                bottom: 6,
                lines: 1
            })
        );
        assert_eq!(
            find(&grid(&next), &grid(&PAGE)),
            Some(Scroll {
                top: 1,
                bottom: 6,
                lines: -1
            })
        );
    }

    #[test]
    fn a_new_page_is_not() {
        let next = PAGE.map(|line| if line.is_empty() { "was empty" } else { "" });
        assert_eq!(find(&grid(&PAGE), &grid(&next)), None);
        assert_eq!(find(&grid(&PAGE), &grid(&PAGE)), None);
        assert_eq!(find(&grid(&[]), &grid(&[])), None);
    }
}
