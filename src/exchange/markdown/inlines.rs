//! The text of a block as Markdown: emphasis, code, links, images.

use std::ops::Range;

use crate::document::{DELETION, Document, Inline, InlineKind};

use super::super::pieces::{Piece, pieces, target};
use super::escape::{Pairs, address, inline, references};

/// What stands for a line break that the text forces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breaks {
    /// Two blanks at the line's end.
    Line,
    /// A tag, where there is only one line.
    Tag,
    /// A blank.
    Space,
}

/// `range` of `document` as Markdown.
pub(super) fn text(document: &Document, range: &Range<usize>, site: &str, breaks: Breaks) -> String {
    let mut writer = Writer {
        document,
        site,
        breaks,
        pairs: Pairs::of(document.slice(range)),
        out: String::new(),
        open: vec![Open::default()],
        struck: false,
    };
    let pieces = pieces(document, range);
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Open(inline) => {
                let before = at.checked_sub(1).and_then(|before| pieces.get(before));
                let within = pieces.get(at + 1..).unwrap_or_default();
                writer.open(inline, apart(before, within));
            }
            Piece::Close(inline) => writer.close(inline),
            Piece::Text(text) => writer.text(text),
        }
    }
    let with = match breaks {
        Breaks::Line => "  \n",
        Breaks::Tag => "<br>",
        Breaks::Space => " ",
    };
    writer.out.trim_matches(['\n', ' ']).replace('\n', with)
}

/// The text of what opens between `before` and `within`, if it holds nothing else and no other inline meets it: the marks
/// of two that meet would be read as one.
fn apart<'a>(before: Option<&Piece<'_>>, within: &[Piece<'a>]) -> Option<&'a str> {
    let [Piece::Text(text), Piece::Close(_), after @ ..] = within else {
        return None;
    };
    let alone = |piece: Option<&Piece<'_>>| matches!(piece, None | Some(Piece::Text(_)));
    (alone(before) && alone(after.first())).then_some(text)
}

/// Whether `text` can be stressed by stars: they surely count where they stand against letters or ideographs, while beside
/// a mark they may be text (CommonMark 6.2).
fn takes_stars(text: &str) -> bool {
    let mut characters = text.chars();
    let first = characters.next();
    let last = characters.next_back().or(first);
    [first, last].iter().all(|c| c.is_some_and(char::is_alphanumeric))
}

/// How text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Manner {
    /// As Markdown.
    #[default]
    Marked,
    /// As it is: between backticks, in an address.
    Bare,
    /// In character references: within a tag of code.
    Referred,
}

/// An inline that is open.
#[derive(Clone, Debug, Default)]
struct Open {
    manner: Manner,
    /// Whether it stands in a link: there is none within another.
    linked: bool,
    /// What ends it.
    end: String,
}

struct Writer<'a> {
    document: &'a Document,
    site: &'a str,
    breaks: Breaks,
    pairs: Pairs,
    out: String,
    /// The innermost last; the first is the block.
    open: Vec<Open>,
    /// Whether the text to come begins with the marks of what is struck out.
    struck: bool,
}

impl Writer<'_> {
    /// Opens `inline`; `apart` is its text where it stands apart.
    fn open(&mut self, inline: &Inline, apart: Option<&str>) {
        let mut open = self.open.last().cloned().unwrap_or_default();
        open.end.clear();
        if open.manner == Manner::Marked {
            let (begin, end) = match (inline.kind, apart.is_some_and(takes_stars)) {
                (InlineKind::Strong, true) => ("**", "**"),
                (InlineKind::Strong, false) => ("<strong>", "</strong>"),
                (InlineKind::Emphasis, true) => ("*", "*"),
                (InlineKind::Emphasis, false) => ("<em>", "</em>"),
                _ => ("", ""),
            };
            self.out.push_str(begin);
            end.clone_into(&mut open.end);
            match inline.kind {
                InlineKind::Code => self.open_code(apart, &mut open),
                InlineKind::Link(_) | InlineKind::Image(_) if !open.linked => {
                    self.open_link(inline, &mut open);
                }
                InlineKind::Deleted => self.struck = true,
                _ => {}
            }
        }
        self.open.push(open);
    }

    fn open_code(&mut self, apart: Option<&str>, open: &mut Open) {
        // What can stand between backticks in every place.
        let plain = |code: &str| !code.contains(['`', '|', '\n']) && code.trim() == code;
        let (begin, end, manner) = if apart.is_some_and(plain) {
            ("`", "`", Manner::Bare)
        } else {
            ("<code>", "</code>", Manner::Referred)
        };
        self.out.push_str(begin);
        end.clone_into(&mut open.end);
        open.manner = manner;
    }

    fn open_link(&mut self, inline: &Inline, open: &mut Open) {
        let Some(url) = target(self.document, inline, self.site) else {
            return;
        };
        let image = matches!(inline.kind, InlineKind::Image(_));
        open.linked = true;
        // An address that is its own text is written once.
        if !image && self.document.slice(&inline.range) == url && address(&url) == url {
            self.out.push('<');
            ">".clone_into(&mut open.end);
            open.manner = Manner::Bare;
        } else {
            self.out.push_str(if image { "![" } else { "[" });
            open.end = format!("]({})", address(&url));
        }
    }

    fn close(&mut self, closed: &Inline) {
        let Some(open) = self.open.pop() else { return };
        let marks = inline(DELETION, self.pairs);
        if closed.kind == InlineKind::Deleted
            && open.manner == Manner::Marked
            && let Some(before) = self.out.strip_suffix(&marks)
        {
            let before = before.len();
            self.out.truncate(before);
            self.out.push_str(DELETION);
        }
        self.out.push_str(&open.end);
    }

    fn text(&mut self, mut text: &str) {
        if std::mem::take(&mut self.struck)
            && let Some(rest) = text.strip_prefix(DELETION)
        {
            self.out.push_str(DELETION);
            text = rest;
        }
        match self.open.last().map(|open| open.manner).unwrap_or_default() {
            Manner::Bare => self.out.push_str(text),
            Manner::Referred => self.out.push_str(&references(text)),
            Manner::Marked if self.breaks == Breaks::Tag => {
                // In a cell a backslash does not keep every reader from ending it here.
                self.out
                    .push_str(&inline(text, self.pairs).replace("\\|", "&#124;"));
            }
            Manner::Marked => self.out.push_str(&inline(text, self.pairs)),
        }
    }
}
