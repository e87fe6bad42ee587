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
const PRICE: isize = 24;

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
            for (x, cell) in row.iter().enumerate().filter(|(_, spot)| !is_blank(spot)) {
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
        if let Some((saved, scroll)) = best_by(&before, &after, lines)
            && saved > most
        {
            most = saved;
            best = Some(scroll);
        }
    }
    best
}

/// The scroll by `lines` that saves most, and what it saves. Rows in the midst of it may have changed as well, as the one
/// under a cursor that stands while its list moves.
fn best_by(before: &[Row], after: &[Row], lines: i16) -> Option<(isize, Scroll)> {
    // What `after[y]` saves where the scroll has brought it the row from which it would have come.
    let gain = |y: usize| -> isize {
        let (Some(new), Some(old)) = (after.get(y), before.get(y)) else {
            return 0;
        };
        let came = y
            .checked_add_signed(isize::from(lines))
            .and_then(|from| before.get(from))
            .is_some_and(|from| from.hash == new.hash);
        match (came, old.hash == new.hash) {
            (true, false) => new.cost.cast_signed(),
            (false, true) => -new.cost.cast_signed(),
            _ => 0,
        }
    };
    // The run of rows that saves most (Kadane), among those that have a row to come from.
    let amount = usize::from(lines.unsigned_abs());
    let kept = after.len().min(before.len()).saturating_sub(amount);
    let first = if lines > 0 { 0 } else { amount };
    let (mut best, mut most) = (None, 0);
    let (mut start, mut sum) = (first, 0);
    for y in first..first + kept {
        if sum <= 0 {
            (start, sum) = (y, 0);
        }
        sum += gain(y);
        if sum > most {
            most = sum;
            best = Some(start..y + 1);
        }
    }
    let run = best?;
    // The rows that the scroll leaves blank stand at one end of its region.
    let (region, blanked) = if lines > 0 {
        (run.start..run.end + amount, run.end..run.end + amount)
    } else {
        (run.start - amount..run.end, run.start - amount..run.start)
    };
    let lost: usize = blanked
        .filter_map(|y| before.get(y).zip(after.get(y)))
        .filter(|(old, new)| old.hash == new.hash)
        .map(|(_, new)| new.cost)
        .sum();
    let scroll = Scroll {
        top: region.start as u16,
        bottom: region.end as u16,
        lines,
    };
    Some((most - lost.cast_signed(), scroll))
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
    fn a_list_is_scrolled_across_the_row_of_its_cursor() {
        // The cursor stands in the fourth row, whatever row of the list that is.
        let screen = |first: usize| -> Vec<String> {
            let row = |y: usize| {
                let cursor = if y == 4 { "> " } else { "" };
                format!("{cursor}row number {} of it", first + y)
            };
            (0..8)
                .map(|y| if y == 0 { "heading".to_owned() } else { row(y) })
                .collect()
        };
        let (before, after) = (screen(10), screen(11));
        let [before, after] =
            [&before, &after].map(|rows| grid(&rows.iter().map(String::as_str).collect::<Vec<_>>()));
        let scroll = |lines| {
            Some(Scroll {
                top: 1,
                bottom: 8,
                lines,
            })
        };
        assert_eq!(find(&before, &after), scroll(1));
        assert_eq!(find(&after, &before), scroll(-1));
    }

    #[test]
    fn a_new_page_is_not() {
        let next = PAGE.map(|line| if line.is_empty() { "was empty" } else { "" });
        assert_eq!(find(&grid(&PAGE), &grid(&next)), None);
        assert_eq!(find(&grid(&PAGE), &grid(&PAGE)), None);
        assert_eq!(find(&grid(&[]), &grid(&[])), None);
    }
}
