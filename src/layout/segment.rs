//! What a line is made of: the parts of a text between two places where it may be broken. A part that fits no
//! line is taken apart further, down to grapheme clusters (UAX #29), each with what it would cost to break there.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::breaks::{Break, Ease};
use super::gap::{Gap, gap};
use super::marks::{hangs, is_ideograph, never_ends, never_starts};
use crate::text::cells::Cells;

/// Cells of the margin: one closing mark of full width.
const MARGIN: usize = 2;
/// Cells of a page from which on it has a margin. A narrower one has no room to give away.
const NARROWEST_WITH_MARGIN: usize = 20;

/// Bytes of a part that fits no line up to which its lines are chosen together.
const LONGEST_WEIGHED: usize = 4_096;

/// How wide lines may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// Cells of a full line; at least 2.
    pub(super) edge: usize,
    /// Cells beyond the edge that closing marks may take.
    pub(super) margin: usize,
    /// What makes its lines good.
    pub(super) manner: Manner,
}

/// What makes lines good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// That they reach the edge as nearly as the text allows.
    Even,
    /// The same, with gaps opened to fill them ([`super::gap`]).
    Filled,
    /// That they are of one length and end where the sense does: a headline.
    Balanced,
}

impl Measure {
    /// Lines of at most `edge` cells, with no margin.
    pub(super) fn of(edge: usize) -> Self {
        Self {
            edge: edge.max(2),
            margin: 0,
            manner: Manner::Even,
        }
    }

    /// A page of `width` cells, the last two the margin where there are enough; filled or only even.
    pub(super) fn of_page(width: usize, filled: bool) -> Self {
        let margin = if width >= NARROWEST_WITH_MARGIN { MARGIN } else { 0 };
        Self {
            edge: width - margin,
            margin,
            manner: if filled { Manner::Filled } else { Manner::Even },
        }
    }

    /// The same cells, for text of another manner.
    pub(super) fn with(self, manner: Manner) -> Self {
        Self { manner, ..self }
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
    /// Where in it a gap may be opened: between a number and what it counts.
    pub(super) inner: Option<usize>,
    /// Whether Han stands in it.
    pub(super) han: bool,
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
        let tight = breaks.get(first..next).unwrap_or_default();
        if segment.content > measure.edge && segment.content.saturating_sub(segment.hang) > measure.edge
            || segment.content > measure.edge + measure.margin
        {
            clusters(text, from..at, tight, measure, cells, &mut sink);
        } else if at > from {
            segment.inner = inner_gap(text, &segment, tight);
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
    let mut marks = inner.trim_end_matches(hangs);
    if !super::breaks::is_boundary(inner, marks.len()) {
        // The mark is one with what stands before it (UAX #29, "Prepend").
        marks = inner;
    }
    // Running text has one space at most between two words.
    let before = text.get(..range.start).unwrap_or_default();
    let unspaced = before.strip_suffix(' ');
    let mut earlier = unspaced.unwrap_or(before).chars().rev();
    let (before, earlier) = (earlier.next(), earlier.next());
    Segment {
        gap: before.zip(inner.chars().next()).and_then(|(before, after)| {
            // Not between the parts of a date.
            let within = earlier.is_some_and(|c| c.is_ascii_digit()) && after.is_ascii_digit();
            gap(before, after, unspaced.is_some()).filter(|_| !within)
        }),
        inner: None,
        han: inner.contains(is_ideograph),
        start: range.start,
        end: range.start + inner.len(),
        content,
        full: content + cells.width(space),
        hang: cells.width(inner.get(marks.len()..).unwrap_or_default()),
        penalty: 0,
        forced: space.ends_with('\n'),
    }
}

/// The place in a segment where a number ends and what it counts begins; none in what has several, as a date, or
/// is a part of one.
fn inner_gap(text: &str, segment: &Segment, tight: &[Break]) -> Option<usize> {
    let digit = |c: char| c.is_ascii_digit();
    let mut places = tight.iter().map(|b| b.at).filter(|&at| {
        let (before, after) = text.split_at_checked(at).unwrap_or_default();
        at < segment.end && before.ends_with(digit) && after.starts_with(|c| gap('0', c, false).is_some())
    });
    let (before, _) = text.split_at_checked(segment.start)?;
    let (_, after) = text.split_at_checked(segment.end)?;
    // Of a range, as of days, the first part counts.
    let mut before = before.trim_end_matches(['—', '–', '-', '~', '～']).chars().rev();
    let follows = before.next().is_some_and(is_ideograph) && before.next().is_some_and(digit);
    let place = places.next()?;
    (places.next().is_none() && !follows && !after.starts_with(digit)).then_some(place)
}

/// The grapheme clusters of a part that fits no line, as segments; of a very long one, whole lines.
fn clusters(
    text: &str,
    range: Range<usize>,
    tight: &[Break],
    measure: Measure,
    cells: Cells,
    sink: &mut impl FnMut(Segment),
) {
    let mut tight = tight.iter().peekable();
    let part = text.get(range.clone()).unwrap_or_default();
    let whole_lines = part.len() > LONGEST_WEIGHED;
    let mut line = Piece::at(range.start);
    let mut last: Option<char> = None;
    for (offset, cluster) in part.grapheme_indices(true) {
        let at = range.start + offset;
        while tight.next_if(|b| b.at < at).is_some() {}
        let allowed = tight.peek().is_some_and(|b| b.at == at);
        let penalty = last.map_or(0, |last| penalty(text, at, last, allowed));
        let blank = matches!(cluster, " " | "\u{3000}");
        if !blank || last.is_none() {
            last = cluster.chars().next_back();
        }
        if whole_lines {
            let takes = cells.grapheme(cluster);
            if let Some(end) = line.add(at, takes, penalty, measure.edge) {
                sink(segment(text, line.start..end, cells));
                line = Piece::at(end);
                // What stands between the cut and here has to make room too.
                let between = cells.width(text.get(end..at).unwrap_or_default());
                if between + takes > measure.edge {
                    sink(segment(text, end..at, cells));
                    line = Piece::at(at);
                    line.cells = takes;
                } else {
                    line.cells = between + takes;
                }
            }
            continue;
        }
        let mut segment = segment(text, at..at + cluster.len(), cells);
        segment.penalty = penalty;
        sink(segment);
    }
    if whole_lines {
        sink(segment(text, line.start..range.end, cells));
    }
}

/// A line of a part so long that nobody reads it: cut without weighing one line against another.
struct Piece {
    start: usize,
    cells: usize,
    /// The last place to cut where no mark comes to the wrong end.
    clean: Option<usize>,
}

impl Piece {
    fn at(start: usize) -> Self {
        Self {
            start,
            cells: 0,
            clean: None,
        }
    }

    /// Adds the cluster at `at`; gives where to cut if it does not fit.
    fn add(&mut self, at: usize, takes: usize, penalty: u64, edge: usize) -> Option<usize> {
        if penalty < ANYWHERE && at > self.start {
            self.clean = Some(at);
        }
        self.cells += takes;
        (self.cells > edge && at > self.start).then(|| self.clean.unwrap_or(at))
    }
}

/// What it costs to break before `at`, after the cluster that ends with `last` and perhaps white space; `allowed` where
/// Unicode does.
fn penalty(text: &str, at: usize, last: char, allowed: bool) -> u64 {
    let (before, rest) = text.split_at_checked(at).unwrap_or_default();
    let mut rest = rest.chars();
    let Some(first) = rest.next() else {
        return 0;
    };
    let number = first.is_ascii_digit() && (last.is_ascii_digit() || matches!(last, '.' | ','));
    let dash = first == '—' && rest.next() != Some('—');
    let pair = last == first && matches!(first, '—' | '…');
    let blank = matches!(first, ' ' | '\u{3000}');
    let scheme = last == '/' && first == '/';
    if never_starts(first) || never_ends(last) || number && !allowed || dash || pair || blank || scheme {
        return ANYWHERE;
    }
    match last {
        _ if first == '/' || before.ends_with("//") => CLEAN,
        '/' | '?' | '&' | '=' | '-' | '_' | '@' | '+' | '#' | ';' => AFTER_MARK,
        '.' | ',' | ':' => AFTER_STOP,
        _ if allowed => TIGHT,
        _ => CLEAN,
    }
}
