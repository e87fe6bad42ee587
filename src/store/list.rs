//! A list on the screen: a scope of the store, or ids of its own.

use std::ops::Range;
use std::sync::Arc;

use crate::post::PostId;

use super::order::{SortKey, day};
use super::row::Row;
use super::snapshot::{Scope, Store};

/// Which articles a list shows. Answers are for one store; the list outlives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum List {
    /// All articles of a scope, those to come included.
    Scope(Scope),
    /// These articles: what a filter found, bookmarks. An id that the store does not have is a row without an
    /// article.
    Ids(Arc<[PostId]>),
}

impl List {
    /// How many rows there are.
    pub fn len(&self, store: &Store) -> usize {
        match self {
            Self::Scope(scope) => store.scope_len(*scope),
            Self::Ids(ids) => ids.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self, store: &Store) -> bool {
        self.len(store) == 0
    }

    /// The id at an index, of a row without an article too.
    pub fn id(&self, store: &Store, index: usize) -> Option<PostId> {
        match self {
            Self::Scope(scope) => store.row(*scope, index).map(|row| row.id()),
            Self::Ids(ids) => ids.get(index).cloned(),
        }
    }

    /// The article at an index.
    pub fn row<'a>(&self, store: &'a Store, index: usize) -> Option<Row<'a>> {
        match self {
            Self::Scope(scope) => store.row(*scope, index),
            Self::Ids(ids) => store.locate(ids.get(index)?),
        }
    }

    /// The index of an id. Takes a few steps where ids stand in list order, else it looks at all.
    pub fn position(&self, store: &Store, id: &PostId) -> Option<usize> {
        match self {
            Self::Scope(scope) => store.position(*scope, id),
            Self::Ids(ids) => {
                let guess = store
                    .locate(id)
                    .map(|row| lower_bound(store, ids, &row.key()))
                    .filter(|guess| ids.get(*guess) == Some(id));
                guess.or_else(|| ids.iter().position(|listed| listed == id))
            }
        }
    }

    /// The index of what stands at a key, or of what took its place: the next row down, or the last. 0 in an
    /// empty list. Ids are taken to stand in list order.
    pub fn nearest(&self, store: &Store, key: &SortKey) -> usize {
        match self {
            Self::Scope(scope) => store.nearest(*scope, key),
            Self::Ids(ids) => lower_bound(store, ids, key).min(ids.len().saturating_sub(1)),
        }
    }

    /// The first index whose article is not later than a moment; the list's length if all are later. Ids
    /// are taken to stand in list order.
    pub fn first_on_or_before(&self, store: &Store, timestamp: i64) -> usize {
        match self {
            Self::Scope(scope) => store.first_on_or_before(*scope, timestamp),
            Self::Ids(ids) => ids.partition_point(|id| {
                let moment = store.locate(id).and_then(|row| row.timestamp());
                moment.is_some_and(|moment| moment > timestamp)
            }),
        }
    }

    /// The indices around `index` whose articles are of the same day, at an offset from UTC in minutes; undated
    /// ones count as one day, rows without an article as another. Ids take time with the length of the answer.
    pub fn day_bounds(&self, store: &Store, index: usize, offset: i16) -> Range<usize> {
        let ids = match self {
            Self::Scope(scope) => return store.day_bounds(*scope, index, offset),
            Self::Ids(ids) => ids,
        };
        let of = |id: &PostId| {
            let row = store.locate(id)?;
            Some(row.timestamp().map(|moment| day(moment, offset)))
        };
        let Some(((above, below), this)) = ids.split_at_checked(index).zip(ids.get(index)) else {
            return index..index;
        };
        let this = of(this);
        let same = |id: &&PostId| of(id) == this;
        let start = index - above.iter().rev().take_while(same).count();
        start..index + below.iter().take_while(same).count()
    }
}

/// The first index, in ids that stand in list order, whose article is not above a key.
fn lower_bound(store: &Store, ids: &[PostId], key: &SortKey) -> usize {
    ids.partition_point(|id| store.locate(id).is_some_and(|row| row.key() < *key))
}
