//! Hidden articles: they stay in the store and have their index among all, but no list that is gone through has them, and
//! no count. What a list goes through is worked out once per segment that holds any, so that lists take no longer.

use std::collections::{BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::Arc;

use crate::post::PostId;

use super::ids::IdRef;
use super::names::CategoryId;
use super::segment::{Postings, Segment};
use super::snapshot::{Scope, Store};

/// The rows of a segment that are not hidden.
#[derive(Debug)]
pub(super) struct Shown {
    /// Ascending.
    pub(super) rows: Box<[u16]>,
    postings: Postings,
    /// The others, ascending.
    hidden: Box<[u16]>,
}

impl Shown {
    /// Of a segment that loses the rows `hidden`, ascending.
    fn new(segment: &Segment, hidden: Box<[u16]>) -> Self {
        let is_shown = |row: &u16| hidden.binary_search(row).is_err();
        let rows = (0..segment.len())
            .map(|row| row as u16)
            .filter(is_shown)
            .collect();
        let entries = segment.categories().flat_map(|(category, _)| {
            let rows = segment.posting(category).iter().filter(|row| is_shown(row));
            rows.map(move |row| (category, *row)).collect::<Vec<_>>()
        });
        Self {
            rows,
            postings: Postings::new(entries.collect()),
            hidden,
        }
    }

    /// The rows of a category, ascending.
    pub(super) fn posting(&self, category: CategoryId) -> &[u16] {
        self.postings.of(category)
    }
}

/// What is hidden, and what that leaves of the segments it was last applied to.
#[derive(Debug, Default)]
pub struct Hiding {
    ids: Arc<BTreeSet<PostId>>,
    known: HashMap<*const Segment, (Arc<Segment>, Option<Arc<Shown>>)>,
}

impl Hiding {
    /// Hides the articles of these ids, whether a store has them or not.
    pub fn new(ids: impl IntoIterator<Item = PostId>) -> Self {
        Self {
            ids: Arc::new(ids.into_iter().collect()),
            known: HashMap::new(),
        }
    }

    /// Hides these in place of those before; whether they are others. What that changes nothing about stays worked out.
    pub fn renew(&mut self, ids: impl IntoIterator<Item = PostId>) -> bool {
        let ids = ids.into_iter().collect();
        if *self.ids == ids {
            return false;
        }
        let before = std::mem::replace(&mut self.ids, Arc::new(ids));
        let other: Vec<&PostId> = self.ids.symmetric_difference(&before).collect();
        let touched = |segment: &Segment| {
            other
                .iter()
                .any(|id| segment.ids().find(IdRef::from(*id)).is_some())
        };
        self.known.retain(|_, (segment, _)| !touched(segment));
        true
    }

    /// The ids.
    pub fn ids(&self) -> &Arc<BTreeSet<PostId>> {
        &self.ids
    }

    /// Whether it hides an article.
    pub fn hides(&self, id: &PostId) -> bool {
        self.ids.contains(id)
    }

    /// The same articles, less those that are hidden where lists are gone through.
    pub fn applied_to(&mut self, store: &Arc<Store>) -> Arc<Store> {
        let mut known = std::mem::take(&mut self.known);
        let mut shown = Vec::with_capacity(store.segments().len());
        for segment in store.segments() {
            let key = Arc::as_ptr(segment);
            let entry = known
                .remove(&key)
                .unwrap_or_else(|| (Arc::clone(segment), self.shown(segment)));
            shown.push(entry.1.clone());
            self.known.insert(key, entry);
        }
        if shown.iter().all(Option::is_none) && !store.hides_something() {
            return Arc::clone(store);
        }
        Arc::new(store.showing(shown))
    }

    fn shown(&self, segment: &Segment) -> Option<Arc<Shown>> {
        let mut hidden: Vec<u16> = Vec::new();
        for (first, last) in segment.ids().spans() {
            let span = (Bound::Included(first.to_id()), Bound::Included(last.to_id()));
            let ids = self.ids.range(span);
            let rows = ids.filter_map(|id| segment.ids().find(IdRef::from(id)));
            hidden.extend(rows.map(|row| row as u16));
        }
        hidden.sort_unstable();
        (!hidden.is_empty()).then(|| Arc::new(Shown::new(segment, hidden.into())))
    }
}

impl Store {
    /// The hidden articles, by their index among all.
    pub fn hidden_rows(&self) -> impl Iterator<Item = usize> {
        self.shown_parts().flat_map(|(start, shown)| {
            let hidden = shown.into_iter().flat_map(|shown| &shown.hidden);
            hidden.map(move |row| start + usize::from(*row))
        })
    }

    /// Whether an article is hidden in it.
    pub fn hides(&self, id: &PostId) -> bool {
        let row = self.locate(id).filter(|_| self.hides_something());
        row.is_some_and(|row| self.position(Scope::Shown, &row.id()).is_none())
    }

    /// These articles alone, as far as they are there, with the categories and names of all: for asking about a few.
    pub fn only<'a>(&self, ids: impl IntoIterator<Item = &'a PostId>) -> Arc<Self> {
        let mut rows: Vec<_> = ids.into_iter().filter_map(|id| self.locate(id)).collect();
        rows.sort_by_key(super::row::Row::index);
        rows.dedup_by_key(|row| row.index());
        let segments = rows.chunks(super::builder::SEGMENT_LIMIT).map(|rows| {
            let rows = rows
                .iter()
                .filter_map(|row| row.segment().row_data(row.spot().row));
            Arc::new(Segment::new(rows.collect(), self.names()))
        });
        let categories = (rows.len(), self.categories().to_vec());
        Arc::new(Self::new(
            segments.collect(),
            Arc::clone(self.names()),
            &[],
            Some(&categories),
        ))
    }
}
