//! What was set as one stretch of running text: found again from the spans of a page, which say where in the
//! document their text stands.

use std::ops::Range;

use finews::document::{Align, Block, BlockKind, Document};
use finews::layout::{Line, Page, PageHead, Role, Span};
use finews::text::cells::Cells;

/// What a flow is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A paragraph, in a quotation or list item perhaps, that is not centred.
    Prose,
    /// A title, heading, caption, term, or what is centred.
    Other,
    /// A cell of a table.
    Cell,
}

/// A line of a flow.
#[derive(Clone, Debug)]
pub(crate) struct Set {
    /// Its part of the flow's text, without the white space at its end.
    pub(crate) range: Range<usize>,
    /// Cells before it.
    pub(crate) indent: usize,
    /// Where in the flow's text a space has been set that fills the line. It is not in the text.
    pub(crate) gaps: Vec<usize>,
    /// Whether the paragraph ends with it, or the text forces its end.
    pub(crate) ends: bool,
}

/// A stretch of running text, and its lines.
#[derive(Clone, Debug)]
pub(crate) struct Flow {
    /// With what the program adds in it, and with the white space that line ends swallow.
    pub(crate) text: String,
    /// What the program has added: the numbers of links, the word for an image.
    pub(crate) added: Vec<Range<usize>>,
    pub(crate) lines: Vec<Set>,
    pub(crate) form: Form,
}

impl Flow {
    fn new(form: Form) -> Self {
        Self {
            text: String::new(),
            added: Vec::new(),
            lines: Vec::new(),
            form,
        }
    }

    /// Adds a line after `gap`, the white space that its predecessor's end has swallowed.
    fn push(&mut self, gap: &str, spans: &[Span], indent: usize) {
        if let Some(last) = self.lines.last_mut() {
            last.ends = gap.contains('\n');
        }
        self.text.push_str(gap);
        let start = self.text.len();
        let mut gaps = Vec::new();
        for span in spans {
            let from = self.text.len();
            if is_gap(span) {
                gaps.push(from);
                continue;
            }
            self.text.push_str(&span.text);
            if span.at().is_none() {
                self.added.push(from..self.text.len());
            }
        }
        let end = start + self.text[start..].trim_end().len();
        self.lines.push(Set {
            range: start..end,
            indent,
            gaps,
            ends: true,
        });
    }
}

/// Whether `span` is a space set within running text to fill the line.
fn is_gap(span: &Span) -> bool {
    span.at().is_none() && span.text == " "
}

fn end_of(span: &Span) -> Option<usize> {
    span.at().map(|at| at + span.text.len())
}

/// The flows of `page`.
pub(crate) fn flows(page: &Page, head: &PageHead, document: &Document, cells: Cells) -> Vec<Flow> {
    let mut flows: Vec<Flow> = title(page, head).into_iter().collect();
    let mut open: Option<(usize, usize)> = None;
    for line in &page.lines[page.body.clone()] {
        // What stands before the text of the line.
        let lead = line
            .spans
            .iter()
            .take_while(|span| span.at().is_none() && !matches!(span.role, Role::Note | Role::Image))
            .count();
        let (before, own) = line.spans.split_at(lead);
        let Some(first) = own.iter().find_map(Span::at) else {
            // A link's number on a line of its own.
            if let (Some(_), Some(flow)) = (open, flows.last_mut())
                && own.first().is_some_and(|span| span.role == Role::Note)
            {
                let indent = before.iter().map(|span| cells.width(&span.text)).sum();
                flow.push("", own, indent);
            }
            continue;
        };
        let Some(index) = block_at(document, first) else {
            continue;
        };
        let block = &document.blocks[index];
        match block.kind {
            BlockKind::Code | BlockKind::Rule | BlockKind::Table(_) => {
                open = None;
                continue;
            }
            _ => {}
        }
        let end = own.iter().rev().find_map(end_of).unwrap_or(first);
        let goes_on = open.filter(|(open, end)| *open == index && *end <= first);
        let gap = goes_on.map_or("", |(_, end)| &document.text[end..first]);
        if goes_on.is_none() {
            let prose = block.kind == BlockKind::Paragraph && block.align == Align::Start;
            flows.push(Flow::new(if prose { Form::Prose } else { Form::Other }));
        }
        let indent = indent(before, document, block, cells);
        if let Some(flow) = flows.last_mut() {
            flow.push(gap, own, indent);
        }
        open = Some((index, end));
    }
    for block in &document.blocks {
        if let BlockKind::Table(table) = block.kind {
            flows.extend(cell_flows(page, document, block, table, cells));
        }
    }
    flows
}

/// The cells of what stands before the text of a line: of the bars and markers of its containers, not of what centres it.
fn indent(before: &[Span], document: &Document, block: &Block, cells: Cells) -> usize {
    let centring = usize::from(block.align != Align::Start && before.len() > depth(document, block));
    let before = &before[..before.len() - centring];
    before.iter().map(|span| cells.width(&span.text)).sum()
}

/// How many spans the containers of `block` are shown by: those of one kind in each other stand in one.
fn depth(document: &Document, block: &Block) -> usize {
    let parent = |at: &usize| document.containers.get(*at).and_then(|c| c.parent);
    let kind = |at: usize| std::mem::discriminant(&document.containers[at].kind);
    let mut kinds: Vec<_> = std::iter::successors(block.container, parent).map(kind).collect();
    kinds.dedup();
    kinds.len()
}

/// The block that byte `at` of the text stands in.
pub(crate) fn block_at(document: &Document, at: usize) -> Option<usize> {
    let index = document.blocks.partition_point(|block| block.range.end <= at);
    let found = document.blocks.get(index)?;
    found.range.contains(&at).then_some(index)
}

fn title(page: &Page, head: &PageHead) -> Option<Flow> {
    let mut flow = Flow::new(Form::Other);
    let mut at = 0;
    let is_title = |line: &&Line| line.spans.iter().any(|span| span.role == Role::Title);
    for line in page.lines.iter().take_while(is_title) {
        let text = line.text();
        let found = at + head.title.get(at..)?.find(&text)?;
        flow.text.push_str(&head.title[at..found]);
        let start = flow.text.len();
        flow.text.push_str(&text);
        if let Some(last) = flow.lines.last_mut() {
            last.ends = false;
        }
        flow.lines.push(Set {
            range: start..flow.text.len(),
            indent: 0,
            gaps: Vec::new(),
            ends: true,
        });
        at = found + text.len();
    }
    Some(flow)
}

/// The flow of each cell that takes several lines.
fn cell_flows(page: &Page, document: &Document, block: &Block, table: usize, cells: Cells) -> Vec<Flow> {
    let depth = depth(document, block);
    let mut ranges: Vec<Range<usize>> = document.tables[table]
        .rows
        .iter()
        .flatten()
        .map(|cell| cell.range.clone())
        .collect();
    ranges.sort_by_key(|range| range.start);
    let mut flows: Vec<Option<(Flow, usize)>> = vec![None; ranges.len()];
    for line in &page.lines[page.body.clone()] {
        let mut last: Option<(usize, Vec<Span>)> = None;
        let mut pieces: Vec<(usize, Vec<Span>)> = Vec::new();
        for (number, span) in line.spans.iter().enumerate() {
            let next = line.spans.get(number + 1).and_then(Span::at);
            let own = span.at().filter(|at| block.range.contains(at));
            let cell = own.and_then(|at| {
                let index = ranges.partition_point(|range| range.end <= at);
                ranges.get(index)?.contains(&at).then_some(index)
            });
            match (cell, &mut last) {
                (Some(cell), Some((open, spans))) if cell == *open => spans.push(span.clone()),
                (Some(cell), last) => pieces.extend(last.replace((cell, vec![span.clone()]))),
                (None, Some((_, spans)))
                    if matches!(span.role, Role::Note | Role::Image)
                        || is_gap(span) && next.is_some() && spans.last().and_then(end_of) == next =>
                {
                    spans.push(span.clone());
                }
                (None, last) => pieces.extend(last.take()),
            }
        }
        pieces.extend(last);
        let lead = line.spans.iter().take(depth).filter(|span| span.at().is_none());
        let indent = lead.map(|span| cells.width(&span.text)).sum();
        for (cell, spans) in pieces {
            let first = spans.iter().find_map(Span::at).unwrap_or_default();
            let end = spans.iter().rev().find_map(end_of).unwrap_or_default();
            let (flow, open) = flows[cell].get_or_insert_with(|| (Flow::new(Form::Cell), first));
            flow.push(document.text.get(*open..first).unwrap_or("\n"), &spans, indent);
            *open = end;
        }
    }
    flows.into_iter().flatten().map(|(flow, _)| flow).collect()
}
