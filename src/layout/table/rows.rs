//! The rows of a table in columns: their heights, the rules between them, and each cell where it belongs.

use super::numbers::Points;
use super::{Field, GAP, Grid};
use crate::layout::blocks::glyph;

use crate::layout::{Line, Role};
use crate::text::cells::Cells;

/// The table in columns of these `widths`, within `max` cells.
pub(super) fn lines(grid: &Grid, widths: &[usize], max: usize) -> Vec<Line> {
    let mut starts = Vec::with_capacity(widths.len() + 1);
    starts.push(0);
    for width in widths {
        starts.push(starts.last().copied().unwrap_or(0) + width + GAP);
    }
    let setter = Setter { grid, starts, max };
    setter.lines()
}

/// A line of a field, and the cells before it.
type Part = (usize, Line);

struct Setter<'a> {
    grid: &'a Grid<'a>,
    /// Where each column begins, and where one more would.
    starts: Vec<usize>,
    max: usize,
}

impl Setter<'_> {
    fn lines(&self) -> Vec<Line> {
        let set: Vec<Vec<Vec<Part>>> = self
            .grid
            .rows
            .iter()
            .enumerate()
            .map(|(number, row)| row.iter().map(|field| self.field(field, number)).collect())
            .collect();
        let heights = self.heights(&set);
        let (tops, ruled) = self.tops(&heights);
        let end = tops
            .last()
            .zip(heights.last())
            .map_or(0, |(top, height)| top + height);
        let mut strips: Vec<Vec<Part>> = vec![Vec::new(); end];
        for (number, (row, set)) in self.grid.rows.iter().zip(set).enumerate() {
            let top = tops.get(number).copied().unwrap_or(0);
            for (field, lines) in row.iter().zip(set) {
                let top = if number < self.grid.header_rows {
                    // Names stand on the rule over their columns.
                    let last = number + field.cell.rowspan - 1;
                    let bottom = tops
                        .get(last)
                        .zip(heights.get(last))
                        .map_or(top, |(top, height)| top + height);
                    bottom.saturating_sub(lines.len())
                } else {
                    top
                };
                for (part, strip) in lines.into_iter().zip(strips.get_mut(top..).unwrap_or_default()) {
                    strip.push(part);
                }
            }
        }
        for (at, from, to) in ruled {
            if let Some(strip) = strips.get_mut(at) {
                strip.push((from, self.rule(to - from)));
            }
        }
        strips.into_iter().map(|strip| self.line(strip)).collect()
    }

    fn start(&self, column: usize) -> usize {
        self.starts.get(column).copied().unwrap_or(0)
    }

    /// Cells that the table takes.
    fn width(&self) -> usize {
        self.start(self.grid.columns()).saturating_sub(GAP)
    }

    fn rule(&self, takes: usize) -> Line {
        let mut line = Line::default();
        line.add(glyph(self.grid.cells, "─", "-").repeat(takes), Role::Rule);
        line
    }

    /// The lines of a field of row `number`, each where it belongs in its column.
    fn field(&self, field: &Field, number: usize) -> Vec<Part> {
        let (cell, cells) = (field.cell, self.grid.cells);
        let in_head = number < self.grid.header_rows;
        let whole = self.grid.is_whole(cell);
        let start = self.start(cell.column);
        let takes = if whole {
            // It stands alone, so it may be wider than the columns.
            self.width().max(field.natural.min(self.max))
        } else {
            (self.start(cell.column + cell.colspan) - start).saturating_sub(GAP)
        };
        let room = if self.grid.is_free(cell, number) {
            takes.max(field.natural.min(self.max.saturating_sub(start)))
        } else {
            takes
        };
        let mut points = self.grid.points.iter().skip(cell.column).take(cell.colspan);
        let side = if whole {
            // What the figures count stands over the last of them, a title over their middle.
            let units = field
                .flow
                .text
                .trim_start_matches(['（', '('])
                .starts_with("单位");
            match (in_head, units) {
                (false, _) => Side::Start,
                (true, true) => Side::End(self.width()),
                (true, false) => Side::Center(self.width()),
            }
        } else if cell.colspan > 1 {
            // The name of a group stands over its middle, as does what stands in the place of several numbers.
            if in_head || points.all(Option::is_some) {
                Side::Center(takes)
            } else {
                Side::Start
            }
        } else {
            match points.next() {
                Some(Some(_)) if in_head => Side::End(takes),
                Some(Some(points)) => Side::Points(*points, takes),
                _ => Side::Start,
            }
        };
        let lines = field.flow.lines(room, cells).into_iter();
        lines
            .map(|line| (start + side.indent(&line, cells), line))
            .collect()
    }

    /// The lines that each row takes.
    fn heights(&self, set: &[Vec<Vec<Part>>]) -> Vec<usize> {
        let mut heights = vec![1; set.len()];
        for spanning in [false, true] {
            for (number, (row, set)) in self.grid.rows.iter().zip(set).enumerate() {
                for (field, lines) in row.iter().zip(set) {
                    let span = field.cell.rowspan;
                    if (span > 1) != spanning {
                        continue;
                    }
                    let Some(rows) = heights.get_mut(number..number + span) else {
                        continue;
                    };
                    // What its rows do not hold, the last of them gets.
                    let lacks = lines.len().saturating_sub(rows.iter().sum());
                    if let Some(last) = rows.last_mut() {
                        *last += lacks;
                    }
                }
            }
        }
        heights
    }

    /// The line that each row begins at, and the rules: their line, from which cell, to which.
    fn tops(&self, heights: &[usize]) -> (Vec<usize>, Vec<(usize, usize, usize)>) {
        let (head, foot) = (self.grid.header_rows, heights.len() - self.grid.footer_rows);
        let mut tops = Vec::with_capacity(heights.len());
        let mut rules = Vec::new();
        let mut at = 0;
        // Rows of several lines need room around them to be told apart; where there are many, all do.
        let tall = heights.iter().skip(head).filter(|height| **height > 1).count();
        let loose = tall * 3 > heights.len() - head;
        let mut above = 1;
        for (number, &height) in heights.iter().enumerate() {
            if number > 0 && (number == head || number == foot) {
                rules.push((at, 0, self.width()));
                at += 1;
            } else if number > head && (loose || height > 1 || above > 1) {
                at += 1;
            }
            tops.push(at);
            at += height;
            above = height;
            if number + 1 < head {
                let groups = self.groups(number);
                rules.extend(groups.iter().map(|&(from, to)| (at, from, to)));
                at += usize::from(!groups.is_empty());
            }
        }
        (tops, rules)
    }

    /// From where to where there are rules under the groups that the header row `number` names.
    fn groups(&self, number: usize) -> Vec<(usize, usize)> {
        let row = self.grid.rows.get(number).map_or(&[][..], Vec::as_slice);
        row.iter()
            .map(|field| field.cell)
            .filter(|cell| {
                cell.colspan > 1 && cell.rowspan == 1 && !cell.range.is_empty() && !self.grid.is_whole(cell)
            })
            .map(|cell| {
                (
                    self.start(cell.column),
                    self.start(cell.column + cell.colspan).saturating_sub(GAP),
                )
            })
            .collect()
    }

    /// The line that these make together.
    fn line(&self, mut strip: Vec<Part>) -> Line {
        strip.sort_by_key(|(start, _)| *start);
        let mut line = Line::default();
        let mut filled = 0;
        for (start, part) in strip {
            let indent = start.saturating_sub(filled);
            if indent > 0 {
                line.add(" ".repeat(indent), Role::Body);
            }
            filled += indent + line_width(&part, self.grid.cells);
            line.spans.extend(part.spans);
        }
        line
    }
}

/// Where in its cells a line stands.
enum Side {
    Start,
    Center(usize),
    End(usize),
    Points(Points, usize),
}

impl Side {
    /// The cells before `line`.
    fn indent(&self, line: &Line, cells: Cells) -> usize {
        match self {
            Self::Start => 0,
            Self::Center(takes) => takes.saturating_sub(line_width(line, cells)) / 2,
            Self::End(takes) => takes.saturating_sub(line_width(line, cells)),
            Self::Points(points, takes) => points.indent(&line.text(), *takes, cells),
        }
    }
}

fn line_width(line: &Line, cells: Cells) -> usize {
    line.spans.iter().map(|span| cells.width(&span.text)).sum()
}
