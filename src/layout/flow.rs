//! A block's text with what is added within it (a link's number, the word for an image), cut into pieces
//! of one role each, and each piece with its way back to the document.

use std::borrow::Cow;
use std::collections::HashSet;
use std::iter::Peekable;
use std::ops::Range;

use compact_str::CompactString;

use super::breaks::{Break, Ease, breaks};
use super::figure::{Figure, Kind, figures};
use super::fill::{Filled, fill};
use super::segment::Measure;
use super::{Line, Role, Settings, Span};
use crate::document::{Block, Cell, DELETION, Document, Inline, InlineKind};
use crate::text::cells::Cells;

/// Text to be filled into lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Flow {
    pub(super) text: String,
    pieces: Vec<Piece>,
    /// Where no line may begin that is not forced to: before a link's number, between the marks of a
    /// deletion and what they mark.
    tied: Vec<usize>,
    /// Where a line may begin; found when needed if none are set.
    pub(super) breaks: Option<Vec<Break>>,
}

#[derive(Clone, Debug)]
struct Piece {
    /// Where it ends in the flow's text; it begins where the one before ends.
    end: usize,
    /// Where it stands in the document's text.
    at: Option<usize>,
    role: Role,
    link: Option<usize>,
}

impl Flow {
    /// `text` that is not the document's.
    pub(super) fn of(text: &str, role: Role) -> Self {
        let mut flow = Self::default();
        flow.push(text, None, role, None);
        flow
    }

    /// Adds `text`, which stands in the document at `at`.
    pub(super) fn push(&mut self, text: &str, at: Option<usize>, role: Role, link: Option<usize>) {
        if text.is_empty() {
            return;
        }
        self.text.push_str(text);
        let end = self.text.len();
        self.pieces.push(Piece { end, at, role, link });
    }

    /// Adds all of `other`.
    pub(super) fn append(&mut self, other: Self) {
        let before = self.text.len();
        if before == 0 {
            *self = other;
            return;
        }
        self.text.push_str(&other.text);
        self.pieces.extend(other.pieces.into_iter().map(|piece| Piece {
            end: before + piece.end,
            ..piece
        }));
        self.tied.extend(other.tied.into_iter().map(|at| before + at));
    }

    /// Keeps `range` of the text on one line, if one can hold it.
    pub(super) fn keep_whole(&mut self, range: Range<usize>) {
        self.tied.extend(range.skip(1));
    }

    /// The text of `block` with its roles; `base` is that of text with no role of its own.
    pub(super) fn of_block(document: &Document, block: &Block, base: Role, settings: &Settings) -> Self {
        Self::of_range(document, &block.range, base, settings)
    }

    /// The text of a cell.
    pub(super) fn of_cell(document: &Document, cell: &Cell, base: Role, settings: &Settings) -> Self {
        Self::of_range(document, &cell.range, base, settings)
    }

    fn of_range(document: &Document, range: &Range<usize>, base: Role, settings: &Settings) -> Self {
        let mut flow = Self::default();
        // Inlines do not cross blocks, and are ordered by start.
        let first = document.inlines.partition_point(|i| i.range.start < range.start);
        let inlines: Vec<&Inline> = document
            .inlines
            .iter()
            .skip(first)
            .take_while(|i| i.range.start <= range.end)
            .filter(|i| i.range.end <= range.end)
            .collect();
        if inlines.is_empty() {
            flow.push(document.slice(range), Some(range.start), base, None);
            return flow;
        }
        let mut points: Vec<usize> = inlines
            .iter()
            .flat_map(|i| [i.range.start, i.range.end])
            .collect();
        points.extend([range.start, range.end]);
        points.sort_unstable();
        points.dedup();
        let mut coming = inlines.into_iter().peekable();
        let mut active: Vec<&Inline> = Vec::new();
        let mut points = points.into_iter().peekable();
        while let Some(at) = points.next() {
            active.retain(|inline| {
                let ends = inline.range.end <= at;
                if ends {
                    flow.end_of(document, inline, settings);
                }
                !ends
            });
            while let Some(inline) = coming.next_if(|i| i.range.start == at) {
                if let InlineKind::Image(link) = inline.kind {
                    let gap = if inline.range.is_empty() { "" } else { " " };
                    flow.push(
                        &format!("[{}]{gap}", settings.words.image),
                        None,
                        Role::Image,
                        link,
                    );
                }
                if inline.range.is_empty() {
                    flow.end_of(document, inline, settings);
                } else {
                    active.push(inline);
                }
            }
            let Some(&next) = points.peek() else {
                break;
            };
            for tie in active.iter().flat_map(|inline| marks_of(document, inline)) {
                if (at..=next).contains(&tie) {
                    flow.tied.push(flow.text.len() + (tie - at));
                }
            }
            let (role, link) = role_of(base, &active);
            flow.push(document.slice(&(at..next)), Some(at), role, link);
        }
        flow
    }

    /// The number of a link that ends with `inline`.
    fn end_of(&mut self, document: &Document, inline: &Inline, settings: &Settings) {
        let (InlineKind::Link(index) | InlineKind::Image(Some(index))) = inline.kind else {
            return;
        };
        let Some(link) = document.links.get(index) else {
            return;
        };
        if let Some(note) = link
            .note
            .filter(|_| settings.link_notes && link.range.end == inline.range.end)
        {
            self.tied.push(self.text.len());
            self.push(&format!("[{note}]"), None, Role::Note, Some(index));
        }
    }

    /// Where a line may begin; `figures` are those of the text.
    fn breaks(&self, figures: &[Figure]) -> Cow<'_, [Break]> {
        if let Some(breaks) = &self.breaks {
            return Cow::Borrowed(breaks);
        }
        let mut breaks = breaks(&self.text, figures);
        if !self.tied.is_empty() {
            let tied: HashSet<usize> = self.tied.iter().copied().collect();
            let forced = |at: usize| self.text.get(..at).is_some_and(|before| before.ends_with('\n'));
            breaks.retain(|place| !tied.contains(&place.at) || forced(place.at));
        }
        Cow::Owned(breaks)
    }

    /// The flow in lines of at most `width` cells.
    pub(super) fn lines(&self, width: usize, cells: Cells) -> Vec<Line> {
        self.set(Measure::of(width), cells, false)
    }

    /// The flow as running text, its figures told from the rest, in lines of that measure.
    pub(super) fn prose(&self, measure: Measure, cells: Cells) -> Vec<Line> {
        self.set(measure, cells, true)
    }

    fn set(&self, measure: Measure, cells: Cells, tell_figures: bool) -> Vec<Line> {
        let mut lines = Vec::new();
        self.set_into(&mut lines, measure, cells, tell_figures);
        lines
    }

    /// Adds the lines of the flow to `lines`, set as running text if `tell_figures`.
    pub(super) fn set_into(&self, lines: &mut Vec<Line>, measure: Measure, cells: Cells, tell_figures: bool) {
        let figures = figures(&self.text);
        let breaks = self.breaks(&figures);
        let told = figures
            .iter()
            .filter(|figure| tell_figures && figure.kind != Kind::Plain);
        let told: Vec<Range<usize>> = told.map(|figure| figure.range.clone()).collect();
        let mut pieces = Pieces {
            flow: self,
            next: 0,
            figures: told.into_iter().peekable(),
        };
        fill(&self.text, &breaks, measure, cells, |filled| {
            lines.push(pieces.line(&filled));
        });
    }

    /// Finds once and for all where a line may begin; what is added later is not looked at.
    pub(super) fn settle(&mut self) {
        self.breaks = Some(self.breaks(&figures(&self.text)).into_owned());
    }

    /// White space counts: a line ends at `\n` alone, or where it is full.
    pub(super) fn settle_verbatim(&mut self) {
        let newlines = memchr::memchr_iter(b'\n', self.text.as_bytes());
        let breaks = newlines.map(|at| Break {
            at: at + 1,
            ease: Ease::Free,
        });
        self.breaks = Some(breaks.collect());
    }

    /// The cells of the widest part that may not be broken, and of the widest line if nothing is broken.
    pub(super) fn extent(&self, cells: Cells) -> (usize, usize) {
        let mut least = 0;
        let mut from = 0;
        let breaks = self.breaks(&figures(&self.text));
        let ends = breaks
            .iter()
            .filter(|place| place.ease != Ease::Tight)
            .map(|place| place.at);
        for at in ends.chain(std::iter::once(self.text.len())) {
            let part = self.text.get(from..at).unwrap_or_default();
            least = least.max(cells.width(part.trim_end()));
            from = at;
        }
        let most = self.text.split('\n').map(|line| cells.width(line)).max();
        (least, most.unwrap_or(0))
    }
}

/// Hands out the pieces of a flow line by line, in order.
struct Pieces<'a> {
    flow: &'a Flow,
    /// The first piece that may reach into the next line.
    next: usize,
    /// The figures to be told from the text around them, from the first that may reach into the next line on.
    figures: Peekable<std::vec::IntoIter<Range<usize>>>,
}

impl Pieces<'_> {
    fn line(&mut self, filled: &Filled) -> Line {
        let mut line = Line::default();
        let range = &filled.range;
        let mut gaps = filled.gaps.iter().copied().peekable();
        let mut index = self.next;
        while let Some(piece) = self.flow.pieces.get(index) {
            let before = index.checked_sub(1).and_then(|i| self.flow.pieces.get(i));
            let begin = before.map_or(0, |piece| piece.end);
            if begin >= range.end {
                break;
            }
            if piece.end <= range.start {
                index += 1;
                self.next = index;
                continue;
            }
            let (mut from, to) = (begin.max(range.start), piece.end.min(range.end));
            while from < to {
                let (figure, until) = self.stretch(from, to);
                let role = if figure && piece.role == Role::Body {
                    Role::Figure
                } else {
                    piece.role
                };
                let span = |text: &str, at: Option<usize>| Span::new(text, role, piece.link, at);
                if gaps.next_if_eq(&from).is_some() {
                    line.spans.push(span(" ", None));
                }
                let until = gaps.peek().map_or(until, |gap| until.min(*gap));
                let at = piece.at.map(|at| at + (from - begin));
                line.spans
                    .push(span(self.flow.text.get(from..until).unwrap_or_default(), at));
                from = until;
            }
            index += 1;
        }
        line
    }

    /// Whether `from` stands in a figure, and how far that is so, `to` at most.
    fn stretch(&mut self, from: usize, to: usize) -> (bool, usize) {
        while self.figures.next_if(|figure| figure.end <= from).is_some() {}
        match self.figures.peek() {
            Some(figure) if figure.start <= from => (true, to.min(figure.end)),
            Some(figure) => (false, to.min(figure.start)),
            None => (false, to),
        }
    }
}

impl Line {
    /// Adds text that the program adds.
    pub(super) fn add(&mut self, text: impl Into<CompactString>, role: Role) {
        self.spans.push(Span::added(text, role));
    }
}

/// Where the opening marks of a deletion end and the closing ones begin, of those that stand in `inline`
/// (a deletion of several blocks opens in its first and closes in its last).
fn marks_of(document: &Document, inline: &Inline) -> impl Iterator<Item = usize> {
    let range = &inline.range;
    let text = if inline.kind == InlineKind::Deleted {
        document.slice(range)
    } else {
        ""
    };
    let opening = text.strip_prefix(DELETION).map(|inner| {
        let inner = inner.trim_start_matches(' ');
        range.end - inner.len()
    });
    let closing = text.ends_with(DELETION).then(|| range.end - DELETION.len());
    opening.into_iter().chain(closing)
}

/// The role of text in all of these inlines at once: the one that says most.
fn role_of(base: Role, active: &[&Inline]) -> (Role, Option<usize>) {
    let mut link = None;
    let mut best = (0, base);
    for inline in active {
        let (rank, role) = match inline.kind {
            InlineKind::Code => (7, Role::Code),
            InlineKind::Deleted => (6, Role::Deleted),
            InlineKind::Inserted => (5, Role::Inserted),
            InlineKind::Strong => (4, Role::Strong),
            InlineKind::Emphasis => (3, Role::Emphasis),
            InlineKind::Link(index) => {
                link = Some(index);
                (2, Role::Link)
            }
            InlineKind::Stock(_) => (1, Role::Stock),
            InlineKind::Image(index) => {
                link = link.or(index);
                (1, Role::Image)
            }
        };
        if rank > best.0 {
            best = (rank, role);
        }
    }
    // Headings and preformatted text stay what they are whatever stands in them.
    let firm = matches!(base, Role::Heading(_) | Role::TableHead | Role::Code);
    (if firm { base } else { best.1 }, link)
}
