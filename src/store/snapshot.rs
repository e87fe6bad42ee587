//! An immutable store: segments in list order, and the sums of lengths that find a row by its index.

use std::ops::Range;
use std::sync::Arc;

use crate::post::PostId;

use super::hiding::Shown;
use super::ids::IdRef;
use super::names::{CategoryId, Names};
use super::order::{Key, SortKey, day};
use super::row::Row;
use super::segment::Segment;

/// Which articles of a store a list goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All of them, hidden ones too.
    All,
    /// All that are not hidden.
    Shown,
    /// Those of one category that are not hidden.
    Category(CategoryId),
}

/// The rows of a segment that a list goes through.
#[derive(Clone, Copy)]
enum Rows<'a> {
    /// All of so many.
    All(usize),
    /// These, ascending.
    Some(&'a [u16]),
}

impl Rows<'_> {
    fn at(self, index: usize) -> Option<usize> {
        match self {
            Self::All(len) => (index < len).then_some(index),
            Self::Some(rows) => rows.get(index).map(|row| usize::from(*row)),
        }
    }

    /// How many of them stand before a row.
    fn before(self, row: usize) -> usize {
        match self {
            Self::All(len) => row.min(len),
            Self::Some(rows) => rows.partition_point(|own| usize::from(*own) < row),
        }
    }
}

/// A category that has articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its number in this store.
    pub id: CategoryId,
    /// The folder name, compared exactly (archive-format 6).
    pub name: Arc<str>,
    /// What most of its posts' tags call it, the first seen among equals; else the folder name
    /// (archive-format 32, 33).
    pub label: Arc<str>,
    /// How many articles it has; while a load is under way that knows it, how many it will have.
    pub articles: usize,
}

/// The part of a category that one segment holds.
#[derive(Clone, Copy, Debug)]
struct Part {
    segment: u32,
    /// Articles of the category in the segments before.
    start: usize,
}

/// The parts of all categories.
#[derive(Clone, Debug, Default)]
struct Parts {
    /// Where each category's parts end, by number of the category.
    ends: Vec<usize>,
    /// By category, then in list order.
    all: Vec<Part>,
    /// Articles of each category.
    totals: Vec<usize>,
}

/// A place among the rows of the segments: before the row of that number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// The segment.
    pub(super) segment: usize,
    /// The row in it.
    pub(super) row: usize,
}

/// All articles of an archive as they stood at one moment. Indices into its lists hold for it alone.
#[derive(Clone, Debug, Default)]
pub struct Store {
    segments: Vec<Arc<Segment>>,
    /// Articles before each segment.
    starts: Vec<usize>,
    len: usize,
    /// What each segment shows, where it hides any; empty where none does.
    shown: Vec<Option<Arc<Shown>>>,
    /// Articles shown before each segment; empty where none are hidden.
    shown_starts: Vec<usize>,
    shown_len: usize,
    announced: usize,
    names: Arc<Names>,
    parts: Parts,
    /// In the order shown.
    categories: Vec<Category>,
    /// Where each category stands in that order.
    places: Vec<Option<u32>>,
}

impl Parts {
    /// `rows`: how many of the rows of a segment, by its number, and of a category are gone through.
    fn new(
        segments: &[Arc<Segment>],
        categories: usize,
        rows: impl Fn(usize, CategoryId, usize) -> usize,
    ) -> Self {
        let mut ends = vec![0; categories];
        for (category, _) in segments.iter().flat_map(|segment| segment.categories()) {
            if let Some(end) = ends.get_mut(category.0 as usize) {
                *end += 1;
            }
        }
        let mut sum = 0;
        // Each end begins as its category's start and moves as parts are put in.
        for end in &mut ends {
            let count = std::mem::replace(end, sum);
            sum += count;
        }
        let nothing = Part { segment: 0, start: 0 };
        let mut parts = vec![nothing; sum];
        let mut totals = vec![0; categories];
        for (number, segment) in segments.iter().enumerate() {
            for (category, all) in segment.categories() {
                let rows = rows(number, category, all);
                let category = category.0 as usize;
                if let (Some(end), Some(total)) = (ends.get_mut(category), totals.get_mut(category))
                    && let Some(part) = parts.get_mut(*end)
                {
                    *part = Part {
                        segment: number as u32,
                        start: *total,
                    };
                    *end += 1;
                    *total += rows;
                }
            }
        }
        Self {
            ends,
            all: parts,
            totals,
        }
    }

    fn of(&self, category: CategoryId) -> &[Part] {
        let category = category.0 as usize;
        let start = category
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or_default();
        let end = self.ends.get(category).copied().unwrap_or_default();
        self.all.get(start..end).unwrap_or_default()
    }

    fn total(&self, category: CategoryId) -> usize {
        self.totals.get(category.0 as usize).copied().unwrap_or_default()
    }
}

impl Store {
    /// The store of segments in list order. `votes`: how many articles have each pair of category and label.
    /// `announced`: what will be there when all is loaded, where that is known.
    pub(super) fn new(
        segments: Vec<Arc<Segment>>,
        names: Arc<Names>,
        votes: &[usize],
        announced: Option<&(usize, Vec<Category>)>,
    ) -> Self {
        let mut len = 0;
        let mut starts = Vec::with_capacity(segments.len());
        for segment in &segments {
            starts.push(len);
            len += segment.len();
        }
        let parts = Parts::new(&segments, names.categories(), |_, _, rows| rows);
        let categories = match announced {
            Some((_, categories)) => categories.clone(),
            None => categories(&names, &parts, votes),
        };
        Self {
            segments,
            starts,
            len,
            shown: Vec::new(),
            shown_starts: Vec::new(),
            shown_len: len,
            places: places(&categories, names.categories()),
            announced: announced.map_or(len, |(articles, _)| *articles),
            names,
            parts,
            categories,
        }
    }

    /// The same store where each segment shows no more than this.
    pub(super) fn showing(&self, shown: Vec<Option<Arc<Shown>>>) -> Self {
        let mut store = self.clone();
        let mut len = 0;
        store.shown_starts.clear();
        for (segment, shown) in self.segments.iter().zip(&shown) {
            store.shown_starts.push(len);
            len += shown.as_ref().map_or(segment.len(), |shown| shown.rows.len());
        }
        store.shown_len = len;
        store.parts = Parts::new(
            &self.segments,
            self.names.categories(),
            |number, category, rows| {
                let shown = shown.get(number).and_then(Option::as_ref);
                shown.map_or(rows, |shown| shown.posting(category).len())
            },
        );
        for category in &mut store.categories {
            // While a load is under way more are announced than there are.
            let gone = self
                .parts
                .total(category.id)
                .saturating_sub(store.parts.total(category.id));
            category.articles = category.articles.saturating_sub(gone);
        }
        store.categories = in_order(store.categories);
        store.places = places(&store.categories, self.names.categories());
        store.shown = shown;
        store
    }

    /// Whether any article is hidden.
    pub fn hides_something(&self) -> bool {
        self.shown_len < self.len
    }

    /// By segment: how many articles stand before it, and what it shows where it hides any.
    pub(super) fn shown_parts(&self) -> impl Iterator<Item = (usize, Option<&Shown>)> {
        let starts = self.starts.iter().copied();
        starts.zip(self.shown.iter().map(Option::as_deref))
    }

    fn shown_of(&self, segment: usize) -> Option<&Shown> {
        self.shown.get(segment)?.as_deref()
    }

    /// The rows of a segment that a list of a scope goes through.
    fn rows_in(&self, segment: usize, scope: Scope) -> Rows<'_> {
        let Some(rows) = self.segments.get(segment) else {
            return Rows::Some(&[]);
        };
        match (scope, self.shown_of(segment)) {
            (Scope::All, _) | (Scope::Shown, None) => Rows::All(rows.len()),
            (Scope::Shown, Some(shown)) => Rows::Some(&shown.rows),
            (Scope::Category(category), None) => Rows::Some(rows.posting(category)),
            (Scope::Category(category), Some(shown)) => Rows::Some(shown.posting(category)),
        }
    }

    /// Articles of the list of all, or of all that are shown, before each segment.
    fn starts_of(&self, scope: Scope) -> &[usize] {
        if scope == Scope::Shown && !self.shown_starts.is_empty() {
            &self.shown_starts
        } else {
            &self.starts
        }
    }

    /// How many articles will be shown when all is loaded, as far as that is known; else how many are.
    pub fn announced(&self) -> usize {
        self.announced.max(self.len) - (self.len - self.shown_len)
    }

    /// How many articles there are, hidden ones too.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The categories that have articles: those with the most first, then by label.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// A category, if it has articles.
    pub fn category(&self, id: CategoryId) -> Option<&Category> {
        let place = (*self.places.get(id.0 as usize)?)?;
        self.categories.get(place as usize)
    }

    /// The category of a folder name, if it has articles.
    pub fn category_by_name(&self, name: &str) -> Option<&Category> {
        self.category(self.names.category_id(name)?)
    }

    /// The names of all outlets, and the labels of categories.
    pub fn outlets(&self) -> impl Iterator<Item = &str> {
        self.names.outlets().map(AsRef::as_ref)
    }

    /// How many articles a scope has.
    pub fn scope_len(&self, scope: Scope) -> usize {
        match scope {
            Scope::All => self.len,
            Scope::Shown => self.shown_len,
            Scope::Category(category) => self.parts.total(category),
        }
    }

    /// The article at an index of a scope's list.
    pub fn row(&self, scope: Scope, index: usize) -> Option<Row<'_>> {
        let (segment, start) = match scope {
            Scope::All | Scope::Shown => {
                let starts = self.starts_of(scope);
                // Segments of which nothing is shown begin where the next does.
                let segment = starts.partition_point(|start| *start <= index).checked_sub(1)?;
                (segment, *starts.get(segment)?)
            }
            Scope::Category(category) => {
                let parts = self.parts.of(category);
                let part = parts.partition_point(|part| part.start <= index);
                let part = parts.get(part.checked_sub(1)?)?;
                (part.segment as usize, part.start)
            }
        };
        let row = self.rows_in(segment, scope).at(index - start)?;
        self.row_at(Spot { segment, row })
    }

    /// A scope's articles in list order, each a step from the one before: for going through many.
    pub fn rows(&self, scope: Scope) -> impl Iterator<Item = Row<'_>> {
        (0..self.segments.len()).flat_map(move |segment| {
            let (all, some) = match self.rows_in(segment, scope) {
                Rows::All(len) => (0..len, &[][..]),
                Rows::Some(rows) => (0..0, rows),
            };
            all.chain(some.iter().map(|row| usize::from(*row)))
                .filter_map(move |row| self.row_at(Spot { segment, row }))
        })
    }

    /// The article of an id.
    pub fn locate(&self, id: &PostId) -> Option<Row<'_>> {
        let id = IdRef::from(id);
        let mut segments = self.segments.iter().enumerate();
        segments.find_map(|(segment, rows)| {
            let row = rows.ids().find(id)?;
            self.row_at(Spot { segment, row })
        })
    }

    /// The index of an id in a scope's list.
    pub fn position(&self, scope: Scope, id: &PostId) -> Option<usize> {
        self.position_of(scope, self.locate(id)?)
    }

    /// The index of a row of this store in a scope's list.
    fn position_of(&self, scope: Scope, row: Row<'_>) -> Option<usize> {
        if let Rows::Some(rows) = self.rows_in(row.spot().segment, scope) {
            let number = u16::try_from(row.spot().row).ok()?;
            rows.binary_search(&number).ok()?;
        }
        Some(self.index_of(scope, row.spot()))
    }

    /// The index in a scope's list of what stands at a key, or else of what took its place: the next
    /// article down, or the last one. 0 in an empty list.
    pub fn nearest(&self, scope: Scope, key: &SortKey) -> usize {
        let key = key.as_key();
        let spot = self.spot_by(|row| row < key);
        let last = self.scope_len(scope).saturating_sub(1);
        self.index_of(scope, spot).min(last)
    }

    /// The first index of a scope's list whose article is not later than a moment: its date is at or
    /// before it, or it has none. The list's length if all are later.
    pub fn first_on_or_before(&self, scope: Scope, timestamp: i64) -> usize {
        let later = |row: Key<'_>| row.timestamp.is_some_and(|moment| moment > timestamp);
        self.index_of(scope, self.spot_by(later))
    }

    /// The indices of a scope's list whose articles are of the same day as the one at `index`, at an
    /// offset from UTC in minutes; all undated ones count as one day. Empty where `index` is past the end.
    pub fn day_bounds(&self, scope: Scope, index: usize, offset: i16) -> Range<usize> {
        let Some(row) = self.row(scope, index) else {
            return index..index;
        };
        let this = row.timestamp().map(|moment| day(moment, offset));
        // Turned round, as no date sorts below all days but stands after them.
        let of = |row: Key<'_>| row.timestamp.map(|moment| day(moment, offset));
        let start = self.spot_by(|row| of(row) > this);
        let end = self.spot_by(|row| of(row) >= this);
        self.index_of(scope, start)..self.index_of(scope, end)
    }

    /// Bytes on the heap, snapshots that share segments not told apart.
    pub fn bytes(&self) -> usize {
        let segments: usize = self.segments.iter().map(|segment| segment.bytes()).sum();
        segments + self.parts.all.len() * size_of::<Part>() + self.categories.len() * size_of::<Category>()
    }

    /// The segments in list order.
    pub(super) fn segments(&self) -> &[Arc<Segment>] {
        &self.segments
    }

    /// The shared names.
    pub(super) fn names(&self) -> &Arc<Names> {
        &self.names
    }

    /// The row behind a spot.
    pub(super) fn row_at(&self, spot: Spot) -> Option<Row<'_>> {
        let segment = self.segments.get(spot.segment)?;
        Row::new(self, segment, spot)
    }

    /// How many rows of a scope's list stand before a spot: the index of the first at or behind it.
    pub(super) fn index_of(&self, scope: Scope, spot: Spot) -> usize {
        match scope {
            Scope::All | Scope::Shown => match self.starts_of(scope).get(spot.segment) {
                Some(start) => start + self.rows_in(spot.segment, scope).before(spot.row),
                None => self.scope_len(scope),
            },
            Scope::Category(category) => {
                let parts = self.parts.of(category);
                let at = parts.partition_point(|part| (part.segment as usize) < spot.segment);
                let Some(part) = parts.get(at) else {
                    return self.parts.total(category);
                };
                if part.segment as usize > spot.segment {
                    return part.start;
                }
                part.start + self.rows_in(spot.segment, scope).before(spot.row)
            }
        }
    }

    /// The spot behind all rows that `before` holds of; it must hold of a beginning of list order only.
    fn spot_by(&self, before: impl Fn(Key<'_>) -> bool) -> Spot {
        let segment = self
            .segments
            .partition_point(|segment| segment.last_key().is_some_and(&before));
        let row = self.segments.get(segment).map_or(0, |segment| {
            segment.partition_point(|row| segment.key(row).is_some_and(&before))
        });
        Spot { segment, row }
    }
}

/// Where each of so many categories stands in the order shown.
fn places(categories: &[Category], all: usize) -> Vec<Option<u32>> {
    let mut places = vec![None; all];
    for (place, category) in categories.iter().enumerate() {
        if let Some(slot) = places.get_mut(category.id.0 as usize) {
            *slot = Some(place as u32);
        }
    }
    places
}

/// In the order shown: those with the most articles first, then by label.
pub(super) fn in_order(mut categories: Vec<Category>) -> Vec<Category> {
    categories.sort_by(|a, b| {
        let by_articles = b.articles.cmp(&a.articles);
        by_articles
            .then_with(|| a.label.cmp(&b.label))
            .then_with(|| a.name.cmp(&b.name))
    });
    categories
}

fn categories(names: &Names, parts: &Parts, votes: &[usize]) -> Vec<Category> {
    let mut labels: Vec<Option<(u32, usize)>> = vec![None; names.categories()];
    for (pair, votes) in names.pairs().iter().zip(votes) {
        let best = labels.get_mut(pair.category.0 as usize);
        if let (Some(label), Some(best)) = (pair.label, best)
            && *votes > best.map_or(0, |(_, votes)| votes)
        {
            *best = Some((label, *votes));
        }
    }
    let ids = (0..names.categories() as u32).map(CategoryId);
    let categories = ids
        .zip(labels)
        .filter_map(|(id, label)| {
            let articles = Some(parts.total(id)).filter(|articles| *articles > 0)?;
            let name = names.category(id)?;
            let label = label.and_then(|(label, _)| names.outlet(label));
            Some(Category {
                id,
                name: Arc::clone(name),
                label: Arc::clone(label.unwrap_or(name)),
                articles,
            })
        })
        .collect();
    in_order(categories)
}
