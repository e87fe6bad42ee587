//! Where the reader stands: which list, which row, whether in the article. Going back and forward through such places, and
//! beginning again where the program was left.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::config::CategoryOrder;
use crate::post::PostId;
use crate::store::List;
use crate::work::Change;

use super::goal::Goal;
use super::reader::Landing;
use super::{App, ListView, Pane, Reader, Search, Source, Split};

/// Most places that one can go back to.
const MOST: usize = 200;

/// A place in the program. Its field names are part of what is kept in the library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stand {
    list: Listed,
    /// What was searched for in it, and whether in everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    search: Option<(String, bool)>,
    /// The article under the cursor, or the one that is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    article: Option<String>,
    /// Whether it is being read.
    #[serde(default)]
    reading: bool,
    /// Whether the page has the whole screen.
    #[serde(default)]
    zoom: bool,
}

/// How the program was left, as the library keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Session {
    #[serde(flatten)]
    stand: Stand,
    #[serde(default, skip_serializing_if = "Split::is_default")]
    split: Split,
    /// The order of the categories that was chosen, and the one of the settings that it was chosen over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    category_order: Option<(CategoryOrder, CategoryOrder)>,
    /// The groups whose categories are in sight.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    unfolded: BTreeSet<String>,
}

/// A list, by what it is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Listed {
    All,
    Bookmarks,
    Passages,
    History,
    Hidden,
    Search(String),
    Category(String),
    Group(String),
}

impl Stand {
    fn source(&self) -> Source {
        match &self.list {
            Listed::All => Source::All,
            Listed::Bookmarks => Source::Bookmarks,
            Listed::Passages => Source::Passages,
            Listed::History => Source::History,
            Listed::Hidden => Source::Hidden,
            Listed::Search(name) => Source::Search(name.as_str().into()),
            Listed::Group(name) => Source::Group(name.as_str().into()),
            Listed::Category(name) => Source::Category(name.as_str().into()),
        }
    }

    /// Whether it is the same row, read or not.
    fn is_beside(&self, other: &Self) -> bool {
        (&self.list, &self.search, &self.article) == (&other.list, &other.search, &other.article)
    }

    /// The article, if there is one.
    pub(super) fn article(&self) -> Option<PostId> {
        self.article.as_deref().map(PostId::parse)
    }
}

/// The places one has been to.
#[derive(Debug, Default)]
pub(super) struct Journey {
    back: Vec<Stand>,
    forward: Vec<Stand>,
    /// As the library has it.
    kept: Option<Session>,
    /// Whether what the library holds has come.
    pub(super) shelved: bool,
    /// Whether a key was pressed.
    pub(super) touched: bool,
}

impl App {
    /// Where the reader stands now.
    fn stand(&self) -> Stand {
        let reading = self.focus == Pane::Reader;
        let article = if reading {
            self.reader.id().cloned()
        } else {
            self.list().selected_id(&self.store)
        };
        let results = self.results.as_ref().and_then(|view| view.search.as_deref());
        Stand {
            list: match &self.base.source {
                Source::All => Listed::All,
                Source::Bookmarks => Listed::Bookmarks,
                Source::Passages => Listed::Passages,
                Source::History => Listed::History,
                Source::Hidden => Listed::Hidden,
                Source::Search(name) => Listed::Search(name.to_string()),
                Source::Group(name) => Listed::Group(name.to_string()),
                Source::Category(name) => Listed::Category(name.to_string()),
            },
            search: results.map(|search| (search.typed.clone(), search.whole)),
            article: article.map(|id| id.to_string()),
            reading,
            zoom: self.zoom,
        }
    }

    /// One is about to go elsewhere: this is a place to come back to.
    pub(super) fn depart(&mut self) {
        let stand = self.stand();
        self.journey.forward.clear();
        // An article and its row are one place.
        match self.journey.back.last_mut() {
            Some(last) if last.is_beside(&stand) => last.reading |= stand.reading,
            _ => self.journey.back.push(stand),
        }
        if self.journey.back.len() > MOST {
            self.journey.back.remove(0);
        }
    }

    /// Back, or forward again, `times` places.
    pub(super) fn travel(&mut self, forward: bool, times: usize) {
        let mut to = None;
        let mut here = self.stand();
        for _ in 0..times {
            let (from, onto) = if forward {
                (&mut self.journey.forward, &mut self.journey.back)
            } else {
                (&mut self.journey.back, &mut self.journey.forward)
            };
            // A place one has not left is none to go to.
            let next = loop {
                match from.pop() {
                    Some(stand) if stand == here => {}
                    next => break next,
                }
            };
            let Some(next) = next else { break };
            onto.push(std::mem::replace(&mut here, next.clone()));
            to = Some(next);
        }
        if let Some(stand) = to {
            self.go_to_stand(stand);
        } else {
            let words = self.own_words();
            self.say(if forward {
                words.no_further_forward
            } else {
                words.no_further_back
            });
        }
    }

    /// Goes to `stand`; as soon as what it needs is there, if nothing else is wanted until then.
    fn go_to_stand(&mut self, stand: Stand) {
        self.step_out();
        let source = match stand.source() {
            // It may stand in the settings no more.
            Source::Group(name) if !self.settings.groups.iter().any(|group| group.name == *name) => {
                Source::All
            }
            source => source,
        };
        self.show_source(source);
        match &stand.search {
            Some((typed, whole)) => {
                let mut view = ListView::new(self.base.source.clone(), List::Ids([].into()));
                let search = Search::new(typed.clone(), *whole, self.today_date());
                view.search = Some(Box::new(search));
                self.show_results(Some(view));
            }
            None => self.show_results(None),
        }
        if !self.stood(&stand) {
            self.goal = Some(Goal::Stand(Box::new(stand)));
        }
    }

    /// Puts the cursor where `stand` has it, if that is there; whether it is.
    pub(super) fn stood(&mut self, stand: &Stand) -> bool {
        let Some(id) = stand.article() else {
            self.focus = Pane::List;
            return true;
        };
        let Some(index) = self.list().list.position(&self.store, &id) else {
            return false;
        };
        let store = self.store.clone();
        self.focus = Pane::List;
        self.list_mut().move_to(&store, index);
        if stand.reading {
            if !self.reader.entered {
                // A preview beside the list stands where it was found, and not where one was in it.
                self.reader = Reader::default();
            }
            self.open(true);
            self.reader.landing = Landing::PlaceAgain;
            self.focus = Pane::Reader;
            self.zoom = stand.zoom;
        }
        true
    }

    /// The program was left so the last time: it goes on there, unless a key was pressed already.
    pub(super) fn begin_at(&mut self, kept: &str) {
        // What another version wrote is not worth a word.
        let Ok(session) = serde_json::from_str::<Session>(kept) else {
            return;
        };
        self.journey.kept = Some(session.clone());
        if self.split.is_default() {
            self.split = session.split;
        }
        self.arrangement.unfolded = session.unfolded;
        self.renew_categories();
        // What the settings have said since is newer.
        let set = self.settings.category_order;
        if let Some((chosen, over)) = session.category_order
            && (over, self.arrangement.order) == (set, set)
        {
            self.order_categories(chosen);
        }
        if self.settings.reopen && !self.journey.touched {
            self.go_to_stand(session.stand);
        }
    }

    /// Keeps where the reader stands, if that is another place than is kept.
    pub(super) fn keep_stand(&mut self) {
        let (order, set) = (self.arrangement.order, self.settings.category_order);
        let session = Session {
            stand: self.stand(),
            split: self.split,
            category_order: (order != set).then_some((order, set)),
            unfolded: self.arrangement.unfolded.clone(),
        };
        if self.journey.kept.as_ref() == Some(&session) || !self.journey.shelved {
            return;
        }
        if let Ok(state) = serde_json::to_string(&session) {
            self.journey.kept = Some(session);
            self.change(Change::SetSession(state));
        }
    }
}
