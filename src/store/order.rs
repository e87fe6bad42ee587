//! List order: date descending, then id descending, undated last; and the days of a list.

use std::cmp::Ordering;

use crate::post::{DAY, PostId};

use super::ids::IdRef;

/// Where an article stands in list order. The smaller key stands higher up. It can be kept and asked for
/// after its article has gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// Seconds since the epoch; `None` sorts last.
    pub timestamp: Option<i64>,
    /// Decides between equal dates.
    pub id: PostId,
}

impl SortKey {
    /// The borrowed form.
    pub(super) fn as_key(&self) -> Key<'_> {
        Key {
            timestamp: self.timestamp,
            id: IdRef::from(&self.id),
        }
    }
}

impl Ord for SortKey {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_key().cmp(&other.as_key())
    }
}

impl PartialOrd for SortKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A [`SortKey`] that borrows its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key<'a> {
    /// Seconds since the epoch.
    pub(super) timestamp: Option<i64>,
    /// The id.
    pub(super) id: IdRef<'a>,
}

impl Ord for Key<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        // `None < Some`, so that turned round it comes last.
        other
            .timestamp
            .cmp(&self.timestamp)
            .then_with(|| other.id.cmp(&self.id))
    }
}

impl PartialOrd for Key<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The day of a moment at an offset from UTC in minutes, counted from 1970-01-01 there.
pub(super) fn day(timestamp: i64, offset: i16) -> i64 {
    timestamp.saturating_add(i64::from(offset) * 60).div_euclid(DAY)
}
