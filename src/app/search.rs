//! Searching: a query that narrows a list, or everything, while it is typed; its results as a list one can go back to;
//! the hits in an article that is opened from it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::config::TextSearch;
use crate::post::{PostId, wall_time};
use crate::search::query::{Doubt, Node, Query, Term, Why};
use crate::search::{Pattern, Snippet};
use crate::store::{List, Scope};
use crate::text::pinyin::Spelling;
use crate::work::{
    Change, Depth, Found, Month, Order, Own, OwnBookmark, Quest, Request, SnippetsOf, TitleScope,
};

use super::suggest::{Suggestion, suggestion};
use super::{App, ListView, Pane, Source};

/// Most past searches that the prompt brings back.
const PAST: usize = 100;
/// Cells in front of a snippet in its line, and kept free behind it.
pub(super) const SNIPPET_MARGIN: usize = 4;

/// What a list of results was looked for by, and how it was found.
#[derive(Clone, Debug)]
pub struct Search {
    /// The query as typed.
    pub typed: String,
    /// Whether it is listed by the name under which it is saved.
    pub saved: bool,
    /// Whether everything is looked through, not only the list it was begun in.
    pub whole: bool,
    /// The order of the results.
    pub order: Order,
    /// The first day of the only month that is looked at.
    pub month: Option<Date>,
    /// What was not understood of the query.
    pub doubts: Vec<Doubt>,
    /// What is marked in an article opened from it.
    pub words: Arc<[Pattern]>,
    /// How many there are, and how they were found; without the articles.
    pub found: Found,
    /// How the hits of all months lie in time.
    pub months: Vec<Month>,
    /// What it may go on to.
    pub suggestion: Option<Suggestion>,
    /// Whether an answer has come.
    pub answered: bool,
    query: Query,
    snippets: HashMap<PostId, Snippet>,
    /// The articles whose snippets were asked for, for a line of so many cells.
    asked: (usize, HashSet<PostId>),
}

impl Search {
    pub(super) fn new(typed: String, whole: bool, today: Date) -> Self {
        let query = Query::parse(&typed, today);
        let words = query.patterns();
        Self {
            words: words.into(),
            doubts: query.doubts.clone(),
            typed,
            saved: false,
            whole,
            order: Order::Newest,
            query,
            month: None,
            found: Found::default(),
            months: Vec::new(),
            suggestion: None,
            answered: false,
            snippets: HashMap::new(),
            asked: (0, HashSet::new()),
        }
    }

    /// The sentence that matched in an article, once it is there.
    pub fn snippet(&self, id: &PostId) -> Option<&Snippet> {
        self.snippets.get(id)
    }

    /// What is looked for, as it would be typed: within the chosen month, if one is.
    pub(super) fn whole_typed(&self) -> String {
        let typed = self.typed.trim();
        match self.month {
            Some(month) => format!("{typed} date:{}", month.strftime("%Y-%m")),
            None => typed.to_owned(),
        }
    }

    /// Whether there is anything to be ranked or marked.
    pub fn has_words(&self) -> bool {
        !self.words.is_empty()
    }

    /// What titles are found by that only sound like the query.
    pub(super) fn spellings(&self) -> Vec<Spelling> {
        self.query.spellings()
    }

    /// What is asked for, within the chosen month.
    fn whole_query(&self) -> Query {
        let Some(month) = self.month else {
            return self.query.clone();
        };
        let days = Node::Term(Term::Days {
            from: Some(month),
            until: Some(month.last_of_month()),
        });
        Query {
            root: Node::all(self.query.root.iter().cloned().chain([days]).collect()),
            doubts: Vec::new(),
        }
    }
}

impl App {
    /// The search whose results are shown, if they are.
    pub fn search(&self) -> Option<&Search> {
        self.list().search.as_deref()
    }

    fn search_mut(&mut self) -> Option<&mut Search> {
        self.list_mut().search.as_deref_mut()
    }

    /// What was typed at the prompt has changed: the results follow. The old rows stand until new ones are found.
    pub(super) fn search_typed(&mut self, text: String) {
        if text.trim().is_empty() {
            self.results = Some(self.base.clone());
            self.ask_search();
            return;
        }
        let whole = self.prompt.as_ref().is_some_and(|open| open.whole);
        let today = self.today_date();
        // A new query begins at its first hit: only more of the archive keeps the cursor's article.
        let mut view = ListView::new(self.base.source.clone(), self.list().list.clone());
        let suggestion = suggestion(&self.store, &text, self.lang);
        let mut search = Search::new(text, whole, today);
        search.suggestion = suggestion;
        view.search = Some(Box::new(search));
        self.results = Some(view);
        self.ask_search();
    }

    /// Looks through everything, or through the list again.
    pub(super) fn search_widened(&mut self, text: String) {
        if let Some(open) = &mut self.prompt {
            open.whole = !open.whole;
        }
        self.search_typed(text);
    }

    /// Goes on to what the search that is being typed may go on to.
    pub(super) fn take_suggestion(&mut self) {
        let suggestion = self.search().and_then(|search| search.suggestion.clone());
        if let (Some(suggestion), Some(open)) = (suggestion, &mut self.prompt) {
            open.prompt.set(suggestion.query.clone());
            self.search_typed(suggestion.query);
        }
    }

    /// Where nothing was found: searches for what finds something. Gives whether there is such.
    pub(super) fn take_nearest(&mut self) -> bool {
        let found = self.search().map(|search| &search.found);
        let Some(nearest) = found.and_then(|found| found.nearest.clone()) else {
            return false;
        };
        let mut view = ListView::new(self.base.source.clone(), List::Ids(Arc::default()));
        // What it asks for is whole, not still being typed.
        let typed = format!("{} ", nearest.query);
        let whole = nearest.whole || self.search().is_some_and(|search| search.whole);
        view.search = Some(Box::new(Search::new(typed, whole, self.today_date())));
        self.results = Some(view);
        self.ask_search();
        true
    }

    /// Asks for what the results are to show, if there are results.
    pub(super) fn ask_search(&mut self) {
        let Some(search) = self.search() else { return };
        let scope = match &self.base.list {
            _ if search.whole => TitleScope::Store(Scope::All),
            List::Scope(Scope::Shown) => TitleScope::Store(Scope::All),
            List::Scope(scope) => TitleScope::Store(*scope),
            List::Ids(ids) => TitleScope::Ids(ids.clone()),
        };
        let quest = self.quest(search.whole_query(), scope, search.order);
        let generation = self.next_generation();
        self.search_asked = generation;
        self.ask_work(Request::Search {
            generation,
            quest: Box::new(quest),
        });
    }

    /// The question that `query` is, within `scope`, over the articles there are.
    pub(super) fn quest(&self, query: Query, scope: TitleScope, order: Order) -> Quest {
        let asks = |wanted: &Term| {
            query
                .root
                .as_ref()
                .is_some_and(|root| root.holds(&|term| term == wanted))
        };
        let unread = asks(&Term::Unread).then(|| self.store.those(self.unread.rows()));
        let bookmarks = self.bookmarks.iter();
        Quest {
            store: Arc::clone(&self.store),
            scope,
            query,
            depth: match self.settings.text_search {
                TextSearch::Titles => Depth::Titles,
                _ => Depth::Texts,
            },
            order,
            zone: self.settings.zone,
            reading: true,
            most: usize::MAX,
            own: Own {
                unread: unread.unwrap_or_else(|| self.store.nothing()),
                bookmarks: bookmarks.map(OwnBookmark::from).collect(),
            },
        }
    }

    /// Something was found.
    pub(super) fn found(&mut self, generation: u64, mut found: Found) {
        if generation != self.search_asked {
            return;
        }
        let (store, in_list) = (Arc::clone(&self.store), self.focus != Pane::Reader);
        let results = self.list_mut();
        let Some(search) = &mut results.search else { return };
        let searching = !search.answered || search.found.open > 0;
        let whole = (found.open == 0 && search.saved && search.month.is_none()).then_some(found.total);
        let ids = std::mem::take(&mut found.ids);
        if search.month.is_none() {
            search.months.clone_from(&found.months);
        }
        // The same query over more articles, not answered in whole yet: until the article under the cursor is found again,
        // the list stays as it is.
        let again = search.answered && found.open > 0;
        search.found = found;
        search.answered = true;
        self.search_answered = generation;
        let results = self.list_mut();
        if again && results.selected_id(&store).is_some_and(|id| !ids.contains(&id)) {
            return;
        }
        let at_first = in_list && searching && results.cursor == 0;
        results.renew(&store, &store, List::Ids(ids));
        if at_first {
            // The first hit is the one that is shown, whatever comes above it, as long as nobody has moved on.
            results.show_at_top(&store, 0);
        }
        if let (Some(total), Source::Search(name)) = (whole, self.list().source.clone()) {
            self.count_known(&name, total);
        }
        if self.goal.is_some() {
            self.pursue_goal();
        }
    }

    /// Whether what was asked last, perhaps of more articles than what is shown was found in, has not been answered.
    pub(super) fn awaits_answer(&self) -> bool {
        self.search().is_some() && self.search_answered != self.search_asked
    }

    /// Whether more may be found yet.
    pub fn is_searching(&self) -> bool {
        self.search()
            .is_some_and(|search| !search.answered || search.found.open > 0)
    }

    /// The results are what was looked for: they stay, and the search is remembered, unless it is so long that it was not
    /// taken in whole.
    pub(super) fn search_chosen(&mut self, text: &str) {
        self.last_search = Some(text.to_owned());
        let doubts = self.search().map_or(&[][..], |search| &search.doubts);
        if doubts.iter().all(|doubt| doubt.why != Why::TooLong) {
            self.change(Change::RememberSearch(text.to_owned()));
        }
    }

    /// Shows that `query` was searched for last.
    pub(super) fn apply_searched(&mut self, query: &str) {
        self.searched.retain(|past| past != query);
        self.searched.push(query.to_owned());
        if self.searched.len() > PAST {
            self.searched.remove(0);
        }
    }

    /// Newest first, or best first.
    pub(super) fn change_order(&mut self) {
        let words = self.words();
        if self.results.is_none() && self.base.source == Source::Bookmarks {
            self.change_bookmark_order();
            return;
        }
        let Some(search) = self.search_mut() else {
            self.say(words.no_order);
            return;
        };
        if !search.has_words() {
            self.say(words.no_words);
            return;
        }
        search.order = match search.order {
            Order::Newest => Order::Best,
            Order::Best => Order::Newest,
        };
        let said = match search.order {
            Order::Newest => words.by_date,
            Order::Best => words.by_relevance,
        };
        self.list_mut().start_over();
        self.say(said);
        self.ask_search();
    }

    /// Goes `by` months with hits on, from the month of the article under the cursor where none is chosen yet.
    pub(super) fn step_month(&mut self, by: isize) {
        let (store, zone) = (Arc::clone(&self.store), self.settings.zone);
        let selected = self.list().selected(&store).and_then(|row| row.timestamp());
        let at = selected.and_then(|timestamp| Some(wall_time(timestamp, zone)?.date().first_of_month()));
        let words = self.words();
        let Some(search) = self.search_mut() else {
            self.say(words.no_order);
            return;
        };
        let next = match (search.month, at) {
            (None, at) => at,
            (Some(month), _) => {
                let mut with_hits = search.months.iter().filter(|month| month.articles > 0);
                if by > 0 {
                    with_hits.find(|other| other.first > month)
                } else {
                    with_hits.rfind(|other| other.first < month)
                }
                .map(|month| month.first)
            }
        };
        match next {
            Some(month) => {
                search.month = Some(month);
                self.month_changed();
            }
            None => self.say(if by > 0 {
                words.last_month
            } else {
                words.first_month
            }),
        }
    }

    /// All months again, where one was chosen.
    pub(super) fn leave_month(&mut self) -> bool {
        let chosen = self
            .search_mut()
            .is_some_and(|search| search.month.take().is_some());
        if chosen {
            self.month_changed();
        }
        chosen
    }

    fn month_changed(&mut self) {
        self.list_mut().start_over();
        self.ask_search();
    }

    /// Asks for the snippets of the results in view that are not there yet.
    pub(super) fn want_snippets(&mut self) {
        let Some(pane) = self.areas().list else { return };
        if !self.list_frame().snippets {
            return;
        }
        let width = usize::from(pane.body.width).saturating_sub(SNIPPET_MARGIN);
        let frame = self.list_frame();
        let (store, cells) = (Arc::clone(&self.store), self.settings.cells);
        let results = self.list_mut();
        let in_view = results.in_view(&store, frame);
        let articles: Vec<_> = in_view
            .filter_map(|index| results.list.row(&store, index))
            .map(|row| (row.id(), row.path().as_ref().into()))
            .collect();
        let Some(search) = &mut results.search else { return };
        if search.asked.0 != width {
            search.asked = (width, HashSet::new());
        }
        let (_, asked) = &mut search.asked;
        if articles.iter().all(|(id, _)| asked.contains(id)) {
            return;
        }
        // What was asked for and has not come yet is asked for again: the new request takes the place of the old.
        let missing: Vec<_> = (articles.into_iter())
            .filter(|(id, _)| !asked.contains(id) || !search.snippets.contains_key(id))
            .collect();
        asked.extend(missing.iter().map(|(id, _)| id.clone()));
        let of = SnippetsOf {
            articles: missing,
            words: search.words.to_vec(),
            cells,
            width,
        };
        let generation = self.next_generation();
        self.snippets_asked = generation;
        self.ask_work(Request::Snippets {
            generation,
            of: Box::new(of),
        });
    }

    /// Snippets have been read.
    pub(super) fn take_snippets(&mut self, generation: u64, snippets: Vec<(PostId, Snippet)>) {
        if generation == self.snippets_asked
            && let Some(search) = self.search_mut()
        {
            search.snippets.extend(snippets);
        }
    }
}
