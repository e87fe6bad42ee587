//! What is wrong with the lines of a flow.
//!
//! A mark at the wrong end of a line counts unless the line could end nowhere better: at no place between its
//! start and the edge could it end without one (a row of marks longer than the line). A word or number on two
//! lines counts if a line could hold it whole, and the line could have ended cleanly elsewhere.

use std::collections::HashSet;

use finews::text::cells::Cells;
use unicode_segmentation::UnicodeSegmentation;

use super::flow::{Flow, Form, Set};
use super::marks::{Place, ends_wrongly, hangs, parts_a_pair, starts_wrongly};
use super::units::{Unit, units};
use super::{Edges, Kind, Verdict};

/// Judges `flow`, set between `edges`.
pub(crate) fn judge(flow: &Flow, edges: Edges, cells: Cells) -> Verdict {
    let mut verdict = Verdict::default();
    if flow.lines.is_empty() {
        return verdict;
    }
    let judge = Judge::new(flow, edges, cells);
    for pair in flow.lines.windows(2) {
        if !pair[0].ends {
            judge.line_end(&pair[0], &pair[1], &mut verdict);
        }
    }
    for line in &flow.lines {
        judge.edge(line, &mut verdict);
    }
    verdict
}

/// Where lines of `room` cells may end in `flow` without anything wrong.
pub(crate) fn clean_places(flow: &Flow, room: usize, cells: Cells) -> Vec<usize> {
    let edges = Edges {
        text: room,
        marks: room,
    };
    let judge = Judge::new(flow, edges, cells);
    let clusters = flow.text.grapheme_indices(true);
    clusters
        .filter(|(at, cluster)| {
            let blank = cluster.chars().all(char::is_whitespace);
            *at > 0 && !blank && judge.mark_at(*at).is_none() && judge.unit_at(*at, room).0.is_none()
        })
        .map(|(at, _)| at)
        .collect()
}

struct Judge<'a> {
    flow: &'a Flow,
    cells: Cells,
    edges: Edges,
    units: Vec<Unit>,
    /// Where what the program has added begins.
    added: HashSet<usize>,
}

impl<'a> Judge<'a> {
    fn new(flow: &'a Flow, edges: Edges, cells: Cells) -> Self {
        Self {
            flow,
            cells,
            edges,
            units: units(&flow.text, &flow.added),
            added: flow.added.iter().map(|added| added.start).collect(),
        }
    }

    /// How wide text may be in this line, and how wide with marks in the margin.
    fn room(&self, line: &Set) -> Edges {
        if self.flow.form == Form::Cell {
            // As wide as the widest line of the cell, at least.
            let widths = self.flow.lines.iter().map(|line| self.width(line));
            let room = widths.max().unwrap_or_default();
            return Edges {
                text: room,
                marks: room,
            };
        }
        Edges {
            text: self.edges.text.saturating_sub(line.indent),
            marks: self.edges.marks.saturating_sub(line.indent),
        }
    }

    fn width(&self, line: &Set) -> usize {
        self.cells.width(&self.flow.text[line.range.clone()])
    }

    /// The place at byte `at`, that white space may stand before or after.
    fn place(&self, at: usize) -> Place {
        let (before, after) = self.flow.text.split_at(at);
        let mut back = before.chars().rev().filter(|c| !c.is_whitespace());
        let mut ahead = after.chars().filter(|c| !c.is_whitespace());
        let last = back.next();
        let around = [back.next(), last, ahead.next(), ahead.next()];
        let spaced = before.ends_with(char::is_whitespace) || after.starts_with(char::is_whitespace);
        Place { around, spaced }
    }

    fn mark_at(&self, at: usize) -> Option<Kind> {
        let place = self.place(at);
        if starts_wrongly(place) || self.added.contains(&at) && !self.text_at(at).starts_with("[图") {
            Some(Kind::Start)
        } else if ends_wrongly(place) {
            Some(Kind::End)
        } else {
            parts_a_pair(place).then_some(Kind::Pair)
        }
    }

    fn text_at(&self, at: usize) -> &str {
        &self.flow.text[at..]
    }

    /// The unit that `at` parts, of those that `room` cells hold; and one that they do not hold.
    fn unit_at(&self, at: usize, room: usize) -> (Option<&Unit>, Option<&Unit>) {
        let first = self.units.partition_point(|unit| unit.range.end <= at);
        // A range of numbers ends where its last part does; a thousand bytes hold any line.
        let near = self.units[first..]
            .iter()
            .take_while(|unit| unit.range.start < at || unit.range.end < at + 1000);
        let mut parted = near.filter(|unit| unit.range.start < at && at < unit.range.end);
        let fits = |unit: &&Unit| self.cells.width(&self.flow.text[unit.range.clone()]) <= room;
        (parted.clone().find(fits), parted.find(|unit| !fits(unit)))
    }

    /// Judges the end of `line`, which `next` follows.
    fn line_end(&self, line: &Set, next: &Set, verdict: &mut Verdict) {
        let at = next.range.start;
        let room = self.room(line);
        let whole = if self.flow.form == Form::Cell {
            self.edges.text
        } else {
            room.text
        };
        let shown = || {
            let text = &self.flow.text;
            format!("{} ⏎ {}", &text[line.range.clone()], &text[next.range.clone()])
        };
        let (fits, too_long) = self.unit_at(at, whole);
        let mut mark = self.mark_at(at);
        // Within a word that no line holds: an address may be cut before and after its marks (CMOS 7.46).
        let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
        let place = self.place(at);
        if too_long.is_some() && ascii(place.around[1]) && ascii(place.around[2]) {
            mark = None;
        }
        if let Some(kind) = mark {
            if self.could_end(line, room, |at| self.mark_at(at).is_none()) {
                verdict.found(kind, shown());
            }
            return;
        }
        if let Some(unit) = fits
            && (self.flow.form == Form::Cell
                || self.could_end(line, room, |at| {
                    self.mark_at(at).is_none() && self.unit_at(at, whole).0.is_none()
                }))
        {
            verdict.found(unit.kind, shown());
        }
    }

    /// Whether `line` could end at a place that is `good`.
    fn could_end(&self, line: &Set, room: Edges, good: impl Fn(usize) -> bool) -> bool {
        let mut used = 0;
        let rest = self.text_at(line.range.start);
        for (at, cluster) in rest.grapheme_indices(true) {
            let blank = cluster.chars().all(char::is_whitespace);
            if at > 0 && !blank && good(line.range.start + at) {
                return true;
            }
            if cluster.contains('\n') {
                return false;
            }
            used += self.cells.grapheme(cluster);
            let limit = if cluster.chars().all(hangs) {
                room.marks
            } else {
                room.text
            };
            if used > limit && !blank {
                return false;
            }
        }
        false
    }

    /// Judges where `line` ends.
    fn edge(&self, line: &Set, verdict: &mut Verdict) {
        if self.flow.form == Form::Cell {
            return;
        }
        let text = &self.flow.text[line.range.clone()];
        let mut used = line.indent;
        for cluster in text.graphemes(true) {
            used += self.cells.grapheme(cluster);
            if used > self.edges.text && used <= self.edges.marks && !cluster.chars().all(hangs) {
                verdict.found(Kind::Margin, text);
                break;
            }
        }
        if self.flow.form == Form::Prose && !line.ends {
            verdict.wrapped += 1;
            for within in 1..=2 {
                verdict.flush[within - 1] += usize::from(used + within >= self.edges.text);
            }
        }
    }
}
