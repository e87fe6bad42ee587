//! The text of a block or a cell with the inlines in it, as pieces that nest: what opens, what closes, and the
//! text between.

use std::ops::Range;

use crate::document::{Document, Inline, InlineKind};

/// One piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Here it begins.
    Open(&'a Inline),
    /// Here it ends; the innermost that is open.
    Close(&'a Inline),
    /// Text between two of them.
    Text(&'a str),
}

/// `range` of `document` in pieces. What has no text is left out, but for images.
pub(super) fn pieces<'a>(document: &'a Document, range: &Range<usize>) -> Vec<Piece<'a>> {
    let first = document
        .inlines
        .partition_point(|inline| inline.range.start < range.start);
    let inlines = document
        .inlines
        .iter()
        .skip(first)
        .take_while(|inline| inline.range.start <= range.end)
        .filter(|inline| inline.range.end <= range.end)
        .filter(|inline| !inline.range.is_empty() || matches!(inline.kind, InlineKind::Image(_)));
    let mut pieces = Pieces {
        document,
        at: range.start,
        open: Vec::new(),
        out: Vec::new(),
    };
    for inline in inlines {
        pieces.close_before(inline.range.start);
        pieces.text_to(inline.range.start);
        pieces.out.push(Piece::Open(inline));
        pieces.open.push(inline);
    }
    pieces.close_before(range.end);
    pieces.text_to(range.end);
    while let Some(inline) = pieces.open.pop() {
        pieces.out.push(Piece::Close(inline));
    }
    pieces.out
}

struct Pieces<'a> {
    document: &'a Document,
    at: usize,
    open: Vec<&'a Inline>,
    out: Vec<Piece<'a>>,
}

impl Pieces<'_> {
    fn text_to(&mut self, to: usize) {
        let text = self.document.text.get(self.at..to).unwrap_or_default();
        if !text.is_empty() {
            self.out.push(Piece::Text(text));
        }
        self.at = self.at.max(to);
    }

    /// Closes what ends at or before `at`.
    fn close_before(&mut self, at: usize) {
        while let Some(inline) = self.open.pop_if(|inline| inline.range.end <= at) {
            self.text_to(inline.range.end);
            self.out.push(Piece::Close(inline));
        }
    }
}

/// Where the link or image `inline` leads, in full; `site` is where the archive's own site stands.
pub(super) fn target(document: &Document, inline: &Inline, site: &str) -> Option<String> {
    let link = |index: usize| document.links.get(index);
    let found = match inline.kind {
        InlineKind::Link(index) | InlineKind::Image(Some(index)) => link(index),
        // An image without an address of its own may stand in a link that has no text.
        InlineKind::Image(None) if inline.range.is_empty() => {
            let at = inline.range.start;
            let first = document.links.partition_point(|link| link.range.start < at);
            link(first).filter(|link| link.range == inline.range)
        }
        _ => None,
    };
    found.and_then(|link| link.address(site))
}
