//! Which articles are unread (`design.md`, decision 5): those of the watermark or later and not read, and
//! those marked unread by hand; none that is hidden. Joined with the store once per segment, into bits.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Bound;
use std::sync::Arc;

use crate::post::PostId;

use super::ids::IdRef;
use super::list::List;
use super::names::{CategoryId, Names};
use super::row::Row;
use super::segment::Segment;
use super::snapshot::{Scope, Spot, Store};

/// The overlay. It follows the store's snapshots by [`Unread::sync`], which looks at new segments only.
#[derive(Debug)]
pub struct Unread {
    watermark: i64,
    /// Articles read, or unread, whatever the watermark says.
    marks: BTreeMap<PostId, Mark>,
    /// Articles that do not count, whatever they are marked.
    hidden: Arc<BTreeSet<PostId>>,
    /// Of the last store it was brought in step with, in list order.
    segments: Vec<(Arc<Segment>, Bits)>,
    total: usize,
    by_category: Vec<usize>,
    /// The names that the segments' numbers stand for.
    names: Arc<Names>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Read,
    Unread,
}

/// One bit a row; no allocation where none is set.
#[derive(Debug, Default)]
struct Bits(Vec<u64>);

impl Bits {
    /// The first `set` of `len` bits set.
    fn beginning(set: usize) -> Self {
        let mut words = vec![u64::MAX; set / 64];
        words.extend((!set.is_multiple_of(64)).then(|| (1 << (set % 64)) - 1));
        Self(words)
    }

    fn get(&self, row: usize) -> bool {
        self.0
            .get(row / 64)
            .is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    fn set(&mut self, row: usize, value: bool) {
        let (place, bit) = (row / 64, 1 << (row % 64));
        if value && place >= self.0.len() {
            self.0.resize(place + 1, 0);
        }
        if let Some(word) = self.0.get_mut(place) {
            *word = if value { *word | bit } else { *word & !bit };
        }
    }

    /// The first set bit at or behind a row.
    fn next(&self, row: usize) -> Option<usize> {
        let mut words = self.0.iter().enumerate().skip(row / 64);
        let mut mask = u64::MAX << (row % 64);
        words.find_map(|(place, word)| {
            let left = word & std::mem::replace(&mut mask, u64::MAX);
            (left != 0).then(|| place * 64 + left.trailing_zeros() as usize)
        })
    }

    fn ones(&self) -> impl Iterator<Item = usize> {
        std::iter::successors(self.next(0), |row| self.next(row + 1))
    }
}

impl Default for Unread {
    /// Nothing is unread.
    fn default() -> Self {
        Self::new(i64::MAX, HashSet::new(), HashSet::new())
    }
}

impl Unread {
    /// What is dated `watermark` (seconds since the epoch) or later is unread unless it is in `read`; of all else
    /// only what is in `unread` is. An id in both counts as unread.
    pub fn new(watermark: i64, read: HashSet<PostId>, unread: HashSet<PostId>) -> Self {
        let mut marks: BTreeMap<PostId, Mark> = read.into_iter().map(|id| (id, Mark::Read)).collect();
        marks.extend(unread.into_iter().map(|id| (id, Mark::Unread)));
        Self {
            watermark,
            marks,
            hidden: Arc::default(),
            segments: Vec::new(),
            total: 0,
            by_category: Vec::new(),
            names: Arc::default(),
        }
    }

    /// Has it count none of these, whatever they are marked. To be said before it follows a store.
    #[must_use]
    pub fn hiding(self, hidden: &Arc<BTreeSet<PostId>>) -> Self {
        Self {
            hidden: Arc::clone(hidden),
            ..self
        }
    }

    /// Other articles are hidden from here on; it is as if it had never followed a store.
    pub fn hide(&mut self, hidden: &Arc<BTreeSet<PostId>>) {
        self.hidden = Arc::clone(hidden);
        self.segments.clear();
        self.by_category.clear();
        self.total = 0;
    }

    /// Follows the store to a snapshot. Counts and [`Unread::next_unread`] are of the last one it followed.
    pub fn sync(&mut self, store: &Store) {
        let mut known: HashMap<*const Segment, (Arc<Segment>, Bits)> = self
            .segments
            .drain(..)
            .map(|entry| (Arc::as_ptr(&entry.0), entry))
            .collect();
        let mut next = Vec::with_capacity(store.segments().len());
        let mut new = Vec::new();
        for segment in store.segments() {
            next.push(known.remove(&Arc::as_ptr(segment)).unwrap_or_else(|| {
                new.push(next.len());
                (Arc::clone(segment), self.bits(segment))
            }));
        }
        // What has gone leaves with the names it was counted by: after a reload the numbers differ.
        for (segment, bits) in known.into_values() {
            self.tally_all(&segment, &bits, false);
        }
        self.names = Arc::clone(store.names());
        for (segment, bits) in new.into_iter().filter_map(|place| next.get(place)) {
            self.tally_all(segment, bits, true);
        }
        self.segments = next;
    }

    /// The unread articles of the last store it was brought in step with, by their index among all.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        let mut start = 0;
        self.segments.iter().flat_map(move |(segment, bits)| {
            let before = start;
            start += segment.len();
            bits.ones().map(move |row| before + row)
        })
    }

    /// Whether an article is unread.
    pub fn is_unread(&self, row: &Row<'_>) -> bool {
        let spot = row.spot();
        match self.segments.get(spot.segment) {
            Some((segment, bits)) if std::ptr::eq(Arc::as_ptr(segment), row.segment()) => bits.get(spot.row),
            // A snapshot that it has not been brought in step with.
            _ if self.hidden.contains(&row.id()) => false,
            _ => match self.marks.get(&row.id()) {
                Some(mark) => *mark == Mark::Unread,
                None => row.timestamp().is_some_and(|moment| moment >= self.watermark),
            },
        }
    }

    /// Whether an article was marked read.
    pub fn is_read(&self, id: &PostId) -> bool {
        self.marks.get(id) == Some(&Mark::Read)
    }

    /// Marks an article read or unread, whether the store has it or not.
    pub fn set(&mut self, id: &PostId, read: bool) {
        let mark = if read { Mark::Read } else { Mark::Unread };
        self.marks.insert(id.clone(), mark);
        if self.hidden.contains(id) {
            return;
        }
        let wanted = IdRef::from(id);
        let place = self.segments.iter_mut().find_map(|(segment, bits)| {
            let row = segment.ids().find(wanted)?;
            let was = bits.get(row);
            bits.set(row, !read);
            (was == read).then(|| (Arc::clone(segment), row))
        });
        if let Some((segment, row)) = place {
            self.tally(&segment, row, !read);
        }
    }

    /// How many articles of a scope are unread.
    pub fn count(&self, scope: Scope) -> usize {
        match scope {
            Scope::All | Scope::Shown => self.total,
            Scope::Category(CategoryId(category)) => {
                let count = self.by_category.get(category as usize);
                count.copied().unwrap_or_default()
            }
        }
    }

    /// The index of the first unread article of a list below `after`; from the top without one.
    pub fn next_unread(&self, store: &Store, list: &List, after: Option<usize>) -> Option<usize> {
        let from = after.map_or(0, |index| index.saturating_add(1));
        let scope = match list {
            List::Scope(scope) => *scope,
            List::Ids(ids) => {
                if self.total == 0 {
                    return None;
                }
                let unread = |index: &usize| {
                    let row = list.row(store, *index);
                    row.is_some_and(|row| self.is_unread(&row))
                };
                return (from..ids.len()).find(unread);
            }
        };
        if self.count(scope) == 0 {
            return None;
        }
        let first = store.row(scope, from)?.spot();
        let mut start = first.row;
        let segments = self.segments.iter().enumerate().skip(first.segment);
        for (number, (segment, bits)) in segments {
            let row = match scope {
                Scope::All | Scope::Shown => bits.next(start),
                Scope::Category(category) if !bits.0.is_empty() => {
                    let rows = segment.posting(category).iter().map(|row| usize::from(*row));
                    rows.skip_while(|row| *row < start).find(|row| bits.get(*row))
                }
                Scope::Category(_) => None,
            };
            if let Some(row) = row {
                let spot = Spot { segment: number, row };
                return Some(store.index_of(scope, spot));
            }
            start = 0;
        }
        None
    }

    /// The bits of a segment.
    fn bits(&self, segment: &Segment) -> Bits {
        let times = segment.timestamps();
        let mut bits = Bits::beginning(times.partition_point(|time| *time >= self.watermark));
        for (first, last) in segment.ids().spans() {
            let span = (Bound::Included(first.to_id()), Bound::Included(last.to_id()));
            for (id, mark) in self.marks.range(span) {
                if let Some(row) = segment.ids().find(IdRef::from(id)) {
                    bits.set(row, *mark == Mark::Unread);
                }
            }
            let span = (Bound::Included(first.to_id()), Bound::Included(last.to_id()));
            for id in self.hidden.range(span) {
                if let Some(row) = segment.ids().find(IdRef::from(id)) {
                    bits.set(row, false);
                }
            }
        }
        bits
    }

    /// Adds a segment's unread articles to the counts, or takes them off.
    fn tally_all(&mut self, segment: &Segment, bits: &Bits, more: bool) {
        for row in bits.ones() {
            self.tally(segment, row, more);
        }
    }

    /// Adds one unread article to the counts, or takes it off.
    fn tally(&mut self, segment: &Segment, row: usize, more: bool) {
        let change = |count: &mut usize| {
            *count = if more { *count + 1 } else { count.saturating_sub(1) };
        };
        change(&mut self.total);
        for CategoryId(category) in self.names.categories_of(segment.pairs(row)) {
            let place = category as usize;
            if place >= self.by_category.len() {
                self.by_category.resize(place + 1, 0);
            }
            if let Some(count) = self.by_category.get_mut(place) {
                change(count);
            }
        }
    }
}
