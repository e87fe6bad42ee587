//! Which articles of a store the index answers for: those that still are what was indexed.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use crate::post::PostId;
use crate::search::{IndexError, Snapshot, Stretch, StretchKey};
use crate::store::{Scope, Store};

use super::entry::stamp;

/// Stands for a document that speaks for no article.
const NONE: u32 = u32::MAX;

/// What the documents of one stretch of the index stand for.
#[derive(Debug)]
struct Stood {
    /// By document: the article, by its index among all.
    rows: Box<[u32]>,
    /// Articles that are no longer in the store.
    gone: Box<[PostId]>,
}

/// What was found out for one store, kept for the next question.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    store: Option<Arc<Store>>,
    covered: Arc<Covered>,
}

/// What a snapshot of the index answers for in a store.
#[derive(Debug, Default)]
pub(super) struct Covered {
    stretches: Vec<(StretchKey, Arc<Stood>)>,
    rows: FixedBitSet,
}

impl Coverage {
    /// Whether it was asked about `store` last.
    pub(super) fn knows(&self, store: &Arc<Store>) -> bool {
        self.store.as_ref().is_some_and(|known| Arc::ptr_eq(known, store))
    }

    /// What `snapshot` answers for in `store`.
    pub(super) fn of(&mut self, store: &Arc<Store>, snapshot: &Snapshot) -> Result<Arc<Covered>, IndexError> {
        if !self.knows(store) {
            self.covered = Arc::new(Covered::none(store));
            self.store = Some(Arc::clone(store));
        }
        let keys = snapshot.stretches().map(|stretch| stretch.key());
        if keys.eq(self.covered.stretches.iter().map(|(key, _)| *key)) {
            return Ok(Arc::clone(&self.covered));
        }
        let mut covered = Covered::none(store);
        for stretch in snapshot.stretches() {
            let key = stretch.key();
            let mut before = self.covered.stretches.iter();
            let known = before.find(|(known, _)| *known == key);
            let known = known.map(|(_, stood)| Arc::clone(stood));
            let stood = known.map_or_else(|| stand_for(store, &stretch).map(Arc::new), Ok)?;
            for row in stood.rows.iter().filter(|row| **row != NONE) {
                covered.rows.insert(*row as usize);
            }
            covered.stretches.push((key, stood));
        }
        self.covered = Arc::new(covered);
        Ok(Arc::clone(&self.covered))
    }
}

/// What the documents of `stretch` stand for in `store`.
fn stand_for(store: &Store, stretch: &Stretch<'_>) -> Result<Stood, IndexError> {
    let mut rows = vec![NONE; stretch.len()];
    let mut gone = Vec::new();
    // Documents were written in list order, mostly: the next one stands for the next article.
    let mut next = 0;
    stretch.documents(|document, id, indexed| {
        let guess = store.row(Scope::All, next).filter(|row| row.id() == id);
        let Some(row) = guess.or_else(|| store.locate(&id)) else {
            gone.push(id);
            return;
        };
        next = row.index() + 1;
        if stamp(row.checksum(), row.title()) == indexed
            && let Some(slot) = rows.get_mut(document as usize)
        {
            *slot = row.index() as u32;
        }
    })?;
    Ok(Stood {
        rows: rows.into(),
        gone: gone.into(),
    })
}

impl Covered {
    /// Without an index.
    pub(super) fn none(store: &Store) -> Self {
        Self {
            stretches: Vec::new(),
            rows: store.nothing(),
        }
    }

    /// How many articles it answers for.
    pub(super) fn len(&self) -> usize {
        self.rows.count_ones(..)
    }

    /// Whether it answers for every article of `store`.
    pub(super) fn is_whole(&self, store: &Store) -> bool {
        self.len() == store.len()
    }

    /// The articles of `store` that it does not answer for.
    pub(super) fn missing(&self, store: &Store) -> FixedBitSet {
        let mut missing = store.everything();
        missing.difference_with(&self.rows);
        missing
    }

    /// Articles in the index that are not in the store.
    pub(super) fn gone(&self) -> impl Iterator<Item = &PostId> {
        self.stretches.iter().flat_map(|(_, stood)| &stood.gone)
    }

    /// The article that a document stands for, by its index among all.
    pub(super) fn row(&self, stretch: usize, document: u32) -> Option<usize> {
        let (_, stood) = self.stretches.get(stretch)?;
        let row = *stood.rows.get(document as usize)?;
        (row != NONE).then_some(row as usize)
    }
}
