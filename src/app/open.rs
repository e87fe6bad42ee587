//! Opening articles: from the list, the next and the previous, the next unread; the preview beside the
//! list; laying the page out for its pane.

use std::sync::Arc;
use std::time::Instant;

use crate::layout::{Anchor, page};
use crate::post::PostId;
use crate::work::{Article, Request, page_head, page_settings};

use super::reader::{Fit, Landing};
use super::{App, Pane, Source};
use crate::work::article_of;

/// A document up to this many bytes of text is laid out between two frames, a larger one in the background.
const LAID_OUT_AT_ONCE: usize = 64 * 1024;

impl App {
    /// Asks for the article under the cursor of the list. `entered` means that it is being opened and
    /// counts as read, and not only looked at.
    pub(super) fn open_selected(&mut self, entered: bool) {
        let selected = self.list().selected_id(&self.store);
        if entered && selected.as_ref() != self.reader.id() {
            self.depart();
        }
        self.open(entered);
    }

    /// The same, where that is no going elsewhere.
    pub(super) fn open(&mut self, entered: bool) {
        self.preview_at = None;
        self.reader.landing = Landing::Place;
        let Some(id) = self.list().selected_id(&self.store) else {
            return;
        };
        if self.reader.id() == Some(&id) {
            // One that was read to its end begins at its beginning, now as after a restart.
            if entered && self.focus != Pane::Reader && self.reader.at_end(self.reader_height()) {
                self.reader.top = 0;
            }
            if entered {
                self.mark_shown();
                self.aim_at_passage();
            }
            if entered && !self.reader.entered {
                self.reader.entered = true;
                if self.reader.shown_id() == Some(&id) {
                    self.entered(&id);
                }
            }
            return;
        }
        self.leave_article();
        let generation = self.next_generation();
        self.reader.want(generation, id.clone(), entered);
        match self.opening(generation, &id) {
            Some(request) => self.ask_work(request),
            None => self.show_gone(generation, &id),
        }
    }

    /// The file of the article shown has changed. Its page stays as it is until the new text is there.
    pub(super) fn read_again(&mut self) {
        let Some(id) = self
            .reader
            .shown_id()
            .filter(|id| self.reader.id() == Some(id))
            .cloned()
        else {
            return;
        };
        let generation = self.next_generation();
        if let Some(request) = self.opening(generation, &id) {
            self.reader.want_again(generation, id);
            self.ask_work(request);
        }
    }

    /// What reads an article of the archive.
    fn opening(&self, generation: u64, id: &PostId) -> Option<Request> {
        let row = self.store.locate(id)?;
        Some(Request::Open {
            generation,
            id: id.clone(),
            path: row.path().as_ref().into(),
            copies: row.copies().iter().map(|copy| copy.as_ref().into()).collect(),
        })
    }

    /// Shows what a bookmark or a passage still knows of an article that the archive no longer has.
    fn show_gone(&mut self, generation: u64, id: &PostId) {
        let Some(known) = self.known(id) else { return };
        let bookmark = self.bookmark(id);
        if bookmark.is_some_and(|bookmark| bookmark.has_text) {
            self.ask_work(Request::OpenKept {
                generation,
                article: Box::new(known),
            });
        } else {
            let words = self.words();
            let notice = if bookmark.is_some() {
                words.article_gone
            } else if self.passages.facts(id).is_some() {
                words.article_gone_passages
            } else {
                self.own_words().article_gone
            };
            let article = Article::stand_in(&known, notice);
            self.opened(generation, Arc::new(article));
        }
    }

    /// An article has come. Of one that cannot be read, what the list knows is shown.
    pub(super) fn opened(&mut self, generation: u64, mut article: Arc<Article>) {
        let id = article.post.id.clone();
        if self.reader.is_again(generation) {
            self.opened_again(generation, article);
            return;
        }
        if article.is_unreadable()
            && let Some(row) = self.store.locate(&id)
        {
            let notice = (self.words().unreadable)(&article.post.path);
            article = Arc::new(Article::stand_in(
                &article_of(&row, None, &self.archive_identity),
                &notice,
            ));
        }
        let place = self.places.get(&id);
        let place = place.map(|place| Anchor {
            offset: place.offset,
            quote: place.quote.clone(),
        });
        if self.reader.show(generation, article, place) {
            self.mark_search();
            self.aim_at_passage();
            if self.reader.entered {
                self.entered(&id);
            }
        }
    }

    /// The article shown has come once more. Where its text is as it was, or can no longer be read, the page stays.
    fn opened_again(&mut self, generation: u64, article: Arc<Article>) {
        let same = (self.reader.article()).is_some_and(|shown| {
            shown.document == article.document && shown.post.title == article.post.title
        });
        if same || article.is_unreadable() {
            self.reader.want_no_more();
            return;
        }
        let place = (self.reader.top > 0).then(|| self.reader.anchor());
        self.reader.show(generation, article, place);
    }

    /// Lays the page out for the pane it stands in, if that has changed.
    pub(super) fn lay_out(&mut self) {
        let Some(pane) = self.areas().reader else { return };
        let settings = page_settings(
            &self.settings,
            self.words(),
            usize::from(pane.body.width).saturating_sub(2),
        );
        let fit = Fit {
            width: settings.width.min(settings.measure),
            cells: self.settings.cells,
        };
        if !self.reader.needs(fit) {
            return;
        }
        let Some(article) = self.reader.article().cloned() else {
            return;
        };
        let head = page_head(&article, self.words(), self.settings.zone);
        if article.document.text.len() <= LAID_OUT_AT_ONCE {
            self.reader
                .set_page(fit, Arc::new(page(&head, &article.document, &settings)));
        } else {
            let generation = self.next_generation();
            self.reader.laying_out(generation, fit);
            self.ask_work(Request::LayOut {
                generation,
                article,
                head: Box::new(head),
                settings: Box::new(settings),
            });
        }
    }

    /// Opens the article `by` rows from the cursor of the list.
    pub(super) fn step_article(&mut self, by: isize) {
        let last = self.list().list.len(&self.store).saturating_sub(1);
        let from = self.list().cursor;
        let to = from.saturating_add_signed(by).min(last);
        if to == from {
            let words = self.words();
            self.say(if by > 0 {
                words.last_article
            } else {
                words.first_article
            });
            return;
        }
        self.go_to_row(to);
    }

    /// Puts the cursor of the list on row `index`; from inside the page that opens it.
    pub(super) fn go_to_row(&mut self, index: usize) {
        let store = self.store.clone();
        self.list_mut().move_to(&store, index);
        if self.focus == Pane::Reader {
            self.open_selected(true);
        }
    }

    pub(super) fn next_unread(&self) -> Option<usize> {
        let view = self.list();
        let below = self
            .unread
            .next_unread(&self.store, &view.list, Some(view.cursor));
        below.or_else(|| {
            self.unread
                .next_unread(&self.store, &view.list, None)
                .filter(|index| *index != view.cursor)
        })
    }

    /// Pages on; from the end of the page to the next unread article or, where all is read, the next one.
    pub(super) fn read_on(&mut self, times: usize) {
        let height = self.reader_height();
        if !self.reader.at_end(height) || self.reader.is_empty() {
            self.move_cursor(super::Action::PageDown, Some(times));
            return;
        }
        match self.next_unread() {
            Some(index) => self.go_to_row(index),
            None => self.step_article(1),
        }
    }

    /// Sets the moment at which the page follows the cursor of the list, where they stand side by side.
    pub(super) fn schedule_preview(&mut self, now: Instant) {
        let beside =
            self.focus != Pane::Reader && self.areas().list.is_some() && self.areas().reader.is_some();
        let selected = self.list().selected_id(&self.store);
        if !beside || selected.is_none() || selected.as_ref() == self.reader.id() {
            self.preview_at = None;
            self.preview_of = None;
        } else if self.preview_of != selected {
            self.preview_at = Some(now + self.settings.preview_delay);
            self.preview_of = selected;
        }
    }

    /// The cursor of the list has rested.
    pub(super) fn tick(&mut self, now: Instant) {
        if self.preview_at.is_some_and(|at| at <= now) {
            self.open_selected(false);
        }
        if self.rests_at.is_some_and(|at| at <= now) {
            self.rests_at = None;
            self.keep_place();
            self.keep_stand();
        }
    }

    /// Whether the list mixes outlets, so that each row should name its own.
    pub fn mixes_outlets(&self) -> bool {
        !matches!(self.list().source, Source::Category(_))
    }
}
