//! Tables: in columns where every column keeps its words and numbers whole and none reads like a pole, else as
//! records of `header：value`, one under the other.

mod columns;
mod numbers;
mod records;
mod rows;

use super::flow::Flow;
use super::segment::Measure;
use super::{Line, Role, Settings};
use crate::document::{Cell, Document, Entry, Table};
use crate::text::cells::Cells;
use numbers::Points;

/// Cells between two columns.
const GAP: usize = 2;
/// Bytes of the longest unit in brackets after a name: some four ideographs.
const LONGEST_UNIT: usize = 18;

/// Adds the lines of `table` to `lines`. Columns that need them take the cells of the margin too.
pub(super) fn lines(
    document: &Document,
    table: &Table,
    base: Role,
    settings: &Settings,
    measure: Measure,
    lines: &mut Vec<Line>,
) {
    let source = Source {
        document,
        table,
        base,
        settings,
        max: measure.edge,
    };
    let grid = Grid::of(&source);
    for max in [measure.edge, measure.edge + measure.margin] {
        if let Some(widths) = columns::widths(&grid, max) {
            lines.extend(rows::lines(&grid, &widths, max));
            return;
        }
    }
    drop(grid);
    lines.extend(records::lines(&source));
}

/// A table and all that says how its text is to look.
struct Source<'a> {
    document: &'a Document,
    table: &'a Table,
    base: Role,
    settings: &'a Settings,
    /// Cells of the longest line.
    max: usize,
}

impl Source<'_> {
    /// The text of a cell, as a header if `heads`.
    fn flow(&self, cell: &Cell, heads: bool) -> Flow {
        if !heads && !cell.header {
            return Flow::of_cell(self.document, cell, self.base, self.settings);
        }
        let mut flow = Flow::of_cell(self.document, cell, Role::TableHead, self.settings);
        // What a name counts in stays whole: `成交额（万元）`.
        let closing = flow.text.strip_suffix(['）', ')']);
        if let Some(at) = closing.and_then(|text| text.rfind(['（', '(']))
            && flow.text.len() - at <= LONGEST_UNIT
        {
            flow.keep_whole(at..flow.text.len());
        }
        flow
    }

    /// Which columns hold the names of what stands beside them.
    fn names(&self) -> Names {
        let table = self.table;
        let first = table.rows.first().and_then(|row| row.first());
        if table.header_rows > 0 {
            // Nothing stands over them.
            let corner = first.is_some_and(|cell| cell.column == 0 && cell.range.is_empty());
            return if corner { Names::First } else { Names::None };
        }
        if table.columns == 2 {
            return Names::First;
        }
        // Sheets of facts, `name value name value`: figures stand in every other column alone.
        let has_digits = |cell: &&Cell| {
            self.document
                .slice(&cell.range)
                .contains(|c: char| c.is_ascii_digit())
        };
        let cells = || table.rows.iter().flatten().filter(|cell| !cell.range.is_empty());
        let values = || cells().filter(|cell| !cell.column.is_multiple_of(2));
        let told = values().filter(has_digits).count() * 2 >= values().count().max(1);
        let names = cells().filter(|cell| cell.column.is_multiple_of(2));
        if table.columns.is_multiple_of(2)
            && told
            && !names.clone().any(|cell| has_digits(&cell) || cell.colspan > 1)
        {
            Names::Alternate
        } else {
            Names::None
        }
    }
}

/// Which columns of a table hold names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    None,
    First,
    /// The first, the third and so on, each of the value to its right.
    Alternate,
}

impl Names {
    /// Whether `cell` is such a name.
    fn has(self, cell: &Cell) -> bool {
        cell.colspan == 1
            && match self {
                Self::None => false,
                Self::First => cell.column == 0,
                Self::Alternate => cell.column.is_multiple_of(2),
            }
    }
}

/// A cell with its text and the cells that it needs.
struct Field<'a> {
    cell: &'a Cell,
    flow: Flow,
    /// The widest part that may not be broken.
    least: usize,
    /// The widest line if nothing is broken.
    natural: usize,
}

/// The fields of a table.
struct Grid<'a> {
    rows: Vec<Vec<Field<'a>>>,
    /// For each column of numbers, where their points stand.
    points: Vec<Option<Points>>,
    header_rows: usize,
    footer_rows: usize,
    cells: Cells,
}

impl<'a> Grid<'a> {
    fn of(source: &Source<'a>) -> Self {
        let table = source.table;
        let cells = source.settings.cells;
        let names = source.names();
        let rows: Vec<Vec<Field>> = table
            .rows
            .iter()
            .enumerate()
            .map(|(number, row)| {
                let fields = row.iter().map(|cell| {
                    let heads = number < table.header_rows || names.has(cell);
                    let mut flow = source.flow(cell, heads);
                    let (least, natural) = match Entry::of(&flow.text) {
                        Entry::Blank => (0, 0),
                        // No part of a figure stands alone.
                        Entry::Figure(_) | Entry::Nothing => {
                            flow.breaks = Some(Vec::new());
                            let takes = cells.width(&flow.text);
                            (takes, takes)
                        }
                        _ => {
                            flow.settle();
                            flow.extent(cells)
                        }
                    };
                    Field {
                        cell,
                        flow,
                        least,
                        natural,
                    }
                });
                fields.collect()
            })
            .collect();
        let points = numbers::points(
            rows.get(table.header_rows..).unwrap_or_default(),
            table.columns,
            cells,
        );
        Self {
            rows,
            points,
            header_rows: table.header_rows,
            footer_rows: table.footer_rows,
            cells,
        }
    }

    fn columns(&self) -> usize {
        self.points.len()
    }

    /// Whether the cell takes the whole row.
    fn is_whole(&self, cell: &Cell) -> bool {
        self.columns() > 1 && cell.colspan == self.columns()
    }

    /// Whether nothing stands to the right of a cell of several columns, and no rule under it.
    fn is_free(&self, cell: &Cell, row: usize) -> bool {
        row >= self.header_rows && cell.colspan > 1 && cell.column + cell.colspan == self.columns()
    }

    /// All fields, each with the number of its row.
    fn numbered(&self) -> impl Iterator<Item = (usize, &Field<'a>)> {
        let rows = self.rows.iter().enumerate();
        rows.flat_map(|(number, row)| row.iter().map(move |field| (number, field)))
    }

    /// The rows between head and foot, and the foot.
    fn body(&self) -> &[Vec<Field<'a>>] {
        self.rows.get(self.header_rows..).unwrap_or_default()
    }
}
