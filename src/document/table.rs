//! What kind of table an element is, and the grid its cells make.

use html2text::{Element, Handle};

use super::{Cell, Table};

/// Columns of the widest table; cells beyond share the last column.
const MAX_COLUMNS: usize = 64;

/// Whether the table only arranges things: it holds another table, or has one column.
pub(super) fn is_layout(table: &Handle) -> bool {
    let mut widest = 0;
    let mut stack: Vec<Handle> = table.children.borrow().iter().cloned().collect();
    while let Some(node) = stack.pop() {
        let Element { ref name, .. } = node.data else {
            continue;
        };
        let children = node.children.borrow();
        match &*name.local {
            "table" => return true,
            "tr" => {
                let cells = children.iter().filter(|child| is_cell(child)).count();
                widest = widest.max(cells);
            }
            _ => {}
        }
        stack.extend(children.iter().cloned());
    }
    widest <= 1
}

fn is_cell(node: &Handle) -> bool {
    matches!(&node.data, Element { name, .. } if matches!(&*name.local, "td" | "th"))
}

/// A table in the making.
#[derive(Default)]
pub(super) struct TableBuilder {
    rows: Vec<Vec<Cell>>,
    /// For each column, how many more rows a cell from above takes.
    taken: Vec<usize>,
    /// Whether we are in `thead`.
    pub(super) in_head: bool,
    /// Rows that head the table: in `thead`, or all of header cells.
    head: Vec<bool>,
}

impl TableBuilder {
    pub(super) fn begin_row(&mut self) {
        for taken in &mut self.taken {
            *taken = taken.saturating_sub(1);
        }
        self.rows.push(Vec::new());
        self.head.push(self.in_head);
    }

    /// Adds the cell to the row, at the first column that is free.
    pub(super) fn cell(
        &mut self,
        range: std::ops::Range<usize>,
        header: bool,
        colspan: usize,
        rowspan: usize,
    ) {
        let Some(row) = self.rows.last_mut() else {
            return;
        };
        let mut column = row.last().map_or(0, |cell| cell.column + cell.colspan);
        while self.taken.get(column).is_some_and(|taken| *taken > 0) {
            column += 1;
        }
        let column = column.min(MAX_COLUMNS - 1);
        let colspan = colspan.clamp(1, MAX_COLUMNS - column);
        if self.taken.len() < column + colspan {
            self.taken.resize(column + colspan, 0);
        }
        for taken in self.taken.iter_mut().skip(column).take(colspan) {
            // One more than the rows below, for `begin_row` takes one off.
            *taken = rowspan.max(1);
        }
        row.push(Cell {
            range,
            column,
            colspan,
            rowspan: rowspan.max(1),
            header,
        });
    }

    /// The table, header rows first (`thead` may stand anywhere). `text` is the document's.
    pub(super) fn finish(self, text: &str) -> Table {
        let columns = self
            .rows
            .iter()
            .flatten()
            .map(|cell| cell.column + 1)
            .max()
            .unwrap_or(1);
        // Rows that cells from above take whole are no rows: how many remain before each, and in all.
        let mut remaining = Vec::with_capacity(self.rows.len() + 1);
        remaining.push(0);
        for row in &self.rows {
            let before = remaining.last().copied().unwrap_or(0);
            remaining.push(before + usize::from(!row.is_empty()));
        }
        let total = remaining.last().copied().unwrap_or(0);
        let mut rows = Vec::with_capacity(total);
        // A span reaches as far as there are columns that some cell begins in.
        let mut leading = true;
        let mut header_rows = 0;
        for (number, (mut row, in_head)) in self.rows.into_iter().zip(self.head).enumerate() {
            if row.is_empty() {
                continue;
            }
            for cell in &mut row {
                cell.colspan = cell.colspan.min(columns - cell.column);
                let end = remaining.get(number.saturating_add(cell.rowspan));
                cell.rowspan = end.copied().unwrap_or(total) - rows.len();
            }
            leading &= in_head || row.iter().all(|cell| cell.header);
            header_rows += usize::from(leading);
            rows.push(row);
        }
        let mut table = Table {
            rows,
            header_rows,
            columns,
        };
        if table.header_rows == 0 && first_row_heads(&table, text) {
            table.header_rows = 1;
        }
        table
    }
}

/// News sites seldom mark header cells: a first row of words over rows with numbers is one.
fn first_row_heads(table: &Table, text: &str) -> bool {
    let numeric = |cell: &Cell| is_numeric(text.get(cell.range.clone()).unwrap_or_default());
    let Some((first, rest)) = table.rows.split_first() else {
        return false;
    };
    // In two columns and rows, the first column may as well be the names.
    first.len() == table.columns
        && (table.columns > 2 || rest.len() > 1)
        && first.iter().all(|cell| !cell.range.is_empty() && !numeric(cell))
        && rest.iter().flatten().any(numeric)
}

/// Whether `text` is a figure: a number, perhaps with sign, separators, per cent, a unit of up to three characters.
pub(crate) fn is_numeric(text: &str) -> bool {
    let text = text.trim();
    let body = text.trim_start_matches(['+', '-', '−', '－', '±', '¥', '￥', '$', '(', '≈']);
    let end = body
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ' ')))
        .unwrap_or(body.len());
    let (digits, unit) = body.split_at_checked(end).unwrap_or((body, ""));
    (digits.starts_with(|c: char| c.is_ascii_digit())
        && unit.chars().count() <= 3
        && !unit.contains(|c: char| c.is_ascii_alphabetic()))
        || matches!(text, "-" | "--" | "—" | "——")
}
