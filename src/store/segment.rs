//! A sealed run of articles in list order, in columns.

use crate::post::{ArticleDate, DateFrom, DatePrecision};

use super::heap::TextHeap;
use super::ids::{IdRef, Ids};
use super::names::{CategoryId, Names};
use super::order::Key;
use super::paths::{PathCode, Paths};

/// Stands for "no outlet" in its column.
const NONE: u32 = u32::MAX;

/// One article on its way into a segment, from a batch or from another segment.
#[derive(Clone, Debug)]
pub(super) struct RowData<'a> {
    /// Its id.
    pub(super) id: IdRef<'a>,
    /// Its title.
    pub(super) title: &'a str,
    /// Its date.
    pub(super) date: ArticleDate,
    /// The number of its outlet.
    pub(super) outlet: Option<u32>,
    /// The numbers of its pairs of category and label.
    pub(super) pairs: &'a [u32],
    /// The file shown.
    pub(super) path: PathCode<'a>,
    /// CRC-32 of the file shown.
    pub(super) checksum: u32,
    /// The other files.
    pub(super) copies: Vec<PathCode<'a>>,
}

/// The rows of each category, ascending.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// Ascending.
    categories: Box<[CategoryId]>,
    /// Where each category's rows end.
    ends: Box<[u32]>,
    rows: Box<[u16]>,
}

impl Postings {
    /// Of these pairs, in any order.
    pub(super) fn new(mut entries: Vec<(CategoryId, u16)>) -> Self {
        entries.sort_unstable();
        entries.dedup();
        let mut categories: Vec<CategoryId> = Vec::new();
        let mut ends: Vec<u32> = Vec::new();
        for (place, (category, _)) in entries.iter().enumerate() {
            if categories.last() != Some(category) {
                categories.push(*category);
                ends.push(0);
            }
            if let Some(end) = ends.last_mut() {
                *end = place as u32 + 1;
            }
        }
        Self {
            categories: categories.into(),
            ends: ends.into(),
            rows: entries.into_iter().map(|(_, row)| row).collect(),
        }
    }

    /// The rows of a category, ascending.
    pub(super) fn of(&self, category: CategoryId) -> &[u16] {
        match self.categories.binary_search(&category) {
            Ok(place) => self.at(place),
            Err(_) => &[],
        }
    }

    fn at(&self, place: usize) -> &[u16] {
        let end = self.ends.get(place).map_or(0, |end| *end as usize);
        let start = place
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .map_or(0, |end| *end as usize);
        self.rows.get(start..end).unwrap_or_default()
    }
}

/// At most 65,536 articles in list order; no two have one id. Never changed once built.
#[derive(Debug, Default)]
pub(super) struct Segment {
    ids: Ids,
    /// Of the dated rows; the undated ones follow them.
    timestamps: Box<[i64]>,
    offsets: Box<[i16]>,
    /// Precision and origin of the date, four bits each.
    dates: Box<[u8]>,
    titles: TextHeap,
    outlets: Box<[u32]>,
    pairs: Box<[u32]>,
    /// Where each row's pairs end.
    pair_ends: Box<[u32]>,
    paths: Paths,
    checksums: Box<[u32]>,
    postings: Postings,
}

impl Segment {
    /// The segment of these rows, given in list order.
    pub(super) fn new(rows: Vec<RowData<'_>>, names: &Names) -> Self {
        let mut pairs = Vec::with_capacity(rows.len());
        let mut pair_ends = Vec::with_capacity(rows.len());
        let mut entries = Vec::with_capacity(rows.len());
        for (row, data) in rows.iter().enumerate() {
            pairs.extend_from_slice(data.pairs);
            pair_ends.push(pairs.len() as u32);
            let categories = data.pairs.iter().filter_map(|pair| names.pair(*pair));
            entries.extend(categories.map(|pair| (pair.category, row as u16)));
        }
        Self {
            ids: Ids::new(rows.iter().map(|row| row.id)),
            timestamps: rows.iter().map_while(|row| row.date.timestamp).collect(),
            offsets: rows.iter().map(|row| row.date.offset).collect(),
            dates: rows.iter().map(|row| packed(row.date)).collect(),
            titles: TextHeap::new(rows.iter().map(|row| row.title)),
            outlets: rows.iter().map(|row| row.outlet.unwrap_or(NONE)).collect(),
            pairs: pairs.into(),
            pair_ends: pair_ends.into(),
            postings: Postings::new(entries),
            checksums: rows.iter().map(|row| row.checksum).collect(),
            paths: Paths::new(rows.into_iter().map(|row| (row.path, row.copies))),
        }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The column of ids.
    pub(super) fn ids(&self) -> &Ids {
        &self.ids
    }

    /// Where a row stands in list order.
    pub(super) fn key(&self, row: usize) -> Option<Key<'_>> {
        Some(Key {
            timestamp: self.timestamp(row),
            id: self.ids.get(row)?,
        })
    }

    /// The key of the first row.
    pub(super) fn first_key(&self) -> Option<Key<'_>> {
        self.key(0)
    }

    /// The key of the last row.
    pub(super) fn last_key(&self) -> Option<Key<'_>> {
        self.key(self.len().checked_sub(1)?)
    }

    /// The moment of a row, if it is dated.
    pub(super) fn timestamp(&self, row: usize) -> Option<i64> {
        self.timestamps.get(row).copied()
    }

    /// The moments of the dated rows, which stand before the others.
    pub(super) fn timestamps(&self) -> &[i64] {
        &self.timestamps
    }

    /// The date of a row.
    pub(super) fn date(&self, row: usize) -> ArticleDate {
        let (precision, from) = unpacked(self.dates.get(row).copied().unwrap_or_default());
        ArticleDate {
            timestamp: self.timestamp(row),
            offset: self.offsets.get(row).copied().unwrap_or_default(),
            precision,
            from,
        }
    }

    /// The title of a row.
    pub(super) fn title(&self, row: usize) -> &str {
        self.titles.get(row).unwrap_or_default()
    }

    /// The titles of the rows.
    pub(super) fn titles(&self) -> &TextHeap {
        &self.titles
    }

    /// The number of a row's outlet.
    pub(super) fn outlet(&self, row: usize) -> Option<u32> {
        self.outlets.get(row).copied().filter(|id| *id != NONE)
    }

    /// The numbers of a row's pairs of category and label.
    pub(super) fn pairs(&self, row: usize) -> &[u32] {
        let end = |row: usize| self.pair_ends.get(row).map_or(0, |end| *end as usize);
        let start = row.checked_sub(1).map_or(0, end);
        self.pairs.get(start..end(row)).unwrap_or_default()
    }

    /// The paths of the rows.
    pub(super) fn paths(&self) -> &Paths {
        &self.paths
    }

    /// CRC-32 of the file that a row is read from.
    pub(super) fn checksum(&self, row: usize) -> u32 {
        self.checksums.get(row).copied().unwrap_or_default()
    }

    /// The rows of a category, ascending.
    pub(super) fn posting(&self, category: CategoryId) -> &[u16] {
        self.postings.of(category)
    }

    /// The categories of its rows, ascending, with the number of rows of each.
    pub(super) fn categories(&self) -> impl Iterator<Item = (CategoryId, usize)> {
        let categories = self.postings.categories.iter().enumerate();
        categories.map(|(place, category)| (*category, self.postings.at(place).len()))
    }

    /// The row as it goes into another segment.
    pub(super) fn row_data(&self, row: usize) -> Option<RowData<'_>> {
        Some(RowData {
            id: self.ids.get(row)?,
            title: self.title(row),
            date: self.date(row),
            outlet: self.outlet(row),
            pairs: self.pairs(row),
            path: self.paths.shown(row),
            checksum: self.checksum(row),
            copies: self.paths.copies(row).collect(),
        })
    }

    /// The first row that `before` does not hold of, or the number of rows; it must hold of a beginning only.
    pub(super) fn partition_point(&self, before: impl Fn(usize) -> bool) -> usize {
        let (mut start, mut end) = (0, self.len());
        while start < end {
            let middle = start.midpoint(end);
            if before(middle) {
                start = middle + 1;
            } else {
                end = middle;
            }
        }
        start
    }

    /// Bytes on the heap.
    pub(super) fn bytes(&self) -> usize {
        let postings = &self.postings;
        self.ids.bytes()
            + self.timestamps.len() * 8
            + self.offsets.len() * 2
            + self.dates.len()
            + self.titles.bytes()
            + (self.outlets.len() + self.pairs.len() + self.pair_ends.len() + self.checksums.len()) * 4
            + self.paths.bytes()
            + postings.categories.len() * 8
            + postings.rows.len() * 2
    }
}

fn packed(date: ArticleDate) -> u8 {
    let precision = match date.precision {
        DatePrecision::None => 0,
        DatePrecision::Day => 1,
        DatePrecision::Minute => 2,
        DatePrecision::Second => 3,
    };
    let from = match date.from {
        DateFrom::None => 0,
        DateFrom::FrontMatter => 1,
        DateFrom::Name => 2,
        DateFrom::Id => 3,
    };
    precision | from << 4
}

fn unpacked(byte: u8) -> (DatePrecision, DateFrom) {
    let precision = match byte & 15 {
        1 => DatePrecision::Day,
        2 => DatePrecision::Minute,
        3 => DatePrecision::Second,
        _ => DatePrecision::None,
    };
    let from = match byte >> 4 {
        1 => DateFrom::FrontMatter,
        2 => DateFrom::Name,
        3 => DateFrom::Id,
        _ => DateFrom::None,
    };
    (precision, from)
}
