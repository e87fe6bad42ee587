//! Grows a store by batches. What stands is shared, not copied: a batch rebuilds only the segments it
//! falls into, and a batch beyond the end of all others becomes a segment of its own, which is
//! merged with its neighbour as long as that is not much larger. So a row is copied some
//! log2(limit / batch) times in a load, wherever odd dates make a few articles stand.

use std::sync::Arc;

use super::fresh::Fresh;
use super::ids::IdRef;
use super::names::Names;
use super::order::Key;
use super::pieces::Pieces;
use super::segment::Segment;
use super::snapshot::{Category, Store, in_order};
use crate::post::{Article, PostId};

/// Most articles of one segment.
pub const SEGMENT_LIMIT: usize = 1 << 15;

/// Rows are numbered in 16 bits.
const LARGEST_LIMIT: usize = 1 << 16;

/// Collects articles and hands out snapshots.
#[derive(Debug)]
pub struct Builder {
    segments: Vec<Arc<Segment>>,
    names: Arc<Names>,
    /// How many articles have each pair of category and label.
    votes: Vec<usize>,
    /// How many articles, and which categories, there will be.
    announced: Option<(usize, Vec<Category>)>,
    limit: usize,
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// An empty one.
    pub fn new() -> Self {
        Self::with_segment_limit(SEGMENT_LIMIT)
    }

    /// An empty one whose segments hold at most `limit` articles, 1 to 65,536.
    pub fn with_segment_limit(limit: usize) -> Self {
        Self {
            segments: Vec::new(),
            names: Arc::default(),
            votes: Vec::new(),
            announced: None,
            limit: limit.clamp(1, LARGEST_LIMIT),
        }
    }

    /// Takes in a batch, in any order. An article whose id is there already takes the place of the
    /// former one, and the last of several with one id counts: an article is given whole, with all its
    /// copies merged.
    pub fn add(&mut self, articles: Vec<Article>) {
        let mut fresh: Vec<Fresh> = (articles.into_iter())
            .map(|article| Fresh::new(article, &mut self.names))
            .collect();
        // Of equal ids the last one stays: stable sort, then the later overwrites.
        fresh.sort_by(|a, b| a.id.cmp(&b.id));
        fresh.dedup_by(|later, kept| {
            let same = later.id == kept.id;
            if same {
                std::mem::swap(later, kept);
            }
            same
        });
        let ids: Vec<IdRef<'_>> = fresh.iter().map(|article| (&article.id).into()).collect();
        let gone = self.rows_of(&ids);
        fresh.sort_unstable_by(|a, b| a.key().cmp(&b.key()));
        self.splice(&fresh, &gone);
    }

    /// Says what is coming: so many articles, and the categories by folder name with their labels and numbers of
    /// articles. Snapshots tell these numbers until [`Builder::settle`].
    pub fn announce<'a>(
        &mut self,
        articles: usize,
        categories: impl IntoIterator<Item = (&'a str, Option<&'a str>, usize)>,
    ) {
        let categories = categories.into_iter().map(|(name, label, articles)| Category {
            id: Names::intern_category(&mut self.names, name),
            name: name.into(),
            label: label.unwrap_or(name).into(),
            articles,
        });
        self.announced = Some((articles, in_order(categories.collect())));
    }

    /// All that was announced is there: from here on it is counted.
    pub fn settle(&mut self) {
        self.announced = None;
    }

    /// Takes out the articles of these ids, as far as they are there.
    pub fn remove(&mut self, ids: &[PostId]) {
        let mut ids: Vec<IdRef<'_>> = ids.iter().map(IdRef::from).collect();
        ids.sort_unstable();
        let gone = self.rows_of(&ids);
        self.splice(&[], &gone);
    }

    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.segments.iter().map(|segment| segment.len()).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// The state as it is now, to be read by any thread. Takes time with the number of segments and
    /// categories, not of articles.
    pub fn snapshot(&self) -> Arc<Store> {
        Arc::new(Store::new(
            self.segments.clone(),
            Arc::clone(&self.names),
            &self.votes,
            self.announced.as_ref(),
        ))
    }

    /// For each segment the rows, ascending, that have one of these ids, given ascending.
    fn rows_of(&self, ids: &[IdRef<'_>]) -> Vec<Vec<usize>> {
        let rows_in = |segment: &Arc<Segment>| {
            let column = segment.ids();
            let mut rows: Vec<usize> = Vec::new();
            for (first, last) in column.spans() {
                let start = ids.partition_point(|id| *id < first);
                let end = ids.partition_point(|id| *id <= last);
                let within = ids.get(start..end).unwrap_or_default();
                rows.extend(within.iter().filter_map(|id| column.find(*id)));
            }
            rows.sort_unstable();
            rows.dedup();
            rows
        };
        self.segments.iter().map(rows_in).collect()
    }

    /// Puts `fresh`, in list order, in its place and takes out the rows `gone` of each segment.
    fn splice(&mut self, fresh: &[Fresh], gone: &[Vec<usize>]) {
        let old = std::mem::take(&mut self.segments);
        self.count_votes(&old, fresh, gone);
        let mut next = Pieces::new(self.limit);
        let mut rest = fresh;
        for (segment, gone) in old.iter().zip(gone) {
            let (before, tail) = split(rest, |key| Some(key) < segment.first_key());
            let (inside, after) = split(tail, |key| Some(key) <= segment.last_key());
            rest = after;
            next.push_run(before);
            if inside.is_empty() && gone.is_empty() {
                next.keep(segment);
            } else {
                next.push_touched(segment, inside, gone);
            }
        }
        next.push_run(rest);
        self.segments = next.into_segments(&self.names);
    }

    fn count_votes(&mut self, old: &[Arc<Segment>], fresh: &[Fresh], gone: &[Vec<usize>]) {
        self.votes.resize(self.names.pairs().len(), 0);
        for pair in fresh.iter().flat_map(|article| &article.pairs) {
            if let Some(votes) = self.votes.get_mut(*pair as usize) {
                *votes += 1;
            }
        }
        for (segment, rows) in old.iter().zip(gone) {
            for pair in rows.iter().flat_map(|row| segment.pairs(*row)) {
                if let Some(votes) = self.votes.get_mut(*pair as usize) {
                    *votes = votes.saturating_sub(1);
                }
            }
        }
    }
}

/// The beginning that `before` holds of, and what follows.
fn split(fresh: &[Fresh], before: impl Fn(Key<'_>) -> bool) -> (&[Fresh], &[Fresh]) {
    let at = fresh.partition_point(|article| before(article.key()));
    fresh.split_at_checked(at).unwrap_or((fresh, &[]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::post::{DateFrom, DatePrecision};
    use crate::store::ArticleDate;

    fn article(number: u64, timestamp: Option<i64>) -> Article {
        Article {
            id: PostId::Number(number),
            title: String::new(),
            date: ArticleDate {
                timestamp,
                offset: 480,
                precision: DatePrecision::Second,
                from: DateFrom::FrontMatter,
            },
            categories: Vec::new(),
            outlet: None,
            path: Box::default(),
            checksum: 0,
            copies: Vec::new(),
        }
    }

    /// How many rows a load copies for each article it brings, and how many segments it ends with.
    fn cost(batches: impl Iterator<Item = Vec<Article>>) -> (usize, usize) {
        let mut builder = Builder::with_segment_limit(4_096);
        let mut copied = 0;
        for batch in batches {
            let before = builder.segments.clone();
            builder.add(batch);
            let new = builder.segments.iter();
            let new = new.filter(|new| !before.iter().any(|old| Arc::ptr_eq(old, new)));
            copied += new.map(|segment| segment.len()).sum::<usize>();
        }
        (copied / builder.len(), builder.segments.len())
    }

    fn moment(number: u64) -> i64 {
        2_000_000_000 - number.cast_signed() * 60
    }

    #[test]
    fn a_load_newest_first_copies_a_row_a_few_times() {
        let batches = (0..300).map(|batch| {
            let numbers = batch * 100..(batch + 1) * 100;
            numbers
                .map(|number| article(number, Some(moment(number))))
                .collect()
        });
        let (copied, segments) = cost(batches);
        assert!(copied <= 6, "{copied} times");
        assert!(segments <= 20, "{segments} segments");
    }

    #[test]
    fn undated_and_very_old_articles_do_not_make_a_load_slow() {
        let batches = (0..300).map(|batch| {
            let numbers = batch * 100..(batch + 1) * 100;
            let mut articles: Vec<Article> = numbers
                .map(|number| article(number, Some(moment(number))))
                .collect();
            articles.push(article(1_000_000 + batch, None));
            articles.push(article(2_000_000 + batch, Some(batch.cast_signed())));
            articles
        });
        let (copied, segments) = cost(batches);
        assert!(copied <= 12, "{copied} times");
        assert!(segments <= 100, "{segments} segments");
    }

    #[test]
    fn refreshes_do_not_pile_up_segments() {
        let load = std::iter::once((0..20_000).map(|number| article(number, Some(moment(number)))));
        let load = load.map(Iterator::collect);
        let refreshes = (0..500).map(|n| vec![article(1_000_000 + n, Some(3_000_000_000 + n.cast_signed()))]);
        let (_, segments) = cost(load.chain(refreshes));
        assert!(segments <= 60, "{segments} segments");
    }
}
