//! An article as Markdown that CommonMark with GFM's tables and kramdown read back as the same text.
//!
//! What Markdown cannot say is said in HTML, which all of them take: tables with cells over several columns, stress
//! beside a mark. The numbers of lists that count otherwise than 1, 2, 3 are text.

pub(super) mod escape;
mod inlines;
mod table;

use std::collections::HashMap;
use std::io::{self, Write};

use crate::document::{Block, BlockKind, Document, Marker, Numbering};

use super::Facts;
use super::outline::{Part, Step, markers, steps};
use escape::{Pairs, line_start};
use inlines::{Breaks, text};

/// Writes the article: its title, a line of facts, its text. Places of the archive's own site stand at `site`.
///
/// # Errors
/// Those of `out`.
pub(super) fn markdown(
    out: &mut impl Write,
    facts: &Facts,
    document: &Document,
    site: &str,
) -> io::Result<()> {
    let escaped = escape::line;
    writeln!(out, "# {}\n", escaped(&facts.title))?;
    let mut line: Vec<String> = Vec::new();
    line.extend(facts.outlet.as_deref().map(escaped));
    line.extend(facts.date_line());
    line.extend(facts.source_url.as_ref().map(|url| {
        let address = escape::address(url);
        if address == *url {
            format!("<{url}>")
        } else {
            format!("[{}]({address})", escaped(url))
        }
    }));
    if !line.is_empty() {
        writeln!(out, "{}\n", line_start(&line.join(" · ")))?;
    }
    out.write_all(body(document, site).as_bytes())
}

/// The text of `document`, every line ended; empty where there is none.
fn body(document: &Document, site: &str) -> String {
    let mut writer = Writer {
        document,
        site,
        markers: markers(document),
        prefixes: Vec::new(),
        lists: Vec::new(),
        last: Last::Nothing,
        out: String::new(),
    };
    for step in steps(document) {
        match step {
            Step::Enter(part) => writer.enter(part),
            Step::Leave(part) => writer.leave(part),
            Step::Block(block) => writer.block(block),
        }
    }
    writer.out
}

/// What came last, by which it is known what parts it from what comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    /// Nothing, or what has been parted already.
    Nothing,
    Block,
    Item,
    List,
    Other,
}

/// What stands before the lines of a part.
#[derive(Debug, Default)]
struct Prefix {
    /// Before its first line, until that is written.
    first: Option<String>,
    /// Whether that ends in a number as text, with which only a paragraph can go on.
    is_text: bool,
    /// Before the others.
    rest: String,
}

struct Writer<'a> {
    document: &'a Document,
    site: &'a str,
    /// Of the lists that were not left yet.
    markers: HashMap<usize, Vec<Marker>>,
    /// Of the parts that are open, the outermost first.
    prefixes: Vec<Prefix>,
    /// The lists that are open, the outermost first, and whether their items are numbered as readers count.
    lists: Vec<(usize, bool)>,
    last: Last,
    out: String,
}

impl Writer<'_> {
    fn enter(&mut self, part: Part) {
        self.end_number();
        match (self.last, part) {
            (Last::Nothing, _) => {}
            (Last::Item, Part::Item(_, _, marker)) if marker != Marker::None => {}
            // A list follows the paragraph of the item that it stands in.
            (Last::Block, Part::List(list)) if self.in_item() && !self.is_bare(list) => {}
            // Two lists in a row would be one.
            (Last::List, Part::List(list)) if !self.is_bare(list) => {
                self.blank();
                self.line("<!-- -->");
                self.blank();
            }
            _ => self.blank(),
        }
        self.last = Last::Nothing;
        let prefix = match part {
            Part::Quote(_) => Prefix {
                rest: "> ".to_owned(),
                ..Prefix::default()
            },
            Part::Item(_, _, marker) => self.item(marker),
            Part::List(list) => {
                // One that is open already goes on within one of its own items, and does not begin with 1 there.
                let goes_on = self.lists.iter().any(|(open, _)| *open == list);
                self.lists.push((list, !goes_on && self.counts(list)));
                Prefix::default()
            }
            Part::Description(_) => Prefix::default(),
        };
        self.prefixes.push(prefix);
    }

    fn leave(&mut self, part: Part) {
        self.prefixes.pop();
        self.last = match part {
            Part::Item(..) => Last::Item,
            Part::List(list) => {
                self.lists.pop();
                let bare = self.is_bare(list);
                // Where it goes on after something else, it does not count from 1.
                self.markers.remove(&list);
                if bare { Last::Other } else { Last::List }
            }
            Part::Quote(_) | Part::Description(_) => Last::Other,
        };
    }

    /// Whether what comes next stands in an item that has a marker.
    fn in_item(&self) -> bool {
        self.prefixes
            .last()
            .is_some_and(|prefix| prefix.rest.starts_with(' '))
    }

    /// Whether nothing stands before the items of this list.
    fn is_bare(&self, list: usize) -> bool {
        let markers = self.markers.get(&list);
        markers.is_some_and(|markers| markers.iter().all(|marker| *marker == Marker::None))
    }

    /// Whether the items of this list are numbered 1, 2, 3: by other numbers no reader counts (kramdown).
    fn counts(&self, list: usize) -> bool {
        let markers = self.markers.get(&list);
        markers.is_some_and(|markers| {
            let counted = (1..).zip(markers);
            counted
                .into_iter()
                .all(|(number, marker)| *marker == Marker::Number(number, Numbering::Decimal))
        })
    }

    /// Where the number of an item is text and what comes next is no paragraph, the number is one.
    fn end_number(&mut self) {
        let prefix = self.prefixes.last();
        if prefix.is_some_and(|prefix| prefix.is_text && prefix.first.is_some()) {
            self.line("");
            self.last = Last::Block;
        }
    }

    fn item(&self, marker: Marker) -> Prefix {
        let mut is_text = false;
        let (first, width) = match marker {
            Marker::None => return Prefix::default(),
            Marker::Bullet => ("- ".to_owned(), 2),
            Marker::Number(number, _) if self.lists.last().is_some_and(|(_, counted)| *counted) => {
                let first = format!("{number}. ");
                let width = first.len();
                (first, width)
            }
            Marker::Number(..) => {
                is_text = true;
                let number = escape::inline(&marker.text(), Pairs::default());
                (format!("- {}", line_start(&number)), 2)
            }
        };
        Prefix {
            first: Some(first),
            is_text,
            rest: " ".repeat(width),
        }
    }

    fn block(&mut self, block: &Block) {
        let lines = self.lines(block);
        if lines.is_empty() {
            return;
        }
        if matches!(
            block.kind,
            BlockKind::Rule | BlockKind::Heading(_) | BlockKind::Code | BlockKind::Table(_)
        ) {
            self.end_number();
        }
        if self.last != Last::Nothing {
            self.blank();
        }
        for line in &lines {
            self.line(line);
        }
        self.last = Last::Block;
    }

    /// The lines of `block`, without what stands before them; none where there is nothing to read.
    fn lines(&self, block: &Block) -> Vec<String> {
        let text = |breaks| text(self.document, &block.range, self.site, breaks);
        match block.kind {
            BlockKind::Rule => vec!["* * *".to_owned()],
            BlockKind::Heading(level) => {
                let text = text(Breaks::Space);
                if text.is_empty() {
                    return Vec::new();
                }
                // The title alone is of the first level.
                let marks = "#".repeat(usize::from(level.clamp(2, 6)));
                // Marks at the end would be the heading's.
                let heading = text.trim_end_matches('#');
                let last = "\\#".repeat(text.len() - heading.len());
                vec![format!("{marks} {heading}{last}")]
            }
            BlockKind::Code => {
                let code = self.document.slice(&block.range);
                let fence = fence(code);
                std::iter::once(fence.clone())
                    .chain(code.lines().map(ToOwned::to_owned))
                    .chain(std::iter::once(fence))
                    .collect()
            }
            BlockKind::Table(index) => {
                let table = self.document.tables.get(index);
                table.map_or_else(Vec::new, |table| table::lines(self.document, table, self.site))
            }
            BlockKind::Paragraph
            | BlockKind::Image
            | BlockKind::Caption
            | BlockKind::Summary
            | BlockKind::Term => {
                let text = text(Breaks::Line);
                text.lines().map(|line| line_start(line).into_owned()).collect()
            }
        }
    }

    fn line(&mut self, line: &str) {
        for prefix in &mut self.prefixes {
            match prefix.first.take() {
                Some(first) => self.out.push_str(&first),
                None => self.out.push_str(&prefix.rest),
            }
        }
        self.out.push_str(line);
        if line.is_empty() {
            self.out.truncate(self.out.trim_end_matches(' ').len());
        }
        self.out.push('\n');
    }

    fn blank(&mut self) {
        self.line("");
    }
}

/// A line that fences off `code`.
fn fence(code: &str) -> String {
    let longest = code.split(|c| c != '~').map(str::len).max().unwrap_or_default();
    "~".repeat((longest + 1).max(3))
}
