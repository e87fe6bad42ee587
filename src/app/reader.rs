//! The page: which article it shows, laid out for which width, where its top stands.

use std::sync::Arc;

use crate::document::Document;
use crate::layout::{Anchor, Line, Page};
use crate::post::PostId;
use crate::text::cells::Cells;
use crate::text::fold::Folded;
use crate::work::Article;

use super::find::{Find, TitleStretch, title_stretches};
use super::jump::MarkedLink;
use super::page_passages::PagePassages;
use super::selection::Selection;

/// Lines after the page that name its neighbours in the list: a blank one, the next, the previous.
pub(super) const NEIGHBOUR_LINES: usize = 3;

/// An article that was asked for and has not come yet.
#[derive(Clone, Debug)]
struct Wanted {
    generation: u64,
    id: PostId,
    /// Whether it is shown, and only its text may have changed.
    again: bool,
}

/// A place on the page that holds in any width.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// The first text at or below the top.
    anchor: Anchor,
    /// Before and after the text, the letters and digits that stand above the top of what the program adds
    /// there: whatever the width, they stand in the same order.
    letters: usize,
    /// Lines from that text, or from the line with the next of those letters, down to the top; negative
    /// where the top stands above it, on an image say.
    lines: isize,
}

/// The width for which a page is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    pub(super) width: usize,
    pub(super) cells: Cells,
}

/// Where a page begins when it comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Landing {
    /// Where it was left.
    #[default]
    Place,
    /// The same, though it stands among results: it is come back to.
    PlaceAgain,
    /// At the first hit of the search that it was opened from.
    Hit,
}

/// The page's state.
#[derive(Debug, Default)]
pub struct Reader {
    pub(super) article: Option<Arc<Article>>,
    pub(super) page: Option<Arc<Page>>,
    pub(super) fit: Option<Fit>,
    /// Where the title stands on the page.
    pub(super) title: Vec<TitleStretch>,
    /// The fit for which a large article is being laid out at this moment.
    laying_out: Option<(u64, Fit)>,
    wanted: Option<Wanted>,
    /// The first line in view.
    pub top: usize,
    /// Where the reader has put the page. The top follows it: a screen that shows the whole page, or one
    /// that is too large for this place, does not change it.
    place: Place,
    /// The top, and the rows of the pane, for which the place was last brought to the screen.
    standing: Option<(usize, usize)>,
    /// Whether the article was opened, and not only looked at beside the list.
    pub entered: bool,
    /// Whether the reader said whether it is read.
    pub(super) marked_by_hand: bool,
    pub(super) find: Option<Find>,
    /// Where the page begins when it comes.
    pub(super) landing: Landing,
    pub(super) folded: Option<Folded>,
    /// The link that was jumped to.
    pub(super) mark: Option<MarkedLink>,
    /// What is being selected.
    pub(super) selection: Option<Selection>,
    /// What is highlighted.
    pub(super) passages: PagePassages,
    /// The heading that was jumped to, and the top this gave the page: it counts until the page is moved.
    pub(super) heading: Option<(usize, usize)>,
}

impl Reader {
    /// The article shown or, while it is on its way, the one that will be.
    pub fn id(&self) -> Option<&PostId> {
        self.wanted
            .as_ref()
            .map(|wanted| &wanted.id)
            .or_else(|| self.shown_id())
    }

    /// The article shown.
    pub fn shown_id(&self) -> Option<&PostId> {
        self.article.as_ref().map(|article| &article.post.id)
    }

    /// The article shown.
    pub fn article(&self) -> Option<&Arc<Article>> {
        self.article.as_ref()
    }

    /// The page shown, and the article it was made of.
    pub fn page(&self) -> Option<&Arc<Page>> {
        self.page.as_ref()
    }

    /// An article was asked for.
    pub(super) fn want(&mut self, generation: u64, id: PostId, entered: bool) {
        self.wanted = Some(Wanted {
            generation,
            id,
            again: false,
        });
        self.entered = entered;
    }

    /// The article shown was asked for once more.
    pub(super) fn want_again(&mut self, generation: u64, id: PostId) {
        self.wanted = Some(Wanted {
            generation,
            id,
            again: true,
        });
    }

    /// Whether what `generation` asked for is the article shown.
    pub(super) fn is_again(&self, generation: u64) -> bool {
        let wanted = self.wanted.as_ref();
        wanted.is_some_and(|wanted| wanted.again && wanted.generation == generation)
    }

    /// The article shown is as it was.
    pub(super) fn want_no_more(&mut self) {
        self.wanted = None;
    }

    /// Shows `article` if it is the one that was asked for, its top at `place`; says whether it was.
    pub(super) fn show(&mut self, generation: u64, article: Arc<Article>, place: Option<Anchor>) -> bool {
        if self
            .wanted
            .as_ref()
            .is_none_or(|wanted| wanted.generation != generation)
        {
            return false;
        }
        let place = Place {
            anchor: place.unwrap_or_default(),
            ..Place::default()
        };
        *self = Self {
            article: Some(article),
            place,
            entered: self.entered,
            landing: self.landing,
            ..Self::default()
        };
        true
    }

    /// Whether the page must be laid out anew to be shown as `fit`.
    pub(super) fn needs(&self, fit: Fit) -> bool {
        self.article.is_some()
            && self.fit != Some(fit)
            && self.laying_out.is_none_or(|(_, under_way)| under_way != fit)
    }

    /// The page is being laid out in the background.
    pub(super) fn laying_out(&mut self, generation: u64, fit: Fit) {
        self.laying_out = Some((generation, fit));
    }

    /// The page that was laid out in the background under `generation`.
    pub(super) fn laid_out(&mut self, generation: u64, page: Arc<Page>) {
        if let Some((under_way, fit)) = self.laying_out
            && under_way == generation
        {
            self.set_page(fit, page);
        }
    }

    /// Takes `page`, the same word at the top.
    pub(super) fn set_page(&mut self, fit: Fit, page: Arc<Page>) {
        let title = self.article.as_ref().map(|article| &article.post.title);
        self.title = title.map_or_else(Vec::new, |title| title_stretches(&page, title, fit.cells));
        self.page = Some(page);
        self.fit = Some(fit);
        self.laying_out = None;
        self.standing = None;
    }

    /// Where the top has been moved, that is the reader's place from here on.
    pub(super) fn note_move(&mut self) {
        let (Some(page), Some(article)) = (&self.page, &self.article) else {
            return;
        };
        if self.standing.is_some_and(|(top, _)| top != self.top) {
            let mut place = Place {
                anchor: page.anchor_at(self.top),
                letters: letters_above(page, self.top),
                lines: 0,
            };
            place.lines = self.top as isize - line_of(page, &place, &article.document) as isize;
            self.place = place;
            self.standing = None;
        }
    }

    /// Brings the place to the screen in a pane of `height` rows, as far as the page scrolls.
    pub(super) fn stand(&mut self, height: usize) {
        let (Some(page), Some(article)) = (&self.page, &self.article) else {
            return;
        };
        if self.standing != Some((self.top, height)) {
            let line = line_of(page, &self.place, &article.document);
            let last = self.scroll_len(height).saturating_sub(1);
            self.top = line.saturating_add_signed(self.place.lines).min(last);
            self.standing = Some((self.top, height));
        }
    }

    /// Where the reader has put the page.
    pub(super) fn place(&self) -> Place {
        self.place.clone()
    }

    /// Puts the page at `place` in a pane of `height` rows.
    pub(super) fn put(&mut self, place: Place, height: usize) {
        self.place = place;
        self.standing = None;
        self.stand(height);
    }

    /// The reader's place on the page.
    pub(super) fn anchor(&self) -> Anchor {
        self.place.anchor.clone()
    }

    /// Lines of the page and of what stands after it.
    pub fn len(&self) -> usize {
        self.page
            .as_ref()
            .map_or(0, |page| page.lines.len() + self.notes().len() + NEIGHBOUR_LINES)
    }

    /// Whether an article or its page is on its way.
    pub(super) fn is_coming(&self) -> bool {
        self.wanted.is_some() || self.laying_out.is_some()
    }

    /// Whether there is no page.
    pub fn is_empty(&self) -> bool {
        self.page.is_none()
    }

    /// How many different tops the page has in a pane of `height` rows, at least one.
    pub(super) fn scroll_len(&self, height: usize) -> usize {
        (self.len() + 1).saturating_sub(height).max(1)
    }

    /// Whether the end of the page is in view.
    pub(super) fn at_end(&self, height: usize) -> bool {
        self.top + 1 >= self.scroll_len(height)
    }

    /// How much of the page has come into view, in percent.
    pub fn progress(&self, height: usize) -> usize {
        let len = self.len();
        ((self.top + height).min(len) * 100).checked_div(len).unwrap_or(0)
    }

    /// Brings `line` into view in a pane of `height` rows, a third down unless it is in view.
    pub(super) fn bring_into_view(&mut self, line: usize, height: usize) {
        if !(self.top..self.top + height).contains(&line) {
            let last = self.scroll_len(height).saturating_sub(1);
            self.top = line.saturating_sub(height / 3).min(last);
        }
    }
}

/// Letters and digits of `line`; the separators between facts come and go with the lines' ends.
fn letters(line: &Line) -> usize {
    let spans = line.spans.iter();
    spans
        .map(|span| span.text.chars().filter(|c| c.is_alphanumeric()).count())
        .sum()
}

/// The letters that stand above `line` in the head of the page, or in its foot; none in its text.
fn letters_above(page: &Page, line: usize) -> usize {
    let above = if line < page.body.start {
        0..line
    } else {
        page.body.end..line
    };
    let above = page.lines.iter().take(above.end).skip(above.start);
    above.map(letters).sum()
}

/// The line of `page` that `place` is counted from.
fn line_of(page: &Page, place: &Place, document: &Document) -> usize {
    let line = page.line_of(&place.anchor, document);
    if !place.anchor.quote.is_empty() || place.letters == 0 {
        return line;
    }
    let mut above = 0;
    let region = page.lines.iter().enumerate().skip(line);
    let end = if line < page.body.start {
        page.body.start
    } else {
        page.lines.len()
    };
    for (number, line) in region.take(end - line) {
        above += letters(line);
        if above > place.letters {
            return number;
        }
    }
    end
}
