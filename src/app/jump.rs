//! Jumping in the page: from heading to heading, and from link to link. The link jumped to is marked,
//! and can be opened or copied.

use std::collections::HashSet;
use std::ops::Range;

use crate::document::{Block, BlockKind, Document, InlineKind, Link};
use crate::layout::Span;
use crate::work::LinkUse;

use super::find::{Round, round};
use super::{App, Area, Reader};

/// Bytes of the longest bold paragraph that may be a heading, some forty characters.
const LONGEST_HEADING: usize = 120;

/// The link that was jumped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkedLink {
    /// Its place in [`Document::links`].
    pub link: usize,
    /// Its number on the page, from 1.
    pub number: usize,
    /// Links on the page.
    pub of: usize,
    /// Whether it lies past an end of the page from where the step to it began.
    round: Option<Round>,
}

/// Where a step among the headings led.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// To a heading: its number, of how many, what it says.
    To(usize, usize, String),
    /// Back to the title.
    Title,
    /// Nowhere: there is none further on.
    NoneBelow,
    /// Nowhere: there is none further back.
    NoneAbove,
    /// Nowhere: the article has none.
    None,
}

/// The headings of `document`: what is marked up as one and, since posts of this kind have hardly any
/// markup but weight, short paragraphs that are bold from end to end.
fn headings(document: &Document) -> Vec<Range<usize>> {
    let is_heading = |block: &&Block| match block.kind {
        BlockKind::Heading(_) => !block.range.is_empty(),
        BlockKind::Paragraph => is_bold_line(document, &block.range),
        _ => false,
    };
    let blocks = document.blocks.iter().filter(is_heading);
    blocks.map(|block| block.range.clone()).collect()
}

fn is_bold_line(document: &Document, range: &Range<usize>) -> bool {
    let text = document.slice(range).trim();
    if text.is_empty() || text.len() > LONGEST_HEADING || text.ends_with('。') || text.contains('\n') {
        return false;
    }
    let first = document
        .inlines
        .partition_point(|inline| inline.range.start < range.start);
    let within = document.inlines.iter().skip(first);
    let mut covered = range.start;
    for inline in within.take_while(|inline| inline.range.start < range.end) {
        let gap = document.slice(&(covered..inline.range.start));
        if inline.kind == InlineKind::Strong && gap.trim().is_empty() {
            covered = covered.max(inline.range.end);
        }
    }
    document.slice(&(covered..range.end)).trim().is_empty()
}

impl Reader {
    /// The link that was jumped to, while it is in view in a pane of `height` rows.
    pub fn marked(&self, height: usize) -> Option<MarkedLink> {
        let mark = self.mark?;
        let mut in_view = self.links(self.top..self.top + height);
        in_view.any(|(_, link)| link == mark.link).then_some(mark)
    }

    /// Where the page stands in a pane's `body`: in the middle of what that has.
    pub fn column(&self, body: Area) -> Area {
        let width = self.page.as_ref().map_or(0, |page| page.width as u16);
        let width = width.min(body.width);
        Area {
            x: body.x + (body.width - width) / 2,
            width,
            ..body
        }
    }

    /// The link that stands at `cell` of line `number`, in the text.
    pub(super) fn link_at(&self, number: usize, cell: usize) -> Option<usize> {
        let (page, fit) = (self.page.as_ref()?, self.fit?);
        let line = page.lines.get(number).filter(|_| page.body.contains(&number))?;
        let mut ends = 0;
        let span = line.spans.iter().find(|span| {
            ends += fit.cells.width(&span.text);
            cell < ends
        });
        span?.link()
    }

    /// Marks this link of the page.
    pub(super) fn mark_link(&mut self, link: usize) {
        let mut seen = HashSet::new();
        let links: Vec<usize> = self
            .links(0..self.len())
            .map(|(_, link)| link)
            .filter(|link| seen.insert(*link))
            .collect();
        self.mark = links.iter().position(|own| *own == link).map(|at| MarkedLink {
            link,
            number: at + 1,
            of: links.len(),
            round: None,
        });
    }

    pub(super) fn clear_mark(&mut self) {
        self.mark = None;
    }

    /// The links in the text, down the page, as far as they stand in the lines `among`; each with its line,
    /// once for every stretch.
    fn links(&self, among: Range<usize>) -> impl Iterator<Item = (usize, usize)> {
        let page = self.page.iter();
        page.flat_map(move |page| {
            let among = among.start.max(page.body.start)..among.end.min(page.body.end);
            let lines = page.lines.iter().enumerate().take(among.end).skip(among.start);
            lines.flat_map(|(number, line)| {
                let links = line.spans.iter().filter_map(Span::link);
                links.map(move |link| (number, link))
            })
        })
    }

    /// Marks the link `by` links on, round and round: from the marked one or, where that is out of view,
    /// from the top of the page. Says whether there is any.
    fn step_link(&mut self, by: isize, height: usize) -> bool {
        let mut seen = HashSet::new();
        let links: Vec<(usize, usize)> = self
            .links(0..self.len())
            .filter(|(_, link)| seen.insert(*link))
            .collect();
        let marked = self.marked(height);
        let marked = marked.and_then(|mark| links.iter().position(|(_, link)| *link == mark.link));
        let above = || links.iter().take_while(|(line, _)| *line < self.top).count();
        let at = marked.map_or_else(
            || above() as isize + by - isize::from(by > 0),
            |at| at as isize + by,
        );
        let (at, round) = round(at, links.len());
        let Some(&(line, link)) = links.get(at) else {
            return false;
        };
        let last = self
            .links(0..self.len())
            .filter(|(_, other)| *other == link)
            .last();
        self.mark = Some(MarkedLink {
            link,
            number: at + 1,
            of: links.len(),
            round,
        });
        // All of a link that wraps is to be seen, its beginning before its end.
        self.bring_into_view(last.map_or(line, |(line, _)| line), height);
        self.bring_into_view(line, height);
        true
    }

    /// Goes `by` headings on. The title is the first of them. The end of the page is no end of the steps,
    /// though headings there cannot come to the top.
    fn step_heading(&mut self, by: isize, height: usize) -> Step {
        let (Some(page), Some(article)) = (&self.page, &self.article) else {
            return Step::None;
        };
        let headings = headings(&article.document);
        let Some(last) = headings.len().checked_sub(1) else {
            return Step::None;
        };
        let line = |heading: usize| {
            headings
                .get(heading)
                .map(|range| page.line_of_offset(range.start))
        };
        // The first text at or below the top, before which all that is above it stands.
        let offset = page.anchor_at(self.top).offset;
        // The heading from which to step: forwards the last at or above the top, backwards the first that is
        // not above it.
        let at = match self.heading {
            Some((heading, top)) if top == self.top => heading as isize,
            _ if by > 0 => {
                let above = headings.partition_point(|heading| heading.start <= offset) as isize;
                let below_top = |heading| line(heading).is_some_and(|line| line > self.top);
                above - 1 - isize::from(usize::try_from(above - 1).is_ok_and(below_top))
            }
            _ => headings.partition_point(|heading| heading.start < offset) as isize,
        };
        if by > 0 && at >= last as isize {
            return Step::NoneBelow;
        }
        if by < 0 && self.top == 0 && self.heading.is_none_or(|(_, top)| top != 0) {
            return Step::NoneAbove;
        }
        let Ok(to) = usize::try_from(at + by) else {
            self.top = 0;
            self.heading = None;
            return Step::Title;
        };
        let to = to.min(last);
        let line = line(to).unwrap_or_default();
        self.top = line.min(self.scroll_len(height).saturating_sub(1));
        self.heading = Some((to, self.top));
        let text = headings.get(to).map(|range| article.document.slice(range));
        Step::To(to + 1, headings.len(), text.unwrap_or_default().trim().to_owned())
    }
}

impl App {
    /// Goes `by` headings on in the page.
    pub(super) fn step_heading(&mut self, by: isize) {
        let height = self.reader_height();
        let words = self.words();
        match self.reader.step_heading(by, height) {
            Step::To(number, of, text) => {
                self.say(format!("{} {number}/{of} · {text}", words.heading));
            }
            Step::Title => {}
            Step::NoneBelow => self.say(words.last_heading),
            Step::NoneAbove => self.say(words.first_heading),
            Step::None => self.say(words.no_headings),
        }
    }

    /// Goes `by` links on in the page.
    pub(super) fn step_link(&mut self, by: isize) {
        let height = self.reader_height();
        if !self.reader.step_link(by, height) {
            self.say(self.words().no_links);
        } else if let Some(round) = self.reader.mark.and_then(|mark| mark.round) {
            self.say_round(round);
        }
    }

    /// The marked link in view.
    pub fn marked_link(&self) -> Option<(MarkedLink, &Link)> {
        let mark = self.reader.marked(self.reader_height())?;
        let link = self.reader.article()?.document.links.get(mark.link)?;
        Some((mark, link))
    }

    /// Opens or copies the marked link; says whether one is marked.
    pub(super) fn with_marked_link(&mut self, then: LinkUse) -> bool {
        let Some((_, link)) = self.marked_link() else {
            return false;
        };
        match link.address(&self.site_url) {
            Some(url) => self.use_link(Some(url), then),
            None => self.say(self.words().no_site),
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_marked_up_or_bold_from_end_to_end() {
        let body = "<h2>一</h2><p>正文<strong>重点</strong>正文</p><p><strong>二</strong></p>\
                    <p><b>三</b> <b>续</b></p><p><strong>这一句是强调，不是标题。</strong></p><p><b>四</b>尾</p>";
        let document = Document::parse(body);
        let found: Vec<&str> = headings(&document).iter().map(|r| document.slice(r)).collect();
        assert_eq!(found, ["一", "二", "三 续"]);
    }
}
