//! Tables as records: each row a block of `header：value` lines, headed by what names it.

use std::borrow::Cow;
use std::collections::HashSet;

use super::{Names, Source};
use crate::document::{Cell, Document, Entry};

use crate::layout::flow::Flow;
use crate::layout::{Line, Role};
use crate::text::fold::is_cjk;

/// Header rows that stand before each value of a record; those above them are no table's that was meant to be read.
const MOST_LABELS: usize = 3;
/// Characters of what a record repeats, so that the page stays in proportion to the post.
const LONGEST_REPEAT: usize = 24;
/// Lines up to which names with their values stand close.
const CLOSE: usize = 2;

/// The rows of the table one under the other.
pub(super) fn lines(source: &Source) -> Vec<Line> {
    let table = source.table;
    let (head, body) = table
        .rows
        .split_at_checked(table.header_rows)
        .unwrap_or((&[], &table.rows));
    if table.columns == 2 {
        return pairs(source);
    }
    let mut labels = Labels::over(table.columns, head);
    // What labels no column is the title of all of them.
    let titles = labels.unused().into_iter().map(|title| source.flow(title, true));
    let mut blocks = vec![set(source, titles)];
    let names = source.names();
    let mut above = Above::default();
    for row in body {
        let mut flows = Vec::with_capacity(row.len() + 1);
        if let Some(name) = above.name(row) {
            let repeated = Flow::of(&repeated(source.document, name), Role::TableHead);
            flows.push(labelled(&labels.flow(source, name), repeated, source));
        }
        let leading = leading_names(source.document, row);
        let mut cells = row.iter().enumerate().peekable();
        while let Some((at, cell)) = cells.next() {
            let mut value = source.flow(cell, at < leading || names.has(cell));
            if names == Names::Alternate && names.has(cell) {
                // A value beside its name.
                let beside = cells.next_if(|(_, next)| next.column == cell.column + 1);
                let beside = beside.map(|(_, next)| source.flow(next, false));
                if let Some(beside) = beside.filter(|flow| !flow.text.is_empty()) {
                    value = labelled(&value, beside, source);
                }
            }
            if !value.text.is_empty() {
                flows.push(labelled(&labels.flow(source, cell), value, source));
            }
        }
        blocks.push(set(source, flows));
    }
    // Headers over nothing at all are text too.
    let unseen = labels.cells.iter().filter(|(_, shown)| !shown);
    let unseen = set(source, unseen.map(|(head, _)| source.flow(head, true)));
    if let Some(last) = blocks.last_mut() {
        last.extend(unseen);
    }
    join(blocks, true)
}

/// The rows of two columns, each as `name：value`, those of the head too.
fn pairs(source: &Source) -> Vec<Line> {
    let mut above = Above::default();
    let mut blocks = Vec::with_capacity(source.table.rows.len());
    for (number, row) in source.table.rows.iter().enumerate() {
        let in_head = number < source.table.header_rows;
        // Of two cells in a row the first names the second.
        let (name, value) = match (above.name(row), row.as_slice()) {
            (Some(name), [value]) => (
                Some(Flow::of(&repeated(source.document, name), Role::TableHead)),
                value,
            ),
            (_, [name, value]) => (Some(source.flow(name, true)), value),
            (_, [cell, ..]) => (None, cell),
            _ => continue,
        };
        let value = source.flow(value, in_head);
        let flow = match name {
            Some(name) if value.text.is_empty() => name,
            Some(name) => labelled(&name, value, source),
            None => value,
        };
        blocks.push(set(source, Some(flow)));
    }
    // Where most take several lines they need room to be told apart.
    let tall = blocks.iter().filter(|block| block.len() > CLOSE).count();
    let loose = tall * 2 > blocks.len();
    join(blocks, loose)
}

/// The lines of these that are not blank, one under the other.
fn set(source: &Source, flows: impl IntoIterator<Item = Flow>) -> Vec<Line> {
    flows
        .into_iter()
        .filter(|flow| !flow.text.is_empty())
        .flat_map(|flow| flow.lines(source.max, source.settings.cells))
        .collect()
}

/// The blocks under each other, with a blank line between them if `loose`.
fn join(blocks: Vec<Vec<Line>>, loose: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    for block in blocks.into_iter().filter(|block| !block.is_empty()) {
        if loose && !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(block);
    }
    lines
}

/// The cell of the first column that reaches down into the rows to come, and into how many of them.
#[derive(Default)]
struct Above<'a> {
    cell: Option<(&'a Cell, usize)>,
}

impl<'a> Above<'a> {
    /// What stands above and names `row` too, if something does.
    fn name(&mut self, row: &'a [Cell]) -> Option<&'a Cell> {
        match (row.first(), self.cell) {
            (Some(first), _) if first.column == 0 => {
                self.cell = Some((first, first.rowspan - 1));
                None
            }
            (_, Some((cell, more))) if more > 0 => {
                self.cell = Some((cell, more - 1));
                Some(cell).filter(|cell| !cell.range.is_empty())
            }
            _ => None,
        }
    }
}

/// How many of the first cells of a row name it: the first, and if that is a number, the second as well.
fn leading_names(document: &Document, row: &[Cell]) -> usize {
    let named = |cell: &Cell| {
        let text = document.slice(&cell.range);
        Entry::of(text) == Entry::Words && text.contains(char::is_alphabetic)
    };
    match row {
        [_] => 0,
        [first, second, ..] if first.column == 0 && !named(first) && named(second) => 2,
        [first, ..] if first.column == 0 => 1,
        _ => 0,
    }
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
    fn flow(&mut self, source: &Source, cell: &Cell) -> Flow {
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
                Flow::of(&repeated(source.document, head), Role::TableHead)
            } else {
                source.flow(head, true)
            };
            let mut ends = flow
                .text
                .chars()
                .next_back()
                .into_iter()
                .chain(label.text.chars().next());
            if let (Some(before), Some(after)) = (ends.next(), ends.next())
                && !(is_cjk(before) && is_cjk(after))
            {
                flow.push(" ", None, Role::TableHead, None);
            }
            flow.append(label);
        }
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

/// `label：value`; what a colon would cut, label or value, gets a line of its own.
fn labelled(label: &Flow, value: Flow, source: &Source) -> Flow {
    if label.text.is_empty() {
        return value;
    }
    let colon = if label.text.contains(is_cjk) { "：" } else { ": " };
    let (cells, max) = (source.settings.cells, source.max);
    let joined = |colon: &str| {
        let mut flow = label.clone();
        flow.push(colon, None, Role::TableHead, None);
        flow
    };
    let mut flow = joined(colon);
    let short = cells.width(&flow.text) + cells.width(&value.text) <= max;
    if !short {
        let mut whole = flow.clone();
        whole.append(value.clone());
        if whole.extent(cells).0 > max {
            let end = colon.trim_end();
            flow = joined(&format!("{end}\n"));
            if flow.extent(cells).0 > max {
                flow = joined("\n");
            }
        }
    }
    flow.append(value);
    flow
}
