//! The grid that the cells of a table make.

mod head;
mod kind;

use std::ops::Range;

use super::{Cell, Document, Table};
pub(super) use kind::is_layout;

/// Columns of the widest table; what stands in cells beyond goes into the last one.
const MAX_COLUMNS: usize = 64;

/// A part of a table, in the order of their standing.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    Head,
    #[default]
    Body,
    Foot,
}

/// A table in the making. Its rows come in the order of their standing: head, body, foot.
#[derive(Default)]
pub(super) struct TableBuilder {
    rows: Vec<Row>,
    /// For each column, how many more rows a cell from above takes.
    taken: Vec<usize>,
    section: Section,
    /// The first row of the section.
    begin: usize,
    /// The last row with a cell.
    filled: usize,
}

struct Row {
    cells: Vec<Cell>,
    section: Section,
}

impl TableBuilder {
    /// From here on rows are of a new part; no cell reaches into it (HTML, "Forming a table").
    pub(super) fn begin_section(&mut self, section: Section) {
        self.taken.clear();
        self.section = section;
        let count = self.rows.len();
        for (number, row) in self.rows.iter_mut().enumerate().skip(self.begin) {
            for cell in &mut row.cells {
                cell.rowspan = cell.rowspan.min(count - number);
            }
        }
        self.begin = count;
    }

    /// Whether there is no row yet.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn begin_row(&mut self) {
        for taken in &mut self.taken {
            *taken = taken.saturating_sub(1);
        }
        self.rows.push(Row {
            cells: Vec::new(),
            section: self.section,
        });
    }

    /// Adds the cell to the row, at the first column that is free. Cells do not overlap: where they would in a
    /// browser, this one ends before what comes from above. A `rowspan` of 0 reaches to the end of the section.
    pub(super) fn cell(&mut self, range: Range<usize>, header: bool, colspan: usize, rowspan: usize) {
        let number = self.rows.len().saturating_sub(1);
        let Some(row) = self.rows.last_mut() else {
            return;
        };
        let rowspan = if rowspan == 0 { usize::MAX } else { rowspan };
        let free = |column: usize| self.taken.get(column).is_none_or(|taken| *taken == 0);
        let begin = row.cells.last().map_or(0, |cell| cell.column + cell.colspan);
        let Some(column) = (begin..MAX_COLUMNS).find(|&column| free(column)) else {
            // Beyond the last column: what it holds goes into the cell before, or into that from above.
            let last = self
                .rows
                .get_mut(self.filled)
                .and_then(|row| row.cells.last_mut());
            if let Some(last) = last.filter(|_| !range.is_empty()) {
                if last.range.is_empty() {
                    last.range.start = range.start;
                }
                last.range.end = range.end;
            }
            return;
        };
        let end = column + colspan.clamp(1, MAX_COLUMNS - column);
        let end = (column..end).find(|&column| !free(column)).unwrap_or(end);
        if self.taken.len() < end {
            self.taken.resize(end, 0);
        }
        for taken in self.taken.iter_mut().take(end).skip(column) {
            // One more than the rows below, for `begin_row` takes one off.
            *taken = rowspan;
        }
        row.cells.push(Cell {
            range,
            column,
            colspan: end - column,
            rowspan,
            header,
        });
        self.filled = number;
    }

    /// The table; `document` has its text, and its inlines as far as they are closed.
    pub(super) fn finish(self, document: &Document) -> Table {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        let columns = cells.map(|cell| cell.column + 1).max().unwrap_or(1);
        // Rows that cells from above take whole are no rows: how many remain before each, and in all.
        let mut remaining = Vec::with_capacity(self.rows.len() + 1);
        remaining.push(0);
        for row in &self.rows {
            let before = remaining.last().copied().unwrap_or(0);
            remaining.push(before + usize::from(!row.cells.is_empty()));
        }
        let total = remaining.last().copied().unwrap_or(0);
        let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(total);
        let mut in_head = true;
        let mut header_rows = 0;
        let mut footer_rows = 0;
        for (number, mut row) in self.rows.into_iter().enumerate() {
            if row.cells.is_empty() {
                continue;
            }
            for cell in &mut row.cells {
                // Spaces that hold nothing together would move what stands flush right.
                let text = document.slice(&cell.range);
                cell.range.end = cell.range.start + text.trim_end_matches(['\u{A0}', '\u{3000}', ' ']).len();
                // A span reaches as far as there are columns that some cell begins in.
                cell.colspan = cell.colspan.min(columns - cell.column);
                let end = remaining.get(number.saturating_add(cell.rowspan));
                cell.rowspan = end.copied().unwrap_or(total) - rows.len();
            }
            in_head &= row.section == Section::Head || row.cells.iter().all(|cell| cell.header);
            header_rows += usize::from(in_head);
            footer_rows = if row.section == Section::Foot {
                footer_rows + 1
            } else {
                0
            };
            rows.push(row.cells);
        }
        // A table of nothing but header cells, or of a foot alone, has its rows in neither.
        let header_rows = if header_rows == total { 0 } else { header_rows };
        let footer_rows = if header_rows + footer_rows >= total {
            0
        } else {
            footer_rows
        };
        let mut table = Table {
            rows,
            header_rows,
            footer_rows,
            columns,
        };
        let header_rows = head::header_rows(&table, document);
        table.header_rows = header_rows;
        // No header cell reaches into the body.
        for (number, row) in table.rows.iter_mut().take(header_rows).enumerate() {
            for cell in row {
                cell.rowspan = cell.rowspan.min(header_rows - number);
            }
        }
        table
    }
}
