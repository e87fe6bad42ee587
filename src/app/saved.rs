//! Saved searches: their entries in the category pane, the lists they open, and how many articles each finds.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::{Date, DateTime};

use crate::library::SavedSearch;
use crate::post::wall_time;
use crate::search::query::{Query, Term};
use crate::store::Scope;
use crate::work::{Change, Count, CountOf, Counts, Order, Quest, Request, TitleScope};

use super::{App, ListView, Search, Source};

/// Most cells of a name: it is to tell one search from another at a glance.
const NAME: usize = 40;

/// A search that is kept under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The name, which no other has.
    pub name: Arc<str>,
    /// The query as typed.
    pub query: String,
    /// How many articles it finds, once they have been counted.
    pub count: Option<Count>,
}

impl App {
    /// The search of this name.
    pub(super) fn saved(&self, name: &str) -> Option<&Saved> {
        self.searches.iter().find(|saved| *saved.name == *name)
    }

    /// Saves the search whose results are shown, or else the last one that was made, as `name`; as its own query where
    /// that is empty. Nothing is saved under a name that is too long: cut, it might be that of another search.
    pub(super) fn save_search(&mut self, name: &str) {
        let words = self.words();
        let shown = self.search().map(Search::whole_typed);
        let shown = shown.filter(|typed| !typed.is_empty());
        let Some(query) = shown.or_else(|| self.last_search.clone()) else {
            self.say_problem(words.nothing_to_save);
            return;
        };
        let name = if name.is_empty() { &query } else { name }.to_owned();
        if self.settings.cells.width(&name) > NAME {
            self.say_problem((words.name_too_long)(NAME));
            return;
        }
        let said = match (&self.keeps_nothing, self.saved(&name)) {
            (Some(_), _) => words.search_saved_for_now,
            (None, Some(_)) => words.search_replaced,
            (None, None) => words.search_saved,
        };
        let mut said = said(&self.shortened(&name));
        if name != query {
            // It may be another than one thinks.
            said = format!("{said} · {}", self.shortened(&query));
        }
        self.say(said);
        self.change(Change::SaveSearch { name, query });
        self.searches_changed();
    }

    /// Forgets the search `name`; the one whose list is shown where that is empty.
    pub(super) fn forget_search(&mut self, name: &str) {
        let words = self.words();
        let name = match &self.base.source {
            Source::Search(shown) if name.is_empty() => Arc::clone(shown),
            _ => name.into(),
        };
        if self.saved(&name).is_none() {
            self.say_problem((words.no_saved)(&self.shortened(&name)));
            return;
        }
        self.say((words.search_forgotten)(&self.shortened(&name)));
        self.change(Change::ForgetSearch(name.to_string()));
        self.searches_changed();
    }

    /// The saved searches as they are kept. What is known of one that is as it was stays known.
    pub(super) fn take_searches(&mut self, kept: Vec<SavedSearch>) {
        let count = |kept: &SavedSearch| {
            let known = self.saved(&kept.name);
            known.filter(|known| known.query == kept.query)?.count
        };
        self.searches = (kept.into_iter())
            .map(|kept| Saved {
                count: count(&kept),
                name: kept.name.into(),
                query: kept.query,
            })
            .collect();
    }

    /// Shows that `query` is kept as `name`.
    pub(super) fn apply_saved(&mut self, name: &str, query: &str) {
        match self.searches.iter_mut().find(|saved| *saved.name == *name) {
            Some(saved) if saved.query == query => {}
            Some(saved) => (saved.query, saved.count) = (query.to_owned(), None),
            None => self.searches.push(Saved {
                name: name.into(),
                query: query.to_owned(),
                count: None,
            }),
        }
    }

    /// Shows that no search is kept as `name`.
    pub(super) fn apply_forgotten(&mut self, name: &str) {
        self.searches.retain(|saved| *saved.name != *name);
    }

    /// The pane, the lists and the counts follow what searches there are.
    pub(super) fn searches_changed(&mut self) {
        self.renew_categories();
        let queries: HashSet<(&str, &str)> = (self.searches.iter())
            .map(|saved| (&*saved.name, saved.query.as_str()))
            .collect();
        let stands = |view: &ListView| match (&view.source, &view.search) {
            (Source::Search(name), Some(search)) => queries.contains(&(&**name, search.typed.as_str())),
            (Source::Search(_), None) => false,
            _ => true,
        };
        self.left.retain(|_, view| stands(view));
        if !stands(&self.base) {
            let source = match &self.base.source {
                Source::Search(name) if self.saved(name).is_some() => self.base.source.clone(),
                _ => Source::All,
            };
            self.results = None;
            self.base = match self.left.remove(&source) {
                Some(view) => self.renewed(view),
                None => self.new_list(source),
            };
            self.ask_search();
        }
        self.ask_counts();
    }

    /// Asks how many articles the saved searches find, where the articles are all there.
    pub(super) fn ask_counts(&mut self) {
        if self.searches.is_empty() || !self.loading.done {
            return;
        }
        let today = self.today_date();
        let wanted = (self.searches.iter())
            .map(|saved| CountOf {
                name: Arc::clone(&saved.name),
                quest: Quest {
                    reading: false,
                    most: 0,
                    ..self.quest(
                        Query::parse(&saved.query, today),
                        TitleScope::Store(Scope::All),
                        Order::Newest,
                    )
                },
            })
            .collect();
        let generation = self.next_generation();
        self.counts_asked = generation;
        self.ask_work(Request::Count { generation, wanted });
    }

    /// The user's own marks have changed, which some saved search may ask for.
    pub(super) fn own_changed(&mut self) {
        let today = self.today_date();
        let own = |term: &Term| {
            matches!(
                term,
                Term::Unread | Term::Bookmarked | Term::Hidden | Term::Tag(_) | Term::Note(_)
            )
        };
        let asks = |saved: &Saved| {
            let query = Query::parse(&saved.query, today);
            query.root.is_some_and(|root| root.holds(&own))
        };
        if self.searches.iter().any(asks) {
            self.ask_counts();
        }
    }

    /// The day it is, where the archive is at home.
    pub(super) fn today_date(&self) -> Date {
        wall_time(self.now, self.settings.zone)
            .map(DateTime::date)
            .unwrap_or_default()
    }

    /// All that is saved as `name` has been found.
    pub(super) fn count_known(&mut self, name: &str, total: usize) {
        if let Some(saved) = self.searches.iter_mut().find(|saved| *saved.name == *name) {
            saved.count = Some(Count::exact(total));
            self.renew_categories();
        }
    }

    /// Saved searches have been counted.
    pub(super) fn counted(&mut self, generation: u64, counts: Counts) {
        if generation != self.counts_asked {
            return;
        }
        for (name, count) in counts {
            if let Some(saved) = self.searches.iter_mut().find(|saved| saved.name == name) {
                saved.count = Some(count);
            }
        }
        self.renew_categories();
    }
}
