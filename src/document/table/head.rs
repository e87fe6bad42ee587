//! Which rows head a table. News sites seldom mark header cells, so what stands in the cells has to say it.

use std::collections::HashSet;

use crate::document::figure::{Entry, is_year_or_month};
use crate::document::{Cell, Document, InlineKind, Table};

/// Rows of the deepest head that is found by what stands in it: a title, its units, two rows of names.
const MOST_TITLES: usize = 2;
const MOST_NAMES: usize = 3;
/// Rows of the body that are looked at.
const SAMPLE: usize = 64;

/// How many rows head `table`; its `header_rows` are those that its markup says.
pub(super) fn header_rows(table: &Table, document: &Document) -> usize {
    let look = Look { table, document };
    let marked = table.header_rows;
    if marked > 0 {
        let end = look.end(marked);
        let marked = if look.labels(marked..end) { end } else { marked };
        let titles = table.rows.iter().take(marked).all(|row| look.is_title(row));
        if !titles {
            return marked;
        }
    }
    let titles = if marked > 0 {
        marked
    } else {
        let rows = table.rows.iter().take(MOST_TITLES);
        rows.take_while(|row| look.is_title(row)).count()
    };
    look.names(titles)
        .unwrap_or(if titles < table.rows.len() { titles } else { marked })
}

struct Look<'a> {
    table: &'a Table,
    document: &'a Document,
}

impl Look<'_> {
    fn text(&self, cell: &Cell) -> &str {
        self.document.slice(&cell.range)
    }

    /// Whether the row is one cell of words over all columns.
    fn is_title(&self, row: &[Cell]) -> bool {
        let [cell] = row else {
            return false;
        };
        self.table.columns > 1
            && cell.colspan == self.table.columns
            && Entry::of(self.text(cell)) == Entry::Words
    }

    /// Where the cells of the first `rows` rows end, downwards.
    fn end(&self, rows: usize) -> usize {
        let rows = self.table.rows.iter().take(rows).enumerate();
        rows.flat_map(|(at, row)| row.iter().map(move |cell| at + cell.rowspan))
            .max()
            .unwrap_or(0)
    }

    /// Whether all cells of these rows could be names of columns.
    fn labels(&self, rows: std::ops::Range<usize>) -> bool {
        let cells = self.table.rows.get(rows).unwrap_or_default().iter().flatten();
        cells.into_iter().all(|cell| self.is_label(cell))
    }

    fn is_label(&self, cell: &Cell) -> bool {
        let text = self.text(cell);
        match Entry::of(text) {
            Entry::Words | Entry::Time => true,
            Entry::Figure(_) => is_year_or_month(text),
            _ => false,
        }
    }

    /// Where the rows of names end that begin at row `from`, if there are any.
    fn names(&self, from: usize) -> Option<usize> {
        let first = self.table.rows.get(from)?;
        let grouped = first.iter().any(|cell| cell.colspan > 1);
        let spanned = first.iter().map(|cell| cell.rowspan).max()?;
        let end = from + if grouped { spanned.max(2) } else { spanned };
        let covered: usize = first.iter().map(|cell| cell.colspan).sum();
        if end > from + MOST_NAMES || covered != self.table.columns || end >= self.table.rows.len() {
            return None;
        }
        let head: Vec<&Cell> = self.table.rows.get(from..end)?.iter().flatten().collect();
        // Over the names of the rows there may stand nothing.
        let corner = head
            .first()
            .is_some_and(|cell| cell.column == 0 && cell.range.is_empty());
        let mut named = head.iter().skip(usize::from(corner));
        if !named.all(|cell| self.is_label(cell)) {
            return None;
        }
        let body = self.table.rows.get(end..)?;
        let columns = Columns::of(self, body);
        // A date over dates is one of them.
        let lowest = head.iter().filter(|cell| cell.colspan == 1);
        let same = |cell: &&Cell| {
            let text = self.text(cell);
            (Entry::of(text) == Entry::Time || is_year_or_month(text)) && columns.times(cell.column)
        };
        if lowest.clone().any(same) {
            return None;
        }
        let told = if self.table.columns == 2 && !corner {
            // The first row of names and values may as well be one more of them: told only by values of one
            // kind, or by dates for names.
            body.len() > 1 && (columns.one_unit(1) || columns.times(0))
        } else {
            (0..self.table.columns).any(|column| columns.figures(column) || columns.times(column))
        };
        (told || corner || self.are_bold(&head)).then_some(end)
    }

    /// Whether all that stands in these cells is strong, and not all of the table.
    fn are_bold(&self, cells: &[&Cell]) -> bool {
        let whole = |rows: &[Vec<Cell>]| {
            let first = rows.iter().flatten().map(|cell| cell.range.start).min();
            let last = rows.iter().flatten().map(|cell| cell.range.end).max();
            first.unwrap_or(0)..last.unwrap_or(0)
        };
        let within = whole(&self.table.rows);
        let inlines = self.document.inlines.iter().rev();
        let strong: HashSet<(usize, usize)> = inlines
            .take_while(|inline| inline.range.end >= within.start)
            .filter(|inline| inline.kind == InlineKind::Strong)
            .map(|inline| (inline.range.start, inline.range.end))
            .collect();
        let is_bold = |cell: &Cell| strong.contains(&(cell.range.start, cell.range.end));
        let last = self.table.rows.last().map_or(&[][..], Vec::as_slice);
        cells.iter().all(|cell| is_bold(cell)) && !last.iter().all(is_bold)
    }
}

/// What the columns of a body hold.
struct Columns<'a> {
    entries: Vec<Vec<Entry<'a>>>,
}

impl<'a> Columns<'a> {
    fn of(look: &'a Look<'_>, body: &[Vec<Cell>]) -> Self {
        let mut entries = vec![Vec::new(); look.table.columns];
        for cell in body
            .iter()
            .take(SAMPLE)
            .flatten()
            .filter(|cell| cell.colspan == 1)
        {
            if let Some(entries) = entries.get_mut(cell.column) {
                entries.push(Entry::of(look.document.slice(&cell.range)));
            }
        }
        Self { entries }
    }

    /// Whether at least half of what stands in the column is so, and something is.
    fn mostly(&self, column: usize, is: impl Fn(&Entry) -> bool) -> bool {
        let entries = self.entries.get(column).map_or(&[][..], Vec::as_slice);
        let there = entries
            .iter()
            .filter(|entry| !matches!(entry, Entry::Blank | Entry::Nothing));
        let (mut all, mut so) = (0, 0);
        for entry in there {
            all += 1;
            so += usize::from(is(entry));
        }
        so > 0 && so * 2 >= all
    }

    fn figures(&self, column: usize) -> bool {
        self.mostly(column, |entry| matches!(entry, Entry::Figure(_) | Entry::Range))
    }

    fn times(&self, column: usize) -> bool {
        self.mostly(column, |entry| {
            matches!(entry, Entry::Time)
                || matches!(entry, Entry::Figure(figure) if figure.bare && figure.point == 4)
        })
    }

    /// Whether the column holds figures of one unit, or dates alone.
    fn one_unit(&self, column: usize) -> bool {
        let entries = self.entries.get(column).map_or(&[][..], Vec::as_slice);
        let mut units = entries.iter().filter_map(|entry| match entry {
            Entry::Figure(figure) => Some(Some(figure.unit)),
            Entry::Blank | Entry::Nothing => None,
            _ => Some(None),
        });
        let Some(Some(first)) = units.next() else {
            return false;
        };
        units.all(|unit| unit == Some(first))
    }
}
