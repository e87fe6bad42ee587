//! Puts a document together: white space collapsed as a browser does it, ranges kept right.

mod finish;
mod inlines;

use std::collections::HashMap;

use super::{Align, Block, BlockKind, Container, ContainerKind, Document, Inline, InlineKind, link, outlet};
use crate::text::clean::clean;
use crate::text::fold::is_cjk;
use inlines::{NOWHERE, Open};

/// White space seen and not yet written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pending {
    Nothing,
    Space,
    /// White space with a line end in it.
    Newline,
    /// A forced line break.
    Break,
    /// More than one of them: what comes next is a paragraph of its own.
    Paragraph,
}

/// Whether a line end in the source between these two is nothing: both are Chinese, or one is and the other
/// a mark that Chinese shares with other scripts.
fn joins(last: char, next: char) -> bool {
    let shared = |c: char| matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·');
    let chinese = |c: char| is_cjk(c) || shared(c);
    chinese(last) && chinese(next) && (is_cjk(last) || is_cjk(next))
}

/// A document in the making.
pub(super) struct Builder {
    pub(super) document: Document,
    /// The kind and alignment of the blocks to come, the innermost last.
    context: Vec<(BlockKind, Align)>,
    /// The container of the blocks to come.
    pub(super) container: Option<usize>,
    /// Where the current block's text begins, once there is some.
    block: Option<usize>,
    /// Where the current cell's text began, while a table is built.
    cell: Option<usize>,
    /// Whether we are in a table, past a cell: what stands here is white space between tags.
    past_cell: bool,
    pending: Pending,
    /// The markers of the items in a cell that have no text yet.
    markers: String,
    /// The place of each stock's code.
    stocks: HashMap<String, usize>,
    /// Names of stocks, by their place, that charts and titles suggest.
    suggested: HashMap<usize, String>,
    open: Vec<Open>,
    /// How many of the open inlines are links.
    open_links: usize,
    /// Whether one of the open inlines has no start yet.
    unstarted: bool,
    /// The last character written in this block.
    last: Option<char>,
}

impl Builder {
    pub(super) fn new() -> Self {
        Self {
            document: Document::default(),
            context: Vec::new(),
            container: None,
            block: None,
            cell: None,
            past_cell: false,
            pending: Pending::Nothing,
            markers: String::new(),
            stocks: HashMap::new(),
            suggested: HashMap::new(),
            open: Vec::new(),
            open_links: 0,
            unstarted: false,
            last: None,
        }
    }

    fn at(&self) -> usize {
        self.document.text.len()
    }

    /// From here on blocks are of this kind, until [`Self::leave`].
    pub(super) fn enter(&mut self, kind: BlockKind, align: Option<Align>) {
        self.end_block();
        let align = align.unwrap_or_else(|| self.align());
        self.context.push((kind, align));
    }

    pub(super) fn leave(&mut self) {
        self.end_block();
        self.context.pop();
    }

    fn kind(&self) -> BlockKind {
        self.context
            .last()
            .map_or(BlockKind::Paragraph, |context| context.0)
    }

    fn align(&self) -> Align {
        self.context.last().map_or(Align::Start, |context| context.1)
    }

    /// Stands in a container from here on; gives the one before, for [`Self::leave_container`].
    pub(super) fn enter_container(&mut self, kind: ContainerKind) -> Option<usize> {
        self.end_block();
        let before = self.container;
        self.document.containers.push(Container { parent: before, kind });
        self.container = Some(self.document.containers.len() - 1);
        before
    }

    pub(super) fn leave_container(&mut self, before: Option<usize>) {
        self.end_block();
        self.container = before;
    }

    /// Text of the post, not yet cleaned.
    pub(super) fn text(&mut self, text: &str) {
        let text = clean(text);
        if self.kind() == BlockKind::Code && self.cell.is_none() {
            self.verbatim(&text);
            return;
        }
        if self.open_links > 0 || !text.contains("http") {
            self.flow(&text);
            return;
        }
        let mut from = 0;
        for address in link::bare(&text) {
            let Some(target) = text.get(address.clone()).and_then(link::target) else {
                continue;
            };
            self.flow(text.get(from..address.start).unwrap_or_default());
            from = address.end;
            let index = self.new_link(target);
            self.open_inline(InlineKind::Link(index));
            self.flow(text.get(address).unwrap_or_default());
            self.close_inline();
        }
        self.flow(text.get(from..).unwrap_or_default());
    }

    /// Text that closes what stands before it: white space between them goes after it.
    pub(super) fn closing(&mut self, text: &str) {
        let pending = std::mem::replace(&mut self.pending, Pending::Nothing);
        self.text(text);
        self.pending = pending;
    }

    fn verbatim(&mut self, text: &str) {
        if self.past_cell && text.trim_ascii().is_empty() {
            return;
        }
        // The trailing line end of a block is markup, that between its lines is text.
        if text.is_empty() || (self.block.is_none() && text.trim_matches('\n').is_empty()) {
            return;
        }
        self.begin();
        self.start_inlines();
        self.document.text.push_str(text);
    }

    fn flow(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                ' ' => self.space(Pending::Space),
                '\n' => self.space(Pending::Newline),
                // A no-break space holds words of ASCII together; elsewhere it is only a space.
                '\u{A0}' if !self.last.is_some_and(|c| c.is_ascii_graphic()) => self.space(Pending::Space),
                '\u{3000}' if self.last.is_none() || self.pending != Pending::Nothing => {
                    // An indent. After a forced break it starts a paragraph (the blank line says so here).
                    if matches!(self.pending, Pending::Break) {
                        self.pending = Pending::Paragraph;
                    }
                }
                _ => self.put(c),
            }
        }
    }

    fn space(&mut self, kind: Pending) {
        let weak = match self.pending {
            Pending::Nothing => true,
            Pending::Space => kind == Pending::Newline,
            _ => false,
        };
        if weak {
            self.pending = kind;
        }
    }

    fn put(&mut self, c: char) {
        match std::mem::replace(&mut self.pending, Pending::Nothing) {
            Pending::Paragraph if self.cell.is_none() => self.end_block(),
            Pending::Paragraph | Pending::Break if self.last.is_some() => self.document.text.push('\n'),
            Pending::Space if self.last.is_some() => self.document.text.push(' '),
            // Between Han characters a line end in the source is nothing, elsewhere a space.
            Pending::Newline if self.last.is_some_and(|last| !joins(last, c)) => {
                self.document.text.push(' ');
            }
            _ => {}
        }
        if self.block.is_none() {
            self.begin();
        }
        if !self.markers.is_empty() {
            self.document.text.push_str(&self.markers);
            self.markers.clear();
        }
        if self.unstarted {
            self.start_inlines();
        }
        self.document.text.push(c);
        self.last = Some(c);
    }

    /// Begins a block's text, on a line of its own.
    fn begin(&mut self) {
        if self.block.is_none() {
            // An image without a description needs a byte of its own, too.
            let image = self
                .document
                .blocks
                .last()
                .is_some_and(|block| block.kind == BlockKind::Image);
            if self.cell.is_none() && (image || !self.document.text.is_empty()) {
                self.document.text.push('\n');
            }
            self.block = Some(self.at());
        }
    }

    /// A forced line break; two of them part paragraphs.
    pub(super) fn line_break(&mut self) {
        if self.kind() == BlockKind::Code && self.cell.is_none() {
            if self.block.is_some() {
                self.document.text.push('\n');
            }
            return;
        }
        if self.last.is_some() {
            self.pending = if matches!(self.pending, Pending::Break | Pending::Paragraph) {
                Pending::Paragraph
            } else {
                Pending::Break
            };
        }
    }

    /// Ends the current block; in a table's cell this only breaks the line.
    pub(super) fn end_block(&mut self) {
        if self.cell.is_some() {
            if self.last.is_some() {
                self.pending = Pending::Break;
            }
            return;
        }
        self.pending = Pending::Nothing;
        self.last = None;
        let Some(start) = self.block.take() else {
            return;
        };
        let padding: &[char] = if self.kind() == BlockKind::Code {
            &['\n', ' ']
        } else {
            &['\u{3000}']
        };
        let end = self.document.text.trim_end_matches(padding).len().max(start);
        self.cut(start, end);
        self.break_inlines();
        let range = start..self.at();
        let text = self.document.slice(&range);
        if let Some(outlet) = outlet::outlet(text).map(str::to_owned)
            && self.document.outlet.as_ref().is_none_or(|known| *known == outlet)
        {
            self.lift_outlet(outlet, start);
            return;
        }
        if range.is_empty() {
            return;
        }
        self.push_block(range);
    }

    fn push_block(&mut self, range: std::ops::Range<usize>) {
        self.document.blocks.push(Block {
            range,
            kind: self.kind(),
            align: self.align(),
            container: self.container,
        });
    }

    fn lift_outlet(&mut self, outlet: String, start: usize) {
        let inlines = self.document.inlines.iter().rev();
        let linked: Vec<usize> = inlines
            .take_while(|inline| inline.range.start >= start)
            .filter_map(|inline| match inline.kind {
                InlineKind::Link(index) => Some(index),
                _ => None,
            })
            .collect();
        let first = linked.last().and_then(|&index| self.document.links.get(index));
        let url = first.map(|link| link.url.clone());
        self.cut(start, start);
        self.document.text.truncate(start.saturating_sub(1));
        let end = self.at();
        for index in linked {
            if let Some(link) = self.document.links.get_mut(index)
                && link.range != NOWHERE
            {
                link.range.end = link.range.end.min(end);
            }
        }
        self.document.outlet = Some(outlet);
        self.document.outlet_url = url;
    }

    /// An image, on a line of its own or, in a table, within the cell.
    pub(super) fn image(&mut self, alt: &str, target: Option<link::Target>) {
        let index = target.map(|target| self.new_link(target));
        let in_cell = self.cell.is_some();
        if !in_cell {
            self.enter(BlockKind::Image, None);
            self.begin();
        }
        let before = self.at();
        self.open_inline(InlineKind::Image(index));
        self.flow(&clean(alt));
        self.pending = Pending::Nothing;
        self.close_inline();
        if self.at() == before {
            // No description: an image all the same, and the end of a link that holds nothing else.
            let range = before..before;
            self.document.inlines.push(Inline {
                range: range.clone(),
                kind: InlineKind::Image(index),
            });
            self.mark_links(&range);
            if let Some(index) = index {
                self.stretch_link(index, range.clone());
            }
            if !in_cell {
                self.block = None;
                self.push_block(range);
            }
        }
        if !in_cell {
            self.leave();
        }
    }

    /// A thematic break.
    pub(super) fn rule(&mut self) {
        self.end_block();
        if self.cell.is_none() {
            let at = self.at();
            self.enter(BlockKind::Rule, None);
            self.push_block(at..at);
            self.leave();
        }
    }

    /// Where the text ends now, for [`Self::since`] and [`Self::replace_since`].
    pub(super) fn mark(&self) -> usize {
        self.at()
    }

    /// The character before `mark` in its block.
    pub(super) fn before(&self, mark: usize) -> Option<char> {
        let start = self.cell.or(self.block)?;
        self.document.text.get(start..mark)?.chars().next_back()
    }

    /// What was written since `mark`; `None` if more than emphasis begins in it, or a block or line.
    pub(super) fn since(&self, mark: usize) -> Option<&str> {
        let text = self.document.text.get(mark..)?;
        let whole = self.block.is_some()
            && !text.contains('\n')
            && self
                .document
                .inlines
                .iter()
                .rev()
                .take_while(|inline| inline.range.end > mark)
                .all(|inline| matches!(inline.kind, InlineKind::Emphasis | InlineKind::Strong))
            && self
                .open
                .iter()
                .all(|open| open.start.is_none_or(|start| start <= mark));
        whole.then_some(text)
    }

    /// Puts `text` in the place of all since `mark`, and of the emphasis in it.
    pub(super) fn replace_since(&mut self, mark: usize, text: &str) {
        let inlines = &mut self.document.inlines;
        while inlines.last().is_some_and(|inline| inline.range.end > mark) {
            inlines.pop();
        }
        self.document.text.truncate(mark);
        self.document.text.push_str(text);
        self.last = text.chars().next_back().or(self.last);
    }

    /// Takes `sign` back if it was the last thing written; for brackets around nothing.
    pub(super) fn take_back(&mut self, sign: &str) -> bool {
        let Some(rest) = self.document.text.strip_suffix(sign) else {
            return false;
        };
        let end = rest.len();
        if self.block.is_none_or(|start| start > end) || self.pending != Pending::Nothing {
            return false;
        }
        self.document.text.truncate(end);
        let end = self.take_back_inlines();
        let line = self
            .document
            .text
            .get(self.cell.or(self.block).unwrap_or(end)..)
            .unwrap_or_default();
        self.last = line.chars().next_back();
        if self.last.is_none() && self.cell.is_none() {
            // The block is as if it had never begun, its separator too.
            self.block = None;
            if self.document.text.ends_with('\n') {
                self.document.text.pop();
            }
        }
        true
    }

    /// A cell of a table begins: until [`Self::end_cell`] blocks only break its lines. The first cell
    /// begins the table.
    pub(super) fn begin_cell(&mut self) {
        if self.block.is_some() {
            self.document.text.push('\n');
        } else {
            self.begin();
        }
        self.cell = Some(self.at());
        self.past_cell = false;
        self.last = None;
        self.pending = Pending::Nothing;
    }

    /// Whether we are in a cell of a table.
    pub(super) fn in_cell(&self) -> bool {
        self.cell.is_some()
    }

    /// An item of a list in a cell: its marker will stand before its text, if there is any. Gives what
    /// [`Self::end_item`] wants to know.
    pub(super) fn begin_item(&mut self, marker: &str) -> usize {
        self.end_block();
        let before = self.markers.len();
        self.markers.push_str(marker);
        before
    }

    /// Ends the item; one without text has no marker.
    pub(super) fn end_item(&mut self, before: usize) {
        self.end_block();
        self.markers.truncate(before);
    }

    /// Ends the cell and gives its range.
    pub(super) fn end_cell(&mut self) -> std::ops::Range<usize> {
        let start = self.cell.take().unwrap_or(self.at());
        self.pending = Pending::Nothing;
        self.last = None;
        self.break_inlines();
        self.past_cell = true;
        start..self.at()
    }

    /// Ends the table and gives its range.
    pub(super) fn end_table(&mut self, table: super::Table) {
        self.past_cell = false;
        self.pending = Pending::Nothing;
        self.last = None;
        let start = self.block.take().unwrap_or(self.at());
        let range = start..self.at();
        if table.rows.iter().flatten().all(|cell| cell.range.is_empty())
            && !self.document.inlines.iter().rev().any(|i| i.range.start >= start)
        {
            self.document.text.truncate(start.saturating_sub(1));
            return;
        }
        self.document.tables.push(table);
        let kind = BlockKind::Table(self.document.tables.len() - 1);
        self.document.blocks.push(Block {
            range,
            kind,
            align: Align::Start,
            container: self.container,
        });
    }

    /// The document, whole.
    pub(super) fn finish(mut self) -> Document {
        self.end_block();
        self.name_stocks();
        let mut document = self.document;
        finish::number_links(&mut document);
        finish::order_inlines(&mut document);
        document.characters = finish::count(&document.text);
        document
    }
}
