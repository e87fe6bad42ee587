//! A document and a width become lines: pure, total, the same for screen, pipe and export.
//!
//! [`page`] sets the title, the facts, the text and, after it, what the program adds: source, copies,
//! stocks, the addresses of the links. Lines hold roles, not colours, and words handed in, not languages.
//! Every span of the post's own text knows where in [`Document::text`] it stands, so that places, hits and
//! passages are found again at any width.

mod anchor;
mod blocks;
mod breaks;
mod figure;
mod fill;
mod flow;
mod foot;
mod gap;
mod marks;
mod segment;
mod table;
mod units;

use std::num::NonZeroU32;
use std::ops::Range;

use compact_str::CompactString;
use smallvec::SmallVec;

pub use anchor::{Anchor, Highlight};

use crate::document::Document;
use crate::text::cells::Cells;
use anchor::Reach;
use segment::{Manner, Measure};

/// What stands over the text, and what the program adds after it. All of it cleaned already
/// (`text::clean::clean_line`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageHead {
    /// The title; may take several lines.
    pub title: String,
    /// The facts of the dim line under it, in order: outlet, date, reading time, number of links.
    pub facts: Vec<String>,
    /// Where the article stands on the web.
    pub source_url: Option<String>,
    /// The paths of the article's other copies.
    pub copies: Vec<String>,
}

/// How a page is to be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Cells the page may take; less than 2 counts as 2.
    pub width: usize,
    /// The widths of the terminal.
    pub cells: Cells,
    /// Cells of the longest line of text, where `width` leaves more.
    pub measure: usize,
    /// Whether links are numbered in the text and their addresses listed after it.
    pub link_notes: bool,
    /// Whether up to three spaces may be set between Han and Western letters or numbers where that fills a line.
    pub justify: bool,
    /// The words that the program adds.
    pub words: Words,
}

/// The words that the program adds, in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Stands in brackets for an image: `图`.
    pub image: String,
    /// Before the source's address.
    pub source: String,
    /// Before the paths of the other copies.
    pub copies: String,
    /// Before the stocks named.
    pub stocks: String,
    /// Before the addresses of the links.
    pub links: String,
}

/// An article laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The lines, from the title to the last note. None is wider than [`Self::width`].
    pub lines: Vec<Line>,
    /// The cells that the longest line may take: the smaller of width and measure. The last two of them, from
    /// 20 on, are a margin, for closing marks and for tables that would not fit otherwise.
    pub width: usize,
    /// The lines that set the text, between head and foot.
    pub body: Range<usize>,
    cells: Cells,
    reach: Vec<Reach>,
}

/// One line. A page may have millions, so one takes little room: most hold one span, which stands in the line itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What stands in it, from the left.
    pub spans: SmallVec<[Span; 1]>,
}

impl Line {
    /// From the first to the last byte of [`Document::text`] that it sets; none for what the program adds.
    pub fn range(&self) -> Option<Range<usize>> {
        let own = self.spans.iter().filter_map(Span::range);
        own.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))
    }

    /// The line as plain text, without white space at its end.
    pub fn text(&self) -> String {
        let text: String = self.spans.iter().map(|span| span.text.as_str()).collect();
        text.trim_end_matches(' ').to_owned()
    }
}

/// A stretch of one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its text, cleaned. Up to 24 bytes stand in the span itself.
    pub text: CompactString,
    /// What it is.
    pub role: Role,
    link: Place,
    at: Place,
}

impl Span {
    /// `text`, which stands in the document at `at` and belongs to a link, or does not.
    fn new(text: impl Into<CompactString>, role: Role, link: Option<usize>, at: Option<usize>) -> Self {
        Self {
            text: text.into(),
            role,
            link: Place::of(link),
            at: Place::of(at),
        }
    }

    /// `text` that the program adds.
    fn added(text: impl Into<CompactString>, role: Role) -> Self {
        Self::new(text, role, None, None)
    }

    /// The link it belongs to, by its place in [`Document::links`]; that after the last of them is where the article itself
    /// stands ([`PageHead::source_url`]).
    pub fn link(&self) -> Option<usize> {
        self.link.get()
    }

    /// Where in [`Document::text`] exactly this text stands; none for what the program adds, and beyond 4 GiB.
    pub fn at(&self) -> Option<usize> {
        self.at.get()
    }

    fn range(&self) -> Option<Range<usize>> {
        self.at().map(|at| at..at + self.text.len())
    }
}

/// A place or none, in four bytes: one more than it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place(Option<NonZeroU32>);

impl Place {
    fn of(place: Option<usize>) -> Self {
        let more = place.and_then(|place| u32::try_from(place).ok()?.checked_add(1));
        Self(more.and_then(NonZeroU32::new))
    }

    fn get(self) -> Option<usize> {
        self.0.map(|more| more.get() as usize - 1)
    }
}

/// What a stretch is; the theme says how that looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    Body,
    /// The article's title.
    Title,
    /// The line of facts under it.
    Facts,
    /// A heading of this level.
    Heading(u8),
    /// Strong importance; summaries and terms too.
    Strong,
    /// Stress.
    Emphasis,
    /// A link's text. A link within other roles keeps those, and its `link`.
    Link,
    /// A stock's name, as the site has marked it.
    Stock,
    /// An amount of money, a percentage, a stock's code in running text.
    Figure,
    /// Text of a quotation, and the bar before it.
    Quote,
    /// Code.
    Code,
    /// Struck out.
    Deleted,
    /// Added.
    Inserted,
    /// What stands for an image.
    Image,
    /// What stands under a figure or over a table.
    Caption,
    /// What stands before a list item.
    Marker,
    /// A header cell.
    TableHead,
    /// A link's number, and all that stands after the text.
    Note,
    /// A line drawn.
    Rule,
}

/// `text` on lines of at most `width` cells, broken as running text is. For titles in lists.
pub fn wrap(text: &str, width: usize, cells: Cells) -> Vec<String> {
    flow::Flow::of(text, Role::Body)
        .lines(width.max(2), cells)
        .iter()
        .map(Line::text)
        .collect()
}

/// Lays out an article. Total: any width, any document. A page is a function of its arguments alone.
pub fn page(head: &PageHead, document: &Document, settings: &Settings) -> Page {
    let width = settings.width.min(settings.measure).max(2);
    let measure = Measure::of_page(width, settings.justify);
    let title = flow::Flow::of(&head.title, Role::Title);
    let mut lines = title.prose(measure.with(Manner::Balanced), settings.cells);
    if !head.facts.is_empty() {
        lines.push(Line::default());
        lines.extend(foot::joined(
            &head.facts,
            Role::Facts,
            measure.edge,
            settings.cells,
        ));
    }
    let above = lines.len();
    if above > 0 {
        lines.push(Line::default());
    }
    let start = lines.len();
    blocks::lines(document, settings, measure, &mut lines);
    if lines.len() == start {
        lines.truncate(above);
    }
    let body = start.min(lines.len())..lines.len();
    lines.extend(foot::lines(head, document, settings, measure.edge));
    Page::new(lines, width, body, settings.cells)
}
