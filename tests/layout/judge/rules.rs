//! What is wrong with the lines of a flow.
//!
//! A mark at the wrong end of a line counts unless that cannot be helped: what stands between the last place before
//! it and the first one after it at which a line may surely end is longer than a line (a row of marks). The same
//! goes for words and numbers on two lines that a line could hold whole, with the marks that are tied to them.

use std::collections::HashSet;

use finews::text::cells::Cells;
use unicode_segmentation::UnicodeSegmentation;

use super::flow::{Flow, Form, Set};
use super::marks::{Place, closes, ends_wrongly, hangs, is_chinese, opens, parts_a_pair, starts_wrongly};
use super::units::{Unit, units};
use super::{Edges, Kind, Verdict};

/// Spaces that may fill one line: more of them make it a row of holes.
const MOST_GAPS: usize = 6;

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
    let clean =
        |at: usize| judge.mark_at(at).is_none() && !judge.is_note(at) && judge.unit_at(at, room).0.is_none();
    let clusters = flow.text.grapheme_indices(true);
    clusters
        .filter(|(at, cluster)| *at > 0 && !cluster.trim().is_empty() && clean(*at))
        .map(|(at, _)| at)
        .collect()
}

struct Judge<'a> {
    flow: &'a Flow,
    cells: Cells,
    edges: Edges,
    units: Vec<Unit>,
    /// The cells of the widest line: a cell of a table is as wide, at least.
    widest: usize,
    /// Where what the program has added begins.
    added: HashSet<usize>,
}

impl<'a> Judge<'a> {
    fn new(flow: &'a Flow, edges: Edges, cells: Cells) -> Self {
        let widths = flow
            .lines
            .iter()
            .map(|line| cells.width(&flow.text[line.range.clone()]));
        Self {
            flow,
            cells,
            edges,
            widest: widths.max().unwrap_or_default(),
            units: units(&flow.text, &flow.added),
            added: flow.added.iter().map(|added| added.start).collect(),
        }
    }

    /// How wide text may be in this line, and how wide with marks in the margin.
    fn room(&self, line: &Set) -> Edges {
        if self.flow.form == Form::Cell {
            return Edges {
                text: self.widest,
                marks: self.widest,
            };
        }
        Edges {
            text: self.edges.text.saturating_sub(line.indent),
            marks: self.edges.marks.saturating_sub(line.indent),
        }
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
        if starts_wrongly(place) {
            Some(Kind::Start)
        } else if ends_wrongly(place) {
            Some(Kind::End)
        } else {
            parts_a_pair(place).then_some(Kind::Pair)
        }
    }

    fn is_note(&self, at: usize) -> bool {
        self.added.contains(&at) && !self.text_at(at).starts_with("[图")
    }

    /// Whether a line may end at `at` whoever makes the rules: at a space, beside Chinese, before what opens.
    fn is_sure(&self, at: usize) -> bool {
        let place = self.place(at);
        let [_, Some(last), Some(first), _] = place.around else {
            return false;
        };
        let word = |c: char| c.is_ascii_alphanumeric();
        let beside = match () {
            () if is_chinese(first) => {
                is_chinese(last) || last.is_ascii_alphabetic() || closes(last) || last == '—'
            }
            () if word(first) || opens(first) => is_chinese(last) || closes(last),
            () => first == '—' && is_chinese(last),
        };
        let whole = self.unit_at(at, usize::MAX).0.is_none();
        (place.spaced && (is_chinese(first) || word(first)) || beside)
            && !self.is_note(at)
            && self.mark_at(at).is_none()
            && whole
    }

    /// Whether `at` stands between two letters.
    fn is_in_letters(&self, at: usize) -> bool {
        let [_, last, first, _] = self.place(at).around;
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        letter(last) && letter(first)
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
        let fits = |unit: &&Unit| {
            let own = &self.flow.text[unit.range.clone()];
            self.cells.prefix(own, room).0.len() == own.len()
        };
        (parted.clone().find(fits), parted.find(|unit| !fits(unit)))
    }

    /// Judges the end of `line`, which `next` follows.
    fn line_end(&self, line: &Set, next: &Set, verdict: &mut Verdict) {
        let at = next.range.start;
        let room = self.room(line);
        let whole = if self.flow.form == Form::Cell {
            self.edges.text.saturating_sub(next.indent)
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
        let room = self.room(next);
        let cut = |at: usize| self.unit_at(at, whole).1.is_some() && self.is_in_letters(at);
        if let Some(kind) = mark {
            if self.fits_whole(at, room, |at| self.is_sure(at) || cut(at)) {
                verdict.found(kind, shown());
            }
            return;
        }
        // The number of a link stands with the link's last word, unless that cannot be told from what else is glued.
        if self.is_note(at) && self.fits_whole(at, room, |at| self.is_sure(at)) {
            verdict.found(Kind::Start, shown());
        }
        // No column may be so narrow that it parts what a line of the page could hold.
        let room = if self.flow.form == Form::Cell {
            Edges {
                text: self.edges.text.saturating_sub(next.indent),
                marks: self.edges.marks.saturating_sub(next.indent),
            }
        } else {
            room
        };
        if let Some(unit) = fits
            && self.fits_whole(at, room, |at| self.is_sure(at) || cut(at))
        {
            verdict.found(unit.kind, shown());
        }
    }

    /// Whether what stands around `at`, between two places that are `good`, fits a line of `room`.
    fn fits_whole(&self, at: usize, room: Edges, good: impl Fn(usize) -> bool) -> bool {
        let text = &self.flow.text;
        let mut used = 0;
        let mut fits = |cluster: &str, limit: usize| {
            used += self.cells.grapheme(cluster);
            used <= limit
        };
        let mut from = 0;
        for (start, cluster) in text[..at].grapheme_indices(true).rev() {
            if cluster.contains('\n') {
                from = start + cluster.len();
                break;
            }
            if !fits(cluster, room.text) {
                return false;
            }
            if !cluster.trim().is_empty() && good(start) {
                from = start;
                break;
            }
        }
        // What stands before a cell's text in its line is not known.
        if from == 0 && self.flow.form == Form::Cell {
            return false;
        }
        let mut to = text.len();
        for (start, cluster) in text[at..].grapheme_indices(true) {
            let start = at + start;
            let blank = cluster.trim().is_empty();
            if cluster.contains('\n') || (start > at && !blank && good(start)) {
                to = start;
                break;
            }
            if !fits(cluster, room.marks + 1) {
                return false;
            }
        }
        let chunk = text[from..to].trim();
        let width = self.cells.width(chunk);
        let inner = self.cells.width(chunk.trim_end_matches(hangs));
        width <= room.text || (width <= room.marks && inner <= room.text)
    }

    /// Judges where `line` ends, and the spaces that fill it: they widen those between words, or stand between Chinese
    /// and other letters or digits, or on the open side of a mark of full width (CLREQ 3.2.2 and 3.2.4).
    fn edge(&self, line: &Set, verdict: &mut Verdict) {
        if line.gaps.len() > MOST_GAPS {
            verdict.found(Kind::Gap, &self.flow.text[line.range.clone()]);
        }
        for gap in &line.gaps {
            let [_, last, first, _] = self.place(*gap).around;
            let chinese = |c: Option<char>| c.is_some_and(is_chinese);
            let other = |c: Option<char>| {
                c.is_some_and(|c| c.is_ascii_graphic() || c.is_alphanumeric() && !is_chinese(c))
            };
            let spaced = self.place(*gap).spaced;
            let between = chinese(last) && other(first) || other(last) && chinese(first);
            let beside = last.is_some_and(closes) || first.is_some_and(opens);
            let within = self.unit_at(*gap, usize::MAX).0.is_some();
            let new = between || beside && !within;
            if !spaced && (!new || self.mark_at(*gap).is_some()) {
                verdict.found(Kind::Gap, &self.flow.text[line.range.clone()]);
            }
        }
        if self.flow.form == Form::Cell {
            return;
        }
        let text = &self.flow.text[line.range.clone()];
        let mut used = line.indent;
        for (at, cluster) in text.grapheme_indices(true) {
            let at = line.range.start + at;
            used += line.gaps.iter().filter(|gap| **gap == at).count();
            used += self.cells.grapheme(cluster);
            if used > self.edges.text && used <= self.edges.marks && !cluster.chars().all(hangs) {
                verdict.found(Kind::Margin, text);
                break;
            }
        }
        // What holds no Chinese is set ragged.
        if self.flow.form == Form::Prose && !line.ends && self.flow.text.contains(is_chinese) {
            verdict.wrapped += 1;
            for within in 1..=2 {
                verdict.flush[within - 1] += usize::from(used + within >= self.edges.text);
            }
        }
    }
}
