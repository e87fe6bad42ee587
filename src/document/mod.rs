//! The body of a post as a document: one contiguous text and, over it, byte ranges.
//!
//! [`Document::parse`] takes what stands after the front matter, Markdown and HTML mixed, and keeps
//! everything a browser would show, nothing it would hide. It never fails: whatever the body holds,
//! its text comes out. Layout, search, anchors and export all read this one form.

mod attributes;
mod build;
mod figure;
mod link;
mod markdown;
mod marker;
mod outlet;
mod script;
mod sheet;
mod stock;
mod style;
mod table;
mod tags;
mod tame;
mod walk;

use std::borrow::Cow;
use std::ops::Range;

pub(crate) use figure::Entry;
pub use marker::{Marker, Numbering};

/// What stands before and after deleted text, in [`Document::text`] too.
pub(crate) const DELETION: &str = "~~";

/// A body, read. All ranges are byte ranges of [`Document::text`], on character boundaries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// All that is to be read, cleaned (`text::clean`); blocks, table cells and forced line breaks are
    /// separated by `\n`, white space is collapsed as a browser does it. The markers of lists in cells are text.
    pub text: String,
    /// The blocks, in order; their ranges do not overlap.
    pub blocks: Vec<Block>,
    /// What blocks stand in, each after its parent.
    pub containers: Vec<Container>,
    /// Stretches of text within blocks, ordered by start, outer before inner. None crosses a block.
    pub inlines: Vec<Inline>,
    /// The links in order of their text.
    pub links: Vec<Link>,
    /// The stocks that the site has marked, each once, in order.
    pub stocks: Vec<Stock>,
    /// The tables; a [`BlockKind::Table`] block points here.
    pub tables: Vec<Table>,
    /// The outlet that `（文章来源：…）` names; that line is not in `text` (archive-format 37).
    pub outlet: Option<String>,
    /// Where that line linked to.
    pub outlet_url: Option<String>,
    /// What a reader reads: ideographs, and words of other scripts. For the reading time.
    pub characters: usize,
}

impl Document {
    /// Reads a body. Never fails, takes time and memory linear in its length; nesting, tags and spans beyond
    /// any real page are read as if they were not there, their text stays.
    pub fn parse(body: &str) -> Self {
        walk::walk(&tame::tame(&markdown::to_html(&legible(body))))
    }

    /// The text of `range`, empty where it is none of this document's.
    pub fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }
}

/// `body` with `\n` for its line ends (bare CR within LF files, archive-format 34), without NUL, the one character
/// that `text::clean` drops and parsers replace with U+FFFD (HTML, "U+0000"; CommonMark, 2.3), and without those
/// that the passes keep for themselves.
fn legible(body: &str) -> Cow<'_, str> {
    let ours = [markdown::PLACEHOLDER, tame::LESS, tame::AMPERSAND];
    let none = memchr::memchr2(b'\r', b'\0', body.as_bytes()).is_none()
        // The first bytes of all of them.
        && memchr::memmem::find(body.as_bytes(), b"\xEF\xB7").is_none();
    if none {
        return Cow::Borrowed(body);
    }
    let body = body.replace(|c| c == '\0' || ours.contains(&c), "");
    Cow::Owned(body.replace("\r\n", "\n").replace('\r', "\n"))
}

/// One block: a stretch of text that starts on a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its text; empty for a rule, and for an image without a description.
    pub range: Range<usize>,
    /// What it is.
    pub kind: BlockKind,
    /// How its lines are set.
    pub align: Align,
    /// The innermost of [`Document::containers`] it stands in.
    pub container: Option<usize>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text; `\n` in it is a forced line break.
    Paragraph,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Preformatted text: white space counts, `\n` ends a line.
    Code,
    /// A table, by its place in [`Document::tables`].
    Table(usize),
    /// An image; its text is the description.
    Image,
    /// What stands under a figure or over a table.
    Caption,
    /// The visible line of a disclosure.
    Summary,
    /// A term of a description list.
    Term,
    /// A thematic break.
    Rule,
}

/// How the lines of a block are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Flush left.
    #[default]
    Start,
    /// Centred.
    Center,
    /// Flush right: a signature, a date line.
    End,
}

/// Something that holds blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// The container it stands in, by its place in [`Document::containers`].
    pub parent: Option<usize>,
    /// What it is.
    pub kind: ContainerKind,
}

/// What holds blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContainerKind {
    /// A quotation.
    Quote,
    /// An item of the list with this number (lists are counted through the document).
    Item {
        /// Which list.
        list: usize,
        /// What stands before the item.
        marker: Marker,
    },
    /// The description of a term.
    Description,
}

/// A stretch of text within a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// Its text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: InlineKind,
}

/// What a stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InlineKind {
    /// Strong importance.
    Strong,
    /// Stress.
    Emphasis,
    /// Code.
    Code,
    /// Struck out. The text holds `~~` around it, for a reader without styles must see it too.
    Deleted,
    /// Added.
    Inserted,
    /// A link, by its place in [`Document::links`].
    Link(usize),
    /// A stock's name, by its place in [`Document::stocks`].
    Stock(usize),
    /// An image's description, perhaps empty, and the link to the image.
    Image(Option<usize>),
}

/// A link. Only http and https addresses and places of the archive's own site are links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its text, from the first character to the last; empty for an image without a description.
    pub range: Range<usize>,
    /// The address, parsed and re-serialised: `https://host/path`, or for a place of the archive's own
    /// site `/path` or `../path` as written.
    pub url: String,
    /// Whether the address was given relative to the site: `//host/…` (here with `https:` before it),
    /// `/emnews/…`, `../…` (archive-format 37).
    pub internal: bool,
    /// Its number among the notes, from 1; links to one address share it. None where the text is the address.
    pub note: Option<usize>,
}

/// A stock that the site has marked in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stock {
    /// Its code as the site gives it: `600160`, `NIO`.
    pub code: String,
    /// Its name as the text has it, else as the description of its chart; the code where nothing names it.
    pub name: String,
}

/// A table of data. Tables that only arrange things are taken apart into blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The rows, header rows first, those of the foot last.
    pub rows: Vec<Vec<Cell>>,
    /// How many of the rows are header rows.
    pub header_rows: usize,
    /// How many of the rows are those of the foot.
    pub footer_rows: usize,
    /// Columns, at least one.
    pub columns: usize,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its text; `\n` in it is a forced line break. The ranges of a table's cells are in order.
    pub range: Range<usize>,
    /// The column it begins in. Cells do not overlap.
    pub column: usize,
    /// Columns it takes, at least one.
    pub colspan: usize,
    /// Rows of [`Table::rows`] it takes, at least one.
    pub rowspan: usize,
    /// Whether it heads its row or column.
    pub header: bool,
}
