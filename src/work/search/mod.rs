//! Answering a query over a whole archive: what the store knows at once, what the index knows of texts, and for articles
//! that are not in it, reading them. An answer is exact from its first report on: what it names holds, and what may hold
//! yet is counted.

mod coverage;
mod entry;
mod hint;
mod indexing;
mod months;
mod plan;
mod rank;
mod scan;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use fixedbitset::FixedBitSet;

use crate::archive::Archive;
use crate::post::PostId;
use crate::search::query::Query;
use crate::search::{IndexError, Snapshot, TextIndex};
use crate::store::{Scope, Store};

use super::TitleScope;
use super::readers::Readers;

use coverage::{Coverage, Covered};
pub use indexing::{Estimate, Indexer, Progress, indexed_since};
pub use months::Month;
use plan::{Bound, Plan};
use rank::Ranking;

/// How long articles are read between two reports.
const BETWEEN_REPORTS: Duration = Duration::from_millis(100);

/// The order of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By date, as lists are.
    #[default]
    Newest,
    /// By how well they suit the words of the query; those that suit equally by date.
    Best,
}

/// What of an article words are looked for in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// Titles, which are at hand.
    Titles,
    /// Titles and texts.
    #[default]
    Texts,
}

/// What the user's own data says that a query may ask for.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// The unread articles, by their index among all of the store.
    pub unread: FixedBitSet,
    /// The bookmarked articles, with their tags.
    pub bookmarks: Vec<(PostId, Vec<String>)>,
}

/// A question.
#[derive(Clone, Debug)]
pub struct Quest {
    /// The articles there are.
    pub store: Arc<Store>,
    /// Which of them are looked through.
    pub scope: TitleScope,
    /// What they must be.
    pub query: Query,
    /// How closely they are looked at.
    pub depth: Depth,
    /// In which order they come.
    pub order: Order,
    /// The offset from UTC in which days are counted, in minutes.
    pub zone: i16,
    /// Most that are named.
    pub most: usize,
    /// What the user's own data says.
    pub own: Own,
}

/// An answer so far.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The articles in the order asked for, no more than asked for.
    pub ids: Vec<PostId>,
    /// How well each suits, where that was asked for.
    pub scores: Vec<f32>,
    /// How many there are in all.
    pub total: usize,
    /// How they lie in time: every month from the archive's first to its last.
    pub months: Vec<Month>,
    /// Articles whose texts the index answered for.
    pub indexed: usize,
    /// Articles that were read for the answer.
    pub read: usize,
    /// Articles that are still to be read. None: the answer is whole.
    pub open: usize,
}

/// The index of an archive, shared by the threads that ask and the one that builds; none until it is opened.
#[derive(Clone, Debug, Default)]
pub struct SharedIndex(Arc<Mutex<Option<Arc<TextIndex>>>>);

impl SharedIndex {
    /// The index, if there is one.
    pub fn get(&self) -> Option<Arc<TextIndex>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From here on it is this one.
    pub fn set(&self, index: Option<Arc<TextIndex>>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = index;
    }
}

/// Answers queries on one archive.
pub struct Searcher {
    archive: Archive,
    index: SharedIndex,
    readers: Readers,
    coverage: Coverage,
}

impl Searcher {
    /// One that asks `index`, where there is one, and reads the posts of `archive` else.
    pub fn new(archive: Archive, index: SharedIndex) -> Self {
        Self {
            archive,
            index,
            readers: Readers::start(),
            coverage: Coverage::default(),
        }
    }

    /// Answers `quest` by one report at least, the last of which has nothing open; by none further once `cancelled`. An
    /// index that cannot be used is left alone from there on and told as an error after the answer.
    ///
    /// # Errors
    /// What is wrong with the index. The answer is right in any case.
    pub fn search(
        &mut self,
        quest: &Quest,
        cancelled: &AtomicBool,
        report: &mut dyn FnMut(Found),
    ) -> Result<(), IndexError> {
        let asked = self.ask_index(quest);
        let (snapshot, covered, wrong) = match asked {
            Ok(Some((snapshot, covered))) => (Some(snapshot), covered, Ok(())),
            Ok(None) => (None, Covered::none(&quest.store), Ok(())),
            Err(error) => (None, Covered::none(&quest.store), Err(error)),
        };
        let mut search = Search {
            quest,
            plan: Plan::new(quest, cancelled),
            covered,
            snapshot,
            ranking: Ranking::default(),
            read: 0,
        };
        let wrong = wrong.and(search.ask_texts());
        if wrong.is_err() {
            self.index.set(None);
            search.snapshot = None;
            search.covered = Covered::none(&quest.store);
            search.plan = Plan::new(quest, cancelled);
        }
        if !cancelled.load(Ordering::Relaxed) {
            search.read_on(&self.archive, &self.readers, cancelled, report);
        }
        wrong
    }

    fn ask_index(&mut self, quest: &Quest) -> Result<Option<(Snapshot, Covered)>, IndexError> {
        if quest.depth == Depth::Titles {
            return Ok(None);
        }
        let Some(index) = self.index.get() else {
            return Ok(None);
        };
        let snapshot = index.snapshot()?;
        let covered = self.coverage.of(&quest.store, &snapshot)?;
        Ok(Some((snapshot, covered)))
    }
}

/// One search under way.
struct Search<'a> {
    quest: &'a Quest,
    plan: Plan,
    covered: Covered,
    snapshot: Option<Snapshot>,
    ranking: Ranking,
    read: usize,
}

impl Search<'_> {
    /// Takes in what the index knows.
    fn ask_texts(&mut self) -> Result<(), IndexError> {
        if let Some(snapshot) = &self.snapshot {
            self.plan.ask(snapshot, &self.covered)?;
        }
        Ok(())
    }

    /// Reports, and reads what is still open, newest first.
    fn read_on(
        &mut self,
        archive: &Archive,
        readers: &Readers,
        cancelled: &AtomicBool,
        report: &mut dyn FnMut(Found),
    ) {
        let scope = scope_rows(&self.quest.store, &self.quest.scope);
        let mut unknown = match self.quest.depth {
            Depth::Titles => self.quest.store.nothing(),
            Depth::Texts => self.covered.missing(&self.quest.store),
        };
        loop {
            let holds = self.plan.rows(Bound::Sure, &unknown, scope.as_ref());
            let mut open = self.plan.rows(Bound::Possible, &unknown, scope.as_ref());
            match self.quest.order {
                Order::Newest => open.difference_with(&holds),
                // How well an article suits is known only when it has been read.
                Order::Best => open.intersect_with(&unknown),
            }
            let open: Vec<usize> = open.ones().collect();
            if cancelled.load(Ordering::Relaxed) {
                return;
            }
            report(self.found(&holds, open.len()));
            if open.is_empty() {
                return;
            }
            let begun = Instant::now();
            for rows in open.chunks(scan::TOGETHER) {
                if cancelled.load(Ordering::Relaxed) {
                    return;
                }
                let scanned = readers.run(|| scan::scan(archive, &self.quest.store, rows, &self.plan));
                self.read += rows.len();
                for scanned in scanned {
                    self.plan.note(&scanned);
                    self.ranking.note(scanned);
                }
                for row in rows {
                    unknown.set(*row, false);
                }
                if begun.elapsed() >= BETWEEN_REPORTS {
                    break;
                }
            }
        }
    }

    fn found(&self, holds: &FixedBitSet, open: usize) -> Found {
        let quest = self.quest;
        let store = &quest.store;
        let total = holds.count_ones(..);
        let id = |row: usize| store.row(Scope::All, row).map(|row| row.id());
        let ranked = match quest.order {
            Order::Newest => None,
            Order::Best => {
                let index = self.snapshot.as_ref().map(|snapshot| (snapshot, &self.covered));
                self.ranking.best(store, &self.plan, index, holds, quest.most)
            }
        };
        let (ids, scores) = match ranked {
            Some(ranked) => ranked
                .into_iter()
                .filter_map(|(row, score)| Some((id(row)?, score)))
                .unzip(),
            None => (holds.ones().take(quest.most).filter_map(id).collect(), Vec::new()),
        };
        Found {
            ids,
            scores,
            total,
            months: months::of(store, holds),
            indexed: self.covered.len(),
            read: self.read,
            open,
        }
    }
}

/// The articles of `scope`; `None` for all.
fn scope_rows(store: &Store, scope: &TitleScope) -> Option<FixedBitSet> {
    match scope {
        TitleScope::Store(Scope::All) => None,
        TitleScope::Store(scope) => Some(store.of_scope(*scope)),
        TitleScope::Ids(ids) => Some(store.of_ids(ids.iter())),
    }
}
