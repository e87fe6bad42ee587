//! Columns of numbers: which they are, and where their numbers stand. As in print, digits of one worth stand one
//! under the other, with or without a decimal point; what is no number stands flush right.

use super::Field;
use crate::document::Entry;

use crate::text::cells::Cells;

/// Cells of the widest words that may stand among numbers.
const WIDEST_WORDS: usize = 18;

/// The place of the decimal point in a column of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Points {
    /// Cells of the widest whole part, signs included.
    before: usize,
    /// Cells of the widest rest: decimals, unit.
    after: usize,
}

impl Points {
    /// Cells that the numbers take together.
    pub(super) fn width(self) -> usize {
        self.before + self.after
    }

    /// Cells before a line of the column: a number has its point where all have it, anything else
    /// stands flush right.
    pub(super) fn indent(self, line: &str, column: usize, cells: Cells) -> usize {
        let free = column.saturating_sub(cells.width(line));
        match Entry::of(line) {
            Entry::Figure(figure) => {
                let (before, _) = line.split_at_checked(figure.point).unwrap_or((line, ""));
                let point = column.saturating_sub(self.after);
                // A number that a word stands before is none of the column's.
                free.min(point.saturating_sub(cells.width(before)))
            }
            _ => free,
        }
    }
}

/// For each of `columns` columns, where the points of its numbers stand if it is one of numbers: most of what
/// stands in it is, the rest is short, and they are no codes or years (bare digits, all of one length).
pub(super) fn points(body: &[Vec<Field>], columns: usize, cells: Cells) -> Vec<Option<Points>> {
    let mut counts = vec![Count::default(); columns];
    for field in body.iter().flatten().filter(|field| field.cell.colspan == 1) {
        if let Some(count) = counts.get_mut(field.cell.column) {
            count.add(field, cells);
        }
    }
    counts.into_iter().map(Count::points).collect()
}

/// What stands in a column.
#[derive(Clone, Default)]
struct Count {
    numbers: usize,
    others: usize,
    before: usize,
    after: usize,
    too_wide: bool,
    /// Bytes of the bare numbers, as long as all are bare and of one length.
    length: Option<usize>,
    mixed: bool,
}

impl Count {
    fn add(&mut self, field: &Field, cells: Cells) {
        let mut numbers = true;
        let mut blank = true;
        for line in field.flow.text.split('\n') {
            let entry = Entry::of(line);
            match entry {
                Entry::Blank | Entry::Nothing => continue,
                Entry::Figure(figure) => {
                    let (before, after) = line.split_at_checked(figure.point).unwrap_or((line, ""));
                    self.before = self.before.max(cells.width(before));
                    self.after = self.after.max(cells.width(after));
                    self.mixed |= !figure.bare || *self.length.get_or_insert(line.len()) != line.len();
                }
                Entry::Range => self.mixed = true,
                Entry::Time | Entry::Words => {
                    numbers = false;
                    self.too_wide |= cells.width(line) > WIDEST_WORDS;
                }
            }
            blank = false;
        }
        if !blank {
            self.numbers += usize::from(numbers);
            self.others += usize::from(!numbers);
        }
    }

    fn points(self) -> Option<Points> {
        let codes = !self.mixed && self.length.is_some_and(|length| length >= 4);
        let numbers = self.numbers > self.others && !self.too_wide && !codes;
        numbers.then_some(Points {
            before: self.before,
            after: self.after,
        })
    }
}
