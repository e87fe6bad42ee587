//! The hits of a search in the article that is opened from its results: marked, gone to, and on from article to article.

use std::sync::Arc;

use super::reader::Landing;
use super::{App, Pane};

impl App {
    /// Other results are shown, or none: what the former ones marked in the page is marked no more.
    pub(super) fn mark_anew(&mut self) {
        if self.reader.find().is_some_and(|find| find.by_search) {
            self.reader.set_find(None);
            self.mark_search();
            self.reader.landing = Landing::Place;
        }
    }

    /// Marks in the article shown what was looked for, where it was opened from results, and goes to the first hit.
    pub(super) fn mark_search(&mut self) {
        let Some(search) = self.search().filter(|search| search.has_words()) else {
            return;
        };
        let (typed, words) = (search.typed.trim().to_owned(), Arc::clone(&search.words));
        let spellings = search.spellings();
        self.reader.mark_words(typed, &words, &spellings);
    }

    /// The same for an article that was there before the results: once for each search.
    pub(super) fn mark_shown(&mut self) {
        let selected = self.list().selected_id(&self.store);
        let Some(search) = self.search().filter(|search| search.has_words()) else {
            return;
        };
        let marked = self
            .reader
            .find()
            .is_some_and(|find| !find.by_search || find.query == search.typed.trim());
        if selected.is_some() && self.reader.shown_id() == selected.as_ref() && !marked {
            self.mark_search();
        }
    }

    /// On to the next article with hits, or back to the one before; whether there is one.
    pub(super) fn step_out_of_article(&mut self, by: isize) -> bool {
        let find = self.reader.find();
        let is_end = find.is_some_and(|find| {
            find.by_search
                && (find.is_empty()
                    || if by > 0 {
                        find.current + 1 == find.len()
                    } else {
                        find.current == 0
                    })
        });
        if !is_end || self.focus != Pane::Reader || self.search().is_none() {
            return false;
        }
        let cursor = self.list().cursor;
        let last = self.list().list.len(&self.store).saturating_sub(1);
        if by > 0 && cursor == last || by < 0 && cursor == 0 {
            let words = self.words();
            self.say(if by > 0 {
                words.last_article
            } else {
                words.first_article
            });
            return true;
        }
        self.go_to_row(cursor.saturating_add_signed(by.signum()));
        true
    }
}
