//! How the segments of a builder's next state come together: which stay, which are built anew.

use std::sync::Arc;

use super::fresh::Fresh;
use super::names::Names;
use super::segment::{RowData, Segment};

/// Seconds between two articles that make a hole: a month.
const HOLE: i64 = 30 * 86_400;

/// Segments more than four times as many as needed, and these, are merged.
const SPARE_SEGMENTS: usize = 32;

/// Where a row of a new segment comes from.
#[derive(Clone, Copy)]
enum Source<'a> {
    Old(&'a Segment, usize),
    New(&'a Fresh),
}

impl<'a> Source<'a> {
    fn timestamp(self) -> Option<i64> {
        match self {
            Self::Old(segment, row) => segment.timestamp(row),
            Self::New(fresh) => fresh.key().timestamp,
        }
    }

    fn row_data(self) -> Option<RowData<'a>> {
        match self {
            Self::Old(segment, row) => segment.row_data(row),
            Self::New(fresh) => Some(fresh.row_data()),
        }
    }
}

/// Whether two neighbours stand far apart: a month and more, or one of them undated.
fn is_hole(above: Option<Source<'_>>, below: Option<Source<'_>>) -> bool {
    let moment = |source: Option<Source<'_>>| source.and_then(Source::timestamp);
    match (moment(above), moment(below)) {
        (Some(above), Some(below)) => above.saturating_sub(below) > HOLE,
        (above, below) => above.is_some() != below.is_some(),
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

    fn first(&self) -> Option<Source<'a>> {
        match self {
            Self::Kept(segment) => Some(Source::Old(segment, 0)),
            Self::Rows(rows) => rows.first().copied(),
        }
    }

    fn last(&self) -> Option<Source<'a>> {
        match self {
            Self::Kept(segment) => Some(Source::Old(segment, segment.len().checked_sub(1)?)),
            Self::Rows(rows) => rows.last().copied(),
        }
    }

    fn into_rows(self) -> Vec<Source<'a>> {
        match self {
            Self::Kept(segment) => (0..segment.len()).map(|row| Source::Old(segment, row)).collect(),
            Self::Rows(rows) => rows,
        }
    }
}

/// The segments of the next state, in list order, as they come together.
pub(super) struct Pieces<'a> {
    pieces: Vec<Piece<'a>>,
    limit: usize,
}

impl<'a> Pieces<'a> {
    /// None yet, to hold at most `limit` rows each.
    pub(super) fn new(limit: usize) -> Self {
        let pieces = Vec::new();
        Self { pieces, limit }
    }

    /// Adds a segment as it stands.
    pub(super) fn keep(&mut self, segment: &'a Arc<Segment>) {
        self.pieces.push(Piece::Kept(segment));
    }

    /// Adds articles that stand between two segments. The few at their end that stand beyond a hole are set
    /// apart: the next batch of a load falls before them.
    pub(super) fn push_run(&mut self, run: &'a [Fresh]) {
        let rows: Vec<Source<'a>> = run.iter().map(Source::New).collect();
        let whole = rows.len() - rows.len() / 8;
        let mut pairs = rows.windows(2).skip(whole.saturating_sub(1));
        let hole = pairs.position(|pair| is_hole(pair.first().copied(), pair.last().copied()));
        let cut = hole.map_or(rows.len(), |place| whole + place);
        self.push_cut(rows, cut);
    }

    /// Adds rows, those from `cut` on as segments of their own.
    fn push_cut(&mut self, mut rows: Vec<Source<'a>>, cut: usize) {
        let tail = rows.split_off(cut.min(rows.len()));
        self.push(rows);
        self.push_apart(tail);
    }

    /// Adds rows after all others, merged with the segments before them that are not much larger, unless a
    /// hole lies between.
    fn push(&mut self, mut rows: Vec<Source<'a>>) {
        if rows.is_empty() {
            return;
        }
        let limit = self.limit;
        while let Some(last) = self.pieces.pop_if(|last| {
            last.len() <= 2 * rows.len()
                && last.len() + rows.len() <= limit
                && !is_hole(last.last(), rows.first().copied())
        }) {
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
    pub(super) fn push_touched(&mut self, segment: &'a Segment, inside: &'a [Fresh], gone: &[usize]) {
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
        // there, or far, is set apart, so that the next batch finds a gap to grow in.
        let above = cut.checked_sub(1).and_then(|above| rows.get(above));
        let far = cut > 0 && is_hole(above.copied(), rows.get(cut).copied());
        let few = rows.len() - cut <= inside.len();
        let cut = if few || far { cut } else { rows.len() };
        self.push_cut(rows, cut);
    }

    /// The segments, those that stand as they are. Far more than the rows need are first merged with their neighbours.
    pub(super) fn into_segments(mut self, names: &Names) -> Vec<Arc<Segment>> {
        let rows: usize = self.pieces.iter().map(Piece::len).sum();
        let enough = SPARE_SEGMENTS + 4 * rows / self.limit;
        for over_holes in [false, true] {
            if self.pieces.len() > enough {
                self.merge_neighbours(over_holes);
            }
        }
        let sealed = self.pieces.into_iter().map(|piece| match piece {
            Piece::Kept(segment) => Arc::clone(segment),
            Piece::Rows(rows) => {
                let rows = rows.into_iter().filter_map(Source::row_data).collect();
                Arc::new(Segment::new(rows, names))
            }
        });
        sealed.collect()
    }

    fn merge_neighbours(&mut self, over_holes: bool) {
        let mut merged: Vec<Piece<'a>> = Vec::new();
        for piece in self.pieces.drain(..) {
            let fits = |last: &mut Piece<'a>| {
                last.len() + piece.len() <= self.limit && (over_holes || !is_hole(last.last(), piece.first()))
            };
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
