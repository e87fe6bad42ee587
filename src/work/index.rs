//! The thread that builds the index of texts and keeps it up to date: as long as nobody wants one there is none.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;

use crate::archive::Archive;
use crate::config::TextSearch;
use crate::search::IndexError;
use crate::store::Store;

use super::readers::give_way;
use super::search::{Indexer, SharedIndex, indexed_since};
use super::worker::{Inbox, Order, take_waiting};
use super::{IndexNews, Report};

/// What the settings say of the index.
#[derive(Clone, Copy, Debug, Default)]
pub struct IndexSettings {
    /// How texts are searched.
    pub text_search: TextSearch,
    /// Of how many years back articles are indexed; `None`: all.
    pub years: Option<u16>,
}

/// What is to be done about the index.
#[derive(Clone, Debug)]
pub enum IndexOrder {
    /// These are all articles there are: what the index lacks of them is put in, if there is one.
    Follow(Arc<Store>),
    /// Say what building one would take.
    Estimate,
    /// Build one, or go on with what was stopped.
    Build,
    /// Stop building until told otherwise.
    Pause,
}

/// What the thread knows.
struct Keeper<'a> {
    indexer: Indexer,
    settings: IndexSettings,
    store: Option<Arc<Store>>,
    /// Whether it is to be said what building an index takes, once it is known what articles there are.
    estimating: bool,
    /// Whether there is an index, or is to be one.
    wanted: bool,
    paused: bool,
    inbox: &'a Inbox,
}

/// Serves `orders`. `folder` gives the folder of the archive's catalogue as soon as that is known, if anything is kept at
/// all. Every order stops what is being built, which goes on after it.
pub(super) fn serve(
    archive: Archive,
    settings: IndexSettings,
    shared: SharedIndex,
    folder: &Receiver<Option<PathBuf>>,
    orders: &Receiver<Order<IndexOrder>>,
    inbox: &Inbox,
) {
    give_way();
    let used = settings.text_search.uses_index();
    let Some(folder) = folder.recv().ok().flatten().filter(|_| used) else {
        // Whoever asks for one is told.
        while let Some(waiting) = take_waiting(orders) {
            if !waiting
                .iter()
                .all(|(order, _)| matches!(order, IndexOrder::Follow(_)))
            {
                inbox(Report::Index(IndexNews::Impossible));
            }
        }
        return;
    };
    let since = indexed_since(settings.years);
    let mut keeper = Keeper {
        indexer: Indexer::new(archive, &folder, shared, since),
        settings,
        store: None,
        estimating: false,
        wanted: false,
        paused: false,
        inbox,
    };
    keeper.open();
    while let Some(waiting) = take_waiting(orders) {
        let mut newest = Arc::default();
        for (order, cancelled) in waiting {
            keeper.take(order);
            newest = cancelled;
        }
        keeper.build(&newest);
    }
}

impl Keeper<'_> {
    fn open(&mut self) {
        match self.indexer.open() {
            Ok((there, anew)) => {
                self.wanted = there || self.settings.text_search == TextSearch::Index;
                if anew {
                    self.tell(IndexNews::Trouble(IndexError::Damaged(String::new())));
                } else if there {
                    self.tell(IndexNews::Opened);
                }
            }
            Err(error) => self.tell(IndexNews::Trouble(error)),
        }
    }

    fn take(&mut self, order: IndexOrder) {
        match order {
            IndexOrder::Follow(store) => {
                self.store = Some(store);
                // Another program may have made one meanwhile.
                if !self.indexer.exists() {
                    self.open();
                }
            }
            IndexOrder::Estimate => self.estimating = true,
            IndexOrder::Build => {
                self.wanted = true;
                self.paused = false;
            }
            IndexOrder::Pause => self.paused = true,
        }
        if let Some(store) = self.store.clone().filter(|_| self.estimating) {
            self.estimating = false;
            self.tell(IndexNews::Estimate(self.indexer.estimate(&store)));
        }
    }

    /// Builds on, where one is wanted, until all is in or something else is ordered.
    fn build(&mut self, cancelled: &AtomicBool) {
        let Some(store) = self.store.clone().filter(|_| self.wanted && !self.paused) else {
            return;
        };
        let mut built = self.bring_up_to_date(&store, cancelled);
        if matches!(built, Err(IndexError::Damaged(_))) {
            self.open();
            built = self.bring_up_to_date(&store, cancelled);
        }
        let rested = match built {
            Ok(()) if cancelled.load(Ordering::Relaxed) => Ok(()),
            Ok(()) => self.indexer.rest(),
            Err(error) => Err(error),
        };
        if let Err(error) = rested {
            // Not tried again until it is asked for.
            self.wanted = false;
            self.tell(IndexNews::Trouble(error));
        }
    }

    fn bring_up_to_date(&mut self, store: &Arc<Store>, cancelled: &AtomicBool) -> Result<(), IndexError> {
        self.begin(store)?;
        let inbox = self.inbox;
        self.indexer.bring_up_to_date(store, cancelled, &mut |progress| {
            inbox(Report::Index(IndexNews::Progress(progress)));
        })
    }

    /// Makes an empty index where there is none, and room for a whole one.
    fn begin(&mut self, store: &Store) -> Result<(), IndexError> {
        if self.indexer.exists() {
            return Ok(());
        }
        let estimate = self.indexer.estimate(store);
        if !estimate.fits() {
            return Err(IndexError::System(std::io::ErrorKind::StorageFull.into()));
        }
        self.indexer.create()
    }

    fn tell(&self, news: IndexNews) {
        (self.inbox)(Report::Index(news));
    }
}
