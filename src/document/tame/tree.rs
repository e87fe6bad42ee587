//! The elements that are open, as the parser will see them, nearly: what a start tag closes by itself, what an end tag
//! reaches, what a table's parts need around them.

use super::super::tags::{self, Kind, Tag};
use super::text::Chunk;
use super::{MAX_DEPTH, MAX_PARTS, MAX_TAGS, Tamer};

impl Tamer<'_> {
    /// Opens the element that the body calls `name`, as far as the parser can bear it.
    pub(super) fn element(&mut self, tag: &'static Tag, name: &str, attributes: &[(&str, &str)]) {
        if tag.kind.is_table_part() && !self.in_table() {
            // A stray row or cell: the parser would drop the tag and glue the texts.
            let line = tag.kind != Kind::Cell && self.tags < MAX_PARTS;
            self.tags += usize::from(line);
            self.out.push_str(if line { "<br>" } else { " " });
            return;
        }
        if tag.kind.is_table_part() {
            if self.tags >= MAX_PARTS {
                self.open_cell();
                self.out.push(' ');
                return;
            }
            self.close_down_to_table(tag.kind);
        } else {
            self.open_cell();
            if tag.kind.closes_paragraph() {
                self.close_implied(tag);
            }
        }
        let most = if tag.kind.is_table_part() {
            MAX_PARTS
        } else {
            MAX_TAGS
        };
        if self.tags >= most || (self.open.len() >= MAX_DEPTH && tag.kind != Kind::Void) {
            if tag.kind != Kind::Void
                && let Some(count) = self.suppressed.get_mut(tag.index)
            {
                *count += 1;
            }
            if tag.kind.closes_paragraph() && self.tags < MAX_TAGS * 2 {
                self.tags += 1;
                self.out.push_str("<br>");
            }
            return;
        }
        self.tags += 1;
        self.chunk = Chunk::default();
        if tag.kind == Kind::Cell && self.open.last().is_none_or(|top| top.kind != Kind::Row) {
            self.open_part(&tags::TR);
        }
        self.out.push('<');
        self.out.push_str(tag.name);
        self.write_attributes(tag, name, attributes);
        self.out.push('>');
        if tag.kind != Kind::Void {
            self.push(tag);
        }
    }

    fn push(&mut self, tag: &'static Tag) {
        self.open.push(tag);
    }

    /// The end tag, where an element of that name is open on this side of the nearest cell.
    pub(super) fn end(&mut self, tag: &'static Tag) {
        if let Some(count) = self.suppressed.get_mut(tag.index).filter(|count| **count > 0) {
            *count -= 1;
            return;
        }
        if tag.kind.is_table_part() && self.tags >= MAX_PARTS {
            return;
        }
        let mut found = None;
        for (depth, open) in self.open.iter().enumerate().rev() {
            if open.index == tag.index {
                found = Some(depth);
                break;
            }
            // An end tag of running text reaches no further than its block.
            if tag.kind == Kind::Inline && !matches!(open.kind, Kind::Inline | Kind::Formatting) {
                break;
            }
            if open.kind.is_barrier() && !(tag.kind == Kind::Table || tag.kind.is_table_part())
                || open.kind == Kind::Table
            {
                break;
            }
        }
        let Some(depth) = found else {
            return;
        };
        if tag.kind == Kind::Formatting {
            self.open.remove(depth);
        } else {
            self.close_down_to(depth);
        }
        self.chunk = Chunk::default();
        self.out.push_str("</");
        self.out.push_str(tag.name);
        self.out.push('>');
    }

    /// Whether the innermost table context lets a row or a cell begin.
    fn in_table(&self) -> bool {
        self.open.iter().any(|open| open.kind == Kind::Table)
    }

    /// Content directly in a table or row gets a cell, for a parser would move it out, at the cost of
    /// a search among all that stands before the table.
    pub(super) fn open_cell(&mut self) {
        let Some(top) = self.open.last() else {
            return;
        };
        if matches!(top.kind, Kind::Table | Kind::TableSection) {
            self.open_part(&tags::TR);
        }
        if self.open.last().is_some_and(|top| top.kind == Kind::Row) {
            self.open_part(&tags::TD);
        }
    }

    /// Opens a row or a cell that no tag has opened.
    fn open_part(&mut self, tag: &'static Tag) {
        self.tags += 1;
        self.out.push('<');
        self.out.push_str(tag.name);
        self.out.push('>');
        self.push(tag);
    }

    /// Closes what a row, cell, section or caption ends implicitly in the innermost table.
    fn close_down_to_table(&mut self, kind: Kind) {
        let keep = |open: Kind| match kind {
            Kind::Cell => matches!(open, Kind::Table | Kind::TableSection | Kind::Row),
            Kind::Row => matches!(open, Kind::Table | Kind::TableSection),
            _ => open == Kind::Table,
        };
        if let Some(depth) = self.open.iter().rposition(|open| keep(open.kind)) {
            // Said aloud, so that the parser has no say in what is implied.
            for open in self.open.drain(depth + 1..).rev() {
                if open.kind.is_table_part() {
                    self.out.push_str("</");
                    self.out.push_str(open.name);
                    self.out.push('>');
                }
            }
        }
    }

    /// What the parser closes by itself when this block begins: an open paragraph, the item or term
    /// before it (HTML, "The rules for parsing tokens", `in body`).
    fn close_implied(&mut self, tag: &Tag) {
        let sibling = |open: &Tag| match tag.kind {
            Kind::Item => open.kind == Kind::Item,
            Kind::Term => open.kind == Kind::Term,
            _ => false,
        };
        let mut depth = None;
        for (at, open) in self.open.iter().enumerate().rev() {
            if open.kind == Kind::Paragraph || sibling(open) {
                depth = Some(at);
                if sibling(open) {
                    break;
                }
            } else if !matches!(open.kind, Kind::Formatting | Kind::Inline) && open.name != "div" {
                break;
            }
        }
        if let Some(depth) = depth {
            self.close_down_to(depth);
        }
    }

    /// Closes what is open from `depth` on, but for formatting, which the parser opens again in the next block until
    /// its end tag comes (three of a kind at most: HTML, "the list of active formatting elements").
    fn close_down_to(&mut self, depth: usize) {
        for tag in self.open.split_off(depth) {
            let alike = self.open.iter().filter(|open| open.index == tag.index).count();
            if tag.kind == Kind::Formatting && alike < 3 {
                self.open.push(tag);
            }
        }
    }
}
