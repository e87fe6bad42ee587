//! The blocks of a document one under the other: what stands between them, and before their lines.

use std::collections::HashMap;

use super::flow::Flow;
use super::segment::{Manner, Measure};
use super::{Line, Role, Settings, Span, table};
use crate::document::{Align, Block, BlockKind, ContainerKind, Document, Marker};
use crate::text::cells::Cells;

/// Cells of a quotation's bar, of a description's indent, of a bullet.
const INDENT: usize = 2;
/// Cells up to which the markers of a list are set flush right.
const WIDEST_MARKER: usize = 8;
/// Lines up to which a centred block stays centred: more of them are prose that a page has wrapped in `center`.
const MOST_CENTERED: usize = 3;

/// Adds the text of `document`, of that measure, to `lines`.
pub(super) fn lines(document: &Document, settings: &Settings, measure: Measure, lines: &mut Vec<Line>) {
    let max = measure.edge;
    let mut marked = vec![false; document.containers.len()];
    let markers = marker_widths(document, settings.cells);
    let mut before: Option<(&Block, Vec<usize>)> = None;
    for block in &document.blocks {
        let path = path(document, block.container);
        if let Some((above, earlier)) = &before
            && apart(document, (above, earlier), (block, &path), &marked)
        {
            lines.push(gap(document, earlier, &path, settings.cells, max));
        }
        let mut prefix = Prefix::new(document, &path, &mut marked, &markers, settings.cells, max);
        let start = lines.len();
        let base = base(document, block, &path);
        block_lines(
            document,
            block,
            base,
            settings,
            measure.beside(prefix.width),
            lines,
        );
        for line in lines.iter_mut().skip(start) {
            prefix.put_before(line);
        }
        before = Some((block, path));
    }
}

/// The containers from the outermost to `container`.
fn path(document: &Document, container: Option<usize>) -> Vec<usize> {
    let mut path = Vec::new();
    let mut at = container;
    while let Some(index) = at {
        path.push(index);
        at = document
            .containers
            .get(index)
            .and_then(|container| container.parent);
    }
    path.reverse();
    path
}

/// Whether a blank line stands between two blocks.
///
/// Each comes with the containers it stands in.
fn apart(
    document: &Document,
    (before, earlier): (&Block, &[usize]),
    (block, path): (&Block, &[usize]),
    marked: &[bool],
) -> bool {
    let kind = |index: &usize| document.containers.get(*index).map(|container| &container.kind);
    // An item follows the one before it, or the paragraph of the item it is nested in, closely.
    if let Some(ContainerKind::Item { list, .. }) = path
        .iter()
        .find(|index| {
            !marked.get(**index).is_some_and(|m| *m)
                && matches!(kind(index), Some(ContainerKind::Item { .. }))
        })
        .and_then(kind)
    {
        let same_list = |index: &usize| matches!(kind(index), Some(ContainerKind::Item { list: other, .. }) if other == list);
        let nested = before.container.is_some_and(|outer| {
            path.contains(&outer) && matches!(kind(&outer), Some(ContainerKind::Item { .. }))
        });
        return !nested && !earlier.iter().any(same_list);
    }
    let described = before.kind == BlockKind::Term || block.kind == BlockKind::Term;
    let describes = |block: &Block| {
        block.kind == BlockKind::Term
            || block
                .container
                .is_some_and(|c| kind(&c) == Some(&ContainerKind::Description))
    };
    if described && describes(before) && describes(block) {
        return false;
    }
    !matches!(
        (before.kind, block.kind),
        (BlockKind::Image, BlockKind::Image | BlockKind::Caption) | (BlockKind::Caption, BlockKind::Table(_))
    )
}

/// A blank line, with the bars of the quotations that go on through it.
fn gap(document: &Document, earlier: &[usize], path: &[usize], cells: Cells, max: usize) -> Line {
    let shared = path.iter().zip(earlier).take_while(|(a, b)| a == b);
    let bars: Vec<usize> = shared
        .map(|(a, _)| *a)
        .take_while(|&at| {
            document
                .containers
                .get(at)
                .is_some_and(|c| c.kind == ContainerKind::Quote)
        })
        .collect();
    let mut line = Line::default();
    Prefix::new(document, &bars, &mut [], &HashMap::new(), cells, max).put_before(&mut line);
    if let Some(last) = line.spans.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    line
}

/// For each list, the cells of its widest marker.
fn marker_widths(document: &Document, cells: Cells) -> HashMap<usize, usize> {
    let mut widths = HashMap::new();
    for container in &document.containers {
        if let ContainerKind::Item { list, marker } = container.kind {
            let takes = marker_width(marker, cells);
            let widest = widths.entry(list).or_insert(takes);
            *widest = takes.max(*widest);
        }
    }
    widths
}

/// What stands before the lines of a block.
struct Prefix {
    first: Vec<Span>,
    rest: Vec<Span>,
    width: usize,
    used: bool,
}

impl Prefix {
    /// The bars and markers of `path`; the outermost give way where they would take more than half the line.
    fn new(
        document: &Document,
        path: &[usize],
        marked: &mut [bool],
        markers: &HashMap<usize, usize>,
        cells: Cells,
        max: usize,
    ) -> Self {
        let mut prefix = Self {
            first: Vec::new(),
            rest: Vec::new(),
            width: 0,
            used: false,
        };
        for &index in path.iter().rev() {
            let Some(container) = document.containers.get(index) else {
                continue;
            };
            let fresh = marked
                .get_mut(index)
                .is_some_and(|marked| !std::mem::replace(marked, true));
            let takes = match &container.kind {
                ContainerKind::Quote | ContainerKind::Description => INDENT,
                ContainerKind::Item { list, marker } => {
                    // Numbers of one list stand flush right.
                    let widest = markers.get(list).copied().unwrap_or_default().min(WIDEST_MARKER);
                    widest.max(marker_width(*marker, cells))
                }
            };
            if takes == 0 || prefix.width + takes > (max / 2).min(max.saturating_sub(2)) {
                continue;
            }
            prefix.width += takes;
            let blank = || " ".repeat(takes);
            let (first, rest, role) = match &container.kind {
                ContainerKind::Quote => {
                    let bar = format!("{} ", glyph(cells, "│", "|"));
                    (bar.clone(), bar, Role::Quote)
                }
                ContainerKind::Description => (blank(), blank(), Role::Body),
                ContainerKind::Item { marker, .. } if fresh => {
                    let pad = " ".repeat(takes - marker_width(*marker, cells));
                    (pad + &marker_text(*marker, cells), blank(), Role::Marker)
                }
                ContainerKind::Item { .. } => (blank(), blank(), Role::Marker),
            };
            put_first(&mut prefix.first, &first, role);
            put_first(&mut prefix.rest, &rest, role);
        }
        prefix
    }

    /// Puts the prefix before `line`.
    fn put_before(&mut self, line: &mut Line) {
        let spans = if std::mem::replace(&mut self.used, true) {
            &self.rest
        } else {
            &self.first
        };
        line.spans.insert_many(0, spans.iter().cloned());
    }
}

/// Puts `text` before `spans`: into the first of them, if it has the same role, for lines of deep nesting are many.
fn put_first(spans: &mut Vec<Span>, text: &str, role: Role) {
    match spans.first_mut().filter(|first| first.role == role) {
        Some(first) => first.text.insert_str(0, text),
        None => spans.insert(0, Span::added(text, role)),
    }
}

/// The cells of [`marker_text`].
fn marker_width(marker: Marker, cells: Cells) -> usize {
    match marker {
        Marker::Bullet => INDENT,
        marker => cells.width(&marker.text()),
    }
}

fn marker_text(marker: Marker, cells: Cells) -> String {
    match marker {
        Marker::Bullet => format!("{} ", glyph(cells, "•", "*")),
        marker => marker.text().into_owned(),
    }
}

/// `drawn` where it takes one cell, else `ascii` (`typography.md`, "Widths").
pub(super) fn glyph<'a>(cells: Cells, drawn: &'a str, ascii: &'a str) -> &'a str {
    if cells.grapheme(drawn) == 1 { drawn } else { ascii }
}

/// The role of a block's text that has none of its own.
fn base(document: &Document, block: &Block, path: &[usize]) -> Role {
    let quoted = path
        .iter()
        .filter_map(|index| document.containers.get(*index))
        .any(|container| container.kind == ContainerKind::Quote);
    match block.kind {
        BlockKind::Heading(level) => Role::Heading(level),
        BlockKind::Code => Role::Code,
        BlockKind::Image => Role::Image,
        BlockKind::Caption => Role::Caption,
        BlockKind::Summary | BlockKind::Term => Role::Strong,
        BlockKind::Rule => Role::Rule,
        BlockKind::Paragraph | BlockKind::Table(_) if quoted => Role::Quote,
        BlockKind::Paragraph | BlockKind::Table(_) => Role::Body,
    }
}

/// Adds the lines of `block` to `lines`.
fn block_lines(
    document: &Document,
    block: &Block,
    base: Role,
    settings: &Settings,
    measure: Measure,
    lines: &mut Vec<Line>,
) {
    let max = measure.edge;
    match block.kind {
        BlockKind::Rule => {
            let mut line = Line::default();
            line.add(glyph(settings.cells, "─", "-").repeat((max / 3).max(1)), base);
            align(&mut line, Align::Center, settings.cells, max);
            lines.push(line);
        }
        BlockKind::Table(index) => {
            if let Some(table) = document.tables.get(index) {
                table::lines(document, table, base, settings, measure, lines);
            }
        }
        BlockKind::Code => {
            let mut flow = Flow::of_block(document, block, base, settings);
            flow.settle_verbatim();
            flow.set_into(lines, Measure::of(max), settings.cells, false);
        }
        _ => {
            let measure = match block.kind {
                BlockKind::Paragraph => measure,
                BlockKind::Heading(_) => measure.with(Manner::Balanced),
                _ => measure.with(Manner::Even),
            };
            let start = lines.len();
            let flow = Flow::of_block(document, block, base, settings);
            flow.set_into(lines, measure, settings.cells, true);
            let few = lines.len() - start <= MOST_CENTERED;
            if block.align != Align::Start && block.kind != BlockKind::Image && few {
                for line in lines.iter_mut().skip(start) {
                    align(line, block.align, settings.cells, max);
                }
            }
        }
    }
}

/// Moves `line` to where it belongs in `max` cells.
pub(super) fn align(line: &mut Line, align: Align, cells: Cells, max: usize) {
    let used: usize = line.spans.iter().map(|span| cells.width(&span.text)).sum();
    let free = max.saturating_sub(used);
    let indent = match align {
        Align::Start => 0,
        Align::Center => free / 2,
        Align::End => free,
    };
    if indent > 0 {
        line.spans.insert(0, Span::added(" ".repeat(indent), Role::Body));
    }
}
