//! Looking for words in the page: what was found in the title and in the text, and which hit the reader
//! stands at. Hits are bytes of title and text, so that they hold in any width.

use std::ops::Range;

use crate::layout::{Highlight, Page, Role};
use crate::text::cells::Cells;
use crate::text::fold::{Folded, fold};

use super::Reader;

/// Past which end of the page a step went on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Round {
    /// Past the last, on from the first.
    FromTop,
    /// Past the first, on from the last.
    FromEnd,
}

/// What was looked for in the page.
#[derive(Clone, Debug)]
pub struct Find {
    /// As typed.
    pub query: String,
    /// Where it stands in the title, in bytes, in order.
    in_title: Vec<Range<usize>>,
    /// Where it stands in the document's text, in bytes, in order.
    in_text: Vec<Range<usize>>,
    /// Which hit the reader stands at; those of the title come first.
    pub current: usize,
    /// Whether it lies past an end of the page from where the step to it began.
    pub(super) round: Option<Round>,
}

impl Find {
    /// Hits, all in all.
    pub fn len(&self) -> usize {
        self.in_title.len() + self.in_text.len()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// `at` among `len` things in a ring, and past which end it lay.
pub(super) fn round(at: isize, len: usize) -> (usize, Option<Round>) {
    let len = len.max(1) as isize;
    let past = if at < 0 {
        Some(Round::FromEnd)
    } else if at >= len {
        Some(Round::FromTop)
    } else {
        None
    };
    (at.rem_euclid(len) as usize, past)
}

impl Reader {
    /// What was looked for in the page.
    pub fn find(&self) -> Option<&Find> {
        self.find.as_ref()
    }

    pub(super) fn set_find(&mut self, find: Option<Find>) {
        self.find = find;
    }

    /// Looks for `query` and goes to the first hit at or below the top, else to the first of all.
    pub(super) fn look_for(&mut self, query: &str, height: usize) {
        let Some(article) = &self.article else { return };
        let folded = self
            .folded
            .get_or_insert_with(|| Folded::new(&article.document.text));
        let needle = fold(query);
        let mut find = Find {
            query: query.to_owned(),
            in_title: Folded::new(&article.post.title).find_all(&needle),
            in_text: folded.find_all(&needle),
            current: 0,
            round: None,
        };
        let first = self.first_below_top(&find);
        (find.current, find.round) = round(first as isize, find.len());
        self.find = Some(find);
        self.reveal_hit(height);
    }

    /// Goes `by` hits on, round and round: from the one the reader stands at or, where the page has been
    /// moved away from it, from the top of the page. Says whether there is any.
    pub(super) fn step_hit(&mut self, by: isize, height: usize) -> bool {
        let Some(find) = self.find.as_ref().filter(|find| !find.is_empty()) else {
            return false;
        };
        let line = self.hit_line(find.current);
        let at = if line.is_some_and(|line| (self.top..self.top + height).contains(&line)) {
            find.current as isize + by
        } else {
            self.first_below_top(find) as isize + by - isize::from(by > 0)
        };
        let (current, past) = round(at, find.len());
        if let Some(find) = &mut self.find {
            find.current = current;
            find.round = past;
        }
        self.reveal_hit(height);
        true
    }

    /// The first hit at or below the top of the page; as many as there are where none is.
    fn first_below_top(&self, find: &Find) -> usize {
        let Some(page) = &self.page else { return 0 };
        if self.top == 0 {
            return 0;
        }
        let offset = page.anchor_at(self.top).offset;
        find.in_title.len() + find.in_text.partition_point(|hit| hit.start < offset)
    }

    /// Brings the current hit into view, a third down the pane.
    fn reveal_hit(&mut self, height: usize) {
        let current = self.find.as_ref().map(|find| find.current);
        if let Some(line) = current.and_then(|current| self.hit_line(current)) {
            self.bring_into_view(line, height);
        }
    }

    /// The line in which hit number `index` begins.
    fn hit_line(&self, index: usize) -> Option<usize> {
        let (page, find) = (self.page.as_ref()?, self.find.as_ref()?);
        if index < find.in_title.len() {
            return Some(self.hit_parts(index).first().map_or(0, |part| part.line));
        }
        let hit = find.in_text.get(index - find.in_title.len())?;
        Some(page.line_of_offset(hit.start))
    }

    /// The hits that may stand in the lines `lines`, by their numbers.
    pub fn hits_in(&self, lines: Range<usize>) -> impl Iterator<Item = usize> {
        let mut found = 0..0;
        let mut titles = 0;
        if let (Some(page), Some(find)) = (&self.page, &self.find) {
            let shown = page.lines.get(lines.start..lines.end.min(page.lines.len()));
            let ranges = || shown.unwrap_or_default().iter().filter_map(|l| l.range.as_ref());
            let from = ranges().map(|range| range.start).min().unwrap_or(0);
            let to = ranges().map(|range| range.end).max().unwrap_or(0);
            titles = find.in_title.len();
            found = titles + find.in_text.partition_point(|hit| hit.end <= from)
                ..titles + find.in_text.partition_point(|hit| hit.start < to);
        }
        (0..titles).chain(found)
    }

    /// The cells of hit number `index`, line by line.
    pub fn hit_parts(&self, index: usize) -> Vec<Highlight> {
        let (Some(page), Some(find), Some(article)) = (&self.page, &self.find, &self.article) else {
            return Vec::new();
        };
        match find.in_title.get(index) {
            Some(hit) => {
                let cells = self.fit.map(|fit| fit.cells).unwrap_or_default();
                title_parts(page, &article.post.title, hit, cells)
            }
            None => find
                .in_text
                .get(index - find.in_title.len())
                .map(|hit| page.highlights(hit))
                .unwrap_or_default(),
        }
    }
}

/// Where the bytes `hit` of `title` stand on `page`. Its lines hold the title in order, without the white
/// space at their ends.
fn title_parts(page: &Page, title: &str, hit: &Range<usize>, cells: Cells) -> Vec<Highlight> {
    let mut parts = Vec::new();
    let mut at = 0;
    for (number, line) in page.lines.iter().enumerate().take(page.body.start) {
        let mut column = 0;
        for span in &line.spans {
            let begins = column;
            column += cells.width(&span.text);
            let text = span.text.trim_end();
            let found = title.get(at..).and_then(|rest| rest.find(text));
            let Some(start) = found.filter(|_| span.role == Role::Title).map(|found| at + found) else {
                continue;
            };
            at = start + text.len();
            let (from, to) = (hit.start.max(start), hit.end.min(at));
            if from < to {
                let before = |to| cells.width(title.get(start..to).unwrap_or_default());
                parts.push(Highlight {
                    line: number,
                    cells: begins + before(from)..begins + before(to),
                });
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_has_no_end() {
        assert_eq!(round(2, 3), (2, None));
        assert_eq!(round(3, 3), (0, Some(Round::FromTop)));
        assert_eq!(round(-1, 3), (2, Some(Round::FromEnd)));
        assert_eq!(round(7, 3), (1, Some(Round::FromTop)));
        assert_eq!(round(0, 0), (0, None));
    }
}
