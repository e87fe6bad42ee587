//! Answering a query over a whole archive: what the store knows at once, what the index knows of texts, and for articles
//! that are not in it, reading them. An answer is exact from its first report on: what it names holds, and what may hold
//! yet is counted.

mod coverage;
mod entry;
mod hint;
mod indexing;
mod months;
mod nearest;
mod plan;
mod rank;
mod readings;
mod run;
mod scan;
mod several;
mod stocks;

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use fixedbitset::FixedBitSet;

use crate::archive::Archive;
use crate::library::Bookmark;
use crate::post::PostId;
use crate::search::query::Query;
use crate::search::{IndexError, Snapshot, TextIndex, guarded};
use crate::store::Store;

use super::TitleScope;
use super::readers::Readers;

use coverage::{Coverage, Covered};
pub use indexing::{Estimate, Indexer, Progress, indexed_since};
pub use months::Month;
use run::Search;
pub(super) use several::holding;

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
    /// The bookmarks.
    pub bookmarks: Vec<OwnBookmark>,
}

/// What a query may ask of a bookmark.
#[derive(Clone, Debug)]
pub struct OwnBookmark {
    /// The article.
    pub id: PostId,
    /// Its tags.
    pub tags: Vec<String>,
    /// The note on it.
    pub note: Option<String>,
}

impl From<&Bookmark> for OwnBookmark {
    fn from(bookmark: &Bookmark) -> Self {
        Self {
            id: bookmark.id.clone(),
            tags: bookmark.tags.clone(),
            note: bookmark.note.clone(),
        }
    }
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
    /// Whether the texts that no index answers for are read. Else the only report says in `open` how many may hold yet.
    pub reading: bool,
    /// Most that are named.
    pub most: usize,
    /// What the user's own data says.
    pub own: Own,
}

/// An answer so far.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The articles in the order asked for, no more than asked for.
    pub ids: Arc<[PostId]>,
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
    /// How many of the first articles stand where they will stand: nothing newer is still to be read.
    pub settled: usize,
    /// How many articles come after those in all: their titles are read so, in pinyin or by initials.
    pub spelled: usize,
    /// How many hidden articles suit and are left out, as far as that is known.
    pub hidden: usize,
    /// Where nothing was found, what finds something.
    pub nearest: Option<Nearest>,
}

/// A query beside one that found nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// As it would be typed.
    pub query: String,
    /// Whether it is to be looked for in everything, not only in the list.
    pub whole: bool,
    /// How many articles it finds.
    pub articles: usize,
    /// Whether those are all, and not only what is known without reading.
    pub exact: bool,
}

/// The index of an archive, shared by the threads that ask and the one that builds; none until it is opened.
#[derive(Clone, Debug, Default)]
pub struct SharedIndex(Arc<Mutex<Option<Arc<TextIndex>>>>);

impl SharedIndex {
    /// The index, if there is one.
    pub fn get(&self) -> Option<Arc<TextIndex>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// It cannot be used: there is none from here on, and whoever opens it again checks all of it.
    fn distrust(&self) {
        if let Some(index) = self.get() {
            index.distrust();
        }
        self.set(None);
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
            readers: Readers::new(),
            coverage: Coverage::default(),
        }
    }

    /// Answers `quest` by one report at least, the last of which has nothing open where texts are read; by none further once `cancelled`. An
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
        // What the index answers for takes a while to find out; titles are there at once.
        if self.index.get().is_some() && !self.coverage.knows(&quest.store) {
            Search::new(quest, cancelled).report_titles(report);
        }
        let Err(error) = self.search_with_index(quest, cancelled, report) else {
            return Ok(());
        };
        self.index.distrust();
        Search::new(quest, cancelled).read_on(&self.archive, &self.readers, report);
        Err(error)
    }

    fn search_with_index(
        &mut self,
        quest: &Quest,
        cancelled: &AtomicBool,
        report: &mut dyn FnMut(Found),
    ) -> Result<(), IndexError> {
        guarded(|| {
            let mut search = match self.ask_index(quest)? {
                Some((snapshot, covered)) => Search::asking(quest, snapshot, covered, cancelled)?,
                None => Search::new(quest, cancelled),
            };
            search.read_on(&self.archive, &self.readers, report);
            Ok(())
        })
    }

    fn ask_index(&mut self, quest: &Quest) -> Result<Option<(Snapshot, Arc<Covered>)>, IndexError> {
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
