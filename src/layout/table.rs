//! Tables: in columns where every column keeps its words and numbers whole, else as records of
//! `header：value`, one under the other.

use std::borrow::Cow;
use std::collections::HashSet;

use super::blocks::{align, glyph};
use super::flow::Flow;
use super::{Line, Role, Settings};
use crate::document::{Align, Cell, Document, Table, is_numeric};
use crate::text::fold::is_cjk;

/// Cells between two columns.
const GAP: usize = 2;
/// Header rows that stand before each value of a record; those above them are no table's that was meant to be read.
const MOST_LABELS: usize = 3;
/// Characters of what a record repeats, so that the page stays in proportion to the post.
const LONGEST_REPEAT: usize = 24;

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
                    *filled += settings.cells.width(&span.text);
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
    let (head, body) = table
        .rows
        .split_at_checked(table.header_rows)
        .unwrap_or((&[], &table.rows));
    let mut labels = Labels::over(table.columns, head);
    let mut lines: Vec<Line> = Vec::new();
    // What labels no column is the title of all of them.
    for title in labels.unused() {
        lines.extend(cell_flow(document, title, true, base, settings).lines(max, settings.cells));
    }
    let named = labels.cells.is_empty() && table.columns == 2;
    // The cell that heads the records, and how many more of them it heads.
    let mut above: Option<(&Cell, usize)> = None;
    for row in body {
        if !named && !lines.is_empty() {
            lines.push(Line::default());
        }
        let heading = match (row.first(), above) {
            (Some(first), _) if first.column == 0 => {
                above = Some((first, first.rowspan - 1));
                None
            }
            (_, Some((cell, more))) if more > 0 => {
                above = Some((cell, more - 1));
                Some(cell).filter(|cell| !cell.range.is_empty())
            }
            _ => None,
        };
        // Of two cells in a row, under no header, the first names the second.
        let pair = match (heading, row.as_slice()) {
            (Some(name), [value]) => Some((Flow::of(&repeated(document, name), Role::TableHead), value)),
            (None, [name, value]) => Some((cell_flow(document, name, true, base, settings), value)),
            _ => None,
        };
        if let Some((mut flow, value)) = pair
            && named
            && !flow.text.is_empty()
            && !value.range.is_empty()
        {
            push_colon(&mut flow);
            flow.append(cell_flow(document, value, false, base, settings));
            lines.extend(flow.lines(max, settings.cells));
            continue;
        }
        if let Some(cell) = heading {
            let mut flow = labels.flow(document, cell, base, settings);
            flow.append(Flow::of(&repeated(document, cell), base));
            lines.extend(flow.lines(max, settings.cells));
        }
        for cell in row {
            let value = cell_flow(document, cell, false, base, settings);
            if !value.text.is_empty() {
                let mut flow = labels.flow(document, cell, base, settings);
                flow.append(value);
                lines.extend(flow.lines(max, settings.cells));
            }
        }
    }
    // Headers over nothing at all are text too.
    for (head, _) in labels.cells.iter().filter(|(_, shown)| !shown) {
        lines.extend(cell_flow(document, head, true, base, settings).lines(max, settings.cells));
    }
    lines
}

/// The header cells of a table whose rows are set as records.
struct Labels<'a> {
    /// From the top, each with whether it stands somewhere already.
    cells: Vec<(&'a Cell, bool)>,
    /// For each column the places in `cells` of those that label it, from the top.
    over: Vec<Vec<usize>>,
}

impl<'a> Labels<'a> {
    fn over(columns: usize, head: &'a [Vec<Cell>]) -> Self {
        let cells: Vec<_> = head.iter().flatten().map(|cell| (cell, false)).collect();
        let mut over = vec![Vec::new(); columns];
        for (at, (cell, _)) in cells.iter().enumerate().rev() {
            if cell.colspan == columns && columns > 1 {
                continue;
            }
            for labels in over.iter_mut().skip(cell.column).take(cell.colspan) {
                if labels.len() < MOST_LABELS {
                    labels.insert(0, at);
                }
            }
        }
        Self { cells, over }
    }

    /// Those that label no column; they count as standing somewhere from now on.
    fn unused(&mut self) -> Vec<&'a Cell> {
        let used: HashSet<usize> = self.over.iter().flatten().copied().collect();
        let cells = self.cells.iter_mut().enumerate();
        cells
            .filter(|(at, _)| !used.contains(at))
            .map(|(_, (cell, shown))| {
                *shown = true;
                *cell
            })
            .collect()
    }

    /// What stands before the value in `cell`: the headers, from the top, that cover all its columns, or else
    /// its first. Over what takes a whole row stands nothing.
    fn flow(&mut self, document: &Document, cell: &Cell, base: Role, settings: &Settings) -> Flow {
        let mut flow = Flow::default();
        let columns = self.over.len();
        if cell.colspan == columns && columns > 1 {
            return flow;
        }
        let labels = self.over.get(cell.column).map_or(&[][..], Vec::as_slice);
        let end = cell.column + cell.colspan;
        let covers = |at: &usize| {
            let head = self.cells.get(*at);
            head.is_some_and(|(head, _)| end <= head.column + head.colspan)
        };
        let covering: Vec<usize> = labels.iter().copied().filter(covers).collect();
        let labels = if covering.is_empty() { labels } else { &covering };
        for at in labels {
            let Some((head, shown)) = self.cells.get_mut(*at) else {
                continue;
            };
            // Where it stands first it is the header cell, everywhere else it repeats it.
            let label = if std::mem::replace(shown, true) {
                Flow::of(&repeated(document, head), Role::TableHead)
            } else {
                cell_flow(document, head, true, base, settings)
            };
            let mut ends = flow
                .text
                .chars()
                .next_back()
                .into_iter()
                .chain(label.text.chars().next());
            if let (Some(before), Some(after)) = (ends.next(), ends.next())
                && !is_cjk(before)
                && !is_cjk(after)
            {
                flow.push(" ", None, Role::TableHead, None);
            }
            flow.append(label);
        }
        push_colon(&mut flow);
        flow
    }
}

/// The text of a cell that stands elsewhere whole.
fn repeated<'a>(document: &'a Document, cell: &Cell) -> Cow<'a, str> {
    let text = document.slice(&cell.range);
    match text.char_indices().nth(LONGEST_REPEAT) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

/// Ends a label, if there is one.
fn push_colon(flow: &mut Flow) {
    let colon = match flow.text.chars().next_back() {
        Some(last) if is_cjk(last) => "：",
        Some(_) => ": ",
        None => return,
    };
    flow.push(colon, None, Role::TableHead, None);
}
