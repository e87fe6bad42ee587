//! What was read: entering and leaving articles, the list of those that were read, and what is known of an article that the
//! archive no longer has.

use crate::config::MarkRead;
use crate::library::{ArticleFacts, Visit};
use crate::post::{PostId, wall_time};
use crate::store::List;
use crate::work::Change;

use super::App;
use crate::library::Bookmark;
use crate::work::article_of;

impl App {
    /// An article was gone into, and is there.
    pub(super) fn entered(&mut self, id: &PostId) {
        if self.settings.mark_read == MarkRead::Opened {
            self.mark_left(id);
        }
        if self.settings.history_days == 0 {
            return;
        }
        let Some(row) = self.store.locate(id) else { return };
        let source_url = (self.reader.article()).and_then(|shown| shown.post.source_url.clone());
        let facts = article_of(&row, source_url, &self.archive_identity);
        self.change(Change::Visit(Box::new(facts)));
    }

    /// The article that is shown is left: its place is kept and, where it was gone into, it has been read.
    pub(super) fn leave_article(&mut self) {
        self.keep_place();
        let left = self.reader.shown_id().filter(|_| self.reader.entered).cloned();
        if let Some(id) = left
            && self.settings.mark_read == MarkRead::Left
            && !self.reader.marked_by_hand
        {
            self.mark_left(&id);
        }
    }

    /// The program is left, or stopped, or hung up on.
    pub(super) fn leave(&mut self) {
        self.leave_article();
        self.keep_stand();
    }

    /// The articles that were read, the last first.
    pub(super) fn history_list(&self) -> List {
        List::Ids(
            self.visits
                .iter()
                .map(|visit| visit.facts.article.id.clone())
                .collect(),
        )
    }

    /// Shows that an article was read now.
    pub(super) fn apply_visit(&mut self, facts: &ArticleFacts) {
        self.visits.retain(|visit| visit.facts.article != facts.article);
        self.visits.insert(
            0,
            Visit {
                facts: facts.clone(),
                at: self.now,
            },
        );
        self.categories.count_history(self.visits.len());
    }

    /// When an article was last read: the clock of today, else the day; five cells.
    pub(super) fn visited(&self, id: &PostId) -> Option<String> {
        let visit = self.visits.iter().find(|visit| visit.facts.article.id == *id)?;
        let date = |at| Some(wall_time(at, self.settings.zone)?.date());
        Some(if date(visit.at) == date(self.now) {
            self.clock(Some(visit.at), crate::post::DatePrecision::Minute)
        } else {
            self.day(Some(visit.at))
        })
    }

    /// What is known of an article that the archive does not have: by its bookmark, its passages, or from the history.
    pub fn known(&self, id: &PostId) -> Option<ArticleFacts> {
        let visit = || self.visits.iter().find(|visit| visit.facts.article.id == *id);
        self.bookmark(id)
            .map(Bookmark::facts)
            .or_else(|| self.passages.facts(id).cloned())
            .or_else(|| visit().map(|visit| visit.facts.clone()))
    }
}
