//! Grows a store by batches. What stands is shared, not copied: a batch rebuilds only the segments it
//! falls into, and a batch beyond the end of all others becomes a segment of its own, which is
//! merged with its neighbour as long as that is not much larger. So a row is copied some
//! log2(limit / batch) times in a load, wherever odd dates make a few articles stand.

use std::sync::Arc;

use super::article::{Article, ArticleDate, CATEGORIES, RawPath};
use super::ids::IdRef;
use super::names::Names;
use super::order::Key;
use super::paths::PathCode;
use super::segment::{RowData, Segment};
use super::snapshot::Store;
use crate::post::PostId;

/// Most articles of one segment.
pub const SEGMENT_LIMIT: usize = 1 << 15;

/// Rows are numbered in 16 bits.
const LARGEST_LIMIT: usize = 1 << 16;

/// Titles are cut to this many bytes: a list shows one line, and offsets into a segment have 32 bits.
const TITLE_BYTES: usize = 4_096;

/// Seconds between two articles of a batch that set the few below them apart: a month.
const HOLE: i64 = 30 * 86_400;

/// Segments more than four times as many as needed, and these, are merged.
const SPARE_SEGMENTS: usize = 32;

/// Collects articles and hands out snapshots.
#[derive(Debug)]
pub struct Builder {
    segments: Vec<Arc<Segment>>,
    names: Arc<Names>,
    /// How many articles have each pair of category and label.
    votes: Vec<usize>,
    limit: usize,
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

/// An article of a batch with its names interned.
struct Fresh {
    id: PostId,
    title: String,
    date: ArticleDate,
    outlet: Option<u32>,
    pairs: Vec<u32>,
    path: OwnedCode,
    copies: Vec<OwnedCode>,
}

enum OwnedCode {
    Form(u32),
    Literal(RawPath),
}

impl OwnedCode {
    fn new(names: &mut Arc<Names>, path: RawPath, id: &PostId) -> Self {
        match Names::intern_path(names, &path, id) {
            PathCode::Form(form) => Self::Form(form),
            PathCode::Literal(_) => Self::Literal(path),
        }
    }

    fn borrow(&self) -> PathCode<'_> {
        match self {
            Self::Form(form) => PathCode::Form(*form),
            Self::Literal(path) => PathCode::Literal(path),
        }
    }
}

impl Fresh {
    fn new(article: Article, names: &mut Arc<Names>) -> Self {
        let id = article.id;
        let mut title = article.title;
        let end = (0..=TITLE_BYTES).rfind(|end| title.is_char_boundary(*end));
        title.truncate(end.unwrap_or_default());
        let outlet = article.outlet.as_deref();
        let mut pairs: Vec<u32> = Vec::with_capacity(article.categories.len());
        for (name, label) in article.categories.iter().take(CATEGORIES) {
            let pair = Names::intern_pair(names, name, label.as_deref());
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
        Self {
            title,
            date: article.date,
            outlet: outlet.map(|outlet| Names::intern_outlet(names, outlet)),
            pairs,
            path: OwnedCode::new(names, article.path, &id),
            copies: (article.copies.into_iter())
                .map(|path| OwnedCode::new(names, path, &id))
                .collect(),
            id,
        }
    }

    fn key(&self) -> Key<'_> {
        Key {
            timestamp: self.date.timestamp,
            id: IdRef::from(&self.id),
        }
    }

    fn row_data(&self) -> RowData<'_> {
        RowData {
            id: IdRef::from(&self.id),
            title: &self.title,
            date: self.date,
            outlet: self.outlet,
            pairs: &self.pairs,
            path: self.path.borrow(),
            copies: self.copies.iter().map(OwnedCode::borrow).collect(),
        }
    }
}

/// Where a row of a new segment comes from.
#[derive(Clone, Copy)]
enum Source<'a> {
    Old(&'a Segment, usize),
    New(&'a Fresh),
}

impl<'a> Source<'a> {
    fn row_data(self) -> Option<RowData<'a>> {
        match self {
            Self::Old(segment, row) => segment.row_data(row),
            Self::New(fresh) => Some(fresh.row_data()),
        }
    }
}

/// A segment of the next state.
enum Piece<'a> {
    Kept(&'a Arc<Segment>),
    Rows(Vec<Source<'a>>),
}

impl<'a> Piece<'a> {
    fn len(&self) -> usize {
        match self {
            Self::Kept(segment) => segment.len(),
            Self::Rows(rows) => rows.len(),
        }
    }

    fn into_rows(self) -> Vec<Source<'a>> {
        match self {
            Self::Kept(segment) => (0..segment.len()).map(|row| Source::Old(segment, row)).collect(),
            Self::Rows(rows) => rows,
        }
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
        ))
    }

    /// For each segment the rows, ascending, that have one of these ids, given ascending.
    fn rows_of(&self, ids: &[IdRef<'_>]) -> Vec<Vec<usize>> {
        let rows_in = |segment: &Arc<Segment>| {
            let column = segment.ids();
            let start = ids.partition_point(|id| Some(*id) < column.smallest());
            let end = ids.partition_point(|id| Some(*id) <= column.largest());
            let within = ids.get(start..end).unwrap_or_default();
            let mut rows: Vec<usize> = within.iter().filter_map(|id| column.find(*id)).collect();
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
        let mut next = Pieces {
            pieces: Vec::with_capacity(old.len() + 1),
            limit: self.limit,
        };
        let mut rest = fresh;
        for (segment, gone) in old.iter().zip(gone) {
            let (before, tail) = split(rest, |key| Some(key) < segment.first_key());
            let (inside, after) = split(tail, |key| Some(key) <= segment.last_key());
            rest = after;
            next.push_run(before);
            if inside.is_empty() && gone.is_empty() {
                next.pieces.push(Piece::Kept(segment));
            } else {
                next.push_touched(segment, inside, gone);
            }
        }
        next.push_run(rest);
        next.merge_small();
        let names = &self.names;
        self.segments = (next.pieces.into_iter())
            .map(|piece| match piece {
                Piece::Kept(segment) => Arc::clone(segment),
                Piece::Rows(rows) => {
                    let rows = rows.into_iter().filter_map(Source::row_data).collect();
                    Arc::new(Segment::new(rows, names))
                }
            })
            .collect();
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

/// The segments of the next state, in list order, as they come together.
struct Pieces<'a> {
    pieces: Vec<Piece<'a>>,
    limit: usize,
}

impl<'a> Pieces<'a> {
    /// Adds articles that stand between two segments. The few at their end that stand far from the rest, undated or
    /// much older, are set apart: the next batch of a load, newest first, falls before them.
    fn push_run(&mut self, run: &'a [Fresh]) {
        let far = |pair: &[Fresh]| match pair {
            [above, below] => match (above.date.timestamp, below.date.timestamp) {
                (Some(above), Some(below)) => above.saturating_sub(below) > HOLE,
                (above, below) => above.is_some() != below.is_some(),
            },
            _ => false,
        };
        let skipped = run.len() - run.len() / 8;
        let mut pairs = run.windows(2).skip(skipped.saturating_sub(1));
        let hole = pairs.position(far).map_or(run.len(), |place| skipped + place);
        let (run, few) = run.split_at_checked(hole).unwrap_or((run, &[]));
        self.push(run.iter().map(Source::New).collect());
        self.push_apart(few.iter().map(Source::New).collect());
    }

    /// Adds rows after all others, merged with the segments before them that are not much larger.
    fn push(&mut self, mut rows: Vec<Source<'a>>) {
        if rows.is_empty() {
            return;
        }
        while let Some(last) = self
            .pieces
            .pop_if(|last| last.len() <= 2 * rows.len() && last.len() + rows.len() <= self.limit)
        {
            let mut merged = last.into_rows();
            merged.append(&mut rows);
            rows = merged;
        }
        self.push_apart(rows);
    }

    /// Adds rows as segments of their own, of even length where one would be too long.
    fn push_apart(&mut self, rows: Vec<Source<'a>>) {
        if rows.len() <= self.limit {
            self.pieces
                .extend((!rows.is_empty()).then_some(Piece::Rows(rows)));
            return;
        }
        let parts = rows.len().div_ceil(self.limit);
        let length = rows.len().div_ceil(parts);
        let chunks = rows.chunks(length);
        self.pieces
            .extend(chunks.map(|chunk| Piece::Rows(chunk.to_vec())));
    }

    /// Adds a segment that loses the rows `gone` and has articles put between its rows.
    fn push_touched(&mut self, segment: &'a Segment, inside: &'a [Fresh], gone: &[usize]) {
        let mut rows = Vec::with_capacity(segment.len() + inside.len());
        let mut inside_left = inside.iter().peekable();
        let mut gone = gone.iter().peekable();
        // Behind the last article put in.
        let mut cut = 0;
        for row in 0..segment.len() {
            while let Some(article) = inside_left.next_if(|article| Some(article.key()) <= segment.key(row)) {
                rows.push(Source::New(article));
                cut = rows.len();
            }
            if gone.next_if_eq(&&row).is_none() {
                rows.push(Source::Old(segment, row));
            }
        }
        rows.extend(inside_left.map(Source::New));
        // Where a load has undated or very old articles, every batch falls before them. What is few
        // there is set apart, so that the next batch finds a gap to grow in.
        let few = rows.len() - cut <= inside.len();
        let tail = if few { rows.split_off(cut) } else { Vec::new() };
        self.push(rows);
        self.push_apart(tail);
    }

    /// Merges neighbours when there are far more segments than the articles need.
    fn merge_small(&mut self) {
        let rows: usize = self.pieces.iter().map(Piece::len).sum();
        if self.pieces.len() <= SPARE_SEGMENTS + 4 * rows / self.limit {
            return;
        }
        let mut merged: Vec<Piece<'a>> = Vec::new();
        for piece in self.pieces.drain(..) {
            let fits = |last: &mut Piece<'a>| last.len() + piece.len() <= self.limit;
            match merged.pop_if(fits) {
                Some(last) => {
                    let mut rows = last.into_rows();
                    rows.append(&mut piece.into_rows());
                    merged.push(Piece::Rows(rows));
                }
                None => merged.push(piece),
            }
        }
        self.pieces = merged;
    }
}
