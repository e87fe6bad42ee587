//! Arranging the category pane: another order, what is pinned and what is hidden, what was used last.

use std::sync::Arc;

use crate::config::CategoryOrder;
use crate::library::{EntryKey, Prominence};
use crate::work::Change;

use super::arrange_words::arrange_words;
use super::arrangement::Stock;
use super::{App, ArrangeWords, Pane, Source, areas};

impl App {
    /// What is said of the arrangement of categories.
    pub(super) fn arrange_words(&self) -> &'static ArrangeWords {
        arrange_words(self.lang)
    }

    /// Makes the entries of the category pane anew.
    pub(super) fn renew_categories(&mut self) {
        let words = self.words();
        let mut fixed = vec![
            (Source::All, words.all, self.store.announced()),
            (Source::Bookmarks, words.bookmarks, self.bookmarks.len()),
            (Source::Passages, words.passages, self.passages.articles()),
            (Source::History, self.own_words().history, self.visits.len()),
            (Source::Hidden, self.own_words().hidden, self.hidden_count()),
        ];
        fixed.retain(|(source, _, articles)| {
            *articles > 0 || !matches!(source, Source::Passages | Source::Hidden)
        });
        let areas = areas::areas(
            self.size,
            Pane::Categories,
            false,
            self.settings.measure,
            self.split,
        );
        let rows = areas.categories.map_or(0, |pane| pane.body.height.into());
        let stock = Stock {
            fixed,
            searches: &self.searches,
            store: &self.store,
            groups: &self.groups,
            recent: (self.settings.recent_categories, rows),
        };
        self.categories.renew(self.arrangement.entries(&stock));
    }

    /// What the heading of the pane says: the order where it is not that by articles, and that what is hidden is shown.
    pub fn categories_heading(&self) -> String {
        let words = self.arrange_words();
        let order = match self.arrangement.order {
            CategoryOrder::Articles => None,
            CategoryOrder::Name => Some(words.by_name),
            CategoryOrder::Used => Some(words.by_use),
        };
        let hidden = self.categories.shows_hidden().then_some(words.with_hidden);
        let parts = [Some(self.words().categories), order, hidden];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// The next order of the categories.
    pub(super) fn change_category_order(&mut self) {
        self.order_categories(self.arrangement.order.next());
        let words = self.arrange_words();
        self.say(match self.arrangement.order {
            CategoryOrder::Articles => words.ordered_by_articles,
            CategoryOrder::Name => words.ordered_by_name,
            CategoryOrder::Used => words.ordered_by_use,
        });
        self.keep_stand();
    }

    /// Orders the categories so.
    pub(super) fn order_categories(&mut self, order: CategoryOrder) {
        if self.arrangement.order != order {
            self.arrangement.order = order;
            self.renew_categories();
        }
    }

    /// Pins what the cursor stands on or, where it is pinned, lets it stand among the others again.
    pub(super) fn pin(&mut self) {
        let words = self.arrange_words();
        self.give_prominence(Prominence::Pinned, [words.pinned, words.unpinned]);
    }

    /// Hides what the cursor stands on or, where it is hidden, lets it stand among the others again.
    pub(super) fn hide(&mut self) {
        let words = self.arrange_words();
        self.give_prominence(Prominence::Hidden, [words.hidden, words.unhidden]);
    }

    fn give_prominence(&mut self, prominence: Prominence, [given, taken]: [fn(&str) -> String; 2]) {
        let words = self.arrange_words();
        let Some(entry) = self.categories.selected().cloned() else {
            return;
        };
        let Some(key) = self.entry_key(&entry.source) else {
            self.say_problem(match entry.source {
                Source::Group(_) => words.groups_stay,
                _ => words.fixed_stay,
            });
            return;
        };
        let again = self.arrangement.prominence(&entry.source) == Some(prominence);
        let said = if again { taken } else { given };
        self.say_kept(&said(&self.shortened(&entry.label)));
        self.change(Change::SetProminence(key, (!again).then_some(prominence)));
        self.renew_categories();
        // Where it is out of sight, the list beside the pane is that of what took its place.
        self.move_category(self.categories.cursor);
    }

    /// Shows what is hidden too, or no longer.
    pub(super) fn show_hidden(&mut self) {
        let words = self.arrange_words();
        let (shows, hidden) = (self.categories.shows_hidden(), self.categories.hidden());
        self.say(match (shows, hidden) {
            (false, 0) => words.nothing_hidden.to_owned(),
            (false, _) => (words.hidden_shown)(hidden),
            (true, _) => words.hidden_again.to_owned(),
        });
        if shows || hidden > 0 {
            self.categories.show_hidden(!shows);
            self.move_category(self.categories.cursor);
        }
    }

    /// Shows how an entry stands.
    pub(super) fn apply_prominence(&mut self, key: &EntryKey, prominence: Option<Prominence>) {
        self.arrangement.set_prominence(source_of(key), prominence);
    }

    /// What is pinned, hidden and used as the library has it.
    pub(super) fn take_arrangement(&mut self, prominences: &[(EntryKey, Prominence)], used: &[EntryKey]) {
        self.arrangement.pinned.clear();
        self.arrangement.hidden.clear();
        for (key, prominence) in prominences {
            self.apply_prominence(key, Some(*prominence));
        }
        self.arrangement.used = used.iter().map(source_of).collect();
    }

    /// Whether a change of how `source` stands is not on disk yet.
    pub fn is_entry_settling(&self, source: &Source) -> bool {
        let is_about =
            |change: &Change| matches!(change, Change::SetProminence(key, _) if source_of(key) == *source);
        self.unsettled.iter().any(is_about)
    }

    /// `source` was gone into.
    pub(super) fn use_source(&mut self, source: &Source) {
        if self.arrangement.used.first() != Some(source)
            && let Some(key) = self.entry_key(source)
        {
            self.change(Change::Use(key));
            self.renew_categories();
        }
    }

    /// Shows that an entry was used last.
    pub(super) fn apply_used(&mut self, key: &EntryKey) {
        let source = source_of(key);
        self.arrangement.used.retain(|used| *used != source);
        self.arrangement.used.insert(0, source);
    }

    /// By what the library knows a category or a saved search; nothing else.
    fn entry_key(&self, source: &Source) -> Option<EntryKey> {
        match source {
            Source::Category(name) => Some(EntryKey::Category {
                archive: self.archive_identity.clone(),
                name: name.to_string(),
            }),
            Source::Search(name) => Some(EntryKey::Search(name.to_string())),
            _ => None,
        }
    }
}

/// What an entry of this archive lists.
fn source_of(key: &EntryKey) -> Source {
    match key {
        EntryKey::Category { name, .. } => Source::Category(Arc::from(name.as_str())),
        EntryKey::Search(name) => Source::Search(Arc::from(name.as_str())),
    }
}
