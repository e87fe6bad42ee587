//! Looking for words in the page: what was found in the title and in the text, and which hit the reader
//! stands at. Hits are bytes of title and text, so that they hold in any width.

use std::ops::Range;

use crate::layout::{Highlight, Line, Page, Role};
use crate::search::{Pattern, Text, joined};
use crate::text::cells::Cells;
use crate::text::fold::{Folded, fold};
use crate::text::pinyin::Spelling;

use super::Reader;
use super::reader::Landing;

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
    /// Whether it is what the search was for from whose results the article was opened.
    pub(super) by_search: bool,
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
            by_search: false,
            round: None,
        };
        let first = self.first_below_top(&find);
        (find.current, find.round) = round(first as isize, find.len());
        self.find = Some(find);
        self.reveal_hit(height);
    }

    /// Marks what `words` match, the words of a search typed as `query`, and what of the title is read as `spellings`. The
    /// first hit is gone to once there is a page.
    pub(super) fn mark_words(&mut self, query: String, words: &[Pattern], spellings: &[Spelling]) {
        let Some(article) = &self.article else { return };
        let title = &article.post.title;
        let read = spellings.iter().filter_map(|spelling| spelling.find(title));
        let said = Text::new(title).hits(words);
        self.find = Some(Find {
            query,
            in_title: joined(said.into_iter().chain(read).collect()),
            in_text: Text::new(&article.document.text).hits(words),
            current: 0,
            by_search: true,
            round: None,
        });
        if self.landing == Landing::Place {
            self.landing = Landing::Hit;
        }
    }

    /// Goes to the first hit of a search, if that is still to be done and there is a page.
    pub(super) fn land(&mut self, height: usize) {
        if self.landing == Landing::Hit && self.page.is_some() {
            self.landing = Landing::Place;
            self.reveal_hit(height);
            self.note_move();
        }
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

    /// The hits in the lines `lines` of the page, by their numbers in order: of those in the title, the ones
    /// that stand in these lines; of those in the text, the ones within what these lines set, from their
    /// first byte to their last, so that beside a table's cells one may stand in another line.
    pub fn hits_in(&self, lines: Range<usize>) -> impl Iterator<Item = usize> {
        let (mut in_title, mut in_text) = (0..0, 0..0);
        if let (Some(page), Some(find)) = (&self.page, &self.find) {
            let stretches = self.title.iter();
            let shown = stretches.filter(|stretch| lines.contains(&stretch.line));
            in_title = hits_within(&find.in_title, shown.map(|stretch| stretch.bytes.clone()));
            let shown = page.lines.get(lines.start..lines.end.min(page.lines.len()));
            let ranges = shown.unwrap_or_default().iter().filter_map(Line::range);
            let titles = find.in_title.len();
            let found = hits_within(&find.in_text, ranges);
            in_text = titles + found.start..titles + found.end;
        }
        in_title.chain(in_text)
    }

    /// The cells of hit number `index`, line by line.
    pub fn hit_parts(&self, index: usize) -> Vec<Highlight> {
        let (Some(page), Some(find), Some(article)) = (&self.page, &self.find, &self.article) else {
            return Vec::new();
        };
        match find.in_title.get(index) {
            Some(hit) => {
                let cells = self.fit.map(|fit| fit.cells).unwrap_or_default();
                title_parts(&self.title, &article.post.title, hit, cells)
            }
            None => find
                .in_text
                .get(index - find.in_title.len())
                .map(|hit| page.highlights(hit))
                .unwrap_or_default(),
        }
    }
}

/// Which of `hits`, in order and apart, reach into what lies from the least start of `ranges` to their
/// greatest end.
fn hits_within(hits: &[Range<usize>], ranges: impl Iterator<Item = Range<usize>>) -> Range<usize> {
    let Some(whole) = ranges.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)) else {
        return 0..0;
    };
    hits.partition_point(|hit| hit.end <= whole.start)..hits.partition_point(|hit| hit.start < whole.end)
}

/// A stretch of the title on the page.
#[derive(Clone, Debug)]
pub(super) struct TitleStretch {
    /// Its bytes in the title, without white space at its end.
    bytes: Range<usize>,
    line: usize,
    /// The cell of the line in which it begins.
    column: usize,
}

/// Where `title` stands on `page`, in order: its lines hold it without the white space at their ends. It is
/// found once for a page, for hits are drawn with every frame.
pub(super) fn title_stretches(page: &Page, title: &str, cells: Cells) -> Vec<TitleStretch> {
    let mut stretches = Vec::new();
    let mut at = 0;
    for (number, line) in page.lines.iter().enumerate().take(page.body.start) {
        let mut column = 0;
        for span in &line.spans {
            let begins = column;
            column += cells.width(&span.text);
            if span.role != Role::Title {
                continue;
            }
            let text = span.text.trim_end();
            let found = title.get(at..).and_then(|rest| rest.find(text));
            let Some(start) = found.filter(|_| !text.is_empty()).map(|found| at + found) else {
                continue;
            };
            at = start + text.len();
            stretches.push(TitleStretch {
                bytes: start..at,
                line: number,
                column: begins,
            });
        }
    }
    stretches
}

/// The cells of the bytes `hit` of `title`, which stands in `stretches`.
fn title_parts(stretches: &[TitleStretch], title: &str, hit: &Range<usize>, cells: Cells) -> Vec<Highlight> {
    let first = stretches.partition_point(|stretch| stretch.bytes.end <= hit.start);
    let reached = stretches.iter().skip(first);
    reached
        .take_while(|stretch| stretch.bytes.start < hit.end)
        .map(|stretch| {
            let start = stretch.bytes.start;
            let cell = |to| stretch.column + cells.width(title.get(start..to).unwrap_or_default());
            Highlight {
                line: stretch.line,
                cells: cell(hit.start.max(start))..cell(hit.end.min(stretch.bytes.end)),
            }
        })
        .collect()
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
