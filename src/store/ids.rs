//! The ids of a segment: numbers in a column, the few path ids beside it, and the order that finds one.

use std::sync::Arc;

use crate::post::PostId;

/// A borrowed [`PostId`], ordered as that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum IdRef<'a> {
    /// An article number.
    Number(u64),
    /// A path within the archive.
    Path(&'a Arc<str>),
}

impl<'a> From<&'a PostId> for IdRef<'a> {
    fn from(id: &'a PostId) -> Self {
        match id {
            PostId::Number(number) => Self::Number(*number),
            PostId::Path(path) => Self::Path(path),
        }
    }
}

impl IdRef<'_> {
    /// The id of its own; shares the path's text.
    pub(super) fn to_id(self) -> PostId {
        match self {
            Self::Number(number) => PostId::Number(number),
            Self::Path(path) => PostId::Path(Arc::clone(path)),
        }
    }
}

/// Column of ids. Rows are numbered from 0 and fit in 16 bits.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// By row; 0 stands for a path id.
    numbers: Box<[u64]>,
    /// The rows with a path id, ascending.
    path_rows: Box<[u16]>,
    /// Their ids.
    paths: Box<[Arc<str>]>,
    /// All rows in ascending order of id.
    by_id: Box<[u16]>,
    /// The smallest and largest number: most segments are asked for ids that they do not have.
    range: Option<(u64, u64)>,
}

impl Ids {
    /// The column of these ids, no two equal, at most 65,536.
    pub(super) fn new<'a>(ids: impl Iterator<Item = IdRef<'a>>) -> Self {
        let mut numbers = Vec::with_capacity(ids.size_hint().0);
        let mut path_rows = Vec::new();
        let mut paths = Vec::new();
        for id in ids {
            match id {
                IdRef::Number(number) => numbers.push(number),
                IdRef::Path(path) => {
                    path_rows.push(numbers.len() as u16);
                    paths.push(Arc::clone(path));
                    numbers.push(0);
                }
            }
        }
        let mut column = Self {
            by_id: (0..numbers.len()).map(|row| row as u16).collect(),
            numbers: numbers.into(),
            path_rows: path_rows.into(),
            paths: paths.into(),
            range: None,
        };
        let mut by_id = std::mem::take(&mut column.by_id);
        by_id.sort_unstable_by_key(|&row| column.get(usize::from(row)));
        column.by_id = by_id;
        let range = match column.spans().next() {
            Some((IdRef::Number(first), IdRef::Number(last))) => Some((first, last)),
            _ => None,
        };
        column.range = range;
        column
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The id of a row.
    pub(super) fn get(&self, row: usize) -> Option<IdRef<'_>> {
        let number = *self.numbers.get(row)?;
        if number == 0
            && let Ok(place) = self
                .path_rows
                .binary_search_by(|path| usize::from(*path).cmp(&row))
        {
            return self.paths.get(place).map(IdRef::Path);
        }
        Some(IdRef::Number(number))
    }

    /// The row of an id.
    pub(super) fn find(&self, id: IdRef<'_>) -> Option<usize> {
        if let IdRef::Number(number) = id
            && self
                .range
                .is_none_or(|(first, last)| number < first || last < number)
        {
            return None;
        }
        let place = self
            .by_id
            .binary_search_by(|row| self.get(usize::from(*row)).cmp(&Some(id)))
            .ok()?;
        self.by_id.get(place).copied().map(usize::from)
    }

    /// The smallest and largest number, and the smallest and largest path id: apart, as numbers lie close
    /// together in a segment and paths anywhere.
    pub(super) fn spans(&self) -> impl Iterator<Item = (IdRef<'_>, IdRef<'_>)> {
        let numbers = self.by_id.len() - self.path_rows.len();
        let (numbers, paths) = self.by_id.split_at_checked(numbers).unwrap_or_default();
        [numbers, paths].into_iter().filter_map(|rows| {
            let id = |row: Option<&u16>| self.get(usize::from(*row?));
            Some((id(rows.first())?, id(rows.last())?))
        })
    }

    /// Bytes on the heap.
    pub(super) fn bytes(&self) -> usize {
        let paths: usize = self.paths.iter().map(|path| path.len() + 32).sum();
        self.numbers.len() * 8 + self.path_rows.len() * 2 + self.by_id.len() * 2 + paths
    }
}
