//! The inlines of a document in the making: opened, broken at the ends of blocks, noted, cut.

use std::ops::Range;

use super::Builder;
use crate::document::stock::name_in;
use crate::document::{BlockKind, DELETION, Inline, InlineKind, Link, Stock, link};
use crate::text::clean::clean_line;

/// An inline that is open.
pub(super) struct Open {
    pub(super) kind: InlineKind,
    /// Where its text in this block begins, once there is some.
    pub(super) start: Option<usize>,
}

/// The range of a link that has no text.
pub(super) const NOWHERE: Range<usize> = usize::MAX..usize::MAX;

impl Builder {
    pub(super) fn start_inlines(&mut self) {
        for open in self.open.iter_mut().filter(|open| open.start.is_none()) {
            open.start = Some(self.document.text.len());
            if open.kind == InlineKind::Deleted {
                self.document.text.push_str(DELETION);
            }
        }
        self.unstarted = false;
    }

    /// Ends the text at `end`, and with it all that reaches beyond, in the block that begins at `start`.
    pub(super) fn cut(&mut self, start: usize, end: usize) {
        if end == self.at() {
            return;
        }
        self.document.text.truncate(end);
        let links = &mut self.document.links;
        let inlines = &mut self.document.inlines;
        let first = inlines
            .iter()
            .rposition(|i| i.range.start < start)
            .map_or(0, |i| i + 1);
        for inline in inlines.iter_mut().skip(first) {
            inline.range = inline.range.start.min(end)..inline.range.end.min(end);
            if let InlineKind::Link(index) | InlineKind::Image(Some(index)) = inline.kind
                && let Some(link) = links.get_mut(index)
                && link.range != NOWHERE
            {
                link.range.end = link.range.end.min(end);
                if link.range.start >= end {
                    link.range = NOWHERE;
                }
            }
        }
        let mut kept = inlines.split_off(first);
        kept.retain(|inline| !inline.range.is_empty());
        inlines.append(&mut kept);
    }

    /// Those that begin where the text ends now have not begun; gives where it ends without their marks.
    pub(super) fn take_back_inlines(&mut self) -> usize {
        let text = &mut self.document.text;
        for open in self.open.iter_mut().rev() {
            let Some(start) = open.start else {
                continue;
            };
            if open.kind == InlineKind::Deleted && start + DELETION.len() == text.len() {
                text.truncate(start);
            }
            if start >= text.len() {
                open.start = None;
                self.unstarted = true;
            }
        }
        text.len()
    }

    /// Ends what the open inlines have in this block; they go on in the next.
    pub(super) fn break_inlines(&mut self) {
        for depth in (0..self.open.len()).rev() {
            self.note_inline(depth);
        }
        self.unstarted = !self.open.is_empty();
    }

    /// Notes what the open inline at this depth has in this block.
    fn note_inline(&mut self, depth: usize) {
        let end = self.at();
        let Some(open) = self.open.get_mut(depth) else {
            return;
        };
        let Some(start) = open.start.take().filter(|start| *start < end) else {
            return;
        };
        let kind = open.kind;
        if kind == InlineKind::Deleted {
            self.document.text.push_str(DELETION);
        }
        let end = self.at();
        self.document.inlines.push(Inline {
            range: start..end,
            kind,
        });
        if let InlineKind::Link(index) | InlineKind::Image(Some(index)) = kind {
            self.stretch_link(index, start..end);
        }
        // The description of a chart is no name.
        if let InlineKind::Stock(index) = kind
            && self.kind() != BlockKind::Image
        {
            let name = self.document.slice(&(start..end)).to_owned();
            if let Some(stock) = self.document.stocks.get_mut(index)
                && stock.name.is_empty()
            {
                stock.name = name;
            }
        }
    }

    /// The open links reach over `range`, though there is no text in it.
    pub(super) fn mark_links(&mut self, range: &Range<usize>) {
        let links: Vec<InlineKind> = self.open.iter().map(|open| open.kind).collect();
        for kind in links {
            if let InlineKind::Link(index) = kind {
                self.stretch_link(index, range.clone());
                self.document.inlines.push(Inline {
                    range: range.clone(),
                    kind,
                });
            }
        }
    }

    pub(super) fn stretch_link(&mut self, index: usize, range: Range<usize>) {
        if let Some(link) = self.document.links.get_mut(index) {
            if link.range == NOWHERE {
                link.range = range;
            } else {
                link.range.end = range.end;
            }
        }
    }

    pub(in super::super) fn open_inline(&mut self, kind: InlineKind) {
        self.open.push(Open { kind, start: None });
        self.open_links += usize::from(matches!(kind, InlineKind::Link(_)));
        self.unstarted = true;
    }

    /// Ends the innermost open inline.
    pub(in super::super) fn close_inline(&mut self) {
        self.note_inline(self.open.len().saturating_sub(1));
        if let Some(open) = self.open.pop() {
            self.open_links -= usize::from(matches!(open.kind, InlineKind::Link(_)));
        }
    }

    /// A link that has no text yet. One that never gets any is dropped in the end.
    pub(in super::super) fn new_link(&mut self, target: link::Target) -> usize {
        self.document.links.push(Link {
            range: NOWHERE,
            url: target.url,
            internal: target.internal,
            note: None,
        });
        self.document.links.len() - 1
    }

    /// The stocks that are open may have the name in `description`, where no text names them.
    pub(in super::super) fn suggest_names(&mut self, description: &str) {
        for depth in 0..self.open.len() {
            if let Some(InlineKind::Stock(index)) = self.open.get(depth).map(|open| open.kind) {
                self.suggest_name(index, description);
            }
        }
    }

    /// The stock may have the name in `description`, where no text names it. The first name holds.
    pub(in super::super) fn suggest_name(&mut self, index: usize, description: &str) {
        let Some(stock) = self.document.stocks.get(index) else {
            return;
        };
        let name = (!description.is_empty() && !self.suggested.contains_key(&index))
            .then(|| name_in(&clean_line(description), &stock.code));
        if let Some(name) = name.flatten() {
            self.suggested.insert(index, name);
        }
    }

    /// Gives each stock that no text names the name that was suggested, else its code.
    pub(super) fn name_stocks(&mut self) {
        for (index, stock) in self.document.stocks.iter_mut().enumerate() {
            if stock.name.is_empty() {
                stock.name = self
                    .suggested
                    .remove(&index)
                    .unwrap_or_else(|| stock.code.clone());
            }
        }
    }

    /// The stock with this code.
    pub(in super::super) fn stock(&mut self, code: &str) -> usize {
        if let Some(index) = self.stocks.get(code) {
            return *index;
        }
        let index = self.document.stocks.len();
        self.stocks.insert(code.to_owned(), index);
        self.document.stocks.push(Stock {
            code: code.to_owned(),
            name: String::new(),
        });
        index
    }
}
