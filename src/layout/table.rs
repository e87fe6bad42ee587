//! Tables: in columns where every column keeps its words and numbers whole, else as records of
//! `header：value`, one under the other.

use super::blocks::{align, glyph};
use super::fill::width;
use super::flow::Flow;
use super::{Line, Role, Settings};
use crate::document::{Align, Cell, Document, Table, is_numeric};
use crate::text::fold::is_cjk;

/// Cells between two columns.
const GAP: usize = 2;

/// The lines of `table`, at most `max` cells wide.
pub(super) fn lines(
    document: &Document,
    table: &Table,
    base: Role,
    settings: &Settings,
    max: usize,
) -> Vec<Line> {
    match column_widths(document, table, base, settings, max) {
        Some(widths) => in_columns(document, table, base, settings, &widths),
        None => as_records(document, table, base, settings, max),
    }
}

fn cell_flow(document: &Document, cell: &Cell, in_head: bool, base: Role, settings: &Settings) -> Flow {
    let role = if in_head || cell.header {
        Role::TableHead
    } else {
        base
    };
    Flow::of_cell(document, cell, role, settings)
}

/// The cells each column gets, if all of them fit with their words and numbers whole.
fn column_widths(
    document: &Document,
    table: &Table,
    base: Role,
    settings: &Settings,
    max: usize,
) -> Option<Vec<usize>> {
    let gaps = GAP * (table.columns.saturating_sub(1));
    let room = max.checked_sub(gaps)?;
    let mut least = vec![1; table.columns];
    let mut most = vec![1; table.columns];
    let mut spanning = Vec::new();
    for cell in table.rows.iter().flatten() {
        let (min, natural) = cell_flow(document, cell, false, base, settings).extent(settings.cells);
        // A column narrower than four ideographs reads like a pole.
        let min = min.max(natural.min(8));
        if cell.colspan > 1 {
            spanning.push((cell, min, natural));
            continue;
        }
        if let (Some(least), Some(most)) = (least.get_mut(cell.column), most.get_mut(cell.column)) {
            *least = (*least).max(min);
            *most = (*most).max(natural);
        }
    }
    for (cell, min, natural) in spanning {
        widen(&mut least, cell, min);
        widen(&mut most, cell, natural);
    }
    let (least_sum, most_sum): (usize, usize) = (least.iter().sum(), most.iter().sum());
    if most_sum <= room {
        return Some(most);
    }
    if least_sum > room {
        return None;
    }
    // What is left goes to the columns that want it, in proportion.
    let (free, wanted) = (room - least_sum, most_sum - least_sum);
    let widths = least
        .iter()
        .zip(&most)
        .map(|(least, most)| least + (most - least) * free / wanted.max(1));
    Some(widths.collect())
}

/// Widens the last column that `cell` takes until the cell's `need` fits.
fn widen(widths: &mut [usize], cell: &Cell, need: usize) {
    let end = cell.column + cell.colspan;
    let has: usize = widths.get(cell.column..end).map_or(0, |w| w.iter().sum()) + GAP * (cell.colspan - 1);
    if let Some(last) = widths.get_mut(end - 1) {
        *last += need.saturating_sub(has);
    }
}

fn in_columns(
    document: &Document,
    table: &Table,
    base: Role,
    settings: &Settings,
    widths: &[usize],
) -> Vec<Line> {
    let mut lines = Vec::new();
    let numeric: Vec<bool> = (0..table.columns)
        .map(|column| is_numeric_column(document, table, column))
        .collect();
    let start = |column: usize| widths.iter().take(column).map(|w| w + GAP).sum::<usize>();
    let mut rows: Vec<Vec<Line>> = Vec::with_capacity(table.rows.len());
    for (number, row) in table.rows.iter().enumerate() {
        let in_head = number < table.header_rows;
        let mut set: Vec<Line> = Vec::new();
        let mut filled: Vec<usize> = Vec::new();
        for cell in row {
            let cell_width = start(cell.column + cell.colspan) - start(cell.column) - GAP;
            let flow = cell_flow(document, cell, in_head, base, settings);
            let right = cell.colspan == 1 && numeric.get(cell.column).is_some_and(|n| *n);
            for (at, mut line) in flow.lines(cell_width, settings.cells).into_iter().enumerate() {
                if right {
                    align(&mut line, Align::End, settings.cells, cell_width);
                }
                if set.len() <= at {
                    set.resize(at + 1, Line::default());
                    filled.resize(at + 1, 0);
                }
                let (Some(target), Some(filled)) = (set.get_mut(at), filled.get_mut(at)) else {
                    continue;
                };
                let indent = start(cell.column).saturating_sub(*filled);
                if indent > 0 {
                    target.add(" ".repeat(indent), Role::Body);
                    *filled += indent;
                }
                for span in line.spans {
                    *filled += width(settings.cells, &span.text);
                    target.push(span);
                }
            }
        }
        rows.push(set);
    }
    // Rows of several lines need room between them to be told apart.
    let loose = rows.iter().skip(table.header_rows).any(|row| row.len() > 1);
    for (number, row) in rows.into_iter().enumerate() {
        if number == table.header_rows && number > 0 {
            let mut rule = Line::default();
            rule.add(
                glyph(settings.cells, "─", "-").repeat(start(table.columns) - GAP),
                Role::Rule,
            );
            lines.push(rule);
        } else if loose && number > table.header_rows {
            lines.push(Line::default());
        }
        lines.extend(row);
    }
    lines
}

/// Whether the body of a column holds numbers alone, and not codes, which are all of one length.
fn is_numeric_column(document: &Document, table: &Table, column: usize) -> bool {
    let cells: Vec<&str> = table
        .rows
        .iter()
        .skip(table.header_rows)
        .flatten()
        .filter(|cell| cell.column == column && cell.colspan == 1 && !cell.range.is_empty())
        .map(|cell| document.slice(&cell.range))
        .collect();
    let code = |text: &&str| text.len() >= 4 && text.bytes().all(|b| b.is_ascii_digit());
    let one_length = cells
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if a.len() == b.len()));
    !cells.is_empty() && cells.iter().all(|text| is_numeric(text)) && !(one_length && cells.iter().all(code))
}

fn as_records(document: &Document, table: &Table, base: Role, settings: &Settings, max: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let (head, body) = table
        .rows
        .split_at_checked(table.header_rows)
        .unwrap_or((&[], &table.rows));
    // The last header row is the one that stands over the values.
    let heads = head.last().map(Vec::as_slice).unwrap_or_default();
    let above = head.iter().rev().skip(1).rev();
    for row in above {
        for cell in row {
            lines.extend(cell_flow(document, cell, true, base, settings).lines(max, settings.cells));
        }
    }
    if body.is_empty() {
        for cell in heads {
            lines.extend(cell_flow(document, cell, true, base, settings).lines(max, settings.cells));
        }
    }
    // A body sets them over its values.
    let mut shown = vec![body.is_empty(); heads.len()];
    let named = heads.is_empty() && table.columns == 2;
    for (number, row) in body.iter().enumerate() {
        if !named && (number > 0 || !lines.is_empty()) {
            lines.push(Line::default());
        }
        // Of two cells in a row, under no header, the first names the second.
        if let ([name, value], true) = (row.as_slice(), named)
            && !name.range.is_empty()
            && !value.range.is_empty()
        {
            let mut flow = head_flow(document, name, true, base, settings);
            flow.append(cell_flow(document, value, false, base, settings));
            lines.extend(flow.lines(max, settings.cells));
            continue;
        }
        let mut set = |cell: Option<&Cell>, over: Option<usize>| {
            let mut flow = Flow::default();
            if let Some((head, shown)) = over.and_then(|at| Some((heads.get(at)?, shown.get_mut(at)?))) {
                // Where it stands first it is the header cell, everywhere else it repeats it.
                let first = !std::mem::replace(shown, true);
                flow.append(head_flow(document, head, first, base, settings));
            }
            if let Some(cell) = cell {
                flow.append(cell_flow(document, cell, false, base, settings));
            }
            lines.extend(flow.lines(max, settings.cells));
        };
        for cell in row {
            let over = heads
                .iter()
                .position(|head| (head.column..head.column + head.colspan).contains(&cell.column));
            if !cell_flow(document, cell, false, base, settings).text.is_empty() {
                set(Some(cell), over);
            }
        }
    }
    // Headers over nothing at all are text too.
    for (head, _) in heads.iter().zip(shown).filter(|(_, shown)| !shown) {
        lines.extend(cell_flow(document, head, true, base, settings).lines(max, settings.cells));
    }
    lines
}

/// The header of a value: `header：`.
fn head_flow(document: &Document, head: &Cell, first: bool, base: Role, settings: &Settings) -> Flow {
    let text = document.slice(&head.range);
    let mut flow = Flow::default();
    if first {
        flow.append(cell_flow(document, head, true, base, settings));
    } else {
        flow.push(text, None, Role::TableHead, None);
    }
    if !text.is_empty() {
        let wide = text.chars().next_back().is_some_and(is_cjk);
        flow.push(if wide { "：" } else { ": " }, None, Role::TableHead, None);
    }
    flow
}
