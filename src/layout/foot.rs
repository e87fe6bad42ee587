//! What the program adds after the text: where the article stands, its other copies, the stocks named, the
//! addresses of the links.

use super::blocks::glyph;
use super::flow::Flow;
use super::{Line, PageHead, Role, Settings};
use crate::document::Document;
use crate::text::cells::Cells;

/// Between things in a row.
const BETWEEN: &str = " · ";

/// `things` in a row; a line ends between two of them.
pub(super) fn joined(things: &[String], role: Role, max: usize, cells: Cells) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    // The cells of the last line.
    let mut used = 0;
    for thing in things {
        let takes = cells.width(thing);
        let gap = cells.width(BETWEEN);
        match lines.last_mut() {
            Some(line) if used + gap + takes <= max => {
                line.add(format!("{BETWEEN}{thing}"), role);
                used += gap + takes;
            }
            _ => {
                lines.extend(Flow::of(thing, role).lines(max, cells));
                used = if takes <= max { takes } else { max };
            }
        }
    }
    lines
}

/// What follows a label.
enum Row {
    Text(Flow),
    Things(Vec<String>),
}

/// The lines after the text; none where there is nothing to add.
pub(super) fn lines(head: &PageHead, document: &Document, settings: &Settings, max: usize) -> Vec<Line> {
    let words = &settings.words;
    let mut entries: Vec<(&str, Vec<(String, Row)>)> = Vec::new();
    if let Some(url) = &head.source_url {
        let mut flow = Flow::default();
        flow.push(url, None, Role::Note, Some(document.links.len()));
        entries.push((&words.source, vec![(String::new(), Row::Text(flow))]));
    }
    if !document.stocks.is_empty() {
        let stocks: Vec<String> = document
            .stocks
            .iter()
            .map(|stock| {
                if stock.name == stock.code {
                    stock.code.clone()
                } else {
                    format!("{} {}", stock.name, stock.code)
                }
            })
            .collect();
        entries.push((&words.stocks, vec![(String::new(), Row::Things(stocks))]));
    }
    if settings.link_notes {
        let mut notes: Vec<(String, Row)> = Vec::new();
        for (index, link) in document.links.iter().enumerate() {
            // Links to one address share a number; the first of them tells the address.
            if let Some(note) = link.note.filter(|&note| note > notes.len()) {
                let mut flow = Flow::default();
                flow.push(&link.url, None, Role::Note, Some(index));
                notes.push((format!("[{note}] "), Row::Text(flow)));
            }
        }
        if !notes.is_empty() {
            entries.push((&words.links, notes));
        }
    }
    if !head.copies.is_empty() {
        let copies = head
            .copies
            .iter()
            .map(|path| (String::new(), Row::Text(Flow::of(path, Role::Note))));
        entries.push((&words.copies, copies.collect()));
    }
    if entries.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::default()];
    let mut rule = Line::default();
    rule.add(glyph(settings.cells, "─", "-").repeat(max), Role::Rule);
    lines.push(rule);
    let cells = settings.cells;
    let label_width = entries
        .iter()
        .map(|(label, _)| cells.width(label) + 2)
        .max()
        .unwrap_or(0);
    // Where labels would take more than a third, they stand on lines of their own.
    let beside = label_width * 3 <= max;
    for (label, rows) in entries {
        let mut label = Some(label);
        if !beside && let Some(label) = label.take() {
            lines.extend(Flow::of(label, Role::Note).lines(max, cells));
        }
        for (marker, row) in rows {
            let indent = if beside { label_width } else { 0 };
            let hang = cells.width(&marker);
            let hang = if (indent + hang) * 2 <= max { hang } else { 0 };
            let room = max - indent - hang;
            let set = match row {
                Row::Things(things) => joined(&things, Role::Note, room, cells),
                Row::Text(flow) if hang == 0 => {
                    let mut whole = Flow::of(&marker, Role::Note);
                    whole.append(flow);
                    whole.lines(room, cells)
                }
                Row::Text(flow) => flow.lines(room, cells),
            };
            for (number, set) in set.into_iter().enumerate() {
                let mut line = Line::default();
                let shown = label.take().filter(|_| beside).unwrap_or_default();
                if indent > 0 {
                    let pad = indent.saturating_sub(cells.width(shown));
                    line.add(format!("{shown}{}", " ".repeat(pad)), Role::Note);
                }
                if hang > 0 {
                    line.add(
                        if number == 0 {
                            marker.clone()
                        } else {
                            " ".repeat(hang)
                        },
                        Role::Note,
                    );
                }
                line.spans.extend(set.spans);
                lines.push(line);
            }
        }
    }
    lines
}
