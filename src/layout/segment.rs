//! What a line is made of: the parts of a text between two places where it may be broken. A part that fits no
//! line is taken apart further, down to grapheme clusters (UAX #29), each with what it would cost to break there.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::breaks::{Break, Ease};
use super::marks::{hangs, never_ends, never_starts};
use crate::text::cells::Cells;
use crate::text::fold::is_cjk;

/// Cells of the margin: one closing mark of full width.
const MARGIN: usize = 2;
/// Cells of a page from which on it has a margin. A narrower one has no room to give away.
const NARROWEST_WITH_MARGIN: usize = 20;

/// How wide lines may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// Cells of a full line; at least 2.
    pub(super) edge: usize,
    /// Cells beyond the edge that closing marks may take.
    pub(super) margin: usize,
    /// Whether gaps may be opened to fill a line ([`Gap`]).
    pub(super) gaps: bool,
}

impl Measure {
    /// Lines of at most `edge` cells, with no margin.
    pub(super) fn of(edge: usize) -> Self {
        Self {
            edge: edge.max(2),
            margin: 0,
            gaps: false,
        }
    }

    /// A page of `width` cells: the last two are the margin, where there are enough.
    pub(super) fn of_page(width: usize) -> Self {
        let margin = if width >= NARROWEST_WITH_MARGIN { MARGIN } else { 0 };
        Self {
            edge: width - margin,
            margin,
            gaps: true,
        }
    }

    /// The same with no gaps opened, for titles.
    pub(super) fn ragged(self) -> Self {
        Self { gaps: false, ..self }
    }

    /// What is left of it beside `cells`.
    pub(super) fn beside(self, cells: usize) -> Self {
        Self {
            edge: self.edge.saturating_sub(cells).max(2),
            ..self
        }
    }
}

/// A part of a text that stands in one line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    /// Where it begins.
    pub(super) start: usize,
    /// Where it ends, without the white space at its end.
    pub(super) end: usize,
    /// The cells of that.
    pub(super) content: usize,
    /// Its cells with the white space.
    pub(super) full: usize,
    /// The cells of the closing marks at the end of the content.
    pub(super) hang: usize,
    /// The gap that may be opened before it, where it stands within a line.
    pub(super) gap: Option<Gap>,
    /// What a line that begins with it costs beyond others.
    pub(super) penalty: u64,
    /// Whether a line ends with it whatever there is room for.
    pub(super) forced: bool,
}

/// What it costs to break in a word or a number that fits no line: most at any grapheme cluster, less where no
/// mark comes to the wrong end of a line and no number is split, less still where Unicode allows it, and least after
/// the marks that divide an address (CMOS 7.46, but after the mark: GB/T 15834 lets none begin a line).
const ANYWHERE: u64 = 1_000_000;
const CLEAN: u64 = 4_000;
const TIGHT: u64 = 400;
const AFTER_STOP: u64 = 200;
const AFTER_MARK: u64 = 20;
/// What it costs to break at a place that is [`Ease::Loath`]: less than a ragged edge.
const LOATH: u64 = 30;

/// Gives `sink` the segments of `text`, whose places to break are `breaks`.
pub(super) fn segments(
    text: &str,
    breaks: &[Break],
    measure: Measure,
    cells: Cells,
    mut sink: impl FnMut(Segment),
) {
    let mut from = 0;
    let mut first = 0;
    let mut penalty = 0;
    let ends = breaks.iter().enumerate().filter(|(_, b)| b.ease != Ease::Tight);
    let ends = ends.map(|(number, b)| (number + 1, b.at, if b.ease == Ease::Loath { LOATH } else { 0 }));
    for (next, at, after) in ends.chain(std::iter::once((breaks.len(), text.len(), 0))) {
        let mut segment = segment(text, from..at, cells);
        segment.penalty = penalty;
        penalty = after;
        if segment.content > measure.edge && segment.content.saturating_sub(segment.hang) > measure.edge
            || segment.content > measure.edge + measure.margin
        {
            let tight = breaks.get(first..next).unwrap_or_default();
            clusters(text, from..at, tight, cells, &mut sink);
        } else if at > from {
            sink(segment);
        }
        from = at;
        first = next;
    }
}

fn segment(text: &str, range: Range<usize>, cells: Cells) -> Segment {
    let whole = text.get(range.clone()).unwrap_or_default();
    let inner = whole.trim_end_matches([' ', '\n', '\u{3000}']);
    let space = whole.get(inner.len()..).unwrap_or_default();
    let content = cells.width(inner);
    let marks = inner.trim_end_matches(hangs);
    let before = text
        .get(..range.start)
        .and_then(|before| before.chars().next_back());
    Segment {
        gap: before
            .zip(inner.chars().next())
            .and_then(|(before, after)| gap(before, after)),
        start: range.start,
        end: range.start + inner.len(),
        content,
        full: content + cells.width(space),
        hang: cells.width(inner.get(marks.len()..).unwrap_or_default()),
        penalty: 0,
        forced: space.ends_with('\n'),
    }
}

/// A place within a line where a gap may be opened to fill it: where a space stands already, or between Han and
/// Western letters, numbers and brackets. Print sets a quarter of an em there and up to half an em, which is one
/// cell, to justify a line (CLREQ 3.2.2, "Mixed Text Composition").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// As good as any.
    Good,
    /// Between a number and what it counts: where no other is left.
    Poor,
}

/// The gap that may be opened between two characters.
fn gap(before: char, after: char) -> Option<Gap> {
    let han = |c: char| is_cjk(c) && c.is_alphabetic();
    let western = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '%' | '\u{C0}'..='\u{24F}' | '\u{370}'..='\u{52F}')
    };
    let good = before == ' '
        || han(before) && (western(after) || matches!(after, '(' | '+' | '-' | '$'))
        || han(after) && (western(before) && !before.is_ascii_digit() || before == ')');
    if good {
        Some(Gap::Good)
    } else {
        (before.is_ascii_digit() && han(after)).then_some(Gap::Poor)
    }
}

/// The grapheme clusters of a part that fits no line, as segments.
fn clusters(text: &str, range: Range<usize>, tight: &[Break], cells: Cells, sink: &mut impl FnMut(Segment)) {
    let mut tight = tight.iter().peekable();
    let part = text.get(range.clone()).unwrap_or_default();
    let mut before: Option<char> = None;
    for (offset, cluster) in part.grapheme_indices(true) {
        let at = range.start + offset;
        while tight.next_if(|b| b.at < at).is_some() {}
        let allowed = tight.peek().is_some_and(|b| b.at == at);
        let mut segment = segment(text, at..at + cluster.len(), cells);
        if let (Some(last), Some(first)) = (before, cluster.chars().next()) {
            let scheme = text.get(..at).is_some_and(|before| before.ends_with("//"));
            segment.penalty = if scheme {
                CLEAN
            } else {
                penalty(last, first, allowed)
            };
        }
        before = cluster.chars().next_back();
        sink(segment);
    }
}

/// What it costs to break between two clusters; `allowed` where Unicode does.
fn penalty(last: char, first: char, allowed: bool) -> u64 {
    let number = first.is_ascii_digit() && (last.is_ascii_digit() || matches!(last, '.' | ','));
    let pair = last == first && matches!(first, '—' | '…');
    if never_starts(first) || never_ends(last) || number && !allowed || pair {
        return ANYWHERE;
    }
    match last {
        '/' if first != '/' => AFTER_MARK,
        '?' | '&' | '=' | '-' | '_' | '@' | '+' | '#' | ';' => AFTER_MARK,
        '.' | ',' | ':' => AFTER_STOP,
        _ if allowed => TIGHT,
        _ => CLEAN,
    }
}
