//! From lines back to the text: the place that stays over a resize, the cells of a hit.

use std::ops::Range;

use memchr::memmem;
use unicode_segmentation::UnicodeSegmentation;

use super::{Line, Page, Span};
use crate::document::Document;
use crate::text::cells::Cells;

/// Characters of an anchor's quote.
const QUOTE: usize = 24;

/// A place in a text, that is found again in another width, and in a text that has changed a little.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// The byte in [`Document::text`].
    pub offset: usize,
    /// Some characters that stand there. Empty for the head of the page (`offset` 0) and for its foot
    /// (`offset` the text's length).
    pub quote: String,
}

/// The part of a hit that stands in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// The line, by its place in [`Page::lines`].
    pub line: usize,
    /// From the first of its cells to the one after its last.
    pub cells: Range<usize>,
}

/// How far the text of some lines reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reach {
    /// The greatest end of a range up to their last.
    end: usize,
    /// The least start of one from their first on.
    start: usize,
}

/// Lines whose reach is known as that of one.
const TOGETHER: usize = 32;

impl Page {
    pub(super) fn new(lines: Vec<Line>, width: usize, body: Range<usize>, cells: Cells) -> Self {
        let mut reach: Vec<Reach> = Vec::with_capacity(lines.len().div_ceil(TOGETHER));
        let mut end = 0;
        for some in lines.chunks(TOGETHER) {
            let mut start = usize::MAX;
            for range in some.iter().filter_map(Line::range) {
                start = start.min(range.start);
                end = end.max(range.end);
            }
            reach.push(Reach { end, start });
        }
        let mut start = usize::MAX;
        for reach in reach.iter_mut().rev() {
            start = start.min(reach.start);
            reach.start = start;
        }
        Self {
            lines,
            width,
            body,
            cells,
            reach,
        }
    }

    /// The place at the top of the view when `line` stands there.
    pub fn anchor_at(&self, line: usize) -> Anchor {
        if line < self.body.start {
            return Anchor::default();
        }
        let mut below = self.lines.iter().enumerate().skip(line);
        let Some((line, range)) = below
            .find_map(|(at, line)| Some((at, line.range()?)))
            .filter(|_| line < self.body.end)
        else {
            return Anchor {
                offset: self.reach.last().map_or(0, |reach| reach.end),
                quote: String::new(),
            };
        };
        // In columns, the leftmost text of the line is its place. White space is none: another width may not set it.
        let spans = self.lines.iter().skip(line).flat_map(|line| &line.spans);
        let mut own = spans
            .filter_map(|span| Some((span.at()?, span.text.as_str())))
            .skip_while(|(_, text)| text.trim_start().is_empty())
            .peekable();
        let mut lead = own
            .peek()
            .map_or(0, |(_, text)| text.len() - text.trim_start().len());
        let offset = own.peek().map_or(range.start, |(at, _)| at + lead);
        let mut quote = String::new();
        let mut at = offset - lead;
        let mut left = QUOTE;
        for (from, text) in own {
            // As far as the text goes on without a break.
            if from != at || left == 0 {
                break;
            }
            let shown = text.get(std::mem::take(&mut lead)..).unwrap_or_default();
            let taken: String = shown.chars().take(left).collect();
            left -= taken.chars().count();
            at = from + text.len();
            quote.push_str(&taken);
        }
        Anchor { offset, quote }
    }

    /// The line that `anchor` stands in, in this page of `document`.
    pub fn line_of(&self, anchor: &Anchor, document: &Document) -> usize {
        if anchor.quote.is_empty() {
            return if anchor.offset == 0 {
                0
            } else {
                self.body.end.min(self.lines.len().saturating_sub(1))
            };
        }
        self.line_of_offset(find(anchor, &document.text))
    }

    /// The line that sets the byte `offset` of the text; where none does, the last before it.
    pub fn line_of_offset(&self, offset: usize) -> usize {
        let sets = |line: &Line| {
            let mut ranges = line.spans.iter().filter_map(Span::range);
            ranges.any(|range| range.contains(&offset))
        };
        if let Some((line, _)) = self
            .lines_over(&(offset..offset + 1))
            .find(|(_, line)| sets(line))
        {
            return line;
        }
        let before = self.reach.partition_point(|reach| reach.start <= offset);
        let mut before = self.lines.iter().take(before * TOGETHER);
        before
            .rposition(|line| line.range().is_some_and(|range| range.start <= offset))
            .unwrap_or(self.body.start.min(self.lines.len().saturating_sub(1)))
    }

    /// Where the bytes `range` of the text stand on the page, line by line.
    pub fn highlights(&self, range: &Range<usize>) -> Vec<Highlight> {
        let mut found: Vec<Highlight> = Vec::new();
        for (number, line) in self.lines_over(range) {
            let mut column = 0;
            for span in &line.spans {
                let start = column;
                column += self.cells.width(&span.text);
                let Some(at) = span.at() else {
                    continue;
                };
                let from = range.start.max(at);
                let to = range.end.min(at + span.text.len());
                if from >= to {
                    continue;
                }
                let cells = start + self.cells_before(&span.text, from - at, false)
                    ..start + self.cells_before(&span.text, to - at, true);
                match found
                    .last_mut()
                    .filter(|last| last.line == number && last.cells.end == cells.start)
                {
                    Some(last) => last.cells.end = cells.end,
                    None => found.push(Highlight { line: number, cells }),
                }
            }
        }
        found
    }

    /// The lines, with their numbers, among which are all that set something of the bytes `range` of the text.
    fn lines_over(&self, range: &Range<usize>) -> impl Iterator<Item = (usize, &Line)> {
        let first = self.reach.partition_point(|reach| reach.end <= range.start);
        let end = self.reach.partition_point(|reach| reach.start < range.end);
        let lines = self.lines.iter().enumerate().take(end * TOGETHER);
        lines.skip(first * TOGETHER)
    }

    /// The cells of the grapheme clusters of `text` before byte `at`, with the one that holds it if `with`.
    fn cells_before(&self, text: &str, at: usize, with: bool) -> usize {
        let clusters = text.grapheme_indices(true);
        clusters
            .take_while(|(start, cluster)| {
                if with {
                    *start < at
                } else {
                    start + cluster.len() <= at
                }
            })
            .map(|(_, cluster)| self.cells.grapheme(cluster))
            .sum()
    }
}

/// The byte at which `anchor` stands in `text`: where it was if the quote still stands there, else where the
/// quote, or its first half, stands nearest; else where it was.
fn find(anchor: &Anchor, text: &str) -> usize {
    if text
        .get(anchor.offset..)
        .is_some_and(|rest| rest.starts_with(&anchor.quote))
    {
        return anchor.offset;
    }
    let half: String = anchor
        .quote
        .chars()
        .take(anchor.quote.chars().count().div_ceil(2))
        .collect();
    for quote in [&anchor.quote, &half] {
        let nearest =
            memmem::find_iter(text.as_bytes(), quote.as_bytes()).min_by_key(|at| at.abs_diff(anchor.offset));
        if let Some(at) = nearest {
            return at;
        }
    }
    anchor.offset.min(text.len())
}
