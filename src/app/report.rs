//! What comes back from work: more of the archive, articles, results of a filter, the library.

use std::sync::Arc;

use crate::store::{List, Scope};
use crate::work::{Batch, IndexOrder, Look, Problems, Report, Request};

use super::trouble::{archive_trouble, catalogue_notice};
use super::{App, ListView, Loading, Search, Source, Why};

impl App {
    /// Takes in a report; one that answers a question no longer asked is dropped.
    pub(super) fn report(&mut self, report: Report) {
        match report {
            Report::Loaded(batch) => self.loaded(batch),
            Report::Disturbed => self.disturbed(),
            Report::ArchiveOpened { name, opened } => self.archive_opened(&name, opened),
            Report::Opened { generation, article } => self.opened(generation, article),
            Report::Source { url, then } => self.use_link(url, then),
            Report::Facts(facts) => self.copy_citation(&facts),
            Report::About(article) => self.show_about(&article),
            Report::Text(id, title, text, then) => self.use_text(&id, &title, text, then),
            Report::Exported(wanted, written) => self.exported(wanted, written),
            Report::LaidOut { generation, page } => self.reader.laid_out(generation, page),
            Report::Found { generation, found } => self.found(generation, *found),
            Report::Counted { generation, counts } => self.counted(generation, counts),
            Report::Snippets { generation, snippets } => self.take_snippets(generation, snippets),
            Report::Index(news) => self.index_news(news),
            Report::Shelf(shelf) => self.take_shelf(*shelf),
            Report::Undone(what) => self.undone(what.as_ref()),
            Report::Ruled { came, acted } => self.ruled(came, &acted),
            Report::NotRuled(error) => self.not_ruled(&error),
            Report::NotKept(error) => self.not_kept(&error),
            Report::KeepsNothing(error) => self.keeps_nothing(&error),
            Report::KeepsAgain => self.keeps_again(),
            Report::Rescued(rescued) => self.rescued(&rescued),
            Report::NotBackedUp(error) => self.not_backed_up(&error),
            Report::Settled => {
                self.unsettled.pop_front();
            }
        }
    }

    /// Asks for the archive from its beginning.
    pub(super) fn load(&mut self, why: Why, look: Look) {
        let generation = self.next_generation();
        self.loading = Loading {
            generation,
            why,
            // Until something else is told.
            stands: why != Why::First,
            ..Loading::default()
        };
        self.ask_work(Request::Load { generation, look });
    }

    /// Looks at the archive again, as closely as `look` says. What is known stays on the screen.
    pub(super) fn reload(&mut self, look: Look) {
        self.load(
            if self.store.is_empty() {
                Why::First
            } else {
                Why::Asked
            },
            look,
        );
        let words = self.words();
        self.say(if look == Look::Contents {
            words.reading_again
        } else {
            words.reloading
        });
    }

    /// The archive's folders have changed: what is new is read, without a word until it is there.
    fn disturbed(&mut self) {
        if self.loading.done {
            self.load(Why::Disturbed, Look::Told);
        } else {
            self.loading.disturbed = true;
        }
    }

    fn loaded(&mut self, batch: Batch) {
        if batch.generation != self.loading.generation {
            return;
        }
        let why = self.loading.why;
        self.loading.done = batch.done;
        if let Some(error) = batch.failed {
            let why = archive_trouble(self.lang, &error);
            self.say_problem((self.words().archive_gone)(&why));
            self.archive_gone = true;
            return;
        }
        // It is there again.
        if std::mem::take(&mut self.archive_gone) {
            self.message = None;
        }
        self.looked_at = batch.looked_at.or(self.looked_at);
        self.loading.seen = batch.seen;
        self.loading.read = batch.read;
        self.loading.stands = batch.stands;
        self.loading.reached = batch.reached;
        // What is not all that was known replaces it in one step, so that no list shrinks and grows under the cursor.
        if why != Why::First && !batch.stands && !batch.done {
            return;
        }
        let shown = self
            .reader
            .shown_id()
            .filter(|id| self.store.locate(id).is_some())
            .cloned();
        self.take_store(batch.store);
        self.pursue_goal();
        if shown.is_some_and(|id| self.store.locate(&id).is_none()) {
            self.say_problem(self.words().article_removed);
        }
        if self
            .reader
            .shown_id()
            .is_some_and(|id| batch.changed.contains(id))
        {
            self.read_again();
        }
        if !batch.done {
            return;
        }
        self.ask_work(Request::Index(IndexOrder::Follow(Arc::clone(&self.store))));
        self.ask_counts();
        self.ask_rules();
        self.problems = Problems::default();
        self.problems.extend(batch.problems);
        if let Some(notice) = batch.notice {
            let why = catalogue_notice(self.lang, &notice);
            self.say_problem(why);
        } else if batch.new > 0 {
            self.arrived += batch.new;
            self.say((self.words().arrived)(self.arrived));
        } else if why == Why::Asked {
            self.say((self.words().reloaded)(self.store.len()));
        }
        if self.loading.disturbed {
            self.disturbed();
        }
    }

    /// Takes `store` as the articles there are, and shows those that are not hidden; every list finds its place again.
    pub(super) fn take_store(&mut self, store: Arc<crate::store::Store>) {
        let shown = self.less_hidden(&store);
        self.loaded = store;
        let before = std::mem::replace(&mut self.store, shown);
        self.unread.sync(&self.store);
        self.renew_groups();
        self.renew_categories();
        let list = self.listed(&self.base);
        self.base.renew(&before, &self.store, list);
        if let Some(results) = &mut self.results {
            let list = results.list.clone();
            results.renew(&before, &self.store, list);
        }
        // One that is under way is not begun again with every batch of a load.
        if self.loading.done || !self.is_searching() {
            self.ask_search();
        }
    }

    /// A list that was left, found again in the store as it is now.
    pub(super) fn renewed(&self, mut view: ListView) -> ListView {
        let list = self.listed(&view);
        view.renew(&self.store, &self.store, list);
        view
    }

    /// A list of `source`, its cursor on the newest article.
    pub(super) fn new_list(&self, source: Source) -> ListView {
        let list = self.source_list(&source);
        let saved = match &source {
            Source::Search(name) => self.saved(name),
            _ => None,
        };
        let search = saved.map(|saved| {
            let mut search = Search::new(saved.query.clone(), true, self.today_date());
            search.saved = true;
            Box::new(search)
        });
        let by_adding = source == Source::Bookmarks && self.bookmarks_by_adding;
        let mut view = ListView::new(source, list);
        view.by_date &= !by_adding;
        view.search = search;
        view.move_to(&self.store, 0);
        view
    }

    /// What `view` lists now. What was searched for is found anew by a request; until it is answered the old ones stand.
    fn listed(&self, view: &ListView) -> List {
        match view.search {
            Some(_) => view.list.clone(),
            None => self.source_list(&view.source),
        }
    }

    fn source_list(&self, source: &Source) -> List {
        match source {
            Source::All => List::Scope(Scope::Shown),
            Source::Bookmarks => self.bookmark_list(),
            Source::History => self.history_list(),
            Source::Hidden => self.hidden_list(),
            Source::Passages => self.passages.list(),
            Source::Search(_) => List::Ids(Arc::default()),
            Source::Group(name) => self.group_list(name),
            Source::Category(name) => match self.store.category_by_name(name) {
                Some(category) => List::Scope(Scope::Category(category.id)),
                None => List::Ids(Arc::default()),
            },
        }
    }
}
